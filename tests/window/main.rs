//! The real window, on a display of its own: first start, signing in, a sale with the keyboard alone, the paper, a copy; and a whole day at the counter.
//!
//! Run it by `cargo test -p scenarios --test window`, after `npm run build` in ui/ and `cargo build -p mostrador`.
//! Pictures of each step are left in target/screenshots/.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

mod day;
mod office;
mod page;
mod stage;

use std::path::Path;

use anyhow::Result;
use page::Page;
use scenarios::head_office::HeadOffice;
use scenarios::{FakePrinter, Script};
use serde_json::json;
use stage::Stage;
use thirtyfour::prelude::*;

const COLA: &str = "7501055300075";
/// Without it WebKitGTK 2.50 answers no screenshot; the program leaves a value that is set alone.
const PICTURES: (&str, &str) = ("WEBKIT_DISABLE_DMABUF_RENDERER", "0");
const PIN: &str = "407193";
static ONE_WINDOW: tokio::sync::Mutex<()> = tokio::sync::Mutex::const_new(());
/// A person puts the hand from the keys to the scanner.
const HAND_TO_SCANNER: std::time::Duration = std::time::Duration::from_millis(300);

async fn open(stage: &Stage, pictures: &str) -> Result<Page> {
    let mut wanted = Capabilities::new();
    wanted.set("webkitgtk:browserOptions", json!({"binary": stage::program("debug"), "args": []}))?;
    let driver = WebDriver::new(format!("http://127.0.0.1:{}", stage.web_driver_port), wanted).await?;
    let pictures = stage::root().join("target/screenshots").join(pictures);
    // those of an earlier run would be taken for this one's
    let _ = std::fs::remove_dir_all(&pictures);
    std::fs::create_dir_all(&pictures).unwrap();
    Ok(Page { driver, pictures })
}

/// The till that another program has open, and the same window once that one is closed.
async fn take_over(page: &Page, other: std::fs::File) -> Result<()> {
    page.heading("Mostrador ya está abierto en esta caja").await?;
    page.picture("00-open-elsewhere").await?;
    drop(other);
    page.press("Reintentar").await
}

async fn set_up(page: &Page, printer: &FakePrinter) -> Result<()> {
    page.heading("¿En qué idioma trabajas?").await?;
    page.choose("Español").await?;
    page.picture("01-language").await?;
    page.press("Seguir").await?;
    page.heading("¿En qué país está la tienda?").await?;
    page.choose("México").await?;
    page.press("Seguir").await?;
    page.heading("¿Cómo se llama la tienda?").await?;
    page.fill("Nombre de la tienda", "Abarrotes Peñafiel").await?;
    page.picture("02-shop").await?;
    page.press("Seguir").await?;
    page.heading("¿Quién es el dueño?").await?;
    page.fill("Tu nombre", "Inés Núñez").await?;
    page.fill("PIN de 6 números o más", PIN).await?;
    page.fill("Otra vez el PIN", PIN).await?;
    page.press("Seguir").await?;
    connect_printer(page, printer).await?;
    page.heading("¿Cómo quieres empezar?").await?;
    page.choose("Tienda de práctica").await?;
    page.picture("04-start").await?;
    page.press("Abrir la tienda").await
}

async fn connect_printer(page: &Page, printer: &FakePrinter) -> Result<()> {
    page.heading("¿Hay impresora de tickets?").await?;
    page.choose("Por red").await?;
    page.fill("Dirección de la impresora", "127.0.0.1").await?;
    page.fill("Puerto", &printer.port.to_string()).await?;
    page.press("Imprimir prueba").await?;
    page.says("La prueba salió").await?;
    page.picture("03-printer").await?;
    assert_eq!(printer.slip(1).cuts(), 1, "the test slip came out");
    page.press("Seguir").await
}

/// Locks the till, and comes back by the keyboard.
async fn sign_in(page: &Page) -> Result<()> {
    page.field("Código o nombre del producto").await?;
    page.picture("05-sell").await?;
    page.with_control("l").await?;
    page.says("Escribe tu PIN para entrar").await?;
    page.picture("06-login").await?;
    page.keys("000000".to_owned() + Key::Enter).await?;
    page.says("Te quedan 4 intentos").await?;
    page.keys(PIN.to_owned() + Key::Enter).await?;
    page.field("Código o nombre del producto").await?;
    Ok(())
}

