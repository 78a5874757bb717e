//! How sure, in as many digits as mean something.

use serde::Serializer;

/// Writes three digits, and a certainty as `1`: the shortest form, as in every JSON writer.
#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde's signature")]
pub(super) fn serialize<S: Serializer>(confidence: &f32, serializer: S) -> Result<S::Ok, S::Error> {
    let rounded = (confidence * 1000.0).round() / 1000.0;
    if rounded >= 1.0 {
        serializer.serialize_u8(1)
    } else {
        serializer.serialize_f32(rounded)
    }
}
