//! Sales for tests, computed by the domain as a till would.

use chrono::{NaiveDate, NaiveDateTime};
use domain::Id;
use domain::account::AccountPaid;
use domain::cart::{Cart, Offered};
use domain::country::{Country, Language};
use domain::entry::{Sealed, ShopConfigured};
use domain::number::LegalNumber;
use domain::order::{Booking, OrderKind, OrderPlaced, Standing, schedule};
use domain::product::Unit;
use domain::refund::Returns;
use domain::sale::{Counter, PaidTender, SaleCompleted, complete};
use domain::shift::{Asking, CashCount, CashDirection, CashMoved, CashReason, Checked, DrawerOpened, Pieces, Report, ShiftOpened, Totals};
use domain::tender::{PaidBy, Tender};
use domain::ticket::Discount;
use domain::user::{Powers, Role};
use domain::{Money, Quantity, Rate, UnitPrice};

use crate::ShiftPaper;
use crate::receipt::ReceiptInput;
use crate::slip::Slip;

const NAMES: [&str; 5] = [
    "Leche entera 1 L",
    "Jitomate saladet",
    "Jabón líquido para manos con aroma a lavanda y manzanilla, repuesto de 900 ml",
    "Piñata\u{1b}p\u{0}0 \u{9b}grande\r\n",
    "Ñoquis, 3 € de promoción",
];

pub fn sale(code: &str, names: &[&str], by_card: bool) -> SaleCompleted {
    let country = Country::find(code).unwrap();
    let mut cart = Cart::empty(Id::from_u128(1));
    for (place, name) in names.iter().enumerate() {
        let weighed = place == 1;
        let offered = Offered {
            product: Some(Id::from_u128(place as u128 + 100)),
            name: (*name).to_owned(),
            unit: if weighed { Unit::Kg } else { Unit::Piece },
            barcode: None,
            price: UnitPrice::of(329_000 * (i64::try_from(place).unwrap() * 3 + 1) * if country.currency.decimals == 0 { 100 } else { 1 }),
            cost: None,
            tax_class: country.tax_classes[place % country.tax_classes.len()].code.clone(),
            ..Offered::default()
        };
        let quantity = [1000, 725, 1000, 3000, 1000][place % 5];
        let at = cart.add(Id::from_u128(place as u128 + 10), offered, Quantity::of(quantity)).unwrap();
        cart.lines[at].discount = (place == 3).then_some(Discount::Rate { rate: Rate::of(100_000) });
    }
    let total = cart.ticket(country).unwrap().total;
    let card = Money::of(total.get() / 2);
    let mut tenders = Vec::new();
    if by_card {
        let text = str::to_owned;
        tenders.push(Tender::Card {
            amount: card,
            reference: text("T-88120"),
            brand: text("Visa"),
            last_four: text("4821"),
            authorisation: text("A7719X"),
        });
    }
    let due = if by_card { total - card } else { total };
    let note = country.currency.denominations[0].value.get();
    tenders.push(Tender::Cash { amount: Money::of((due.get() + note - 1) / note * note) });
    let counter = Counter {
        country,
        till: "A".to_owned(),
        cashier: Id::from_u128(7),
        powers: Powers::of(Role::Owner),
        business_date: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        demo: false,
    };
    let seal = |_: &str| Sealed { key: String::new(), text: String::new() };
    complete(&counter, &cart, &[], &Returns::none(), &tenders, seal).unwrap().numbered(LegalNumber { series: "A".to_owned(), number: 1042 })
}

pub fn shop(code: &str) -> ShopConfigured {
    let (name, address, tax_id) = match code {
        "MX" => ("Abarrotes La Güera", "Av. Juárez 123, Col. Centro\nOaxaca de Juárez, Oax.", "GUMR800101AB1"),
        "CO" => ("Tienda Don Ramón", "Calle 10 # 5-21, Medellín", "900123456-8"),
        "AR" => ("Almacén El Ñandú de San Telmo", "Defensa 950, C1065 CABA", "30-71234567-1"),
        "ES" => ("Ultramarinos Peña", "C/ del Pez, 4\n28004 Madrid", "B12345674"),
        _ => ("Corner Shop", "", ""),
    };
    ShopConfigured {
        name: name.to_owned(),
        tax_id: tax_id.to_owned(),
        address: address.to_owned(),
        country: code.to_owned(),
        language: Language::Es,
        time_zone: "UTC".to_owned(),
        day_cut_hour: 4,
        demo: false,
        logo: None,
    }
}

