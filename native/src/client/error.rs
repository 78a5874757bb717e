//! What a client can fail with.

/// Why a stream could not be read to its end.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum ClientError {
    /// The request or the connection failed.
    #[error("{}", chain(.0))]
    Http(#[from] reqwest::Error),
    /// The server did not answer with a stream.
    #[error("{url} answered {status}: {body}")]
    Status {
        /// What was asked for.
        url: String,
        /// The status of the answer.
        status: reqwest::StatusCode,
        /// The first bytes of its body.
        body: String,
    },
    /// The engine can't go on.
    #[error(transparent)]
    Engine(#[from] midflight_core::Error),
}

/// An error with its causes, each of which tells more.
fn chain(error: &(dyn std::error::Error + 'static)) -> String {
    let causes = std::iter::successors(Some(error), |error| error.source());
    causes
        .map(ToString::to_string)
        .collect::<Vec<_>>()
        .join(": ")
}
