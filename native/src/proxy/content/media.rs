//! What the type of an answer says of its body, where that is to be masked. What passes is listed, and not what
//! is masked: a type that nobody has heard of may hold anything.

use http::{HeaderMap, header};

/// What a media type says of a body.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::proxy) enum Media {
    Json,
    Text,
    /// Pictures, sound, archives, …: nobody reads them as text.
    Binary,
    /// It does not tell: a type that is none of these, no type, nonsense, or more than one.
    Untold,
}

/// What is read as text, also where it is not called so.
const TEXTS: [&str; 5] = [
    "application/javascript",
    "application/xml",
    "application/yaml",
    "application/x-yaml",
    "image/svg+xml",
];
/// Kinds of types of which nothing else is text.
const BINARY_KINDS: [&str; 4] = ["audio/", "font/", "image/", "video/"];
const BINARIES: [&str; 9] = [
    "application/gzip",
    "application/ogg",
    "application/pdf",
    "application/vnd.rar",
    "application/wasm",
    "application/x-7z-compressed",
    "application/x-gzip",
    "application/zip",
    "application/zstd",
];
/// What text may be written in: what is not UTF-8 all the same is told by its bytes.
const CHARSETS: [&str; 7] = [
    "utf-8",
    "utf8",
    "us-ascii",
    "ascii",
    "iso-8859-1",
    "latin1",
    "windows-1252",
];

/// What these headers say.
pub(in crate::proxy) fn of(headers: &HeaderMap) -> Media {
    let Some(media_type) = the_one(headers) else {
        return Media::Untold;
    };
    let media_type = media_type.as_str();
    if TEXTS.contains(&media_type)
        || media_type.starts_with("text/")
        || media_type.ends_with("+xml")
    {
        Media::Text
    } else if media_type.ends_with("json") {
        Media::Json
    } else if BINARIES.contains(&media_type)
        || BINARY_KINDS.iter().any(|kind| media_type.starts_with(kind))
    {
        Media::Binary
    } else {
        Media::Untold
    }
}

/// Whether the headers name no charset, or one that holds UTF-8 or what is told from it.
pub(in crate::proxy) fn is_legible(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(header::CONTENT_TYPE).iter();
    let mut lines = lines.map(|line| String::from_utf8_lossy(line.as_bytes()));
    lines.all(|line| is_legible_type(&line))
}

/// The same for one type with its parameters.
pub(in crate::proxy) fn is_legible_type(content_type: &str) -> bool {
    let mut parameters = content_type.split([';', ',']).skip(1);
    parameters.all(|parameter| match parameter.split_once('=') {
        Some((name, charset)) if name.trim().eq_ignore_ascii_case("charset") => {
            let charset = charset.trim().trim_matches(['"', '\'']);
            CHARSETS
                .iter()
                .any(|known| known.eq_ignore_ascii_case(charset))
        }
        _ => true,
    })
}

/// The media type, where there is exactly one and it has the form of one.
fn the_one(headers: &HeaderMap) -> Option<String> {
    let mut lines = headers.get_all(header::CONTENT_TYPE).iter();
    let line = lines.next()?.to_str().ok()?;
    let media_type = line.split(';').next()?.trim();
    let (kind, name) = media_type.split_once('/')?;
    let sound = lines.next().is_none() && is_token(kind) && is_token(name);
    sound.then(|| media_type.to_ascii_lowercase())
}

fn is_token(word: &str) -> bool {
    let is_of_token = |byte: u8| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte);
    !word.is_empty() && word.bytes().all(is_of_token)
}

#[cfg(test)]
mod tests {
    use http::HeaderValue;

    use super::*;

    fn headers(types: &[&'static str]) -> HeaderMap {
        let mut headers = HeaderMap::new();
        for media_type in types {
            headers.append(header::CONTENT_TYPE, HeaderValue::from_static(media_type));
        }
        headers
    }

    #[test]
    fn what_passes_is_listed() {
        let check = |types: &[&'static str], expected: Media| {
            assert_eq!(of(&headers(types)), expected, "{types:?}");
        };
        check(&["application/json; charset=utf-8"], Media::Json);
        check(&["Application/Problem+JSON"], Media::Json);
        check(&["text/html"], Media::Text);
        check(&["image/svg+xml"], Media::Text);
        check(&["application/atom+xml"], Media::Text);
        check(&["image/png"], Media::Binary);
        check(&["application/pdf"], Media::Binary);
        check(&["application/json-seq"], Media::Untold);
        check(&["multipart/mixed; boundary=x"], Media::Untold);
        check(&["application/octet-stream"], Media::Untold);
        check(&["image/png", "text/event-stream"], Media::Untold);
        check(&["text/event-stream, text/event-stream"], Media::Untold);
        check(&["rubbish"], Media::Untold);
        check(&["image/"], Media::Untold);
        check(&[""], Media::Untold);
        check(&[], Media::Untold);
    }

    #[test]
    fn charsets_that_hide_ascii_are_told() {
        let check = |types: &[&'static str], expected: bool| {
            assert_eq!(is_legible(&headers(types)), expected, "{types:?}");
        };
        check(&["text/plain"], true);
        check(&["text/plain; charset=UTF-8"], true);
        check(&["text/plain; format=flowed; Charset=\"iso-8859-1\""], true);
        check(
            &["text/plain; charset=utf-8, text/plain; charset=utf-8"],
            true,
        );
        check(&["text/plain; charset=utf-16le"], false);
        check(&["text/plain; charset=\"UTF-7\""], false);
        check(&["text/plain", "text/plain; charset=ebcdic"], false);
    }
}
