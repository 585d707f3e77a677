//! What printers in shops get, byte for byte: `PRINTING_GOLDEN=write cargo test -p printing` writes the files anew, and the diff is read before it is kept.

use std::fs;
use std::path::PathBuf;

use domain::country::Language;
use proptest::prelude::*;
use rstest::rstest;

use crate::code_page::CodePage;
use crate::profile::{Paper, PrinterProfile};
use crate::slip::{Row, Slip};
use crate::{escpos, image, samples, text};

fn golden(name: &str, bytes: &[u8]) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(name);
    if std::env::var_os("PRINTING_GOLDEN").is_some() {
        fs::write(&path, bytes).unwrap();
    }
    let kept = fs::read(&path).unwrap_or_default();
    assert!(kept == bytes, "{name} differs; it would be now:\n{}", String::from_utf8_lossy(bytes));
}

#[rstest]
#[case::mexico("MX", Paper::Mm80)]
#[case::spain("ES", Paper::Mm58)]
#[case::colombia("CO", Paper::Mm80)]
#[case::argentina("AR", Paper::Mm58)]
fn receipts_stay_as_they_are(#[case] country: &str, #[case] paper: Paper) {
    let slip = samples::receipt(country);
    let profile = PrinterProfile { width_mm: paper, ..PrinterProfile::default() };
    let name = format!("receipt_{}_{}", country.to_lowercase(), u8::from(paper));
    golden(&format!("{name}.txt"), text::render(&slip, paper).as_bytes());
    golden(&format!("{name}.bin"), &escpos::render(&slip, &profile));
}

#[rstest]
#[case::mexico("MX", Paper::Mm80)]
#[case::spain("ES", Paper::Mm58)]
fn papers_of_a_shift_stay_as_they_are(#[case] country: &str, #[case] paper: Paper) {
    for (name, slip) in samples::shift_papers(country) {
        let name = format!("{name}_{}_{}.txt", country.to_lowercase(), u8::from(paper));
        golden(&name, text::render(&slip, paper).as_bytes());
    }
}

/// Pictures are for the eye: the folder that `PRINTING_PICTURES` names gets them.
#[test]
fn every_slip_can_be_drawn() {
    let mut practice = samples::sale("MX", &["Pan", "Uvas"], true);
    practice.demo = true;
    for paper in [Paper::Mm58, Paper::Mm80] {
        let profile = PrinterProfile { width_mm: paper, ..PrinterProfile::default() };
        let mut slips = vec![("copy", samples::slip_of(&practice, |input| input.copy = Some(2)))];
        slips.push(("test", crate::test_slip("Abarrotes La Güera", &profile, Language::Es)));
        slips.extend(samples::shift_papers("MX"));
        slips.extend(["MX", "ES", "CO", "AR", "XX"].map(|country| (country, samples::receipt(country))));
        for (name, slip) in slips {
            let png = image::render(&slip, paper).unwrap();
            if let Some(folder) = std::env::var_os("PRINTING_PICTURES") {
                fs::write(PathBuf::from(folder).join(format!("{name}_{}.png", u8::from(paper))), png).unwrap();
            }
        }
    }
}

/// Takes a job apart by the lengths that its commands declare; what is left is text. Panics at a command that we never send.
fn texts(mut job: &[u8]) -> Vec<Vec<u8>> {
    let mut lines = vec![Vec::new()];
    while let [first, rest @ ..] = job {
        let used = match (first, rest) {
            (b'\n', _) => {
                lines.push(Vec::new());
                1
            }
            (0x1b, [b'@', ..]) | (0x1c, [b'.', ..]) => 2,
            (0x1b, [b't' | b'E' | b'a' | b'd' | b'J', _, ..]) | (0x1d, [b'!', _, ..]) => 3,
            (0x1b, [b'p', 0 | 1, 25, 250, ..]) => 5,
            (0x1d, [b'V', 66, 0, ..]) => 4,
            (0x1d, [b'(', b'k', low, high, ..]) => 5 + usize::from(u16::from_le_bytes([*low, *high])),
            (0x1d, [b'v', b'0', 0, x0, x1, y0, y1, ..]) => {
                8 + usize::from(u16::from_le_bytes([*x0, *x1])) * usize::from(u16::from_le_bytes([*y0, *y1]))
            }
            (byte, _) => {
                assert!(*byte >= 0x20 && *byte != 0x7f, "a stray byte {byte:#x} before {rest:x?}");
                lines.last_mut().unwrap().push(*byte);
                1
            }
        };
        job = &job[used..];
    }
    lines
}

fn has(job: &[u8], command: &[u8]) -> bool {
    job.windows(command.len()).any(|window| window == command)
}

const PULSE: &[u8] = &[0x1b, b'p', 0, 25, 250];
const RASTER: &[u8] = &[0x1d, b'v', b'0', 0];

