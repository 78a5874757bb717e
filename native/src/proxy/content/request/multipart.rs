//! `multipart/form-data` (RFC 7578, RFC 2046): parts with headers of their own, and a boundary between them.

use super::ContentError;

/// What stands between the parts, as a body's type tells it.
pub(super) fn boundary(content_type: &str) -> Option<String> {
    let mut parameters = content_type.split(';').skip(1);
    let boundary = parameters.find_map(|parameter| {
        let (name, value) = parameter.trim().split_once('=')?;
        let value = value.trim_matches('"');
        (name.eq_ignore_ascii_case("boundary") && !value.is_empty()).then(|| value.to_owned())
    })?;
    Some(format!("--{boundary}"))
}

/// What masks a part.
pub(super) trait Mask {
    /// A word of its head.
    fn word(&self, word: &str) -> Result<String, ContentError>;

    /// Its content, which is of this type.
    fn content(&self, content_type: &str, content: &[u8]) -> Result<Vec<u8>, ContentError>;
}

/// The body with each part's content and names masked, and all else as it was. What stands before the first part
/// and behind the last is left out: it means nothing, and nobody would look at it.
pub(super) fn mask(body: &[u8], boundary: &str, mask: &dyn Mask) -> Result<Vec<u8>, ContentError> {
    let boundary = boundary.as_bytes();
    let mut rest = first(body, boundary).ok_or(ContentError::Parts)?;
    let mut out = Vec::with_capacity(body.len());
    while !rest.starts_with(b"--") {
        let part = rest.strip_prefix(b"\r\n").ok_or(ContentError::Parts)?;
        let delimiter = [b"\r\n", boundary].concat();
        let end = find(part, &delimiter).ok_or(ContentError::Parts)?;
        let head = find(&part[..end], b"\r\n\r\n").ok_or(ContentError::Parts)?;
        let (head, content) = part[..end].split_at(head + 4);
        let head = std::str::from_utf8(head).map_err(|_| ContentError::Foreign)?;
        out.extend([boundary, b"\r\n", masked_head(head, mask)?.as_bytes()].concat());
        out.extend(mask.content(&content_type(head)?, content)?);
        out.extend(b"\r\n");
        rest = &part[end + delimiter.len()..];
    }
    out.extend([boundary, b"--"].concat());
    if rest.starts_with(b"--\r\n") {
        out.extend(b"\r\n");
    }
    Ok(out)
}

/// What follows the first boundary, which stands at the beginning of a line.
fn first<'b>(body: &'b [u8], boundary: &[u8]) -> Option<&'b [u8]> {
    if let Some(rest) = body.strip_prefix(boundary) {
        return Some(rest);
    }
    let delimiter = [b"\r\n", boundary].concat();
    find(body, &delimiter).map(|at| &body[at + delimiter.len()..])
}

/// A part's head, with what its headers say in quotes and between them masked: a file may be called by an address.
fn masked_head(head: &str, mask: &dyn Mask) -> Result<String, ContentError> {
    let line = |line: &str| match line.split_once(':') {
        Some((name, value)) if !name.trim().eq_ignore_ascii_case("content-type") => {
            let words = value.split('"').map(|word| mask.word(word));
            let words = words.collect::<Result<Vec<_>, _>>()?;
            Ok(format!("{name}:{}", words.join("\"")))
        }
        _ => Ok(line.to_owned()),
    };
    let lines = head.split("\r\n").map(line);
    Ok(lines
        .collect::<Result<Vec<_>, ContentError>>()?
        .join("\r\n"))
}

/// A part's type; plain text where it tells none. Content that is coded can't be looked at.
fn content_type(head: &str) -> Result<String, ContentError> {
    let header = |wanted: &str| {
        let mut lines = head.split("\r\n").filter_map(|line| line.split_once(':'));
        let found = lines.find(|(name, _)| name.trim().eq_ignore_ascii_case(wanted));
        found.map(|(_, value)| value.trim().to_owned())
    };
    let coding = header("content-transfer-encoding");
    let coded =
        |coding: String| !matches!(&*coding.to_ascii_lowercase(), "7bit" | "8bit" | "binary");
    if coding.is_some_and(coded) || header("content-encoding").is_some() {
        return Err(ContentError::Unknown);
    }
    Ok(header("content-type").unwrap_or_else(|| "text/plain".to_owned()))
}

fn find(bytes: &[u8], wanted: &[u8]) -> Option<usize> {
    memchr::memmem::find(bytes, wanted)
}
