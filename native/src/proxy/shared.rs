//! What every request of a proxy sees: its engine, its connections, and what it keeps.

use std::sync::Arc;

use midflight_core::Engine;
use midflight_core::buffer::PoolSizes;
use tokio::sync::watch;

use super::clients::{Clients, Configure};
use super::mask::conversations::Conversations;
use super::observe::analysis::{Analysis, Observer};
use super::observe::live::Live;
use super::{Config, Limits, ProxyError};

/// What every request sees.
pub(super) struct Shared {
    pub(super) config: Config,
    pub(super) engine: Engine,
    pub(super) clients: Clients,
    pub(super) analysis: Analysis,
    pub(super) live: Arc<Live>,
    pub(super) conversations: Conversations,
    /// Held by every tunnel that is open.
    pub(super) tunnels: watch::Sender<()>,
}

impl Shared {
    /// Makes it, and starts the threads that analyse.
    pub(super) fn new(
        config: Config,
        configure: &Configure,
        observer: Option<&Arc<Observer>>,
    ) -> Result<Self, ProxyError> {
        let engine = Engine::new(engine_config(&config.limits))?;
        let clients = Clients::new(&config.limits, configure)?;
        let live = Arc::new(Live::new(&engine, config.admin.is_some()));
        let Limits {
            workers,
            queue_bytes,
            conversations,
            conversation,
            conversation_bytes,
            ..
        } = config.limits;
        let analysis = Analysis::start(&engine, &live, workers, queue_bytes, observer);
        Ok(Self {
            analysis: analysis.map_err(ProxyError::Thread)?,
            config,
            engine,
            clients,
            live,
            conversations: Conversations::new(conversations, conversation, conversation_bytes),
            tunnels: watch::Sender::new(()),
        })
    }

    /// What an open tunnel holds.
    pub(super) fn open(&self) -> watch::Receiver<()> {
        self.tunnels.subscribe()
    }
}

/// Bytes of further buffers, for answers with very many choices or calls: one alone must not take those of the others.
const SPARE_BYTES: usize = 512 << 20;

/// Buffers for as many streams as there may be connections. They are address space, not memory,
/// until a stream uses them.
fn engine_config(limits: &Limits) -> midflight_core::Config {
    let streams = limits.connections.max(16);
    midflight_core::Config {
        pool: PoolSizes {
            bytes: vec![
                (4 << 10, streams),
                (64 << 10, streams / 4),
                (1 << 20, 64),
                (17 << 20, 24),
            ],
            windows: 2 * streams,
        },
        spare_bytes: SPARE_BYTES,
        ..midflight_core::Config::default()
    }
}
