//! A shop whose program is killed, and the ledger that the test keeps of what was answered.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::time::{Duration, Instant};

use scenarios::program::{Death, Gone, Program};
use scenarios::till::OWNER_PIN;
use scenarios::{FakePrinter, Script, Till, cash, wait_until};
use serde_json::{Value, json};
use store::Connection;
use store::copies::segment::Segment;
use store::copies::{Folder, Kind, full};

const COFFEE: &str = "7501055300075";
const LOGO: &[u8] = include_bytes!("../../icons/32x32.png");
/// A life that is not cut short ends after so many sales.
const LIFE: usize = 60;

pub struct Shop {
    till: Till,
    printer: FakePrinter,
    /// Id of each sale that was answered, with its number and total.
    ledger: BTreeMap<String, (String, i64)>,
    /// The cart whose payment was sent and not answered.
    unanswered: Option<Value>,
}

impl Shop {
    pub fn new() -> Self {
        let printer = FakePrinter::new(Script::Well);
        let mut till = Till::of("MX", Some(&printer));
        till.stock("Café de olla", COFFEE, 325_000, json!({"opening_stock": 12_000}));
        till.close();
        Self { till, printer, ledger: BTreeMap::new(), unanswered: None }
    }

    pub fn answered(&self) -> usize {
        self.ledger.len()
    }

    /// Opens, signs in and sells until the program dies, or long enough. Answers whether it died as it should.
    pub fn live(&mut self, death: Death) -> bool {
        let program = match self.start(death) {
            Ok(program) => program,
            Err(died) => return died,
        };
        match self.work(&program) {
            Ok(()) => false,
            Err(Gone) => program.died(),
        }
    }

    fn start(&self, death: Death) -> Result<Program, bool> {
        Program::start(env!("CARGO_BIN_EXE_mostradorctl-mortal"), self.till.folder(), death)
    }

    fn work(&mut self, program: &Program) -> Result<(), Gone> {
        self.sign_in(program)?;
        for sale in 0..LIFE {
            if sale % 5 == 0 {
                hang_up_logo(program)?;
            }
            if sale % 20 == 10 {
                copy(program)?;
            }
            self.sell(program)?;
        }
        Ok(())
    }

    fn sign_in(&self, program: &Program) -> Result<(), Gone> {
        program.ask("login", json!({"user": self.till.owner, "secret": OWNER_PIN})).map(drop)
    }

    fn sell(&mut self, program: &Program) -> Result<(), Gone> {
        let cart = program.ask("cart.scan", json!({"code": COFFEE}))?["cart"].clone();
        self.pay(program, cart["id"].clone())
    }

    fn pay(&mut self, program: &Program, cart: Value) -> Result<(), Gone> {
        self.unanswered = Some(cart.clone());
        let sale = program.ask("sale.complete", json!({"cart": cart, "tenders": [cash(1_000_000)], "print": true}))?;
        let number = sale["number"].as_str().unwrap().to_owned();
        let known = self.ledger.insert(sale["id"].as_str().unwrap().to_owned(), (number, sale["total"].as_i64().unwrap()));
        assert_eq!(known, None, "one cart is one sale");
        self.unanswered = None;
        Ok(())
    }

    /// After a kill: the lock is free, everything answered is there, and the till sells again. Answers how long it took to sign in.
    pub fn recover(&mut self, death: Death) -> Duration {
        let lock = self.till.place.database.with_extension("lock");
        wait_until("the system has let go of the lock", || File::open(&lock).unwrap().try_lock().is_ok());
        let begun = Instant::now();
        let program = self.start(Death::None).unwrap_or_else(|_| panic!("{death:?}: the till opens again"));
        self.sign_in(&program).unwrap();
        let took = begun.elapsed();
        self.check(death);
        // whoever has no answer asks again
        if let Some(cart) = self.unanswered.take() {
            self.pay(&program, cart).unwrap();
        }
        self.sell(&program).unwrap();
        self.check(death);
        drop(program);
        self.check_paper(death);
        took
    }

    fn check(&self, death: Death) {
        assert_eq!(self.till.verify().first_bad, None, "{death:?}: the journal is good");
        let reader = self.till.reader();
        let mut stored = stored(&reader);
        for (id, sale) in &self.ledger {
            assert_eq!(stored.remove(id), Some(sale.clone()), "{death:?}: the sale that was answered is there");
        }
        let unanswered = self.unanswered.iter().filter_map(Value::as_str).map(str::to_owned).collect::<Vec<_>>();
        assert!(stored.keys().all(|id| unanswered.contains(id)), "{death:?}: nobody made these sales: {stored:?}");
        let paid: i64 =
            reader.query_row("select count(*) from local_carts where id in (select id from sales)", [], |row| row.get(0)).unwrap();
        assert_eq!(paid, 0, "{death:?}: a cart that is paid is gone");
        assert_eq!(epochs(&reader), 1, "{death:?}: a kill is no restored copy");
        self.check_copies(death);
    }

    /// What bears the name of a copy is one.
    fn check_copies(&self, death: Death) {
        for found in Folder::plain(self.till.place.copies()).list() {
            let good = match found.name.kind {
                Kind::Full { .. } => full::examine(&found.path, &|_| true).map(drop),
                Kind::Segment { .. } => found.read(None).and_then(Segment::open).and_then(|segment| segment.verify().map(drop)),
            };
            good.unwrap_or_else(|error| panic!("{death:?}: {} is no copy: {error}", found.name));
        }
    }

    /// A receipt comes out as an original once at most, and only of a sale that is there.
    fn check_paper(&self, death: Death) {
        let mut unprinted: BTreeSet<String> = stored(&self.till.reader()).into_values().map(|(number, _)| number).collect();
        // a slip that a kill cut off before its number is of nobody
        for number in self.printer.slips().iter().filter_map(|slip| number_on(slip)) {
            assert!(unprinted.remove(&number), "{death:?}: {number} is on paper again, or is no sale");
        }
    }
}

/// It goes on beside the next sales. Of two, the first has ended before the second begins.
fn copy(program: &Program) -> Result<(), Gone> {
    while !program.ask("copies.state", Value::Null)?["job"].is_null() {
        std::thread::sleep(Duration::from_millis(10));
    }
    program.ask("copies.make", Value::Null).map(drop)
}

fn hang_up_logo(program: &Program) -> Result<(), Gone> {
    let upload = program.upload(LOGO)?["id"].clone();
    program.ask("shop.logo", json!({"upload": upload})).map(drop)
}

/// Number and total of each sale, by its id. An id or a number that stands there twice is red.
fn stored(reader: &Connection) -> BTreeMap<String, (String, i64)> {
    let mut statement = reader.prepare("select id, series, number, total from sales order by number").unwrap();
    let rows = statement.query_map([], |row| {
        let (id, series, number): (domain::Id, String, i64) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((id.to_string(), (format!("{series}-{number:06}"), row.get(3)?)))
    });
    let mut sales = BTreeMap::new();
    for sale in rows.unwrap().map(Result::unwrap) {
        assert_eq!(sales.insert(sale.0, sale.1), None, "a sale is there once");
    }
    sales
}

fn epochs(reader: &Connection) -> i64 {
    reader.query_row("select count(*) from epochs", [], |row| row.get(0)).unwrap()
}

fn number_on(slip: &[u8]) -> Option<String> {
    let is_number = |part: &&[u8]| part.starts_with(b"A-") && part[2..].iter().all(u8::is_ascii_digit);
    slip.windows(8).find(is_number).map(|number| String::from_utf8_lossy(number).into_owned())
}
