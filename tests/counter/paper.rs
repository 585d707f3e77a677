//! Receipts, as the customer reads them.

use scenarios::escpos::{Line, Paper, Printed};
use scenarios::{card, cash, transfer};
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

fn words(line: &Line) -> Vec<&str> {
    line.text.split_whitespace().collect()
}

fn assert_fills_the_paper(paper: &Paper, columns: usize) {
    assert!(paper.lines().all(|line| line.columns() <= columns), "no line is wider than the paper:\n{}", paper.text());
    for begin in ["2 x", "Jamón de pavo", "TOTAL", "Efectivo", "Cambio", "IVA 16 %"] {
        assert_eq!(paper.row(begin).columns(), columns, "figures stand at the right edge: {begin}\n{}", paper.text());
    }
}

#[test]
fn a_cash_sale_is_read_from_its_paper() {
    let (till, printer) = shop();
    let sale = till.sell(&[COFFEE, HAM, COFFEE], &[cash(10_000)]);
    assert_eq!((&sale["total"], &sale["change"], &sale["drawer"]), (&json!(8390), &json!(1610), &json!(true)));
    assert_eq!(sale["number"], "A-000001");

    let paper = printer.slip(1);
    let first = paper.lines().next().unwrap();
    assert_eq!((first.text.trim(), first.bold, first.across), ("Peñafiel Café y Jamón", true, 2));
    assert_eq!(paper.row("Av. Juárez 12").text.trim(), "Av. Juárez 12");
    assert_eq!(words(paper.row("RFC:")), ["RFC:", "XAXX010101000"]);
    assert_eq!(words(paper.row("Ticket")), ["Ticket", "Folio", "A-000001"]);
    assert_eq!(words(paper.row("23/11/2026")), ["23/11/2026", "12:00"], "the shop's clock, not UTC");
    assert_eq!(words(paper.row("Atendió:")), ["Atendió:", "Inés", "Núñez", "Caja", "A"]);
    assert_eq!(paper.row("Café de olla").text, "Café de olla", "several pieces have a line of their own");
    assert_eq!(words(paper.row("2 x")), ["2", "x", "$32.50", "$65.00"]);
    assert_eq!(words(paper.row("Jamón de pavo")), ["Jamón", "de", "pavo", "$18.90"]);
    let total = paper.row("TOTAL");
    assert_eq!((words(total), total.bold, total.down), (vec!["TOTAL", "$83.90"], true, 2));
    assert_eq!(words(paper.row("Efectivo")), ["Efectivo", "$100.00"]);
    assert_eq!(words(paper.row("Cambio")), ["Cambio", "$16.10"]);
    assert_eq!(words(paper.row("IVA 16 %")), ["IVA", "16", "%", "72.32", "11.58"], "rounded by line: 56.03 + 16.29 and 8.97 + 2.61");
    assert_eq!(paper.row("3 artículos").text.trim(), "3 artículos");
    assert!(paper.text().contains("¡Gracias por su compra!"));
    assert_fills_the_paper(&paper, 48);

    assert_eq!(paper.printed.first(), Some(&Printed::Pulse(2)), "the drawer opens before the paper is out");
    assert_eq!((paper.pulses().len(), paper.cuts()), (1, 1));
    assert_eq!(paper.printed.last(), Some(&Printed::Cut));
    let [code] = paper.qr_codes()[..] else { panic!("one QR code: {:?}", paper.qr_codes()) };
    assert!(code.starts_with("MOSTRADOR/2 A-000001 2026-11-23 8390 "), "{code}");
    assert_eq!(paper.images(), 0, "a page with every accent needs no image");
}

/// What the screen shows of a receipt is what the paper says.
#[test]
fn preview_and_paper_say_the_same() {
    let (till, printer) = shop();
    let sale = till.sell(&[COFFEE, HAM], &[cash(6000)]);
    let preview = till.ask("receipts.get", json!({"id": sale["id"]}))["text"].as_str().unwrap().to_owned();
    let plain = |text: &str| text.split_whitespace().collect::<Vec<_>>().join(" ");
    let shown: Vec<String> = preview.lines().map(plain).collect();
    for line in printer.slip(1).lines() {
        assert!(shown.contains(&plain(&line.text)), "{:?} is on the paper and not in the preview:\n{preview}", line.text);
    }
}

#[test]
fn a_card_sale_leaves_the_drawer_shut() {
    let (till, printer) = shop();
    let sale = till.sell(&[HAM], &[card(1890)]);
    assert_eq!(sale["drawer"], false);
    let paper = printer.slip(1);
    assert_eq!(paper.pulses(), Vec::<u8>::new(), "no cash, no pulse");
    assert_eq!(words(paper.row("Tarjeta")), ["Tarjeta", "Visa", "··4242", "$18.90"]);
    assert_eq!(words(paper.row("Autorización")), ["Autorización", "A81"]);
    assert_eq!(words(paper.row("Referencia")), ["Referencia", "R-77"]);
    assert!(!paper.text().contains("Cambio"), "a card gives no change:\n{}", paper.text());
    assert_eq!(paper.cuts(), 1);
}

