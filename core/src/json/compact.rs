//! JSON without white space.

use alloc::string::String;

use super::scan::special;

/// Appends `value`, which must be valid JSON, to `out` without the white space between its tokens.
/// Numbers and strings stay as they are written.
pub fn compact(value: &str, out: &mut String) {
    let bytes = value.as_bytes();
    let (mut from, mut at) = (0, 0);
    while at < bytes.len() {
        match bytes[at] {
            b'"' => at = behind_string(bytes, at),
            b' ' | b'\t' | b'\n' | b'\r' => {
                out.push_str(&value[from..at]);
                at += 1;
                from = at;
            }
            _ => at += 1,
        }
    }
    out.push_str(&value[from..]);
}

/// The byte behind the string whose quote stands at `at`.
fn behind_string(bytes: &[u8], at: usize) -> usize {
    let mut end = special(bytes, at + 1);
    while end < bytes.len() && bytes[end] != b'"' {
        end = special(bytes, (end + 2).min(bytes.len()));
    }
    (end + 1).min(bytes.len())
}
