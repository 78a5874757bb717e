//! What the proxy sees of the streams that it passes on, and how it is to be had: the analysis and what is kept of it,
//! figures, the admin address, the log.

pub(super) mod admin;
pub(super) mod analysis;
pub(super) mod live;
pub(super) mod metrics;
#[cfg(feature = "otlp")]
pub(super) mod otlp;
pub(super) mod record;
pub(super) mod seen;
mod shown;
