//! A slip as ESC/POS bytes.
//!
//! The escpos crate says how commands are written, over a driver that only collects. By hand are, beside the mode and the half line that it does not know: text (see [`crate::code_page`]); raster images
//! (the crate wants a file and its own dithering); the drawer's pulse (the crate leaves the two times out, and a printer takes the next two bytes for
//! them); and the cut by `GS V 66`, which feeds to the knife first.

use std::cell::RefCell;

use ::escpos::driver::Driver;
use ::escpos::errors::Result;
use ::escpos::printer::Printer;
use ::escpos::printer_options::PrinterOptions;
use ::escpos::utils::{JustifyMode, Protocol, QRCodeCorrectionLevel, QRCodeModel, QRCodeOption};
use ::image::GrayImage;

use crate::code_page::CodePage;
use crate::glyphs::{BLACK, draw};
use crate::layout::{Laid, Line, Qr};
use crate::profile::{DrawerPin, PrinterProfile};
use crate::slip::{Row, Size, Slip};

/// Printers made for China start in a mode that takes two bytes for one character, and then ignore the code page.
const CANCEL_TWO_BYTE_MODE: [u8; 2] = [0x1c, b'.'];
const FEED_AND_CUT: [u8; 4] = [0x1d, b'V', 66, 0];
/// In the printer's own steps, of which there are 180 or 203 in an inch.
const FEED_HALF_A_LINE: [u8; 3] = [0x1b, b'J', 15];
const RASTER_IMAGE: [u8; 4] = [0x1d, b'v', b'0', 0];
/// Lines that bring the last print out from under the cover where nothing cuts it.
const TEAR_OFF_LINES: u8 = 5;
/// Rows of dots in one raster command: cheap printers have little memory.
const BAND_ROWS: u32 = 128;

#[derive(Clone, Default)]
struct Collected(RefCell<Vec<u8>>);

impl Driver for Collected {
    fn name(&self) -> String {
        "collected".to_owned()
    }

    fn write(&self, data: &[u8]) -> Result<()> {
        self.0.borrow_mut().extend_from_slice(data);
        Ok(())
    }

    fn read(&self, _: &mut [u8]) -> Result<usize> {
        Ok(0)
    }

    fn flush(&self) -> Result<()> {
        Ok(())
    }
}

/// One whole job: it assumes nothing of what the job before left behind.
#[must_use]
pub fn render(slip: &Slip, profile: &PrinterProfile) -> Vec<u8> {
    let options = PrinterOptions::new(Some(profile.code_page.page_code()), None, 42);
    let printer = Printer::new(Collected::default(), Protocol::default(), Some(options));
    let mut job = Job { printer, profile, bold: false, size: Size::Normal };
    job.print(&for_printer(slip, profile)).expect("bytes are only collected, and sizes and lengths are within the commands' bounds");
    job.printer.driver().0.into_inner()
}

/// Without what this printer cannot draw.
fn for_printer(slip: &Slip, profile: &PrinterProfile) -> Slip {
    let mut slip = if profile.images { slip.clone() } else { slip.spelled(|text| profile.code_page.spell(&crate::wrap::visible(text))) };
    slip.rows.retain(|row| !matches!(row, Row::Logo(_)) || (profile.images && profile.logo));
    slip
}

struct Job<'a> {
    printer: Printer<Collected>,
    profile: &'a PrinterProfile,
    bold: bool,
    size: Size,
}

