//! What a text begins with, where a block of lines that is one secret is looked for.

/// What there is at the front of a text that begins as a key may.
pub(super) enum Block {
    /// No private key.
    None,
    /// Perhaps; its end must come.
    Open,
    /// A private key of so many bytes.
    Key(usize),
}
