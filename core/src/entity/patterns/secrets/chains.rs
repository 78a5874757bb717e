//! Lists of words by the byte that each begins with, so that a look at one byte passes over all others.

/// Places in a list of `N`, chained by first byte in the list's order.
pub(super) struct Chains<const N: usize> {
    /// The first place of each byte, counted from 1; 0 where there is none.
    first: [u16; 128],
    /// The place behind each.
    next: [u16; N],
}

impl<const N: usize> Chains<N> {
    /// Chains the places of a list whose entries begin with these bytes, which are ASCII.
    pub(super) const fn of(bytes: [u8; N]) -> Self {
        let (mut first, mut next) = ([0; 128], [0; N]);
        let mut at = N;
        while at > 0 {
            let byte = bytes[at - 1] as usize;
            next[at - 1] = first[byte];
            first[byte] = at as u16;
            at -= 1;
        }
        Self { first, next }
    }

    /// The places of the entries that begin with `byte`.
    pub(super) fn places(&self, byte: u8) -> impl Iterator<Item = usize> {
        let first = self.first.get(usize::from(byte)).copied();
        let place = |at: u16| (at > 0).then(|| usize::from(at) - 1);
        core::iter::successors(place(first.unwrap_or_default()), move |&at| {
            place(self.next[at])
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_stand_in_their_order() {
        const CHAINS: Chains<5> = Chains::of(*b"abaza");
        let check = |byte: u8, expected: &[usize]| {
            let places: Vec<usize> = CHAINS.places(byte).collect();
            assert_eq!(places, expected, "{byte}");
        };
        check(b'a', &[0, 2, 4]);
        check(b'b', &[1]);
        check(b'z', &[3]);
        check(b'c', &[]);
        check(0xe4, &[]);
    }
}
