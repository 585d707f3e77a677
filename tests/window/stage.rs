//! What a window needs to stand on: a display, a session bus and a WebDriver server, started here and ended here.

use std::io::{BufRead, BufReader};
use std::net::{TcpListener, TcpStream};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use scenarios::wait_until;

const WEB_DRIVER: &str = "/usr/bin/WebKitWebDriver";
const XVFB: &str = "/usr/bin/Xvfb";

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

/// The program as it was built: `debug`, or `release` as it is shipped.
///
/// # Panics
/// When it has not been built.
pub fn program(profile: &str) -> PathBuf {
    let program = root().join("target").join(profile).join("mostrador");
    assert!(program.exists(), "{} is missing: build the UI, then the package `mostrador`", program.display());
    program
}

pub struct Stage {
    display: Child,
    web_driver: Child,
    pub web_driver_port: u16,
}

impl Stage {
    /// # Panics
    /// When a part is missing: a window that nobody has looked at is not a window that works.
    pub fn build(home: &Path, environment: &[(&str, &str)]) -> Self {
        for (needed, package) in [(WEB_DRIVER, "webkit2gtk-driver"), (XVFB, "xvfb"), ("/usr/bin/dbus-run-session", "dbus")] {
            assert!(Path::new(needed).exists(), "{needed} is missing: install {package}");
        }
        let (display, number) = display();
        let web_driver_port = TcpListener::bind(("127.0.0.1", 0)).unwrap().local_addr().unwrap().port();
        let mut web_driver = Command::new("/usr/bin/dbus-run-session");
        web_driver.args(["--", WEB_DRIVER, "--host=127.0.0.1"]).arg(format!("--port={web_driver_port}"));
        web_driver.env("DISPLAY", format!(":{number}")).env("HOME", home).env("MOSTRADOR_HOME", home.join("till"));
        web_driver.env("XDG_RUNTIME_DIR", home).env("TAURI_WEBVIEW_AUTOMATION", "true").env("GDK_BACKEND", "x11");
        web_driver.env_remove("WAYLAND_DISPLAY").env("LANG", "C.UTF-8").env("TZ", "UTC");
        web_driver.envs(environment.iter().copied());
        let web_driver = web_driver.stdout(Stdio::null()).stderr(Stdio::null()).process_group(0).spawn().unwrap();
        wait_until("the WebDriver server listens", || TcpStream::connect(("127.0.0.1", web_driver_port)).is_ok());
        Self { display, web_driver, web_driver_port }
    }
}

/// On a display that is free; the server itself says which.
fn display() -> (Child, String) {
    let mut server = Command::new(XVFB);
    server.args(["-displayfd", "1", "-screen", "0", "1280x900x24", "-nolisten", "tcp"]);
    let mut server = server.stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0).spawn().unwrap();
    let mut number = String::new();
    BufReader::new(server.stdout.take().unwrap()).read_line(&mut number).unwrap();
    assert!(!number.trim().is_empty(), "Xvfb found no free display");
    (server, number.trim().to_owned())
}

/// With all that it started: the bus, the program and its web processes are in its group.
fn end(group: &mut Child) {
    let _ = Command::new("kill").arg("--").arg(format!("-{}", group.id())).status();
    let _ = group.wait();
}

impl Drop for Stage {
    fn drop(&mut self) {
        end(&mut self.web_driver);
        end(&mut self.display);
    }
}
