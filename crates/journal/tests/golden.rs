#![allow(clippy::unwrap_used)]

//! The bytes of each entry kind. Every till in the field reads these: a change here is a new version of the kind, never an edit.

mod support;

use std::path::PathBuf;

use domain::Id;
use domain::account::{AccountPaid, AccountTerms, Allocation};
use domain::approval::{ApprovalGranted, Approved};
use domain::cash_rules::CashRules;
use domain::clocking::{Direction, PersonClocked};
use domain::customer::CustomerSaved;
use domain::entry::*;
use domain::number::LegalNumber;
use domain::order::{DepositTaken, Instalment, OrderCancelled, OrderKind, OrderPlaced};
use domain::points::PointsRules;
use domain::product::{Pricing, ProductFields};
use domain::quotation::QuotationMade;
use domain::role::RoleSaved;
use domain::sale::{SaleCompleted, TendersCorrected};
use domain::shift::{
    CashCount, CashDirection, CashMoved, CashReason, Checked, DrawerOpened, Pieces, Report, ShiftClosed, ShiftCounted, ShiftOpened, Totals,
};
use domain::tender::Tender;
use domain::units::{Money, Quantity, Rate, UnitPrice};
use domain::user::{Permission, Role};
use domain::value::{ValueIssued, ValueKind};
use journal::{Clock, Entry, EntryId, Hash};
use support::{sale, sealed};

fn rules() -> CashRules {
    CashRules {
        blind: true,
        difference_limit: Some(Money::of(2000)),
        cash_out_limit: None,
        refund_limit: None,
        return_days: None,
        elsewhere_limit: None,
        deposit_percent: None,
    }
}

fn cash(total: i64) -> CashCount {
    CashCount { total: Money::of(total), pieces: vec![Pieces { value: Money::of(50_000), pieces: total / 50_000 }] }
}

fn opened() -> ShiftOpened {
    let business_date = "2026-11-22".parse().unwrap();
    ShiftOpened { shift: Id::from_u128(70), till: "A".to_owned(), business_date, expected: Money::of(100_000), count: cash(100_000) }
}

fn moved() -> CashMoved {
    CashMoved {
        id: Id::from_u128(71),
        shift: Id::from_u128(70),
        till: "A".to_owned(),
        direction: CashDirection::Out,
        reason: CashReason::Supplier,
        amount: Money::of(45_000),
        note: Some(sealed()),
        supplier: None,
        invoice: None,
        approved_by: Some(Id::from_u128(8)),
    }
}

fn counted() -> ShiftCounted {
    let checked = vec![Checked { method: "card".to_owned(), amount: Money::of(3280) }];
    ShiftCounted {
        id: Id::nil(),
        shift: Id::from_u128(70),
        till: "A".to_owned(),
        count: cash(50_000),
        checked,
        expected: Money::of(75_000),
        blind: true,
    }
}

fn report() -> Report {
    let mut totals = Totals::default();
    for fact in [opened().into(), sale().into(), moved().into()] {
        totals.add(&fact);
    }
    Report {
        shift: Id::from_u128(70),
        number: LegalNumber { series: "A".to_owned(), number: 3 },
        till: "A".to_owned(),
        business_date: "2026-11-22".parse().unwrap(),
        opened_at_ms: 1_795_392_000_000,
        opened_by: Id::from_u128(7),
        opening_expected: Money::of(100_000),
        totals,
        count: cash(50_000),
        checked: counted().checked,
        expected: Money::of(75_000),
        difference: Money::of(-25_000),
        first_difference: Money::of(-25_000),
        counts: 1,
        blind: true,
        perpetual: Money::of(1_020_000),
        head: "ab".repeat(32),
    }
}

fn corrected() -> TendersCorrected {
    let sold = SaleCompleted { shift: Some(Id::from_u128(70)), ..sale() };
    let tender = Tender::Transfer { amount: sold.total + sold.rounding, reference: String::new() };
    TendersCorrected::of(Id::from_u128(72), &sold, None, &[tender], Id::from_u128(8)).unwrap()
}

