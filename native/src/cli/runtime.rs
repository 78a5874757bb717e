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

/// Done when the process is asked to end: by Ctrl-C, or by SIGTERM where there is such a thing. It
/// listens from the call on, so that who calls it before telling an address is not killed behind that.
#[cfg(unix)]
pub(super) fn stopped() -> impl Future<Output = ()> {
    use tokio::signal::unix::{SignalKind, signal};
    let interrupt = signal(SignalKind::interrupt());
    let terminate = signal(SignalKind::terminate());
    async {
        tokio::select! {
            () = came(interrupt) => {}
            () = came(terminate) => {}
        }
    }
}

/// Done when the signal comes; never where it can't be listened to, as the other one is left.
#[cfg(unix)]
async fn came(signal: std::io::Result<tokio::signal::unix::Signal>) {
    match signal {
        Ok(mut signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
pub(super) async fn stopped() {
    let _ = tokio::signal::ctrl_c().await;
}
