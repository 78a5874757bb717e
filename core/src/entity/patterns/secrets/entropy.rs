//! How random text is.

/// Shannon's entropy of the bytes of `text`, in bits a byte.
pub(super) fn bits(text: &str) -> f32 {
    let mut counts = [0_u16; 256];
    for byte in text.bytes() {
        counts[usize::from(byte)] = counts[usize::from(byte)].saturating_add(1);
    }
    let length = text.len() as f32;
    let of = |count: &u16| {
        let share = f32::from(*count) / length;
        -share * libm::log2f(share)
    };
    counts.iter().filter(|count| **count > 0).map(of).sum()
}

#[cfg(test)]
mod tests {
    use super::bits;

    #[test]
    fn it_counts_what_is_told_apart() {
        let check = |text: &str, expected: f32| assert!((bits(text) - expected).abs() < 1e-5);
        check("", 0.0);
        check("aaaa", 0.0);
        check("abab", 1.0);
        check("abcd", 2.0);
    }
}
