//! Who asks a proxy that listens for its own machine: a page from elsewhere can have a name of its own lead here
//! (DNS rebinding), and asks by that name.

use std::net::IpAddr;

use http::{HeaderMap, HeaderValue, header};

use super::route::without_port;
use super::{Config, Upstream};

/// Names of networks at home, which nobody can register (RFC 6761, RFC 6762, and ICANN's `internal`).
const AT_HOME: [&str; 3] = ["localhost", "local", "internal"];

/// Whether a request to `host` comes from this machine, as far as its head tells.
pub(super) fn admits(config: &Config, host: &str, headers: &HeaderMap) -> bool {
    if !config.listen.ip().to_canonical().is_loopback() {
        return true;
    }
    let mut origins = headers.get_all(header::ORIGIN).iter();
    is_known(config, host) && origins.all(|origin| is_from_here(config, origin))
}

/// Browser extensions and applications have schemes of their own, which no page has.
fn is_from_here(config: &Config, origin: &HeaderValue) -> bool {
    let Some((scheme, host)) = origin.to_str().ok().and_then(|o| o.split_once("://")) else {
        return false;
    };
    !matches!(scheme, "http" | "https") || is_known(config, host)
}

/// Whether it is an address, a name that no page from elsewhere has, or one of the configuration.
fn is_known(config: &Config, host: &str) -> bool {
    let name = without_port(host).to_ascii_lowercase();
    let named = |upstream: &Upstream| {
        let wanted = upstream.host.as_ref();
        wanted.is_some_and(|wanted| wanted.eq_ignore_ascii_case(&name))
    };
    let last = name.rsplit_once('.').map(|(_, last)| last);
    let address = name.trim_matches(['[', ']']).parse::<IpAddr>().is_ok();
    address || last.is_none_or(|last| AT_HOME.contains(&last)) || config.upstreams.iter().any(named)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn config(listen: &str) -> Config {
        let upstream = Upstream {
            host: Some("models.looms.example".to_owned()),
            ..Upstream::new("http://127.0.0.1:11434").unwrap()
        };
        Config {
            listen: listen.parse().unwrap(),
            upstreams: vec![upstream],
            ..Config::default()
        }
    }

    fn asked(listen: &str, host: &str, origin: Option<&'static str>) -> bool {
        let origin = origin.map(|origin| (header::ORIGIN, HeaderValue::from_static(origin)));
        admits(&config(listen), host, &origin.into_iter().collect())
    }

    #[test]
    fn pages_from_elsewhere_are_told_by_their_name() {
        let check = |host: &str, expected: bool| {
            assert_eq!(asked("127.0.0.1:8787", host, None), expected, "{host}");
            assert_eq!(asked("[::1]:8787", host, None), expected, "{host}");
            assert!(asked("0.0.0.0:8787", host, None), "{host}");
        };
        for host in [
            "",
            "localhost:8787",
            "LOCALHOST",
            "ollama.localhost:8787",
            "127.0.0.1:8787",
            "127.9.0.1",
            "[::1]:8787",
            "10.0.0.5",
            "desk",
            "desk.local:8787",
            "host.docker.internal:8787",
            "models.looms.example",
            "Models.Looms.Example:8787",
        ] {
            check(host, true);
        }
        for host in [
            "rebound.example:8787",
            "rebound.example",
            "localhost.rebound.example",
            "127.0.0.1.rebound.example",
            "looms.example",
            "rebound.example.",
            "localhost@rebound.example",
        ] {
            check(host, false);
        }
    }

    #[test]
    fn pages_from_elsewhere_are_told_by_their_origin() {
        let check = |origin: &'static str, expected: bool| {
            let found = asked("127.0.0.1:8787", "127.0.0.1:8787", Some(origin));
            assert_eq!(found, expected, "{origin}");
            assert!(asked("0.0.0.0:8787", "any.example", Some(origin)));
        };
        check("http://localhost:5173", true);
        check("https://models.looms.example", true);
        check("chrome-extension://abcdefghijklmnop", true);
        check("app://obsidian.md", true);
        check("https://rebound.example", false);
        check("http://rebound.example:8787", false);
        check("null", false);
    }
}
