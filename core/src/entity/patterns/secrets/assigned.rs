//! Values that only what they are assigned to makes secret.
//!
//! Names and forms of the vendors' rules are gitleaks' (MIT); the last rule is for all others.

use super::bounds::Bounds;
use super::chains::Chains;
use super::context::names;
use super::password;
use super::placeholder::is_placeholder;
use super::trim::trim_end;
use super::value::{Value, ends_with, is_closed, is_parameter, padding};
use super::{entropy, shape};

/// A rule, the words of which one is in the name, the forms of which the value has one, and its
/// least entropy.
struct Vendor(
    &'static str,
    &'static [&'static str],
    &'static [&'static str],
    f32,
);

const UUID: &str = "<h8>-<h4>-<h4>-<h4>-<h12>";

#[rustfmt::skip]
const VENDORS: &[Vendor] = &[
    Vendor("adafruit-api-key", &["adafruit"], &["<w32>"], 3.0),
    Vendor("adobe-client-id", &["adobe"], &["<h32>"], 2.0),
    Vendor("airtable-api-key", &["airtable"], &["<a17>"], 3.0),
    Vendor("algolia-api-key", &["algolia"], &["<a32>"], 3.0),
    Vendor("alibaba-secret-key", &["alibaba"], &["<a30>"], 2.0),
    Vendor("asana-client-secret", &["asana"], &["<a32>", "<d16>"], 2.0),
    Vendor("atlassian-api-token", &["atlassian", "confluence", "jira"], &["<a20><h4>"], 3.5),
    Vendor("beamer-api-token", &["beamer"], &["b_<x44>"], 2.0),
    Vendor("bitbucket-client-secret", &["bitbucket"], &["<x64>", "<a32>"], 3.0),
    Vendor("bittrex-access-key", &["bittrex"], &["<a32>"], 3.0),
    Vendor("cisco-meraki-api-key", &["meraki"], &["<h40>"], 3.0),
    Vendor("cloudflare-api-key", &["cloudflare"], &["<w40>", "<h37>"], 2.0),
    Vendor("codecov-access-token", &["codecov"], &["<a32>"], 3.0),
    Vendor("cohere-api-token", &["cohere", "co_api_key"], &["<a40>"], 4.0),
    Vendor("coinbase-access-token", &["coinbase"], &["<w64>"], 3.0),
    Vendor("confluent-secret-key", &["confluent"], &["<a64>", "<a16>"], 3.0),
    Vendor("contentful-delivery-api-token", &["contentful"], &["<x43>"], 3.0),
    Vendor("datadog-access-token", &["datadog"], &["<a40>"], 3.0),
    Vendor("discord-api-token", &["discord"], &["<h64>"], 3.0),
    Vendor("discord-client-secret", &["discord"], &["<x32>", "<d18>"], 2.0),
    Vendor("droneci-access-token", &["droneci"], &["<a32>"], 3.0),
    Vendor("dropbox-api-token", &["dropbox"], &["sl.<x135>", "<a15>", "<x64>"], 2.0),
    Vendor("etsy-access-token", &["etsy"], &["<a24>"], 3.0),
    Vendor("facebook-secret", &["facebook"], &["<h32>"], 3.0),
    Vendor("fastly-api-token", &["fastly"], &["<x32>"], 3.0),
    Vendor("finicity-api-token", &["finicity"], &["<h32>", "<a20>"], 3.0),
    Vendor("finnhub-access-token", &["finnhub"], &["<a20>"], 3.0),
    Vendor("flickr-access-token", &["flickr"], &["<a32>"], 3.0),
    Vendor("freshbooks-access-token", &["freshbooks"], &["<a64>"], 3.0),
    Vendor("heroku-api-key", &["heroku"], &[UUID], 2.0),
    Vendor("hubspot-api-key", &["hubspot"], &[UUID], 2.0),
    Vendor("intercom-api-key", &["intercom"], &["<x60>"], 3.0),
    Vendor("jfrog-api-key", &["jfrog", "artifactory", "bintray", "xray"], &["<a73>", "<a64>"], 3.0),
    Vendor("kraken-access-token", &["kraken"], &["<b80-90>"], 3.0),
    Vendor("kucoin-access-token", &["kucoin"], &["<h24>", UUID], 2.0),
    Vendor("launchdarkly-access-token", &["launchdarkly"], &["<x40>"], 3.0),
    Vendor("linear-client-secret", &["linear"], &["<h32>"], 3.0),
    Vendor("linkedin-client-secret", &["linkedin", "linked_in", "linked-in"], &["<a16>", "<a14>"], 2.0),
    Vendor("lob-api-key", &["lob"], &["live_<h35>", "test_<h35>", "live_pub_<h31>", "test_pub_<h31>"], 2.0),
    Vendor("mailchimp-api-key", &["mailchimp"], &["<h32>-us<d2>"], 2.0),
    Vendor("mailgun-private-api-token", &["mailgun"], &["key-<h32>", "pubkey-<h32>", "<a32>-<a8>-<a8>"], 2.0),
    Vendor("mapbox-api-token", &["mapbox"], &["pk.<a60>.<a22>"], 3.0),
    Vendor("mattermost-access-token", &["mattermost"], &["<a26>"], 3.0),
    Vendor("messagebird-client-id", &["messagebird", "message-bird", "message_bird"], &[UUID, "<a25>"], 2.0),
    Vendor("netlify-access-token", &["netlify"], &["<x40-46>"], 3.0),
    Vendor("new-relic-user-api-key", &["new-relic", "newrelic", "new_relic"], &["NRAK-<a27>", "NRII-<w32>", "NRJS-<h19>", "<a64>"], 2.0),
    Vendor("nytimes-access-token", &["nytimes", "new-york-times", "newyorktimes"], &["<x32>"], 3.0),
    Vendor("okta-access-token", &["okta"], &["00<x40>"], 4.0),
    Vendor("plaid-secret-key", &["plaid"], &["access-<l5-12>-<h8>-<h4>-<h4>-<h4>-<h12>", "<a30>", "<a24>"], 3.5),
    Vendor("privateai-api-token", &["privateai", "private_ai", "private-ai"], &["<a32>"], 3.0),
    Vendor("rapidapi-access-token", &["rapidapi"], &["<w50>"], 3.0),
    Vendor("sendbird-access-token", &["sendbird"], &["<h40>", UUID], 2.0),
    Vendor("sentry-access-token", &["sentry"], &["<h64>"], 3.0),
    Vendor("sidekiq-secret", &["contribsys__com"], &["<h8>:<h8>"], 0.0),
    Vendor("snyk-api-token", &["snyk"], &[UUID], 2.0),
    Vendor("sonar-api-token", &["sonar.login", "sonar.token", "sonar_login", "sonar_token", "sonar-login", "sonar-token"], &["<x44>", "<x40>"], 2.0),
    Vendor("sourcegraph-access-token", &["sourcegraph"], &["<h40>"], 3.0),
    Vendor("squarespace-access-token", &["squarespace"], &[UUID], 2.0),
    Vendor("sumologic-access-id", &["sumo"], &["su<a12>"], 3.0),
    Vendor("sumologic-access-token", &["sumo"], &["<a64>"], 3.0),
    Vendor("travisci-access-token", &["travis"], &["<a22>"], 3.0),
    Vendor("twitch-api-token", &["twitch"], &["<a30>"], 3.0),
    Vendor("twitter-access-token", &["twitter"], &["<d15-25>-<a20-40>", "<a45>", "<a25>", "<a50>", "<x102-122>"], 3.0),
    Vendor("yandex-api-key", &["yandex"], &["AQVN<w35-38>", "YC<w38>", "t1.<x90-200>"], 3.0),
    Vendor("zendesk-secret-key", &["zendesk"], &["<a40>"], 3.0),
];

