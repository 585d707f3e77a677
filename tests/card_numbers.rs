//! A card's number is kept nowhere, whatever field of whatever request it is typed into.

#![allow(clippy::unwrap_used, reason = "a scenario that cannot go on has failed, and says where")]

use std::collections::BTreeSet;
use std::fs::File;
use std::io::Read;

use app::requests::REQUESTS;
use scenarios::till::OWNER_PIN;
use scenarios::{Till, card, cash, holding, transfer, wait_until};
use serde_json::{Value, json};

const COFFEE: &str = "7501055300075";
const NUMBER: &str = "4111111111111111";
const SPACED: &str = "4111 1111 1111 1111";
/// As they are typed; the second into a sentence.
const TYPED: [&str; 2] = [NUMBER, "Visa 4111 1111 1111 1111 vence 12/27"];
const SOMETHING: &str = "018f0000-0000-7000-8000-000000000001";

/// Requests whose arguments have no text.
const WITHOUT_TEXT: &[&str] = &[
    "accounts.debtors",
    "app.state",
    "approval.end",
    "approval.running",
    "cart.check_age",
    "cart.current",
    "cart.discount",
    "clock.state",
    "categories.list",
    "copies.cancel",
    "copies.make",
    "copies.state",
    "countries",
    "drawer.rules",
    "drawer.state",
    "health.export",
    "health.get",
    "imports.cancel",
    "imports.state",
    "lock",
    "orders.list",
    "points.get",
    "points.save",
    "printer.get",
    "printer.status",
    "quotations.list",
    "roles.list",
    "sessions.get",
    "sessions.save",
    "setup.get",
    "shift.print",
    "shop.get",
    "sync.leave",
    "sync.now",
    "sync.state",
    "tickets.list",
    "users.list",
    "users.tiles",
    "values.list",
];

/// Text that would be kept, or is looked at as if it were: here a card's number is refused by its name.
const KEPT: &[(&str, &str)] = &[
    ("accounts.pay", "/tenders/0/authorisation"),
    ("accounts.pay", "/tenders/0/brand"),
    ("accounts.pay", "/tenders/0/last_four"),
    ("accounts.pay", "/tenders/0/reference"),
    ("accounts.pay", "/tenders/1/reference"),
    ("cart.add_free", "/barcode"),
    ("cart.add_free", "/name"),
    ("cart.discard", "/reason"),
    ("cart.line", "/change/note"),
    ("cart.return", "/lines/0/note"),
    ("cart.return_without", "/note"),
    ("categories.save", "/name"),
    ("customers.doubts", "/contact/address"),
    ("customers.doubts", "/contact/email"),
    ("customers.doubts", "/contact/name"),
    ("customers.doubts", "/contact/note"),
    ("customers.doubts", "/contact/phone"),
    ("customers.doubts", "/contact/warning"),
    ("customers.doubts", "/fiscal/tax_id"),
    ("customers.doubts", "/fiscal/tax_name"),
    ("customers.save", "/contact/address"),
    ("customers.save", "/contact/email"),
    ("customers.save", "/contact/name"),
    ("customers.save", "/contact/note"),
    ("customers.save", "/contact/phone"),
    ("customers.save", "/contact/warning"),
    ("customers.save", "/fiscal/tax_id"),
    ("customers.save", "/fiscal/tax_name"),
    ("drawer.move", "/approval/reason"),
    ("drawer.move", "/invoice"),
    ("drawer.move", "/note"),
    ("drawer.move", "/supplier"),
    ("drawer.open", "/note"),
    ("orders.cancel", "/approval/reason"),
    ("orders.cancel", "/reason"),
    ("orders.cancel", "/tenders/0/authorisation"),
    ("orders.cancel", "/tenders/0/brand"),
    ("orders.cancel", "/tenders/0/last_four"),
    ("orders.cancel", "/tenders/0/reference"),
    ("orders.deposit", "/tenders/0/authorisation"),
    ("orders.deposit", "/tenders/0/brand"),
    ("orders.deposit", "/tenders/0/last_four"),
    ("orders.deposit", "/tenders/0/reference"),
    ("orders.place", "/approval/reason"),
    ("orders.place", "/tenders/0/authorisation"),
    ("orders.place", "/tenders/0/brand"),
    ("orders.place", "/tenders/0/last_four"),
    ("orders.place", "/tenders/0/reference"),
    ("pay.quote", "/tenders/0/authorisation"),
    ("pay.quote", "/tenders/0/brand"),
    ("pay.quote", "/tenders/0/last_four"),
    ("pay.quote", "/tenders/0/reference"),
    ("pay.quote", "/tenders/1/reference"),
    ("printer.save", "/driver/host"),
    ("printer.save", "/driver/path"),
    ("printer.test", "/profile/driver/path"),
    ("products.save", "/barcodes/0"),
    ("products.save", "/name"),
    ("products.save", "/sku"),
    ("products.save", "/warning"),
    ("receipts.correct", "/approval/reason"),
    ("receipts.correct", "/tenders/0/authorisation"),
    ("receipts.correct", "/tenders/0/brand"),
    ("receipts.correct", "/tenders/0/last_four"),
    ("receipts.correct", "/tenders/0/reference"),
    ("receipts.correct", "/tenders/1/reference"),
    ("roles.save", "/name"),
    ("sale.complete", "/approval/reason"),
    ("sale.complete", "/tenders/0/authorisation"),
    ("sale.complete", "/tenders/0/brand"),
    ("sale.complete", "/tenders/0/last_four"),
    ("sale.complete", "/tenders/0/reference"),
    ("sale.complete", "/tenders/1/reference"),
    ("setup.save", "/address"),
    ("setup.save", "/country"),
    ("setup.save", "/owner_name"),
    ("setup.save", "/printer/driver/host"),
    ("setup.save", "/shop_name"),
    ("setup.save", "/tax_id"),
    ("shift.close", "/approval/reason"),
    ("shift.close", "/note"),
    ("shift.open", "/approval/reason"),
    ("shop.save", "/address"),
    ("shop.save", "/name"),
    ("shop.save", "/tax_id"),
    ("tickets.park", "/note"),
    ("users.save", "/name"),
    ("values.issue", "/approval/reason"),
    ("values.issue", "/tenders/0/authorisation"),
    ("values.issue", "/tenders/0/brand"),
    ("values.issue", "/tenders/0/last_four"),
    ("values.issue", "/tenders/0/reference"),
];

