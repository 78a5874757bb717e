//! What a request asks, where that or its answer is to be masked.

use std::sync::Arc;

use bytes::{Bytes, BytesMut};
use http::HeaderMap;
use http_body::Body;
use http_body_util::BodyExt;
use hyper::body::Incoming;
use midflight_core::redact::{Conversation, Redaction};
use serde::Deserialize;
use serde::de::IgnoredAny;
use tokio::time::timeout;

use super::conversations::{self, Name, Owner};
use crate::proxy::Shared;
use crate::proxy::content::request::{Content, ContentError, Masking};
use crate::proxy::refusal::Refusal;

/// Bytes of a request that are masked on the thread that forwards; more have one of their own.
const SMALL: usize = 32 << 10;

/// Who asks, and what they call the conversation.
pub(in crate::proxy) struct Caller {
    owner: Owner,
    given: Option<String>,
}

/// The conversation that a request belongs to.
#[derive(Clone, Default)]
pub(in crate::proxy) struct Talk {
    pub(in crate::proxy) conversation: Conversation,
    owner: Owner,
    /// What it is known by, where it goes on.
    name: Option<Name>,
    /// The model that the request asks for, where its body was read.
    pub(in crate::proxy) model: Option<Arc<str>>,
}

/// What of a request says whom it asks, and which conversation it goes on.
#[derive(Default, Deserialize)]
struct Continued {
    model: Option<Word>,
    previous_response_id: Option<String>,
    conversation: Option<Named>,
}

/// A text where there is one.
#[derive(Deserialize)]
#[serde(untagged)]
enum Word {
    Text(String),
    Other(IgnoredAny),
}

/// A provider's conversation, by its id or as an object with it.
#[derive(Deserialize)]
#[serde(untagged)]
enum Named {
    Id(String),
    Object { id: String },
    Other(IgnoredAny),
}

impl Continued {
    fn read(json: &str) -> Self {
        if json.is_empty() {
            return Self::default();
        }
        serde_json::from_str(json).unwrap_or_default()
    }

    fn model(&self) -> Option<Arc<str>> {
        match &self.model {
            Some(Word::Text(model)) => Some(Arc::from(model.as_str())),
            Some(Word::Other(_)) | None => None,
        }
    }

    fn name(self) -> Option<Name> {
        let conversation = match self.conversation {
            Some(Named::Id(id) | Named::Object { id }) => Some(id),
            Some(Named::Other(_)) | None => None,
        };
        // A word such as `auto` names none.
        let conversation = conversation.filter(|id| id.starts_with("conv_"));
        self.previous_response_id
            .or(conversation)
            .map(Name::Provider)
    }
}

impl Caller {
    /// Who sends a request with these headers and this query to `upstream`, where anybody is to know (`any`).
    /// What names the conversation is taken off in any case: it is not for the upstream.
    pub(in crate::proxy) fn of(
        shared: &Shared,
        any: bool,
        upstream: &str,
        headers: &mut HeaderMap,
        query: Option<&str>,
    ) -> Option<Self> {
        let given = given(headers);
        any.then(|| {
            let owner = shared.conversations.owner(upstream, headers, query);
            Self { owner, given }
        })
    }
}

impl Talk {
    /// The conversation of a request: the one that the client names, or that its body goes on. Without somebody
    /// whose values are masked there is none.
    pub(in crate::proxy) fn of(shared: &Shared, caller: Option<Caller>, json: &str) -> Self {
        let Some(Caller { owner, given }) = caller else {
            return Self::default();
        };
        let read = Continued::read(json);
        let model = read.model();
        let name = given.map(Name::Given).or_else(|| read.name());
        let enter = |name| shared.conversations.enter(owner, name);
        Self {
            conversation: name.clone().map(enter).unwrap_or_default(),
            owner,
            name,
            model,
        }
    }

    /// Its values have become more.
    pub(in crate::proxy) fn grown(&self, shared: &Shared) {
        if let Some(name) = self.name.clone() {
            let conversations = &shared.conversations;
            conversations.remember(self.owner, name, &self.conversation);
        }
    }

    /// The answer has this id, by which the next request may go on.
    pub(in crate::proxy) fn answered(&self, shared: &Shared, id: String) {
        let (conversations, name) = (&shared.conversations, Name::Provider(id));
        conversations.remember(self.owner, name, &self.conversation);
    }
}

/// What the client calls the conversation.
fn given(headers: &mut HeaderMap) -> Option<String> {
    let name = headers.remove(conversations::HEADER)?;
    Some(name.to_str().ok()?.to_owned())
}

/// The whole body of a request.
pub(in crate::proxy) async fn read(shared: &Shared, mut body: Incoming) -> Result<Bytes, Refusal> {
    let limits = &shared.config.limits;
    let room = usize::try_from(limits.body_bytes).unwrap_or(usize::MAX);
    let mut whole = BytesMut::new();
    while !body.is_end_stream() {
        let frame = timeout(limits.idle, body.frame()).await;
        let Some(frame) = frame.map_err(|_| Refusal::Unfinished)? else {
            break;
        };
        let frame = frame.map_err(|_| Refusal::Unfinished)?;
        if let Ok(bytes) = frame.into_data() {
            if whole.len() + bytes.len() > room {
                return Err(Refusal::TooLarge);
            }
            whole.extend_from_slice(&bytes);
        }
    }
    Ok(whole.freeze())
}

/// What a client says by a message, which is JSON, masked.
pub(in crate::proxy) async fn mask_message(
    shared: &Arc<Shared>,
    redaction: Redaction,
    talk: &Talk,
    json: String,
) -> Result<String, Refusal> {
    let masked = mask(shared, redaction, talk, Content::Json, json.into()).await?;
    String::from_utf8(masked).map_err(|_| Refusal::UnmaskableRequest)
}

/// A body, masked.
pub(in crate::proxy) async fn mask(
    shared: &Arc<Shared>,
    redaction: Redaction,
    talk: &Talk,
    content: Content,
    body: Bytes,
) -> Result<Vec<u8>, Refusal> {
    let engine = shared.engine.clone();
    let conversation = talk.conversation.clone();
    let small = body.len() <= SMALL;
    let mask = move || {
        let (engine, conversation) = (&engine, &conversation);
        let masking = Masking {
            engine,
            redaction,
            conversation,
        };
        masking.mask(&content, &body)
    };
    let masked = if small {
        mask()
    } else {
        let done = tokio::task::spawn_blocking(mask).await;
        done.map_err(|_| Refusal::UnmaskableRequest)?
    };
    talk.grown(shared);
    masked.map_err(|error| refuse(&error))
}

/// What is told of a body that can't be masked.
pub(in crate::proxy) fn refuse(error: &ContentError) -> Refusal {
    // The error names a place and no text.
    tracing::warn!(%error, "a request can't be masked");
    Refusal::UnmaskableRequest
}
