//! Which requests belong to one conversation, so that a value has the same number in all of them.
//!
//! A conversation is known by what the client names in the header `Midflight-Conversation`, or by the id of an
//! answer before (the Responses API's `previous_response_id`) or of a `conversation` of the provider. Such a
//! name counts only for whoever shows the same credentials to the same upstream: nobody else can share
//! numbers or have placeholders turned back. A request that names none is a conversation of its own; its
//! own history, which is numbered from its beginning each time, keeps the numbers the same.

use std::borrow::Cow;
use std::collections::HashMap;
use std::hash::{BuildHasher, RandomState};
use std::num::NonZeroUsize;
use std::sync::{Mutex, MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use http::HeaderMap;
use lru::LruCache;
use midflight_core::redact::Conversation;

/// The header in which a client names the conversation. It is not passed on.
pub(in crate::proxy) const HEADER: &str = "midflight-conversation";

/// What the name of a header or of a member of the query holds whose value says who asks.
const CREDENTIALS: [&str; 6] = ["auth", "cookie", "credential", "key", "secret", "token"];
/// Names that hold one of these too, and whose values are new in each request.
const NEW_EACH_TIME: [&str; 2] = ["sec-websocket-key", "idempotency"];

/// Who asks whom; nobody where it is not to be known.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub(in crate::proxy) struct Owner(u64);

/// What a conversation is known by.
#[derive(Clone, Debug, Hash)]
pub(in crate::proxy) enum Name {
    /// The client's own.
    Given(String),
    /// An answer's or a provider's conversation's id.
    Provider(String),
}

/// The conversations that went on lately.
pub(in crate::proxy) struct Conversations {
    hasher: RandomState,
    known: Mutex<All>,
    /// For how long one is remembered that nobody goes on with.
    life: Duration,
    /// Those with values that are remembered at most.
    count: usize,
    /// Bytes of values that are remembered.
    most: usize,
}

/// By a hash of owner and name: a name may be as long as a head.
struct All {
    /// Those that hold a value.
    known: LruCache<u64, Known>,
    /// Those that were named and hold none yet: anybody can make up names, which take the place of these alone.
    begun: LruCache<u64, Known>,
}

struct Known {
    owner: Owner,
    conversation: Conversation,
    last: Instant,
    bytes: usize,
}

impl Conversations {
    pub(in crate::proxy) fn new(count: usize, life: Duration, most: usize) -> Self {
        let begun = NonZeroUsize::new(count).unwrap_or(NonZeroUsize::MIN);
        Self {
            hasher: RandomState::new(),
            known: Mutex::new(All {
                known: LruCache::unbounded(),
                begun: LruCache::new(begun),
            }),
            life,
            count,
            most,
        }
    }

    /// Who sends a request with these headers and this query, which may hold a key, to `upstream`.
    pub(in crate::proxy) fn owner(
        &self,
        upstream: &str,
        headers: &HeaderMap,
        query: Option<&str>,
    ) -> Owner {
        let headers = headers.iter();
        let shown = headers.map(|(name, value)| (name.as_str().into(), value.as_bytes().into()));
        let keys = form_urlencoded::parse(query.unwrap_or("").as_bytes());
        let keys = keys.map(|(name, value)| (name, Cow::Owned(value.into_owned().into_bytes())));
        let mut shown: Vec<(Cow<'_, str>, Cow<'_, [u8]>)> = shown
            .chain(keys)
            .filter(|(name, _)| says_who_asks(name))
            .collect();
        shown.sort();
        Owner(self.hasher.hash_one((upstream, shown)))
    }

    /// The conversation of that name; one that begins now where it did not go on lately.
    pub(in crate::proxy) fn enter(&self, owner: Owner, name: Name) -> Conversation {
        let mut all = self.lock();
        let All { known, begun } = &mut *all;
        let now = Instant::now();
        let begin = || Known {
            owner,
            conversation: Conversation::default(),
            last: now,
            bytes: 0,
        };
        let key = self.hasher.hash_one((owner, name));
        let found = match known.get_mut(&key) {
            Some(found) => found,
            None => begun.get_or_insert_mut(key, begin),
        };
        if now.duration_since(found.last) > self.life {
            *found = begin();
        }
        found.last = now;
        found.conversation.clone()
    }

    /// Remembers a conversation by a name. Those that went on too long ago are forgotten, and where there are
    /// too many, or too many bytes of their values, the oldest of whoever has most.
    pub(in crate::proxy) fn remember(&self, owner: Owner, name: Name, conversation: &Conversation) {
        let bytes = conversation.bytes();
        if bytes == 0 {
            return;
        }
        let mut all = self.lock();
        let All { known, begun } = &mut *all;
        let now = Instant::now();
        let key = self.hasher.hash_one((owner, name));
        begun.pop(&key);
        let conversation = conversation.clone();
        let entry = Known {
            owner,
            conversation,
            last: now,
            bytes,
        };
        known.push(key, entry);
        self.forget_old(known, now);
        self.forget_most(known);
    }

    fn forget_old(&self, known: &mut LruCache<u64, Known>, now: Instant) {
        let is_old = |oldest: &Known| now.duration_since(oldest.last) > self.life;
        while known.peek_lru().is_some_and(|(_, oldest)| is_old(oldest)) {
            known.pop_lru();
        }
    }

    /// Who fills the memory pushes out what is their own.
    fn forget_most(&self, known: &mut LruCache<u64, Known>) {
        let mut bytes: usize = known.iter().map(|(_, known)| known.bytes).sum();
        while known.len() > 1 && (bytes > self.most || known.len() > self.count) {
            let weight = |known: &Known| if bytes > self.most { known.bytes } else { 1 };
            let oldest = oldest_of_the_heaviest(known, weight);
            let forgotten = oldest.and_then(|key| known.pop(&key));
            bytes -= forgotten.map_or(0, |forgotten| forgotten.bytes);
        }
    }

    fn lock(&self) -> MutexGuard<'_, All> {
        self.known.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The key of the oldest of whose all together weigh most, but for the newest of all.
fn oldest_of_the_heaviest(
    known: &LruCache<u64, Known>,
    weight: impl Fn(&Known) -> usize,
) -> Option<u64> {
    let mut weights = HashMap::new();
    for (_, known) in known {
        *weights.entry(known.owner).or_insert(0) += weight(known);
    }
    // The newest comes first.
    let old = known.iter().skip(1).enumerate();
    let heaviest = old.max_by_key(|(age, (_, known))| (weights[&known.owner], *age));
    heaviest.map(|(_, (&key, _))| key)
}

fn says_who_asks(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    let holds = |part: &&str| name.contains(*part);
    CREDENTIALS.iter().any(holds) && !NEW_EACH_TIME.iter().any(holds)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;
    use midflight_core::{Config, Engine, Kinds, Wire};

    use super::*;

    fn name(name: &str) -> Name {
        Name::Given(name.to_owned())
    }

    /// A conversation that keeps some bytes of a value.
    fn full() -> Conversation {
        let conversation = Conversation::default();
        let engine = Engine::new(Config::default()).unwrap();
        let redactor = engine.redactor(Wire::Text, Kinds::sensitive());
        let mut redactor = redactor.kept_in(&conversation);
        redactor.write(b"ada@looms.example", &mut |_| {}).unwrap();
        redactor.finish(&mut |_| {}).unwrap();
        assert!(conversation.bytes() > 10);
        conversation
    }

    #[test]
    fn a_name_counts_for_its_owner_alone() {
        let conversations = Conversations::new(10, Duration::from_mins(1), 1 << 20);
        let owner = |upstream, key: &'static str, query| {
            let mut headers = HeaderMap::new();
            headers.insert("authorization", HeaderValue::from_static(key));
            conversations.owner(upstream, &headers, query)
        };
        let ada = owner("a.example", "Bearer ada", None);
        conversations.remember(ada, name("1"), &full());
        let knows = |owner, name| !conversations.enter(owner, name).is_empty();
        assert!(knows(ada, name("1")));
        assert!(!knows(ada, name("2")));
        assert!(!knows(ada, Name::Provider("1".to_owned())));
        for other in [
            owner("a.example", "Bearer bo", None),
            owner("b.example", "Bearer ada", None),
            owner("a.example", "Bearer ada", Some("alt=sse&key=bo")),
            owner("a.example", "Bearer ada", Some("api%5fkey=bo")),
        ] {
            assert!(!knows(other, name("1")));
        }
        assert_eq!(ada, owner("a.example", "Bearer ada", Some("alt=sse")));
    }

    #[test]
    fn whatever_is_named_as_a_credential_says_who_asks() {
        let conversations = Conversations::new(10, Duration::from_mins(1), 1 << 20);
        let check = |name: &'static str, expected: bool| {
            let owner = |value: &'static str| {
                let mut headers = HeaderMap::new();
                headers.insert(name, HeaderValue::from_static(value));
                conversations.owner("a.example", &headers, None)
            };
            assert_eq!(owner("ada") != owner("bo"), expected, "{name}");
        };
        check("x-api-key", true);
        check("x-litellm-api-key", true);
        check("x-vault-token", true);
        check("cf-access-client-secret", true);
        check("x-amzn-oidc-credential", true);
        check("proxy-authorization", true);
        check("cookie", true);
        check("user-agent", false);
        check("sec-websocket-key", false);
        check("idempotency-key", false);
    }

    #[test]
    fn names_that_are_made_up_take_the_place_of_no_other() {
        let conversations = Conversations::new(2, Duration::from_mins(1), 1 << 20);
        conversations.remember(Owner(1), name("ada"), &full());
        for number in 0..9 {
            let empty = conversations.enter(Owner(2), name(&number.to_string()));
            conversations.remember(Owner(2), name(&number.to_string()), &empty);
        }
        assert!(!conversations.enter(Owner(1), name("ada")).is_empty());
    }

    #[test]
    fn who_fills_the_memory_pushes_out_their_own() {
        let left = |count, most| {
            let conversations = Conversations::new(count, Duration::from_mins(1), most);
            let all = [(1, "a"), (2, "b"), (2, "c"), (2, "d"), (3, "e")];
            for (owner, of) in all {
                conversations.remember(Owner(owner), name(of), &full());
            }
            let knows = |owner, of| !conversations.enter(Owner(owner), name(of)).is_empty();
            all.map(|(owner, of)| if knows(owner, of) { of } else { "-" })
                .concat()
        };
        let bytes = full().bytes();
        assert_eq!(left(10, 10 * bytes), "abcde");
        assert_eq!(left(4, 10 * bytes), "a-cde");
        assert_eq!(left(10, 3 * bytes), "a--de");
        assert_eq!(left(10, 2 * bytes), "---de");
        assert_eq!(left(10, bytes), "----e");
    }

    #[test]
    fn what_went_on_longest_ago_is_forgotten() {
        let owner = Owner(1);
        let left = |count, life, most| {
            let conversations = Conversations::new(count, life, most);
            for number in ["1", "2", "3"] {
                conversations.remember(owner, name(number), &full());
            }
            let names = ["3", "2", "1"].into_iter();
            names
                .filter(|number| !conversations.enter(owner, name(number)).is_empty())
                .collect::<String>()
        };
        let (long, bytes) = (Duration::from_mins(1), full().bytes());
        assert_eq!(left(10, long, 1 << 20), "321");
        assert_eq!(left(2, long, 1 << 20), "32");
        assert_eq!(left(10, long, 2 * bytes), "32");
        assert_eq!(left(10, long, 0), "3");
        assert_eq!(left(10, Duration::ZERO, 1 << 20), "");
    }
}