fn customer() -> Value {
    json!({
        "id": SOMETHING, "active": true,
        "contact": {"name": "Rosa", "phone": "5512345678", "email": "r@x.mx", "address": "Av. Juárez 12", "note": "fuerte", "warning": "factura"},
        "fiscal": {"tax_id": "GODE561231GR8", "tax_name": "Rosa"},
    })
}

fn printer(driver: Value) -> Value {
    json!({"driver": driver, "width_mm": 80, "code_page": "pc858", "cutter": true, "drawer_pin": 2, "images": true, "logo": true})
}

/// What each request with text could be asked.
fn samples(till: &Till) -> Vec<(&'static str, Value)> {
    let cart = till.ask("cart.current", Value::Null);
    let (cart, line) = (cart["id"].clone(), cart["lines"][0]["id"].clone());
    let draft = json!({
        "step": 2, "language": "es", "country": "MX", "shop_name": "Peñafiel", "tax_id": "XAXX010101000", "address": "Av. Juárez 12",
        "owner_name": "Inés", "printer": printer(json!({"kind": "network", "host": "caja.local", "port": 9100})), "start": "empty",
    });
    let product = json!({
        "id": null, "name": "Té", "sku": "9000", "barcodes": ["7501055300013"], "unit": "piece", "price": 10_000, "cost": null,
        "tax_class": "iva16", "category": null, "favourite": false, "active": true, "track_stock": true, "min_stock": null, "opening_stock": null,
        "minimum_age": 18, "warning": "Frágil",
    });
    let approval = json!({"user": till.owner, "secret": OWNER_PIN, "reason": "va al banco"});
    let mapping = json!({"delimiter": "comma", "header": 0, "columns": [{"field": "name", "decimal_mark": "point"}]});
    vec![
        ("preferences.set", json!({"language": "es", "theme": "dark"})),
        ("setup.save", draft.clone()),
        ("setup.finish", json!({"draft": draft, "owner_pin": OWNER_PIN})),
        ("shop.save", json!({"name": "Peñafiel", "tax_id": "XAXX010101000", "address": "Av. Juárez 12"})),
        ("shop.logo", json!({"upload": SOMETHING})),
        ("login", json!({"user": till.owner, "secret": OWNER_PIN})),
        ("users.save", json!({"id": null, "name": "Rosa", "role": "cashier", "pin": "5830", "active": true})),
        ("users.erase", json!({"id": SOMETHING})),
        ("users.badge", json!({"id": SOMETHING})),
        ("users.unbadge", json!({"id": SOMETHING})),
        (
            "roles.save",
            json!({"id": SOMETHING, "name": "Encargada", "rank": "cashier", "permissions": ["reprint"], "discount": 0, "active": true}),
        ),
        ("values.find", json!({"code": "V7K2-M9QX-3TNB"})),
        (
            "values.issue",
            json!({"id": SOMETHING, "kind": "gift_card", "amount": 1000, "tenders": [card(1000)], "days": null, "approval": approval, "print": false}),
        ),
        ("values.print", json!({"id": SOMETHING})),
        ("quotations.make", json!({"cart": SOMETHING, "days": 5, "print": false})),
        ("quotations.take", json!({"id": SOMETHING})),
        ("quotations.again", json!({"id": SOMETHING})),
        ("quotations.print", json!({"id": SOMETHING})),
        ("orders.terms", json!({"cart": SOMETHING, "days": 5, "payments": 0, "deposit": 0})),
        ("orders.kept", json!({"id": SOMETHING})),
        ("orders.get", json!({"id": SOMETHING})),
        ("orders.deposit", json!({"id": SOMETHING, "order": SOMETHING, "tenders": [card(1000)], "print": false})),
        ("orders.take", json!({"id": SOMETHING})),
        ("orders.print", json!({"id": SOMETHING})),
        ("people.acts", json!({"from": "2026-11-23", "to": "2026-11-23"})),
        ("people.acts_of", json!({"person": SOMETHING, "kind": "no_sale", "from": "2026-11-23", "to": "2026-11-23"})),
        ("clock.punch", json!({"id": SOMETHING, "direction": "in"})),
        ("cart.scan", json!({"code": COFFEE})),
        ("cart.add", json!({"product": SOMETHING})),
        ("cart.add_free", json!({"name": "Pan", "unit_price": 10_000, "quantity": 1000, "tax_class": "iva16", "barcode": "7501055300013"})),
        ("cart.line", json!({"line": line, "change": {"note": "para llevar"}})),
        ("cart.remove", json!({"line": line})),
        ("cart.restore", json!({"line": line})),
        ("cart.discard", json!({"reason": "se fue"})),
        (
            "cart.return",
            json!({"sale": SOMETHING, "lines": [{"line": SOMETHING, "quantity": 1000, "reason": "other", "restock": true, "note": "agria"}]}),
        ),
        ("cart.return_without", json!({"line": line, "reason": "other", "restock": true, "note": "agria"})),
        ("cart.customer", json!({"customer": SOMETHING})),
        ("customers.search", json!({"text": "rosa"})),
        ("customers.get", json!({"id": SOMETHING})),
        ("customers.doubts", customer()),
        ("customers.save", customer()),
        ("customers.terms", json!({"customer": SOMETHING, "open": true, "limit": 1000, "days": 30})),
        ("customers.erase", json!({"id": SOMETHING})),
        (
            "accounts.pay",
            json!({"id": SOMETHING, "customer": SOMETHING, "tenders": [card(1000), transfer(2250)], "allocations": null, "print": false}),
        ),
        ("accounts.print", json!({"id": SOMETHING})),
        ("returns.find", json!({"id": SOMETHING})),
        ("cart.repeat", json!({"id": SOMETHING})),
        ("tickets.park", json!({"cart": SOMETHING, "note": "la del carrito"})),
        ("tickets.resume", json!({"id": SOMETHING})),
        ("pay.quote", json!({"tenders": [card(1000), transfer(2250)]})),
        ("sale.complete", json!({"cart": cart, "tenders": [card(1000), transfer(2250)], "print": false, "approval": approval})),
        ("receipts.list", json!({"date": "2026-11-23", "text": "café", "after": "9"})),
        ("receipts.get", json!({"id": SOMETHING})),
        ("receipts.reprint", json!({"id": SOMETHING})),
        ("receipts.correct", json!({"id": SOMETHING, "sale": SOMETHING, "tenders": [card(1000), transfer(2250)], "approval": approval})),
        ("products.search", json!({"text": "café", "limit": 5})),
        ("products.favourites", json!({"category": SOMETHING})),
        ("products.list", json!({"text": "café", "category": SOMETHING, "active": null, "after": "Café\n9"})),
        ("products.get", json!({"id": SOMETHING})),
        ("products.by_code", json!({"code": COFFEE})),
        ("products.save", product),
        ("categories.save", json!({"id": null, "name": "Bebidas", "icon": "cup", "tint": "azul"})),
        ("imports.preview", json!({"upload": till.upload("nombre\nTé\n"), "name": "té.csv", "mapping": mapping})),
        ("imports.start", json!({"upload": till.upload("nombre\nTé\n"), "mapping": mapping})),
        ("printer.save", printer(json!({"kind": "network", "host": "caja.local", "port": 9100}))),
        ("printer.save", printer(json!({"kind": "file", "path": "/dev/usb/lp0"}))),
        ("printer.test", json!({"profile": printer(json!({"kind": "file", "path": "/dev/usb/lp0"}))})),
        ("copies.add", json!({"path": "/media/respaldo"})),
        ("copies.remove", json!({"id": SOMETHING})),
        ("copies.drill", json!({"password": "jamón serrano"})),
        ("copies.seal", json!({"password": "jamón serrano"})),
        ("copies.restore", json!({"password": "jamón serrano"})),
        ("recovery.begin", json!({"password": "jamón serrano"})),
        ("sync.pair", json!({"address": "http://127.0.0.1:9", "code": "7K2M-Q9XA"})),
        ("drawer.open", json!({"id": SOMETHING, "note": "cambio"})),
        (
            "drawer.move",
            json!({"id": SOMETHING, "direction": "out", "reason": "other", "amount": 100, "note": "garrafón", "supplier": "Agua Ciel", "invoice": "F-12", "approval": approval, "print": false}),
        ),
        ("shift.open", json!({"shift": SOMETHING, "cash": {"pieces": [], "loose": 0}, "approval": approval})),
        (
            "shift.count",
            json!({"id": SOMETHING, "shift": SOMETHING, "cash": {"pieces": [], "loose": 0}, "checked": [{"method": "cash", "amount": 0}]}),
        ),
        ("shift.close", json!({"shift": SOMETHING, "note": "todo bien", "approval": approval, "print": false})),
        ("reports.list", json!({"after": SOMETHING})),
        ("reports.get", json!({"id": SOMETHING})),
        ("reports.reprint", json!({"id": SOMETHING})),
        ("print.resolve", json!({"job": SOMETHING, "action": "retry"})),
        // wrong PINs count: those who are asked for one last find it locked
        (
            "orders.place",
            json!({"cart": SOMETHING, "kind": "order", "days": 5, "payments": 0, "deposit": SOMETHING, "tenders": [card(1000)], "approval": approval, "print": false}),
        ),
        (
            "orders.cancel",
            json!({"id": SOMETHING, "order": SOMETHING, "tenders": [card(-1000)], "reason": "se mudó", "approval": approval, "print": false}),
        ),
    ]
}

