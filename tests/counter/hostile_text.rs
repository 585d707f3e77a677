//! Whatever stands in a name, a note or an address, the printer gets the commands that the program meant and no other, every line fits, and the
//! figures are there. Here the texts go straight into the layout, past everything that refuses or trims them elsewhere.

use domain::cart::{Cart, Offered};
use domain::country::{Country, Language};
use domain::entry::{Sealed, ShopConfigured};
use domain::number::LegalNumber;
use domain::product::Unit;
use domain::refund::Returns;
use domain::sale::{Counter, SaleCompleted, complete};
use domain::tender::Tender;
use domain::user::{Powers, Role};
use domain::{Id, Money, Quantity, UnitPrice};
use printing::{CodePage, DrawerPin, Paper as Roll, PrinterProfile, ReceiptInput, Slip, escpos, receipt, test_slip, text};
use proptest::prelude::*;
use scenarios::escpos::{Paper, Printed, try_read};

const CODE: &str = "MOSTRADOR/1 A-001042";
const QUIET: &str = "Café";

/// Commands of the printer, marks that turn text round or take no room, letters built from many, and letters that no page has.
const NASTY: [&str; 28] = [
    "\u{1b}p\u{0}\u{19}\u{fa}",
    "\u{1b}@",
    "\u{1d}V\u{0}",
    "\u{1d}(k\u{3}\u{0}1Q0",
    "\u{10}\u{14}\u{1}\u{0}\u{1}",
    "\u{10}\u{4}\u{1}",
    "\u{1c}q\u{1}",
    "\u{18}\u{c}",
    "\u{0}",
    "\u{7f}\u{9b}\u{85}",
    "\r\n\t\u{b}",
    "\u{2028}\u{2029}",
    "\u{202e}00,1$ LATOT\u{202c}",
    "\u{2066}\u{2069}\u{200f}",
    "\u{200b}\u{200d}\u{feff}\u{ad}",
    "\u{fe0f}\u{e0100}\u{e0041}",
    "e\u{301}\u{302}\u{303}\u{304}\u{305}\u{306}\u{307}",
    "\u{301}",
    "👩\u{200d}👩\u{200d}👧\u{200d}👦🇲🇽👍🏽",
    "السلام עליכם",
    "日本茶ｶﾞ",
    "\u{1100}\u{1161}\u{11a8}\u{3164}",
    "﷽\u{fdfa}",
    "ก็็็็็",
    "\u{e000}\u{fffd}\u{10ffff}",
    "\u{a0}\u{3000}\u{2003}",
    "€¿ñß",
    "$9,999.99",
];

fn hostile() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => prop::sample::select(NASTY.to_vec()).prop_map(str::to_owned),
        2 => any::<String>(),
        1 => "[a-zñ]{1,12} ",
        1 => (prop::sample::select(NASTY.to_vec()), 2_usize..40).prop_map(|(nasty, times)| nasty.repeat(times)),
        1 => (1_usize..600).prop_map(|length| "W".repeat(length)),
    ];
    prop::collection::vec(piece, 0..6).prop_map(|pieces| pieces.concat())
}

fn profile() -> impl Strategy<Value = PrinterProfile> {
    let pin = prop::option::of(prop_oneof![Just(DrawerPin::Pin2), Just(DrawerPin::Pin5)]);
    (any::<bool>(), 0_usize..4, any::<bool>(), any::<bool>(), pin).prop_map(|(wide, page, images, cutter, drawer_pin)| PrinterProfile {
        width_mm: if wide { Roll::Mm80 } else { Roll::Mm58 },
        code_page: CodePage::ALL[page],
        images,
        cutter,
        drawer_pin,
        ..PrinterProfile::default()
    })
}

/// Three lines, half of it paid by card and the rest in cash.
fn sale() -> SaleCompleted {
    let country = Country::find("MX").unwrap();
    let mut cart = Cart::empty(Id::from_u128(1));
    for (place, price) in [(1, 329_300), (2, 1_234_567_800), (3, 77_100)] {
        let offered = Offered {
            product: Some(Id::from_u128(place)),
            name: QUIET.to_owned(),
            unit: Unit::Piece,
            barcode: None,
            price: UnitPrice::of(price),
            cost: None,
            tax_class: "iva16".to_owned(),
            ..Offered::default()
        };
        cart.add(Id::from_u128(place + 10), offered, Quantity::of(if place == 3 { 2000 } else { 1000 })).unwrap();
    }
    let text = str::to_owned;
    let by_card = Money::of(5000);
    let card =
        Tender::Card { amount: by_card, reference: text("T"), brand: text("Visa"), last_four: text("4821"), authorisation: text("A") };
    let due = cart.ticket(country).unwrap().total - by_card;
    let counter = Counter {
        country,
        till: "A".to_owned(),
        cashier: Id::from_u128(7),
        powers: Powers::of(Role::Owner),
        business_date: "2026-11-22".parse().unwrap(),
        demo: false,
    };
    let seal = |_: &str| Sealed { key: String::new(), text: String::new() };
    let ready = complete(&counter, &cart, &[], &Returns::none(), &[card, Tender::Cash { amount: due + Money::of(777) }], seal).unwrap();
    ready.numbered(LegalNumber { series: "A".to_owned(), number: 1042 })
}

