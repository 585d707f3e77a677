//! A day at the counter, from the first count to the last, as a cashier and her supervisor live it. What went over the counter is written down
//! by hand beside it, and at the end the Z report, the drawer, the account and the journal say the same to the cent.

use anyhow::Result;
use domain::entry::Fact;
use domain::sale::SaleCompleted;
use domain::shift::ShiftClosed;
use journal::Entry;
use thirtyfour::prelude::*;

use crate::page::Page;
use crate::{COLA, HAND_TO_SCANNER, PIN};

const SALES: usize = 40;
const POWERADE: &str = "7501055317653";
const FRESCA: &str = "7501055303786";
const COLA_PRICE: i64 = 19_00;
const POWERADE_PRICE: i64 = 25_00;
const FRESCA_PRICE: i64 = 18_00;
const FLOAT: i64 = 150_000;
const TO_THE_SAFE: i64 = 60_000;
/// The cashier gave it away: somebody paid a Powerade by card, and it was taken for cash.
const SHORT: i64 = 25_00;
const CASHIER_PIN: &str = "5830";

/// What went over the counter, in cents, by whoever stood beside it. It asks the program nothing.
#[derive(Default)]
pub struct Notebook {
    drawer: i64,
    sold: i64,
    by_card: i64,
    by_transfer: i64,
    owed: i64,
    pub documents: usize,
}

impl Notebook {
    fn sold(&mut self, amount: i64) {
        self.sold += amount;
        self.documents += 1;
    }

    fn for_cash(&mut self, amount: i64) {
        self.sold(amount);
        self.drawer += amount;
    }
}

/// What the owner settles before the shop opens: the rules of the drawer, a cashier, and a customer who may owe.
async fn prepare(page: &Page) -> Result<()> {
    page.field("Código o nombre del producto").await?;
    page.go_to("Ajustes").await?;
    page.part("Caja").await?;
    page.switch("Contar sin mirar").await?;
    page.fill("Diferencia que no necesita supervisor", "10").await?;
    page.fill("Salida que no necesita supervisor", "200").await?;
    page.press("Guardar").await?;
    page.says("Guardado").await?;
    page.part("Personas").await?;
    page.press("Agregar persona").await?;
    page.fill("Nombre", "Luz").await?;
    page.fill("PIN", CASHIER_PIN).await?;
    page.press("Guardar").await?;
    page.says("Se guardó a Luz").await?;
    lend_to_rosa(page).await
}

async fn lend_to_rosa(page: &Page) -> Result<()> {
    page.keys(Key::F10).await?;
    page.press("Cliente nuevo").await?;
    page.fill("Nombre", "Rosa").await?;
    page.press("Guardar").await?;
    page.press("Crédito").await?;
    page.fill("Límite", "500").await?;
    page.press("Guardar").await?;
    page.says("Crédito disponible: $500.00").await?;
    Ok(())
}

async fn cashier_comes(page: &Page) -> Result<()> {
    page.with_control("l").await?;
    page.tile("Luz").await?;
    page.keys(CASHIER_PIN.to_owned() + Key::Enter).await?;
    page.field("Código o nombre del producto").await?;
    Ok(())
}

/// The supervisor comes to the till, and goes again.
async fn approve(page: &Page) -> Result<()> {
    page.fill("Su PIN", PIN).await?;
    page.press("Aprobar").await
}

async fn open_the_drawer(page: &Page, notebook: &mut Notebook) -> Result<()> {
    page.keys(Key::F8).await?;
    page.fill("Sin separar", "1500").await?;
    page.picture("11-opening").await?;
    page.press("Abrir con $1,500.00").await?;
    approve(page).await?;
    page.field("Código o nombre del producto").await?;
    notebook.drawer = FLOAT;
    Ok(())
}

async fn put_on_ticket(page: &Page, code: &str, name: &str) -> Result<()> {
    page.field("Código o nombre del producto").await?;
    page.scan(code).await?;
    page.line(name).await?;
    Ok(())
}

async fn cola(page: &Page) -> Result<()> {
    put_on_ticket(page, COLA, "Coca-Cola original").await
}

/// Enter in the same instant in which the screen comes would be the one that a scanner sends.
async fn to_pay(page: &Page) -> Result<()> {
    page.keys(Key::F12).await?;
    page.button("Terminar venta").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    Ok(())
}

async fn finish(page: &Page) -> Result<()> {
    page.keys(Key::Enter).await?;
    page.says("Venta guardada").await?;
    page.press("Siguiente ticket").await?;
    page.field("Código o nombre del producto").await?;
    Ok(())
}

async fn pay_in_cash(page: &Page) -> Result<()> {
    to_pay(page).await?;
    finish(page).await
}

async fn pay_by(page: &Page, key: Key, says: &str) -> Result<()> {
    to_pay(page).await?;
    page.keys(key).await?;
    page.says(says).await?;
    finish(page).await
}

