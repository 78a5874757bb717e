//! Midflight on tokio: the clients and the command line around `midflight-core`.
#![forbid(unsafe_code)]

pub mod client;
pub mod clock;
#[cfg(feature = "eventsource-stream")]
pub mod eventsource;
mod pressure;
pub mod proxy;
pub mod serve;

pub use clock::Monotonic;
pub use midflight_core as core;
