//! What a request's body is, and how it is masked.
//!
//! | what | how |
//! |---|---|
//! | JSON, whatever its media type says | `document` |
//! | lines of JSON, each an object or array (batches, training data) | line by line |
//! | `text/…`, `image/svg+xml` | as text |
//! | `application/x-www-form-urlencoded` | the name and the value of each field |
//! | `multipart/form-data` | the content of each part, by these same rules; what is UTF-8 and nothing else, as text; the names of fields and files, as text |
//! | sound, pictures, moving pictures | not at all: nobody looks into them, as in JSON; what begins as text is text |
//! | anything else, what is packed, and text in another encoding than UTF-8 | refused |

mod multipart;

use http::{HeaderMap, header};
use midflight_core::Engine;
use midflight_core::redact::{Conversation, Redaction};
use serde::de::IgnoredAny;

use super::document::{self, DocumentError};
use super::media;
use super::untold::{is_text, is_utf8};
use crate::proxy::headers::media_type;

/// What a request's body is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::proxy) enum Content {
    Json,
    Lines,
    Text,
    Form,
    /// Parts, and what stands between them.
    Parts(String),
    Media,
}

/// How values are masked, and where they are kept.
pub(in crate::proxy) struct Masking<'m> {
    pub(in crate::proxy) engine: &'m Engine,
    pub(in crate::proxy) redaction: Redaction,
    pub(in crate::proxy) conversation: &'m Conversation,
}

/// Why a body can't be masked.
#[derive(Debug, thiserror::Error)]
pub(in crate::proxy) enum ContentError {
    /// It is nothing that can be masked.
    #[error("neither JSON, text, a form, sound nor a picture")]
    Unknown,
    #[error("no sound multipart/form-data")]
    Parts,
    #[error("expected a body as it is, not packed")]
    Packed,
    #[error("expected UTF-8, not text in another encoding")]
    Foreign,
    #[error(transparent)]
    Document(#[from] DocumentError),
}

/// What a body with these headers is.
pub(in crate::proxy) fn of(headers: &HeaderMap, body: &[u8]) -> Result<Content, ContentError> {
    let mut given = headers.get_all(header::CONTENT_TYPE).iter();
    let (first, others) = (given.next(), given.next());
    // Nothing tells which of several the upstream goes by.
    if others.is_some() {
        return Err(ContentError::Unknown);
    }
    let given = first.and_then(|value| value.to_str().ok()).unwrap_or("");
    legible(by_type(media_type(headers), given, body), given, body)?.ok_or(ContentError::Unknown)
}

/// What was found, where it can be read: in UTF-16, ASCII is UTF-8 with zeros in it.
fn legible(
    found: Option<Content>,
    content_type: &str,
    body: &[u8],
) -> Result<Option<Content>, ContentError> {
    let text = matches!(found, Some(Content::Text));
    let media = matches!(found, Some(Content::Media));
    if !media && !media::is_legible_type(content_type) || text && !is_utf8(body) {
        return Err(ContentError::Foreign);
    }
    Ok(found)
}

/// Many say nothing of JSON's type, or the wrong thing, so that the body itself is looked at first.
fn by_type(media_type: &str, given: &str, body: &[u8]) -> Option<Content> {
    let media_type = media_type.to_ascii_lowercase();
    let text = std::str::from_utf8(body).ok();
    let told = media_type.is_empty() || media_type.ends_with("json");
    if text.is_some_and(|text| is_json(text, told)) {
        return Some(Content::Json);
    }
    if text.is_some_and(is_lines) {
        return Some(Content::Lines);
    }
    let whole = media_type.split('/').next().unwrap_or("");
    match (whole, media_type.as_str()) {
        ("text", _) | (_, "image/svg+xml") => Some(Content::Text),
        ("audio" | "image" | "video", _) if is_text(body) => Some(Content::Text),
        ("audio" | "image" | "video", _) => Some(Content::Media),
        (_, "application/x-www-form-urlencoded") => Some(Content::Form),
        (_, "multipart/form-data") => multipart::boundary(given).map(Content::Parts),
        _ => None,
    }
}

/// Whether it is JSON: any value where its type says so, else an object or array, since a bare number is text
/// that may tell something.
fn is_json(text: &str, told: bool) -> bool {
    let text = text.strip_prefix(document::MARK).unwrap_or(text);
    (told || text.trim_ascii_start().starts_with(['{', '[']))
        && serde_json::from_str::<IgnoredAny>(text).is_ok()
}

fn is_lines(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim_ascii().is_empty());
    !text.trim_ascii().is_empty() && lines.all(|line| is_json(line, false))
}

