//! The providers' own endpoints.

use axum::Json;
use axum::extract::{ConnectInfo, Path, State};
use axum::http::{StatusCode, Uri};
use axum::response::{IntoResponse, Response};
use axum::routing::{MethodRouter, post};
use axum::{Router, routing::get};
use midflight_core::Wire;
use serde_json::{Value, json};

use super::replay::{refused, send};
use super::socket::Doom;
use super::whole::{self, Whole};
use super::wishes::Wishes;
use super::{Recording, Served, completions, generate, invoke};

/// How an endpoint chooses between a stream and a whole answer.
#[derive(Clone, Copy)]
enum Choice {
    /// A stream where the request says `"stream": true`.
    Asked,
    /// A stream unless the request says `"stream": false`.
    Unasked,
    /// Always a stream.
    Stream,
    /// Never.
    Whole,
}

impl Choice {
    fn streams(self, asked: Option<bool>) -> bool {
        match self {
            Self::Asked => asked.unwrap_or(false),
            Self::Unasked => asked.unwrap_or(true),
            Self::Stream => true,
            Self::Whole => false,
        }
    }
}

/// An endpoint that answers with recordings.
#[derive(Clone, Copy)]
struct Endpoint {
    /// The wires that it may speak, the one it speaks unasked first.
    wires: &'static [Wire],
    choice: Choice,
    /// What makes the stream of a recording, where it is not that itself.
    stream: Option<fn(&Recording) -> Recording>,
    /// What makes the endpoint's answer of the wire's.
    whole: fn(Value) -> Value,
}

impl Endpoint {
    /// One that answers in the wire's own form.
    const fn of(wires: &'static [Wire], choice: Choice) -> Self {
        Self {
            wires,
            choice,
            stream: None,
            whole: |answer| answer,
        }
    }

    /// One that answers in a form of its own.
    const fn made(self, stream: fn(&Recording) -> Recording, whole: fn(Value) -> Value) -> Self {
        Self {
            stream: Some(stream),
            whole,
            ..self
        }
    }

    fn answer(
        self,
        served: &Served,
        model: Option<&str>,
        asked: Option<bool>,
        wishes: Wishes,
        doom: Doom,
    ) -> Response {
        let asked_for = wishes.stream.as_deref();
        let found = served.catalogue.of_wires(self.wires, asked_for.or(model));
        let is_right = |found: &&Recording| asked_for.is_none_or(|name| found.name == name);
        let Some(recording) = found.filter(is_right) else {
            return nothing(self.wires, asked_for);
        };
        if !self.choice.streams(asked) {
            return at_once(served, recording, &wishes, self.whole);
        }
        match self.stream {
            Some(make) => send(served, &make(recording), wishes, doom),
            None => send(served, recording, wishes, doom),
        }
    }

    /// The model is named by the path where that names one, or else by the body.
    fn route(self) -> MethodRouter<Served> {
        post(
            move |State(served): State<Served>,
                  path: Option<Path<String>>,
                  ConnectInfo(doom): ConnectInfo<Doom>,
                  wishes: Wishes,
                  body: String| async move {
                let request: Value = serde_json::from_str(&body).unwrap_or_default();
                let path = path.as_ref().map(|Path(model)| model.as_str());
                let model = path.or(request["model"].as_str());
                let asked = request["stream"].as_bool();
                self.answer(&served, model, asked, wishes, doom)
            },
        )
    }
}

/// The chat completions of OpenAI, which Mistral speaks at the same path.
const CHAT: &[Wire] = &[Wire::OpenAiChat, Wire::Mistral];

/// Every endpoint.
pub(super) fn routes() -> Router<Served> {
    let of = Endpoint::of;
    let completions = of(CHAT, Choice::Asked).made(completions::stream, completions::whole);
    let generate = of(&[Wire::Ollama], Choice::Unasked).made(generate::stream, generate::whole);
    let invoke = of(&[Wire::Anthropic], Choice::Stream).made(invoke::stream, |answer| answer);
    let endpoints = [
        ("/v1/chat/completions", of(CHAT, Choice::Asked)),
        ("/v1/completions", completions),
        ("/v1/responses", of(&[Wire::OpenAiResponses], Choice::Asked)),
        ("/v1/messages", of(&[Wire::Anthropic], Choice::Asked)),
        ("/api/chat", of(&[Wire::Ollama], Choice::Unasked)),
        ("/api/generate", generate),
        ("/v2/chat", of(&[Wire::Cohere], Choice::Asked)),
        ("/completion", of(&[Wire::LlamaCpp], Choice::Asked)),
        ("/generate", of(&[Wire::Tgi], Choice::Whole)),
        ("/generate_stream", of(&[Wire::Tgi], Choice::Stream)),
        (
            "/model/{model}/converse",
            of(&[Wire::Bedrock], Choice::Whole),
        ),
        (
            "/model/{model}/converse-stream",
            of(&[Wire::Bedrock], Choice::Stream),
        ),
        (
            "/model/{model}/invoke",
            of(&[Wire::Anthropic], Choice::Whole),
        ),
        ("/model/{model}/invoke-with-response-stream", invoke),
    ];
    let routes = Router::new()
        .route("/v1/models", get(models))
        .route("/v1/models/{call}", post(gemini))
        .route("/v1beta/models/{call}", post(gemini));
    endpoints
        .into_iter()
        .fold(routes, |routes, (path, endpoint)| {
            routes.route(path, endpoint.route())
        })
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
    let endpoint = match (method, events) {
        ("generateContent", _) => Endpoint::of(&[Wire::Gemini], Choice::Whole),
        ("streamGenerateContent", true) => Endpoint::of(&[Wire::Gemini], Choice::Stream),
        ("streamGenerateContent", false) => Endpoint::of(&[Wire::GeminiArray], Choice::Stream),
        _ => return StatusCode::NOT_FOUND.into_response(),
    };
    endpoint.answer(&served, Some(model), None, wishes, doom)
}

/// The answer in one JSON text, in the form that `form` gives it.
fn at_once(
    served: &Served,
    recording: &Recording,
    wishes: &Wishes,
    form: fn(Value) -> Value,
) -> Response {
    if let Some(status) = wishes.status {
        return refused(status);
    }
    let whole = Whole::read(recording, &served.engine);
    Json(form(whole::json(recording.wire, &whole))).into_response()
}

fn nothing(wires: &[Wire], asked_for: Option<&str>) -> Response {
    let names: Vec<_> = wires.iter().map(|wire| wire.name()).collect();
    let wires = names.join(" or ");
    let message = match asked_for {
        Some(name) => format!("no stream of the wire {wires} is called {name}"),
        None => format!("no stream of the wire {wires} to replay"),
    };
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
