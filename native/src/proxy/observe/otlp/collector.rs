//! The way to the collector.

use std::pin::Pin;
use std::time::Duration;

use bytes::BytesMut;
use opentelemetry_http::{Bytes, HttpClient, HttpError, Request, Response, ResponseBodyTooLarge};
use reqwest::redirect::Policy;
use tokio::runtime::Handle;

use crate::proxy::clients::Configure;

/// For a push to be taken.
const PATIENCE: Duration = Duration::from_secs(10);
/// Bytes of an answer, which tells at most what was not taken.
const ANSWER: usize = 64 << 10;

/// Sends on the runtime of the proxy, asked from the thread that pushes.
#[derive(Debug)]
pub(super) struct Collector {
    http: reqwest::Client,
    runtime: Handle,
}

impl Collector {
    pub(super) fn new(configure: &Configure) -> reqwest::Result<Self> {
        // Headers may hold keys, which are for the collector alone.
        let builder = crate::client::builder().redirect(Policy::none());
        Ok(Self {
            http: configure(builder).build()?,
            runtime: Handle::current(),
        })
    }
}

type Answer<'a> = Pin<Box<dyn Future<Output = Result<Response<Bytes>, HttpError>> + Send + 'a>>;

impl HttpClient for Collector {
    fn send_bytes<'s, 'a>(&'s self, request: Request<Bytes>) -> Answer<'a>
    where
        's: 'a,
        Self: 'a,
    {
        let sent = self.runtime.spawn(send(self.http.clone(), request));
        Box::pin(async move {
            let answer = sent.await?;
            match &answer {
                Ok(answer) if answer.status().is_success() => {}
                Ok(answer) => tracing::warn!(status = answer.status().as_u16(), "otlp: refused"),
                Err(error) => tracing::warn!(%error, "otlp: not sent"),
            }
            answer
        })
    }
}

async fn send(
    http: reqwest::Client,
    request: Request<Bytes>,
) -> Result<Response<Bytes>, HttpError> {
    let mut request = reqwest::Request::try_from(request)?;
    *request.timeout_mut() = Some(PATIENCE);
    // An address may hold a key.
    let sent = http.execute(request).await;
    let mut answer = sent.map_err(reqwest::Error::without_url)?;
    let mut body = BytesMut::new();
    while let Some(bytes) = answer.chunk().await? {
        if body.len() + bytes.len() > ANSWER {
            return Err(ResponseBodyTooLarge::new().into());
        }
        body.extend_from_slice(&bytes);
    }
    let mut response = Response::new(body.freeze());
    *response.status_mut() = answer.status();
    *response.headers_mut() = std::mem::take(answer.headers_mut());
    Ok(response)
}
