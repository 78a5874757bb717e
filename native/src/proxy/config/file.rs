//! `midflight.toml`.

use std::marker::PhantomData;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use midflight_core::redact::Redaction;
use midflight_core::{Kinds, Wire};
use serde::de::{Error, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer};

use super::names::{kinds, one_of, read, style, token};
use super::{NO_HOST, is_host};
use crate::proxy::{Config, ConfigError, Limits, Upstream};

/// The file, as it is written.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    #[serde(default, deserialize_with = "address")]
    listen: Option<SocketAddr>,
    #[serde(default, deserialize_with = "address")]
    admin: Option<SocketAddr>,
    admin_token_file: Option<PathBuf>,
    #[serde(default)]
    redact: Named,
    #[serde(default)]
    redact_requests: Named,
    redact_style: Option<String>,
    redact_key_file: Option<PathBuf>,
    #[cfg(feature = "otlp")]
    otlp: Option<WrittenOtlp>,
    #[serde(default)]
    limits: Limits,
    #[serde(default, deserialize_with = "upstreams")]
    upstream: Vec<WrittenUpstream>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenUpstream {
    name: Option<String>,
    url: String,
    #[serde(default, deserialize_with = "path")]
    path: String,
    #[serde(default, deserialize_with = "host")]
    host: Option<String>,
    #[serde(default, deserialize_with = "wire")]
    wire: Wire,
    #[serde(default)]
    http2: bool,
    redact: Option<Named>,
    redact_requests: Option<Named>,
}

/// Kinds by their names.
struct Named(Kinds);

impl Default for Named {
    fn default() -> Self {
        Self(Kinds::NONE)
    }
}

impl<'de> Deserialize<'de> for Named {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let expected = "a list of kinds, as [\"email\", \"phone\"]";
        let names: Vec<String> = list(deserializer, expected)?;
        let found = kinds(names.iter().map(String::as_str));
        found.map(Self).map_err(Error::custom)
    }
}

/// A list, which an error calls what is expected.
fn list<'de, T: Deserialize<'de>, D: Deserializer<'de>>(
    deserializer: D,
    expected: &'static str,
) -> Result<Vec<T>, D::Error> {
    deserializer.deserialize_any(List(expected, PhantomData))
}

struct List<T>(&'static str, PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for List<T> {
    type Value = Vec<T>;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, mut items: A) -> Result<Vec<T>, A::Error> {
        let mut all = Vec::new();
        while let Some(item) = items.next_element()? {
            all.push(item);
        }
        Ok(all)
    }
}

fn upstreams<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<WrittenUpstream>, D::Error> {
    list(deserializer, "[[upstream]], in two brackets, once for each")
}

fn address<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<SocketAddr>, D::Error> {
    let text = String::deserialize(deserializer)?;
    let expected = "expected IP:PORT, as \"127.0.0.1:8787\" or \"[::1]:8787\"";
    text.parse().map(Some).map_err(|_| Error::custom(expected))
}

fn wire<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Wire, D::Error> {
    let name = String::deserialize(deserializer)?;
    Wire::from_name(&name).ok_or_else(|| Error::custom(no_such_wire(name)))
}

fn path<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    let path = String::deserialize(deserializer)?;
    let path = path.trim_end_matches('/');
    let is_path = path.is_empty() || path.starts_with('/');
    if is_path && !path.contains(|c: char| c.is_whitespace() || c == '?' || c == '#') {
        return Ok(path.to_owned());
    }
    let expected = "an upstream's path begins with / and has no white space, ? or #";
    Err(Error::custom(expected))
}