/// Where text stands in some arguments.
fn texts(value: &Value, at: &str, found: &mut Vec<String>) {
    match value {
        Value::String(_) => found.push(at.to_owned()),
        Value::Array(items) => items.iter().enumerate().for_each(|(place, item)| texts(item, &format!("{at}/{place}"), found)),
        Value::Object(fields) => fields.iter().for_each(|(name, field)| texts(field, &format!("{at}/{name}"), found)),
        _ => {}
    }
}

/// Asks with a card's number in each text in turn; answers the places where it was refused by its name.
fn type_everywhere(till: &Till, request: &'static str, arguments: &Value) -> BTreeSet<(&'static str, String)> {
    let mut places = Vec::new();
    texts(arguments, "", &mut places);
    // of a PIN only a hash is kept, and with this one the shop would be set up
    places.retain(|place| place != "/owner_pin");
    assert!(!places.is_empty(), "{request} has no text");
    let mut refused = BTreeSet::new();
    for place in places {
        for typed in TYPED {
            let mut asked = arguments.clone();
            *asked.pointer_mut(&place).unwrap() = json!(typed);
            let answer = till.call(request, asked);
            if answer.is_err_and(|failure| failure.code == "card_details_invalid") {
                refused.insert((request, place.clone()));
            } else {
                assert!(!refused.contains(&(request, place.clone())) || place.contains("arcode"), "{request} {place}: {typed}");
            }
        }
    }
    refused
}