#[test]
fn rule_38_each_job_starts_anew_with_its_code_page() {
    for page in CodePage::ALL {
        let profile = PrinterProfile { code_page: page, ..PrinterProfile::default() };
        let job = escpos::render(&samples::receipt("MX"), &profile);
        assert_eq!(job[..5], [0x1b, b'@', 0x1b, b't', u8::from(page.page_code())]);
    }
}

#[test]
fn rule_38_the_drawer_opens_only_for_cash_and_only_once() {
    let profile = PrinterProfile::default();
    let mut sale = samples::sale("MX", &["Pan"], false);
    let original = escpos::render(&samples::slip_of(&sale, |_| {}), &profile);
    assert!(has(&original, PULSE));
    let no_drawer = PrinterProfile { drawer_pin: None, ..profile.clone() };
    assert!(!has(&escpos::render(&samples::slip_of(&sale, |_| {}), &no_drawer), PULSE));
    let copy = escpos::render(&samples::slip_of(&sale, |input| input.copy = Some(1)), &profile);
    assert!(!has(&copy, PULSE), "a copy brings no cash");
    sale.tenders.retain(|paid| !paid.tender.is_cash());
    assert!(!has(&escpos::render(&samples::slip_of(&sale, |_| {}), &profile), PULSE));
}

#[test]
fn a_letter_that_the_page_lacks_is_drawn_and_without_images_spelled() {
    let slip = samples::slip_of(&samples::sale("ES", &["ÁRBOL", "Agua"], false), |_| {});
    let drawn = PrinterProfile { code_page: CodePage::Pc437, ..PrinterProfile::default() };
    let job = escpos::render(&slip, &drawn);
    assert!(has(&job, RASTER) && !has(&job, b"ARBOL"));
    assert!(!texts(&job).concat().contains(&b'?'));
    let spelled = PrinterProfile { images: false, ..drawn };
    let job = escpos::render(&slip, &spelled);
    assert!(!has(&job, RASTER) && has(&job, b"ARBOL") && has(&job, b"32,90 EUR"));
    let known = PrinterProfile { code_page: CodePage::Pc858, ..PrinterProfile::default() };
    assert!(!has(&escpos::render(&slip, &known), RASTER));
}

#[test]
fn without_a_cutter_the_paper_comes_out_far_enough_to_tear() {
    let profile = PrinterProfile { cutter: false, ..PrinterProfile::default() };
    let job = escpos::render(&samples::receipt("MX"), &profile);
    assert!(!has(&job, &[0x1d, b'V']) && job.ends_with(&[0x1b, b'd', 5]));
}

#[test]
fn copies_and_demo_sales_say_so_above_and_below() {
    let mut sale = samples::sale("MX", &["Pan"], false);
    sale.demo = true;
    let slip = samples::slip_of(&sale, |input| input.copy = Some(2));
    for paper in [Paper::Mm58, Paper::Mm80] {
        let text = text::render(&slip, paper);
        assert_eq!((text.matches("* COPIA 2 *").count(), text.matches("* DEMO *").count()), (2, 2), "{text}");
    }
    let english = samples::slip_of(&sale, |input| (input.copy, input.language) = (Some(1), Language::En));
    assert!(text::render(&english, Paper::Mm80).contains("* COPY 1 *"));
}

#[test]
fn a_logo_is_drawn_when_the_profile_wants_it() {
    let slip = Slip { rows: vec![Row::Logo(::image::GrayImage::new(300, 150))] };
    let job = escpos::render(&slip, &PrinterProfile::default());
    assert!(has(&job, &[0x1d, b'v', b'0', 0, 72, 0, 128, 0]), "as wide as the paper, in bands");
    assert!(!has(&escpos::render(&slip, &PrinterProfile { logo: false, ..PrinterProfile::default() }), RASTER));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_name_prints_without_a_byte_that_commands_and_within_the_paper(
        name in any::<String>().prop_filter("a name is something", |name| !name.trim().is_empty()), wide: bool, images: bool, page in 0_usize..4,
    ) {
        let mut sale = samples::sale("ES", &["Pan", "Uvas"], true);
        sale.lines.iter_mut().for_each(|line| line.name.clone_from(&name));
        let paper = if wide { Paper::Mm80 } else { Paper::Mm58 };
        let profile = PrinterProfile { width_mm: paper, images, code_page: CodePage::ALL[page], ..PrinterProfile::default() };
        sale.till.clone_from(&name);
        let slip = samples::slip_of(&sale, |_| {});
        let lines = texts(&escpos::render(&slip, &profile));
        prop_assert!(lines.iter().all(|line| line.len() <= paper.columns()));
        let printed = text::render(&slip, paper);
        prop_assert!(printed.lines().any(|line| line.ends_with(" 32,90 €")), "{}", printed);
        prop_assert!(printed.lines().any(|line| line.ends_with(" 95,41 €")), "{}", printed);
    }
}
