//! The language of slips: what stands on the paper, whatever its width and whoever prints it.

use ::image::GrayImage;

use crate::code_page::CodePage;
use crate::wrap::Align;

#[derive(Debug, Clone, Default, PartialEq)]
pub struct Slip {
    pub rows: Vec<Row>,
}

#[derive(Debug, Clone, PartialEq)]
pub enum Row {
    Text(String, Style),
    /// Words at the left, which wrap; a figure at the right, which is never cut.
    Columns(String, String, Style),
    /// The first cell of each row wraps; the others are figures, each under its heading.
    Table(Vec<Vec<String>>),
    /// Big and starred: what nobody may overlook.
    Banner(String),
    Rule,
    Qr(String),
    Logo(GrayImage),
    /// A name and letters in a code page that may not be the profile's: how a test page finds out which one a printer obeys.
    InCodePage(CodePage, String, String),
    Feed(u8),
    /// Half a line of air.
    Gap,
    Cut,
    DrawerPulse,
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Size {
    #[default]
    Normal,
    /// Twice as high, and as many letters in a line.
    Tall,
    /// Twice as high and as wide.
    Double,
}

impl Size {
    #[must_use]
    pub const fn across(self) -> u8 {
        if matches!(self, Self::Double) { 2 } else { 1 }
    }

    #[must_use]
    pub const fn down(self) -> u8 {
        if matches!(self, Self::Normal) { 1 } else { 2 }
    }
}

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Style {
    pub align: Align,
    pub bold: bool,
    pub size: Size,
    pub indent: usize,
}

impl Style {
    pub const PLAIN: Self = Self { align: Align::Left, bold: false, size: Size::Normal, indent: 0 };
    pub const CENTRED: Self = Self { align: Align::Centre, ..Self::PLAIN };
    pub const BOLD: Self = Self { bold: true, ..Self::PLAIN };
    pub const INDENTED: Self = Self { indent: 2, ..Self::PLAIN };
    pub const BIG: Self = Self { bold: true, size: Size::Double, ..Self::PLAIN };
    pub const TITLE: Self = Self { align: Align::Centre, ..Self::BIG };
}

impl Slip {
    pub fn add(&mut self, row: Row) {
        self.rows.push(row);
    }

    /// A row for each line of `text`; nothing when it is blank.
    pub fn text(&mut self, text: &str, style: Style) {
        let lines = text.lines().filter(|line| !line.trim().is_empty());
        self.rows.extend(lines.map(|line| Row::Text(line.to_owned(), style)));
    }

    pub fn columns(&mut self, left: impl Into<String>, right: impl Into<String>, style: Style) {
        self.add(Row::Columns(left.into(), right.into(), style));
    }

    /// The same slip in other letters; changed before it is laid out, because `EUR` is wider than `€`.
    #[must_use]
    pub fn spelled(&self, spell: impl Fn(&str) -> String) -> Self {
        let rows = self.rows.iter().map(|row| match row {
            Row::Text(text, style) => Row::Text(spell(text), *style),
            Row::Columns(left, right, style) => Row::Columns(spell(left), spell(right), *style),
            Row::Table(rows) => Row::Table(rows.iter().map(|cells| cells.iter().map(|cell| spell(cell)).collect()).collect()),
            Row::Banner(text) => Row::Banner(spell(text)),
            other => other.clone(),
        });
        Self { rows: rows.collect() }
    }
}
