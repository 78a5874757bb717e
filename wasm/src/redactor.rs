//! One stream, masked.

use alloc::vec::Vec;

use wasm_bindgen::prelude::*;

use crate::input::Input;

/// Masks one stream in its own wire.
#[wasm_bindgen]
pub struct Redactor {
    inner: midflight_core::Redactor,
    input: Input,
    out: Vec<u8>,
}

impl Redactor {
    pub(crate) fn new(redactor: midflight_core::Redactor) -> Self {
        Self {
            inner: redactor,
            input: Input::default(),
            out: Vec::new(),
        }
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
        self.out.clear();
        let Self { inner, input, out } = self;
        inner.write(input.written(bytes), &mut |bytes| {
            out.extend_from_slice(bytes);
        })?;
        Ok(self.out.len())
    }

    /// No bytes follow; how many bytes of masked output are at `out`.
    ///
    /// # Errors
    ///
    /// As for `write`.
    pub fn finish(&mut self) -> Result<usize, JsError> {
        self.out.clear();
        let Self { inner, out, .. } = self;
        inner.finish(&mut |bytes| out.extend_from_slice(bytes))?;
        Ok(self.out.len())
    }

    /// The address of the masked output, good until the next write.
    pub fn out(&self) -> usize {
        self.out.as_ptr().addr()
    }
}
