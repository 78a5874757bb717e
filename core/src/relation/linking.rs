//! Verbs with a complement of their own: what the subject is, becomes or helps to do.

use crate::text::list::{List, list};

/// Verbs that take an adjective or a noun so.
pub(super) const LINKING: &List = list!(
    "become becomes became becoming remain remains remained remaining seem seems seemed seeming appear appears \
     appeared appearing stay stays stayed staying"
);

/// Verbs that take an adjective so, beside uses of their own.
pub(super) const SENSING: &List = list!(
    "feel feels felt look looks looked sound sounds sounded taste tastes tasted smell smells smelled grow grows grew \
     grown turn turns turned go goes went gone get gets got prove proves proved proven keep keeps kept make makes made"
);

/// Verbs with another one in its base form behind them.
pub(super) const HELPING: &List = list!("help helps helped helping");

/// Whether an adjective behind the verb says how its subject is.
pub(super) fn links(verb: &[u8]) -> bool {
    LINKING.has(verb) || SENSING.has(verb)
}

/// Whether a participle behind the verb says how its subject is: `became known`.
pub(super) fn takes_participle(verb: &[u8]) -> bool {
    const OTHERS: &List = list!(
        "feel feels felt look looks looked sound sounds sounded grow grows grew grown fall falls fell fallen get gets got"
    );
    LINKING.has(verb) || OTHERS.has(verb)
}
