//! A printer on a port of this machine: it keeps what it gets, and behaves or misbehaves as told.

use std::io::{Read, Write};
use std::net::{TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, AtomicU16, Ordering};
use std::sync::{Arc, Condvar, Mutex};
use std::thread::JoinHandle;

use serde_json::{Value, json};

use crate::{PATIENCE, Paper, escpos};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Script {
    /// Prints, and answers no question: most cheap printers.
    Silent,
    /// Prints, and says that it is well.
    Well,
    OutOfPaper,
    CoverOpen,
    /// Takes the connection and hangs up.
    Refuses,
    /// Goes dead after so many bytes of a slip.
    DiesAfter(usize),
}

type Hook = Box<dyn Fn() + Send>;

struct Shared {
    script: Mutex<Script>,
    slips: Mutex<Vec<Vec<u8>>>,
    came: Condvar,
    at_connection: Mutex<Option<Hook>>,
    at_first_byte: Mutex<Option<Hook>>,
}

pub struct FakePrinter {
    pub port: u16,
    shared: Arc<Shared>,
    power: Mutex<Option<(Arc<AtomicBool>, JoinHandle<()>)>>,
}

impl FakePrinter {
    #[must_use]
    pub fn new(script: Script) -> Self {
        let listener = on_a_port_of_its_own();
        let shared = Shared {
            script: Mutex::new(script),
            slips: Mutex::default(),
            came: Condvar::new(),
            at_connection: Mutex::default(),
            at_first_byte: Mutex::default(),
        };
        let printer = Self { port: listener.local_addr().unwrap().port(), shared: Arc::new(shared), power: Mutex::default() };
        printer.listen(listener);
        printer
    }

    fn listen(&self, listener: TcpListener) {
        let (off, shared) = (Arc::new(AtomicBool::new(false)), Arc::clone(&self.shared));
        let is_off = Arc::clone(&off);
        let thread = std::thread::spawn(move || {
            for stream in listener.incoming() {
                if is_off.load(Ordering::SeqCst) {
                    return;
                }
                let shared = Arc::clone(&shared);
                std::thread::spawn(move || shared.serve(stream.unwrap()));
            }
        });
        *self.power.lock().unwrap() = Some((off, thread));
    }

    /// From now on nothing listens there.
    pub fn switch_off(&self) {
        if let Some((off, thread)) = self.power.lock().unwrap().take() {
            off.store(true, Ordering::SeqCst);
            drop(TcpStream::connect(("127.0.0.1", self.port)));
            thread.join().unwrap();
        }
    }

    pub fn switch_on(&self) {
        self.listen(TcpListener::bind(("127.0.0.1", self.port)).unwrap());
    }

    pub fn follow(&self, script: Script) {
        *self.shared.script.lock().unwrap() = script;
    }

    /// Runs when the program has connected and not yet been answered.
    pub fn at_connection(&self, hook: impl Fn() + Send + 'static) {
        *self.shared.at_connection.lock().unwrap() = Some(Box::new(hook));
    }

    /// Runs when the first byte of a slip arrives, before the printer reads on.
    pub fn at_first_byte(&self, hook: impl Fn() + Send + 'static) {
        *self.shared.at_first_byte.lock().unwrap() = Some(Box::new(hook));
    }

    /// What the shop says of this printer.
    #[must_use]
    pub fn profile(&self) -> Value {
        json!({
            "driver": {"kind": "network", "host": "127.0.0.1", "port": self.port},
            "width_mm": 80, "code_page": "pc858", "cutter": true, "drawer_pin": 2, "images": true, "logo": true,
        })
    }

    /// Bytes of each slip so far.
    #[must_use]
    pub fn slips(&self) -> Vec<Vec<u8>> {
        self.shared.slips.lock().unwrap().clone()
    }

