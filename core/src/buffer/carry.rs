//! Bytes kept from one chunk to the next.

use alloc::vec::Vec;

use super::{BufferPool, Exhausted, Pooled};

/// A byte string that grows through the pool's classes: it holds no buffer while it is empty, and
/// moves to one of the next size when the one it has is full. It never allocates.
#[derive(Debug)]
pub struct Carry {
    pool: BufferPool,
    buffer: Option<Pooled<Vec<u8>>>,
}

impl Carry {
    /// An empty one.
    pub fn new(pool: &BufferPool) -> Self {
        Self {
            pool: pool.clone(),
            buffer: None,
        }
    }

    /// What it holds.
    #[inline]
    pub fn as_slice(&self) -> &[u8] {
        self.buffer.as_ref().map_or(&[], |buffer| buffer.as_slice())
    }

    /// Bytes held.
    pub fn len(&self) -> usize {
        self.as_slice().len()
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Whether `more` bytes fit in the buffer that it has.
    #[inline]
    pub fn has_room(&self, more: usize) -> bool {
        let room = |buffer: &Pooled<Vec<u8>>| buffer.capacity() - buffer.len();
        self.buffer
            .as_ref()
            .is_some_and(|buffer| room(buffer) >= more)
    }

    /// Appends `bytes`.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when the pool has no buffer that is large enough; the content is unchanged.
    #[inline]
    pub fn push(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        if bytes.is_empty() {
            return Ok(());
        }
        if let Some(buffer) = &mut self.buffer {
            let buffer: &mut Vec<u8> = buffer;
            if buffer.capacity() - buffer.len() >= bytes.len() {
                buffer.extend_from_slice(bytes);
                return Ok(());
            }
        }
        self.grow(bytes)
    }

    #[cold]
    fn grow(&mut self, bytes: &[u8]) -> Result<(), Exhausted> {
        self.reserve(bytes.len())?;
        if let Some(buffer) = &mut self.buffer {
            buffer.extend_from_slice(bytes);
        }
        Ok(())
    }

    /// Sees to it that `more` bytes can be pushed without fail.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when the pool has no buffer that is large enough; the content is unchanged.
    pub fn reserve(&mut self, more: usize) -> Result<(), Exhausted> {
        let wanted = self.len() + more;
        if self
            .buffer
            .as_ref()
            .is_some_and(|buffer| buffer.capacity() >= wanted)
        {
            return Ok(());
        }
        let mut larger = self.pool.take_bytes(wanted)?;
        larger.extend_from_slice(self.as_slice());
        self.buffer = Some(larger);
        Ok(())
    }

    /// What it holds, to be changed in place.
    pub fn as_mut_slice(&mut self) -> &mut [u8] {
        self.buffer
            .as_mut()
            .map_or(&mut [], |buffer| buffer.as_mut_slice())
    }

    /// Makes it `len` bytes long: cut, or filled up with zeros.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when the pool has no buffer that is large enough; the content is unchanged.
    pub fn resize(&mut self, len: usize) -> Result<(), Exhausted> {
        self.reserve(len.saturating_sub(self.len()))?;
        if let Some(buffer) = &mut self.buffer {
            buffer.resize(len, 0);
        }
        Ok(())
    }

    /// Takes its buffer out with its content; `None` where it has none.
    pub fn take(&mut self) -> Option<Pooled<Vec<u8>>> {
        self.buffer.take()
    }

    /// Puts a buffer in with its content, in place of what it held.
    pub fn put(&mut self, buffer: Pooled<Vec<u8>>) {
        self.buffer = Some(buffer);
    }

    /// Cuts it down to its first `len` bytes.
    pub fn truncate(&mut self, len: usize) {
        if let Some(buffer) = &mut self.buffer {
            buffer.truncate(len);
        }
    }

    /// Empties it and keeps its buffer for the next bytes.
    pub fn clear(&mut self) {
        self.truncate(0);
    }

    /// Empties it and gives its buffer back.
    pub fn release(&mut self) {
        self.buffer = None;
    }
}

#[cfg(test)]
mod tests {
    use super::super::PoolSizes;
    use super::*;

    #[test]
    fn grows_through_the_classes_and_keeps_its_content_when_they_end() {
        let pool = BufferPool::new(&PoolSizes {
            bytes: vec![(4, 1), (16, 1)],
            windows: 0,
        });
        let mut carry = Carry::new(&pool);
        carry.push(b"abc").unwrap();
        carry.push(b"defg").unwrap();
        assert_eq!(carry.as_slice(), b"abcdefg");
        assert!(carry.push(&[0; 16]).is_err());
        assert_eq!(carry.as_slice(), b"abcdefg");
        let mut other = Carry::new(&pool);
        other.push(b"1234").unwrap();
        assert!(other.push(b"5").is_err());
        carry.release();
        other.push(b"5").unwrap();
        assert_eq!(other.as_slice(), b"12345");
    }

    #[test]
    fn its_buffer_can_be_taken_out_changed_and_put_back() {
        let pool = BufferPool::new(&PoolSizes {
            bytes: vec![(8, 1)],
            windows: 0,
        });
        let mut carry = Carry::new(&pool);
        assert!(carry.take().is_none());
        carry.push(b"ab").unwrap();
        carry.resize(4).unwrap();
        carry.as_mut_slice()[3] = b'd';
        assert!(carry.resize(9).is_err());
        let buffer = carry.take().unwrap();
        assert!(carry.is_empty());
        carry.put(buffer);
        assert_eq!(carry.as_slice(), b"ab\0d");
    }
}
