//! The UI's files, with the same content policy as the shell's.

use std::path::{Component, Path};

use axum::extract::State;
use axum::http::{HeaderMap, HeaderValue, StatusCode, Uri, header};
use axum::response::{IntoResponse, Response};

use crate::Served;

const POLICY: &str = "default-src 'self'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self'; \
connect-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'; form-action 'none'";

pub async fn file(State(served): State<Served>, headers: HeaderMap, uri: Uri) -> Response {
    if served.guard.cookie_in(&headers).is_none() {
        return (StatusCode::FORBIDDEN, "Open the address that the program printed when it started.").into_response();
    }
    let asked = Path::new(uri.path().trim_start_matches('/'));
    if asked.components().any(|part| !matches!(part, Component::Normal(_))) {
        return StatusCode::NOT_FOUND.into_response();
    }
    let asked = if asked.as_os_str().is_empty() { Path::new("index.html") } else { asked };
    match tokio::fs::read(served.ui.join(asked)).await {
        Ok(bytes) => with_headers(bytes, asked),
        Err(_) => StatusCode::NOT_FOUND.into_response(),
    }
}

fn with_headers(bytes: Vec<u8>, file: &Path) -> Response {
    let mut response = bytes.into_response();
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type(file)));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    response
}

fn content_type(file: &Path) -> &'static str {
    match file.extension().and_then(|extension| extension.to_str()) {
        Some("html") => "text/html; charset=utf-8",
        Some("js") => "text/javascript; charset=utf-8",
        Some("css") => "text/css; charset=utf-8",
        Some("svg") => "image/svg+xml",
        Some("png") => "image/png",
        Some("woff2") => "font/woff2",
        Some("json") => "application/json",
        _ => "application/octet-stream",
    }
}
