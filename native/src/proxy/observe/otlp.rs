//! The figures, pushed to a collector of OpenTelemetry: OTLP over HTTP, as protobuf.
//!
//! They are the ones that `/midflight/metrics` tells: counts, times, and the names of upstreams, wires,
//! kinds and models; never text. They are pushed from a thread of their own every interval, and once more
//! at the end. A collector that is slow or gone costs its pushes, which are logged, and nothing else.

mod collector;
mod instruments;

use std::sync::Arc;
use std::time::Duration;

use opentelemetry::KeyValue;
use opentelemetry::metrics::MeterProvider;
use opentelemetry_otlp::{MetricExporter, WithExportConfig, WithHttpConfig};
use opentelemetry_sdk::Resource;
use opentelemetry_sdk::metrics::{PeriodicReader, SdkMeterProvider};
use opentelemetry_sdk::resource::EnvResourceDetector;
use reqwest::Url;
use tokio::time::{sleep, timeout};

use super::live::Live;
use crate::proxy::clients::Configure;
use crate::proxy::{ConfigError, ProxyError, Shared};
use collector::Collector;

/// Where the figures are pushed to. Headers are those of `OTEL_EXPORTER_OTLP_HEADERS`, the resource's
/// attributes those of `OTEL_SERVICE_NAME` and `OTEL_RESOURCE_ATTRIBUTES`.
#[derive(Clone, Debug)]
pub struct Otlp {
    /// The collector's address; `/v1/metrics` is put behind its path.
    pub endpoint: Url,
    /// Between two pushes. Default: that of `OTEL_METRIC_EXPORT_INTERVAL`, or else a minute.
    pub interval: Option<Duration>,
}

impl Otlp {
    /// For a collector at this address, as in `OTEL_EXPORTER_OTLP_ENDPOINT`.
    ///
    /// # Errors
    ///
    /// [`ConfigError::Collector`] for what is no address of a server.
    pub fn new(endpoint: &str) -> Result<Self, ConfigError> {
        let wrong = |why: String| ConfigError::Collector {
            url: endpoint.to_owned(),
            why,
        };
        let url = Url::parse(endpoint).map_err(|error| wrong(error.to_string()))?;
        if !matches!(url.scheme(), "http" | "https") || url.query().is_some() {
            return Err(wrong("expected http(s)://HOST[:PORT][/PATH]".to_owned()));
        }
        Ok(Self {
            endpoint: url,
            interval: None,
        })
    }

    fn metrics(&self) -> String {
        let base = self.endpoint.as_str().trim_end_matches('/');
        format!("{base}/v1/metrics")
    }
}

/// Pushes until it is dropped or ended.
pub(in crate::proxy) struct Pushing(Option<SdkMeterProvider>);

impl Pushing {
    /// For the last streams to be read, and for nothing else to come.
    const SETTLE: Duration = Duration::from_secs(2);
    /// Between two looks.
    const LOOK: Duration = Duration::from_millis(10);

    /// Begins; must be called where a runtime is.
    pub(in crate::proxy) fn start(
        otlp: &Otlp,
        live: &Arc<Live>,
        configure: &Configure,
    ) -> Result<Self, ProxyError> {
        let exporter = MetricExporter::builder()
            .with_http()
            .with_http_client(Collector::new(configure)?)
            .with_endpoint(otlp.metrics())
            .build()
            .map_err(|error| ProxyError::Otlp(error.to_string()))?;
        let mut reader = PeriodicReader::builder(exporter);
        if let Some(interval) = otlp.interval {
            reader = reader.with_interval(interval);
        }
        let provider = SdkMeterProvider::builder()
            .with_resource(resource())
            .with_reader(reader.build())
            .build();
        instruments::record(&provider.meter("midflight"), live);
        Ok(Self(Some(provider)))
    }

    /// Pushes what the last streams came to, as far as the collector takes it within some seconds.
    pub(in crate::proxy) async fn end(mut self, shared: &Shared) {
        let _ = timeout(Self::SETTLE, settled(shared)).await;
        if let Some(provider) = self.0.take() {
            let ended = tokio::task::spawn_blocking(move || provider.shutdown()).await;
            if !matches!(ended, Ok(Ok(()))) {
                tracing::warn!("otlp: the last figures were not taken");
            }
        }
    }
}

impl Drop for Pushing {
    fn drop(&mut self) {
        // Its end waits for the last push, which needs the runtime that this may be called on.
        if let Some(provider) = self.0.take() {
            std::thread::spawn(move || drop(provider));
        }
    }
}

/// Waits until all streams that ended are analysed. What is taken from a queue shows as an open stream only
/// a moment later, so that it must look so twice.
async fn settled(shared: &Shared) {
    let mut quiet = 0;
    while quiet < 2 {
        sleep(Pushing::LOOK).await;
        let idle = shared.analysis.is_idle() && shared.live.metrics.open.get() == 0;
        quiet = if idle { quiet + 1 } else { 0 };
    }
}

fn resource() -> Resource {
    let name = std::env::var("OTEL_SERVICE_NAME").ok();
    let name = name.filter(|name| !name.is_empty());
    Resource::builder_empty()
        .with_service_name("midflight")
        .with_attribute(KeyValue::new("service.version", env!("CARGO_PKG_VERSION")))
        .with_detector(Box::new(EnvResourceDetector::new()))
        .with_attributes(name.map(|name| KeyValue::new("service.name", name)))
        .build()
}
