//! The program itself, in a process of its own, asked over HTTP as a browser would. It can be told where to die.

use std::fs;
use std::io::{self, BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::os::unix::process::{CommandExt, ExitStatusExt};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use serde_json::{Value, json};

use crate::{PATIENCE, wait_until};

/// What ends the program before its time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Death {
    None,
    /// At the n-th passing of a failpoint.
    Failpoint(&'static str, u64),
    /// As a thread enters this system call for the n-th time.
    Call(&'static str, u64),
    /// After so many milliseconds, wherever it is.
    Moment(u64),
}

/// The program has ended; whether it did what it was asked is not known.
#[derive(Debug)]
pub struct Gone;

impl From<io::Error> for Gone {
    fn from(_: io::Error) -> Self {
        Self
    }
}

const SIGABRT: i32 = 6;
const SIGKILL: i32 = 9;

pub struct Program {
    child: Child,
    death: Death,
    host: String,
    cookie: String,
}

impl Program {
    /// Serves the till in `home`. Where it ends before it can be asked anything: whether it died of what it was told to die of.
    pub fn start(binary: &str, home: &Path, death: Death) -> Result<Self, bool> {
        fs::create_dir_all(home.join("ui")).unwrap();
        fs::write(home.join("ui/index.html"), "").unwrap();
        let mut child = command(binary, death).current_dir(home).env("MOSTRADOR_HOME", home).spawn().unwrap();
        if let Death::Moment(ms) = death {
            let group = child.id();
            std::thread::spawn(move || {
                std::thread::sleep(Duration::from_millis(ms));
                kill(group);
            });
        }
        let mut said = BufReader::new(child.stdout.take().unwrap()).lines().map_while(Result::ok);
        let address = said.find(|line| line.starts_with("http://"));
        let mut program = Self { child, death, host: String::new(), cookie: String::new() };
        match address.ok_or(Gone).and_then(|address| program.open(&address)) {
            Ok(()) => Ok(program),
            Err(Gone) => Err(program.died()),
        }
    }

    /// The one-time address gives the cookie.
    fn open(&mut self, address: &str) -> Result<(), Gone> {
        let (host, path) = address.trim_start_matches("http://").split_once('/').unwrap();
        host.clone_into(&mut self.host);
        let (_, head, _) = self.http(&format!("GET /{path}"), b"")?;
        let cookie = head.lines().find_map(|line| line.strip_prefix("set-cookie: ")).and_then(|set| set.split(';').next());
        self.cookie = cookie.unwrap_or_else(|| panic!("the opening address gives a cookie: {head}")).to_owned();
        Ok(())
    }

    /// Status, head and body. A connection that breaks is a program that has gone.
    fn http(&self, request: &str, body: &[u8]) -> Result<(u16, String, Vec<u8>), Gone> {
        let mut stream = TcpStream::connect(&self.host)?;
        stream.set_read_timeout(Some(PATIENCE))?;
        write!(
            stream,
            "{request} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\ncookie: {}\r\nx-mostrador: 1\r\n\
             content-type: application/json\r\ncontent-length: {}\r\n\r\n",
            self.host,
            self.cookie,
            body.len()
        )?;
        stream.write_all(body)?;
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer)?;
        let end = answer.windows(4).position(|four| four == b"\r\n\r\n").ok_or(Gone)?;
        let head = String::from_utf8_lossy(&answer[..end]).into_owned();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).ok_or(Gone)?;
        Ok((status, head, answer[end + 4..].to_vec()))
    }

    /// What must be granted, if it is answered at all.
    pub fn ask(&self, name: &str, arguments: Value) -> Result<Value, Gone> {
        self.post("/call", json!({"name": name, "arguments": arguments}).to_string().as_bytes())
    }

    /// Brings a file.
    pub fn upload(&self, bytes: &[u8]) -> Result<Value, Gone> {
        self.post("/upload", bytes)
    }

    fn post(&self, path: &str, body: &[u8]) -> Result<Value, Gone> {
        let (status, _, answer) = self.http(&format!("POST {path}"), body)?;
        let said = String::from_utf8_lossy(&answer);
        assert_eq!(status, 200, "{} was refused: {said}", String::from_utf8_lossy(&body[..body.len().min(200)]));
        // an answer cut short is no answer
        serde_json::from_slice(&answer).map_err(|_| Gone)
    }

    /// Waits for the end of a program that has gone. Answers whether it died of what it was told to die of.
    pub fn died(mut self) -> bool {
        wait_until("a program that does not answer has ended", || self.child.try_wait().unwrap().is_some());
        let by = match self.death {
            Death::None => return false,
            Death::Failpoint(..) => SIGABRT,
            Death::Call(..) | Death::Moment(_) => SIGKILL,
        };
        self.child.wait().unwrap().signal() == Some(by)
    }
}

/// A program that is let go is killed: none of these ever ends in order.
impl Drop for Program {
    fn drop(&mut self) {
        kill(self.child.id());
        let _ = self.child.wait();
    }
}

fn command(binary: &str, death: Death) -> Command {
    let mut command = match death {
        Death::Call(call, n) => {
            let mut strace = Command::new("strace");
            strace.args(["-f", "-qq", "-o", "/dev/null", "-e", &format!("trace={call}")]);
            strace.args(["-e", &format!("inject={call}:signal=KILL:when={n}"), binary]);
            strace
        }
        _ => Command::new(binary),
    };
    if let Death::Failpoint(name, n) = death {
        command.env("MOSTRADOR_DIE_AT", format!("{name}:{n}"));
    }
    command.args(["serve", "--port", "0", "--ui", "ui"]).env_remove("RUST_LOG");
    command.stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null()).process_group(0);
    command
}

/// With all that it started: what is traced outlives its tracer otherwise.
fn kill(group: u32) {
    let _ = Command::new("kill").args(["-KILL", "--", &format!("-{group}")]).stderr(Stdio::null()).status();
}
