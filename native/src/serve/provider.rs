//! The providers' own endpoints.

use axum::Json;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use axum::{Router, routing::get};
use midflight_core::Wire;
use serde_json::{Value, json};

use super::generate;
use super::replay::{refused, send};
use super::socket::Doom;
use super::whole::{self, Whole};
use super::wishes::Wishes;
use super::{Recording, Served};

/// How an endpoint chooses between a stream and a whole answer.
#[derive(Clone, Copy)]
enum Choice {
    /// A stream where the request says `"stream": true`.
    Asked,
    /// A stream unless the request says `"stream": false`.
    Unasked,
    /// Always a stream.
    Stream,
}

/// Every endpoint.
pub(super) fn routes() -> Router<Served> {
    Router::new()
        .route("/v1/models", get(models))
        .route(
            "/v1/chat/completions",
            endpoint(Wire::OpenAiChat, Choice::Asked),
        )
        .route(
            "/v1/responses",
            endpoint(Wire::OpenAiResponses, Choice::Asked),
        )
        .route("/v1/messages", endpoint(Wire::Anthropic, Choice::Asked))
        .route("/v1beta/models/{call}", post(gemini))
        .route("/api/chat", endpoint(Wire::Ollama, Choice::Unasked))
        .route("/api/generate", post(generate))
        .route("/v2/chat", endpoint(Wire::Cohere, Choice::Stream))
        .route("/completion", endpoint(Wire::LlamaCpp, Choice::Stream))
        .route("/generate_stream", endpoint(Wire::Tgi, Choice::Stream))
        .route(
            "/model/{model}/converse-stream",
            endpoint(Wire::Bedrock, Choice::Stream),
        )
}

fn endpoint(wire: Wire, choice: Choice) -> MethodRouter<Served> {
    post(
        move |State(served): State<Served>,
              ConnectInfo(doom): ConnectInfo<Doom>,
              wishes: Wishes,
              body: String| async move {
            let request: Value = serde_json::from_str(&body).unwrap_or_default();
            let streams = match (choice, request["stream"].as_bool()) {
                (Choice::Asked, asked) => asked.unwrap_or(false),
                (Choice::Unasked, asked) => asked.unwrap_or(true),
                (Choice::Stream, _) => true,
            };
            let model = request["model"].as_str();
            answer(&served, wire, model, streams, wishes, doom)
        },
    )
}

async fn generate(
    State(served): State<Served>,
    ConnectInfo(doom): ConnectInfo<Doom>,
    wishes: Wishes,
    body: String,
) -> Response {
    let request: Value = serde_json::from_str(&body).unwrap_or_default();
    let name = wishes.stream.as_deref().or(request["model"].as_str());
    let Some(chat) = served.catalogue.of_wire(Wire::Ollama, name) else {
        return nothing(Wire::Ollama);
    };
    if request["stream"].as_bool().unwrap_or(true) {
        return send(&served, &generate::stream(chat), wishes, doom);
    }
    at_once(&served, Wire::Ollama, chat, &wishes, generate::whole)
}

/// `MODEL:generateContent` is answered whole, `MODEL:streamGenerateContent` as an array, and with
/// `?alt=sse` as server-sent events.
async fn gemini(
    State(served): State<Served>,
    Path(call): Path<String>,
    ConnectInfo(doom): ConnectInfo<Doom>,
    uri: Uri,
    wishes: Wishes,
) -> Response {
    let (model, method) = call.split_once(':').unwrap_or((&call, ""));
    let events = uri
        .query()
        .is_some_and(|query| query.split('&').any(|part| part == "alt=sse"));
    let (wire, streams) = match (method, events) {
        ("generateContent", _) => (Wire::Gemini, false),
        ("streamGenerateContent", true) => (Wire::Gemini, true),
        ("streamGenerateContent", false) => (Wire::GeminiArray, true),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    answer(&served, wire, Some(model), streams, wishes, doom)
}

fn answer(
    served: &Served,
    wire: Wire,
    model: Option<&str>,
    streams: bool,
    wishes: Wishes,
    doom: Doom,
) -> Response {
    let name = wishes.stream.as_deref().or(model);
    let Some(recording) = served.catalogue.of_wire(wire, name) else {
        return nothing(wire);
    };
    if streams {
        return send(served, recording, wishes, doom);
    }
    at_once(served, wire, recording, &wishes, |answer| answer)
}

/// The answer in one JSON text, in the form that `form` gives it.
fn at_once(
    served: &Served,
    wire: Wire,
    recording: &Recording,
    wishes: &Wishes,
    form: impl FnOnce(Value) -> Value,
) -> Response {
    if let Some(status) = wishes.status {
        return refused(status);
    }
    let whole = Whole::read(recording, &served.engine);
    Json(form(whole::json(wire, &whole))).into_response()
}

fn nothing(wire: Wire) -> Response {
    let message = format!("no stream of the wire {} to replay", wire.name());
    let error = json!({"error": {"type": "not_found_error", "message": message}});
    (StatusCode::NOT_FOUND, Json(error)).into_response()
}

async fn models(State(served): State<Served>) -> Json<Value> {
    let model =
        |name: &str| json!({"id": name, "object": "model", "created": 0, "owned_by": "midflight"});
    let models: Vec<_> = served
        .catalogue
        .iter()
        .map(|recording| model(&recording.name))
        .collect();
    Json(json!({"object": "list", "data": models}))
}
