//! A replay server for a test.

use std::net::SocketAddr;

use midflight::serve::{Catalogue, Options, Server};

/// Serves until the runtime ends; where.
pub(crate) async fn replay(options: Options) -> SocketAddr {
    let server = Server::bind(([127, 0, 0, 1], 0).into(), options)
        .await
        .unwrap();
    let address = server.address().unwrap();
    tokio::spawn(server.run(std::future::pending()));
    address
}

/// The shipped streams, as fast as they are read.
pub(crate) async fn shipped() -> SocketAddr {
    replay(Options {
        catalogue: Catalogue::shipped(),
        ..Options::default()
    })
    .await
}

/// A client that goes nowhere but to this machine.
pub(crate) fn http() -> reqwest::Client {
    let builder = midflight::client::builder();
    builder.no_proxy().tls_certs_only([]).build().unwrap()
}