fn host<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<String>, D::Error> {
    let host = String::deserialize(deserializer)?;
    if is_host(&host) {
        return Ok(Some(host.to_ascii_lowercase()));
    }
    Err(Error::custom(NO_HOST))
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
        let folder = path.parent().unwrap_or(Path::new(""));
        let config = Self::of(file, folder);
        let config = config.and_then(|config| config.check_parts().map(|()| config));
        config.map_err(|source| ConfigError::Within {
            path: path.to_owned(),
            source: Box::new(source),
        })
    }

    /// What the file says, which is in `folder`, and so are the files that it names.
    fn of(file: Written, folder: &Path) -> Result<Self, ConfigError> {
        let defaults = Self::default();
        let beside = |path: &PathBuf| folder.join(path);
        let key_file = file.redact_key_file.as_ref().map(beside);
        let style = style(file.redact_style.as_deref(), key_file.as_deref())?;
        let token_file = file.admin_token_file.as_ref().map(beside);
        let token = token_file.as_deref().map(token).transpose()?;
        let upstreams = file.upstream.into_iter().map(upstream);
        Ok(Self {
            listen: file.listen.unwrap_or(defaults.listen),
            admin: file.admin.or(defaults.admin),
            admin_token: token,
            upstreams: upstreams.collect::<Result<_, _>>()?,
            redact: Redaction {
                kinds: file.redact.0,
                style,
            },
            redact_requests: file.redact_requests.0,
            #[cfg(feature = "otlp")]
            otlp: file.otlp.as_ref().map(otlp).transpose()?,
            limits: file.limits,
        })
    }
}

