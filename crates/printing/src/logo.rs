//! A shop's logo: whatever picture its owner has is made small and grey once, so that no receipt ever waits for a photograph.

use std::io::Cursor;

use image::imageops::{FilterType, resize};
use image::{DynamicImage, GrayImage, ImageError, ImageFormat, ImageReader, Limits, Luma};

use crate::glyphs::fit;

/// More dots than any paper has; the printer's own size is made of it at each printing.
const MOST: (u32, u32) = (600, 400);
/// A photograph of a large camera; more is no logo.
const LARGEST_SIDE: u32 = 12_000;
const LARGEST_IN_MEMORY: u64 = 512 << 20;

/// A PNG or JPEG file as the PNG that is kept.
pub fn prepare(file: &[u8]) -> Result<Vec<u8>, ImageError> {
    let grey = on_white(&decode(file)?);
    let (width, height) = fit(grey.dimensions(), MOST);
    let mut png = Cursor::new(Vec::new());
    resize(&grey, width, height, FilterType::Triangle).write_to(&mut png, ImageFormat::Png)?;
    Ok(png.into_inner())
}

/// What was kept, as the layout takes it.
pub fn read(png: &[u8]) -> Result<GrayImage, ImageError> {
    Ok(decode(png)?.into_luma8())
}

/// A small file can claim to be a huge picture, so the claim is looked at first.
fn decode(file: &[u8]) -> Result<DynamicImage, ImageError> {
    let mut reader = ImageReader::new(Cursor::new(file)).with_guessed_format()?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(LARGEST_SIDE);
    limits.max_image_height = Some(LARGEST_SIDE);
    limits.max_alloc = Some(LARGEST_IN_MEMORY);
    reader.limits(limits);
    reader.decode()
}

/// What is transparent is paper.
fn on_white(picture: &DynamicImage) -> GrayImage {
    let picture = picture.to_luma_alpha8();
    GrayImage::from_fn(picture.width(), picture.height(), |x, y| {
        let [grey, alpha] = picture.get_pixel(x, y).0.map(u32::from);
        Luma([u8::try_from((grey * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)])
    })
}

#[cfg(test)]
mod tests {
    use image::{ImageBuffer, LumaA};

    use super::*;

    fn file(width: u32, height: u32, pixel: LumaA<u8>, format: ImageFormat) -> Vec<u8> {
        let picture = DynamicImage::ImageLumaA8(ImageBuffer::from_pixel(width, height, pixel));
        let picture = if format == ImageFormat::Jpeg { DynamicImage::ImageRgb8(picture.to_rgb8()) } else { picture };
        let mut bytes = Cursor::new(Vec::new());
        picture.write_to(&mut bytes, format).unwrap();
        bytes.into_inner()
    }

    #[test]
    fn a_large_photograph_becomes_small() {
        let kept = prepare(&file(3000, 1500, LumaA([40, 255]), ImageFormat::Jpeg)).unwrap();
        assert_eq!(read(&kept).unwrap().dimensions(), (600, 300));
    }

    #[test]
    fn what_is_transparent_is_paper() {
        let kept = prepare(&file(30, 20, LumaA([0, 0]), ImageFormat::Png)).unwrap();
        let kept = read(&kept).unwrap();
        assert!(kept.dimensions() == (30, 20) && kept.pixels().all(|pixel| pixel.0 == [255]));
    }

    #[test]
    fn what_is_no_picture_is_refused() {
        let whole = file(30, 20, LumaA([0, 255]), ImageFormat::Png);
        for bytes in [&b""[..], b"GIF89a", b"codigo,nombre\n", &whole[..40]] {
            assert!(prepare(bytes).is_err(), "{bytes:?}");
        }
    }

    /// A header that promises 60,000 by 60,000 dots.
    #[test]
    fn a_picture_that_would_fill_the_memory_is_refused() {
        let mut bytes = file(30, 20, LumaA([0, 255]), ImageFormat::Png);
        bytes[16..20].copy_from_slice(&60_000_u32.to_be_bytes());
        bytes[20..24].copy_from_slice(&60_000_u32.to_be_bytes());
        assert!(prepare(&bytes).is_err());
    }
}
