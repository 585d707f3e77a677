//! The one command. Async, so that it never runs on the window's own thread.

use std::sync::Arc;

use app::{App, Caller, Failure, Surface};
use serde_json::Value;
use tauri::{State, WebviewWindow};

#[tauri::command]
pub async fn call(window: WebviewWindow, app: State<'_, Arc<App>>, name: String, arguments: Value) -> Result<Value, Failure> {
    let app = Arc::clone(&app);
    let token = format!("window:{}", window.label());
    let surface = if window.label() == super::TILL { Surface::Till } else { Surface::Display };
    let answered = tauri::async_runtime::spawn_blocking(move || app.call(Caller::new(&token, surface), &name, arguments)).await;
    answered.unwrap_or_else(|error| {
        tracing::error!(%error, "A request panicked");
        Err(Failure::new("internal", "the program failed; what was saved is safe"))
    })
}
