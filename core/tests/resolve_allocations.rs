//! Names that are known already are resolved without allocating.

mod counting;

use counting::calls;
use midflight_core::Kind;
use midflight_core::graph::{Resolver, StreamId};

const NAMES: [(Kind, &str); 8] = [
    (Kind::Person, "Ada Lovelace"),
    (Kind::Person, "Dr. Lovelace"),
    (Kind::Person, "Charles Babbage's"),
    (Kind::Organization, "the Acme Corporation"),
    (Kind::Organization, "Acme"),
    (Kind::Location, "U.S."),
    (Kind::Email, "Ada@Example.org"),
    (Kind::Ip, "192.0.2.1"),
];

#[test]
fn known_names_and_a_stream_begun_anew_allocate_nothing() {
    let mut resolver = Resolver::new(StreamId(1), 64);
    let before = calls();
    assert!(
        NAMES
            .map(|(kind, text)| resolver.resolve(kind, text))
            .iter()
            .all(Option::is_some)
    );
    assert!(calls() > before, "the counter counts");
    let before = calls();
    for (kind, text) in NAMES {
        assert!(resolver.resolve(kind, text).is_some());
    }
    resolver.begin(StreamId(2));
    for (kind, text) in NAMES {
        assert!(resolver.resolve(kind, text).is_some());
    }
    assert_eq!(calls() - before, 0);
}
