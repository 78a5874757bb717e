//! One stream, masked.

use alloc::vec::Vec;

use midflight_core::Error;
use wasm_bindgen::prelude::*;

use crate::input::Input;

type Inner = midflight_core::Redactor;

/// Masks one stream in its own wire.
#[wasm_bindgen]
pub struct Redactor {
    inner: Inner,
    input: Input,
    out: Vec<u8>,
    /// Bytes of the last write that were taken before no buffer was free; NaN where it did not fail so.
    taken: f64,
}

impl Redactor {
    pub(crate) fn new(redactor: Inner) -> Self {
        Self {
            inner: redactor,
            input: Input::default(),
            out: Vec::new(),
            taken: f64::NAN,
        }
    }

    /// How many bytes of masked output some work makes.
    fn masking(
        &mut self,
        work: impl FnOnce(&mut Inner, &Input, &mut dyn FnMut(&[u8])) -> Result<(), Error>,
    ) -> Result<usize, JsError> {
        let Self {
            inner,
            input,
            out,
            taken,
        } = self;
        out.clear();
        let done = work(inner, input, &mut |bytes| out.extend_from_slice(bytes));
        *taken = match done {
            Err(Error::PoolExhausted { consumed, .. }) => consumed as f64,
            _ => f64::NAN,
        };
        done?;
        Ok(out.len())
    }
}

#[wasm_bindgen]
impl Redactor {
    /// The address of room for `bytes`.
    pub fn room(&mut self, bytes: usize) -> usize {
        self.input.room(bytes).addr()
    }

    /// Reads the first `bytes` of the room; how many bytes of masked output are at `out`.
    ///
    /// # Errors
    ///
    /// When no buffer is free, and after `finish`.
    pub fn write(&mut self, bytes: usize) -> Result<usize, JsError> {
        self.masking(|inner, input, out| inner.write(input.written(bytes), out))
    }

    /// No bytes follow; how many bytes of masked output are at `out`.
    ///
    /// # Errors
    ///
    /// As for `write`.
    pub fn finish(&mut self) -> Result<usize, JsError> {
        self.masking(|inner, _, out| inner.finish(out).map(|_| ()))
    }

    /// How many bytes of masked output the last write made, also where it failed.
    pub fn masked(&self) -> usize {
        self.out.len()
    }

    /// How many bytes of the last write were taken before no buffer was free; NaN where it failed
    /// otherwise.
    pub fn taken(&self) -> f64 {
        self.taken
    }

    /// The address of the masked output, good until the next write.
    pub fn out(&self) -> usize {
        self.out.as_ptr().addr()
    }
}
