//! Reading JSON in place.
