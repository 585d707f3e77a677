//! Trains the dictionary with which entries rest on disk: `cargo run -p store --example train_dictionary -- <catalogue.csv> <out>`.
//! Run once for each dictionary; what is stored names its dictionary, so one is never trained again in place.

use domain::cart::{Cart, Offered};
use domain::country::Country;
use domain::entry::{Fact, ProductSaved, Sealed};
use domain::number::LegalNumber;
use domain::product::{Pricing, ProductFields, Unit};
use domain::refund::Returns;
use domain::sale::{Counter, complete};
use domain::tender::Tender;
use domain::user::{Powers, Role};
use domain::{Id, Money, Quantity, UnitPrice};
use journal::{Clock, Entry, EntryId};

struct Random(u64);

impl Random {
    fn below(&mut self, limit: u64) -> u64 {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) % limit
    }

    fn id(&mut self) -> Id {
        Id::from_u64_pair(
            0x0193_0000_0000_7000 | self.below(1 << 30) << 20,
            0x8000_0000_0000_0000 | self.below(u64::MAX >> 1) ^ self.below(1 << 31) << 32,
        )
    }
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let (catalogue, out) = (arguments.next().expect("a catalogue"), arguments.next().expect("an output file"));
    let text = std::fs::read_to_string(catalogue).expect("the catalogue is readable");
    let names: Vec<(String, String)> = text
        .lines()
        .skip(1)
        .filter_map(|line| {
            let mut cells = line.split(',').skip(1);
            Some((cells.next()?.to_owned(), cells.next()?.to_owned()))
        })
        .collect();
    let mut random = Random(7);
    let device = random.id();
    let epoch = random.id();
    let samples: Vec<Vec<u8>> = (1..4000)
        .map(|sequence| {
            let fact = if sequence % 8 == 0 { product(&mut random, &names) } else { sale(&mut random, &names, sequence) };
            let at_ms = 1_795_392_000_000 + sequence * 61_003;
            let id = EntryId { device, epoch, sequence };
            let entry = Entry { id, clock: Clock::default().next(at_ms), at_ms, offset_minutes: -360, actor: Some(device), fact };
            entry.to_bytes().expect("a sample is an entry")
        })
        .collect();
    let dictionary = zstd::dict::from_samples(&samples, 64 << 10).expect("enough samples");
    std::fs::write(out, dictionary).expect("the output is writable");
}

fn pick<'a>(random: &mut Random, names: &'a [(String, String)]) -> &'a (String, String) {
    &names[usize::try_from(random.below(names.len() as u64)).unwrap_or(0)]
}

fn product(random: &mut Random, names: &[(String, String)]) -> Fact {
    let (barcode, name) = pick(random, names).clone();
    let price = UnitPrice::of(i64::try_from(random.below(900)).unwrap_or(0) * 5000);
    ProductSaved {
        id: random.id(),
        fields: ProductFields {
            name: Some(name),
            sku: Some(random.below(9999).to_string()),
            unit: Some(Unit::Piece),
            pricing: Some(Pricing { price, tax_class: "iva16".to_owned() }),
            favourite: Some(false),
            active: Some(true),
            track_stock: Some(true),
            ..ProductFields::default()
        },
        barcodes_added: vec![barcode],
        barcodes_removed: vec![],
    }
    .into()
}

fn sale(random: &mut Random, names: &[(String, String)], sequence: i64) -> Fact {
    let country = &Country::all()[usize::try_from(random.below(4)).unwrap_or(0)];
    let mut cart = Cart::empty(random.id());
    for _ in 0..=random.below(12) {
        let (barcode, name) = pick(random, names).clone();
        let offered = Offered {
            product: Some(random.id()),
            name,
            unit: Unit::Piece,
            barcode: Some(barcode).filter(|code| !code.is_empty()),
            price: UnitPrice::of(i64::try_from(random.below(900) + 1).unwrap_or(1) * 5000),
            cost: Some(UnitPrice::of(i64::try_from(random.below(900)).unwrap_or(1) * 3500)),
            tax_class: country.tax_classes[usize::try_from(random.below(2)).unwrap_or(0)].code.clone(),
            ..Offered::default()
        };
        let pieces = i64::try_from(random.below(4)).unwrap_or(0) / 3 + 1;
        cart.add(random.id(), offered, Quantity::of(pieces * 1000)).expect("it fits");
    }
    let counter = Counter {
        country,
        till: "A".to_owned(),
        cashier: random.id(),
        powers: Powers::of(Role::Owner),
        business_date: "2026-11-22".parse().expect("a date"),
        demo: false,
    };
    let total = cart.ticket(country).expect("it computes").total;
    let seal = |_: &str| Sealed { key: String::new(), text: String::new() };
    let tenders = [Tender::Cash { amount: country.cash_rounding.apply(total) + Money::of(5000) }];
    let ready = complete(&counter, &cart, &[], &Returns::none(), &tenders, seal).expect("it is paid");
    ready.numbered(LegalNumber { series: "A".to_owned(), number: sequence }).into()
}
