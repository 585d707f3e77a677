//! Against real sockets: each printer here is a thread behind port 0.

use std::io::Read;
use std::net::TcpListener;
use std::thread::{self, JoinHandle};

use rstest::rstest;

use super::*;

fn at(port: u16) -> PrinterProfile {
    PrinterProfile { driver: Driver::Network { host: "localhost".to_owned(), port }, ..PrinterProfile::default() }
}

/// Answers each `DLE EOT n` with `answers[n]`, and gives back what else it was sent.
fn printer(answers: impl Fn(u8, usize) -> Option<u8> + Send + 'static) -> (PrinterProfile, JoinHandle<Vec<u8>>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let port = listener.local_addr().unwrap().port();
    let listening = move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut printed = Vec::new();
        let mut byte = [0];
        while matches!(stream.read(&mut byte), Ok(1)) {
            printed.push(byte[0]);
            if let [.., 0x10, 0x04, what @ 1..=4] = printed[..] {
                printed.truncate(printed.len() - 3);
                if let Some(answer) = answers(what, printed.len()) {
                    stream.write_all(&[answer]).unwrap();
                }
            }
        }
        printed
    };
    (at(port), thread::spawn(listening))
}

const WELL: u8 = 0b0001_0010;

#[test]
fn a_printer_that_answers_confirms() {
    let (profile, printed) = printer(|_, _| Some(WELL));
    assert_eq!(send(&profile, b"hola").unwrap(), Delivery::Confirmed);
    assert_eq!(printed.join().unwrap(), b"hola");
}

#[test]
fn a_silent_printer_gets_its_job_all_the_same() {
    let (profile, printed) = printer(|_, _| None);
    assert_eq!(send(&profile, b"hola").unwrap(), Delivery::Sent);
    assert_eq!(printed.join().unwrap(), b"hola");
}

#[rstest]
#[case::paper_out(|what| if what == 4 { WELL | 0x60 } else { WELL | 0x08 }, "printer_paper_out")]
#[case::cover_open(|what| match what { 1 => WELL | 0x08, 2 => WELL | 0x04, _ => WELL }, "printer_cover_open")]
#[case::offline(|what| if what == 1 { WELL | 0x08 } else { WELL }, "printer_offline")]
fn a_printer_that_cannot_print_gets_nothing(#[case] answer: fn(u8) -> u8, #[case] code: &str) {
    let (profile, printed) = printer(move |what, _| Some(answer(what)));
    let error = send(&profile, b"hola").unwrap_err();
    assert_eq!((error.code(), error.is_safe_to_retry()), (code, true));
    assert_eq!(printed.join().unwrap(), b"");
}

#[test]
fn paper_that_runs_out_under_a_job_leaves_it_unknown() {
    let (profile, printed) = printer(|what, printed| Some(if what == 4 && printed > 0 { WELL | 0x60 } else { WELL }));
    let error = send(&profile, b"hola").unwrap_err();
    assert!(matches!(error, PrinterError::PaperOut { written: 4 }) && !error.is_safe_to_retry());
    assert_eq!(printed.join().unwrap(), b"hola");
}

#[test]
fn nobody_at_the_port_is_safe_to_try_again() {
    let free = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
    let error = send(&at(free), b"hola").unwrap_err();
    assert_eq!((error.code(), error.is_safe_to_retry()), ("printer_unreachable", true));
}

/// Whatever byte it dies at, nobody may print the job again unasked.
#[rstest]
#[case::at_the_first(1)]
#[case::in_the_middle(20_000)]
#[case::at_the_last(3_999_999)]
fn a_printer_that_dies_under_a_job_leaves_it_unknown(#[case] dies_at: usize) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let profile = at(listener.local_addr().unwrap().port());
    let dying = thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut read = vec![0; dies_at + 3];
        stream.read_exact(&mut read).unwrap();
    });
    let error = send(&profile, &vec![b'x'; 4_000_000]).unwrap_err();
    assert!(matches!(error, PrinterError::Interrupted { written: 1.., total: 4_000_000 }), "{error:?}");
    assert!(!error.is_safe_to_retry());
    dying.join().unwrap();
}

#[test]
fn a_file_is_written_at_its_end_and_a_missing_device_is_not_made() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("printer");
    let profile = |path: &Path| {
        let path = path.to_str().unwrap().to_owned();
        PrinterProfile { driver: Driver::File { path }, ..PrinterProfile::default() }
    };
    assert_eq!(send(&profile(&path), b"uno").unwrap(), Delivery::Sent);
    assert_eq!(send(&profile(&path), b"dos").unwrap(), Delivery::Sent);
    assert_eq!(std::fs::read(&path).unwrap(), b"unodos");
    let error = send(&profile(Path::new("/dev/usb/no-such-printer")), b"uno").unwrap_err();
    assert_eq!((error.code(), error.is_safe_to_retry()), ("printer_unreachable", true));
}
