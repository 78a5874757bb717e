//! Sorting.

#[cfg(any(test, not(feature = "std")))]
use alloc::{collections::BinaryHeap, vec::Vec};

/// Sorts by a key; what has the same key stays in its order.
#[cfg(feature = "std")]
pub(crate) fn by_key<T, K: Ord>(items: &mut [T], key: impl Fn(&T) -> K) {
    items.sort_by_key(key);
}

/// Sorts by a key; what has the same key stays in its order. The standard library's sorting is five times
/// this code, once for each type.
#[cfg(not(feature = "std"))]
pub(crate) use small as by_key;

#[cfg(any(test, not(feature = "std")))]
pub(crate) fn small<T, K: Ord>(items: &mut Vec<T>, key: impl Fn(&T) -> K) {
    if items.is_sorted_by_key(&key) {
        return;
    }
    let keys = items.iter().enumerate();
    let heap: BinaryHeap<(K, usize)> = keys.map(|(at, item)| (key(item), at)).collect();
    let order = heap.into_sorted_vec();
    let mut mixed: Vec<_> = items.drain(..).map(Some).collect();
    items.extend(order.iter().filter_map(|&(_, at)| mixed[at].take()));
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::small;

    proptest! {
        #[test]
        fn it_is_a_stable_sort(mut items in proptest::collection::vec((0_u8..9, any::<u8>()), 0..60)) {
            let mut expected = items.clone();
            expected.sort_by_key(|item| item.0);
            small(&mut items, |item| item.0);
            prop_assert_eq!(items, expected);
        }
    }
}
