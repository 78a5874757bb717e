//! Members whose values are the protocol's own as long as they look it: ids, words and what is sealed.

use super::site::without_names;
use crate::entity::patterns::is_begun_key;
use crate::{Kind, Kinds};

/// Keys of the protocol's words and times, besides those of ids.
const WORDS: [&str; 14] = [
    "type",
    "object",
    "role",
    "model",
    "event",
    "status",
    "finish_reason",
    "created_at",
    "createTime",
    "system_fingerprint",
    "service_tier",
    "modelVersion",
    "timestamp",
    "version",
];
/// Keys of what only its maker reads.
const SEALED: [&str; 5] = [
    "signature",
    "thought_signature",
    "thoughtSignature",
    "encrypted_content",
    "obfuscation",
];
/// What has letters as ids have them.
const LETTERED: Kinds = Kinds::of(&[Kind::Secret, Kind::Iban]);
/// Digits of the shortest number that is a value.
const DIGITS: usize = 7;
/// Bytes of the shortest key.
const KEY: usize = 16;
/// Characters of the shortest account's number (IBAN).
const ACCOUNT: usize = 15;

/// Whether the value is no text, nor hides one.
pub(super) fn is_own(key: &str, value: &str) -> bool {
    looks_own(key, value) && !may_hide(key, value)
}

/// What of `kinds` can be masked in a value that looks the protocol's: in one with letters, as ids have them, keys and
/// accounts alone. `None` for texts.
pub(super) fn kinds_of(key: &str, value: &str, kinds: Kinds) -> Option<Kinds> {
    if !looks_own(key, value) {
        return None;
    }
    let kinds = without_names(kinds);
    Some(if has_letter(value) {
        kinds.and(LETTERED)
    } else {
        kinds
    })
}

fn looks_own(key: &str, value: &str) -> bool {
    let named = is_id(key) || WORDS.contains(&key) || SEALED.contains(&key);
    named && !value.contains([' ', '@', '\\'])
}

fn is_id(key: &str) -> bool {
    key == "id" || key.ends_with("_id") || key.ends_with("Id")
}

/// Whether a value of an application's stands where one of the protocol's does: `"user_id":"+14155550132"`.
fn may_hide(key: &str, value: &str) -> bool {
    if has_letter(value) {
        return !SEALED.contains(&key)
            && (value.len() >= KEY && is_begun_key(value) || is_account(value));
    }
    let digits = value.bytes().filter(u8::is_ascii_digit).count();
    digits >= DIGITS || value.split('.').count() == 4
}

/// Whether it begins as the number of an account does: a country and two digits, `DE89`.
fn is_account(value: &str) -> bool {
    let country = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_uppercase);
    let digits = |bytes: &[u8]| bytes.iter().all(u8::is_ascii_digit);
    let bytes = value.as_bytes();
    bytes.len() >= ACCOUNT && country(&bytes[..2]) && digits(&bytes[2..4])
}

fn has_letter(value: &str) -> bool {
    value.bytes().any(|byte| byte.is_ascii_alphabetic())
}
