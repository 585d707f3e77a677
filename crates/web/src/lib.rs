//! The door over HTTP, on loopback, serving the same UI: for a machine without a display, for the owner's console, and for tests.
//!
//! A browser gets in by a one-time address, then by its cookie. Every call needs a header that no other site's page can send.

mod guard;
mod pages;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::mpsc::RecvTimeoutError;
use std::time::Duration;

use app::{Caller, Failure, Host, Surface};
use axum::body::Body;
use axum::extract::{DefaultBodyLimit, State};
use axum::http::StatusCode;
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{IntoResponse, Response};
use axum::routing::{get, post};
use axum::{Extension, Json, Router, middleware};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinError;
use tokio_stream::wrappers::ReceiverStream;
use tokio_stream::{Stream, StreamExt};

pub use guard::Guard;

/// What every route needs.
#[derive(Clone)]
pub struct Served {
    host: Arc<Host>,
    guard: Arc<Guard>,
    ui: Arc<PathBuf>,
}

/// A server that is bound and not yet running.
pub struct Bound {
    listener: TcpListener,
    served: Served,
    /// Opens the program once, in one browser.
    pub opening_address: String,
}

/// Only loopback: the traffic is not encrypted, and the counter's own machine is the only one that has business here.
pub async fn bind(host: Arc<Host>, ui: PathBuf, port: u16) -> anyhow::Result<Bound> {
    let listener = TcpListener::bind(SocketAddr::from(([127, 0, 0, 1], port))).await?;
    let address = listener.local_addr()?;
    let guard = Guard::new(address.port())?;
    let opening_address = format!("http://127.0.0.1:{}/open/{}", address.port(), guard.opening());
    Ok(Bound { listener, served: Served { host, guard: Arc::new(guard), ui: Arc::new(ui) }, opening_address })
}

impl Bound {
    pub async fn run(self) -> anyhow::Result<()> {
        Ok(axum::serve(self.listener, router(self.served)).await?)
    }
}

const LARGEST_BODY: usize = 256 << 10;

fn router(served: Served) -> Router {
    let inside = Router::new()
        .route("/call", post(call))
        .route("/events", get(events))
        .layer(DefaultBodyLimit::max(LARGEST_BODY))
        // a file is as large as it is; the program stops it at its own limit
        .route("/upload", post(upload).layer(DefaultBodyLimit::disable()))
        .layer(middleware::from_fn_with_state(served.clone(), guard::only_known_browsers));
    Router::new()
        .merge(inside)
        .route("/open/{token}", get(guard::open))
        .fallback(get(pages::file))
        .layer(middleware::from_fn_with_state(served.clone(), guard::only_this_host))
        .with_state(served)
}

#[derive(Deserialize)]
struct Called {
    name: String,
    #[serde(default)]
    arguments: Value,
}

/// The browser's cookie: it is the session's token.
#[derive(Clone)]
pub struct Token(pub String);

async fn call(State(served): State<Served>, Extension(Token(token)): Extension<Token>, Json(called): Json<Called>) -> Response {
    let host = served.host;
    answer(tokio::task::spawn_blocking(move || host.call(Caller::new(&token, Surface::Till), &called.name, called.arguments)).await)
}

/// A file's bytes, handed on as they come.
async fn upload(State(served): State<Served>, Extension(Token(token)): Extension<Token>, body: Body) -> Response {
    let host = served.host;
    let (sender, receiver) = std::sync::mpsc::sync_channel(8);
    let taken = tokio::task::spawn_blocking(move || host.upload(Caller::new(&token, Surface::Till), receiver.into_iter()));
    let mut chunks = body.into_data_stream();
    while let Some(chunk) = chunks.next().await {
        let sender = sender.clone();
        let chunk = chunk.map_err(std::io::Error::other);
        let sent = tokio::task::spawn_blocking(move || sender.send(chunk)).await;
        if !matches!(sent, Ok(Ok(()))) {
            break;
        }
    }
    drop(sender);
    answer(taken.await)
}

fn answer<T: Serialize>(answered: Result<Result<T, Failure>, JoinError>) -> Response {
    match answered {
        Ok(Ok(answer)) => Json(answer).into_response(),
        Ok(Err(failure)) => (status_of(&failure), Json(failure)).into_response(),
        Err(error) => {
            tracing::error!(%error, "A request panicked");
            (StatusCode::INTERNAL_SERVER_ERROR, Json(Failure::new("internal", "the program failed; what was saved is safe")))
                .into_response()
        }
    }
}

fn status_of(failure: &Failure) -> StatusCode {
    match failure.code.as_str() {
        "session_expired" | "session_locked" => StatusCode::UNAUTHORIZED,
        "not_permitted" => StatusCode::FORBIDDEN,
        "not_found" | "unknown_request" => StatusCode::NOT_FOUND,
        "internal" | "store_failed" | "commit_unknown" => StatusCode::INTERNAL_SERVER_ERROR,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}

/// A browser that has gone is noticed although nothing happens: its thread would be held until the next event.
const LOOK_FOR_BROWSER: Duration = Duration::from_secs(5);

async fn events(State(served): State<Served>) -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(64);
    let events = served.host.events.listen();
    tokio::task::spawn_blocking(move || {
        loop {
            match events.recv_timeout(LOOK_FOR_BROWSER) {
                Ok(event) => {
                    let Ok(event) = Event::default().json_data(&event) else { continue };
                    if sender.blocking_send(Ok(event)).is_err() {
                        return;
                    }
                }
                Err(RecvTimeoutError::Timeout) if !sender.is_closed() => {}
                Err(_) => return,
            }
        }
    });
    Sse::new(ReceiverStream::new(receiver)).keep_alive(KeepAlive::default())
}
