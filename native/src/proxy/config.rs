//! What a proxy is told: on the command line, in `midflight.toml`, or as a library.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::time::Duration;

use midflight_core::redact::{Redaction, Style};
use midflight_core::{Kind, Kinds, Wire};
use reqwest::Url;
use serde::Deserialize;

/// What a proxy does. The default has no upstream.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where clients connect. Default: 127.0.0.1:8787.
    pub listen: SocketAddr,
    /// Where what it saw is to be had; nowhere where `None`. Default: 127.0.0.1:8788.
    pub admin: Option<SocketAddr>,
    /// What a request to `admin` must bear (`Authorization: Bearer …`). Without one it answers to
    /// this machine alone.
    pub admin_token: Option<String>,
    /// Where requests go. The first that fits takes a request.
    pub upstreams: Vec<Upstream>,
    /// What is masked in answers, and how; nothing where there are no kinds.
    pub redact: Redaction,
    /// Its limits.
    pub limits: Limits,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            listen: SocketAddr::from(([127, 0, 0, 1], 8787)),
            admin: Some(SocketAddr::from(([127, 0, 0, 1], 8788))),
            admin_token: None,
            upstreams: Vec::new(),
            redact: Kinds::NONE.into(),
            limits: Limits::default(),
        }
    }
}

/// Where requests go.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// What logs and figures call it.
    pub name: String,
    /// Its address; what a request asks for is put behind its path.
    pub url: Url,
    /// The beginning of the paths that go here, which is taken off them; every path where empty.
    pub path: String,
    /// The `Host` of the requests that go here, without its port; any where `None`.
    pub host: Option<String>,
    /// The wire of its streams; found out from path and content where `Auto`.
    pub wire: Wire,
    /// Whether it speaks HTTP/2 without TLS (it is agreed upon where there is TLS).
    pub http2: bool,
}

impl Upstream {
    /// One that takes every request.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Url`] for what is no address of a server.
    pub fn new(url: &str) -> Result<Self, ConfigError> {
        let wrong = |why: String| ConfigError::Url {
            url: url.to_owned(),
            why,
        };
        let parsed = Url::parse(url).map_err(|error| wrong(error.to_string()))?;
        let http = matches!(parsed.scheme(), "http" | "https");
        if !http || parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(wrong("expected http(s)://HOST[:PORT][/PATH]".to_owned()));
        }
        Ok(Self {
            name: parsed.host_str().unwrap_or_default().to_owned(),
            url: parsed,
            path: String::new(),
            host: None,
            wire: Wire::Auto,
            http2: false,
        })
    }
}

/// What a proxy allows, and for how long it waits.
#[derive(Clone, Debug, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Limits {
    /// Connections of clients at a time; further ones wait to be accepted. Default: 2,048.
    pub connections: usize,
    /// Bytes of a request's head; a larger one is answered with 431. Default: 64 KiB.
    pub head_bytes: usize,
    /// Bytes of a request's body; a larger one is answered with 413. Default: 64 MiB.
    pub body_bytes: u64,
    /// Bytes of an answer that is no stream and is to be masked; a larger one is answered with 502.
    /// Default: 16 MiB.
    pub answer_bytes: usize,
    /// Until a request's head is there; a slower client is closed. Default: 30 s.
    #[serde(deserialize_with = "seconds")]
    pub head: Duration,
    /// Until the upstream is connected; then 504. Default: 10 s.
    #[serde(deserialize_with = "seconds")]
    pub connect: Duration,
    /// From there to the head of its answer; then 504. Default: 10 min.
    #[serde(deserialize_with = "seconds")]
    pub first_byte: Duration,
    /// Between two pieces of a body, sent or received; then the connection is closed. Default: 5 min.
    #[serde(deserialize_with = "seconds")]
    pub idle: Duration,
    /// For open streams to finish when the proxy is to end; then they are cut. Default: 30 s.
    #[serde(deserialize_with = "seconds")]
    pub shutdown: Duration,
    /// Until held-back text whose masking is undecided is masked and sent. Default: 2 s.
    #[serde(deserialize_with = "seconds")]
    pub hold: Duration,
    /// Bytes that wait for analysis; past it a stream is no longer analysed. Default: 32 MiB.
    pub queue_bytes: usize,
    /// Threads that analyse. Default: 1.
    pub workers: usize,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            connections: 2048,
            head_bytes: 64 << 10,
            body_bytes: 64 << 20,
            answer_bytes: 16 << 20,
            head: Duration::from_secs(30),
            connect: Duration::from_secs(10),
            first_byte: Duration::from_mins(10),
            idle: Duration::from_mins(5),
            shutdown: Duration::from_secs(30),
            hold: Duration::from_secs(2),
            queue_bytes: 32 << 20,
            workers: 1,
        }
    }
}

