//! Lower case.

/// The lower case of `c`, mostly one character.
#[cfg(feature = "std")]
pub(crate) fn lower(c: char) -> impl Iterator<Item = char> {
    c.to_lowercase()
}

/// The lower case of `c`, mostly one character. The standard library's table has 11 KiB, this one 1.5.
#[cfg(not(feature = "std"))]
pub(crate) use small as lower;

/// Runs of capitals: the first one, 17 bits; whether only each other one is of the run, 1 bit; how many
/// follow the first. Then how far off their lower case is. From `build.rs`.
#[cfg(any(test, not(feature = "std")))]
#[allow(clippy::unreadable_literal)]
static RUNS: &[(u32, i32)] = include!(concat!(env!("OUT_DIR"), "/lower.rs"));

#[cfg(any(test, not(feature = "std")))]
pub(crate) fn small(c: char) -> impl Iterator<Item = char> {
    // The one capital whose lower case is two characters.
    let (c, dot) = if c == 'İ' { ('I', true) } else { (c, false) };
    let lower = if c.is_ascii() {
        c.to_ascii_lowercase()
    } else {
        mapped(c).unwrap_or(c)
    };
    core::iter::once(lower).chain(dot.then_some('\u{307}'))
}

#[cfg(any(test, not(feature = "std")))]
fn mapped(c: char) -> Option<char> {
    const CODES: u32 = 1 << 17;
    let c = c as u32;
    let behind = RUNS.partition_point(|(run, _)| run % CODES <= c);
    let &(run, offset) = RUNS.get(behind.checked_sub(1)?)?;
    let (past, by_two) = (c - run % CODES, run / CODES % 2);
    let taken = past & by_two == 0 && past >> by_two <= run / CODES / 2;
    char::from_u32(c.checked_add_signed(offset)?).filter(|_| taken)
}

#[cfg(test)]
mod tests {
    use super::small;

    #[test]
    fn it_is_that_of_the_standard_library() {
        for c in '\0'..=char::MAX {
            assert!(small(c).eq(c.to_lowercase()), "{c:?}");
        }
    }
}
