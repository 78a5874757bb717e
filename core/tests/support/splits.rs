//! Tables of texts and what they are masked as, at every split.

use midflight_core::{Engine, Kinds, Wire};

use super::{engine, masked};

/// Checks what each text is masked as, in one piece, in two at every place and byte by byte.
pub fn check(rows: &[(&str, &str)]) {
    let engine = engine();
    for (text, expected) in rows {
        let bytes = text.as_bytes();
        let halves = (1..bytes.len()).map(|cut| vec![&bytes[..cut], &bytes[cut..]]);
        let whole = [vec![bytes], bytes.chunks(1).collect()];
        for pieces in whole.into_iter().chain(halves) {
            assert_eq!(
                written(&engine, &pieces),
                *expected,
                "{text:?} as {pieces:?}"
            );
        }
    }
}

/// What comes out, which is at every moment a prefix of the whole.
fn written(engine: &Engine, pieces: &[&[u8]]) -> String {
    let whole = masked(
        engine,
        Wire::Text,
        Kinds::sensitive(),
        pieces.iter().copied(),
    );
    let mut redactor = engine.redactor(Wire::Text, Kinds::sensitive());
    let mut out = Vec::new();
    for piece in pieces {
        redactor
            .write(piece, &mut |bytes: &[u8]| out.extend_from_slice(bytes))
            .unwrap();
        assert!(
            whole.starts_with(&out),
            "{:?}",
            String::from_utf8_lossy(&out)
        );
    }
    String::from_utf8(whole).unwrap()
}

/// Texts in which nothing is masked.
pub fn check_none(texts: &[&str]) {
    let rows: Vec<_> = texts.iter().map(|text| (*text, *text)).collect();
    check(&rows);
}
