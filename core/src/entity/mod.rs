//! From stable text to mentions of entities.
//!
//! One scanner walks the tokens from left to right. At each it asks the recognisers in their order;
//! each answers with a [`Verdict`]: found, not, or that it must see more before it can tell. What is
//! told can no longer change, whatever follows. So mentions come in the order of the text, as early
//! as they are certain, and the same for every split of the stream.

mod beside;
pub mod kind;
pub mod mention;
pub mod names;
pub mod patterns;
pub mod scan;
pub mod verdict;

pub use kind::{Kind, Kinds};
pub use mention::Mention;
pub use scan::Scanner;
pub use verdict::{Found, Verdict};
