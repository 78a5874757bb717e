//! Invariant 6 over every kind that is masked, every wire in every framing, and every channel in every form:
//! however a stream is divided, what has been written is at every moment a prefix of the masked whole, and no
//! value is in any byte of it.
//!
//! Every kind goes through three wires at every split into two deltas; every cell of wire, framing and
//! channel takes a value of each sort at every split, and every other value at some.

mod support;

use midflight_core::{Engine, Kind, Wire};
use support::cells::{AROUND, Case, Cell, cells, values};
use support::hearing::Hearing;
use support::sensitive::VALUES;
use support::speeches::{SPEECHES, Speech, TEXT};
use support::{engine, traces};

/// Splits a text into two deltas at some of its characters, and the network in bytes of some number.
fn check(engine: &Engine, cell: &Cell<'_>, case: &Case<'_>, some: impl Fn(usize) -> bool) {
    if !case.is_known(engine) {
        return;
    }
    let text = cell.speech.written(&case.text());
    let expected = cell.expected(engine, case);
    for cut in (1..text.len()).filter(|cut| text.is_char_boundary(*cut)) {
        if cell.speech.whole && cut > 1 || !some(cut) {
            continue;
        }
        let bytes = cell.make(&[&text[..cut], &text[cut..]]);
        let size = [1, 61, bytes.len()][cut % 3];
        split(engine, cell, case, bytes.chunks(size), &expected);
    }
}

/// Writes a stream in pieces, and looks at all that has come out at each step.
fn split<'b>(
    engine: &Engine,
    cell: &Cell<'_>,
    case: &Case<'_>,
    pieces: impl Iterator<Item = &'b [u8]>,
    expected: &str,
) {
    let name = cell.name();
    let (mut out, mut hearing) = (Vec::new(), Hearing::new(engine, cell.read_as()));
    let mut redactor = engine.redactor(cell.read_as(), case.kinds());
    let mut heard = 0;
    for piece in pieces {
        redactor
            .write(piece, &mut |bytes| out.extend_from_slice(bytes))
            .unwrap();
        hearing.hear(&out[heard..]);
        heard = out.len();
        let so_far = hearing.text();
        assert!(
            expected.starts_with(so_far),
            "{name}: {so_far:?} of {expected:?}"
        );
    }
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .unwrap();
    hearing.hear(&out[heard..]);
    assert_eq!(hearing.finish(), expected, "{name}");
    traces::assert_none(&out, case.value, &name);
}

/// Kinds that nothing recognises as yet.
const UNKNOWN: [Kind; 2] = [Kind::Group, Kind::Identifier];

#[test]
fn every_kind_has_a_value() {
    let (engine, values) = (engine(), values());
    for kind in Kind::ALL {
        let of_it = values.iter().filter(|(of, _)| *of == kind);
        let mut cases = of_it.map(|(kind, value)| Case {
            kind: *kind,
            value,
            around: AROUND[1],
        });
        let known = cases.any(|case| case.is_known(&engine));
        assert!(known != UNKNOWN.contains(&kind), "{kind:?}");
    }
}

/// Plain text, text in frames, and arguments.
#[test]
fn no_kind_leaks_at_any_split() {
    let engine = engine();
    let text = Speech {
        wires: &[Wire::Text],
        make: |_, pieces| pieces.concat().into_bytes(),
        ..TEXT
    };
    let arguments = SPEECHES.iter().find(|speech| speech.name == "arguments");
    for speech in [&text, &TEXT, arguments.unwrap()] {
        for (kind, value) in values() {
            for around in AROUND {
                let (kind, value) = (kind, &*value);
                check(
                    &engine,
                    &Cell::plain(speech),
                    &Case {
                        kind,
                        value,
                        around,
                    },
                    |_| true,
                );
            }
        }
    }
}

#[test]
fn no_cell_leaks_at_any_split() {
    let engine = engine();
    for cell in cells() {
        for at in [0, 1, 9, 12, 17] {
            let (kind, value) = VALUES[at];
            let around = AROUND[at % AROUND.len()];
            check(
                &engine,
                &cell,
                &Case {
                    kind,
                    value,
                    around,
                },
                |_| true,
            );
        }
    }
}

#[test]
fn no_kind_leaks_in_any_cell() {
    let engine = engine();
    for (number, cell) in cells().iter().enumerate() {
        for (at, (kind, value)) in values().iter().enumerate() {
            let around = AROUND[(at + number) % AROUND.len()];
            let kind = *kind;
            check(
                &engine,
                cell,
                &Case {
                    kind,
                    value,
                    around,
                },
                |cut| (cut + at + number) % 13 == 5,
            );
        }
    }
}
