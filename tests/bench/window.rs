//! The real window of the release build, on a display of its own: its start, its memory, the way from a scan to the screen, a sale through
//! the window's own door.

use std::path::Path;
use std::time::Duration;

use domain::Id;
use serde_json::{Value, json};
use store::Store;
use store::read::receipts;
use thirtyfour::prelude::*;

use crate::measure::{Table, Times};
use crate::rows::{self, NOW, Random, Till};
use crate::stage::{self, Stage};
use crate::{catalogue, history, processes};

const PIN: &str = "407193";
const STARTS: usize = 5;

/// Waits for a mark of the page's timeline; answers when it was, in milliseconds since 1970.
const MARKED: &str = "
    const [name, done] = arguments;
    const look = () => {
        const mark = performance.getEntriesByName(name)[0];
        if (mark) done(performance.timeOrigin + mark.startTime); else setTimeout(look, 5);
    };
    look();";

/// The PIN and Enter; answers the milliseconds until the sell screen takes a scan.
const SIGN_IN: &str = "
    const [pin, done] = arguments;
    const press = (key) => window.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
    const look = (start) => {
        const mark = performance.getEntriesByName('sell')[0];
        if (mark) done(mark.startTime - start); else setTimeout(look, 5, start);
    };
    for (const key of pin) press(key);
    // the PIN is on the screen before Enter can send it
    requestAnimationFrame(() => { const start = performance.now(); press('Enter'); look(start); });";

/// Scans as a scanner types; answers the milliseconds until the frame after the ticket has changed.
const SCAN: &str = "
    const [code, done] = arguments;
    const ticket = document.querySelector('aside.tk');
    const start = performance.now();
    const watch = new MutationObserver(() => {
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    });
    watch.observe(ticket, { subtree: true, childList: true, characterData: true });
    for (const key of [...code, 'Enter']) {
        const at = document.activeElement ?? document.body;
        at.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }));
        at.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true }));
    }";

/// One more letter in the field; answers the milliseconds until the frame after the list has changed.
const TYPE: &str = "
    const [text, done] = arguments;
    const field = document.querySelector('.scan input');
    const start = performance.now();
    const watch = new MutationObserver(() => {
        if (text && !document.querySelector('[role=listbox] [role=option]')) return;
        watch.disconnect();
        requestAnimationFrame(() => setTimeout(() => done(performance.now() - start)));
    });
    watch.observe(document.body, { subtree: true, childList: true, characterData: true });
    Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value').set.call(field, text);
    field.dispatchEvent(new Event('input', { bubbles: true }));";

/// Eight scans and a sale, straight through the shell's one command; answers the milliseconds that the sale took.
const SELL: &str = "
    const [codes, done] = arguments;
    const call = (name, args) => window.__TAURI_INTERNALS__.invoke('call', { name, arguments: args });
    (async () => {
        let cart = null;
        for (const code of codes) {
            let scanned = await call('cart.scan', { code });
            if (scanned.kind === 'choose') scanned = await call('cart.add', { product: scanned.products[0].id });
            cart = scanned.cart;
        }
        const start = performance.now();
        await call('sale.complete', { cart: cart.id, tenders: [{ method: 'cash', amount: 1000000 }], print: false });
        done(performance.now() - start);
    })().catch((failure) => done(String(failure.code ?? failure)));";

struct Window {
    // quit before the stage is taken down
    driver: WebDriver,
    stage: Stage,
}

impl Window {
    async fn open(home: &Path) -> Self {
        let stage = Stage::build(home, &[]);
        let mut wanted = Capabilities::new();
        wanted.set("webkitgtk:browserOptions", json!({"binary": stage::program("release"), "args": []})).unwrap();
        let driver = WebDriver::new(format!("http://127.0.0.1:{}", stage.web_driver_port), wanted).await.unwrap();
        Self { driver, stage }
    }

    /// Milliseconds, as a script of the page answers them.
    async fn ms(&self, script: &str, argument: Value) -> f64 {
        let answered = self.driver.execute_async(script, vec![argument]).await.unwrap();
        answered.json().as_f64().unwrap_or_else(|| panic!("the window answered {}", answered.json()))
    }

    async fn time(&self, script: &str, argument: Value) -> Duration {
        Duration::from_secs_f64(self.ms(script, argument).await / 1000.0)
    }

    async fn close(self) {
        self.driver.quit().await.unwrap();
        drop(self.stage);
    }
}

/// From the birth of the process to the PIN pad, and from Enter after the PIN to a screen that takes a scan.
async fn start(window: &Window) -> (Duration, Duration) {
    let pad = window.ms(MARKED, json!("login")).await;
    let born = processes::born_ms(processes::program());
    (Duration::from_secs_f64((pad - born) / 1000.0), window.time(SIGN_IN, json!(PIN)).await)
}

pub fn rows(table: &mut Table, folder: &Path, base: &Times) {
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build().unwrap();
    let products = catalogue::products(100_000);
    five_years(table, folder, &products);
    runtime.block_on(async {
        starts(table, &folder.join("years"), &products).await;
        sales(table, folder, base).await;
    });
}

