//! The binding in a real browser, in a page and in a worker: through the module's memory, as the
//! TypeScript package drives it. `cargo xtask browser` runs it.

use alloc::format;
use alloc::string::String;
use alloc::vec::Vec;

use crate::{Engine, Events, Histogram, Redactor, Session};
use js_sys::{Reflect, Uint8Array, Uint32Array, WebAssembly};
use wasm_bindgen::{JsCast, JsError, JsValue};
use wasm_bindgen_test::wasm_bindgen_test;

const DELTAS: u32 = 1;
const UNITS: u32 = 2;
const TIMED: u32 = 4;
/// How a mention in the text of the first choice begins: tag, channel, choice, no call.
const MENTION: [u32; 4] = [7, 0, 0, u32::MAX];

const CHAT: &str = "data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"Write to Zo\u{eb} at \"}}]}\n\n\
    data: {\"choices\":[{\"index\":0,\"delta\":{\"content\":\"zoe@looms.example, please.\"}}]}\n\n\
    data: {\"choices\":[{\"index\":0,\"delta\":{},\"finish_reason\":\"stop\"}]}\n\n\
    data: [DONE]\n\n";

fn engine() -> Engine {
    Engine::new(8, 1 << 20, "", "").expect("an engine")
}

fn memory() -> JsValue {
    let memory = wasm_bindgen::memory().unchecked_into::<WebAssembly::Memory>();
    memory.buffer()
}

/// Puts bytes where a room is.
fn put(address: usize, bytes: &[u8]) -> usize {
    let room =
        Uint8Array::new_with_byte_offset_and_length(&memory(), address as u32, bytes.len() as u32);
    room.copy_from(bytes);
    bytes.len()
}

/// The words and the text of the batch whose header is at an address.
fn batch(header: usize) -> (Vec<u32>, String) {
    let [words, count, text, bytes, _] = words(header, 5)[..] else {
        panic!("expected a header");
    };
    let text = Uint8Array::new_with_byte_offset_and_length(&memory(), text, bytes).to_vec();
    (
        words_at(words, count),
        String::from_utf8(text).expect("text"),
    )
}

fn words(address: usize, count: u32) -> Vec<u32> {
    words_at(address as u32, count)
}

fn words_at(address: u32, count: u32) -> Vec<u32> {
    Uint32Array::new_with_byte_offset_and_length(&memory(), address, count).to_vec()
}

/// Everything that is told of a stream that comes in pieces of so many bytes.
fn told(session: &mut Session, stream: &[u8], piece: usize) -> (Vec<u32>, String) {
    let mut all = (Vec::new(), String::new());
    let mut add = |header: usize| {
        let (words, text) = batch(header);
        all.0.extend(words);
        all.1.push_str(&text);
    };
    for piece in stream.chunks(piece) {
        let bytes = put(session.room(piece.len()), piece);
        add(session.write(bytes, 1.0));
    }
    add(session.finish(2.0));
    all
}

fn mention(words: &[u32]) -> Option<usize> {
    words.windows(4).position(|words| words == MENTION)
}

fn error<T>(outcome: Result<T, JsError>) -> String {
    let error = JsValue::from(outcome.err().expect("an error"));
    let message = Reflect::get(&error, &"message".into()).expect("a message");
    message.as_string().expect("text")
}

#[wasm_bindgen_test]
fn it_runs_in_a_browser() {
    let navigator = Reflect::get(&js_sys::global(), &"navigator".into()).expect("a navigator");
    let agent = Reflect::get(&navigator, &"userAgent".into()).expect("a name");
    let agent = agent.as_string().expect("text");
    assert!(agent.contains("Mozilla/"), "{agent}");
}

