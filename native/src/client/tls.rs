//! How connections are made.

use reqwest::ClientBuilder;
use reqwest::redirect::{Attempt, Policy};

use super::address;

/// Redirects that are followed at most.
const REDIRECTS: usize = 5;

/// A client's builder: TLS by rustls on ring with the system's certificates, proxies from the
/// environment, every small piece sent at once (`TCP_NODELAY`). Redirects are followed within one
/// origin alone, so that keys go nowhere else.
pub fn builder() -> ClientBuilder {
    // Where the application has chosen a provider already, that one stands.
    let _ = rustls::crypto::ring::default_provider().install_default();
    reqwest::Client::builder()
        .tcp_nodelay(true)
        .redirect(Policy::custom(same_origin))
}

fn same_origin(attempt: Attempt<'_>) -> reqwest::redirect::Action {
    let previous = attempt.previous();
    let same = previous.last().map(reqwest::Url::origin) == Some(attempt.url().origin());
    if same && previous.len() <= REDIRECTS {
        attempt.follow()
    } else {
        let url = address::shown(attempt.url());
        attempt.error(format!("not followed: a redirect to {url}"))
    }
}
