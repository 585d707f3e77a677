//! The same sale in other countries: their rounding, their figures, their words.

use scenarios::escpos::{Line, Paper};
use scenarios::{FakePrinter, Script, Till, card, cash};
use serde_json::{Value, json};

const CODES: [&str; 3] = ["7501055300075", "7501055305360", "7501055305629"];

/// A shop where each product costs `price` ten-thousandths.
fn shop(country: &str, price: i64) -> (Till, FakePrinter) {
    let printer = FakePrinter::new(Script::Well);
    let till = Till::of(country, Some(&printer));
    for (n, code) in CODES.iter().enumerate() {
        till.stock(&format!("Producto {n}"), code, price, json!({}));
    }
    (till, printer)
}

fn words(line: &Line) -> String {
    line.text.split_whitespace().collect::<Vec<_>>().join(" ")
}

fn says(paper: &Paper, rows: &[(&str, &str)]) {
    for (begin, whole) in rows {
        assert_eq!(words(paper.row(begin)), *whole, "on\n{}", paper.text());
    }
}

/// Ley 25.954: where the coins do not reach, the difference is the customer's. Only what is paid in cash is rounded.
#[test]
fn argentina_rounds_cash_in_the_customers_favour() {
    let (till, printer) = shop("AR", 12_345_600);
    let sale = till.sell(&CODES[..1], &[cash(200_000)]);
    assert_eq!((&sale["total"], &sale["change"]), (&json!(123_456), &json!(76_600)));
    assert_eq!(till.sales()[0].rounding.get(), -56);
    says(
        &printer.slip(1),
        &[
            ("Ticket", "Ticket Comprobante n.º A-00000001"),
            ("TOTAL", "TOTAL $ 1.234,56"),
            ("Redondeo", "Redondeo -$ 0,56"),
            ("Efectivo", "Efectivo $ 2.000,00"),
            ("Vuelto", "Vuelto $ 766,00"),
            ("CUIT:", "CUIT: XAXX010101000"),
            ("IVA 21 %", "IVA 21 % 1.020,30 214,26"),
        ],
    );
    till.sell(&CODES[..1], &[card(123_456)]);
    assert_eq!(till.sales()[1].rounding.get(), 0, "a card pays to the cent");
    till.sell(&CODES[..1], &[card(100_000), cash(23_400)]);
    assert_eq!((till.sales()[2].rounding.get(), till.sales()[2].change.get()), (-56, 0), "the part in cash is rounded down");
}

#[test]
fn colombia_has_no_cents_and_rounds_cash_to_fifty() {
    let (till, printer) = shop("CO", 45_800_000);
    let sale = till.sell(&CODES[..1], &[cash(5000)]);
    assert_eq!((&sale["total"], &sale["change"]), (&json!(4580), &json!(400)));
    let paper = printer.slip(1);
    says(
        &paper,
        &[
            ("Recibo", "Recibo Consecutivo A-000001"),
            ("Producto 0", "Producto 0 $ 4.580"),
            ("TOTAL", "TOTAL $ 4.580"),
            ("Redondeo", "Redondeo $ 20"),
            ("Efectivo", "Efectivo $ 5.000"),
            ("Vueltas", "Vueltas $ 400"),
            ("IVA 19 %", "IVA 19 % 3.849 731"),
        ],
    );
    assert!(!paper.text().contains(",00"), "no cents anywhere:\n{}", paper.text());
}

/// Three lines of 0.33 hold 0.06 of tax each, and 0.17 together: the document is rounded once.
#[test]
fn spain_rounds_taxes_on_the_document() {
    let (till, printer) = shop("ES", 3300);
    till.sell(&CODES, &[cash(100)]);
    says(
        &printer.slip(1),
        &[
            ("Tique", "Tique N.º de tique A-000001"),
            ("Producto 2", "Producto 2 0,33 €"),
            ("TOTAL", "TOTAL 0,99 €"),
            ("Cambio", "Cambio 0,01 €"),
            ("IVA 21 %", "IVA 21 % 0,82 0,17"),
        ],
    );
    let sale = &till.sales()[0];
    let taxes: i64 = sale.lines.iter().flat_map(|line| &line.taxes).map(|tax| tax.amount.get()).sum();
    assert_eq!((sale.tax.get(), taxes), (17, 17), "the lines' shares sum to the document's tax");
}

#[test]
fn mexico_rounds_cash_to_ten_cents() {
    let (till, printer) = shop("MX", 189_700);
    till.sell(&CODES[..1], &[cash(2000)]);
    says(&printer.slip(1), &[("TOTAL", "TOTAL $18.97"), ("Redondeo", "Redondeo $0.03"), ("Cambio", "Cambio $1.00")]);
}

/// IVA is charged on IEPS too, and each tax is shown with its base.
#[test]
fn mexico_charges_iva_on_ieps() {
    let (till, printer) = shop("MX", 100_000);
    till.stock("Papas", "4006381333931", 1_252_800, json!({"tax_class": "ieps8_iva16"}));
    till.sell(&["4006381333931"], &[card(12_528)]);
    says(&printer.slip(1), &[("IEPS 8 %", "IEPS 8 % 100.00 8.00"), ("IVA 16 %", "IVA 16 % 108.00 17.28")]);
}

#[test]
fn a_discount_is_told_on_the_paper() {
    let (till, printer) = shop("ES", 100_000);
    till.scan(CODES[0]);
    let line = till.scan(CODES[1])["lines"][0]["id"].clone();
    till.ask("cart.line", json!({"line": line, "change": {"discount": {"kind": "rate", "rate": 105_000}}}));
    till.ask("cart.discount", json!({"discount": {"kind": "amount", "amount": 95}}));
    till.pay(&[card(1800)]).unwrap();
    says(
        &printer.slip(1),
        &[
            ("Descuento 10,5 %", "Descuento 10,5 % -1,05 €"),
            ("Subtotal", "Subtotal 20,00 €"),
            ("Descuentos", "Descuentos -2,00 €"),
            ("TOTAL", "TOTAL 18,00 €"),
        ],
    );
}

#[test]
fn every_country_sells_and_its_receipt_reads() {
    for country in ["MX", "CO", "AR", "ES", "XX"] {
        let (till, printer) = shop(country, 500_000);
        let cart = till.scan(CODES[0]);
        till.pay(&[card(cart["total"].as_i64().unwrap())]).unwrap();
        let paper = printer.slip(1);
        assert_eq!((paper.cuts(), paper.images()), (1, 0), "{country}:\n{}", paper.text());
        assert!(till.ask("app.state", Value::Null)["shop"]["country"] == country);
    }
}
