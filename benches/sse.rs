//! Decoding of server-sent events: ours against its peers, and against itself at other chunkings.
//!
//! `cargo bench -p midflight-benches --bench sse`, with `peers`, `chunks` or `large` for a part.

use std::hint::black_box;

use eventsource_stream::Eventsource;
use futures_util::{FutureExt, StreamExt, stream};
use midflight_benches::{Contender, Count, compare};
use midflight_core::buffer::{BufferPool, PoolSizes};
use midflight_core::frame::{Framer, Framing, Item, Payload};
use sse_core::{SseDecoder, SseEvent};

/// Bytes of an event with its blank line.
const EVENT: usize = 314;
/// What a packet over Ethernet carries.
const PACKET: usize = 1460;
const LIMIT: usize = 16 << 20;

type Group = fn(&BufferPool);

fn main() {
    let pool = BufferPool::new(&PoolSizes::default());
    let groups: [(&str, Group); 3] = [
        ("peers", peers),
        ("chunks", events_a_chunk),
        ("large", large_event),
    ];
    let wanted: Vec<_> = std::env::args().skip(1).collect();
    let named = |name| wanted.iter().any(|word| word == name);
    let all = !groups.iter().any(|(name, _)| named(name));
    for (_, run) in groups.iter().filter(|(name, _)| all || named(name)) {
        run(&pool);
    }
}

fn peers(pool: &BufferPool) {
    let events: Vec<_> = (0..1000).map(chat_event).collect();
    let text = events.concat();
    let expected = count_of(&events);
    let chunks: Vec<_> = text.as_bytes().chunks(PACKET).collect();
    let all = vec![
        Contender::new("midflight", || ours(pool, &chunks)),
        Contender::new("sse-core 0.2.3", || sse_core(&chunks)),
        Contender::new("eventsource-stream 0.2.3", || eventsource_stream(&chunks)),
        Contender::new("naive (a String, split)", || naive(&chunks)),
    ];
    let title = "314-byte events in 1,460-byte chunks";
    compare(title, "event", events.len(), expected, 201, all);
}

fn events_a_chunk(pool: &BufferPool) {
    let events: Vec<_> = (0..32_000).map(chat_event).collect();
    let text = events.concat();
    let single: Vec<_> = events.iter().map(String::as_bytes).collect();
    let packets: Vec<_> = text.as_bytes().chunks(PACKET).collect();
    let whole = [text.as_bytes()];
    let all = vec![
        Contender::new("one event a chunk", || ours(pool, &single)),
        Contender::new("1,460-byte chunks", || ours(pool, &packets)),
        Contender::new("32,000 events in one chunk", || ours(pool, &whole)),
    ];
    let title = "32,000 events";
    compare(title, "event", events.len(), count_of(&events), 21, all);
}

fn large_event(pool: &BufferPool) {
    let data = "word ".repeat((8 << 20) / 5);
    let text = format!("data: {data}\n\n");
    let expected = Count {
        events: 1,
        bytes: data.len(),
    };
    let chunks = |size| text.as_bytes().chunks(size).collect::<Vec<_>>();
    let (whole, pages, bytes) = (chunks(usize::MAX), chunks(4096), chunks(1));
    let all = vec![
        Contender::new("4 KiB chunks", || ours(pool, &pages)),
        Contender::new("whole", || ours(pool, &whole)),
        Contender::new("1-byte chunks", || ours(pool, &bytes)),
    ];
    compare("an event of 8 MiB", "byte", text.len(), expected, 11, all);
}

/// An event as OpenAI's chat completions send it, padded to its usual size.
fn chat_event(n: usize) -> String {
    const WORDS: [&str; 8] = [
        " the",
        " stream",
        "ing",
        " caf\u{e9}",
        ",",
        " \\\"quoted\\\"",
        "\\n\\n",
        " \u{6771}\u{4eac}",
    ];
    let word = WORDS[n % WORDS.len()];
    let head = format!(
        "data: {{\"id\":\"chatcmpl-{n:029}\",\"object\":\"chat.completion.chunk\",\
         \"created\":1760000000,\"model\":\"gpt-4o-mini-2024-07-18\",\"service_tier\":\"default\",\
         \"system_fingerprint\":\"fp_",
    );
    let tail = format!(
        "\",\"choices\":[{{\"index\":0,\"delta\":{{\"content\":\"{word}\"}},\"logprobs\":null,\
         \"finish_reason\":null}}]}}\n\n"
    );
    let fill = EVENT - head.len() - tail.len();
    format!("{head}{:0<fill$}{tail}", "")
}

fn count_of(events: &[String]) -> Count {
    let mut count = Count::default();
    for event in events {
        assert_eq!(event.len(), EVENT);
        count.add(&event[6..EVENT - 2]);
    }
    count
}

fn ours(pool: &BufferPool, chunks: &[&[u8]]) -> Count {
    let mut framer = Framer::new(Framing::Sse, LIMIT, pool);
    let mut count = Count::default();
    for &chunk in chunks {
        let mut input = black_box(chunk);
        while let Some(item) = framer.next(&mut input).expect("a free buffer") {
            if let Item::Frame(frame) = black_box(&item)
                && let Payload::Text(data) = frame.payload
            {
                count.add(data);
            }
        }
    }
    count
}

fn sse_core(chunks: &[&[u8]]) -> Count {
    let mut decoder = SseDecoder::with_limit(LIMIT.try_into().expect("not zero"));
    let mut count = Count::default();
    for &chunk in chunks {
        let mut input = black_box(chunk);
        while let Some(event) = decoder.next(&mut input) {
            if let Ok(SseEvent::Message(message)) = black_box(&event) {
                count.add(&message.data);
            }
        }
    }
    count
}

fn eventsource_stream(chunks: &[&[u8]]) -> Count {
    let chunks = stream::iter(chunks.iter().map(|&chunk| Ok::<_, ()>(black_box(chunk))));
    let count = chunks
        .eventsource()
        .fold(Count::default(), async |mut count, event| {
            if let Ok(event) = black_box(&event) {
                count.add(&event.data);
            }
            count
        });
    count.now_or_never().expect("chunks that are there")
}

/// What one writes at first: it copies every event and forgets that characters can be split.
fn naive(chunks: &[&[u8]]) -> Count {
    let mut count = Count::default();
    let mut buffer = Vec::new();
    for &chunk in chunks {
        buffer.extend_from_slice(black_box(chunk));
        while let Some(end) = buffer.windows(2).position(|pair| pair == b"\n\n") {
            let event: Vec<u8> = buffer.drain(..end + 2).collect();
            let event = String::from_utf8_lossy(&event);
            for data in event.lines().filter_map(|line| line.strip_prefix("data: ")) {
                count.add(black_box(data));
            }
        }
    }
    count
}
