//! How deep a JSON text is nested.

/// Brackets that may be open: whoever sends a text could overflow the stack of who reads it otherwise.
pub(super) const DEPTH: usize = 128;

/// Whether no more brackets than that are open at a time.
pub(super) fn is_readable(json: &str) -> bool {
    let (mut open, mut quoted, mut escaped) = (0_usize, false, false);
    json.bytes().all(|byte| {
        match byte {
            _ if escaped => escaped = false,
            b'\\' => escaped = quoted,
            b'"' => quoted = !quoted,
            b'[' | b'{' if !quoted => open += 1,
            b']' | b'}' if !quoted => open = open.saturating_sub(1),
            _ => {}
        }
        open <= DEPTH
    })
}
