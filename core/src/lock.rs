//! A lock: the standard library's, or, where there is none, a cell for the one thread that there is.

#[cfg(not(feature = "std"))]
use core::cell::RefCell as Inner;
#[cfg(feature = "std")]
extern crate std;
#[cfg(feature = "std")]
use self::std::sync::{Mutex as Inner, PoisonError};

/// A value that several may change. Without the feature `std` it stays in one thread.
#[derive(Debug, Default)]
pub(crate) struct Lock<T>(Inner<T>);

impl<T> Lock<T> {
    pub(crate) const fn new(value: T) -> Self {
        Self(Inner::new(value))
    }

    /// Hands the value to `change`, which must not come back to the lock. What a thread that panicked
    /// within left is taken as it is: who uses this keeps every change whole.
    pub(crate) fn with<R>(&self, change: impl FnOnce(&mut T) -> R) -> R {
        #[cfg(feature = "std")]
        return change(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner));
        #[cfg(not(feature = "std"))]
        return change(&mut self.0.borrow_mut());
    }

    pub(crate) fn into_inner(self) -> T {
        #[cfg(feature = "std")]
        return self.0.into_inner().unwrap_or_else(PoisonError::into_inner);
        #[cfg(not(feature = "std"))]
        return self.0.into_inner();
    }
}
