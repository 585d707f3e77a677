//! The one command, and the one way for a file to come in. Async, so that it never runs on the window's own thread.

use std::sync::Arc;

use app::uploads::Uploaded;
use app::{Caller, Failure, Host, Surface};
use serde_json::Value;
use tauri::ipc::{InvokeBody, Request};
use tauri::{Manager, WebviewWindow};

#[tauri::command]
pub async fn call(window: WebviewWindow, name: String, arguments: Value) -> Result<Value, Failure> {
    away_from_the_window(&window, move |host, caller| host.call(caller, &name, arguments)).await
}

/// A file's bytes, as the body of the message.
#[tauri::command]
pub async fn upload(window: WebviewWindow, request: Request<'_>) -> Result<Uploaded, Failure> {
    let InvokeBody::Raw(bytes) = request.body() else {
        return Err(Failure::new("invalid_argument", "a file is bytes"));
    };
    let bytes = bytes.clone();
    away_from_the_window(&window, move |host, caller| host.upload(caller, std::iter::once(Ok(bytes)))).await
}

/// Runs on a thread of its own, for the window that the shell itself knows.
async fn away_from_the_window<T: Send + 'static>(
    window: &WebviewWindow,
    act: impl FnOnce(&Arc<Host>, Caller<'_>) -> Result<T, Failure> + Send + 'static,
) -> Result<T, Failure> {
    let token = format!("window:{}", window.label());
    let surface = if window.label() == super::TILL { Surface::Till } else { Surface::Display };
    let host = Arc::clone(window.state::<Arc<Host>>().inner());
    let answer = move || act(&host, Caller::new(&token, surface));
    let answered = tauri::async_runtime::spawn_blocking(answer).await;
    answered.unwrap_or_else(|error| {
        tracing::error!(%error, "A request panicked");
        Err(Failure::new("internal", "the program failed; what was saved is safe"))
    })
}