/// The code by hand and Enter, F12, Enter: exact cash.
async fn sell_exactly(page: &Page, printer: &FakePrinter) -> Result<()> {
    page.type_by_hand(COLA).await?;
    page.keys(Key::Enter).await?;
    page.says("Coca-Cola original").await?;
    page.button("Cobrar").await?;
    page.picture("07-ticket").await?;
    page.keys(Key::F12).await?;
    page.field("Recibido").await?;
    page.picture("08-pay").await?;
    page.keys(Key::Enter).await?;
    page.says("Venta guardada").await?;
    page.picture("09-done").await?;
    let paper = printer.slip(2);
    assert!(paper.row("Coca-Cola original").text.ends_with("$19.00"), "{}", paper.text());
    assert_eq!(paper.row("TOTAL").text.split_whitespace().collect::<Vec<_>>(), ["TOTAL", "$19.00"]);
    assert!(paper.text().contains("A-000001") && paper.text().contains("* DEMO *"), "{}", paper.text());
    assert_eq!((paper.pulses().len(), paper.cuts()), (1, 1));
    Ok(())
}

/// The next scan takes the change off the screen; three pieces at once, and a note that is more than enough.
async fn sell_with_change(page: &Page, printer: &FakePrinter) -> Result<()> {
    page.scan(COLA).await?;
    page.field("Código o nombre del producto").await?;
    page.says("Coca-Cola original").await?;
    page.type_by_hand("2*").await?;
    tokio::time::sleep(HAND_TO_SCANNER).await;
    page.scan(COLA).await?;
    page.says("$57.00").await?;
    page.keys(Key::F12).await?;
    page.field("Recibido").await?;
    page.says("Por cobrar en efectivo").await?;
    page.type_by_hand("100").await?;
    page.says("$43.00").await?;
    page.picture("10-change").await?;
    page.keys(Key::Enter).await?;
    page.says("Venta guardada").await?;
    let paper = printer.slip(3);
    assert!(paper.row("3 x").text.ends_with("$57.00"), "{}", paper.text());
    assert!(paper.row("Cambio").text.ends_with("$43.00"), "{}", paper.text());
    Ok(())
}

async fn print_a_copy(page: &Page, printer: &FakePrinter) -> Result<()> {
    page.press("Siguiente ticket").await?;
    page.field("Código o nombre del producto").await?;
    page.keys(Key::F3).await?;
    page.says("A-2").await?;
    page.press("Imprimir copia").await?;
    let paper = printer.slip(4);
    assert!(paper.text().contains("* COPIA 1 *") && paper.text().contains("A-000002"), "{}", paper.text());
    assert_eq!(paper.pulses().len(), 0, "a copy leaves the drawer shut");
    page.says("Se imprimió 1 copia").await?;
    page.picture("11-receipts").await
}

async fn a_first_day(page: &Page, printer: &FakePrinter, other: std::fs::File) -> Result<()> {
    take_over(page, other).await?;
    set_up(page, printer).await?;
    sign_in(page).await?;
    sell_exactly(page, printer).await?;
    sell_with_change(page, printer).await?;
    print_a_copy(page, printer).await
}

/// As by a program that has the till open.
fn locked(data: &Path) -> std::fs::File {
    std::fs::create_dir_all(data).unwrap();
    let file = std::fs::File::create(data.join("mostrador.lock")).unwrap();
    file.lock().unwrap();
    file
}

/// What somebody does in the window, from a till that is new, to its end; then what the till left on the disk.
async fn in_a_window(pictures: &str, stage: &Stage, act: impl AsyncFnOnce(&Page) -> Result<()>) {
    // one web process at a time: two of them are slower than a person
    let _alone = ONE_WINDOW.lock().await;
    let page = open(stage, pictures).await.expect("a session with the window begins");
    let done = act(&page).await;
    if done.is_err() {
        let _ = page.picture("failure").await;
        let source = page.driver.source().await.unwrap_or_default();
        std::fs::write(page.pictures.join("failure.html"), source).unwrap();
    }
    // before anything can panic: a session that is dropped while it is open waits for its server in vain
    let ended = page.driver.quit().await;
    done.unwrap();
    ended.unwrap();
}

fn place(home: &Path) -> store::Place {
    store::Place::in_folders(&home.join("till/data"), &home.join("till/config"), String::new())
}