/// Words of which one is in the name of a secret.
const WORDS: &[&str] = &[
    "access",
    "auth",
    "api",
    "credential",
    "creds",
    "key",
    "passwd",
    "password",
    "secret",
    "token",
];

/// Names with one of those words that hold no secret.
#[rustfmt::skip]
const HARMLESS: &[&str] = &[
    "accessib", "accessor", "access_id", "accessid", "access-id", "apiid", "api_id", "api-id", "api_name",
    "api_version", "apiversion", "rapid", "capital", "author", "results", "credentialsid", "credentials_id",
    "bucket_key", "bucketkey", "cache_key", "cachekey", "cache-key", "idempotency", "page_token", "pagetoken",
    "partition_key", "public key", "secret_id", "foreign_key", "foreign-key", "primary_key", "primarykey", "public_key",
    "publickey", "public-key", "public_token", "schema_key", "sequence_key", "sort_key", "turkey", "monkey",
    "keyalias", "key_alias", "keyboard", "keycode", "keyframe", "key_id", "keyid", "key-id", "keylength",
    "key_length", "key_name", "keyname", "keypair", "key_pair", "keyring", "keyselector", "key_size", "keystore",
    "keyword", "secretsid", "secret_name", "secretname", "secret_length", "csrf", "endpoint", "_url", "_uri",
    "tokenurl", "tokenuri", "key_file", "keyfile", "token_file", "tokenfile", "_path", "checksum", "chksum",
];

