//! Who gets in: this host only, by a one-time address, then by cookie; calls with a header that makes a cross-site request impossible.

use std::collections::HashSet;
use std::sync::{Mutex, PoisonError};

use axum::extract::{Path, Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::{Served, Token};

const COOKIE: &str = "mostrador";
const HEADER: &str = "x-mostrador";

pub struct Guard {
    hosts: [String; 2],
    opening: Mutex<Option<String>>,
    cookies: Mutex<HashSet<String>>,
}

fn random() -> anyhow::Result<String> {
    let mut bytes = [0; 24];
    getrandom::fill(&mut bytes).map_err(|error| anyhow::anyhow!("no randomness: {error}"))?;
    Ok(hex::encode(bytes))
}

impl Guard {
    pub fn new(port: u16) -> anyhow::Result<Self> {
        let hosts = [format!("127.0.0.1:{port}"), format!("localhost:{port}")];
        Ok(Self { hosts, opening: Mutex::new(Some(random()?)), cookies: Mutex::default() })
    }

    /// The one-time part of the opening address; empty once it is spent.
    pub fn opening(&self) -> String {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner).clone().unwrap_or_default()
    }

    /// Trades the opening token for a cookie, once.
    fn admit(&self, token: &str) -> Option<String> {
        self.opening.lock().unwrap_or_else(PoisonError::into_inner).take_if(|opening| opening == token)?;
        let cookie = random().ok()?;
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).insert(cookie.clone());
        Some(cookie)
    }

    pub fn cookie_in(&self, headers: &HeaderMap) -> Option<String> {
        let cookies = headers.get(header::COOKIE)?.to_str().ok()?;
        let cookie = cookies.split("; ").find_map(|pair| pair.strip_prefix(COOKIE)?.strip_prefix('='))?;
        self.cookies.lock().unwrap_or_else(PoisonError::into_inner).get(cookie).cloned()
    }

    /// Another name for this address is a page that rebinds its own; another origin is another site.
    fn is_this_host(&self, headers: &HeaderMap) -> bool {
        let text = |name| headers.get(name).and_then(|value| value.to_str().ok());
        let host = text(header::HOST).is_some_and(|host| self.hosts.iter().any(|own| own == host));
        let origin = text(header::ORIGIN).is_none_or(|origin| self.hosts.iter().any(|own| origin == format!("http://{own}")));
        host && origin
    }
}

pub async fn only_this_host(State(served): State<Served>, request: Request, next: Next) -> Response {
    if served.guard.is_this_host(request.headers()) { next.run(request).await } else { StatusCode::MISDIRECTED_REQUEST.into_response() }
}

pub async fn only_known_browsers(State(served): State<Served>, mut request: Request, next: Next) -> Response {
    let Some(cookie) = served.guard.cookie_in(request.headers()) else {
        return StatusCode::FORBIDDEN.into_response();
    };
    if request.method() == Method::POST && !request.headers().contains_key(HEADER) {
        return StatusCode::FORBIDDEN.into_response();
    }
    request.extensions_mut().insert(Token(format!("web:{cookie}")));
    next.run(request).await
}

pub async fn open(State(served): State<Served>, Path(token): Path<String>) -> Response {
    match served.guard.admit(&token) {
        Some(cookie) => {
            let cookie = format!("{COOKIE}={cookie}; HttpOnly; SameSite=Strict; Path=/");
            ([(header::SET_COOKIE, cookie)], Redirect::to("/")).into_response()
        }
        None => (StatusCode::GONE, "This address has been used. Start the program again to get a new one.").into_response(),
    }
}
