//! The shell: a window, and the door as its one command. The only Rust that names tauri.

mod commands;

use app::Host;
use app::platform::Folders;
use tauri::{AppHandle, Emitter, Manager, WebviewUrl, WebviewWindowBuilder};

/// The till's window; the door reads this label, never what a page says of itself.
const TILL: &str = "till";
/// Tauri allows no dots in event names, so all of the door's events go under one.
const EVENTS: &str = "door";

pub fn run() -> anyhow::Result<()> {
    app::log::start(&Folders::usual().data);
    without_dmabuf();
    tauri::Builder::default()
        .plugin(tauri_plugin_single_instance::init(|handle, _, _| show(handle)))
        .plugin(tauri_plugin_window_state::Builder::default().build())
        .invoke_handler(tauri::generate_handler![commands::call, commands::upload])
        .setup(|shell| Ok(begin(shell)?))
        .run(tauri::generate_context!())?;
    Ok(())
}

/// WebKitGTK's DMABUF renderer leaves windows blank on many drivers. Whoever set the variable knows better.
fn without_dmabuf() {
    const VARIABLE: &str = "WEBKIT_DISABLE_DMABUF_RENDERER";
    if cfg!(target_os = "linux") && std::env::var_os(VARIABLE).is_none() {
        #[expect(unsafe_code, reason = "no thread has started yet, so nothing reads the environment meanwhile")]
        unsafe {
            std::env::set_var(VARIABLE, "1");
        }
    }
}

/// A second start shows the window of the first.
fn show(handle: &AppHandle) {
    if let Some(window) = handle.get_webview_window(TILL) {
        let _ = window.unminimize();
        let _ = window.set_focus();
    }
}

fn begin(shell: &tauri::App) -> anyhow::Result<()> {
    let host = Host::of_machine(&Folders::usual());
    forward_events(&host, shell.handle().clone())?;
    // a page that says why it is not open may try again
    if let Err(failure) = host.app() {
        tracing::error!(%failure, "The till could not be opened");
    }
    shell.manage(host);
    WebviewWindowBuilder::new(shell, TILL, WebviewUrl::App("index.html".into()))
        .title("Mostrador")
        .inner_size(1024.0, 768.0)
        .min_inner_size(1024.0, 700.0)
        .maximized(true)
        .build()?;
    Ok(())
}

fn forward_events(host: &Host, handle: AppHandle) -> std::io::Result<()> {
    let events = host.events.listen();
    std::thread::Builder::new().name("events".to_owned()).spawn(move || {
        for event in events {
            if let Err(error) = handle.emit_to(TILL, EVENTS, event) {
                tracing::warn!(%error, "An event did not reach the window");
            }
        }
    })?;
    Ok(())
}