/// Words that a random value does not hold.
#[rustfmt::skip]
const SPOKEN: &[&str] = &[
    "about", "account", "action", "admin", "android", "answer", "apache", "archive", "array", "asset", "author",
    "backup", "basic", "beta", "block", "board", "build", "button", "cache", "change", "check", "class", "client",
    "cloud", "cluster", "code", "color", "command", "common", "config", "connect", "content", "control", "create",
    "custom", "data", "date", "debug", "default", "demo", "design", "device", "direct", "docker", "document",
    "domain", "download", "dummy", "email", "error", "event", "example", "export", "factory", "false", "feature",
    "field", "file", "filter", "first", "format", "generat", "google", "group", "handler", "header", "hello",
    "host", "http", "image", "import", "index", "input", "insert", "instance", "item", "json", "label", "language",
    "length", "level", "library", "license", "link", "list", "local", "login", "logo", "main", "manager", "master",
    "member", "message", "method", "model", "module", "my-", "name", "network", "node", "null", "number", "object",
    "option", "order", "output", "package", "page", "param", "parse", "password", "path", "pattern", "platform",
    "player", "plugin", "prefix", "process", "product", "profile", "project", "provider", "public", "query",
    "random", "redacted", "release", "remote", "report", "request", "required", "resource", "response", "result",
    "sales", "sample", "schema", "script", "search", "secret", "select", "server", "service", "session", "setting",
    "simple", "source", "standard", "start", "state", "status", "storage", "store", "stream", "string", "system",
    "table", "target", "task", "template", "test", "text", "this", "time", "title", "token", "true", "type",
    "update", "upload", "user", "value", "variable", "version", "video", "view", "website", "window", "your",
];

/// The secret at the front of `text`, which is assigned to `name`, and is set off so.
pub(super) fn find(name: &str, text: &str, bounds: Bounds) -> Option<Value> {
    VENDORS
        .iter()
        .find_map(|vendor| vendor.find(name, text))
        .or_else(|| password::find(name, text, bounds))
        .or_else(|| generic(name, text))
        .or_else(|| chosen(name, text, bounds))
}

/// Ends of names under which a value that someone chose is a secret, too.
#[rustfmt::skip]
const CHOSEN: &[&str] = &[
    "secret", "secret_key", "secretkey", "secret-key", "secret key", "app_key", "signing_key", "encryption_key",
];

/// A value that is written as passwords are, under such a name.
fn chosen(name: &str, text: &str, bounds: Bounds) -> Option<Value> {
    let ends = |word: &&str| ends_with(name.trim_end(), word);
    let value = &text[..bounds.end(text)];
    let value = trim_end(value, b".\\");
    let path = value.contains('/') && !value.starts_with("base64:");
    let generic = text[value.len()..].strip_prefix('<');
    let typed = path || generic.is_some_and(is_parameter);
    let sound = CHOSEN.iter().any(ends) && value.len() >= 8 && !typed && password::is_strong(value);
    sound.then_some(Value {
        rule: "generic-api-key",
        length: value.len(),
    })
}

