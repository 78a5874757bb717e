//! A proxy for a test.

use std::net::SocketAddr;
use std::time::Duration;

use midflight::proxy::{Config, Hooks, Limits, Proxy, Upstream};

/// A proxy, which ends with the runtime.
pub(crate) struct Proxying {
    pub(crate) address: SocketAddr,
    pub(crate) admin: SocketAddr,
}

/// One before `upstream` on free ports, with limits for tests.
pub(crate) fn config(upstream: &str) -> Config {
    let any = SocketAddr::from(([127, 0, 0, 1], 0));
    Config {
        listen: any,
        admin: Some(any),
        upstreams: vec![Upstream::new(upstream).unwrap()],
        limits: Limits {
            connections: 64,
            idle: Duration::from_secs(20),
            ..Limits::default()
        },
        ..Config::default()
    }
}

pub(crate) async fn proxy(config: Config) -> Proxying {
    proxy_with(config, Hooks::default()).await
}

pub(crate) async fn proxy_with(config: Config, hooks: Hooks) -> Proxying {
    let hooks = Hooks {
        configure: Some(Box::new(|builder| builder.no_proxy().tls_certs_only([]))),
        ..hooks
    };
    let proxy = Proxy::bind_with(config, hooks).await.unwrap();
    let address = proxy.address().unwrap();
    let admin = proxy.admin_address().unwrap().unwrap();
    tokio::spawn(proxy.run(std::future::pending()));
    Proxying { address, admin }
}

impl Proxying {
    /// What an admin address says.
    pub(crate) async fn ask(&self, path: &str) -> String {
        let url = format!("http://{}/midflight/{path}", self.admin);
        let answer = super::replay::http().get(url).send().await.unwrap();
        assert!(answer.status().is_success(), "{path}: {}", answer.status());
        answer.text().await.unwrap()
    }

    /// The value of a figure, summed up over its labels; 0 where there is none.
    pub(crate) async fn figure(&self, name: &str) -> f64 {
        let text = self.ask("metrics").await;
        let lines = text.lines().filter(|line| {
            let rest = line.strip_prefix(name);
            rest.is_some_and(|rest| rest.starts_with([' ', '{']))
        });
        lines
            .map(|line| line.rsplit(' ').next().unwrap().parse::<f64>().unwrap())
            .sum()
    }

    /// Waits until a figure is at least that much.
    pub(crate) async fn until(&self, name: &str, least: f64) {
        for _ in 0..500 {
            if self.figure(name).await >= least {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("{name} stays below {least}:\n{}", self.ask("metrics").await);
    }
}
