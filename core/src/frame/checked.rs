//! Text in a pool's buffer.

use alloc::string::String;
use alloc::vec::Vec;

use crate::buffer::Pooled;

/// Text that lies in a pool's buffer and was checked once to be UTF-8.
#[derive(Debug, Default)]
pub(super) struct Checked {
    text: String,
    home: Option<Pooled<Vec<u8>>>,
}

impl Checked {
    /// Takes the content of `buffer` in place of what it held.
    ///
    /// # Errors
    ///
    /// The buffer, unchanged, where that is no UTF-8.
    #[inline]
    pub(super) fn set(&mut self, mut buffer: Pooled<Vec<u8>>) -> Result<(), Pooled<Vec<u8>>> {
        match String::from_utf8(core::mem::take(&mut *buffer)) {
            Ok(text) => {
                self.take();
                self.text = text;
                self.home = Some(buffer);
                Ok(())
            }
            Err(error) => {
                *buffer = error.into_bytes();
                Err(buffer)
            }
        }
    }

    /// Takes the buffer out with its content; `None` where it has none.
    #[inline]
    pub(super) fn take(&mut self) -> Option<Pooled<Vec<u8>>> {
        let mut buffer = self.home.take()?;
        *buffer = core::mem::take(&mut self.text).into_bytes();
        Some(buffer)
    }

    pub(super) fn as_str(&self) -> &str {
        &self.text
    }
}

impl Drop for Checked {
    fn drop(&mut self) {
        self.take();
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::buffer::{BufferPool, PoolSizes};

    #[test]
    fn gives_its_memory_back_to_the_pool() {
        let pool = BufferPool::new(&PoolSizes {
            bytes: vec![(8, 1)],
            windows: 0,
        });
        let mut checked = Checked::default();
        let mut buffer = pool.take_bytes(8).unwrap();
        buffer.extend_from_slice(b"a\xFF");
        buffer = checked.set(buffer).unwrap_err();
        assert_eq!(buffer.as_slice(), b"a\xFF");
        buffer.truncate(1);
        checked.set(buffer).unwrap();
        assert_eq!(checked.as_str(), "a");
        assert!(pool.take_bytes(1).is_err());
        drop(checked);
        assert_eq!(pool.take_bytes(8).unwrap().capacity(), 8);
    }
}
