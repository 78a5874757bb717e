//! Passwords by the names that they are assigned to.

use super::bounds::Bounds;
use super::placeholder::is_placeholder;
use super::trim::trim_end;
use super::value::{Value, ends_with};
use crate::text::list::{List, list};

/// What a name that ends so holds needs no form.
#[rustfmt::skip]
const NAMES: &[&str] = &[
    "password", "passwd", "passphrase", "pwd", "db_pass", "dbpass", "user_pass", "smtp_pass", "mail_pass",
    "mysql_pass", "redis_pass", "root_pass", "admin_pass", "default_pass", "auth_pass", "--pass", "pass phrase", "seed phrase",
    "recovery phrase", "mnemonic", "identified by", "passwort", "kennwort", "contraseña", "mot de passe", "senha",
    "wachtwoord", "psk", "convertto-securestring", "ароль", "密码", "密碼", "パスワード", "비밀번호",
];

/// The bytes that they end with, as [`bit`] has them.
const LAST: u64 = {
    let (mut bits, mut at) = (0, 0);
    while at < NAMES.len() {
        let name = NAMES[at].as_bytes();
        bits |= bit(name[name.len() - 1]);
        at += 1;
    }
    bits
};

/// The bit of a byte, whatever its case.
const fn bit(byte: u8) -> u64 {
    1 << (byte.to_ascii_lowercase() & 0x3f)
}

/// Words of what is said about passwords.
const TALK: &List = list!(
    "password passwords passphrase passphrases secret character characters chars letters digits symbols words string \
    minimum maximum min max least long strong weak length required optional must enter choose type set reset change \
    changed forgot confirm new old current invalid incorrect expired using used use uses without default \
    encrypted hashed plain login username user email account field option value example value generated random \
    please again match empty blank missing wrong here file env"
);

/// Words that join others.
const JOINING: &List = list!("this that your the and for not from into with");

/// Whether `name` is that of a password.
pub(super) fn names(name: &str) -> bool {
    let last = name.bytes().last().unwrap_or_default();
    last >= b'@' && LAST & bit(last) != 0 && NAMES.iter().any(|word| ends_with(name, word))
}

/// Whether a word is one that is said about passwords.
pub(super) fn is_talk(word: &str) -> bool {
    TALK.has(word)
}

/// The password at the front of `text`, which is assigned to `name`.
pub(super) fn find(name: &str, text: &str, bounds: Bounds) -> Option<Value> {
    let name = name.trim_end();
    if !names(name) {
        return None;
    }
    let rest = bounds.braces(text);
    let value = trim_end(&rest[..bounds.end(rest)], b".:\\");
    let told = is_mixed(value) || bounds == Bounds::Connection || is_chain(value);
    let sound = told || (bounds == Bounds::Shell && is_word(value));
    let long = (6..=128).contains(&value.len()) && sound && !is_placeholder(value);
    let calls = is_call(value) || value.contains("://") || is_code(value);
    let braced = 2 * usize::from(rest.len() < text.len());
    (long && !calls).then_some(Value {
        rule: "password",
        length: value.len() + braced,
    })
}

/// Whether a function is called for it, or it is an element of something.
fn is_call(value: &str) -> bool {
    let name = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'.' | b':');
    let called = value.split_once(['(', '[']);
    called.is_some_and(|(called, _)| !called.is_empty() && called.bytes().all(name))
}

/// Whether it is a tag of YAML or an annotation, the host behind what stands for a password, a type or a member of one,
/// or holds no letter or digit.
fn is_code(value: &str) -> bool {
    let letters = |text: &str| text.bytes().all(|b| b.is_ascii_alphabetic());
    let tag = value.strip_prefix(['!', '@']);
    tag.is_some_and(letters)
        || value.strip_prefix('&').is_some_and(letters)
        || is_path(value)
        || value.starts_with('@') && value.contains('/')
        || !value.contains(char::is_alphanumeric)
}

/// `io::ErrorKind::InvalidInput`
fn is_path(value: &str) -> bool {
    let name = |b: u8| b.is_ascii_alphanumeric() || b == b'_';
    let mut parts = value.split("::");
    value.contains("::") && parts.all(|part| !part.is_empty() && part.bytes().all(name))
}

/// Whether only a secret is written like it: of three sorts of characters, and no code.
pub(super) fn is_strong(value: &str) -> bool {
    let has = |is: fn(u8) -> bool| usize::from(value.bytes().any(is));
    let sorts = has(|b| b.is_ascii_lowercase())
        + has(|b| b.is_ascii_uppercase())
        + has(|b| b.is_ascii_digit())
        + has(|b| b.is_ascii_punctuation() && !b"-_.'/,:()".contains(&b));
    let attribute = value.strip_suffix('=');
    let attribute = attribute.is_some_and(|name| name.bytes().all(|b| b.is_ascii_alphabetic()));
    sorts > 2 && !attribute && !is_call(value) && !is_code(value) && !is_placeholder(value)
}

/// Whether it holds more than letters.
pub(super) fn is_mixed(value: &str) -> bool {
    let letter = |b: u8| b.is_ascii_alphabetic() || matches!(b, b'-' | b'_' | b'.');
    !value.bytes().all(letter)
}

/// Whether it is words with hyphens: `correct-horse-battery-staple`.
fn is_chain(value: &str) -> bool {
    let mut words = value.split(['-', '_', '.']);
    let word = |word: &str| word.len() > 2 && !is_talk(word) && !JOINING.has(word);
    value.split(['-', '_', '.']).count() > 3 && words.all(word)
}

/// Whether it is a word, and no name of something else.
fn is_word(value: &str) -> bool {
    let letters = value.bytes().all(|byte| byte.is_ascii_alphabetic());
    letters && !super::holds(value, "pass") && !is_talk(value)
}
