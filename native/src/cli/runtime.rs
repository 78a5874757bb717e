//! The runtime of the verbs that use the network.

use std::future::Future;

use std::time::Duration;

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
pub(super) fn stopped() -> impl Future<Output = ()> + Send + 'static {
    let mut asked = Asked::listen();
    async move { asked.once().await }
}

/// Done when it is asked a second time, or `patience` behind the first: what does not end by itself is to be cut then.
pub(super) fn insisted(patience: Option<Duration>) -> impl Future<Output = ()> {
    let mut asked = Asked::listen();
    async move {
        asked.once().await;
        let late = async {
            match patience {
                Some(patience) => tokio::time::sleep(patience).await,
                None => std::future::pending().await,
            }
        };
        tokio::select! {
            () = asked.once() => {}
            () = late => {}
        }
    }
}

/// What asks the process to end.
#[cfg(unix)]
struct Asked {
    interrupt: std::io::Result<tokio::signal::unix::Signal>,
    terminate: std::io::Result<tokio::signal::unix::Signal>,
}

#[cfg(unix)]
impl Asked {
    fn listen() -> Self {
        use tokio::signal::unix::{SignalKind, signal};
        Self {
            interrupt: signal(SignalKind::interrupt()),
            terminate: signal(SignalKind::terminate()),
        }
    }

    async fn once(&mut self) {
        tokio::select! {
            () = came(&mut self.interrupt) => {}
            () = came(&mut self.terminate) => {}
        }
    }
}

/// Done when the signal comes; never where it can't be listened to, as the other one is left.
#[cfg(unix)]
async fn came(signal: &mut std::io::Result<tokio::signal::unix::Signal>) {
    match signal {
        Ok(signal) => drop(signal.recv().await),
        Err(_) => std::future::pending().await,
    }
}

#[cfg(not(unix))]
struct Asked;

#[cfg(not(unix))]
impl Asked {
    fn listen() -> Self {
        Self
    }

    async fn once(&mut self) {
        let _ = tokio::signal::ctrl_c().await;
    }
}

/// Lets the process have as many files open as the system allows it: each stream through it needs two connections, and
/// what is allowed unasked (1,024 most often) is for programs that can't deal with more.
#[cfg(target_os = "linux")]
pub(super) fn raise_files() {
    use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    // Where that is not allowed, it stays as it is.
    let _ = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    );
}

#[cfg(not(target_os = "linux"))]
pub(super) fn raise_files() {}