fn seconds<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<Duration, D::Error> {
    let seconds = f64::deserialize(deserializer)?;
    Duration::try_from_secs_f64(seconds).map_err(serde::de::Error::custom)
}

/// Why a configuration can't be used.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ConfigError {
    /// The file can't be read.
    #[error("{}: {source}", path.display())]
    Read {
        /// Which one.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// The file makes no sense.
    #[error("{}: {source}", path.display())]
    Toml {
        /// Which one.
        path: PathBuf,
        /// Where and why.
        source: Box<toml::de::Error>,
    },
    /// No address of a server.
    #[error("upstream {url:?}: {why}")]
    Url {
        /// What was given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// A name of a kind or wire that there is none of.
    #[error("no such {what}: {name:?}")]
    Name {
        /// What was to be named.
        what: &'static str,
        /// The name.
        name: String,
    },
    /// Something that does not go together.
    #[error("{0}")]
    Conflict(&'static str),
}

/// The file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<SocketAddr>,
    admin: Option<SocketAddr>,
    admin_token_file: Option<PathBuf>,
    #[serde(default)]
    redact: Vec<String>,
    redact_style: Option<String>,
    redact_key_file: Option<PathBuf>,
    #[serde(default)]
    limits: Limits,
    #[serde(default)]
    upstream: Vec<WrittenUpstream>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenUpstream {
    name: Option<String>,
    url: String,
    #[serde(default)]
    path: String,
    host: Option<String>,
    wire: Option<String>,
    #[serde(default)]
    http2: bool,
}

impl Config {
    /// Reads `midflight.toml`.
    ///
    /// # Errors
    ///
    /// [`ConfigError`] for what can't be read or makes no sense.
    pub fn read(path: &Path) -> Result<Self, ConfigError> {
        let text = read(path)?;
        let file = toml::from_str(&text).map_err(|source| ConfigError::Toml {
            path: path.to_owned(),
            source: Box::new(source),
        })?;
        Self::of(file)
    }

    fn of(file: Written) -> Result<Self, ConfigError> {
        let defaults = Self::default();
        let style = style(
            file.redact_style.as_deref(),
            file.redact_key_file.as_deref(),
        )?;
        let token = file.admin_token_file.as_deref().map(token).transpose()?;
        let upstreams = file.upstream.into_iter().map(upstream);
        Ok(Self {
            listen: file.listen.unwrap_or(defaults.listen),
            admin: file.admin.or(defaults.admin),
            admin_token: token,
            upstreams: upstreams.collect::<Result<_, _>>()?,
            redact: Redaction {
                kinds: kinds(file.redact.iter().map(String::as_str))?,
                style,
            },
            limits: file.limits,
        })
    }

    /// Whether it can be run.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Conflict`] where there is no upstream, or where others than this machine could
    /// see what went by.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.upstreams.is_empty() {
            return Err(ConfigError::Conflict("no upstream"));
        }
        let open = self.admin.is_some_and(|admin| !admin.ip().is_loopback());
        if open && self.admin_token.is_none() {
            let why = "an admin address that others can reach needs a token";
            return Err(ConfigError::Conflict(why));
        }
        Ok(())
    }
}

