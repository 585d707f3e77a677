//! The characters that a printer knows by one byte each.
//!
//! The tables are ours: in escpos 0.20.1 PC858 has no `¿`, `®` stands in its place, `Ò` prints as `Ô`, and PC850 sends `-` as a soft hyphen.

use escpos::utils::PageCode;
use serde::{Deserialize, Serialize};
use ts_rs::TS;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "lowercase")]
pub enum CodePage {
    Pc437,
    Pc850,
    Pc858,
    Wpc1252,
}

/// Each holds the characters of the bytes 0x80 to 0xff; U+FFFD is a byte that prints nothing.
const PC437: &str =
    "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜ¢£¥₧ƒáíóúñÑªº¿⌐¬½¼¡«»░▒▓│┤╡╢╖╕╣║╗╝╜╛┐└┴┬├─┼╞╟╚╔╩╦╠═╬╧╨╤╥╙╘╒╓╫╪┘┌█▄▌▐▀αßΓπΣσµτΦΘΩδ∞φε∩≡±≥≤⌠⌡÷≈°∙·√ⁿ²■\u{a0}";
const PC850: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈıÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{fffd}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const PC858: &str = "ÇüéâäàåçêëèïîìÄÅÉæÆôöòûùÿÖÜø£Ø×ƒáíóúñÑªº¿®¬½¼¡«»░▒▓│┤ÁÂÀ©╣║╗╝¢¥┐└┴┬├─┼ãÃ╚╔╩╦╠═╬¤ðÐÊËÈ€ÍÎÏ┘┌█▄¦Ì▀ÓßÔÒõÕµþÞÚÛÙýÝ¯´\u{fffd}±‗¾¶§÷¸°¨·¹³²■\u{a0}";
const WPC1252: &str = "€\u{fffd}‚ƒ„…†‡ˆ‰Š‹Œ\u{fffd}Ž\u{fffd}\u{fffd}‘’“”•–—˜™š›œ\u{fffd}žŸ\u{a0}¡¢£¤¥¦§¨©ª«¬\u{fffd}®¯°±²³´µ¶·¸¹º»¼½¾¿ÀÁÂÃÄÅÆÇÈÉÊËÌÍÎÏÐÑÒÓÔÕÖ×ØÙÚÛÜÝÞßàáâãäåæçèéêëìíîïðñòóôõö÷øùúûüýþÿ";

impl CodePage {
    pub const ALL: [Self; 4] = [Self::Pc437, Self::Pc850, Self::Pc858, Self::Wpc1252];

    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Pc437 => "PC437",
            Self::Pc850 => "PC850",
            Self::Pc858 => "PC858",
            Self::Wpc1252 => "WPC1252",
        }
    }

    pub(crate) fn page_code(self) -> PageCode {
        match self {
            Self::Pc437 => PageCode::PC437,
            Self::Pc850 => PageCode::PC850,
            Self::Pc858 => PageCode::PC858,
            Self::Wpc1252 => PageCode::WPC1252,
        }
    }

    fn upper_half(self) -> &'static str {
        match self {
            Self::Pc437 => PC437,
            Self::Pc850 => PC850,
            Self::Pc858 => PC858,
            Self::Wpc1252 => WPC1252,
        }
    }

    /// The byte that prints `character`; none for a control character, which no text may send.
    #[must_use]
    pub fn byte(self, character: char) -> Option<u8> {
        match character {
            ' '..='~' => u8::try_from(character).ok(),
            '\u{fffd}' => None,
            _ => self.upper_half().chars().position(|own| own == character).and_then(|place| u8::try_from(place + 0x80).ok()),
        }
    }

    /// The whole text, or nothing when one character is missing.
    #[must_use]
    pub fn encode(self, text: &str) -> Option<Vec<u8>> {
        text.chars().map(|character| self.byte(character)).collect()
    }

    /// The text in characters that the page has: what it lacks becomes the nearest ASCII. For printers that draw no images.
    #[must_use]
    pub fn spell(self, text: &str) -> String {
        let mut spelled = String::with_capacity(text.len());
        for character in text.chars() {
            match self.byte(character) {
                Some(_) => spelled.push(character),
                None if character.is_control() => spelled.push(character),
                None => spelled.push_str(&nearest_ascii(character)),
            }
        }
        spelled
    }
}

/// A star stands for what has no likeness; a question mark would read as a part of the name.
fn nearest_ascii(character: char) -> String {
    if let Some(known) = known_spelling(character) {
        return known.to_owned();
    }
    let plain: String = [character].into_iter().nfkd().filter(|&it| !is_combining_mark(it)).collect();
    let is_nothing = plain.is_empty();
    if !is_nothing && plain.is_ascii() {
        plain
    } else if is_nothing {
        String::new()
    } else {
        "*".to_owned()
    }
}

fn known_spelling(character: char) -> Option<&'static str> {
    Some(match character {
        '€' => "EUR",
        '£' => "GBP",
        '¥' => "JPY",
        '₧' => "Pts",
        '‘' | '’' | '‚' | '‹' | '›' | '´' => "'",
        '“' | '”' | '„' | '«' | '»' => "\"",
        '–' | '—' | '−' | '‐' | '‑' | '─' | '¯' => "-",
        '·' | '•' | '∙' => ".",
        '×' => "x",
        '÷' => "/",
        'ß' => "ss",
        'æ' => "ae",
        'Æ' => "AE",
        'œ' => "oe",
        'Œ' => "OE",
        'ø' => "o",
        'Ø' => "O",
        'đ' => "d",
        'Đ' | 'Ð' => "D",
        'ð' => "d",
        'þ' => "th",
        'Þ' => "Th",
        'ł' => "l",
        'Ł' => "L",
        'ı' => "i",
        '°' => "o",
        '©' => "(c)",
        '®' => "(R)",
        '¡' => "!",
        '│' | '¦' => "|",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[test]
    fn a_page_has_128_characters_of_its_own() {
        for page in CodePage::ALL {
            assert_eq!(page.upper_half().chars().count(), 128, "{}", page.name());
        }
    }

    #[rstest]
    #[case::dos(CodePage::Pc437, "ñ¿¡", Some(vec![0xa4, 0xa8, 0xad]))]
    #[case::dos_has_no_capital_with_acute(CodePage::Pc437, "Á", None)]
    #[case::latin(CodePage::Pc850, "Á-Ò", Some(vec![0xb5, b'-', 0xe3]))]
    #[case::euro(CodePage::Pc858, "€¿®", Some(vec![0xd5, 0xa8, 0xa9]))]
    #[case::windows(CodePage::Wpc1252, "€ñ", Some(vec![0x80, 0xf1]))]
    #[case::control(CodePage::Wpc1252, "\u{1b}", None)]
    #[case::second_control_block(CodePage::Wpc1252, "\u{81}", None)]
    fn text_becomes_the_bytes_of_its_page(#[case] page: CodePage, #[case] text: &str, #[case] bytes: Option<Vec<u8>>) {
        assert_eq!(page.encode(text), bytes);
    }

    #[test]
    fn what_a_page_lacks_is_spelled_and_the_rest_is_left_alone() {
        assert_eq!(CodePage::Pc437.spell("ÁRBOL ñandú 3 €"), "ARBOL ñandú 3 EUR");
        assert_eq!(CodePage::Pc850.spell("Łódź “ﬁno” 你"), "Lódz \"fino\" *");
    }
}
