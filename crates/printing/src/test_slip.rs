//! The page that a new printer prints: how wide it is, which code page it obeys, whether it draws, reads and cuts.

use domain::country::Language;

use crate::code_page::CodePage;
use crate::profile::PrinterProfile;
use crate::slip::{Row, Slip, Style};
use crate::words::words;

pub const ACCENTS: &str = "áéíóúñÑ¿¡üç€";

#[must_use]
pub fn test_slip(shop_name: &str, profile: &PrinterProfile, language: Language) -> Slip {
    let words = words(language);
    let columns = profile.width_mm.columns();
    let mut slip = Slip::default();
    slip.text(shop_name, Style::TITLE);
    slip.add(Row::Gap);
    slip.text(words.test, Style { bold: true, ..Style::CENTRED });
    slip.add(Row::Rule);
    slip.text(&format!("{}: {columns}", words.test_width), Style::PLAIN);
    slip.text(&ruler(columns), Style::PLAIN);
    slip.add(Row::Rule);
    slip.text(ACCENTS, Style::BIG);
    slip.columns(profile.code_page.name(), ACCENTS, Style::PLAIN);
    slip.add(Row::Gap);
    slip.text(words.test_pages, Style::BOLD);
    slip.rows.extend(CodePage::ALL.map(sample));
    slip.text(words.test_advice, Style::PLAIN);
    slip.add(Row::Feed(1));
    slip.add(Row::Qr(format!("Mostrador {columns} {ACCENTS}")));
    slip.add(Row::Feed(1));
    slip.add(Row::Cut);
    slip
}

/// What somebody shows to the scanner instead of typing her PIN.
#[must_use]
pub fn badge_slip(shop_name: &str, name: &str, code: &str) -> Slip {
    let mut slip = Slip::default();
    slip.text(shop_name, Style::CENTRED);
    slip.add(Row::Gap);
    slip.text(name, Style::TITLE);
    slip.add(Row::Feed(1));
    slip.add(Row::Qr(code.to_owned()));
    slip.add(Row::Feed(1));
    slip.add(Row::Cut);
    slip
}

fn ruler(columns: usize) -> String {
    (1..=columns)
        .map(|column| if column % 10 == 0 { char::from(b'0' + u8::try_from(column / 10 % 10).unwrap_or(0)) } else { '.' })
        .collect()
}

/// Only what the page has, so that it is the printer's own letters that show.
fn sample(page: CodePage) -> Row {
    let known = ACCENTS.chars().filter(|&it| page.byte(it).is_some()).collect::<String>();
    Row::InCodePage(page, page.name().to_owned(), known)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::profile::Paper;
    use crate::{escpos, text};

    #[test]
    fn the_page_shows_width_accents_and_every_code_page() {
        let profile = PrinterProfile { width_mm: Paper::Mm58, ..PrinterProfile::default() };
        let page = text::render(&test_slip("La Esquina", &profile, Language::Es), Paper::Mm58);
        assert!(page.contains(".........1.........2.........3.."), "{page}");
        assert!(CodePage::ALL.iter().all(|code_page| page.contains(code_page.name())), "{page}");
        assert!(page.contains("áéíóúñÑ¿¡üç€"), "{page}");
    }

    #[test]
    fn each_sample_is_sent_in_its_own_page_and_the_profiles_comes_back() {
        let profile = PrinterProfile::default();
        let bytes = escpos::render(&test_slip("La Esquina", &profile, Language::Es), &profile);
        let pages: Vec<u8> = bytes.windows(3).filter(|it| it.starts_with(b"\x1bt")).map(|it| it[2]).collect();
        assert_eq!(pages, [19, 0, 19, 2, 19, 19, 19, 16, 19]);
    }
}