fn shop() -> Till {
    let till = Till::of("MX", None);
    till.stock("Café de olla", COFFEE, 325_000, json!({}));
    till.scan(COFFEE);
    till
}

fn assert_kept_nowhere(till: &Till) {
    let traces = [NUMBER, SPACED];
    assert_eq!(holding(till, &traces), Vec::<String>::new());
    let entries = format!("{:?}", till.entries());
    assert!(!traces.iter().any(|trace| entries.contains(trace)), "entries are packed, so that no file shows them");
    let path = till.ask("health.export", Value::Null)["path"].as_str().unwrap().to_owned();
    let mut zip = zip::ZipArchive::new(File::open(path).unwrap()).unwrap();
    for at in 0..zip.len() {
        let mut part = zip.by_index(at).unwrap();
        let (name, mut text) = (part.name().to_owned(), String::new());
        part.read_to_string(&mut text).unwrap();
        assert!(!traces.iter().any(|trace| text.contains(trace)), "{name}");
    }
}

#[test]
fn a_card_number_typed_into_any_text_of_any_request_is_kept_nowhere() {
    let till = shop();
    app::log::start(till.place.database.parent().unwrap());
    let samples = samples(&till);
    let tried: BTreeSet<&str> = samples.iter().map(|(request, _)| *request).chain(WITHOUT_TEXT.iter().copied()).collect();
    assert_eq!(tried, REQUESTS.iter().map(|request| request.name).collect(), "every request is thought of");
    let refused: BTreeSet<_> = samples.iter().flat_map(|(request, arguments)| type_everywhere(&till, request, arguments)).collect();
    let kept: BTreeSet<_> = KEPT.iter().map(|(request, place)| (*request, (*place).to_owned())).collect();
    assert_eq!(refused, kept);
    let kept = holding(&till, &["Café de olla", "Refused users.save"]);
    let outside_copies = kept.iter().filter(|found| !found.contains("/copies/")).count();
    assert_eq!(outside_copies, 2, "what is kept is found, in the database and in the log: {kept:?}");
    assert_kept_nowhere(&till);
    till.pay(&[cash(3250)]).unwrap();
}

