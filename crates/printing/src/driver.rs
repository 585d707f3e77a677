//! Carries bytes to a printer, and says what is known of them afterwards: that they did not leave, that they arrived, or that nobody can tell.

use std::fs::{File, OpenOptions};
use std::io::{self, Write};
use std::net::{Shutdown, TcpStream, ToSocketAddrs};
use std::path::Path;
use std::time::Duration;

use crate::profile::{Driver, PrinterProfile};
use crate::status::{Condition, ask_condition};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const WRITE_TIMEOUT: Duration = Duration::from_secs(10);
const STATUS_TIMEOUT: Duration = Duration::from_millis(300);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Delivery {
    /// All bytes left, to a printer that does not talk back.
    Sent,
    /// All bytes left, and the printer says that it is well.
    Confirmed,
}

/// `written`: bytes that left before the printer stopped; a job may have come out of it.
#[derive(Debug, thiserror::Error)]
pub enum PrinterError {
    #[error("no printer is set up")]
    NoPrinter,
    #[error("the printer at {address} cannot be reached: {cause}")]
    Unreachable { address: String, cause: io::Error },
    #[error("the printer is out of paper")]
    PaperOut { written: usize },
    #[error("the printer's cover is open")]
    CoverOpen { written: usize },
    #[error("the printer is offline")]
    Offline { written: usize },
    #[error("the printer stopped after {written} of {total} bytes")]
    Interrupted { written: usize, total: usize },
    #[error("the printer's device failed: {0}")]
    Device(#[from] io::Error),
}

impl PrinterError {
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::NoPrinter => "printer_none",
            Self::Unreachable { .. } => "printer_unreachable",
            Self::PaperOut { .. } => "printer_paper_out",
            Self::CoverOpen { .. } => "printer_cover_open",
            Self::Offline { .. } => "printer_offline",
            Self::Interrupted { .. } => "printer_interrupted",
            Self::Device(_) => "printer_device",
        }
    }

    /// Nothing left, so trying again cannot print twice. Otherwise a person looks at the paper first.
    #[must_use]
    pub fn is_safe_to_retry(&self) -> bool {
        match self {
            Self::NoPrinter | Self::Unreachable { .. } | Self::Device(_) => true,
            Self::PaperOut { written } | Self::CoverOpen { written } | Self::Offline { written } | Self::Interrupted { written, .. } => {
                *written == 0
            }
        }
    }
}

/// Opens the printer and delivers one job.
pub fn send(profile: &PrinterProfile, bytes: &[u8]) -> Result<Delivery, PrinterError> {
    Connection::open(profile)?.deliver(bytes)
}

/// A printer that can be reached and has not refused; no byte of a job has left yet.
#[derive(Debug)]
pub struct Connection(Route);

#[derive(Debug)]
enum Route {
    Network(TcpStream),
    Device(File),
}

impl Connection {
    pub fn open(profile: &PrinterProfile) -> Result<Self, PrinterError> {
        match &profile.driver {
            Driver::None => Err(PrinterError::NoPrinter),
            Driver::Network { host, port } => open_network(host, *port).map(Self),
            Driver::File { path } => open_device(Path::new(path)).map(Self),
        }
    }

    pub fn deliver(self, bytes: &[u8]) -> Result<Delivery, PrinterError> {
        match self.0 {
            Route::Network(stream) => deliver_to_network(stream, bytes),
            Route::Device(mut device) => {
                write_counted(&mut device, bytes)?;
                Ok(Delivery::Sent)
            }
        }
    }
}

fn open_network(host: &str, port: u16) -> Result<Route, PrinterError> {
    let unreachable = |cause| PrinterError::Unreachable { address: format!("{host}:{port}"), cause };
    let mut stream = connect(host, port).map_err(unreachable)?;
    prepare(&stream).map_err(unreachable)?;
    match ask_condition(&mut stream).map_err(unreachable)? {
        Condition::Silent | Condition::Ready => Ok(Route::Network(stream)),
        refusing => Err(complaint(refusing, 0)),
    }
}

/// A name may stand for several addresses; the first that answers is the printer.
fn connect(host: &str, port: u16) -> io::Result<TcpStream> {
    let mut failure = io::Error::new(io::ErrorKind::NotFound, "the name stands for no address");
    for address in (host, port).to_socket_addrs()? {
        match TcpStream::connect_timeout(&address, CONNECT_TIMEOUT) {
            Ok(stream) => return Ok(stream),
            Err(error) => failure = error,
        }
    }
    Err(failure)
}

fn prepare(stream: &TcpStream) -> io::Result<()> {
    stream.set_nodelay(true)?;
    stream.set_write_timeout(Some(WRITE_TIMEOUT))?;
    stream.set_read_timeout(Some(STATUS_TIMEOUT))
}

fn deliver_to_network(mut stream: TcpStream, bytes: &[u8]) -> Result<Delivery, PrinterError> {
    let total = bytes.len();
    write_counted(&mut stream, bytes)?;
    // A connection that breaks here leaves a printer that had the bytes, or some of them.
    let condition = ask_condition(&mut stream).map_err(|_| PrinterError::Interrupted { written: total, total })?;
    // A printer that finds the line cut with an answer of its own still unread may throw its buffer away.
    let _ = stream.shutdown(Shutdown::Write);
    let _ = io::copy(&mut io::Read::take(&stream, 64), &mut io::sink());
    match condition {
        Condition::Ready => Ok(Delivery::Confirmed),
        Condition::Silent => Ok(Delivery::Sent),
        stopped => Err(complaint(stopped, total)),
    }
}

fn complaint(condition: Condition, written: usize) -> PrinterError {
    match condition {
        Condition::PaperOut => PrinterError::PaperOut { written },
        Condition::CoverOpen => PrinterError::CoverOpen { written },
        Condition::Offline | Condition::Ready | Condition::Silent => PrinterError::Offline { written },
    }
}

fn open_device(path: &Path) -> Result<Route, PrinterError> {
    let unreachable = |cause| PrinterError::Unreachable { address: path.display().to_string(), cause };
    // A device that is unplugged has no file; one made in its place would swallow every receipt.
    let may_create = !path.starts_with("/dev");
    let is_device = path.metadata().is_ok_and(|found| !found.is_file());
    let mut options = OpenOptions::new();
    if is_device {
        options.write(true)
    } else {
        options.append(true).create(may_create)
    };
    options.open(path).map(Route::Device).map_err(unreachable)
}

fn write_counted(printer: &mut impl Write, bytes: &[u8]) -> Result<(), PrinterError> {
    const CHUNK: usize = 1024;
    let total = bytes.len();
    let mut written = 0;
    while written < total {
        match printer.write(&bytes[written..total.min(written + CHUNK)]) {
            Ok(0) => return Err(stopped(written, total, io::ErrorKind::WriteZero.into())),
            Ok(more) => written += more,
            Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
            Err(error) => return Err(stopped(written, total, error)),
        }
    }
    printer.flush().map_err(|_| PrinterError::Interrupted { written, total })
}

fn stopped(written: usize, total: usize, cause: io::Error) -> PrinterError {
    if written == 0 { PrinterError::Device(cause) } else { PrinterError::Interrupted { written, total } }
}

#[cfg(test)]
#[path = "driver_tests.rs"]
mod tests;
