//! How sure, in as many digits as mean something.

/// Rounds to three digits.
pub(crate) fn rounded(confidence: f32) -> f32 {
    (confidence * 1000.0).round() / 1000.0
}
