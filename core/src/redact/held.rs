//! How much text masking held back, as a histogram.

use crate::latency::{Figures, Histogram};

/// More than a channel may hold, since a stream has several.
const MOST: u64 = 64 << 10;

/// Bytes of text that masking held back, of all channels together: a record for every delta of text,
/// once its frame was written. 2 significant digits; some 5 KiB.
///
/// ```
/// use midflight_core::{Config, Engine, Kinds, Wire};
///
/// let engine = Engine::new(Config::default())?;
/// let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive()).measured();
/// redactor.write(b"There it is: ada@", &mut |_| {})?;
/// let held = redactor.held_back().expect("it is measured");
/// assert_eq!((held.figures().count, held.figures().max), (1, 4));
/// # Ok::<(), midflight_core::Error>(())
/// ```
#[derive(Clone, Debug)]
pub struct Held(Histogram);

impl Default for Held {
    fn default() -> Self {
        Self(Histogram::up_to(MOST, 2))
    }
}

impl Held {
    pub(super) fn record(&mut self, bytes: usize) {
        self.0.record((bytes as u64).min(MOST), 1);
    }

    /// In bytes.
    pub fn figures(&self) -> Figures {
        self.0.figures()
    }

    /// Adds what another redactor recorded.
    pub fn merge(&mut self, other: &Self) {
        self.0.merge(&other.0);
    }
}
