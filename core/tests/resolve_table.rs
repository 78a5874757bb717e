//! Sequences of mentions and the entities that they name.

use midflight_core::Kind::{self, Email, Ip, Location, Organization, Person, Url};
use midflight_core::NodeId;
use midflight_core::buffer::Reset;
use midflight_core::entity::names::Known;
use midflight_core::graph::{Resolver, StreamId};
use proptest::prelude::*;

/// Mentions with the entity's number, counted by first appearance, and `=n` where it turns out to
/// be the same as entity n.
#[track_caller]
fn check(mentions: &[(Kind, &str, &str)]) {
    let mut resolver = Resolver::new(StreamId(7), 100);
    let mut nodes: Vec<NodeId> = Vec::new();
    for &(kind, text, expected) in mentions {
        let found = resolver
            .resolve(kind, text)
            .expect("the limit is not reached");
        let same = found.same_as.map(|same| number(&mut nodes, same));
        let node = number(&mut nodes, found.node);
        let told = same.map_or_else(|| node.to_string(), |same| format!("{node}={same}"));
        assert_eq!(told, expected, "{text:?} in {mentions:?}");
    }
}

fn number(nodes: &mut Vec<NodeId>, node: NodeId) -> usize {
    nodes
        .iter()
        .position(|&known| known == node)
        .unwrap_or_else(|| {
            nodes.push(node);
            nodes.len() - 1
        })
}

#[test]
fn persons_by_shorter_names() {
    check(&[
        (Person, "Ada Lovelace", "0"),
        (Person, "Lovelace", "0"),
        (Person, "Ada", "0"),
        (Person, "Dr. Lovelace", "0"),
        (Person, "A. Lovelace", "0"),
        (Person, "ADA  LOVELACE", "0"),
        (Person, "Ada Lovelace's", "0"),
        (Person, "Ada** **Lovelace", "0"),
        (Person, "Ada King Lovelace", "0"),
        (Person, "Charles Babbage", "1"),
        (Person, "Babbage", "1"),
    ]);
}

#[test]
fn a_longer_name_after_the_shorter_one() {
    check(&[
        (Person, "Lovelace", "0"),
        (Person, "Ada Lovelace", "1=0"),
        (Person, "Lovelace", "1"),
        (Person, "Ada Lovelace", "1"),
    ]);
    check(&[
        (Person, "Ada", "0"),
        (Person, "Lovelace", "1"),
        (Person, "Ada Lovelace", "2=1"),
        (Person, "Ada Lovelace", "2=0"),
        (Person, "Ada", "2"),
    ]);
    check(&[
        (Organization, "IBM", "0"),
        (Organization, "International Business Machines", "1=0"),
        (Organization, "IBM", "1"),
    ]);
}

#[test]
fn of_two_bearers_the_one_named_last() {
    check(&[
        (Person, "John Smith", "0"),
        (Person, "Mary Smith", "1"),
        (Person, "Smith", "1"),
        (Person, "John", "0"),
        (Person, "John Smith", "0"),
        (Person, "Smith", "0"),
        (Person, "Mary", "1"),
    ]);
}

#[test]
fn organizations_and_places() {
    check(&[
        (Organization, "Acme Corporation", "0"),
        (Organization, "Acme", "0"),
        (Organization, "Acme Corp.", "0"),
        (Organization, "the Acme Corporation", "0"),
        (Organization, "Stanford University", "1"),
        (Organization, "Stanford", "1"),
        (Organization, "International Business Machines", "2"),
        (Organization, "IBM", "2"),
        (Organization, "Google", "3"),
        (Organization, "Google Cloud", "4"),
        (Organization, "Google", "3"),
    ]);
    check(&[
        (Location, "the United States", "0"),
        (Location, "U.S.", "0"),
        (Location, "US", "0"),
        (Location, "USA", "0"),
        (Location, "United States of America", "0"),
        (Location, "UK", "1"),
        (Location, "United Kingdom", "1"),
    ]);
    check(&[
        (Organization, "Acme", "0"),
        (Organization, "Acme, Inc.", "1=0"),
        (Organization, "Acme Inc", "1"),
    ]);
}

#[test]
fn the_kind_divides() {
    check(&[
        (Person, "Paris", "0"),
        (Location, "Paris", "1"),
        (Person, "Paris", "0"),
    ]);
}

#[test]
fn addresses_by_their_own_normal_form() {
    check(&[
        (Email, "Ada@Example.org", "0"),
        (Email, "ada@example.org", "0"),
        (Url, "HTTPS://Example.org/", "1"),
        (Url, "https://example.org", "1"),
        (Url, "https://example.org/Path", "2"),
        (Url, "https://example.org/path", "3"),
        (Ip, "2001:DB8:0:0::1", "4"),
        (Ip, "2001:db8::1", "4"),
    ]);
}

#[test]
fn identities_across_streams() {
    let node = |stream, kind, text| {
        let mut resolver = Resolver::new(StreamId(stream), 4);
        resolver.resolve(kind, text).unwrap().node
    };
    let same = |kind, text| node(1, kind, text) == node(2, kind, text);
    assert!(same(Person, "Ada Lovelace"));
    assert!(same(Location, "Paris"));
    assert!(same(Organization, "IBM"));
    assert!(!same(Person, "Ada"));
    assert_eq!(
        node(1, Person, "Ada Lovelace"),
        NodeId::global(Person, "ada lovelace")
    );
}

#[test]
fn past_the_limit_only_known_names_are_told() {
    let mut resolver = Resolver::new(StreamId(1), 2);
    assert!(resolver.resolve(Person, "Ada Lovelace").is_some());
    assert!(resolver.resolve(Location, "London").is_some());
    assert!(resolver.resolve(Location, "Paris").is_none());
    assert!(resolver.resolve(Person, "Lovelace").is_some());
    assert!(resolver.resolve(Location, "London").is_some());
    assert!(resolver.resolve(Location, " ** ").is_none());
}

#[test]
fn another_stream_begins_with_nothing() {
    let mut resolver = Resolver::new(StreamId(1), 8);
    let ada = resolver.resolve(Person, "Ada").unwrap();
    assert_eq!(resolver.kind_of("ADA"), Some(Person));
    resolver.begin(StreamId(2));
    assert_eq!(resolver.kind_of("Ada"), None);
    assert_ne!(resolver.resolve(Person, "Ada").unwrap(), ada);
    resolver.reset();
    assert_eq!(resolver.kind_of("Ada"), None);
}

#[test]
fn an_empty_one_is_small() {
    assert!(size_of::<Resolver>() <= 512);
}

proptest! {
    #[test]
    fn any_text_is_resolved_the_same_twice(texts in prop::collection::vec("\\PC{0,40}", 0..20)) {
        let mut resolver = Resolver::new(StreamId(1), 16);
        for (at, text) in texts.iter().enumerate() {
            let kind = Kind::ALL[at % Kind::ALL.len()];
            let first = resolver.resolve(kind, text);
            let again = resolver.resolve(kind, text);
            prop_assert_eq!(first.map(|r| r.node), again.map(|r| r.node));
        }
    }
}
