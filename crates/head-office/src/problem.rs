//! Errors as every client gets them: Problem+JSON (RFC 9457). What is inside stays in the log.

use axum::Json;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use journal::wire;

#[derive(Debug, thiserror::Error)]
#[error("{title}")]
pub struct Problem {
    pub status: StatusCode,
    pub code: &'static str,
    pub title: &'static str,
    pub detail: Option<String>,
}

/// When somebody who was turned away may come again.
const RETRY_AFTER_S: HeaderValue = HeaderValue::from_static("5");

impl Problem {
    #[must_use]
    pub fn new(status: StatusCode, code: &'static str, title: &'static str) -> Self {
        Self { status, code, title, detail: None }
    }

    #[must_use]
    pub fn with(mut self, detail: impl Into<String>) -> Self {
        self.detail = Some(detail.into());
        self
    }

    /// Nothing was kept; whoever asked tries again.
    #[must_use]
    pub fn unavailable(why: &dyn std::fmt::Display) -> Self {
        tracing::warn!(%why, "The database is not there");
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "unavailable", "head office cannot reach its database; try again")
    }

    /// Nothing was looked at; whoever asked keeps it and comes again.
    #[must_use]
    pub fn busy() -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, "busy", "head office is busy; come again")
    }

    #[must_use]
    pub fn not_found() -> Self {
        Self::new(StatusCode::NOT_FOUND, "not_found", "there is no such thing")
    }

    #[must_use]
    pub fn malformed(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "malformed", "the request cannot be read").with(detail)
    }

    #[must_use]
    pub fn unauthorized() -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "unauthorized", "a valid token is needed")
    }
}

/// A statement that failed says nothing of what the caller sent: what could be wrong with that was looked at before.
impl From<tokio_postgres::Error> for Problem {
    fn from(error: tokio_postgres::Error) -> Self {
        let is_ours = error.as_db_error().is_some_and(|error| {
            let code = error.code().code();
            // classes 53 (no room), 57 (shutting down, cancelled), 40 (rolled back), 25 (read-only), 08 (connection): it may work later
            !["53", "57", "40", "25", "08"].iter().any(|class| code.starts_with(class))
        });
        if is_ours {
            tracing::error!(%error, "A statement failed");
            return Self::new(StatusCode::INTERNAL_SERVER_ERROR, "internal", "head office failed; nothing of it was kept");
        }
        Self::unavailable(&error)
    }
}

const PROBLEM: HeaderValue = HeaderValue::from_static("application/problem+json");
const LONGEST_DETAIL: usize = 1000;

/// What the framework refuses by itself gets the same form.
pub async fn in_one_form(response: Response) -> Response {
    let status = response.status();
    let is_ours = response.headers().get(header::CONTENT_TYPE).is_some_and(|kind| kind.as_bytes().starts_with(b"application/"));
    if is_ours || !(status.is_client_error() || status.is_server_error()) {
        return response;
    }
    let (parts, body) = response.into_parts();
    let said = axum::body::to_bytes(body, LONGEST_DETAIL).await.unwrap_or_default();
    let (code, title) = match status {
        StatusCode::NOT_FOUND => ("not_found", "there is no such thing"),
        StatusCode::METHOD_NOT_ALLOWED => ("method_not_allowed", "this route has no such method"),
        StatusCode::PAYLOAD_TOO_LARGE => ("too_large", "the request is larger than it may be"),
        StatusCode::SERVICE_UNAVAILABLE => ("unavailable", "it took too long; try again"),
        status if status.is_server_error() => ("internal", "head office failed"),
        _ => ("malformed", "the request cannot be read"),
    };
    let said = String::from_utf8_lossy(&said).into_owned();
    let detail = Some(said).filter(|said| !said.is_empty() && !status.is_server_error());
    let mut problem = Problem { status, code, title, detail }.into_response();
    // what says how to ask instead stays: the methods of a route, for one
    for (name, value) in parts.headers.iter().filter(|(name, _)| **name == header::ALLOW || **name == header::RETRY_AFTER) {
        problem.headers_mut().insert(name, value.clone());
    }
    problem
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        let Self { status, code, title, detail } = self;
        let body = wire::Problem {
            kind: "about:blank".to_owned(),
            title: title.to_owned(),
            status: status.as_u16(),
            code: code.to_owned(),
            detail,
        };
        let mut response = (status, Json(body)).into_response();
        let headers = response.headers_mut();
        headers.insert(header::CONTENT_TYPE, PROBLEM);
        if matches!(status, StatusCode::SERVICE_UNAVAILABLE | StatusCode::TOO_MANY_REQUESTS) {
            headers.insert(header::RETRY_AFTER, RETRY_AFTER_S);
        }
        response
    }
}
