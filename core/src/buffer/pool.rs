//! A fixed set of equal buffers with a lock-free free list.

use alloc::boxed::Box;
use alloc::sync::Arc;
use alloc::vec::Vec;
use core::fmt;
use core::ops::{Deref, DerefMut};
use core::sync::atomic::{AtomicUsize, Ordering};

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

/// Bytes that pools may allocate beyond what they were made with, shared by all that spend them.
#[derive(Clone, Debug)]
pub(super) struct Spare(Arc<AtomicUsize>);

impl Spare {
    pub(super) fn new(bytes: usize) -> Self {
        Self(Arc::new(AtomicUsize::new(bytes)))
    }

    /// Whether `bytes` were left; they are spent then.
    fn spend(&self, bytes: usize) -> bool {
        let left = |left: usize| left.checked_sub(bytes);
        let (order, spare) = (Ordering::Relaxed, &self.0);
        spare.fetch_update(order, order, left).is_ok()
    }

    fn give_back(&self, bytes: usize) {
        self.0.fetch_add(bytes, Ordering::Relaxed);
    }
}

/// A fixed number of `T`, all made at the start, and a bounded number that are made when those are lent.
#[derive(Debug)]
pub struct Pool<T: Reset> {
    home: Arc<Home<T>>,
    what: &'static str,
}

/// Where lent ones come back to.
struct Home<T> {
    free: ArrayQueue<T>,
    /// What one of them holds at most.
    measure: usize,
    more: Option<More<T>>,
}

/// How further ones are made.
struct More<T> {
    make: Box<dyn Fn() -> T + Send + Sync>,
    spare: Spare,
}

impl<T> fmt::Debug for Home<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Home")
            .field("free", &self.free.len())
            .field("measure", &self.measure)
            .finish_non_exhaustive()
    }
}

impl<T> Home<T> {
    /// One more than there were at the start.
    #[cold]
    fn make(&self) -> Option<T> {
        let more = self.more.as_ref()?;
        more.spare.spend(self.measure).then(|| (more.make)())
    }

    fn take_back(&self, item: T) {
        // There is no room for one that was made on top.
        if self.free.push(item).is_err()
            && let Some(more) = &self.more
        {
            more.spare.give_back(self.measure);
        }
    }
}

impl<T: Reset> Clone for Pool<T> {
    fn clone(&self) -> Self {
        Self {
            home: Arc::clone(&self.home),
            ..*self
        }
    }
}

impl<T: Reset> Pool<T> {
    /// Makes `count` of them.
    pub fn new(what: &'static str, count: usize, make: impl Fn() -> T) -> Self {
        Self::of(what, filled(count, &make), None)
    }

    /// Makes `count` of them, and further ones out of `spare` while those are lent.
    pub(super) fn growing(
        what: &'static str,
        count: usize,
        spare: &Spare,
        make: impl Fn() -> T + Send + Sync + 'static,
    ) -> Self {
        let free = filled(count, &make);
        let (make, spare) = (Box::new(make), spare.clone());
        Self::of(what, free, Some(More { make, spare }))
    }

    fn of(
        what: &'static str,
        (free, measure): (ArrayQueue<T>, usize),
        more: Option<More<T>>,
    ) -> Self {
        let home = Home {
            free,
            measure,
            // What has no size can't be charged.
            more: more.filter(|_| measure > 0),
        };
        Self {
            home: Arc::new(home),
            what,
        }
    }

    /// Lends one; it comes back when the guard is dropped.
    ///
    /// # Errors
    ///
    /// [`Exhausted`] when all are lent and no further one may be made.
    pub fn take(&self) -> Result<Pooled<T>, Exhausted> {
        match self.home.free.pop().or_else(|| self.home.make()) {
            Some(item) => Ok(Pooled {
                item: Some(item),
                home: Arc::clone(&self.home),
            }),
            None => Err(Exhausted {
                what: self.what,
                capacity: self.home.free.capacity(),
            }),
        }
    }

    /// How many are free at the moment.
    pub fn available(&self) -> usize {
        self.home.free.len()
    }

    /// What one of them holds at most, in bytes.
    pub fn measure(&self) -> usize {
        self.home.measure
    }
}

/// That many, and what one of them holds at most.
fn filled<T: Reset>(count: usize, make: &dyn Fn() -> T) -> (ArrayQueue<T>, usize) {
    let free = ArrayQueue::new(count.max(1));
    let mut measure = 0;
    for _ in 0..count {
        let item = make();
        measure = item.measure();
        let _ = free.push(item);
    }
    (free, measure)
}

/// A lent buffer.
#[derive(Debug)]
pub struct Pooled<T: Reset> {
    item: Option<T>,
    home: Arc<Home<T>>,
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
            self.home.take_back(item);
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

    #[test]
    fn makes_further_ones_while_bytes_are_spare_and_frees_them_when_they_come_back() {
        let spare = Spare::new(20);
        let pool = Pool::growing("byte buffer", 1, &spare, || Vec::with_capacity(8));
        let own = pool.take().unwrap();
        let [first, second] = [pool.take().unwrap(), pool.take().unwrap()];
        assert_eq!(first.capacity(), 8);
        assert!(pool.take().is_err(), "four bytes are left");
        drop(first);
        let third = pool.take().unwrap();
        assert!(pool.take().is_err());
        drop((own, second, third));
        assert_eq!(pool.available(), 1);
        let all = [pool.take(), pool.take(), pool.take()];
        assert!(all.iter().all(Result::is_ok));
        assert!(pool.take().is_err());
    }
}
