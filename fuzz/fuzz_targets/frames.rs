//! A stream says the same whole and split anywhere.
//!
//! `cargo +nightly fuzz run frames -- -max_total_time=60`
#![no_main]

use libfuzzer_sys::fuzz_target;
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{Framer, Framing, Item, Payload};

type Told = (Vec<String>, String, Option<u64>);

fuzz_target!(|input: (u8, Vec<u8>, Vec<u8>)| {
    let (limit, sizes, bytes) = input;
    let limit = if limit == 0 { 1 << 16 } else { usize::from(limit) };
    let pool = BufferPool::new(&PoolSizes {
        bytes: vec![(64, 5), (1 << 16, 5)],
        windows: 0,
    });
    for framing in [
        Framing::Sse,
        Framing::Ndjson,
        Framing::JsonArray,
        Framing::EventStream,
        Framing::Raw,
    ] {
        let read = |sizes: &[u8]| read(framing, limit, &pool, &bytes, sizes);
        let whole = read(&[]);
        assert_eq!(read(&sizes), whole, "{framing:?}");
        assert_eq!(read(&[1]), whole, "{framing:?}");
    }
});

/// Reads `bytes` in chunks of `sizes`, over and over; whole where there are none.
fn read(framing: Framing, limit: usize, pool: &BufferPool, bytes: &[u8], sizes: &[u8]) -> Told {
    let mut framer = Framer::new(framing, limit, pool);
    let mut sizes = sizes.iter().cycle();
    let mut told = Vec::new();
    let mut rest = bytes;
    while !rest.is_empty() {
        let size = sizes.next().map_or(rest.len(), |&size| usize::from(size) + 1);
        let (mut chunk, behind) = rest.split_at(size.min(rest.len()));
        rest = behind;
        while let Some(item) = framer.next(&mut chunk).expect("the pool is large enough") {
            tell(framing, item, &mut told);
        }
        assert!(chunk.is_empty());
    }
    while let Some(item) = framer.finish() {
        tell(framing, item, &mut told);
    }
    told.push(format!("{:?}", framer.tail()));
    (told, framer.last_event_id().to_owned(), framer.retry())
}

/// Frames of raw text depend on the chunks; their concatenation does not.
fn tell(framing: Framing, item: Item<'_>, told: &mut Vec<String>) {
    match (framing, &item) {
        (Framing::Raw, Item::Frame(frame)) => {
            let Payload::Text(text) = frame.payload else {
                panic!("text that is binary");
            };
            if told.is_empty() {
                told.push(String::new());
            }
            told[0].push_str(text);
        }
        (Framing::Raw, Item::Diagnostic(_)) => {}
        _ => told.push(format!("{item:?}")),
    }
}
