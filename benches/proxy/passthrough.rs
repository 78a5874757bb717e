//! The plainest proxy that the same libraries make: it looks at nothing.

use std::convert::Infallible;
use std::net::SocketAddr;

use http::{Request, Response, Version};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper_util::rt::{TokioExecutor, TokioIo};
use hyper_util::server::conn::auto::Builder;
use tokio::net::TcpListener;

pub(crate) async fn serve(listener: TcpListener, upstream: SocketAddr) {
    let client = midflight::client::builder()
        .no_proxy()
        .tls_certs_only([])
        .build()
        .expect("a client");
    while let Ok((socket, _)) = listener.accept().await {
        let _ = socket.set_nodelay(true);
        let client = client.clone();
        tokio::spawn(async move {
            let service = service_fn(|request| pass(client.clone(), upstream, request));
            let builder = Builder::new(TokioExecutor::new());
            let _ = builder
                .serve_connection(TokioIo::new(socket), service)
                .await;
        });
    }
}

async fn pass(
    client: reqwest::Client,
    upstream: SocketAddr,
    request: Request<Incoming>,
) -> Result<Response<reqwest::Body>, Infallible> {
    let url = format!("http://{upstream}{}", request.uri().path());
    let answer = client.get(url).send().await.expect("the upstream answers");
    let (mut head, body) = Response::<reqwest::Body>::from(answer).into_parts();
    head.version = Version::HTTP_11;
    head.headers.remove("transfer-encoding");
    head.headers.remove("connection");
    Ok(Response::from_parts(head, body))
}