pub fn time() -> NaiveDateTime {
    NaiveDate::from_ymd_opt(2026, 11, 22).unwrap().and_hms_opt(18, 5, 9).unwrap()
}

pub fn slip_of(sale: &SaleCompleted, change: impl FnOnce(&mut ReceiptInput<'_>)) -> Slip {
    let country = Country::find(&sale.country).unwrap();
    let shop = shop(&sale.country);
    let mut notes = vec![None; sale.lines.len()];
    if let Some(note) = notes.get_mut(2) {
        *note = Some("envolver para regalo".to_owned());
    }
    let mut input = ReceiptInput {
        sale,
        shop: &shop,
        country,
        language: country.language,
        cashier_name: "María José",
        customer: None,
        local_time: time(),
        notes: &notes,
        copy: None,
        qr: "MOS1|A-001042|3f9c0a77d1|12345",
        valid_until: None,
        logo: None,
    };
    change(&mut input);
    crate::receipt(&input)
}

pub fn receipt(code: &str) -> Slip {
    slip_of(&sale(code, &NAMES, code == "ES" || code == "MX"), |_| {})
}

fn paper(shop: &ShopConfigured, copy: Option<u32>) -> ShiftPaper<'_> {
    ShiftPaper {
        shop,
        country: Country::find(&shop.country).unwrap(),
        language: Language::Es,
        till: "A",
        by: "Inés Núñez",
        at: time(),
        approved_by: Some("Marta Peña"),
        note: Some("faltó el cambio de la mañana"),
        copy,
    }
}

fn moved(amount: i64) -> CashMoved {
    CashMoved {
        id: Id::from_u128(71),
        shift: Id::from_u128(70),
        till: "A".to_owned(),
        direction: CashDirection::Out,
        reason: CashReason::Supplier,
        amount: Money::of(amount),
        note: None,
        supplier: None,
        invoice: None,
        approved_by: Some(Id::from_u128(8)),
    }
}

fn counted(total: i64) -> CashCount {
    CashCount {
        total: Money::of(total),
        pieces: vec![Pieces { value: Money::of(50_000), pieces: 2 }, Pieces { value: Money::of(50), pieces: 7 }],
    }
}

/// A shift with a sale, cash that went out, and a drawer opened by hand.
fn totals(country: &str) -> Totals {
    let shift = Id::from_u128(70);
    let business_date = NaiveDate::from_ymd_opt(2026, 11, 22).unwrap();
    let opened = ShiftOpened { shift, till: "A".to_owned(), business_date, expected: Money::of(100_000), count: counted(100_350) };
    let mut totals = Totals::default();
    let by_hand = DrawerOpened { id: Id::from_u128(72), shift, till: "A".to_owned(), note: None };
    let facts = [opened.into(), sale(country, &NAMES, true).into(), moved(4000).into(), by_hand.into()];
    facts.iter().for_each(|fact| totals.add(fact));
    totals
}

/// Half in cash, half by transfer.
fn payment(country: &str) -> AccountPaid {
    let currency = Country::find(country).unwrap().currency.code.clone();
    let half = Money::of(5000);
    let tenders = [Tender::Cash { amount: half }, Tender::Transfer { amount: half, reference: String::new() }];
    let paid = |tender: Tender| PaidTender { tender, currency: currency.clone(), exchange_rate: Rate::WHOLE, base_amount: half };
    AccountPaid {
        id: Id::from_u128(80),
        number: LegalNumber { series: "AR".to_owned(), number: 7 },
        customer: Id::from_u128(81),
        shift: Some(Id::from_u128(70)),
        till: "A".to_owned(),
        business_date: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        amount: Money::of(10_000),
        tenders: tenders.map(paid).into(),
        currency: currency.clone(),
        allocations: Vec::new(),
        balance: Money::of(2500),
    }
}

