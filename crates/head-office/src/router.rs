//! Every route, on one page.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::{DefaultBodyLimit, State};
use axum::http::{HeaderName, HeaderValue, StatusCode};
use axum::routing::{get, post, put};
use axum::{Json, Router};
use journal::wire::{self, LARGEST_FRAME};
use serde_json::{Value, json};
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::request_id::{MakeRequestUuid, PropagateRequestIdLayer, SetRequestIdLayer};
use tower_http::set_header::SetResponseHeaderLayer;
use tower_http::timeout::TimeoutLayer;
use tower_http::trace::TraceLayer;

use crate::admission::Admission;
use crate::database::Database;
use crate::problem::{Problem, in_one_form};
use crate::secret::Secret;
use crate::{auth, blobs, keys, pairing, pull, push, standing};

#[derive(Clone)]
pub struct Office {
    pub(crate) database: Database,
    pub(crate) secret: Arc<Secret>,
    pub(crate) admission: Admission,
}

impl Office {
    #[must_use]
    pub fn new(database: Database, secret: &Secret) -> Self {
        Self { database, secret: Arc::new(secret.clone()), admission: Admission::default() }
    }
}

/// So that no device takes the page of a hotel's network for an answer.
const MARK: HeaderName = HeaderName::from_static(wire::MARK);
const LONGEST_REQUEST: Duration = Duration::from_secs(60);
const LARGEST_BLOB: usize = 256 << 20;
const SMALL: usize = 64 << 10;
const KEYS: usize = 8 << 20;

pub fn router(office: Office) -> Router {
    let sync = Router::new()
        .route("/pair", post(pairing::pair).layer(DefaultBodyLimit::max(SMALL)))
        .route("/challenge", post(auth::challenge).layer(DefaultBodyLimit::max(SMALL)))
        .route("/token", post(auth::token).layer(DefaultBodyLimit::max(SMALL)))
        .route("/standing", post(standing::standing))
        .route("/push", post(push::push).layer(DefaultBodyLimit::max(LARGEST_FRAME)))
        .route("/pull", get(pull::pull))
        .route("/keys", get(keys::get).post(keys::put).layer(DefaultBodyLimit::max(KEYS)))
        .route("/blobs/{sha256}", put(blobs::put).get(blobs::get).head(blobs::has).layer(DefaultBodyLimit::max(LARGEST_BLOB)));
    Router::new()
        .nest("/sync/v1", sync)
        .route("/health", get(health))
        .fallback(|| async { Problem::not_found() })
        .layer(CatchPanicLayer::new())
        .layer(TimeoutLayer::with_status_code(StatusCode::SERVICE_UNAVAILABLE, LONGEST_REQUEST))
        .layer(axum::middleware::map_response(in_one_form))
        .layer(PropagateRequestIdLayer::x_request_id())
        .layer(TraceLayer::new_for_http().make_span_with(|request: &axum::http::Request<_>| {
            let id = request.headers().get("x-request-id").and_then(|id| id.to_str().ok()).unwrap_or_default();
            tracing::info_span!("request", id, method = %request.method(), path = request.uri().path())
        }))
        .layer(SetRequestIdLayer::x_request_id(MakeRequestUuid))
        .layer(SetResponseHeaderLayer::overriding(MARK, HeaderValue::from_static(env!("CARGO_PKG_VERSION"))))
        .with_state(office)
}

/// With what it depends on: a balancer sends nobody here while the database is away.
async fn health(State(office): State<Office>) -> (StatusCode, Json<Value>) {
    let is_there = match office.database.connection().await {
        Ok(client) => client.simple_query("select 1").await.is_ok(),
        Err(_) => false,
    };
    let status = if is_there { StatusCode::OK } else { StatusCode::SERVICE_UNAVAILABLE };
    let (word, version) = (if is_there { "ok" } else { "down" }, env!("CARGO_PKG_VERSION"));
    (status, Json(json!({"status": word, "version": version, "dependencies": {"postgresql": word}})))
}