#[test]
fn the_wizard_takes_none_either() {
    let mut till = Till::new();
    let finish = samples_of_wizard(&till);
    let refused = type_everywhere(&till, "setup.finish", &finish);
    let places: Vec<&str> = refused.iter().map(|(_, place)| place.as_str()).collect();
    let texts = ["/draft/address", "/draft/owner_name", "/draft/printer/driver/path", "/draft/shop_name", "/draft/tax_id"];
    assert_eq!(places, texts);
    till.set_up("MX", false, None);
    assert_eq!(holding(&till, &[NUMBER, SPACED]), Vec::<String>::new());
}

fn samples_of_wizard(till: &Till) -> Value {
    let mut draft = till.ask("setup.get", Value::Null);
    for (field, text) in [("shop_name", "Peñafiel"), ("tax_id", "XAXX010101000"), ("address", "Av. Juárez 12"), ("owner_name", "Inés")] {
        draft[field] = json!(text);
    }
    draft["printer"] = printer(json!({"kind": "file", "path": "/dev/usb/lp0"}));
    // the last thing that is looked at, so that nothing is set up before every text was tried
    json!({"draft": draft, "owner_pin": "1"})
}

#[test]
fn rows_of_a_file_that_hold_one_stay_out() {
    let till = shop();
    let file = format!(
        "código de barras;nombre;clave;precio;categoría\n7501055300013;Té verde;;20,00;Bebidas\n;Té {SPACED};;20,00;Bebidas\n;Té;{NUMBER};20,00;Bebidas\n\
        {NUMBER};Té;;20,00;Bebidas\n;Té;;20,00;{NUMBER}\n"
    );
    let upload = till.upload(&file);
    let seen = till.ask("imports.preview", json!({"upload": upload, "name": "té.csv", "mapping": null}));
    assert_eq!((&seen["good_count"], &seen["error_counts"]), (&json!(1), &json!({"card_number": 4})));
    till.ask("imports.start", json!({"upload": upload, "mapping": seen["mapping"]}));
    wait_until("the import has arrived", || till.ask("imports.state", Value::Null)["phase"] == "idle");
    assert_eq!(till.ask("imports.state", Value::Null)["left_out"], 4);
    wait_until("the file is gone", || holding(&till, &[NUMBER, SPACED]).is_empty());
    let refused = till.refused("cart.line", json!({"line": SOMETHING, "change": {"note": NUMBER}}));
    assert_ne!(refused.code, "internal");
    till.refused("cart.discard", json!({"reason": NUMBER}));
    assert_kept_nowhere(&till);
}