#[wasm_bindgen_test]
fn every_split_of_a_stream_tells_the_same() {
    let whole = told(
        &mut engine().session("auto", DELTAS | UNITS).unwrap(),
        CHAT.as_bytes(),
        CHAT.len(),
    );
    assert!(whole.1.contains("zoe@looms.example"), "{}", whole.1);
    assert!(mention(&whole.0).is_some());
    for piece in [1, 2, 3, 7, 64] {
        let mut session = engine().session("auto", DELTAS | UNITS).unwrap();
        assert_eq!(
            told(&mut session, CHAT.as_bytes(), piece),
            whole,
            "pieces of {piece}"
        );
    }
}

#[wasm_bindgen_test]
fn offsets_count_what_is_asked_for() {
    let check = |options: u32, text: &str, expected: [u32; 2]| {
        let mut documents = engine().documents(options);
        let bytes = put(documents.room(text.len()), text.as_bytes());
        let (words, _) = batch(documents.document(bytes, 0.0));
        let at = mention(&words).expect("a mention") + MENTION.len();
        // Both offsets, the lower half first.
        assert_eq!(
            [words[at], words[at + 2]],
            expected,
            "{text} with {options}"
        );
    };
    check(0, "to ada@looms.example", [3, 20]);
    check(UNITS, "to ada@looms.example", [3, 20]);
    check(0, "\u{1f600} \u{e9} ada@looms.example", [8, 25]);
    check(UNITS, "\u{1f600} \u{e9} ada@looms.example", [5, 22]);
}

#[wasm_bindgen_test]
fn stages_are_timed_by_the_hosts_clock() {
    let mut session = engine().session("auto", TIMED).unwrap();
    told(&mut session, CHAT.as_bytes(), 40);
    let stages = session.stages();
    let counts: Vec<f64> = stages.iter().copied().step_by(5).collect();
    assert_eq!(counts.len(), crate::stages().split(',').count());
    assert!(counts.iter().sum::<f64>() > 4.0, "{counts:?}");
    assert!(engine().session("auto", 0).unwrap().stages().is_empty());
}

#[wasm_bindgen_test]
fn the_pace_is_that_of_the_callers_times() {
    let mut session = engine().session("openai-chat", 0).unwrap();
    session.start(100.0);
    for (at, event) in CHAT.split_inclusive("\n\n").take(2).enumerate() {
        let bytes = put(session.room(event.len()), event.as_bytes());
        session.write(bytes, 150.0 + 30.0 * at as f64);
    }
    assert_eq!(session.pace()[..3], [2.0, 50e6, 30e6]);
}

#[wasm_bindgen_test]
fn server_sent_events_are_told_with_their_lengths() {
    let check = |stream: &str, expected: (&[u32], &str)| {
        let mut events: Events = engine().events();
        let bytes = put(events.room(stream.len()), stream.as_bytes());
        let (words, text) = batch(events.write(bytes));
        assert_eq!((&words[..], &text[..]), expected, "{stream:?}");
    };
    check("data: a\n\n", (&[0, 1, 0], "a"));
    check(
        "event: x\ndata: \u{e9}\nid: 7\n\n",
        (&[1, 2, 1], "x\u{e9}7"),
    );
    check("data: not whole\n", (&[], ""));
    check(": a remark\n\ndata: a\ndata: b\n\n", (&[0, 3, 0], "a\nb"));
}

#[wasm_bindgen_test]
fn events_pass_into_a_session_as_its_own_bytes_do() {
    let engine = engine();
    let own = told(
        &mut engine.session("openai-chat", DELTAS).unwrap(),
        CHAT.as_bytes(),
        50,
    );
    engine.clear();
    let mut events = engine.events();
    let mut session = engine.session("openai-chat", DELTAS).unwrap();
    let mut passed = (Vec::new(), String::new());
    for piece in CHAT.as_bytes().chunks(17) {
        let bytes = put(events.room(piece.len()), piece);
        let (words, text) = batch(events.pass(&mut session, bytes, 1.0));
        passed.0.extend(words);
        passed.1.push_str(&text);
    }
    let (words, text) = batch(session.finish(2.0));
    passed.0.extend(words);
    assert_eq!((passed.0, passed.1 + &text), own);
}

