//! Asks a printer how it is, by the real-time status of ESC/POS. Many do not answer; silence is not a fault.

use std::io::{self, ErrorKind, Read, Write};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Condition {
    Ready,
    PaperOut,
    CoverOpen,
    Offline,
    Silent,
}

const PRINTER: u8 = 1;
const CAUSE: u8 = 2;
const PAPER: u8 = 4;

const OFFLINE: u8 = 0b0000_1000;
const COVER_OPEN: u8 = 0b0000_0100;
const PAPER_STOPPED: u8 = 0b0010_0000;
const PAPER_ABSENT: u8 = 0b0110_0000;

/// An error is a connection that broke; a printer that says nothing is [`Condition::Silent`].
pub(crate) fn ask_condition<S: Read + Write>(stream: &mut S) -> io::Result<Condition> {
    let Some(printer) = ask(stream, PRINTER)? else { return Ok(Condition::Silent) };
    if ask(stream, PAPER)?.is_some_and(|paper| paper & PAPER_ABSENT != 0) {
        return Ok(Condition::PaperOut);
    }
    if printer & OFFLINE == 0 {
        return Ok(Condition::Ready);
    }
    Ok(match ask(stream, CAUSE)? {
        Some(cause) if cause & COVER_OPEN != 0 => Condition::CoverOpen,
        Some(cause) if cause & PAPER_STOPPED != 0 => Condition::PaperOut,
        _ => Condition::Offline,
    })
}

fn ask<S: Read + Write>(stream: &mut S, what: u8) -> io::Result<Option<u8>> {
    stream.write_all(&[0x10, 0x04, what])?;
    let mut answer = [0];
    // What is not a status is an automatic report or flow control that arrived first.
    for _ in 0..16 {
        match stream.read(&mut answer) {
            Ok(0) => return Err(ErrorKind::ConnectionReset.into()),
            Ok(_) if is_status(answer[0]) => return Ok(Some(answer[0])),
            Ok(_) => {}
            Err(error) if matches!(error.kind(), ErrorKind::WouldBlock | ErrorKind::TimedOut) => return Ok(None),
            Err(error) if error.kind() == ErrorKind::Interrupted => {}
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Four bits of each status byte never change.
fn is_status(byte: u8) -> bool {
    byte & 0b1001_0011 == 0b0001_0010
}
