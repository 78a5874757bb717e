//! What the tests of framing share: frames as owned values, and ways to cut a stream into chunks.
#![allow(dead_code, reason = "each test program uses a part of it")]

use midflight_core::buffer::{BufferPool, Exhausted, PoolSizes};
use midflight_core::frame::{Framer, Framing, Item, Payload};
use midflight_core::{Code, Limits};

/// An item that owns its bytes.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Out {
    Frame {
        event: String,
        data: Vec<u8>,
        text: bool,
        id: String,
        offset: u64,
    },
    Told(Code, u64),
}

impl Out {
    pub(crate) fn event(event: &str, data: impl AsRef<[u8]>, id: &str, offset: u64) -> Self {
        Self::Frame {
            event: event.into(),
            data: data.as_ref().to_vec(),
            text: true,
            id: id.into(),
            offset,
        }
    }

    pub(crate) fn text(data: impl AsRef<[u8]>, offset: u64) -> Self {
        Self::event("message", data, "", offset)
    }

    pub(crate) fn binary(data: impl AsRef<[u8]>, offset: u64) -> Self {
        Self::Frame {
            event: "message".into(),
            data: data.as_ref().to_vec(),
            text: false,
            id: String::new(),
            offset,
        }
    }
}

impl From<Item<'_>> for Out {
    fn from(item: Item<'_>) -> Self {
        let frame = match item {
            Item::Frame(frame) => frame,
            Item::Diagnostic(diagnostic) => return Self::Told(diagnostic.code, diagnostic.offset),
        };
        let (data, text) = match frame.payload {
            Payload::Text(text) => (text.as_bytes(), true),
            Payload::Binary(bytes) => (bytes, false),
        };
        Self::Frame {
            event: frame.event.into(),
            data: data.to_vec(),
            text,
            id: frame.id.into(),
            offset: frame.offset,
        }
    }
}

/// All that a stream says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Told {
    pub(crate) items: Vec<Out>,
    pub(crate) last_event_id: String,
    pub(crate) retry: Option<u64>,
}

/// Reads in chunks of a size with a pool that others have emptied at first and give one buffer back at each
/// failure.
pub(crate) fn starved(
    framing: Framing,
    stream: &[u8],
    chunk: usize,
    classes: &[(usize, usize)],
) -> Told {
    let pool = BufferPool::new(&PoolSizes {
        bytes: classes.to_vec(),
        windows: 0,
    });
    let mut lent: Vec<_> = std::iter::from_fn(|| pool.take_bytes(0).ok()).collect();
    let mut framer = Framer::new(framing, limit(), &pool);
    let mut items = Vec::new();
    for mut chunk in stream.chunks(chunk) {
        loop {
            match framer.next(&mut chunk) {
                Ok(Some(item)) => items.push(item.into()),
                Ok(None) => break,
                Err(_) => drop(lent.pop().expect("all buffers are free")),
            }
        }
    }
    end(framer, items)
}

/// Classes of every size up to the default limit, few of each.
pub(crate) fn pool() -> BufferPool {
    BufferPool::new(&PoolSizes {
        bytes: vec![(64, 8), (4 << 10, 8), (1 << 20, 4), (17 << 20, 2)],
        windows: 0,
    })
}

pub(crate) fn limit() -> usize {
    Limits::default().frame_bytes
}

pub(crate) fn feed(
    framer: &mut Framer,
    mut chunk: &[u8],
    out: &mut Vec<Out>,
) -> Result<(), Exhausted> {
    while let Some(item) = framer.next(&mut chunk)? {
        out.push(item.into());
    }
    assert!(chunk.is_empty(), "bytes were left");
    Ok(())
}

pub(crate) fn end(mut framer: Framer, mut items: Vec<Out>) -> Told {
    while let Some(item) = framer.finish() {
        items.push(item.into());
    }
    assert_eq!(framer.finish(), None, "the end comes once");
    Told {
        items,
        last_event_id: framer.last_event_id().into(),
        retry: framer.retry(),
    }
}

pub(crate) fn read<'a>(
    framing: Framing,
    limit: usize,
    pool: &BufferPool,
    chunks: impl IntoIterator<Item = &'a [u8]>,
) -> Told {
    let mut framer = Framer::new(framing, limit, pool);
    let mut items = Vec::new();
    for chunk in chunks {
        feed(&mut framer, chunk, &mut items).expect("the pool is large enough");
    }
    end(framer, items)
}

/// Reads `bytes` whole.
pub(crate) fn whole(framing: Framing, bytes: &[u8]) -> Told {
    read(framing, limit(), &pool(), [bytes])
}

/// Cuts `bytes` at `cuts`, which may come in any order and lie anywhere.
pub(crate) fn split<'a>(bytes: &'a [u8], cuts: &[usize]) -> Vec<&'a [u8]> {
    let mut cuts: Vec<_> = cuts.iter().map(|cut| cut % (bytes.len() + 1)).collect();
    cuts.sort_unstable();
    let ends = cuts.iter().copied().chain([bytes.len()]);
    let mut start = 0;
    ends.map(|end| &bytes[std::mem::replace(&mut start, end)..end])
        .collect()
}

/// Fails unless one-byte chunks, empty chunks between, and every split in two say what the whole
/// does. Gives what it says.
pub(crate) fn at_every_split(framing: Framing, limit: usize, bytes: &[u8]) -> Told {
    let pool = pool();
    let expected = read(framing, limit, &pool, [bytes]);
    let shown = String::from_utf8_lossy(bytes);
    let single = read(framing, limit, &pool, bytes.chunks(1));
    assert_eq!(single, expected, "one byte at a time: {shown:?}");
    let gaps = bytes.chunks(1).flat_map(|byte| [byte, &[]]);
    assert_eq!(read(framing, limit, &pool, gaps), expected, "{shown:?}");
    for at in 0..=bytes.len() {
        let (front, back) = bytes.split_at(at);
        let two = read(framing, limit, &pool, [front, back]);
        assert_eq!(two, expected, "cut at {at}: {shown:?}");
    }
    expected
}

/// The text of all frames.
pub(crate) fn concatenation(told: &Told) -> String {
    let data = told.items.iter().filter_map(|out| match out {
        Out::Frame { data, .. } => Some(String::from_utf8_lossy(data)),
        Out::Told(..) => None,
    });
    data.collect()
}