impl Vendor {
    fn find(&self, name: &str, text: &str) -> Option<Value> {
        if !self.1.iter().any(|word| names(name, word)) {
            return None;
        }
        let length = self
            .2
            .iter()
            .find_map(|form| shape::length(form, text).filter(|length| is_closed(text, *length)))?;
        let sound = entropy::bits(&text[..length]) >= self.3;
        sound.then_some(Value {
            rule: self.0,
            length,
        })
    }
}

/// Bytes of a value that is long.
const LONG: usize = 150;

/// Whether a secret is called so.
pub(crate) fn names_secret(name: &str) -> bool {
    let has = |list: &[&str]| list.iter().any(|word| names(name, word));
    password::names(name) || has(WORDS) && !has(HARMLESS)
}

static SPOKEN_BY_FIRST: Chains<{ SPOKEN.len() }> = {
    let (mut bytes, mut at) = ([0; SPOKEN.len()], 0);
    while at < bytes.len() {
        bytes[at] = SPOKEN[at].as_bytes()[0];
        at += 1;
    }
    Chains::of(bytes)
};

/// Whether one of the words that a random value does not hold stands in `value`.
fn is_spoken(value: &str) -> bool {
    let value = value.as_bytes();
    let begins = |at: usize, word: &str| {
        let part = value.get(at..at + word.len());
        part.is_some_and(|part| part.eq_ignore_ascii_case(word.as_bytes()))
    };
    let spoken = |at: usize| {
        let mut words = SPOKEN_BY_FIRST.places(value[at].to_ascii_lowercase());
        words.any(|word| begins(at, SPOKEN[word]))
    };
    (0..value.len()).any(spoken)
}

/// A random value under a name that speaks of a secret.
pub(super) fn generic(name: &str, text: &str) -> Option<Value> {
    let has = |list: &[&str]| list.iter().any(|word| names(name, word));
    if !has(WORDS) || has(HARMLESS) {
        return None;
    }
    let form = ["<x10+>", "<b12+>"].into_iter().find_map(|form| {
        let length = shape::length(form, text)?;
        let length = length + padding(&text[length..], 3);
        is_closed(text, length).then_some(length)
    });
    let length = form?;
    let value = &text[..length];
    // Hexadecimal digits are sixteen: four bits each are the most, and what is drawn has less.
    let hex = length >= 32 && value.bytes().all(|b| b.is_ascii_hexdigit() || b == b'-');
    let least = if hex { 3.0 } else { 3.5 };
    let random = value.bytes().any(|b| b.is_ascii_digit()) && entropy::bits(value) >= least;
    // Words stand in long values by chance; text has less entropy than base64.
    let drawn = length > LONG && entropy::bits(value) >= 5.0;
    let spoken = !drawn && is_spoken(value);
    (random && !spoken && !is_name(value) && !is_placeholder(value)).then_some(Value {
        rule: "generic-api-key",
        length,
    })
}

/// Whether it is a name in code, of words: `Curve25519SeedBin`, `RSA_PSS_2048_SHA512`.
fn is_name(value: &str) -> bool {
    let capital = value.starts_with(|c: char| c.is_ascii_uppercase());
    capital && (is_type(value) || is_constant(value))
}

/// Words with a capital each, behind which digits may stand.
fn is_type(value: &str) -> bool {
    let mut words = 0;
    let mut rest = value;
    while let Some(behind) = rest.strip_prefix(|c: char| c.is_ascii_uppercase()) {
        let small = behind.trim_start_matches(|c: char| c.is_ascii_lowercase());
        if small.len() == behind.len() {
            return false;
        }
        rest = small.trim_start_matches(|c: char| c.is_ascii_digit());
        words += 1;
    }
    rest.is_empty() && words > 1
}

/// Short words in capitals with low lines between, behind which digits may stand.
fn is_constant(value: &str) -> bool {
    let word = |part: &str| {
        let letters = part.trim_end_matches(|c: char| c.is_ascii_digit());
        part.len() < 10 && letters.bytes().all(|b| b.is_ascii_uppercase())
    };
    value.matches('_').count() > 1 && value.split('_').all(word)
}
