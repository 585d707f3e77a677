//! Words beside the figures: what only the shop should read, whose invoice was paid, and what she always buys.

use scenarios::cash;
use serde_json::{Value, json};

use crate::{COFFEE, HAM, shop};

#[test]
fn a_note_for_the_shop_is_kept_and_not_printed() {
    let (till, printer) = shop();
    for (code, note, inside) in [(COFFEE, "molido fino", false), (HAM, "es para el jefe", true)] {
        let cart = till.scan(code);
        let line = cart["lines"].as_array().unwrap().last().unwrap()["id"].clone();
        till.ask("cart.line", json!({"line": line, "change": {"note": note, "note_inside": inside}}));
    }
    till.pay(&[cash(6000)]).unwrap();
    till.wait_for_printer();
    let paper = printer.slip(1).text();
    assert!(paper.contains("molido fino") && !paper.contains("para el jefe"), "{paper}");
    let sale = till.sales()[0].clone();
    let kept = till.ask("receipts.get", json!({"id": sale.id}))["cart"]["lines"].clone();
    assert_eq!((&kept[1]["note"], &kept[1]["note_inside"]), (&json!("es para el jefe"), &json!(true)));
    assert_eq!(serde_json::to_value(&sale.lines[0]).unwrap().get("note_inside"), None, "a plain note says no more than before");
}

#[test]
fn what_a_supplier_was_paid_names_him_and_his_invoice_on_the_list_and_on_paper() {
    let (till, printer) = shop();
    till.ask("shift.open", json!({"shift": domain::Id::from_u128(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
    let moved = json!({
        "id": domain::Id::from_u128(2), "direction": "out", "reason": "supplier", "amount": 20_000, "note": null, "supplier": "Panadería Peña",
        "invoice": "F-1042", "approval": null, "print": true,
    });
    let state = till.ask("drawer.move", moved);
    let row = &state["open"]["moves"][0];
    assert_eq!((&row["supplier"], &row["invoice"], &row["note"]), (&json!("Panadería Peña"), &json!("F-1042"), &Value::Null));
    till.wait_for_printer();
    let paper = printer.slip(1).text();
    assert!(paper.contains("Proveedor: Panadería Peña") && paper.contains("Factura: F-1042"), "{paper}");
}

#[test]
fn what_a_customer_bought_last_is_sold_to_her_again_at_the_prices_of_today() {
    let (till, _printer) = shop();
    let rosa = domain::Id::from_u128(40);
    let contact = json!({"name": "Rosa", "phone": "", "email": "", "address": "", "note": "", "warning": ""});
    till.ask("customers.save", json!({"id": rosa, "contact": contact, "fiscal": {"tax_id": "", "tax_name": ""}, "active": true}));
    assert_eq!(till.ask("customers.get", json!({"id": rosa}))["last_sale"], Value::Null);
    till.scan(COFFEE);
    till.scan(COFFEE);
    till.ask("cart.customer", json!({"customer": rosa}));
    till.pay(&[cash(6500)]).unwrap();
    till.sell(&[HAM], &[cash(2000)]);
    let last = till.ask("customers.get", json!({"id": rosa}))["last_sale"].clone();
    assert_eq!(last, json!(till.sales()[0].id), "what others bought since is not hers");
    let cart = till.ask("cart.repeat", json!({"id": last}))["cart"].clone();
    assert_eq!((&cart["total"], &cart["customer"]["name"]), (&json!(6500), &json!("Rosa")));
}
