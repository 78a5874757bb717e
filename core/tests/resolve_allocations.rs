//! Names that are known already are resolved without allocating.

use std::alloc::{GlobalAlloc, Layout, System};
use std::sync::atomic::{AtomicU64, Ordering};

use midflight_core::Kind;
use midflight_core::graph::{Resolver, StreamId};

struct Counting;

static CALLS: AtomicU64 = AtomicU64::new(0);

// SAFETY: every call is handed on to the system's allocator as it is.
unsafe impl GlobalAlloc for Counting {
    unsafe fn alloc(&self, layout: Layout) -> *mut u8 {
        CALLS.fetch_add(1, Ordering::Relaxed);
        unsafe { System.alloc(layout) }
    }

    unsafe fn dealloc(&self, pointer: *mut u8, layout: Layout) {
        unsafe { System.dealloc(pointer, layout) }
    }
}

#[global_allocator]
static ALLOCATOR: Counting = Counting;

const NAMES: [(Kind, &str); 8] = [
    (Kind::Person, "Ada Lovelace"),
    (Kind::Person, "Dr. Lovelace"),
    (Kind::Person, "Charles Babbage's"),
    (Kind::Organization, "the Acme Corporation"),
    (Kind::Organization, "Acme"),
    (Kind::Location, "U.S."),
    (Kind::Email, "Ada@Example.org"),
    (Kind::Ip, "192.0.2.1"),
];

#[test]
fn known_names_and_a_stream_begun_anew_allocate_nothing() {
    let mut resolver = Resolver::new(StreamId(1), 64);
    let before = CALLS.load(Ordering::Relaxed);
    assert!(
        NAMES
            .map(|(kind, text)| resolver.resolve(kind, text))
            .iter()
            .all(Option::is_some)
    );
    assert!(CALLS.load(Ordering::Relaxed) > before, "the counter counts");
    let before = CALLS.load(Ordering::Relaxed);
    for (kind, text) in NAMES {
        assert!(resolver.resolve(kind, text).is_some());
    }
    resolver.begin(StreamId(2));
    for (kind, text) in NAMES {
        assert!(resolver.resolve(kind, text).is_some());
    }
    assert_eq!(CALLS.load(Ordering::Relaxed) - before, 0);
}
