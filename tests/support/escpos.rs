//! Reads the bytes that a printer got back into what a customer reads. A byte that no command explains is an error: on paper it would be a stray mark.

use crate::pages;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    pub text: String,
    pub bold: bool,
    /// Times the normal width.
    pub across: u8,
    /// Times the normal height.
    pub down: u8,
    pub align: Align,
}

impl Line {
    /// In columns of the normal size.
    #[must_use]
    pub fn columns(&self) -> usize {
        self.text.chars().count() * usize::from(self.across)
    }
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Printed {
    Line(Line),
    Qr(String),
    /// In dots.
    Image {
        width: usize,
        height: usize,
    },
    FeedLines(u8),
    FeedDots(u8),
    Cut,
    /// Of the drawer, by the pin of its connector.
    Pulse(u8),
}

#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Paper {
    pub printed: Vec<Printed>,
    /// How often the printer was asked how it is.
    pub questions: usize,
}

impl Paper {
    pub fn lines(&self) -> impl Iterator<Item = &Line> {
        self.printed.iter().filter_map(|it| if let Printed::Line(line) = it { Some(line) } else { None })
    }

    #[must_use]
    pub fn text(&self) -> String {
        self.lines().map(|line| line.text.as_str()).collect::<Vec<_>>().join("\n")
    }

    /// The line that begins with these words, whatever stands before them.
    #[must_use]
    pub fn row(&self, words: &str) -> &Line {
        let found = self.lines().find(|line| line.text.trim_start().starts_with(words));
        found.unwrap_or_else(|| panic!("no line begins with {words:?} on\n{}", self.text()))
    }

    #[must_use]
    pub fn cuts(&self) -> usize {
        self.printed.iter().filter(|it| **it == Printed::Cut).count()
    }

    #[must_use]
    pub fn pulses(&self) -> Vec<u8> {
        self.printed.iter().filter_map(|it| if let Printed::Pulse(pin) = it { Some(*pin) } else { None }).collect()
    }

    #[must_use]
    pub fn qr_codes(&self) -> Vec<&str> {
        self.printed.iter().filter_map(|it| if let Printed::Qr(data) = it { Some(data.as_str()) } else { None }).collect()
    }

    #[must_use]
    pub fn images(&self) -> usize {
        self.printed.iter().filter(|it| matches!(it, Printed::Image { .. })).count()
    }
}

/// Where reading stopped, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unreadable {
    pub at: usize,
    pub why: String,
}

/// # Panics
/// When the bytes are no slip: the caller is a test.
#[must_use]
pub fn read(bytes: &[u8]) -> Paper {
    try_read(bytes).unwrap_or_else(|Unreadable { at, why }| {
        let around = &bytes[at.saturating_sub(24)..bytes.len().min(at + 24)];
        panic!("byte {at} of {}: {why}; around it: {}", bytes.len(), around.escape_ascii())
    })
}

pub fn try_read(bytes: &[u8]) -> Result<Paper, Unreadable> {
    let mut reader = Reader { bytes, at: 0, paper: Paper::default(), pending: String::new(), style: Style::default(), qr: None };
    let mut start = 0;
    while start < bytes.len() {
        reader.command().map_err(|why| Unreadable { at: start, why })?;
        start = reader.at;
    }
    reader.between_lines("the end").map_err(|why| Unreadable { at: start, why })?;
    Ok(reader.paper)
}

#[derive(Clone, Copy)]
struct Style {
    page: u8,
    bold: bool,
    across: u8,
    down: u8,
    align: Align,
}

impl Default for Style {
    fn default() -> Self {
        Self { page: pages::FIRST, bold: false, across: 1, down: 1, align: Align::Left }
    }
}

struct Reader<'a> {
    bytes: &'a [u8],
    at: usize,
    paper: Paper,
    pending: String,
    style: Style,
    /// What was stored for the next QR code.
    qr: Option<String>,
}

type Step = Result<(), String>;

