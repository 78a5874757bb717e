//! `midflight.toml`.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use midflight_core::redact::Redaction;
use midflight_core::{Kinds, Wire};
use serde::Deserialize;

use super::names::{kinds, one_of, read, style, token};
use super::{Config, ConfigError, Limits, Upstream};

/// The file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    listen: Option<SocketAddr>,
    admin: Option<SocketAddr>,
    admin_token_file: Option<PathBuf>,
    #[serde(default)]
    redact: Vec<String>,
    #[serde(default)]
    redact_requests: Vec<String>,
    redact_style: Option<String>,
    redact_key_file: Option<PathBuf>,
    #[cfg(feature = "otlp")]
    otlp: Option<WrittenOtlp>,
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
    redact: Option<Vec<String>>,
    redact_requests: Option<Vec<String>>,
}

#[cfg(feature = "otlp")]
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenOtlp {
    endpoint: String,
    /// In seconds.
    interval: Option<f64>,
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
        let config = Self::of(file).and_then(|config| config.check_parts().map(|()| config));
        config.map_err(|source| ConfigError::Within {
            path: path.to_owned(),
            source: Box::new(source),
        })
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
            redact_requests: kinds(file.redact_requests.iter().map(String::as_str))?,
            #[cfg(feature = "otlp")]
            otlp: file.otlp.as_ref().map(otlp).transpose()?,
            limits: file.limits,
        })
    }
}

fn upstream(file: WrittenUpstream) -> Result<Upstream, ConfigError> {
    let defaults = Upstream::new(&file.url)?;
    let name = file.wire.unwrap_or_else(|| Wire::Auto.name().to_owned());
    let wire = Wire::from_name(&name).ok_or_else(|| no_such_wire(name))?;
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
        redact: own_kinds(file.redact)?,
        redact_requests: own_kinds(file.redact_requests)?,
    })
}

fn no_such_wire(name: String) -> ConfigError {
    let wires = [Wire::Auto].into_iter().chain(Wire::all());
    ConfigError::Name {
        what: "wire",
        name,
        choices: one_of(wires.map(Wire::name)),
    }
}

/// The kinds of an upstream's own; none where the list is empty.
fn own_kinds(names: Option<Vec<String>>) -> Result<Option<Kinds>, ConfigError> {
    let read = |names: Vec<String>| kinds(names.iter().map(String::as_str));
    names.map(read).transpose()
}

#[cfg(feature = "otlp")]
fn otlp(file: &WrittenOtlp) -> Result<super::Otlp, ConfigError> {
    let otlp = super::Otlp::new(&file.endpoint)?;
    let interval = file.interval.map(std::time::Duration::try_from_secs_f64);
    let interval = interval.transpose();
    let interval = interval.map_err(|_| ConfigError::Conflict("otlp: interval is no time"))?;
    Ok(super::Otlp { interval, ..otlp })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use midflight_core::Kind;

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
            redact_requests = ["default"]
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
            redact = []
            redact_requests = ["email"]
            "#,
        )
        .unwrap();
        assert_eq!(config.listen.port(), 9000);
        assert_eq!(config.admin.unwrap().port(), 8788);
        assert!(config.redact.kinds.has(Kind::Email) && !config.redact.kinds.has(Kind::Phone));
        assert!(config.redact_requests.has(Kind::Phone) && !config.redact_requests.has(Kind::Date));
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
        assert_eq!((openai.redact, openai.redact_requests), (None, None));
        let email = Some(Kinds::of(&[Kind::Email]));
        assert_eq!(
            (local.redact, local.redact_requests),
            (Some(Kinds::NONE), email)
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
        let upstream = "[[upstream]]\nurl = \"http://a.example\"\n";
        check(
            &format!("{upstream}wire = \"opnai\""),
            "expected auto, text, openai-chat, ",
        );
        check(
            &format!("{upstream}redact = [\"emial\"]"),
            "expected default, ",
        );
        for host in ["a:80", "http://a", "a/b", "", "[::1"] {
            check(
                &format!("{upstream}host = {host:?}"),
                "without scheme, port",
            );
        }
        check(
            &format!("{upstream}[limits]\nconnections = 0"),
            "connections is 0",
        );
        check(&format!("{upstream}[limits]\nworkers = 0"), "workers is 0");
        let credentials = "[[upstream]]\nurl = \"http://ada:pass-word@a.example\"";
        check(credentials, "without user and password");
        assert!(!parse(credentials).unwrap_err().contains("pass-word"));
        check(
            "[[upstream]]\nurl = \"http://ada@a.example\"",
            "without user",
        );
        parse(&format!("{upstream}host = \"[::1]\""))
            .unwrap()
            .check()
            .unwrap();
        let open = "admin = \"0.0.0.0:1\"\n[[upstream]]\nurl = \"http://a.example\"";
        check(open, "needs a token");
    }

    #[test]
    fn an_error_of_meaning_names_its_file() {
        let name = format!("midflight-{}.toml", std::process::id());
        let path = std::env::temp_dir().join(name);
        for wrong in ["redact = [\"emial\"]", "[limits]\nworkers = 0"] {
            std::fs::write(&path, wrong).unwrap();
            let told = Config::read(&path).unwrap_err().to_string();
            assert!(told.starts_with(&*path.to_string_lossy()), "{told}");
        }
        std::fs::remove_file(&path).unwrap();
    }

    #[cfg(feature = "otlp")]
    #[test]
    fn a_file_says_where_figures_are_pushed() {
        let config = parse("[otlp]\nendpoint = \"http://127.0.0.1:4318/\"\ninterval = 2.5");
        let otlp = config.unwrap().otlp.unwrap();
        assert_eq!(otlp.endpoint.as_str(), "http://127.0.0.1:4318/");
        assert_eq!(otlp.interval, Some(Duration::from_millis(2500)));
        for wrong in ["interval = 1", "endpoint = \"a\"", "endpoint = \"ftp://a\""] {
            assert!(parse(&format!("[otlp]\n{wrong}")).is_err(), "{wrong}");
        }
    }
}