/// A layaway of which half was left, what was left for it, and what goes back.
fn order_papers(shop: &ShopConfigured) -> [Slip; 3] {
    let code = shop.country.as_str();
    let number = |series: &str, number| LegalNumber { series: series.to_owned(), number };
    let offer =
        SaleCompleted { number: number("AP", 12), customer: Some(Id::from_u128(81)), tenders: Vec::new(), ..sale(code, &NAMES, false) };
    let total = offer.total;
    let held = Money::of(total.get() / 2);
    let day = NaiveDate::from_ymd_opt(2026, 12, 22).unwrap();
    let schedule = schedule(total - held, offer.business_date, day, 2, Country::find(code).unwrap().cash_rounding.step).unwrap();
    let placed = OrderPlaced { id: offer.id, kind: OrderKind::Layaway, valid_until: day, schedule, offer, approved_by: None };
    let booking = |n| Booking {
        id: Id::from_u128(n),
        number: number("AD", 7),
        order: placed.id,
        shift: Some(Id::from_u128(70)),
        till: "A".to_owned(),
        business_date: placed.offer.business_date,
        currency: placed.offer.currency.clone(),
    };
    let before = Standing { total, ..Standing::default() };
    let taken = before.deposit(booking(82), &[Tender::Cash { amount: held }]).unwrap();
    let standing = Standing { held_by: vec![(PaidBy::Cash, held)], ..before };
    let asking = Asking { user: Id::from_u128(7), powers: Powers::of(Role::Owner), approved_by: None };
    let cancelled = standing.cancel(booking(83), &[Tender::Cash { amount: -held }], None, asking).unwrap();
    let customer = "Rosa Íñiguez";
    [
        crate::order_slip(ShiftPaper { note: None, ..paper(shop, None) }, &placed, &standing, customer),
        crate::deposit_slip(paper(shop, None), &taken, &placed, customer),
        crate::cancelled_slip(paper(shop, None), &cancelled, &placed, customer),
    ]
}

/// What a shift leaves on paper: cash that went out, how it stands, and its report.
pub fn shift_papers(country: &str) -> [(&'static str, Slip); 9] {
    let shop = shop(country);
    let totals = totals(country);
    let [order, deposit, cancelled] = order_papers(&shop);
    let report = Report {
        shift: Id::from_u128(70),
        number: LegalNumber { series: "A".to_owned(), number: 3 },
        till: "A".to_owned(),
        business_date: NaiveDate::from_ymd_opt(2026, 11, 22).unwrap(),
        opened_at_ms: 0,
        opened_by: Id::from_u128(7),
        opening_expected: Money::of(100_000),
        expected: totals.cash.expected(),
        count: counted(100_350),
        checked: vec![Checked { method: "card".to_owned(), amount: Money::of(100) }],
        difference: Money::of(100_350) - totals.cash.expected(),
        first_difference: Money::of(100_000) - totals.cash.expected(),
        counts: 2,
        blind: true,
        perpetual: Money::of(1_020_000),
        head: "ab".repeat(32),
        totals: totals.clone(),
    };
    [
        ("cash_out", crate::cash_slip(paper(&shop, None), &moved(4000), None, None)),
        ("paid_supplier", crate::cash_slip(paper(&shop, None), &moved(4000), Some("Panadería Peña"), Some("F-1042"))),
        ("payment", crate::payment_slip(paper(&shop, None), &payment(country), "Rosa Íñiguez")),
        ("order", order),
        ("deposit", deposit),
        ("order_cancelled", cancelled),
        ("x", crate::x_report(paper(&shop, None), &totals, true)),
        ("x_blind", crate::x_report(paper(&shop, None), &totals, false)),
        ("z", crate::z_report(paper(&shop, Some(1)), &report, ("Luz Ibáñez", time()), &"ab".repeat(32))),
    ]
}