impl Masking<'_> {
    /// The body, masked; as it was, byte for byte, where nothing in it is.
    pub(in crate::proxy) fn mask(
        &self,
        content: &Content,
        body: &[u8],
    ) -> Result<Vec<u8>, ContentError> {
        self.reserve(content, body);
        let text = || std::str::from_utf8(body).map_err(|_| ContentError::Foreign);
        match content {
            Content::Json => Ok(self.json(text()?)?.into_bytes()),
            Content::Lines => self.lines(text()?),
            Content::Text => Ok(self.text(text()?)?.into_bytes()),
            Content::Form => self.form(text()?),
            Content::Parts(boundary) => multipart::mask(body, boundary, self),
            Content::Media => Ok(body.to_vec()),
        }
    }

    /// No placeholder that the body brings is given to a value in it.
    fn reserve(&self, content: &Content, body: &[u8]) {
        match content {
            // These reserve their one text themselves.
            Content::Json | Content::Text | Content::Media => {}
            Content::Lines | Content::Parts(_) => {
                self.conversation.reserve(&String::from_utf8_lossy(body));
            }
            Content::Form => {
                for (name, value) in form_urlencoded::parse(body) {
                    self.conversation.reserve(&name);
                    self.conversation.reserve(&value);
                }
            }
        }
    }

    fn json(&self, json: &str) -> Result<String, DocumentError> {
        document::mask_request(self.engine, self.redaction, self.conversation, json)
    }

    fn text(&self, text: &str) -> Result<String, DocumentError> {
        document::mask_text(self.engine, self.redaction, self.conversation, text)
    }

    fn lines(&self, text: &str) -> Result<Vec<u8>, ContentError> {
        let mut out = String::with_capacity(text.len());
        for line in text.split_inclusive('\n') {
            if line.trim_ascii().is_empty() {
                out.push_str(line);
            } else {
                out.push_str(&self.json(line)?);
            }
        }
        Ok(out.into_bytes())
    }

    fn form(&self, form: &str) -> Result<Vec<u8>, ContentError> {
        let pairs = form.split('&').map(|pair| self.field(pair));
        Ok(pairs.collect::<Result<Vec<_>, _>>()?.join("&").into_bytes())
    }

    fn field(&self, pair: &str) -> Result<String, DocumentError> {
        let Some((name, value)) = form_urlencoded::parse(pair.as_bytes()).next() else {
            return Ok(pair.to_owned());
        };
        let masked = (self.word(&name)?, self.word(&value)?);
        if masked == (name.to_string(), value.to_string()) {
            return Ok(pair.to_owned());
        }
        let mut field = form_urlencoded::Serializer::new(String::new());
        let (name, value) = masked;
        if pair.contains('=') {
            field.append_pair(&name, &value);
        } else {
            field.append_key_only(&name);
        }
        Ok(field.finish())
    }

    /// A name or value of a form.
    fn word(&self, word: &str) -> Result<String, DocumentError> {
        if is_json(word, false) {
            self.json(word)
        } else {
            self.text(word)
        }
    }
}

impl multipart::Mask for Masking<'_> {
    fn word(&self, word: &str) -> Result<String, ContentError> {
        Ok(self.text(word)?)
    }

    /// Official clients send lines of JSON and text as `application/octet-stream`.
    fn content(&self, given: &str, content: &[u8]) -> Result<Vec<u8>, ContentError> {
        let media_type = given.split(';').next().unwrap_or("").trim();
        let text = std::str::from_utf8(content).ok().map(|_| Content::Text);
        let found = legible(by_type(media_type, given, content), given, content)?;
        let found = match found {
            Some(Content::Form | Content::Parts(_)) | None => text,
            found => found,
        };
        self.mask(&found.ok_or(ContentError::Unknown)?, content)
    }
}

#[cfg(test)]
mod tests;
