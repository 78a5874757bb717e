//! What options and the file name: kinds, styles, and files with secrets in them.

use std::path::Path;

use midflight_core::redact::Style;
use midflight_core::{Kind, Kinds};

use crate::proxy::ConfigError;

/// What is in a file.
pub(in crate::proxy) fn read(path: &Path) -> Result<String, ConfigError> {
    std::fs::read_to_string(path).map_err(|source| ConfigError::Read {
        path: path.to_owned(),
        source,
    })
}

/// The token in a file, without white space around it.
///
/// # Errors
///
/// [`ConfigError`] where there is none.
pub fn token(path: &Path) -> Result<String, ConfigError> {
    let token = read(path)?.trim().to_owned();
    if token.is_empty() {
        return Err(within(path, "expected a token, came an empty file"));
    }
    Ok(token)
}

/// The kinds of these names; `default` stands for the personal and secret ones.
///
/// # Errors
///
/// [`ConfigError::Name`] for a name of none.
pub fn kinds<'n>(names: impl IntoIterator<Item = &'n str>) -> Result<Kinds, ConfigError> {
    let mut found = Vec::new();
    for name in names {
        match Kind::from_name(name) {
            Some(kind) => found.push(kind),
            None if name == "default" => found.extend(sensitive()),
            None => {
                let kinds = Kind::ALL.into_iter().map(Kind::name);
                return Err(ConfigError::Name {
                    what: "kind",
                    name: name.to_owned(),
                    choices: one_of(["default"].into_iter().chain(kinds)),
                });
            }
        }
    }
    Ok(found.into_iter().collect())
}

/// The style of that name; `hash` needs a file with its key: 32 hexadecimal digits.
///
/// # Errors
///
/// [`ConfigError`] for a name of none, and for a key that is none.
pub fn style(name: Option<&str>, key_file: Option<&Path>) -> Result<Style, ConfigError> {
    match (name, key_file) {
        (None | Some("placeholder"), None) => Ok(Style::Placeholder),
        (Some("mask"), None) => Ok(Style::Mask),
        (Some("hash"), Some(file)) => Ok(Style::Hash { key: key(file)? }),
        (Some("hash"), None) => Err(ConfigError::Conflict("the style hash needs a key file")),
        (Some("mask" | "placeholder") | None, Some(_)) => {
            Err(ConfigError::Conflict("a key file is for the style hash"))
        }
        (Some(name), _) => Err(ConfigError::Name {
            what: "style",
            name: name.to_owned(),
            choices: one_of(["placeholder", "hash", "mask"].into_iter()),
        }),
    }
}

fn key(path: &Path) -> Result<[u8; 16], ConfigError> {
    key_of(&read(path)?).map_err(|expected| within(path, expected))
}

/// The key that a file for the style `hash` holds.
///
/// # Errors
///
/// What is expected, where it is something else.
pub fn key_of(text: &str) -> Result<[u8; 16], &'static str> {
    let digits = text.trim();
    let is_key = digits.len() == 32 && digits.bytes().all(|digit| digit.is_ascii_hexdigit());
    let number = u128::from_str_radix(digits, 16).ok().filter(|_| is_key);
    let expected = "expected 32 hexadecimal digits, as `openssl rand -hex 16` writes";
    number.map(u128::to_be_bytes).ok_or(expected)
}

/// What is wrong with a file.
fn within(path: &Path, why: &'static str) -> ConfigError {
    ConfigError::Within {
        path: path.to_owned(),
        source: Box::new(ConfigError::Conflict(why)),
    }
}

/// Names that one may choose among.
pub(in crate::proxy) fn one_of<'n>(names: impl Iterator<Item = &'n str>) -> String {
    names.collect::<Vec<_>>().join(", ")
}

fn sensitive() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_sensitive())
}