/// How many sales it verified; all of it is whole.
fn verified(place: &store::Place) -> usize {
    let mut copy = store::Connection::open_in_memory().unwrap();
    store::copy_into(&store::open_read_only(&place.database).unwrap(), &mut copy).unwrap();
    let report = store::verify(&mut copy, &store::KeyStore::read(&place.keys).unwrap(), &place.blobs()).unwrap();
    assert_eq!(report.first_bad, None);
    usize::try_from(report.sales).unwrap()
}

#[tokio::test]
async fn a_first_day_at_the_till() {
    let home = tempfile::tempdir().unwrap();
    let printer = FakePrinter::new(Script::Well);
    let other = locked(&home.path().join("till/data"));
    let stage = Stage::build(home.path(), &[PICTURES]);
    in_a_window("first-day", &stage, async |page| a_first_day(page, &printer, other).await).await;
    assert_eq!(verified(&place(home.path())), 2);
}

#[tokio::test]
async fn a_day_at_the_counter_agrees_to_the_cent_with_what_went_over_it() {
    let home = tempfile::tempdir().unwrap();
    let printer = FakePrinter::new(Script::Well);
    let stage = Stage::build(home.path(), &[PICTURES]);
    let mut notebook = day::Notebook::default();
    in_a_window("day", &stage, async |page| {
        set_up(page, &printer).await?;
        day::run(page, &mut notebook).await
    })
    .await;
    let place = place(home.path());
    assert_eq!(verified(&place), notebook.documents);
    notebook.check(&place);
}

/// Stock of what was sold, once everything that is deferred is done.
fn colas(home: &Path) -> i64 {
    let place = place(home);
    let mut copy = store::Connection::open_in_memory().unwrap();
    store::copy_into(&store::open_read_only(&place.database).unwrap(), &mut copy).unwrap();
    let report = store::verify(&mut copy, &store::KeyStore::read(&place.keys).unwrap(), &place.blobs()).unwrap();
    assert_eq!(report.first_bad, None);
    let sql = "select s.quantity from stock s join barcodes b on b.product = s.product where b.code = ?";
    copy.query_row(sql, [COLA], |row| row.get(0)).unwrap()
}

/// Not a scenario of the runtime's own: head office comes and goes between what happens in the windows.
#[test]
fn two_tills_and_a_laptop_agree_whatever_happens_to_head_office() {
    let mut office = HeadOffice::new();
    let (codes, address) = ([office.code(), office.code(), office.code()], office.url());
    let homes = [(); 3].map(|()| tempfile::tempdir().unwrap());
    let printer = FakePrinter::new(Script::Well);
    let runtime = tokio::runtime::Runtime::new().unwrap();
    let alone = runtime.block_on(ONE_WINDOW.lock());
    let stages = homes.each_ref().map(|home| Stage::build(home.path(), &[PICTURES]));
    let [first, second, laptop] = ["office-first", "office-second", "office-laptop"];
    let pages = runtime.block_on(async {
        [open(&stages[0], first).await.unwrap(), open(&stages[1], second).await.unwrap(), open(&stages[2], laptop).await.unwrap()]
    });
    let [first, second, laptop] = &pages;
    let mut done = runtime.block_on(async {
        set_up(first, &printer).await?;
        office::pair(first, &address, &codes[0]).await?;
        office::join(second, &address, &codes[1]).await?;
        office::join(laptop, &address, &codes[2]).await
    });
    if done.is_ok() {
        office.stop();
        done = runtime.block_on(async {
            office::sell(first, 1).await?;
            office::sell(second, 2).await?;
            office::sell(second, 3).await?;
            office::sees_nobody(second).await
        });
        office.start();
    }
    if done.is_ok() {
        done = runtime.block_on(async {
            office::sync(first).await?;
            office::sync(second).await?;
            office::sync(laptop).await?;
            office::change_price(laptop, "21.50").await?;
            office::sync(laptop).await?;
            for till in [first, second] {
                office::sync(till).await?;
                office::costs(till, "$21.50").await?;
            }
            Ok(())
        });
    }
    runtime.block_on(async {
        for page in pages {
            if done.is_err() {
                let _ = page.picture("failure").await;
            }
            let _ = page.driver.quit().await;
        }
    });
    drop((stages, alone));
    done.unwrap();
    let [first, second, laptop] = homes.each_ref().map(|home| colas(home.path()));
    assert_eq!((first, second), (laptop, laptop), "all have what all sold");
    assert_eq!(office.count("select count(*) from entries where kind = 'sale.completed'"), 3);
}
