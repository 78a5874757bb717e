//! A collector of OpenTelemetry, and how what it was pushed is read.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::sync::{Arc, Mutex};

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode, Uri};
use opentelemetry_proto::tonic::collector::metrics::v1::ExportMetricsServiceRequest;
use opentelemetry_proto::tonic::common::v1::{KeyValue, any_value};
use opentelemetry_proto::tonic::metrics::v1::metric::Data;
use opentelemetry_proto::tonic::metrics::v1::{Metric, number_data_point};
use prost::Message;

/// What a push was.
#[derive(Clone)]
pub(crate) struct Push {
    pub(crate) path: String,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Bytes,
}

/// A collector that keeps what it is pushed.
#[derive(Clone)]
pub(crate) struct Collecting {
    address: SocketAddr,
    pub(crate) pushes: Arc<Mutex<Vec<Push>>>,
    status: StatusCode,
    stalls: bool,
}

impl Collecting {
    pub(crate) async fn start(status: StatusCode, stalls: bool) -> Self {
        let listener = tokio::net::TcpListener::bind(("127.0.0.1", 0)).await;
        let listener = listener.unwrap();
        let collecting = Self {
            address: listener.local_addr().unwrap(),
            pushes: Arc::default(),
            status,
            stalls,
        };
        let routes = Router::new().fallback(take).with_state(collecting.clone());
        tokio::spawn(async move { axum::serve(listener, routes).await });
        collecting
    }

    pub(crate) fn url(&self) -> String {
        format!("http://{}", self.address)
    }

    /// The last push, with its metrics by name.
    pub(crate) fn last(&self) -> (Push, BTreeMap<String, Metric>) {
        let push = self.pushes.lock().unwrap().last().unwrap().clone();
        let told = ExportMetricsServiceRequest::decode(push.body.clone()).unwrap();
        let scopes = told.resource_metrics.into_iter();
        let scopes = scopes.flat_map(|resource| resource.scope_metrics);
        let metrics = scopes.flat_map(|scope| scope.metrics);
        let named = metrics.map(|metric| (metric.name.clone(), metric));
        (push, named.collect())
    }
}

async fn take(
    State(collecting): State<Collecting>,
    uri: Uri,
    headers: HeaderMap,
    body: Bytes,
) -> StatusCode {
    let path = uri.path().to_owned();
    let push = Push {
        path,
        headers,
        body,
    };
    collecting.pushes.lock().unwrap().push(push);
    if collecting.stalls {
        std::future::pending::<()>().await;
    }
    collecting.status
}

/// Attributes as `name=value`, in order.
fn attributes(attributes: &[KeyValue]) -> Vec<String> {
    let told = attributes.iter().map(|attribute| {
        let value = attribute.value.as_ref().and_then(|any| any.value.as_ref());
        let Some(any_value::Value::StringValue(value)) = value else {
            panic!("{attribute:?}");
        };
        format!("{}={value}", attribute.key)
    });
    let mut told: Vec<String> = told.collect();
    told.sort();
    told
}

/// A histogram's points: their attributes, counts, sums and bounds.
pub(crate) fn histogram(metric: &Metric) -> Vec<(Vec<String>, u64, f64, Vec<f64>)> {
    let Some(Data::Histogram(histogram)) = &metric.data else {
        panic!("{metric:?}");
    };
    let points = histogram.data_points.iter().map(|point| {
        let bounds = point.explicit_bounds.clone();
        let told = attributes(&point.attributes);
        (told, point.count, point.sum.unwrap(), bounds)
    });
    points.collect()
}

/// The value of a count or gauge, summed up over its points.
pub(crate) fn value(metric: &Metric) -> i64 {
    let points = match &metric.data {
        Some(Data::Sum(sum)) => &sum.data_points,
        Some(Data::Gauge(gauge)) => &gauge.data_points,
        _ => panic!("{metric:?}"),
    };
    let values = points.iter().map(|point| match point.value {
        Some(number_data_point::Value::AsInt(value)) => value,
        _ => panic!("{metric:?}"),
    });
    values.sum()
}