fn one_of_each_kind() -> Vec<Fact> {
    vec![
        EpochStarted {
            reason: EpochReason::Rewound,
            key: "ab".repeat(32),
            series: "AK7QX".to_owned(),
            parent: Some(ParentEpoch { epoch: Id::from_u128(2), sequence: 9, head: "cd".repeat(32), last_number: 4 }),
        }
        .into(),
        ShopConfigured {
            name: "Abarrotes La Esperanza".to_owned(),
            tax_id: "XAXX010101000".to_owned(),
            address: "Av. Juárez 12".to_owned(),
            country: "MX".to_owned(),
            language: domain::country::Language::Es,
            time_zone: "America/Mexico_City".to_owned(),
            day_cut_hour: 0,
            demo: false,
            logo: None,
        }
        .into(),
        UserSaved {
            id: Id::from_u128(7),
            name: sealed(),
            role: Role::Owner,
            own_role: None,
            active: true,
            secret: Some(sealed()),
            badge: None,
        }
        .into(),
        UserLockedOut { user: Id::from_u128(7), tries: 5 }.into(),
        CategorySaved {
            id: Id::from_u128(60),
            name: "Bebidas".to_owned(),
            icon: "bottle".to_owned(),
            tint: "azul".to_owned(),
            position: 1,
            active: true,
        }
        .into(),
        ProductSaved {
            id: Id::from_u128(50),
            fields: ProductFields {
                name: Some("Café de olla 1 kg".to_owned()),
                pricing: Some(Pricing { price: UnitPrice::of(1_050_000), tax_class: "iva16".to_owned() }),
                cost: Some(None),
                ..ProductFields::default()
            },
            barcodes_added: vec!["7501055300075".to_owned()],
            barcodes_removed: vec![],
        }
        .into(),
        StockMoved { product: Id::from_u128(50), quantity: Quantity::of(12_000), reason: StockReason::Opening }.into(),
        sale().into(),
        CartDiscarded { cart: Id::from_u128(110), shift: None, lines: sale().removed, total: None, reason: Some(sealed()) }.into(),
        ReceiptReprinted { sale: Id::from_u128(100) }.into(),
        BulkImported { sha256: "ef".repeat(32), format: "products.1".to_owned(), rows: 807_919 }.into(),
        PersonErased { person: Id::from_u128(7) }.into(),
        rules().into(),
        opened().into(),
        moved().into(),
        DrawerOpened { id: Id::nil(), shift: Id::from_u128(70), till: "A".to_owned(), note: Some(sealed()) }.into(),
        counted().into(),
        ShiftClosed { report: report(), note: Some(sealed()), approved_by: Some(Id::from_u128(8)) }.into(),
        corrected().into(),
        ReportReprinted { shift: Id::from_u128(70) }.into(),
        CustomerSaved { id: ROSA, contact: sealed(), fiscal: Some(sealed()), active: true }.into(),
        AccountTerms { customer: ROSA, open: true, limit: Some(Money::of(100_000)), days: Some(30) }.into(),
        paid().into(),
        QuotationMade {
            id: Id::from_u128(95),
            valid_until: "2026-12-07".parse().unwrap(),
            offer: SaleCompleted { tenders: Vec::new(), change: Money::ZERO, removed: Vec::new(), ..sale() },
        }
        .into(),
        ValueIssued {
            id: Id::from_u128(97),
            number: LegalNumber { series: "AV".to_owned(), number: 3 },
            kind: ValueKind::GiftCard,
            code: domain::value::code_of(7),
            shift: Some(Id::from_u128(70)),
            till: "A".to_owned(),
            business_date: "2026-11-22".parse().unwrap(),
            currency: "MXN".to_owned(),
            amount: Money::of(20_000),
            tenders: sale().tenders,
            valid_until: None,
            approved_by: None,
        }
        .into(),
        RoleSaved {
            id: Id::from_u128(113),
            name: "Encargada".to_owned(),
            rank: Role::Supervisor,
            permissions: vec![Permission::CountDrawer, Permission::Approve],
            discount: Rate::of(200_000),
            refund_limit: Some(Money::of(50_000)),
            price_floor: Some(Rate::of(1_000_000)),
            active: true,
        }
        .into(),
        PointsRules { active: true, spend: Money::of(1000), worth: Money::of(50) }.into(),
        OrderPlaced {
            id: Id::from_u128(110),
            kind: OrderKind::Layaway,
            valid_until: "2026-12-22".parse().unwrap(),
            schedule: vec![Instalment { due: "2026-12-22".parse().unwrap(), amount: Money::of(15_000) }],
            offer: SaleCompleted { id: Id::from_u128(110), customer: Some(Id::from_u128(81)), tenders: vec![], ..sale() },
            approved_by: Some(Id::from_u128(8)),
        }
        .into(),
        DepositTaken {
            id: Id::from_u128(111),
            number: LegalNumber { series: "AD".to_owned(), number: 1 },
            order: Id::from_u128(110),
            shift: Some(Id::from_u128(70)),
            till: "A".to_owned(),
            business_date: "2026-11-22".parse().unwrap(),
            currency: "MXN".to_owned(),
            amount: Money::of(20_000),
            tenders: sale().tenders,
            held: Money::of(20_000),
        }
        .into(),
        OrderCancelled {
            id: Id::from_u128(112),
            number: LegalNumber { series: "AD".to_owned(), number: 2 },
            order: Id::from_u128(110),
            shift: Some(Id::from_u128(70)),
            till: "A".to_owned(),
            business_date: "2026-11-23".parse().unwrap(),
            currency: "MXN".to_owned(),
            tenders: vec![],
            reason: Some(sealed()),
            approved_by: Id::from_u128(8),
        }
        .into(),
        ApprovalGranted {
            till: "A".to_owned(),
            shift: Some(Id::from_u128(70)),
            requester: Id::from_u128(7),
            granter: Id::from_u128(8),
            approved: Approved::MoveCash,
            document: Id::from_u128(71),
            minutes: Some(10),
            reason: Some(sealed()),
        }
        .into(),
        PersonClocked { id: Id::from_u128(90), person: Id::from_u128(7), till: "A".to_owned(), direction: Direction::In }.into(),
    ]
}