/// A shop of 100,000 products that has sold for five years.
fn five_years(table: &mut Table, folder: &Path, products: &[(String, String)]) {
    let place = rows::place(folder, "years");
    rows::filled(&place, products);
    let store = Store::open(place.clone(), None, NOW).unwrap();
    let ids: Vec<Id> = store
        .read::<_, store::StoreError>(|conn| {
            let mut statement = conn.prepare("select id from products")?;
            Ok(statement.query_map([], |row| row.get(0))?.collect::<Result<_, _>>()?)
        })
        .unwrap();
    history::write(&store, &ids);
    store.catch_up_wholly().unwrap();
    let days: Vec<chrono::NaiveDate> =
        (1..=300).map(|back| chrono::DateTime::from_timestamp_millis(NOW.ms - back * 86_400_000).unwrap().date_naive()).collect();
    let times = Times::of(days.len(), |at| {
        let (count, _) = store.read(|conn| receipts::day(conn, days[at])).unwrap();
        assert_eq!(count, history::SALES_A_DAY);
    });
    let what = format!("sums of a day among {} sales, p99", history::DAYS * history::SALES_A_DAY);
    table.at_most(&what, times.ms(99), " ms", 200.0, "");
    drop(store);
    Till::open(place).set_up();
}

async fn starts(table: &mut Table, home: &Path, products: &[(String, String)]) {
    let (mut pads, mut sign_ins) = (Vec::new(), Vec::new());
    for _ in 0..STARTS {
        let window = Window::open(home).await;
        let (pad, sign_in) = start(&window).await;
        pads.push(pad);
        sign_ins.push(sign_in);
        window.close().await;
    }
    let (pads, sign_ins) = (Times::collect(pads.into_iter()), Times::collect(sign_ins.into_iter()));
    table.add(
        "start to the PIN pad, 100,000 products, 5 years of sales, median of 5",
        &format!("{:.0} ms", pads.ms(50)),
        "",
        true,
        "under WebDriver and Xvfb",
    );
    table.at_most(
        "  and from the PIN to ready to scan, both",
        (pads.ms(50) + sign_ins.ms(50)) / 1000.0,
        " s",
        1.0,
        &sign_in_bar(&sign_ins),
    );
    let window = Window::open(home).await;
    start(&window).await;
    let memory = || processes::pss_mb(processes::program());
    table.at_most("  memory of all its processes then (PSS)", memory(), " MB", 300.0, "NexPOS 320 MB");
    to_paint(table, &window, products).await;
    table.add("  memory after a ticket of 200 lines and 30 searches", &format!("{:.0} MB", memory()), "", true, "");
    window.close().await;
}

fn sign_in_bar(sign_ins: &Times) -> String {
    format!("argon2id and the screen: {:.0} ms", sign_ins.ms(50))
}

async fn to_paint(table: &mut Table, window: &Window, products: &[(String, String)]) {
    let mut random = Random(21);
    let mut scans = Vec::new();
    let mut codes = std::iter::repeat_with(|| products[random.below(products.len())].0.clone()).filter(|code| code.len() == 13);
    for n in 0..200 {
        let time = window.time(SCAN, json!(codes.next())).await;
        // the first draw everything for the first time
        if n >= 10 {
            scans.push(time);
        }
        // a pause as between two articles: what is scanned meanwhile waits for its turn
        tokio::time::sleep(Duration::from_millis(60)).await;
    }
    table.at_most("scan to paint, real window, p95", Times::collect(scans.into_iter()).ms(95), " ms", 50.0, "");
    table.at_most("key to paint of the names found, p95", type_names(window).await.ms(95), " ms", 50.0, "");
}

/// From the first letter on, as a hand types.
async fn type_names(window: &Window) -> Times {
    let mut keys = Vec::new();
    for word in ["leche", "azúcar", "galletas", "chocolate", "café"] {
        let letters: Vec<char> = word.chars().collect();
        for end in 1..=letters.len() {
            keys.push(window.time(TYPE, json!(letters[..end].iter().collect::<String>())).await);
            tokio::time::sleep(Duration::from_millis(150)).await;
        }
        window.time(TYPE, json!("")).await;
        tokio::time::sleep(Duration::from_millis(150)).await;
    }
    Times::collect(keys.into_iter())
}

async fn sales(table: &mut Table, folder: &Path, base: &Times) {
    let mut means = Vec::new();
    for count in [1000, 807_919] {
        let name = format!("catalogue{count}");
        let (place, products) = (rows::place(folder, &name), catalogue::products(count));
        if !place.database.exists() {
            rows::filled(&place, &products);
            Till::open(place).set_up();
        }
        let window = Window::open(&folder.join(&name)).await;
        start(&window).await;
        let times = sell(&window, &products).await;
        table.info(&format!("sale through the window, {} products", products.len()), &times);
        table.at_most("  p95 over base p95", times.ms(95) - base.ms(95), " ms", 5.0, "an Electron till: 15 ms at 20,000, 69 ms at 100,000");
        means.push(times.mean_ms());
        if count > 1000 {
            let what = format!("key to paint of the names found, {} products, p95", products.len());
            table.at_most(&what, type_names(&window).await.ms(95), " ms", 50.0, "");
        }
        window.close().await;
    }
    table.at_most("  mean at 807,919 over mean at 1,000 products", means[1] / means[0], " x", 1.3, "");
}

async fn sell(window: &Window, products: &[(String, String)]) -> Times {
    let mut random = Random(31);
    let mut times = Vec::new();
    for n in 0..330 {
        let codes: Vec<&str> = (0..8).map(|_| products[random.below(products.len())].0.as_str()).collect();
        let time = window.time(SELL, json!(codes)).await;
        if n >= 30 {
            times.push(time);
        }
    }
    Times::collect(times.into_iter())
}
