//! What a proxy is told: on the command line, in `midflight.toml`, or as a library.

mod file;
pub(super) mod limits;
pub(super) mod names;

use std::net::{IpAddr, Ipv4Addr, SocketAddr};
use std::path::PathBuf;

use midflight_core::redact::Redaction;
use midflight_core::{Kinds, Wire};
use reqwest::Url;

use super::Limits;

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
    /// What is masked in answers, and how; nothing where there are no kinds. An upstream may say otherwise.
    pub redact: Redaction,
    /// What is masked in requests, as numbered placeholders that are turned back in their answers; nothing
    /// where there are no kinds. An upstream may say otherwise.
    pub redact_requests: Kinds,
    /// Where its figures are pushed to; nowhere where `None`.
    #[cfg(feature = "otlp")]
    pub otlp: Option<crate::proxy::Otlp>,
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
            redact_requests: Kinds::NONE,
            #[cfg(feature = "otlp")]
            otlp: None,
            limits: Limits::default(),
        }
    }
}

/// Where requests go.
#[derive(Clone, Debug)]
pub struct Upstream {
    /// What logs and figures call it: the host of its address, with the port where that is not its scheme's,
    /// unless it is named.
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
    /// What is masked in its answers; what the [`Config`] says where `None`.
    pub redact: Option<Kinds>,
    /// What is masked in requests to it; what the [`Config`] says where `None`.
    pub redact_requests: Option<Kinds>,
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
        let expected = "expected http(s)://HOST[:PORT][/PATH]";
        let parsed = Url::parse(url).map_err(|error| wrong(format!("{expected} ({error})")))?;
        let http = matches!(parsed.scheme(), "http" | "https");
        if !http || parsed.query().is_some() || parsed.fragment().is_some() {
            return Err(wrong(expected.to_owned()));
        }
        if parsed.username() != "" || parsed.password().is_some() {
            return Err(without_password(parsed));
        }
        Ok(Self {
            name: authority(&parsed),
            url: parsed,
            path: String::new(),
            host: None,
            wire: Wire::Auto,
            http2: false,
            redact: None,
            redact_requests: None,
        })
    }
}

/// Its host, and its port where that is another than its scheme's: upstreams on one machine differ by it.
fn authority(url: &Url) -> String {
    let host = url.host_str().unwrap_or_default();
    match url.port() {
        Some(port) => format!("{host}:{port}"),
        None => host.to_owned(),
    }
}

/// What is told of an address with a user in it, but for the password.
fn without_password(mut url: Url) -> ConfigError {
    // An address of a server can have neither, and so none is left out in vain.
    let _ = (url.set_username(""), url.set_password(None));
    let why = "expected an address without user and password: nothing would send them (clients send \
               credentials in headers, which pass)";
    ConfigError::Url {
        url: url.into(),
        why: why.to_owned(),
    }
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
    /// No address of a collector.
    #[cfg(feature = "otlp")]
    #[error("otlp endpoint {url:?}: {why}")]
    Collector {
        /// What was given.
        url: String,
        /// What is wrong with it.
        why: String,
    },
    /// A name of a kind or wire that there is none of.
    #[error("no such {what}: {name:?} (expected {choices})")]
    Name {
        /// What was to be named.
        what: &'static str,
        /// The name.
        name: String,
        /// The names that there are.
        choices: String,
    },
    /// Something that a file says.
    #[error("{}: {source}", path.display())]
    Within {
        /// Which file.
        path: PathBuf,
        /// What is wrong with it.
        source: Box<ConfigError>,
    },
    /// A limit with which nothing could go on, or that is none.
    #[error("limits: {name}: expected {expected}")]
    Limit {
        /// Which one.
        name: &'static str,
        /// What it should be.
        expected: &'static str,
    },
    /// Something that does not go together.
    #[error("{0}")]
    Conflict(&'static str),
}

impl Config {
    /// Whether it can be run.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Conflict`] where there is no upstream, where one is the proxy itself, where a limit or a
    /// host makes no sense, or where others than this machine could see what went by.
    pub fn check(&self) -> Result<(), ConfigError> {
        if self.upstreams.is_empty() {
            let why =
                "no upstream: expected one at least (--upstream URL, or [[upstream]] with a url)";
            return Err(ConfigError::Conflict(why));
        }
        self.check_parts()?;
        if self
            .upstreams
            .iter()
            .any(|upstream| is_at(&upstream.url, self.listen))
        {
            let why = "an upstream is the address that this proxy listens on: it would ask itself for ever";
            return Err(ConfigError::Conflict(why));
        }
        let open = self.admin.is_some_and(|admin| !admin.ip().is_loopback());
        if open && self.admin_token.is_none() {
            let why = "an admin address that others can reach needs a token";
            return Err(ConfigError::Conflict(why));
        }
        Ok(())
    }

    /// Whether each part of it makes sense.
    pub(super) fn check_parts(&self) -> Result<(), ConfigError> {
        self.limits.check()?;
        let mut hosts = self
            .upstreams
            .iter()
            .filter_map(|upstream| upstream.host.as_ref());
        if hosts.all(|host| is_host(host)) {
            return Ok(());
        }
        Err(ConfigError::Conflict(NO_HOST))
    }
}

/// Whether who listens at `address` answers requests for `url`, as far as the two tell.
fn is_at(url: &Url, address: SocketAddr) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip = match host.trim_matches(['[', ']']) {
        "localhost" => Some(Ipv4Addr::LOCALHOST.into()),
        host => host.parse().ok(),
    };
    let is_local = |ip: IpAddr| ip.is_loopback() || ip.is_unspecified();
    let is_same = |ip: IpAddr| ip == address.ip() || is_local(ip) && is_local(address.ip());
    let same_port = address.port() != 0 && url.port_or_known_default() == Some(address.port());
    same_port && ip.is_some_and(is_same)
}

const NO_HOST: &str =
    "an upstream's host is a name or an address alone, without scheme, port and path";

/// Whether it is what a `Host` names, without its port.
fn is_host(host: &str) -> bool {
    let inner = host
        .strip_prefix('[')
        .and_then(|host| host.strip_suffix(']'));
    if let Some(address) = inner {
        return address.parse::<std::net::Ipv6Addr>().is_ok();
    }
    let is_of_name = |c: char| !c.is_whitespace() && !":/?#@[]".contains(c);
    !host.is_empty() && host.chars().all(is_of_name)
}