/// Two things, and a note that is more than they cost.
async fn pay_with_a_note(page: &Page, notebook: &mut Notebook) -> Result<()> {
    cola(page).await?;
    put_on_ticket(page, FRESCA, "Fresca").await?;
    to_pay(page).await?;
    page.type_by_hand("100").await?;
    page.says("$63.00").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    notebook.for_cash(COLA_PRICE + FRESCA_PRICE);
    finish(page).await
}

async fn sell(page: &Page, turn: usize, notebook: &mut Notebook) -> Result<()> {
    match turn % 5 {
        0 => {
            cola(page).await?;
            notebook.for_cash(COLA_PRICE);
            pay_in_cash(page).await
        }
        1 => {
            cola(page).await?;
            notebook.sold(COLA_PRICE);
            notebook.by_card += COLA_PRICE;
            pay_by(page, Key::F2, "Por cobrar con tarjeta").await
        }
        2 => {
            cola(page).await?;
            notebook.sold(COLA_PRICE);
            notebook.by_transfer += COLA_PRICE;
            pay_by(page, Key::F3, "Por cobrar por transferencia").await
        }
        3 => pay_with_a_note(page, notebook).await,
        _ => {
            put_on_ticket(page, POWERADE, "Powerade").await?;
            notebook.for_cash(POWERADE_PRICE);
            pay_in_cash(page).await
        }
    }
}

/// Doña Lupe has forgotten her purse; somebody else is served, and then she.
async fn park(page: &Page, notebook: &mut Notebook) -> Result<()> {
    cola(page).await?;
    page.keys(Key::F6).await?;
    page.field("Cómo reconocerlo").await?;
    page.fill("Cómo reconocerlo", "Doña Lupe").await?;
    page.press("Poner en espera").await?;
    page.gone("Cómo reconocerlo").await?;
    put_on_ticket(page, POWERADE, "Powerade").await?;
    page.picture("12-waiting").await?;
    notebook.for_cash(POWERADE_PRICE);
    pay_in_cash(page).await?;
    page.press("Doña Lupe").await?;
    page.line("Coca-Cola original").await?;
    notebook.for_cash(COLA_PRICE);
    pay_in_cash(page).await
}

/// What was sold last comes back to the ticket, from its receipt.
async fn take_back(page: &Page) -> Result<()> {
    page.keys(Key::F3).await?;
    page.press("Devolver").await?;
    page.press("Uno más de Coca-Cola original").await?;
    page.press("Al ticket").await?;
    page.says("Vuelve de A-").await?;
    Ok(())
}

async fn refund(page: &Page, notebook: &mut Notebook) -> Result<()> {
    cola(page).await?;
    notebook.for_cash(COLA_PRICE);
    pay_in_cash(page).await?;
    take_back(page).await?;
    page.picture("13-return").await?;
    page.keys(Key::F12).await?;
    page.says("A devolver").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    page.keys(Key::Enter).await?;
    page.says("Devuelto").await?;
    notebook.for_cash(-COLA_PRICE);
    page.press("Siguiente ticket").await
}

/// The one for the other in one ticket, and only the difference is paid.
async fn exchange(page: &Page, notebook: &mut Notebook) -> Result<()> {
    cola(page).await?;
    notebook.for_cash(COLA_PRICE);
    pay_in_cash(page).await?;
    take_back(page).await?;
    put_on_ticket(page, POWERADE, "Powerade").await?;
    page.picture("14-exchange").await?;
    notebook.for_cash(POWERADE_PRICE - COLA_PRICE);
    pay_in_cash(page).await
}

async fn on_credit(page: &Page, notebook: &mut Notebook) -> Result<()> {
    cola(page).await?;
    page.keys(Key::F2).await?;
    page.field("Nombre, teléfono o número fiscal").await?;
    page.type_by_hand("rosa").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    page.keys(Key::Enter).await?;
    page.gone("Elegir cliente").await?;
    notebook.sold(COLA_PRICE);
    notebook.owed += COLA_PRICE;
    pay_by(page, Key::F4, "A su cuenta").await
}

async fn pay_the_debt(page: &Page, notebook: &mut Notebook) -> Result<()> {
    page.keys(Key::F10).await?;
    page.press("Cobrar a cuenta").await?;
    page.says("Rosa debe $19.00.").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    page.keys(Key::Enter).await?;
    page.says("Pago A").await?;
    page.picture("15-account").await?;
    notebook.drawer += notebook.owed;
    notebook.owed = 0;
    page.keys(Key::Escape).await
}

/// More than a cashier may take out alone.
async fn to_the_safe(page: &Page, notebook: &mut Notebook) -> Result<()> {
    page.keys(Key::F8).await?;
    page.press("Salida").await?;
    page.fill("Importe", "600").await?;
    page.press("Guardar").await?;
    page.says("es más de lo que se puede sacar").await?;
    page.picture("16-approval").await?;
    approve(page).await?;
    page.says("Salieron $600.00").await?;
    notebook.drawer -= TO_THE_SAFE;
    Ok(())
}