fn upstream(file: WrittenUpstream) -> Result<Upstream, ConfigError> {
    let defaults = Upstream::new(&file.url)?;
    Ok(Upstream {
        name: file.name.unwrap_or(defaults.name),
        url: defaults.url,
        path: file.path,
        host: file.host,
        wire: file.wire,
        http2: file.http2,
        redact: file.redact.map(|named| named.0),
        redact_requests: file.redact_requests.map(|named| named.0),
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

#[cfg(feature = "otlp")]
fn otlp(file: &WrittenOtlp) -> Result<crate::proxy::Otlp, ConfigError> {
    let otlp = crate::proxy::Otlp::new(&file.endpoint)?;
    let interval = file.interval.map(std::time::Duration::try_from_secs_f64);
    let interval = interval.transpose();
    let interval = interval.map_err(|_| ConfigError::Conflict("otlp: interval is no time"))?;
    Ok(crate::proxy::Otlp { interval, ..otlp })
}

#[cfg(test)]
mod tests {
    use std::time::Duration;

    use midflight_core::Kind;
    use midflight_core::redact::Style;

    use super::*;

    fn parse(text: &str) -> Result<Config, String> {
        let file = toml::from_str(text).map_err(|error| error.to_string())?;
        Config::of(file, Path::new("")).map_err(|error| error.to_string())
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
        let unnamed = parse("[[upstream]]\nurl = \"http://127.0.0.1:11434/base\"").unwrap();
        assert_eq!(unnamed.upstreams[0].name, "127.0.0.1:11434");
        let email = Some(Kinds::of(&[Kind::Email]));
        assert_eq!(
            (local.redact, local.redact_requests),
            (Some(Kinds::NONE), email)
        );
        config.check().unwrap();
    }

    /// What is told of a file that can't be used.
    fn check(text: &str, expected: &str) {
        let told = parse(text).and_then(|config| config.check().map_err(|error| error.to_string()));
        let told = told.unwrap_err();
        assert!(told.contains(expected), "{text}: {told}");
    }

    #[test]
    fn what_makes_no_sense_is_told() {
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
        for (wrong, line) in [
            ("wire = \"x\"", "line 5"),
            ("redact = [\"emial\"]", "line 5"),
            ("redact_requests = [\"email\", \"fon\"]", "line 5"),
            ("path = \"a\"", "line 5"),
            ("path = \"/a b\"", "no white space"),
            ("path = \"/a?b\"", "no white space"),
            ("host = \"a:80\"", "line 5"),
        ] {
            let url = "[[upstream]]\nurl = \"http://a.example\"\n";
            check(&format!("{url}{url}{wrong}"), line);
        }
        check("[limits]\nconnections = -1", "expected a whole number");
        check("[limits]\nbody_bytes = \"64MB\"", "expected a whole number");
        check("[limits]\nworkers = 1.5", "expected a whole number");
        check("[limits]\nidle = -1", "expected a number of seconds");
        check("[limits]\nidle = -1.5", "expected a number of seconds");
        check("[limits]\nidle = \"5m\"", "expected a number of seconds");
        check("listen = \"8787\"", "expected IP:PORT");
        check("admin = \"localhost:8788\"", "expected IP:PORT");
        check("redact = \"email\"", "expected a list of kinds");
        check(
            "[upstream]\nurl = \"http://a.example\"",
            "expected [[upstream]]",
        );
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
            "limits: connections: expected 1 to 100000",
        );
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
    fn limits_let_something_through() {
        let upstream = "[[upstream]]\nurl = \"http://a.example\"\n";
        for (limit, expected) in [
            ("workers = 0", "workers: expected 1 to 256"),
            ("workers = 257", "workers: expected 1 to 256"),
            ("connections = 100001", "connections: expected 1 to 100000"),
            (
                "idle = 0",
                "idle: expected more than 0 seconds, 31536000 at most",
            ),
            ("head = 0.0", "head: expected more than 0"),
            ("connect = 0", "connect: expected more than 0"),
            ("first_byte = 0", "first_byte: expected more than 0"),
            ("head = 9223372036854775807", "head: expected more than 0"),
            ("idle = 31536001", "31536000 at most"),
            ("hold = 9223372036854775807", "hold: expected 0 to 31536000"),
            ("shutdown = 9223372036854775807", "shutdown: expected 0 to"),
            ("conversation = 1e18", "conversation: expected 0 to"),
            ("head_bytes = 8191", "head_bytes: expected at least 8192"),
        ] {
            check(&format!("{upstream}[limits]\n{limit}"), expected);
        }
        for allowed in [
            "hold = 0",
            "shutdown = 0",
            "conversation = 0",
            "head_bytes = 8192",
            "idle = 31536000",
            "connections = 100000",
        ] {
            let config = parse(&format!("{upstream}[limits]\n{allowed}"));
            config.unwrap().check().unwrap();
        }
    }

    #[test]
    fn a_proxy_is_not_its_own_upstream() {
        for (listen, url) in [
            ("127.0.0.1:7000", "http://127.0.0.1:7000/v1"),
            ("127.0.0.1:7000", "http://localhost:7000"),
            ("0.0.0.0:7000", "http://127.0.0.1:7000"),
            ("[::1]:7000", "http://[::1]:7000"),
            ("10.1.2.3:80", "http://10.1.2.3"),
        ] {
            let file = format!("listen = \"{listen}\"\n[[upstream]]\nurl = \"{url}\"");
            check(&file, "ask itself");
        }
        for (listen, url) in [
            ("127.0.0.1:7000", "http://127.0.0.1:7001"),
            ("127.0.0.1:0", "http://127.0.0.1:80"),
            ("0.0.0.0:7000", "http://10.1.2.3:7000"),
            ("127.0.0.1:443", "https://api.a.example"),
        ] {
            let config = parse(&format!(
                "listen = \"{listen}\"\n[[upstream]]\nurl = \"{url}\""
            ));
            config.unwrap().check().unwrap();
        }
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

    #[test]
    fn files_are_looked_for_beside_the_one_that_names_them() {
        let folder = std::env::temp_dir().join(format!("midflight-beside-{}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let write = |name: &str, text: &str| std::fs::write(folder.join(name), text).unwrap();
        let path = folder.join("midflight.toml");
        write("token.txt", "t-1\n");
        write("key.txt", &"0f".repeat(16));
        let named = "admin_token_file = \"token.txt\"\nredact_style = \"hash\"\nredact_key_file = ";
        write("midflight.toml", &format!("{named}\"key.txt\""));
        let config = Config::read(&path).unwrap();
        assert_eq!(config.admin_token.as_deref(), Some("t-1"));
        assert_eq!(config.redact.style, Style::Hash { key: [15; 16] });
        let elsewhere = folder.join("key.txt");
        write("midflight.toml", &format!("{named}{elsewhere:?}"));
        Config::read(&path).unwrap();
        for (key, expected) in [
            ("short", "bad.txt: expected 32 hexadecimal digits"),
            ("+f0f0f0f0f0f0f0f0f0f0f0f0f0f0f0f", "bad.txt: expected 32"),
        ] {
            write("bad.txt", key);
            write("midflight.toml", &format!("{named}\"bad.txt\""));
            let told = Config::read(&path).unwrap_err().to_string();
            assert!(told.contains(expected) && !told.contains(key), "{told}");
        }
        std::fs::remove_dir_all(&folder).unwrap();
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
