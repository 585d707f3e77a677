//! From a file's bytes to UTF-8, or to the legacy bytes that are decoded cell by cell.

use std::borrow::Cow;
use std::io::{self, Cursor, Read};

use encoding_rs::{CoderResult, Decoder, UTF_16BE, UTF_16LE, WINDOWS_1252};
use serde::{Deserialize, Serialize};

use crate::fault::Unreadable;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ts_rs::TS)]
#[serde(rename_all = "snake_case")]
pub enum Encoding {
    Utf8,
    Utf8Bom,
    Utf16Le,
    Utf16Be,
    Windows1252,
}

/// What people pick by mistake: a workbook, an old workbook, a PDF, a gzip, a picture, a database.
const NOT_TEXT: [&[u8]; 7] = [b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF-", b"\x1f\x8b", b"\x89PNG", b"\xff\xd8\xff", b"SQLite format 3\0"];
const LONGEST_SIGNATURE: u64 = 16;

/// The file as bytes whose delimiters and quotes are ASCII. UTF-16 is decoded here; everything else passes as it is.
pub enum Text<R> {
    Plain(Start<R>),
    Utf16(Transcoder<Start<R>>),
}

type Start<R> = io::Chain<Cursor<Vec<u8>>, R>;

pub fn open<R: Read>(mut reader: R) -> Result<(Encoding, Text<R>), Unreadable> {
    let mut head = Vec::new();
    reader.by_ref().take(LONGEST_SIGNATURE).read_to_end(&mut head).map_err(Unreadable::Io)?;
    if NOT_TEXT.iter().any(|signature| head.starts_with(signature)) {
        return Err(Unreadable::NotText);
    }
    let (encoding, bom) = match head.as_slice() {
        [0xef, 0xbb, 0xbf, ..] => (Encoding::Utf8Bom, 3),
        [0xff, 0xfe, ..] => (Encoding::Utf16Le, 2),
        [0xfe, 0xff, ..] => (Encoding::Utf16Be, 2),
        _ => (Encoding::Utf8, 0),
    };
    let start = Cursor::new(head.split_off(bom)).chain(reader);
    let text = match encoding {
        Encoding::Utf16Le => Text::Utf16(Transcoder::new(start, UTF_16LE.new_decoder_without_bom_handling())),
        Encoding::Utf16Be => Text::Utf16(Transcoder::new(start, UTF_16BE.new_decoder_without_bom_handling())),
        _ => Text::Plain(start),
    };
    Ok((encoding, text))
}

impl<R: Read> Read for Text<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        match self {
            Self::Plain(start) => start.read(out),
            Self::Utf16(transcoder) => transcoder.read(out),
        }
    }
}

/// A cell's text, and whether it had to be taken as windows-1252. Each cell decides for itself: a sample of a long file
/// may be all ASCII, and files that two programs wrote to are of two encodings.
pub fn decode(cell: &[u8]) -> (Cow<'_, str>, bool) {
    match std::str::from_utf8(cell) {
        Ok(text) => (Cow::Borrowed(text), false),
        Err(_) => (WINDOWS_1252.decode_without_bom_handling(cell).0, true),
    }
}

/// Bytes decoded at a time; its UTF-8 is at most three times as long as its UTF-16 units.
const CHUNK: usize = 16 * 1024;

pub struct Transcoder<R> {
    source: R,
    decoder: Decoder,
    raw: Vec<u8>,
    /// Of `raw`, what is not decoded yet.
    pending: std::ops::Range<usize>,
    ready: Vec<u8>,
    given: usize,
    ended: bool,
}

impl<R: Read> Transcoder<R> {
    fn new(source: R, decoder: Decoder) -> Self {
        Self { source, decoder, raw: vec![0; CHUNK], pending: 0..0, ready: Vec::with_capacity(2 * CHUNK), given: 0, ended: false }
    }

    /// Makes something ready, unless the source has ended.
    fn advance(&mut self) -> io::Result<()> {
        let mut last = false;
        if self.pending.is_empty() {
            let length = self.source.read(&mut self.raw)?;
            last = length == 0;
            self.pending = 0..length;
        }
        self.ready.resize(2 * CHUNK, 0);
        let (result, taken, written, _) = self.decoder.decode_to_utf8(&self.raw[self.pending.clone()], &mut self.ready, last);
        self.pending.start += taken;
        self.ready.truncate(written);
        self.given = 0;
        self.ended = last && result == CoderResult::InputEmpty;
        Ok(())
    }
}

impl<R: Read> Read for Transcoder<R> {
    fn read(&mut self, out: &mut [u8]) -> io::Result<usize> {
        while self.given == self.ready.len() && !self.ended {
            self.advance()?;
        }
        let length = out.len().min(self.ready.len() - self.given);
        out[..length].copy_from_slice(&self.ready[self.given..self.given + length]);
        self.given += length;
        Ok(length)
    }
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    fn utf16(text: &str, bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
        "\u{feff}".encode_utf16().chain(text.encode_utf16()).flat_map(bytes).collect()
    }

    #[rstest]
    #[case::plain("Ñandú".as_bytes().to_vec(), Encoding::Utf8)]
    #[case::with_bom("\u{feff}Ñandú".as_bytes().to_vec(), Encoding::Utf8Bom)]
    #[case::little_endian(utf16("Ñandú", u16::to_le_bytes), Encoding::Utf16Le)]
    #[case::big_endian(utf16("Ñandú", u16::to_be_bytes), Encoding::Utf16Be)]
    fn encodings_are_seen_by_their_mark(#[case] bytes: Vec<u8>, #[case] expected: Encoding) {
        let (encoding, mut text) = open(bytes.as_slice()).unwrap();
        let mut read = String::new();
        text.read_to_string(&mut read).unwrap();
        assert_eq!((encoding, read.as_str()), (expected, "Ñandú"));
    }

    #[test]
    fn long_utf16_survives_its_chunks() {
        let long = "piñata 🪅 ".repeat(20_000);
        let (_, mut text) = open(Cursor::new(utf16(&long, u16::to_le_bytes))).unwrap();
        let mut read = String::new();
        text.read_to_string(&mut read).unwrap();
        assert!(read == long);
    }

    #[test]
    fn a_workbook_is_no_table_of_text() {
        assert!(matches!(open(&b"PK\x03\x04rest"[..]), Err(Unreadable::NotText)));
    }

    #[test]
    fn cells_that_are_no_utf8_are_windows_1252() {
        assert_eq!(decode(b"Pi\xf1ata \x80"), (Cow::from("Piñata €"), true));
    }
}
