//! Lays a slip out on a width of paper, once: bytes, image and text are three renderings of this and decide nothing more.

use ::image::GrayImage;
use qrcode::{Color, EcLevel, QrCode};

use crate::code_page::CodePage;
use crate::glyphs;
use crate::profile::Paper;
use crate::slip::{Row, Size, Slip, Style};
use crate::wrap::{Align, aligned, between, visible, width, wrap, wrap_evenly};

#[derive(Debug, Clone)]
pub enum Laid {
    Line(Line),
    Qr(Qr),
    /// Black and white, not wider than the paper.
    Picture(GrayImage),
    Feed(u8),
    Gap,
    Cut,
    DrawerPulse,
}

/// A line of print. Its spaces place it, so that every renderer puts each letter in the same column.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// Placed in columns of its own size.
    pub text: String,
    /// Placed in columns of the normal size, for where there is only one size.
    pub plain: String,
    pub bold: bool,
    pub size: Size,
    /// Not the profile's.
    pub code_page: Option<CodePage>,
}

#[derive(Debug, Clone)]
pub struct Qr {
    pub data: String,
    /// Modules of one side of the symbol.
    pub side: u32,
    /// Row by row; true is black.
    pub modules: Vec<bool>,
    /// Dots of one side of a module.
    pub module_dots: u8,
}

/// Beside a figure a name needs room for a word; with less, the figure gets a line of its own.
const LEAST_NAME: usize = 8;
/// With one space, `Pack de 2 427,70` would read as two thousand.
const GAP: usize = 2;

impl Slip {
    #[must_use]
    pub fn lay_out(&self, paper: Paper) -> Vec<Laid> {
        self.rows.iter().flat_map(|row| lay_out_row(row, paper)).collect()
    }
}

fn lay_out_row(row: &Row, paper: Paper) -> Vec<Laid> {
    let columns = paper.columns();
    match row {
        Row::Text(text, style) => text_row(&visible(text), *style, columns),
        Row::Columns(left, right, style) => columns_row(&visible(left), &visible(right), *style, columns),
        Row::Table(rows) => table(rows, columns),
        Row::Banner(text) => text_row(&format!("* {} *", visible(text)).replace(' ', "\u{a0}"), Style::TITLE, columns),
        Row::Rule => text_row(&"-".repeat(columns), Style::PLAIN, columns),
        Row::Qr(data) => qr(&visible(data), paper).map(Laid::Qr).into_iter().collect(),
        Row::Logo(logo) => vec![Laid::Picture(glyphs::logo(logo, paper.dots()))],
        Row::InCodePage(page, name, letters) => in_code_page(*page, &visible(name), &visible(letters), columns),
        Row::Feed(lines) => vec![Laid::Feed(*lines)],
        Row::Gap => vec![Laid::Gap],
        Row::Cut => vec![Laid::Cut],
        Row::DrawerPulse => vec![Laid::DrawerPulse],
    }
}

fn line(style: Style, size: Size, columns: usize, compose: impl Fn(usize) -> String) -> Laid {
    let indent = " ".repeat(style.indent);
    let place = |columns: usize| format!("{indent}{}", compose(columns - style.indent)).trim_end().replace('\u{a0}', " ");
    let text = place(columns / usize::from(size.across()));
    Laid::Line(Line { text, plain: place(columns), bold: style.bold, size, code_page: None })
}

/// The size that was asked for, or the next that holds `needed` columns.
fn fitting(asked: Size, needed: usize, columns: usize) -> Size {
    match asked {
        Size::Double if needed > columns / 2 => Size::Tall,
        other => other,
    }
}

fn text_row(text: &str, style: Style, columns: usize) -> Vec<Laid> {
    let longest_word = text.split(' ').map(width).max().unwrap_or(0);
    let size = fitting(style.size, longest_word + style.indent, columns);
    let room = columns / usize::from(size.across()) - style.indent;
    let parts = if style.align == Align::Centre { wrap_evenly(text, room) } else { wrap(text, room) };
    parts.iter().map(|part| line(style, size, columns, |columns| aligned(part, style.align, columns))).collect()
}

fn columns_row(left: &str, right: &str, style: Style, columns: usize) -> Vec<Laid> {
    let size = fitting(style.size, style.indent + width(left) + 1 + width(right), columns);
    let room = columns / usize::from(size.across()) - style.indent;
    let beside = room.saturating_sub(width(right) + if style.size == Size::Normal { GAP } else { 1 });
    let place = |text: &str, align: Align| line(style, size, columns, |columns| aligned(text, align, columns));
    if beside < LEAST_NAME.min(width(left)) {
        let name = wrap(left, room);
        let figure = wrap(right, room);
        return name.iter().map(|part| place(part, Align::Left)).chain(figure.iter().map(|part| place(part, Align::Right))).collect();
    }
    let mut name = wrap(left, beside);
    let last = name.pop().unwrap_or_default();
    let last = line(style, size, columns, |columns| between(&last, right, columns));
    name.iter().map(|part| place(part, Align::Left)).chain([last]).collect()
}

