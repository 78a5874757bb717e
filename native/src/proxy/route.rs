//! Which upstream a request goes to, and as what.

use http::uri::PathAndQuery;
use percent_encoding::percent_decode_str;
use reqwest::Url;

use super::Upstream;

/// The upstream for a request to `host` and `path`, and the path that it has there. The request
/// chooses among those that are configured, and names none.
pub(super) fn choose<'u>(
    upstreams: &'u [Upstream],
    host: &str,
    path: &'u str,
) -> Option<(&'u Upstream, usize)> {
    let host = without_port(host);
    let fits = |upstream: &&Upstream| {
        let same = |wanted: &String| wanted.eq_ignore_ascii_case(host);
        upstream.host.as_ref().is_none_or(same) && is_under(path, &upstream.path)
    };
    let found = upstreams.iter().find(fits)?;
    Some((found, found.path.len()))
}

/// What a `Host` names, without its port.
pub(super) fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|byte| byte.is_ascii_digit()) => name,
        _ => host,
    }
}

/// Whether a path is `prefix` or goes on behind it with a new segment.
fn is_under(path: &str, prefix: &str) -> bool {
    let rest = path.strip_prefix(prefix);
    rest.is_some_and(|rest| rest.is_empty() || rest.starts_with('/'))
}

/// What the upstream is asked for: its own path, then the request's behind its first `prefix`
/// bytes. `None` where the request would leave the upstream's path.
pub(super) fn target(upstream: &Upstream, asked: &PathAndQuery, prefix: usize) -> Option<Url> {
    let base = upstream.url.path().trim_end_matches('/');
    let path = asked.path().get(prefix..)?;
    if !base.is_empty() && climbs(path) {
        return None;
    }
    let slash = if path.starts_with('/') { "" } else { "/" };
    let mut url = upstream.url.clone();
    url.set_path(&format!("{base}{slash}{path}"));
    url.set_query(asked.query());
    is_under(url.path(), base).then_some(url)
}

/// Whether a server that decodes the path before it divides it, or that takes a segment's parameters off, would leave
/// a directory.
fn climbs(path: &str) -> bool {
    let mut path = path.to_owned();
    // What is coded twice is decoded twice where two servers do so.
    for _ in 0..3 {
        let name = |segment: &str| segment.split(';').next() == Some("..");
        if path.split(['/', '\\']).any(name) {
            return true;
        }
        path = percent_decode_str(&path).decode_utf8_lossy().into_owned();
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    fn upstream(url: &str, path: &str, host: Option<&str>) -> Upstream {
        Upstream {
            path: path.to_owned(),
            host: host.map(str::to_owned),
            ..Upstream::new(url).unwrap()
        }
    }

    #[test]
    fn requests_go_where_the_configuration_says() {
        let upstreams = [
            upstream("http://a.example", "/a", None),
            upstream("http://b.example/base/", "/b", Some("b.localhost")),
            upstream("http://c.example", "", None),
        ];
        let check = |host: &str, asked: &str, expected: Option<&str>| {
            let path: PathAndQuery = asked.parse().unwrap();
            let (upstream, prefix) = choose(&upstreams, host, path.path()).unwrap();
            let url = target(upstream, &path, prefix);
            assert_eq!(url.as_ref().map(Url::as_str), expected, "{host} {asked}");
        };
        check(
            "any",
            "/a/v1/x?q=%20&r",
            Some("http://a.example/v1/x?q=%20&r"),
        );
        check("any", "/a", Some("http://a.example/"));
        check("any", "/ab", Some("http://c.example/ab"));
        check(
            "b.localhost:8787",
            "/b/v1",
            Some("http://b.example/base/v1"),
        );
        check("B.LOCALHOST", "/b/v1", Some("http://b.example/base/v1"));
        check("other", "/b/v1", Some("http://c.example/b/v1"));
        check("b.localhost", "/b/../x", None);
        for climbing in [
            "%2e%2e/x", "..%2fx", "..%252Fx", "..;/x", "..%5cx", "x/..;a=b",
        ] {
            check("b.localhost", &format!("/b/{climbing}"), None);
        }
        check(
            "b.localhost",
            "/b/v1..2/x;..%20",
            Some("http://b.example/base/v1..2/x;..%20"),
        );
        check(
            "any",
            "//evil.example/x",
            Some("http://c.example//evil.example/x"),
        );
        check(
            "any",
            "/v1beta/models/m:generateContent",
            Some("http://c.example/v1beta/models/m:generateContent"),
        );
    }

    #[test]
    fn what_fits_none_goes_nowhere() {
        let upstreams = [upstream("http://a.example", "/a", None)];
        assert!(choose(&upstreams, "any", "/b").is_none());
        assert!(choose(&[], "any", "/").is_none());
    }
}