#[wasm_bindgen_test]
fn masked_bytes_lie_where_they_are_said_to() {
    let mut redactor: Redactor = engine().redactor("text", "").unwrap();
    let text = "Write to ada@looms.example today. ";
    let bytes = put(redactor.room(text.len()), text.as_bytes());
    let mut masked = String::new();
    let mut take = |redactor: &Redactor, bytes: usize| {
        let out = Uint8Array::new_with_byte_offset_and_length(
            &memory(),
            redactor.out() as u32,
            bytes as u32,
        );
        masked.push_str(&String::from_utf8(out.to_vec()).expect("text"));
    };
    let written = redactor.write(bytes).unwrap();
    take(&redactor, written);
    let written = redactor.finish().unwrap();
    take(&redactor, written);
    assert_eq!(masked, "Write to [EMAIL_1] today. ");
}

#[wasm_bindgen_test]
fn the_graph_is_exported_and_forgotten() {
    let engine = engine();
    told(
        &mut engine.session("openai-chat", 0).unwrap(),
        CHAT.as_bytes(),
        99,
    );
    let graph = js_sys::JSON::parse(&engine.export("json").unwrap()).expect("JSON");
    let nodes = js_sys::Array::from(&Reflect::get(&graph, &"nodes".into()).expect("nodes"));
    assert_eq!(nodes.length(), engine.size()[0]);
    assert!(nodes.length() > 0);
    engine.clear();
    assert_eq!(engine.size(), [0, 0]);
}

#[wasm_bindgen_test]
fn what_is_wrong_is_said() {
    let check = |said: String, expected: &str| assert!(said.contains(expected), "{said}");
    let engine = engine();
    check(error(engine.session("smoke", 0)), "got \"smoke\"");
    check(
        error(engine.redactor("auto", "person,colour")),
        "got \"colour\"",
    );
    check(error(engine.export("pdf")), "got \"pdf\"");
    let mut session = engine.session("text", 0).unwrap();
    session.finish(0.0);
    session.failure().expect("nothing wrong yet");
    assert_eq!(session.write(0, 0.0), 0);
    check(error(session.failure()), "finish");
}

#[wasm_bindgen_test]
fn what_is_told_before_buffers_run_out_stays() {
    let said = |choice: usize, text: &str| {
        format!(
            "data: {{\"choices\":[{{\"index\":{choice},\"delta\":{{\"content\":\"{text}\"}}}}]}}\n\n"
        )
    };
    let stream = said(0, "to ada@looms.example, ") + &said(1, "and to ") + &said(2, "others");
    let engine = Engine::new(1, 1 << 20, "", "").expect("an engine");
    let mut session = engine.session("openai-chat", 0).unwrap();
    let bytes = put(session.room(stream.len()), stream.as_bytes());
    assert_eq!(session.write(bytes, 0.0), 0);
    assert!(mention(&batch(session.told()).0).is_some());
    assert_eq!(session.taken() as usize, stream.len());
    assert!(error(session.failure()).contains("buffer pool"));
    assert!(session.taken().is_nan());
}

#[wasm_bindgen_test]
fn how_a_stream_ends_is_known_before_it_ends() {
    let mut session = engine().session("openai-chat", 0).unwrap();
    let cut = session.ending();
    told(&mut session, CHAT.as_bytes(), 99);
    assert_eq!([cut, session.ending()], [1, 0]);
}

#[wasm_bindgen_test]
fn histograms_count() {
    let mut histogram = Histogram::new();
    histogram.record(100.0, 3);
    histogram.record(5000.0, 1);
    let near = |value: f64, expected: f64| assert!((value - expected).abs() < 8.0, "{value}");
    near(histogram.count(), 4.0);
    near(histogram.quantile(0.5), 100.0);
    near(histogram.max(), 5000.0);
}
