//! How errors tell an address: without what only the server is to know.

use std::net::IpAddr;

use reqwest::Url;

/// The address without its query, which holds keys with some providers, and without a user's name and password.
pub(super) fn shown(url: &Url) -> String {
    let mut url = url.clone();
    hide(&mut url);
    url.into()
}

/// Takes out of an address what [`shown`] does not tell.
pub(super) fn hide(url: &mut Url) {
    url.set_query(None);
    // Addresses that have no room for these have none.
    let _ = url.set_username("");
    let _ = url.set_password(None);
}

/// The same for what is no address.
pub(super) fn shown_text(text: &str) -> &str {
    let text = text.split('?').next().unwrap_or_default();
    let Some((scheme, rest)) = text.split_once("://") else {
        return text;
    };
    let authority = rest.split('/').next().unwrap_or_default();
    if authority.contains('@') {
        scheme
    } else {
        text
    }
}

/// Whether it is this machine itself: nobody else is to see what goes there.
pub(crate) fn is_of_this_machine(url: &Url) -> bool {
    let host = url.host_str().unwrap_or("");
    match host.trim_matches(['[', ']']).parse::<IpAddr>() {
        Ok(address) => address.to_canonical().is_loopback(),
        Err(_) => host == "localhost" || host.ends_with(".localhost"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_told_without_its_secrets() {
        let check = |url: &str, expected: &str| {
            assert_eq!(shown(&Url::parse(url).unwrap()), expected, "{url}");
        };
        check("https://a.example/b", "https://a.example/b");
        check("https://a.example/b?alt=sse&key=k-1", "https://a.example/b");
        check("http://ada:k-1@a.example:80/b", "http://a.example/b");
        check("http://ada@a.example/b?", "http://a.example/b");
    }

    #[test]
    fn this_machine_is_told() {
        let check = |url: &str, expected: bool| {
            assert_eq!(
                is_of_this_machine(&Url::parse(url).unwrap()),
                expected,
                "{url}"
            );
        };
        check("http://localhost:11434/v1", true);
        check("http://ollama.localhost", true);
        check("http://127.8.0.1", true);
        check("http://[::1]:8080", true);
        check("http://[::ffff:127.0.0.1]", true);
        check("https://api.openai.com", false);
        check("http://localhost.evil.example", false);
        check("http://10.0.0.1", false);
    }

    #[test]
    fn nor_are_they_told_of_what_is_no_address() {
        let check = |text: &str, expected: &str| assert_eq!(shown_text(text), expected, "{text}");
        check("a.example/b", "a.example/b");
        check("a.example/b?key=k-1", "a.example/b");
        check("ftp://a.example/b?key=k-1", "ftp://a.example/b");
        check("ftp://ada:k-1@a.example/b", "ftp");
        check("", "");
    }
}
