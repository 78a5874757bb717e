//! From a response on the network to a session.

mod error;
mod http;

pub use error::ClientError;
pub use http::{builder, read_body};