fn read(path: &Path) -> Result<String, ConfigError> {
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
        return Err(ConfigError::Conflict("the file with the token is empty"));
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
                let (what, name) = ("kind", name.to_owned());
                return Err(ConfigError::Name { what, name });
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
        }),
    }
}

fn key(path: &Path) -> Result<[u8; 16], ConfigError> {
    let digits = read(path)?;
    let digits = digits.trim();
    let number = u128::from_str_radix(digits, 16).ok();
    let number = number.filter(|_| digits.len() == 32);
    let wrong = ConfigError::Conflict("a key is 32 hexadecimal digits");
    number.map(u128::to_be_bytes).ok_or(wrong)
}

fn sensitive() -> impl Iterator<Item = Kind> {
    Kind::ALL.into_iter().filter(|kind| kind.is_sensitive())
}

fn upstream(file: WrittenUpstream) -> Result<Upstream, ConfigError> {
    let defaults = Upstream::new(&file.url)?;
    let name = file.wire.unwrap_or_else(|| Wire::Auto.name().to_owned());
    let wire = Wire::from_name(&name).ok_or(ConfigError::Name { what: "wire", name })?;
    let path = file.path.trim_end_matches('/').to_owned();
    if !path.is_empty() && !path.starts_with('/') {
        return Err(ConfigError::Conflict("an upstream's path begins with /"));
    }
    Ok(Upstream {
        name: file.name.unwrap_or(defaults.name),
        url: defaults.url,
        path,
        host: file.host.map(|host| host.to_ascii_lowercase()),
        wire,
        http2: file.http2,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        let file = toml::from_str(text).map_err(|error| error.to_string())?;
        Config::of(file).map_err(|error| error.to_string())
    }

    #[test]
    fn a_file_says_everything_that_the_command_line_says_and_more() {
        let config = parse(
            r#"
            listen = "127.0.0.1:9000"
            redact = ["email", "credit_card"]
            [limits]
            connections = 10
            idle = 1.5
            [[upstream]]
            url = "https://api.openai.com"
            path = "/openai/"
            [[upstream]]
            name = "local"
            url = "http://127.0.0.1:11434/base"
            host = "Ollama.localhost"
            wire = "ollama"
            "#,
        )
        .unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.admin.unwrap().port(), 8788);
        assert!(config.redact.kinds.has(Kind::Email) && !config.redact.kinds.has(Kind::Phone));
        assert_eq!(config.limits.connections, 10);
        assert_eq!(config.limits.idle, Duration::from_millis(1500));
        assert_eq!(config.limits.head, Limits::default().head);
        let [openai, local] = &config.upstreams[..] else {
            panic!("{config:?}");
        };
        assert_eq!(
            (openai.name.as_str(), openai.path.as_str()),
            ("api.openai.com", "/openai")
        );
        assert_eq!(
            (local.host.as_deref(), local.wire),
            (Some("ollama.localhost"), Wire::Ollama)
        );
        config.check().unwrap();
    }

    #[test]
    fn what_makes_no_sense_is_told() {
        let check = |text: &str, expected: &str| {
            let told =
                parse(text).and_then(|config| config.check().map_err(|error| error.to_string()));
            let told = told.unwrap_err();
            assert!(told.contains(expected), "{text}: {told}");
        };
        check("", "no upstream");
        check("listne = 1", "unknown field");
        check("redact = [\"mail\"]", "no such kind: \"mail\"");
        check("[[upstream]]\nurl = \"api.openai.com\"", "api.openai.com");
        check(
            "[[upstream]]\nurl = \"ftp://a.example\"",
            "expected http(s)",
        );
        check(
            "[[upstream]]\nurl = \"http://a.example\"\nwire = \"x\"",
            "no such wire",
        );
        check(
            "[[upstream]]\nurl = \"http://a.example\"\npath = \"a\"",
            "begins with /",
        );
        check("[limits]\nidle = -1", "idle");
        let open = "admin = \"0.0.0.0:1\"\n[[upstream]]\nurl = \"http://a.example\"";
        check(open, "needs a token");
    }
}