/// The receipt in which `word` gives each text that somebody can type.
fn slip(copy: Option<u32>, mut word: impl FnMut() -> String) -> Slip {
    let mut sale = sale();
    sale.lines.iter_mut().for_each(|line| line.name = word());
    sale.till = word();
    if let Tender::Card { reference, brand, authorisation, .. } = &mut sale.tenders[0].tender {
        (*reference, *brand, *authorisation) = (word(), word(), word());
    }
    let shop = ShopConfigured {
        name: word(),
        tax_id: word(),
        address: word(),
        country: "MX".to_owned(),
        language: Language::Es,
        time_zone: "UTC".to_owned(),
        day_cut_hour: 0,
        demo: false,
        logo: None,
    };
    let notes = [Some(word()), None, Some(word())];
    receipt(&ReceiptInput {
        sale: &sale,
        shop: &shop,
        country: Country::find("MX").unwrap(),
        language: Language::Es,
        customer: None,
        cashier_name: &word(),
        local_time: "2026-11-22T18:05:09".parse().unwrap(),
        notes: &notes,
        copy,
        qr: CODE,
        valid_until: None,
        logo: None,
    })
}

/// What the printer does beside printing letters, in its order.
fn commands(paper: &Paper) -> Vec<&Printed> {
    paper.printed.iter().filter(|it| !matches!(it, Printed::Line(_) | Printed::Image { .. })).collect()
}

/// What comes out of the printer; a byte that is neither a letter of its page nor a command that the program has is an error.
fn printed(slip: &Slip, profile: &PrinterProfile) -> Result<Paper, TestCaseError> {
    let paper = try_read(&escpos::render(slip, profile)).map_err(|unreadable| TestCaseError::fail(format!("{unreadable:?}")))?;
    let columns = profile.width_mm.columns();
    let wide = paper.lines().find(|line| line.columns() > columns);
    prop_assert!(wide.is_none(), "wider than the paper: {wide:?}");
    let dots = usize::try_from(profile.width_mm.dots()).unwrap();
    let fits = |it: &Printed| !matches!(it, Printed::Image { width, .. } if *width > dots || !profile.images);
    prop_assert!(paper.printed.iter().all(fits), "an image wider than the head, or none is drawn here: {:?}", paper.printed);
    let preview = text::render(slip, profile.width_mm);
    prop_assert!(!preview.chars().any(|it| it != '\n' && it.is_control()), "{preview:?}");
    Ok(paper)
}

/// Each figure ends a line of its own.
fn has_figures(paper: &Paper, figures: &[&str]) -> Result<(), TestCaseError> {
    for figure in figures {
        prop_assert!(paper.lines().any(|line| line.text.split(' ').next_back() == Some(figure)), "{figure} is not on\n{}", paper.text());
    }
    Ok(())
}

/// More in the full run.
fn slips() -> u32 {
    std::env::var("SLIPS").map_or(96, |slips| slips.parse().unwrap())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: slips(), ..ProptestConfig::default() })]

    #[test]
    fn no_text_commands_the_printer_or_hides_a_figure(
        words in prop::collection::vec(hostile(), 13), profile in profile(), copy in prop::option::of(1_u32..3),
    ) {
        let mut words = words.into_iter();
        let paper = printed(&slip(copy, || words.next().unwrap()), &profile)?;
        let quiet = printed(&slip(copy, || QUIET.to_owned()), &profile)?;
        prop_assert_eq!(commands(&paper), commands(&quiet), "the commands that were meant, and no other");
        let end = if profile.cutter { Printed::Cut } else { Printed::FeedLines(5) };
        prop_assert_eq!(paper.printed.last(), Some(&end));
        prop_assert_eq!(paper.cuts(), usize::from(profile.cutter));
        prop_assert_eq!(paper.pulses().len(), usize::from(profile.drawer_pin.is_some() && copy.is_none()));
        prop_assert_eq!(paper.qr_codes(), [CODE]);
        has_figures(&paper, &["$123,505.13", "$123,462.90", "$7.80"])?;
        if !profile.images {
            has_figures(&paper, &["$32.93", "$123,456.78", "$15.42", "$50.00"])?;
        }
    }

    #[test]
    fn the_test_slip_of_a_hostile_shop_is_a_test_slip(name in hostile(), profile in profile()) {
        let paper = printed(&test_slip(&name, &profile, Language::Es), &profile)?;
        let quiet = printed(&test_slip(QUIET, &profile, Language::Es), &profile)?;
        prop_assert_eq!(commands(&paper), commands(&quiet));
    }
}
