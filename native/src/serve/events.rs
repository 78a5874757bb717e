//! The data of a recorded stream's events.

/// The data of each server-sent event, or each line of JSON, as recordings of one-line data hold them.
pub(super) fn data(stream: &str) -> impl Iterator<Item = &str> {
    stream.lines().filter_map(|line| {
        let data = line.strip_prefix("data:").map(str::trim_start);
        data.or_else(|| line.starts_with('{').then_some(line))
    })
}