#[test]
fn card_transfer_and_cash_share_a_sale_and_cash_gives_the_change() {
    let (till, printer) = shop();
    let sale = till.sell(&[COFFEE, COFFEE, HAM], &[card(5000), transfer(1000), cash(5000)]);
    assert_eq!(sale["change"], 2610);
    let paper = printer.slip(1);
    assert_eq!(paper.pulses(), [2]);
    assert_eq!(words(paper.row("Tarjeta")).last(), Some(&"$50.00"));
    assert_eq!(words(paper.row("Transferencia")).last(), Some(&"$10.00"));
    assert_eq!(words(paper.row("Efectivo")).last(), Some(&"$50.00"));
    assert_eq!(words(paper.row("Cambio")).last(), Some(&"$26.10"));
}

#[test]
fn a_reprint_is_a_copy_is_counted_and_leaves_the_drawer_shut() {
    let (till, printer) = shop();
    let sale = till.sell(&[COFFEE], &[cash(5000)]);
    let original = printer.slip(1);
    assert!(!original.text().contains("COPIA"));
    for n in 1..=2 {
        let job = till.ask("receipts.reprint", json!({"id": sale["id"]}));
        assert_eq!(job["copy"], true);
        let copy = printer.slip(1 + n);
        let mark = format!("* COPIA {n} *");
        let marks = copy.lines().filter(|line| line.text.trim() == mark && line.bold && line.across == 2).count();
        assert_eq!(marks, 2, "at the head and at the foot:\n{}", copy.text());
        assert_eq!((copy.pulses().len(), copy.cuts()), (0, 1));
        assert_eq!(copy.row("TOTAL"), original.row("TOTAL"));
        assert_eq!(copy.qr_codes(), original.qr_codes());
        assert_eq!(till.ask("receipts.get", json!({"id": sale["id"]}))["copies"], n);
    }
    let kinds: Vec<String> = till.entries().iter().map(|entry| entry.fact.kind().to_owned()).collect();
    assert_eq!(kinds.iter().filter(|kind| *kind == "receipt.reprinted").count(), 2, "each copy is a fact");
}

#[test]
fn a_narrow_roll_holds_the_same_receipt() {
    let (till, printer) = shop();
    let mut profile = printer.profile();
    profile["width_mm"] = json!(58);
    profile["cutter"] = json!(false);
    profile["drawer_pin"] = json!(5);
    till.ask("printer.save", profile);
    till.sell(&[COFFEE, HAM, COFFEE], &[cash(10_000)]);
    let paper = printer.slip(1);
    assert_fills_the_paper(&paper, 32);
    assert_eq!((paper.cuts(), paper.pulses()), (0, vec![5]), "a printer without a knife gets no cut");
    assert_eq!(words(paper.row("TOTAL")), ["TOTAL", "$83.90"]);
}

/// Letters that no page of the printer has are drawn, or spelled where nothing can be drawn; none becomes another letter.
#[test]
fn what_the_page_lacks_is_drawn_or_spelled() {
    let (till, printer) = shop();
    till.stock("Té Łódź №1 ☕", "4006381333931", 100_000, json!({}));
    till.sell(&["4006381333931"], &[card(1000)]);
    let drawn = printer.slip(1);
    assert!(drawn.images() >= 1 && !drawn.text().contains("Té"), "the line is one image:\n{}", drawn.text());
    let mut profile = printer.profile();
    profile["images"] = json!(false);
    till.ask("printer.save", profile);
    till.sell(&["4006381333931"], &[card(1000)]);
    let spelled = printer.slip(2);
    assert_eq!(spelled.images(), 0);
    assert!(spelled.row("Té").text.starts_with("Té Lódz"), "{}", spelled.text());
}

/// A name is data: no byte of it may command the printer.
#[test]
fn a_name_cannot_command_the_printer() {
    let (till, printer) = shop();
    till.ask("cart.add_free", json!({
        "name": "Pan\u{1b}p\u{0}\u{19}\u{fa} dulce\n\u{1d}V\u{0}", "unit_price": 100_000, "quantity": 1000, "tax_class": "iva0", "barcode": null,
    }));
    till.pay(&[card(1000)]).unwrap();
    let paper = printer.slip(1);
    assert_eq!((paper.pulses().len(), paper.cuts()), (0, 1), "only the program's own cut:\n{}", paper.text());
}

#[test]
fn a_demo_shop_marks_every_receipt() {
    let printer = scenarios::FakePrinter::new(scenarios::Script::Well);
    let mut till = scenarios::Till::new();
    till.set_up("MX", true, Some(&printer));
    assert_eq!(till.ask("app.state", Value::Null)["demo"], true);
    till.sell(&[COFFEE], &[cash(2000)]);
    let paper = printer.slip(1);
    assert_eq!(paper.lines().filter(|line| line.text.trim() == "* DEMO *").count(), 2, "{}", paper.text());
    assert!(paper.text().contains("Venta de prueba, sin valor"));
}
