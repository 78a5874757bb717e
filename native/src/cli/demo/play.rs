//! A loopback server that speaks like the providers, a real client, the engine,
//! and a screen that shows what came out of it.

use std::cell::RefCell;
use std::rc::Rc;
use std::time::Duration;

use midflight::serve::{Catalogue, Options, Pace, Server};
use midflight::{Monotonic, client};
use midflight_core::{Clock, Config, Engine, Event, Sink};
use tokio::time::{MissedTickBehavior, interval, sleep};

use super::scene::Scene;
use super::streams::{Shown, shown};
use crate::cli::Failure;
use crate::meter::Meter;

/// Between two pictures.
const TICK: Duration = Duration::from_millis(40);

/// Plays every recording, at so many tokens a second.
pub(super) fn run(pace: f64) -> Result<(), Failure> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    runtime.map_err(failure)?.block_on(play(pace))
}

fn failure(error: impl std::fmt::Display) -> Failure {
    Failure::Network {
        verb: "demo",
        what: error.to_string(),
    }
}

/// Serves the shipped streams on a free port until the runtime ends; where.
async fn serve(pace: f64) -> Result<String, Failure> {
    let options = Options {
        catalogue: Catalogue::shipped(),
        pace: Pace::TokensPerSecond(pace),
        site: None,
    };
    let server = Server::bind(([127, 0, 0, 1], 0).into(), options);
    let server = server.await.map_err(failure)?;
    let address = server.address().map_err(failure)?;
    tokio::spawn(server.run(std::future::pending()));
    Ok(format!("http://{address}/stream"))
}

async fn play(pace: f64) -> Result<(), Failure> {
    let base = serve(pace).await?;
    let engine = Engine::new(Config::default())?;
    let clock = Monotonic::start();
    let meter = Meter::new(clock);
    let scene = Shared(Rc::new(RefCell::new(Scene::new(&engine, meter.clone()))));
    let http = loopback_client()?;
    let player = Player {
        engine,
        clock,
        meter,
        http,
        scene: scene.clone(),
    };
    let all = shown();
    for (number, shown) in all.iter().enumerate() {
        let url = format!("{base}/{}", shown.recording.name);
        player.play(shown, number + 1, all.len(), &url).await?;
        sleep(Duration::from_secs_f64((30.0 / pace).min(0.6))).await;
    }
    let closed = scene.0.borrow_mut().close();
    closed.map_err(Failure::Output)
}

/// The clients' own builder, without what a server on the same machine has no use for.
fn loopback_client() -> Result<reqwest::Client, Failure> {
    client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .map_err(failure)
}

struct Player {
    engine: Engine,
    clock: Monotonic,
    meter: Meter,
    http: reqwest::Client,
    scene: Shared,
}

impl Player {
    /// Asks the server for a recording and reads the answer into a session, drawing in between.
    async fn play(
        &self,
        shown: &Shown,
        number: usize,
        of: usize,
        url: &str,
    ) -> Result<(), Failure> {
        self.scene.0.borrow_mut().begin(shown, number, of, url);
        let session = self.engine.session(shown.recording.wire);
        let mut session = session.with_probe(self.meter.clone());
        session.start(self.clock.now());
        let mut sink = self.scene.clone();
        let reading = async {
            let response = self.http.get(url).send().await?;
            client::read_body(response, &mut session, &self.clock, &mut sink).await
        };
        tokio::pin!(reading);
        let mut ticks = interval(TICK);
        ticks.set_missed_tick_behavior(MissedTickBehavior::Skip);
        loop {
            tokio::select! {
                done = &mut reading => {
                    done.map_err(failure)?;
                    return self.scene.0.borrow_mut().end().map_err(Failure::Output);
                }
                _ = ticks.tick() => self.scene.0.borrow_mut().draw().map_err(Failure::Output)?,
            }
        }
    }
}

/// The scene, which the session tells and the clock draws.
#[derive(Clone)]
struct Shared(Rc<RefCell<Scene>>);

impl Sink for Shared {
    fn receive(&mut self, event: &Event<'_>) {
        self.0.borrow_mut().receive(event);
    }
}
