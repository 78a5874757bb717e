//! An allocator that counts what each thread asks for, by itself: the test harness allocates in
//! threads of its own, at any moment.
#![allow(dead_code, reason = "each test reads the figure that it is about")]

use std::alloc::{GlobalAlloc, Layout, System};
use std::cell::Cell;

struct Counting;

thread_local! {
    static CALLS: Cell<u64> = const { Cell::new(0) };
    static LIVE: Cell<usize> = const { Cell::new(0) };
}

/// Adds one call, and `more` bytes to what is live less `fewer`.
fn count(more: usize, fewer: usize) {
    CALLS.set(CALLS.get() + u64::from(more > 0));
    LIVE.set(LIVE.get().wrapping_add(more).wrapping_sub(fewer));
}

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        count(layout.size(), 0);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        count(0, layout.size());
        unsafe { System.dealloc(pointer, layout) }
    }

    unsafe fn realloc(&self, pointer: *mut u8, layout: Layout, size: usize) -> *mut u8 {
        count(size, layout.size());
        unsafe { System.realloc(pointer, layout, size) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

/// How often this thread has asked for memory.
pub(crate) fn calls() -> u64 {
    CALLS.get()
}

/// Bytes that this thread has asked for and not given back. It wraps where a thread frees what
/// another asked for, so that only a difference says something.
pub(crate) fn live_bytes() -> usize {
    LIVE.get()
}
