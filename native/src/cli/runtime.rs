//! The runtime of the verbs that use the network.

use std::future::Future;

use super::Failure;

/// Runs to the end on all cores.
pub(super) fn run(work: impl Future<Output = Result<(), Failure>>) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build();
    let runtime = runtime.map_err(|error| Failure::Network {
        verb: "runtime",
        what: error.to_string(),
    })?;
    runtime.block_on(work)
}

/// Done when the process is asked to end: by Ctrl-C, or by SIGTERM where there is such a thing.
pub(super) async fn stopped() {
    tokio::select! {
        _ = tokio::signal::ctrl_c() => {}
        () = terminated() => {}
    }
}

#[cfg(unix)]
async fn terminated() {
    use tokio::signal::unix::{SignalKind, signal};
    match signal(SignalKind::terminate()) {
        Ok(mut signal) => drop(signal.recv().await),
        // Ctrl-C is left.
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
async fn terminated() {
    std::future::pending().await
}
