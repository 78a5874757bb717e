//! Invariant 4, in figures: what an idle session holds.

mod counting;
mod support;

use counting::live_bytes;
use midflight_core::buffer::PoolSizes;
use midflight_core::text::Window;
use midflight_core::{Config, Engine, Event, Session, Timestamp, Wire};
use support::delta;

const SESSIONS: usize = 100;
const BOUND: usize = 32 << 10;

/// Bytes of a session that has read something and waits for more: its own, those that it allocated,
/// and the pool's buffers that it holds.
fn bytes_a_session(written: &[u8]) -> usize {
    let pool = PoolSizes {
        bytes: vec![(4 << 10, 2 * SESSIONS), (17 << 20, 1)],
        windows: 2 * SESSIONS,
    };
    let engine = Engine::new(Config {
        pool,
        ..Config::default()
    })
    .unwrap();
    let (buffers, windows) = (engine.pool().free_bytes(), engine.pool().free_windows());
    let mut sink = |_: &Event<'_>| {};
    let before = live_bytes();
    let mut sessions: Vec<Session> = Vec::with_capacity(SESSIONS);
    for _ in 0..SESSIONS {
        let mut session = engine.session(Wire::OpenAiChat);
        session.write(written, Timestamp(0), &mut sink).unwrap();
        sessions.push(session);
    }
    let allocated = live_bytes() - before;
    let lent = buffers - engine.pool().free_bytes();
    let open = windows - engine.pool().free_windows();
    let window = Window::SENTENCE_BYTES
        + Window::FIELD_BYTES
        + 16 * Window::TOKENS
        + Window::MENTIONS * size_of::<midflight_core::text::Span>()
        + size_of::<Window>();
    (allocated + lent + open * window) / SESSIONS
}

#[test]
fn an_idle_session_holds_at_most_32_kib() {
    let check = |what: &str, written: &str| {
        let bytes = bytes_a_session(written.as_bytes());
        println!("{what}: {bytes} bytes a session");
        assert!(bytes <= BOUND, "{what}: {bytes} bytes");
    };
    check("new", "");
    let text = delta(
        Wire::OpenAiChat,
        "Ada Park lives in Zurich. She wrote to ada@example.org and",
    );
    check("in the middle of a sentence", &text);
    check(
        "in the middle of a frame",
        &format!("{text}{}", &text[..100]),
    );
}
