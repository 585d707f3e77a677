//! The reader of paper itself: it must refuse what a real printer would print as a stray mark.

use scenarios::escpos::{Align, Line, Printed, read, try_read};
use scenarios::{FakePrinter, Script, Till};
use serde_json::json;

fn refuses(bytes: &[u8], why: &str) {
    let error = try_read(bytes).expect_err("these bytes are no slip");
    assert!(error.why.contains(why), "{error:?} does not say {why}");
}

#[test]
fn a_line_has_its_page_its_weight_and_its_size() {
    let paper = read(b"\x1b@\x1c.\x1bt\x13\x1bE\x01\x1d!\x11Caf\x82 \xd5\n\x1bE\x00\x1d!\x00\x1ba\x01a\xa4o\n\x1bt\x10a\xf1o\n");
    let line = |text: &str, bold, times, align| Printed::Line(Line { text: text.to_owned(), bold, across: times, down: times, align });
    let expected = [line("Café €", true, 2, Align::Left), line("año", false, 1, Align::Centre), line("año", false, 1, Align::Centre)];
    assert_eq!(paper.printed, expected);
}

#[test]
fn boxes_codes_cuts_and_pulses_are_counted() {
    let bytes = b"\x10\x04\x01\x1b@\x1bp\x00\x19\xfa\x1dv0\x00\x02\x00\x03\x00abcdef\
\x1d(k\x04\x001A2\x00\x1d(k\x05\x001P0hi\x1d(k\x03\x001Q0\x1bd\x02\x1bJ\x0f\x1dVB\x00";
    let paper = read(bytes);
    let expected = [
        Printed::Pulse(2),
        Printed::Image { width: 16, height: 3 },
        Printed::Qr("hi".to_owned()),
        Printed::FeedLines(2),
        Printed::FeedDots(15),
        Printed::Cut,
    ];
    assert_eq!((paper.printed.as_slice(), paper.questions), (&expected[..], 1));
}

#[test]
fn what_no_command_explains_is_an_error() {
    refuses(b"Hola\x07\n", "prints nothing");
    refuses(b"Hola\r\n", "prints nothing");
    refuses(b"\x1bt\x10\x81\n", "prints nothing");
    refuses(b"\x1bt\x05", "no code page");
    refuses(b"\x1b!\x08", "not a command");
    refuses(b"\x1bp\x00", "end inside a command");
    refuses(b"\x1bp\x00\x00\x00", "two times");
    refuses(b"\x1d(k\x03\x001Q0", "holds nothing");
    refuses(b"half a line\x1dVB\x00", "inside the line");
    refuses(b"no end", "inside the line");
    refuses(b"one\n\x1b@two\n", "middle of a slip");
}

/// The test page shows all code pages, and what the printer's own page lacks as an image.
#[test]
fn the_programs_own_test_page_reads_in_every_profile() {
    let (till, printer) = (Till::new(), FakePrinter::new(Script::Well));
    for (n, (width, page, images)) in
        [(80, "pc858", true), (58, "pc437", true), (80, "pc850", false), (58, "wpc1252", false)].into_iter().enumerate()
    {
        let mut profile = printer.profile();
        profile["width_mm"] = json!(width);
        profile["code_page"] = json!(page);
        profile["images"] = json!(images);
        till.ask("printer.test", json!({"profile": profile}));
        let paper = printer.slip(n + 1);
        let columns = if width == 80 { 48 } else { 32 };
        assert!(paper.lines().all(|line| line.columns() <= columns), "no line is wider than {width} mm:\n{}", paper.text());
        assert!(paper.text().contains("áéíóúñÑ¿¡üç€"), "a page with the euro shows every accent:\n{}", paper.text());
        assert_eq!((paper.cuts(), paper.qr_codes().len()), (1, 1));
        assert_eq!(paper.images() > 0, images && page == "pc437", "only PC437 lacks the euro sign, and then only an image shows it");
    }
}
