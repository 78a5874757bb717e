//! Names of members that say what their values are.

/// Endings of names that speak of a key or token and have none that is secret: what a cache or the next page is
/// found by.
const HARMLESS: [&str; 12] = [
    "cache_key",
    "cacheKey",
    "continuation_token",
    "continuationToken",
    "idempotency_key",
    "idempotencyKey",
    "page_token",
    "pageToken",
    "PageToken",
    "partition_key",
    "partitionKey",
    "sync_token",
];

/// The name as far as it may be a label; nothing of one that is none.
pub(super) fn of(name: &str) -> &str {
    if HARMLESS.iter().any(|ending| name.ends_with(ending)) {
        return "";
    }
    name
}
