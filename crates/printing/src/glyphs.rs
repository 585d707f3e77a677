//! Draws lines of print dot by dot, in the printer's own grid of 12 x 24 dots: for the image of a slip, and for what a code page lacks.

use std::sync::LazyLock;

use ::image::imageops::{BiLevel, FilterType, dither, resize};
use ::image::{GrayImage, Luma};
use ab_glyph::{Font, FontRef, GlyphId, PxScale, point};
use unicode_width::UnicodeWidthChar;

use crate::layout::{Line, Qr};

pub const BLACK: Luma<u8> = Luma([0]);
pub const WHITE: Luma<u8> = Luma([255]);

const CELL_WIDTH: u32 = 12;
const CELL_HEIGHT: u32 = 24;
/// Printers feed a sixth of an inch for each line.
pub const LINE_FEED: u32 = 30;

static REGULAR: LazyLock<FontRef<'static>> = LazyLock::new(|| font(include_bytes!("../fonts/DejaVuSansMono.ttf")));
static BOLD: LazyLock<FontRef<'static>> = LazyLock::new(|| font(include_bytes!("../fonts/DejaVuSansMono-Bold.ttf")));

fn font(bytes: &'static [u8]) -> FontRef<'static> {
    FontRef::try_from_slice(bytes).expect("the bundled fonts are tested")
}

#[must_use]
pub fn blank(width: u32, height: u32) -> GrayImage {
    GrayImage::from_pixel(width, height, WHITE)
}

/// The line as wide as its last letter, and as high as printers feed for it.
#[must_use]
pub fn draw(line: &Line) -> GrayImage {
    let (across, down) = (u32::from(line.size.across()), u32::from(line.size.down()));
    let cells = u32::try_from(crate::wrap::width(&line.text)).unwrap_or(0);
    let mut image = blank((cells * CELL_WIDTH * across).max(8), LINE_FEED.max(CELL_HEIGHT * down));
    let font = if line.bold { &*BOLD } else { &*REGULAR };
    let mut column = 0;
    for character in line.text.chars() {
        let cells = character.width().unwrap_or(0);
        // A mark that combines is drawn over the letter before it.
        let place = if cells == 0 { column - 1 } else { column };
        draw_glyph(&mut image, font, font.glyph_id(character), Cell { column: place, across, down });
        column += i64::try_from(cells).unwrap_or(0);
    }
    image
}

#[derive(Clone, Copy)]
struct Cell {
    column: i64,
    across: u32,
    down: u32,
}

#[expect(
    clippy::float_arithmetic,
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    reason = "outlines are floats; dots are not"
)]
fn draw_glyph(image: &mut GrayImage, font: &FontRef<'_>, glyph: GlyphId, cell: Cell) {
    /// Of a dot's area, how much the outline must cover for the head to burn it.
    const COVERED: f32 = 0.36;
    let em_height = font.height_unscaled();
    let advance = font.h_advance_unscaled(font.glyph_id('0'));
    let scale = PxScale { x: (CELL_WIDTH * cell.across) as f32 * em_height / advance, y: (CELL_HEIGHT * cell.down) as f32 };
    let baseline = font.ascent_unscaled() * scale.y / em_height;
    let left = cell.column * i64::from(CELL_WIDTH * cell.across);
    let Some(outline) = font.outline_glyph(glyph.with_scale_and_position(scale, point(0.0, baseline))) else { return };
    let bounds = outline.px_bounds();
    outline.draw(|x, y, covered| {
        let x = left + bounds.min.x as i64 + i64::from(x);
        let y = bounds.min.y as i64 + i64::from(y);
        if covered > COVERED {
            burn(image, x, y);
        }
    });
}

fn burn(image: &mut GrayImage, x: i64, y: i64) {
    if let (Ok(x), Ok(y)) = (u32::try_from(x), u32::try_from(y))
        && x < image.width()
        && y < image.height()
    {
        image.put_pixel(x, y, BLACK);
    }
}

#[must_use]
pub fn draw_qr(qr: &Qr) -> GrayImage {
    let dots = u32::from(qr.module_dots);
    GrayImage::from_fn(qr.side * dots, qr.side * dots, |x, y| {
        let place = usize::try_from(y / dots * qr.side + x / dots).unwrap_or(0);
        if qr.modules.get(place) == Some(&true) { BLACK } else { WHITE }
    })
}

/// The shop's logo in black and white, at most two thirds of the paper wide and two centimetres and a half high.
#[must_use]
pub fn logo(logo: &GrayImage, dots: u32) -> GrayImage {
    let (width, height) = fit(logo.dimensions(), (dots * 2 / 3, 200));
    let mut small = resize(logo, width, height, FilterType::Triangle);
    dither(&mut small, &BiLevel);
    centred(&small, dots)
}

/// Keeps the proportions; never grows.
pub(crate) fn fit((width, height): (u32, u32), (most_width, most_height): (u32, u32)) -> (u32, u32) {
    let scaled = |side: u32, most: u32, of: u32| u32::try_from(u64::from(side) * u64::from(most) / u64::from(of.max(1))).unwrap_or(most);
    let (width, height) = if width > most_width { (most_width, scaled(height, most_width, width)) } else { (width, height) };
    let (width, height) = if height > most_height { (scaled(width, most_height, height), most_height) } else { (width, height) };
    (width.max(1), height.max(1))
}

/// In the middle of a strip as wide as the paper.
#[must_use]
pub fn centred(image: &GrayImage, dots: u32) -> GrayImage {
    let mut strip = blank(dots, image.height());
    let left = dots.saturating_sub(image.width()) / 2;
    ::image::imageops::replace(&mut strip, image, i64::from(left), 0);
    strip
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;
    use crate::slip::Size;

    fn ink(text: &str) -> usize {
        let line = Line { text: text.to_owned(), plain: text.to_owned(), bold: false, size: Size::Normal, code_page: None };
        draw(&line).pixels().filter(|&&pixel| pixel == BLACK).count()
    }

    #[test]
    fn every_letter_of_every_code_page_leaves_ink() {
        for page in crate::CodePage::ALL {
            let visible = (0x21..=0x2_5ff_u32).filter_map(char::from_u32).filter(|&it| page.byte(it).is_some() && it != '\u{a0}');
            for character in visible {
                assert!(ink(&character.to_string()) > 0, "{character:?} of {}", page.name());
            }
        }
    }

    #[test]
    fn an_accent_is_more_ink_than_its_letter() {
        assert!(ink("á") > ink("a") && ink("Ñ") > ink("N"));
        assert!(ink("x\u{308}") > ink("x"), "a mark without a letter of its own is drawn over the letter");
    }

    #[rstest]
    #[case::wide((1000, 100), (384, 38))]
    #[case::high((100, 400), (50, 200))]
    #[case::small((40, 30), (40, 30))]
    #[case::thread((5000, 1), (384, 1))]
    fn a_logo_keeps_its_proportions(#[case] from: (u32, u32), #[case] to: (u32, u32)) {
        assert_eq!(fit(from, (384, 200)), to);
    }
}
