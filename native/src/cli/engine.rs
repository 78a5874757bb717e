//! The engine of a verb that reads one stream.

use midflight_core::{Config, Engine, Limits};

use super::Failure;

/// Channels that are analysed: an answer may have many choices, and call many tools at a time.
const CHANNELS: usize = 4096;
/// Bytes of buffers for them at most, which are allocated when they are needed.
const SPARE_BYTES: usize = 512 << 20;

/// One for a single stream, however many choices and calls it has.
pub(super) fn engine() -> Result<Engine, Failure> {
    let limits = Limits {
        channels: CHANNELS,
        ..Limits::default()
    };
    Ok(Engine::new(Config {
        limits,
        spare_bytes: SPARE_BYTES,
        ..Config::default()
    })?)
}
