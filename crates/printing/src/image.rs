//! A slip as the paper will look: for the preview, and for anyone who wants the receipt as a picture.

use std::io::Cursor;

use ::image::{GrayImage, ImageFormat, imageops};

use crate::glyphs::{LINE_FEED, blank, centred, draw, draw_qr};
use crate::layout::Laid;
use crate::profile::Paper;
use crate::slip::Slip;

/// Above and below the print: what lies between head and cutter.
const MARGIN: u32 = 40;

/// A PNG of 8-bit grey, in which each dot is black or white.
pub fn render(slip: &Slip, paper: Paper) -> Result<Vec<u8>, ::image::ImageError> {
    let mut png = Cursor::new(Vec::new());
    draw_slip(slip, paper).write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

#[must_use]
pub fn draw_slip(slip: &Slip, paper: Paper) -> GrayImage {
    let strips: Vec<GrayImage> = slip.lay_out(paper).iter().filter_map(|part| strip(part, paper.dots())).collect();
    let height = strips.iter().map(GrayImage::height).sum::<u32>();
    let mut roll = blank(paper.roll_dots(), height + 2 * MARGIN);
    let left = i64::from((paper.roll_dots() - paper.dots()) / 2);
    let mut top = MARGIN;
    for strip in &strips {
        imageops::replace(&mut roll, strip, left, i64::from(top));
        top += strip.height();
    }
    roll
}

fn strip(part: &Laid, dots: u32) -> Option<GrayImage> {
    match part {
        Laid::Line(line) => Some(draw(line)),
        Laid::Qr(qr) => Some(centred(&draw_qr(qr), dots)),
        Laid::Picture(picture) => Some(picture.clone()),
        Laid::Feed(lines) => Some(blank(dots, u32::from(*lines) * LINE_FEED)),
        Laid::Gap => Some(blank(dots, LINE_FEED / 2)),
        Laid::Cut | Laid::DrawerPulse => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::glyphs::{BLACK, WHITE};
    use crate::samples;

    #[test]
    fn a_receipt_is_a_picture_of_black_and_white_as_wide_as_the_roll() {
        let slip = samples::receipt("MX");
        for paper in [Paper::Mm58, Paper::Mm80] {
            let picture = ::image::load_from_memory(&render(&slip, paper).unwrap()).unwrap().into_luma8();
            assert_eq!(picture.width(), paper.roll_dots());
            assert!(picture.pixels().all(|&pixel| pixel == BLACK || pixel == WHITE));
            assert!(picture.pixels().any(|&pixel| pixel == BLACK));
        }
    }
}