impl Job<'_> {
    fn print(&mut self, slip: &Slip) -> Result<()> {
        self.printer.init()?.custom(&CANCEL_TWO_BYTE_MODE)?;
        for part in slip.lay_out(self.profile.width_mm) {
            self.part(&part)?;
        }
        self.printer.print()?;
        Ok(())
    }

    fn part(&mut self, part: &Laid) -> Result<()> {
        match part {
            Laid::Line(line) => self.line(line),
            Laid::Qr(qr) => self.qr(qr),
            Laid::Picture(picture) => self.raster(picture),
            Laid::Feed(lines) => self.feed(*lines),
            Laid::Gap => self.send(&FEED_HALF_A_LINE),
            Laid::Cut if self.profile.cutter => self.send(&FEED_AND_CUT),
            Laid::Cut => self.feed(TEAR_OFF_LINES),
            Laid::DrawerPulse => self.profile.drawer_pin.map_or(Ok(()), |pin| self.send(&pulse(pin))),
        }
    }

    fn send(&mut self, bytes: &[u8]) -> Result<()> {
        self.printer.custom(bytes)?;
        Ok(())
    }

    /// A feed is as high as the letters that are set, so it is asked for in small ones.
    fn feed(&mut self, lines: u8) -> Result<()> {
        self.style(false, Size::Normal)?;
        self.printer.feeds(lines)?;
        Ok(())
    }

    fn line(&mut self, line: &Line) -> Result<()> {
        match line.code_page.unwrap_or(self.profile.code_page).encode(&line.text) {
            Some(bytes) if line.code_page.is_some() => self.in_code_page(line, &bytes),
            Some(bytes) => self.text(line, &bytes),
            None => self.raster(&draw(line)),
        }
    }

    fn text(&mut self, line: &Line, bytes: &[u8]) -> Result<()> {
        self.style(line.bold, line.size)?;
        self.send(bytes)?;
        self.send(b"\n")
    }

    fn in_code_page(&mut self, line: &Line, bytes: &[u8]) -> Result<()> {
        let switch = |page: CodePage| [0x1b, b't', u8::from(page.page_code())];
        self.send(&switch(line.code_page.unwrap_or(self.profile.code_page)))?;
        self.text(line, bytes)?;
        self.send(&switch(self.profile.code_page))
    }

    fn style(&mut self, bold: bool, size: Size) -> Result<()> {
        if bold != self.bold {
            self.printer.bold(bold)?;
        }
        if size != self.size {
            self.printer.size(size.across(), size.down())?;
        }
        (self.bold, self.size) = (bold, size);
        Ok(())
    }

    fn qr(&mut self, qr: &Qr) -> Result<()> {
        let option = QRCodeOption::new(QRCodeModel::Model2, qr.module_dots, QRCodeCorrectionLevel::M);
        self.style(false, Size::Normal)?;
        self.printer.justify(JustifyMode::CENTER)?.qrcode_option(&qr.data, option)?.justify(JustifyMode::LEFT)?;
        Ok(())
    }

    fn raster(&mut self, picture: &GrayImage) -> Result<()> {
        (0..picture.height()).step_by(BAND_ROWS as usize).try_for_each(|top| self.send(&band(picture, top)))
    }
}

fn pulse(pin: DrawerPin) -> [u8; 5] {
    /// In steps of 2 ms: long enough for a stiff latch, short enough for the coil.
    const ON: u8 = 25;
    const OFF: u8 = 250;
    let connector = match pin {
        DrawerPin::Pin2 => 0,
        DrawerPin::Pin5 => 1,
    };
    [0x1b, b'p', connector, ON, OFF]
}

fn band(picture: &GrayImage, top: u32) -> Vec<u8> {
    let rows = (picture.height() - top).min(BAND_ROWS);
    let bytes_across = picture.width().div_ceil(8);
    let mut command = RASTER_IMAGE.to_vec();
    command.extend([bytes_across, rows].into_iter().flat_map(|size| u16::try_from(size).unwrap_or(u16::MAX).to_le_bytes()));
    for y in top..top + rows {
        command.extend((0..bytes_across).map(|byte| eight_dots(picture, byte * 8, y)));
    }
    command
}

fn eight_dots(picture: &GrayImage, left: u32, y: u32) -> u8 {
    let is_black = |x: u32| x < picture.width() && *picture.get_pixel(x, y) == BLACK;
    (0..8).fold(0, |dots, bit| dots << 1 | u8::from(is_black(left + bit)))
}
