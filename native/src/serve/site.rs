//! A directory of static files, as a site with wasm in it needs them.

use std::path::Path;

use axum::Router;
use axum::extract::Request;
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::{self, Next};
use axum::response::Response;
use tower_http::services::ServeDir;

use super::throttle::Rate;

/// Scripts come from the site itself and may compile wasm; nothing is evaluated. A page may connect
/// to what its user names, over TLS or on the same machine.
const CSP: &str = "default-src 'self'; script-src 'self' 'wasm-unsafe-eval'; \
worker-src 'self'; connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* \
http://localhost:* ws://localhost:*; img-src 'self' data: blob:; object-src 'none'; \
base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, CSP),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-embedder-policy"),
        "require-corp",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::REFERRER_POLICY, "no-referrer"),
    // A shared cache must not hand Brotli to who can't read it.
    (header::VARY, "accept-encoding"),
];

/// The files of `directory`; `FILE.br` and `FILE.gz` beside a file are sent in its place to those
/// who can read them. With `?kbps=N` a file comes at that rate.
pub(super) fn routes<S: Clone + Send + Sync + 'static>(directory: &Path) -> Router<S> {
    let files = ServeDir::new(directory)
        .precompressed_br()
        .precompressed_gzip();
    Router::new()
        .fallback_service(files)
        .layer(middleware::from_fn(with_headers))
}

async fn with_headers(request: Request, next: Next) -> Response {
    let hashed = is_hashed(request.uri().path());
    let rate = Rate::asked(request.uri());
    let mut response = next.run(request).await;
    let good = response.status().is_success() || response.status() == 304;
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    cache(headers, hashed && good);
    match rate {
        Some(rate) if good => rate.keep(response),
        _ => response,
    }
}

fn cache(headers: &mut HeaderMap, forever: bool) {
    let control = if forever {
        "public, max-age=31536000, immutable"
    } else {
        "no-cache"
    };
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(control));
}

/// Bytes of the shortest hash that bundlers put into names.
const HASH: usize = 8;

/// Whether a file's name holds a hash of its content, as `index-B3x9_aQz.js` and
/// `engine.3f9a0c12.wasm` do: eight or more characters of base64url or hexadecimal, behind `-` or
/// `.`, among them a digit or a capital.
fn is_hashed(path: &str) -> bool {
    let name = path.rsplit('/').next().unwrap_or(path);
    let Some((stem, _)) = name.rsplit_once('.') else {
        return false;
    };
    let exact = stem
        .len()
        .checked_sub(HASH + 1)
        .and_then(|at| stem.get(at..));
    let last = stem.rfind(['-', '.']).and_then(|at| stem.get(at..));
    [exact, last].into_iter().flatten().any(is_hash)
}

fn is_hash(text: &str) -> bool {
    let hash = text.strip_prefix(['-', '.']).unwrap_or("");
    let allowed = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_');
    let telling = |byte: u8| byte.is_ascii_digit() || byte.is_ascii_uppercase();
    hash.len() >= HASH && hash.bytes().all(allowed) && hash.bytes().any(telling)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_with_a_hash_are_told() {
        let check = |path: &str, expected: bool| assert_eq!(is_hashed(path), expected, "{path}");
        check("/assets/index-B3x9_aQz.js", true);
        check("/assets/index-B3-9_aQz.js", true);
        check("/engine.3f9a0c12.wasm", true);
        check("/engine-3f9a0c12ffee3f9a0c12ffee.wasm", true);
        check("/index.html", false);
        check("/", false);
        check("/service-worker.js", false);
        check("/web-components.js", false);
        check("/midflight_bg.wasm", false);
        check("/assets-B3x9_aQz/index.js", false);
        check("/B3x9_aQz", false);
    }
}