    /// Waits for the n-th slip, counted from 1, and answers its bytes.
    #[must_use]
    pub fn slip_bytes(&self, n: usize) -> Vec<u8> {
        let slips = self.shared.slips.lock().unwrap();
        let (slips, _) = self.shared.came.wait_timeout_while(slips, PATIENCE, |slips| slips.len() < n).unwrap();
        assert!(slips.len() >= n, "waited for slip {n}; {} came", slips.len());
        slips[n - 1].clone()
    }

    /// Waits for the n-th slip, counted from 1, and reads it.
    #[must_use]
    pub fn slip(&self, n: usize) -> Paper {
        escpos::read(&self.slip_bytes(n))
    }
}

/// Nobody else is given it while the printer is switched off: no port is taken twice, and the system gives out only higher ones by itself.
fn on_a_port_of_its_own() -> TcpListener {
    static NEXT: AtomicU16 = AtomicU16::new(20_000);
    loop {
        let port = NEXT.fetch_add(1, Ordering::SeqCst);
        assert!(port < 32_000, "there is no port for a printer");
        if let Ok(listener) = TcpListener::bind(("127.0.0.1", port)) {
            return listener;
        }
    }
}

impl Drop for FakePrinter {
    fn drop(&mut self) {
        self.switch_off();
    }
}

impl Shared {
    fn serve(&self, mut stream: TcpStream) {
        let script = *self.script.lock().unwrap();
        if script == Script::Refuses {
            return;
        }
        self.at_connection.lock().unwrap().iter().for_each(|hook| hook());
        let (mut got, mut buffer, mut answered) = (Vec::new(), [0; 4096], 0);
        // what comes after the byte at which it dies was never read
        let at_once = if matches!(script, Script::DiesAfter(_)) { 1 } else { buffer.len() };
        while let Ok(count @ 1..) = stream.read(&mut buffer[..at_once]) {
            let had_begun = !job(&got).is_empty();
            got.extend_from_slice(&buffer[..count]);
            if !had_begun && !job(&got).is_empty() {
                self.at_first_byte.lock().unwrap().iter().for_each(|hook| hook());
            }
            if matches!(script, Script::DiesAfter(most) if !job(&got).is_empty() && job(&got).len() >= most) {
                break;
            }
            answered = answer(&mut stream, script, &got, answered);
        }
        if !job(&got).is_empty() {
            self.slips.lock().unwrap().push(got);
            self.came.notify_all();
        }
    }
}

/// What follows the questions that a driver asks first.
#[must_use]
pub fn job(bytes: &[u8]) -> &[u8] {
    let mut rest = bytes;
    while let [0x10, 0x04, 1..=4, after @ ..] = rest {
        rest = after;
    }
    // a question may have arrived in halves
    if matches!(rest, [0x10] | [0x10, 0x04]) { &[] } else { rest }
}

/// Real-time questions are answered wherever they stand, as printers do. Answers how far it has looked.
fn answer(stream: &mut TcpStream, script: Script, got: &[u8], mut from: usize) -> usize {
    while let Some(question) = got.get(from..from + 3) {
        from += 1;
        if let [0x10, 0x04, what @ 1..=4] = question
            && let Some(status) = status(script, *what)
        {
            let _ = stream.write_all(&[status]);
        }
    }
    from
}

fn status(script: Script, what: u8) -> Option<u8> {
    const WELL: u8 = 0b0001_0010;
    const OFFLINE: u8 = 0b0000_1000;
    const STOPPED: u8 = 0b0010_0000;
    const NO_PAPER: u8 = 0b0110_0000;
    const COVER: u8 = 0b0000_0100;
    match (script, what) {
        (Script::Silent, _) => None,
        (Script::OutOfPaper | Script::CoverOpen, 1) => Some(WELL | OFFLINE),
        (Script::CoverOpen, 2) => Some(WELL | COVER),
        (Script::OutOfPaper, 2) => Some(WELL | STOPPED),
        (Script::OutOfPaper, 4) => Some(WELL | NO_PAPER),
        _ => Some(WELL),
    }
}
