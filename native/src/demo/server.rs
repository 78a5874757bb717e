//! A provider on the loopback interface: sends the recordings at the pace of a model.

use std::net::SocketAddr;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use axum::extract::{Path, State};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use axum::routing::get;
use futures_util::stream;
use tokio::net::TcpListener;
use tokio::time::{Instant, sleep_until};

use super::streams::Recording;

/// Tokens a second.
pub(super) type Pace = f64;

/// Serves the recordings on a free port until the task is dropped.
pub(super) async fn start(pace: Pace) -> std::io::Result<SocketAddr> {
    let listener = TcpListener::bind(("127.0.0.1", 0)).await?;
    let address = listener.local_addr()?;
    let routes = Router::new().route("/{name}", get(replay)).with_state(pace);
    tokio::spawn(async move { axum::serve(listener, routes).await });
    Ok(address)
}

async fn replay(Path(name): Path<String>, State(pace): State<Pace>) -> Response {
    let Some(recording) = Recording::named(&name) else {
        return (
            StatusCode::NOT_FOUND,
            format!("no recording named {name}\n"),
        )
            .into_response();
    };
    let kind = [(header::CONTENT_TYPE, recording.content_type())];
    (kind, paced(recording.pieces(), pace)).into_response()
}

/// A body that sends each piece at its time.
fn paced(pieces: Vec<&'static [u8]>, pace: Pace) -> Body {
    let start = Instant::now();
    let pieces = pieces.into_iter().enumerate();
    Body::from_stream(stream::unfold(pieces, move |mut pieces| async move {
        let (number, piece) = pieces.next()?;
        sleep_until(start + due(number, pace)).await;
        Some((Ok::<_, std::convert::Infallible>(piece), pieces))
    }))
}

/// When a piece is due. Models send in small bursts: of four tokens one comes early, one late.
fn due(number: usize, pace: Pace) -> Duration {
    let shift = [0.0, -0.3, 0.4, 0.1][number % 4];
    Duration::from_secs_f64(((number + 1) as f64 + shift) / pace)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn pieces_are_due_in_order_and_at_the_pace_asked_for() {
        let all: Vec<_> = (0..100).map(|number| due(number, 50.0)).collect();
        assert!(all.is_sorted());
        assert!((1.9..2.1).contains(&all[99].as_secs_f64()));
    }
}