fn table(rows: &[Vec<String>], columns: usize) -> Vec<Laid> {
    let rows: Vec<Vec<String>> = rows.iter().map(|cells| cells.iter().map(|cell| visible(cell)).collect()).collect();
    let widest = |place: usize| rows.iter().filter_map(|cells| cells.get(place)).map(|cell| width(cell)).max().unwrap_or(0);
    let lay_row = |cells: &Vec<String>| {
        let (name, figures) = cells.split_first()?;
        let figures: Vec<String> = figures.iter().enumerate().map(|(place, cell)| aligned(cell, Align::Right, widest(place + 1))).collect();
        Some(columns_row(name, figures.join("  ").trim_start(), Style::PLAIN, columns))
    };
    rows.iter().filter_map(lay_row).flatten().collect()
}

fn in_code_page(page: CodePage, name: &str, letters: &str, columns: usize) -> Vec<Laid> {
    let mut laid = columns_row(name, letters, Style::PLAIN, columns);
    for part in &mut laid {
        if let Laid::Line(line) = part {
            line.code_page = Some(page);
        }
    }
    laid
}

/// Modules of fewer dots run into each other on a worn head.
const LEAST_DOTS: u32 = 3;
/// The white that a symbol needs around it, in modules.
const QUIET: u32 = 8;

/// A symbol about half as wide as the paper: smaller ones do not scan from thermal paper that has faded. One that says much takes all the width.
fn qr(data: &str, paper: Paper) -> Option<Qr> {
    let symbol = QrCode::with_error_correction_level(data, EcLevel::M)
        .inspect_err(|error| tracing::warn!(%error, "Left out a QR code that cannot be drawn"))
        .ok()?;
    let side = u32::try_from(symbol.width()).ok()?;
    let widest = (paper.dots() / (side + QUIET)).min(LEAST_DOTS);
    let module_dots = u8::try_from((paper.dots() / 2 / side).clamp(widest.max(2), 8)).ok()?;
    let modules = symbol.into_colors().into_iter().map(|colour| colour == Color::Dark).collect();
    Some(Qr { data: data.to_owned(), side, modules, module_dots })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;
    use crate::text;

    fn laid(row: Row, paper: Paper) -> Vec<String> {
        let slip = Slip { rows: vec![row] };
        text::render(&slip, paper).lines().map(str::to_owned).collect()
    }

    #[test]
    fn a_long_name_wraps_beside_its_figure() {
        let row = Row::Columns("Detergente líquido para ropa de color 3 L".to_owned(), "$1,234.50".to_owned(), Style::PLAIN);
        assert_eq!(laid(row, Paper::Mm58), ["Detergente líquido", "para ropa de color 3", "L                      $1,234.50"]);
    }

    #[rstest]
    #[case::double("$12.00", Size::Double)]
    #[case::tall("$1,234,567.00", Size::Tall)]
    fn a_figure_is_as_big_as_it_fits(#[case] figure: &str, #[case] size: Size) {
        let laid = columns_row("TOTAL", figure, Style::BIG, 32);
        assert!(matches!(&laid[..], [Laid::Line(line)] if line.size == size && line.text.ends_with(figure)), "{laid:?}");
    }

    #[test]
    fn figures_of_a_table_stand_under_each_other() {
        let cells = |name: &str, base: &str, amount: &str| vec![name.to_owned(), base.to_owned(), amount.to_owned()];
        let rows = vec![cells("Impuesto", "Base", "Importe"), cells("IVA 16 %", "1,036.21", "165.79"), cells("IEPS 8 %", "9.00", "0.72")];
        let expected = ["Impuesto           Base  Importe", "IVA 16 %       1,036.21   165.79", "IEPS 8 %           9.00     0.72"];
        assert_eq!(laid(Row::Table(rows), Paper::Mm58), expected);
    }

    #[test]
    fn a_qr_code_that_holds_too_much_is_left_out() {
        assert!(laid(Row::Qr("x".repeat(4000)), Paper::Mm80).is_empty());
    }

    proptest! {
        #[test]
        fn every_line_fits_and_no_figure_is_cut(
            left in any::<String>(), figure in "-?[$]?\u{a0}?[0-9]{1,12}[,.][0-9]{2}", wide: bool, double: bool, indent in 0_usize..4,
        ) {
            let paper = if wide { Paper::Mm80 } else { Paper::Mm58 };
            let style = Style { size: if double { Size::Double } else { Size::Normal }, indent, ..Style::PLAIN };
            let laid = columns_row(&visible(&left), &visible(&figure), style, paper.columns());
            let lines: Vec<Line> = laid.into_iter().filter_map(|it| if let Laid::Line(line) = it { Some(line) } else { None }).collect();
            for line in &lines {
                prop_assert!(width(&line.text) * usize::from(line.size.across()) <= paper.columns());
                prop_assert!(width(&line.plain) <= paper.columns());
            }
            let shown = figure.replace('\u{a0}', " ");
            prop_assert!(lines.last().is_some_and(|line| line.text.ends_with(&shown)));
        }
    }
}