const ROSA: Id = Id::from_u128(40);

fn paid() -> AccountPaid {
    AccountPaid {
        id: Id::from_u128(80),
        number: LegalNumber { series: "AR".to_owned(), number: 7 },
        customer: ROSA,
        shift: Some(Id::from_u128(70)),
        till: "A".to_owned(),
        business_date: "2026-11-22".parse().unwrap(),
        currency: "MXN".to_owned(),
        amount: Money::of(10_000),
        tenders: sale().tenders,
        allocations: vec![Allocation { charge: Id::from_u128(100), amount: Money::of(9000) }],
        balance: Money::of(-1000),
    }
}

fn entry(fact: Fact) -> Entry {
    Entry {
        id: EntryId { device: Id::from_u128(9), epoch: Id::from_u128(1), sequence: 5 },
        clock: Clock::default().next(1_795_392_000_000),
        at_ms: 1_795_392_000_000,
        offset_minutes: -360,
        actor: Some(Id::from_u128(7)),
        fact,
    }
}

#[test]
fn the_bytes_of_each_kind_are_pinned() {
    let facts = one_of_each_kind();
    let kinds: Vec<_> = facts.iter().map(|fact| fact.kind().to_owned()).collect();
    for kind in Fact::KINDS {
        assert!(kinds.iter().any(|it| it == kind), "{kind} has no golden file");
    }
    for fact in facts {
        let entry = entry(fact);
        let bytes = entry.to_bytes().unwrap();
        let file = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("golden").join(format!("{}.1.json", entry.fact.kind()));
        if !file.exists() && std::env::var_os("GOLDEN_WRITE").is_some() {
            std::fs::write(&file, &bytes).unwrap();
        }
        let golden = std::fs::read(&file).unwrap_or_else(|_| panic!("{} is missing; GOLDEN_WRITE=1 makes it, once", file.display()));
        assert_eq!(
            String::from_utf8(bytes).unwrap(),
            String::from_utf8(golden.clone()).unwrap(),
            "the bytes of {} changed",
            entry.fact.kind()
        );
        assert_eq!(Entry::from_bytes(&golden).unwrap(), entry, "what was written must be read back");
    }
}

/// The kinds that there were when the chain was pinned; later ones come after them.
const PINNED: usize = 11;

#[test]
fn the_hash_of_a_chain_is_pinned() {
    let head = one_of_each_kind().into_iter().take(PINNED).fold(Hash::START, |head, fact| head.next(&entry(fact).to_bytes().unwrap()));
    assert_eq!(head.hex(), include_str!("../golden/chain.hex").trim());
}