impl Reader<'_> {
    fn byte(&mut self) -> Result<u8, String> {
        self.take(1).map(|bytes| bytes[0])
    }

    fn take(&mut self, count: usize) -> Result<Vec<u8>, String> {
        let taken = self.bytes.get(self.at..self.at + count).ok_or("the bytes end inside a command")?.to_vec();
        self.at += count;
        Ok(taken)
    }

    fn size(&mut self) -> Result<usize, String> {
        let bytes = self.take(2)?;
        Ok(usize::from(bytes[0]) + 256 * usize::from(bytes[1]))
    }

    fn command(&mut self) -> Step {
        match self.byte()? {
            b'\n' => self.end_line(),
            0x10 => self.real_time(),
            0x1b => self.escape(),
            0x1c => self.two_byte_mode(),
            0x1d => self.group(),
            other => self.text(other),
        }
    }

    fn text(&mut self, byte: u8) -> Step {
        let character = pages::character(self.style.page, byte);
        self.pending.push(character.ok_or_else(|| format!("{byte:#04x} prints nothing in page {}", self.style.page))?);
        Ok(())
    }

    fn end_line(&mut self) -> Step {
        let Style { bold, across, down, align, .. } = self.style;
        let text = std::mem::take(&mut self.pending);
        self.paper.printed.push(Printed::Line(Line { text, bold, across, down, align }));
        Ok(())
    }

    /// Most commands are ignored, or do something else, while a line is half written.
    fn between_lines(&self, what: &str) -> Step {
        if self.pending.is_empty() { Ok(()) } else { Err(format!("{what} inside the line {:?}", self.pending)) }
    }

    fn print(&mut self, what: &str, printed: Printed) -> Step {
        self.between_lines(what)?;
        self.paper.printed.push(printed);
        Ok(())
    }

    fn real_time(&mut self) -> Step {
        match (self.byte()?, self.byte()?) {
            (0x04, 1..=4) => {
                self.paper.questions += 1;
                Ok(())
            }
            other => Err(format!("DLE {other:?} is not a command")),
        }
    }

    fn escape(&mut self) -> Step {
        match self.byte()? {
            b'@' => self.reset(),
            b't' => self.page(),
            b'E' => self.switch().map(|bold| self.style.bold = bold),
            b'a' => self.align(),
            b'd' => self.byte().and_then(|lines| self.print("a feed", Printed::FeedLines(lines))),
            b'J' => self.byte().and_then(|dots| self.print("a feed", Printed::FeedDots(dots))),
            b'p' => self.pulse(),
            other => Err(format!("ESC {other:#04x} is not a command that the program should send")),
        }
    }

    fn reset(&mut self) -> Step {
        self.between_lines("a reset")?;
        if !self.paper.printed.is_empty() {
            return Err("a reset in the middle of a slip".to_owned());
        }
        self.style = Style::default();
        Ok(())
    }

    fn page(&mut self) -> Step {
        self.between_lines("a change of code page")?;
        self.style.page = self.byte()?;
        if pages::is_known(self.style.page) { Ok(()) } else { Err(format!("there is no code page {}", self.style.page)) }
    }

    fn switch(&mut self) -> Result<bool, String> {
        match self.byte()? {
            0 => Ok(false),
            1 => Ok(true),
            other => Err(format!("{other} is neither on nor off")),
        }
    }

    fn align(&mut self) -> Step {
        self.between_lines("an alignment")?;
        self.style.align = match self.byte()? {
            0 => Align::Left,
            1 => Align::Centre,
            2 => Align::Right,
            other => return Err(format!("there is no alignment {other}")),
        };
        Ok(())
    }

    fn pulse(&mut self) -> Step {
        let (pin, on, off) = (self.byte()?, self.byte()?, self.byte()?);
        let pin = match pin {
            0 => 2,
            1 => 5,
            other => return Err(format!("a drawer has no connector {other}")),
        };
        if on == 0 || off == 0 {
            return Err("a pulse without its two times".to_owned());
        }
        self.print("a pulse", Printed::Pulse(pin))
    }

    fn two_byte_mode(&mut self) -> Step {
        match self.byte()? {
            b'.' => Ok(()),
            other => Err(format!("FS {other:#04x} is not a command that the program should send")),
        }
    }

    fn group(&mut self) -> Step {
        match self.byte()? {
            b'!' => self.letter_size(),
            b'V' => self.cut(),
            b'v' => self.raster(),
            b'(' => self.symbol(),
            other => Err(format!("GS {other:#04x} is not a command that the program should send")),
        }
    }

    fn letter_size(&mut self) -> Step {
        let size = self.byte()?;
        (self.style.across, self.style.down) = ((size >> 4) + 1, (size & 0x0f) + 1);
        if self.style.across <= 8 && self.style.down <= 8 { Ok(()) } else { Err(format!("there is no size {size:#04x}")) }
    }

    fn cut(&mut self) -> Step {
        match self.byte()? {
            0 | 1 | 48 | 49 => {}
            65 | 66 => drop(self.byte()?),
            other => return Err(format!("there is no cut {other}")),
        }
        self.print("a cut", Printed::Cut)
    }

    fn raster(&mut self) -> Step {
        let head = self.take(2)?;
        if head != [b'0', 0] {
            return Err(format!("GS v {head:?} is not a raster image of normal size"));
        }
        let (bytes_across, height) = (self.size()?, self.size()?);
        if bytes_across == 0 || height == 0 {
            return Err("an image without dots".to_owned());
        }
        drop(self.take(bytes_across * height)?);
        self.print("an image", Printed::Image { width: bytes_across * 8, height })
    }

    fn symbol(&mut self) -> Step {
        if self.byte()? != b'k' {
            return Err("GS ( is known for symbols only".to_owned());
        }
        let size = self.size()?;
        let body = self.take(size)?;
        match body.as_slice() {
            [b'1', b'A', b'2', 0] => Ok(()),
            [b'1', b'C', 1..=16] | [b'1', b'E', 48..=51] => Ok(()),
            [b'1', b'P', b'0', data @ ..] => {
                self.qr = Some(String::from_utf8(data.to_vec()).map_err(|_| "a QR code that is not UTF-8")?);
                Ok(())
            }
            [b'1', b'Q', b'0'] => {
                let data = self.qr.take().ok_or("a QR code that holds nothing")?;
                self.print("a QR code", Printed::Qr(data))
            }
            other => Err(format!("GS ( k {other:?} is not a QR code's command")),
        }
    }
}
