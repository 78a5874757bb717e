//! A fixed set of equal buffers with a lock-free free list.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::ops::{Deref, DerefMut};

use crossbeam_queue::ArrayQueue;

/// Makes a used buffer as good as new without giving up its memory.
pub trait Reset {
    /// Empties the buffer.
    fn reset(&mut self);

    /// What it holds at most, in bytes; 0 where that does not matter.
    fn measure(&self) -> usize {
        0
    }
}

impl Reset for Vec<u8> {
    fn reset(&mut self) {
        self.clear();
    }

    fn measure(&self) -> usize {
        self.capacity()
    }
}

impl<T: Reset> Reset for Box<T> {
    fn reset(&mut self) {
        (**self).reset();
    }

    fn measure(&self) -> usize {
        (**self).measure()
    }
}

/// The pool had nothing left to lend.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("no free {what} in the buffer pool ({capacity} allocated)")]
pub struct Exhausted {
    /// What the pool lends.
    pub what: &'static str,
    /// How many it was made with.
    pub capacity: usize,
}

/// A fixed number of `T`, all made at the start.
#[derive(Debug)]
pub struct Pool<T: Reset> {
    free: Arc<ArrayQueue<T>>,
    what: &'static str,
    measure: usize,
}

impl<T: Reset> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self {
            free: Arc::clone(&self.free),
            ..*self
        }
    }
}

impl<T: Reset> Pool<T> {
    /// Makes `count` of them.
    pub fn new(what: &'static str, count: usize, make: impl Fn() -> T) -> Self {
        let free = ArrayQueue::new(count.max(1));
        let mut measure = 0;
        for _ in 0..count {
            let item = make();
            measure = item.measure();
            let _ = free.push(item);
        }
        Self {
            free: Arc::new(free),
            what,
            measure,
        }
    }

    /// Lends one; it comes back when the guard is dropped.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when all are lent.
    pub fn take(&self) -> Result<Pooled<T>, Exhausted> {
        match self.free.pop() {
            Some(item) => Ok(Pooled {
                item: Some(item),
                home: Arc::clone(&self.free),
            }),
            None => Err(Exhausted {
                what: self.what,
                capacity: self.free.capacity(),
            }),
        }
    }

    /// How many are free at the moment.
    pub fn available(&self) -> usize {
        self.free.len()
    }

    /// What one of them holds at most, in bytes.
    pub fn measure(&self) -> usize {
        self.measure
    }
}

/// A lent buffer.
#[derive(Debug)]
pub struct Pooled<T: Reset> {
    item: Option<T>,
    home: Arc<ArrayQueue<T>>,
}

const LENT: &str = "a lent buffer is there until it is dropped";

impl<T: Reset> Deref for Pooled<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.item.as_ref().expect(LENT)
    }
}

impl<T: Reset> DerefMut for Pooled<T> {
    fn deref_mut(&mut self) -> &mut T {
        self.item.as_mut().expect(LENT)
    }
}

impl<T: Reset> Drop for Pooled<T> {
    fn drop(&mut self) {
        if let Some(mut item) = self.item.take() {
            item.reset();
            let _ = self.home.push(item);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lends_what_it_has_and_takes_it_back_empty() {
        let pool = Pool::new("byte buffer", 2, || Vec::with_capacity(8));
        let mut first = pool.take().unwrap();
        first.extend_from_slice(b"used");
        let second = pool.take().unwrap();
        assert_eq!(
            pool.take().unwrap_err(),
            Exhausted {
                what: "byte buffer",
                capacity: 2
            }
        );
        drop(first);
        let again = pool.take().unwrap();
        assert!(again.is_empty());
        assert_eq!(again.capacity(), 8);
        drop((second, again));
        assert_eq!(pool.available(), 2);
    }
}