/// She counts without seeing what should be there. It is not; the till says where to look, and the supervisor closes.
async fn close(page: &Page, notebook: &Notebook) -> Result<()> {
    page.press("Contar y cerrar").await?;
    page.says("Primero cuenta").await?;
    let counted = notebook.drawer - SHORT;
    page.fill("Sin separar", &format!("{}.{:02}", counted / 100, counted % 100)).await?;
    page.picture("17-blind").await?;
    page.press("Guardar el conteo").await?;
    page.says("Faltan").await?;
    page.says("Dónde mirar primero").await?;
    page.says("se anotó como efectivo por $25.00. ¿Se pagó de otra forma?").await?;
    page.picture("18-difference").await?;
    page.press("Cerrar el turno").await?;
    approve(page).await?;
    page.says("Z A-1").await?;
    page.picture("19-report").await
}

pub async fn run(page: &Page, notebook: &mut Notebook) -> Result<()> {
    prepare(page).await?;
    cashier_comes(page).await?;
    open_the_drawer(page, notebook).await?;
    for turn in 0..SALES {
        sell(page, turn, notebook).await?;
    }
    park(page, notebook).await?;
    refund(page, notebook).await?;
    exchange(page, notebook).await?;
    on_credit(page, notebook).await?;
    pay_the_debt(page, notebook).await?;
    on_credit(page, notebook).await?;
    to_the_safe(page, notebook).await?;
    close(page, notebook).await
}

fn entries(place: &store::Place) -> Vec<Entry> {
    let conn = store::open_read_only(&place.database).unwrap();
    let last: i64 = conn.query_row("select max(arrival) from journal", [], |row| row.get(0)).unwrap();
    (1..=last).map(|arrival| store::read::entries::entry(&conn, arrival).unwrap().unwrap()).collect()
}

/// What the journal says, added up here and by nobody else.
#[derive(Default)]
struct Journal {
    sales: Vec<SaleCompleted>,
    drawer: i64,
    owed: i64,
    closed: Option<ShiftClosed>,
}

impl Journal {
    fn read(place: &store::Place) -> Self {
        let mut journal = Self::default();
        for entry in entries(place) {
            journal.add(entry.fact);
        }
        journal
    }

    fn add(&mut self, fact: Fact) {
        match fact {
            Fact::ShiftOpened(opened) => self.drawer += opened.count.total.get(),
            Fact::CashMoved(moved) => {
                assert!(moved.approved_by.is_some_and(|who| !who.is_nil()), "the supervisor granted it");
                self.drawer -= moved.amount.get();
            }
            Fact::AccountPaid(paid) => {
                self.drawer += paid.amount.get();
                self.owed -= paid.amount.get();
            }
            Fact::SaleCompleted(sale) => {
                self.drawer += by(&sale, "cash") - sale.change.get();
                self.owed += by(&sale, "account");
                self.sales.push(sale);
            }
            Fact::ShiftClosed(closed) => self.closed = Some(closed),
            _ => {}
        }
    }

    fn by(&self, method: &str) -> i64 {
        self.sales.iter().map(|sale| by(sale, method)).sum()
    }
}

fn by(sale: &SaleCompleted, method: &str) -> i64 {
    sale.tenders.iter().filter(|paid| paid.tender.method() == method).map(|paid| paid.base_amount.get()).sum()
}

impl Notebook {
    /// The journal, the Z report and the tables against what was written down beside the counter.
    pub fn check(&self, place: &store::Place) {
        let journal = Journal::read(place);
        let sold: i64 = journal.sales.iter().map(|sale| sale.total.get()).sum();
        assert_eq!((sold, journal.drawer, journal.owed), (self.sold, self.drawer, self.owed));
        assert_eq!((journal.by("card"), journal.by("transfer")), (self.by_card, self.by_transfer));
        for sale in &journal.sales {
            let lines: i64 = sale.lines.iter().map(|line| line.total.get()).sum();
            assert_eq!((lines, sale.net + sale.tax), (sale.total.get(), sale.total), "{:?}", sale.number);
        }
        self.check_report(&journal);
        self.check_account(place);
    }

    fn check_report(&self, journal: &Journal) {
        let closed = journal.closed.as_ref().expect("the shift was closed");
        assert!(closed.approved_by.is_some(), "the supervisor granted the difference");
        let report = &closed.report;
        assert_eq!(report.expected.get(), self.drawer);
        assert_eq!((report.count.total.get(), report.difference.get()), (self.drawer - SHORT, -SHORT));
        assert_eq!((report.totals.total.get(), report.totals.sales), (self.sold, i64::try_from(self.documents).unwrap()));
        let cash = report.totals.cash;
        assert_eq!((cash.opening.get(), cash.refunds.get(), cash.paid_out.get()), (FLOAT, COLA_PRICE, TO_THE_SAFE));
        let of = |method: &str| report.totals.methods.iter().find(|sum| sum.method == method).map_or(0, |sum| sum.amount.get());
        assert_eq!((of("card"), of("transfer")), (self.by_card, self.by_transfer));
    }

    fn check_account(&self, place: &store::Place) {
        let conn = store::open_read_only(&place.database).unwrap();
        let balance: i64 = conn.query_row("select sum(amount) from account_moves", [], |row| row.get(0)).unwrap();
        assert_eq!(balance, self.owed);
    }
}
