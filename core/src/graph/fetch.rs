//! Memory that will be read soon.

/// Asks for a value from memory and goes on.
#[inline]
pub(super) fn fetch<T>(value: &T) {
    #[cfg(feature = "std")]
    prefetch_index::prefetch_index(core::slice::from_ref(value), 0);
    #[cfg(not(feature = "std"))]
    let _ = value;
}
