//! Layaways and orders: prices that hold, deposits that are in the drawer and no sale, taken up by a sale that they pay, or given back as they came.

use domain::entry::Fact;
use domain::tender::{PaidBy, Tender};
use scenarios::{FakePrinter, Till, card, cash, transfer};
use serde_json::{Value, json};

use crate::{COFFEE, shop};

const CASHIER_PIN: &str = "5830";
const SUPERVISOR_PIN: &str = "583019";

fn id(n: u128) -> domain::Id {
    domain::Id::from_u128(n)
}

/// A till whose drawer is open, with $1,000.00 in it, and Rosa.
fn open() -> (Till, FakePrinter) {
    let (till, printer) = shop();
    till.ask("shift.open", json!({"shift": id(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
    let contact = json!({"name": "Rosa Íñiguez", "phone": "5512345678", "email": "", "address": "", "note": "", "warning": ""});
    till.ask("customers.save", json!({"id": id(40), "contact": contact, "fiscal": {"tax_id": "", "tax_name": ""}, "active": true}));
    (till, printer)
}

/// Ten coffees for Rosa: $325.00.
fn ten(till: &Till) -> Value {
    for _ in 0..10 {
        till.scan(COFFEE);
    }
    till.ask("cart.customer", json!({"customer": id(40)}))
}

fn order(till: &Till, tenders: &[Value]) -> Value {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    json!({"cart": cart, "kind": "layaway", "days": 30, "payments": 2, "deposit": id(50), "tenders": tenders, "approval": null, "print": true})
}

fn placed(till: &Till, tenders: &[Value]) -> Value {
    ten(till);
    let asked = order(till, tenders);
    till.ask("orders.place", asked)
}

fn deposit(n: u128, order: &Value, tenders: &[Value]) -> Value {
    json!({"id": id(n), "order": order["row"]["id"], "tenders": tenders, "print": true})
}

fn cancel(n: u128, order: &Value, tenders: &[Value]) -> Value {
    json!({"id": id(n), "order": order["row"]["id"], "tenders": tenders, "reason": "Se mudó", "approval": null, "print": true})
}

fn held(amount: i64) -> Value {
    json!({"method": "deposit", "amount": amount})
}

fn totals(till: &Till) -> Value {
    till.ask("drawer.state", Value::Null)["open"]["totals"].clone()
}

fn sum(sums: &Value) -> i64 {
    sums.as_array().unwrap().iter().map(|sum| sum["amount"].as_i64().unwrap()).sum()
}

#[test]
fn a_layaway_is_paid_in_parts_and_taken_at_the_price_that_was_said() {
    let (till, printer) = open();
    let order = placed(&till, &[cash(10_000)]);
    let row = &order["row"];
    assert_eq!(
        (&row["number"], &row["total"], &row["held"], &row["left"]),
        (&json!("AP-1"), &json!(32_500), &json!(10_000), &json!(22_500))
    );
    assert_eq!(row["next"], json!({"due": "2026-12-08", "amount": 11_250}));
    assert_eq!(till.ask("cart.current", Value::Null)["lines"], json!([]), "the next customer is served");
    let coffee = till.ask("products.by_code", json!({"code": COFFEE}))[0]["id"].clone();
    assert_eq!(till.ask("orders.kept", json!({"id": coffee})), 10_000);
    let now = totals(&till);
    assert_eq!((&now["sales"], &now["total"], &now["expected"]), (&json!(0), &json!(0), &json!(110_000)), "in the drawer, and no sale");
    assert_eq!(now["deposits"], json!([{"method": "cash", "count": 1, "amount": 10_000}]));
    till.wait_for_printer();
    let (paper, receipt) = (printer.slip(1), printer.slip(2));
    for words in ["APARTADO AP-000001", "Rosa Íñiguez", "Falta por pagar", "$225.00", "No es comprobante de venta"] {
        assert!(paper.text().contains(words), "{words}: {}", paper.text());
    }
    assert_eq!((paper.qr_codes(), paper.pulses().len()), (vec!["AP-000001"], 0));
    assert!(receipt.text().contains("AD-000001") && receipt.pulses().len() == 1, "{}", receipt.text());

    let asked = deposit(51, &order, &[transfer(12_500)]);
    let more = till.ask("orders.deposit", asked.clone());
    assert_eq!(till.ask("orders.deposit", asked), more, "the same press again");
    assert_eq!((&more["row"]["held"], &more["row"]["next"]), (&json!(22_500), &json!({"due": "2026-12-23", "amount": 10_000})));
    assert_eq!(till.refused("orders.deposit", deposit(52, &order, &[cash(10_001)])).code, "tender_exceeds");

    let mut product = till.ask("products.get", json!({"id": coffee}));
    (product["price"], product["opening_stock"]) = (json!(400_000), Value::Null);
    till.ask("products.save", product);
    assert_eq!(till.ask("cart.scan", json!({"code": "AP-000001"})), json!({"kind": "order", "order": row["id"]}), "its paper finds it");
    let cart = till.ask("orders.take", json!({"id": row["id"]}));
    assert_eq!(
        (&cart["total"], &cart["order"]["held"], &cart["customer"]["name"]),
        (&json!(32_500), &json!(22_500), &json!("Rosa Íñiguez"))
    );
    assert_eq!(till.pay(&[cash(32_500)]).unwrap_err().code, "deposit_whole", "what she left is hers");
    till.pay(&[held(22_500), cash(10_000)]).unwrap();
    let sale = till.sales()[0].clone();
    let came: Vec<_> = sale.tenders.iter().map(|paid| paid.tender.clone()).collect();
    let part = |amount, by| Tender::Deposit { amount: domain::Money::of(amount), paid_by: Some(by) };
    assert_eq!(came[..2], [part(10_000, PaidBy::Cash), part(12_500, PaidBy::Transfer)]);
    till.wait_for_printer();
    assert!(printer.slip(4).row("Anticipo").text.ends_with("$100.00"), "{}", printer.slip(4).text());

    let now = totals(&till);
    assert_eq!((&now["total"], &now["expected"]), (&json!(32_500), &json!(120_000)), "100.00 left and 100.00 paid, in cash");
    assert_eq!(sum(&now["methods"]), 32_500);
    let listed = till.ask("orders.list", Value::Null);
    assert_eq!((&listed["open"], &listed["owed"], &listed["ended"][0]["state"]), (&json!([]), &json!(0), &json!("sold")));
    assert_eq!(till.ask("orders.kept", json!({"id": coffee})), 0, "what she took is kept no longer");
    for (request, asked) in [("orders.take", json!({"id": row["id"]})), ("orders.deposit", deposit(53, &order, &[cash(1)]))] {
        assert_eq!(till.refused(request, asked).code, "order_closed", "{request}");
    }
}

#[test]
fn what_was_left_goes_back_as_it_came_even_after_it_was_taken() {
    let (till, _printer) = open();
    let order = placed(&till, &[transfer(20_000), cash(5_000)]);
    till.ask("orders.take", json!({"id": order["row"]["id"]}));
    till.pay(&[held(25_000), cash(7_500)]).unwrap();
    let sale = till.sales()[0].clone();
    let correction = json!({"id": id(60), "sale": sale.id, "tenders": [cash(32_500)], "approval": null});
    assert_eq!(till.refused("receipts.correct", correction).code, "account_fixed", "what was left was left");
    let line = json!({"line": sale.lines[0].id, "quantity": 10_000, "reason": "changed_mind", "restock": true, "note": null});
    till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
    let quote = till.ask("pay.quote", json!({"tenders": []}));
    assert_eq!(quote["give_back"], json!([{"method": "transfer", "amount": -20_000}, {"method": "cash", "amount": -12_500}]));
    till.pay(&[transfer(-20_000), cash(-12_500)]).unwrap();
    assert_eq!(totals(&till)["expected"], 100_000);
}

#[test]
fn a_cancelled_order_gives_it_all_back_and_a_supervisor_grants_it() {
    let (till, printer) = open();
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    let order = placed(&till, &[cash(10_000), card(5_000)]);
    assert_eq!(order["give_back"], json!([{"method": "cash", "amount": -10_000}, {"method": "card", "amount": -5_000}]));
    let mut asked = cancel(61, &order, &[cash(-15_000)]);
    assert_eq!(till.refused("orders.cancel", asked.clone()).code, "supervisor_needed");
    asked["approval"] = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "reason": null});
    let mut short = asked.clone();
    short["tenders"] = json!([cash(-14_999)]);
    assert_eq!(till.refused("orders.cancel", short).code, "refund_short");
    let over = till.ask("orders.cancel", asked.clone());
    assert_eq!(
        (&over["row"]["state"], &over["row"]["held"], &over["documents"][1]["amount"]),
        (&json!("cancelled"), &json!(0), &json!(-15_000))
    );
    assert_eq!(till.ask("orders.cancel", asked), over, "the same press again");
    till.wait_for_printer();
    let paper = printer.slip(3);
    for words in ["CANCELACIÓN AD-000002", "Se devuelve", "$150.00", "Se mudó", "Autorizó Marta", "Firma"] {
        assert!(paper.text().contains(words), "{words}: {}", paper.text());
    }
    till.sign_in_owner();
    let now = totals(&till);
    assert_eq!((sum(&now["deposits"]), &now["expected"]), (0, &json!(95_000)), "50.00 of it had come by card");
}

#[test]
fn a_cancelled_order_may_leave_store_credit() {
    let (till, printer) = open();
    let order = placed(&till, &[cash(10_000)]);
    let over = till.ask("orders.cancel", cancel(61, &order, &[json!({"method": "value", "amount": -10_000, "code": ""})]));
    let code = over["credit"][0].as_str().unwrap();
    assert_eq!(till.ask("values.find", json!({"code": code}))["balance"], 10_000);
    till.wait_for_printer();
    let credit = printer.slip(3);
    assert!(credit.text().contains(code), "{}", credit.text());
    assert_eq!((&totals(&till)["expected"], &till.ask("orders.list", Value::Null)["owed"]), (&json!(110_000), &json!(0)));
    till.scan(COFFEE);
    till.pay(&[json!({"method": "value", "amount": 3250, "code": code})]).unwrap();
}

#[test]
fn less_than_the_owner_asks_for_needs_a_supervisor() {
    let (till, _printer) = open();
    let mut rules = till.ask("drawer.state", Value::Null)["rules"].clone();
    rules["deposit_percent"] = json!(20);
    till.ask("drawer.rules", rules);
    let supervisor = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let cashier = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&cashier, CASHIER_PIN);
    let cart = ten(&till)["id"].clone();
    let terms = till.ask("orders.terms", json!({"cart": cart, "days": 30, "payments": 1, "deposit": 6500}));
    assert_eq!((&terms["least"], &terms["schedule"]), (&json!(6500), &json!([{"due": "2026-12-23", "amount": 26_000}])));
    let mut asked = order(&till, &[cash(6_000)]);
    let refused = till.refused("orders.place", asked.clone());
    assert_eq!((refused.code.as_str(), refused.params["least"].as_str()), ("deposit_short", "6500"));
    asked["approval"] = json!({"user": supervisor, "secret": SUPERVISOR_PIN, "reason": "Es vecina"});
    let order = till.ask("orders.place", asked);
    assert_eq!(order["row"]["held"], 6000);
    let granted = till.entries().into_iter().filter(|entry| matches!(entry.fact, Fact::ApprovalGranted(_))).count();
    assert_eq!(granted, 1);
}

#[test]
fn an_order_is_for_somebody_who_stays_known_while_it_is_open() {
    let (till, _printer) = open();
    till.scan(COFFEE);
    assert_eq!(till.refused("orders.place", order(&till, &[])).code, "customer_needed");
    till.ask("cart.discard", json!({"reason": "prueba"}));
    let order = placed(&till, &[]);
    assert_eq!(order["row"]["held"], 0, "nothing has to be left");
    assert_eq!(till.refused("customers.erase", json!({"id": id(40)})).code, "account_open");
    till.set_clock_by(31 * 24 * 3600);
    assert_eq!(till.ask("orders.list", Value::Null)["open"][0]["state"], "overdue");
    let cart = till.ask("orders.take", json!({"id": order["row"]["id"]}));
    assert_eq!(cart["total"], 32_500, "late, and still hers at that price");
    assert_eq!(till.refused("orders.place", self::order(&till, &[])).code, "order_again");
    till.pay(&[cash(32_500)]).unwrap();
}

#[test]
fn a_quotation_becomes_an_order_once() {
    let (till, _printer) = open();
    ten(&till);
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    let quotation = till.ask("quotations.make", json!({"cart": cart, "days": 5, "print": false}));
    till.ask("quotations.take", json!({"id": quotation["id"]}));
    let asked = order(&till, &[cash(1000)]);
    till.ask("orders.place", asked);
    assert_eq!(till.ask("quotations.list", Value::Null)[0]["state"], "taken");
    assert_eq!(till.refused("quotations.take", json!({"id": quotation["id"]})).code, "quotation_taken");
}

#[test]
fn the_report_says_what_was_left_and_adds_up() {
    let (till, printer) = open();
    let first = placed(&till, &[cash(10_000), transfer(2_500)]);
    till.ask("orders.deposit", deposit(51, &first, &[cash(5_000)]));
    till.ask("orders.cancel", cancel(61, &first, &[cash(-17_500)]));
    ten(&till);
    let mut second = order(&till, &[cash(20_000)]);
    second["deposit"] = json!(id(52));
    till.ask("orders.place", second);
    let now = totals(&till);
    assert_eq!((sum(&now["deposits"]), &now["expected"]), (20_000, &json!(117_500)), "in, less what went back, is what is held");
    assert_eq!(till.ask("orders.list", Value::Null)["owed"], 20_000);
    till.ask("shift.count", json!({"id": id(70), "shift": id(1), "cash": {"pieces": [], "loose": 117_500}, "checked": [{"method": "transfer", "amount": 2_500}]}));
    till.ask("shift.close", json!({"shift": id(1), "note": null, "approval": null, "print": true}));
    till.wait_for_printer();
    let z = (1..).map(|n| printer.slip(n)).find(|slip| slip.text().contains("CORTE Z")).unwrap();
    for (row, amount) in [("Anticipos: Efectivo", "$175.00"), ("Anticipos: Transferencia", "$25.00"), ("Anticipos en efectivo", "+$175.00")]
    {
        assert!(z.row(row).text.ends_with(amount), "{row}: {}", z.text());
    }
    assert!(z.row("Diferencia").text.ends_with("$0.00"), "{}", z.text());
}
