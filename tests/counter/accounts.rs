//! Sales on credit, through the door: who may buy so, what is paid of it, and what a return does to it.

use domain::entry::Fact;
use scenarios::{Till, card, cash, wait_until};
use serde_json::{Value, json};

use crate::customers::{id, rosa};
use crate::{COFFEE, shop};

const CASHIER_PIN: &str = "5830";
const SUPERVISOR_PIN: &str = "583019";

fn account(amount: i64) -> Value {
    json!({"method": "account", "amount": amount})
}

fn terms(till: &Till, customer: &str, limit: i64) -> Value {
    till.ask("customers.terms", json!({"customer": customer, "open": true, "limit": limit, "days": 30}))
}

fn open_shift(till: &Till) {
    till.ask("shift.open", json!({"shift": id(1), "cash": {"pieces": [], "loose": 100_000}, "approval": null}));
}

fn choose(till: &Till, customer: &str) {
    till.scan(COFFEE);
    till.ask("cart.customer", json!({"customer": customer}));
}

fn finish(till: &Till, tenders: &[Value], approval: &Value) -> Result<Value, app::Failure> {
    let cart = till.ask("cart.current", Value::Null)["id"].clone();
    till.call("sale.complete", json!({"cart": cart, "tenders": tenders, "print": true, "approval": approval}))
}

fn buy(till: &Till, customer: &str) -> domain::sale::SaleCompleted {
    choose(till, customer);
    finish(till, &[account(3250)], &Value::Null).unwrap();
    till.sales().pop().unwrap()
}

fn paying(n: u128, customer: &str, tenders: &[Value], allocations: &Value) -> Value {
    json!({"id": id(n), "customer": customer, "tenders": tenders, "allocations": allocations, "print": true})
}

fn balance(till: &Till, customer: &str) -> i64 {
    till.ask("customers.get", json!({"id": customer}))["balance"].as_i64().unwrap()
}

fn expected(till: &Till) -> i64 {
    till.ask("drawer.state", Value::Null)["open"]["totals"]["expected"].as_i64().unwrap()
}

#[test]
fn rule_34_credit_blocks_the_method_and_a_supervisor_lifts_it_in_place() {
    let (till, printer) = shop();
    let rosa = rosa(&till);
    let marta = till.hire("Marta", "supervisor", SUPERVISOR_PIN);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&luz, CASHIER_PIN);
    till.scan(COFFEE);
    assert_eq!(till.ask("pay.quote", json!({"tenders": [account(3250)]}))["refusal"]["code"], "customer_needed");
    assert_eq!(finish(&till, &[account(3250)], &Value::Null).unwrap_err().code, "customer_needed");
    till.ask("cart.customer", json!({"customer": rosa}));
    assert_eq!(finish(&till, &[account(3250)], &Value::Null).unwrap_err().code, "credit_closed");
    let refused = till.refused("customers.terms", json!({"customer": rosa, "open": true, "limit": 1, "days": 30}));
    assert_eq!(refused.code, "not_permitted", "credit is not a cashier's to give");
    let granted = json!({"user": marta, "secret": SUPERVISOR_PIN});
    finish(&till, &[account(3250)], &granted).unwrap();
    assert_eq!(till.sales()[0].approved_by.unwrap().to_string(), marta);
    till.wait_for_printer();
    wait_until("it is printed", || printer.slips().len() == 1);
    assert!(printer.slip(1).text().contains("Rosa Íñiguez Peña"), "who owes is named: {}", printer.slip(1).text());
    choose(&till, &rosa);
    finish(&till, &[cash(3250)], &Value::Null).unwrap();
    assert_eq!(balance(&till, &rosa), 3250);
}

#[test]
fn rule_34_the_limit_counts_what_is_owed() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    terms(&till, &rosa, 5000);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&luz, CASHIER_PIN);
    buy(&till, &rosa);
    choose(&till, &rosa);
    let refused = finish(&till, &[account(3250)], &Value::Null).unwrap_err();
    assert_eq!((refused.code.as_str(), refused.params["free"].as_str()), ("credit_exceeded", "1750"));
    finish(&till, &[account(1750), cash(1500)], &Value::Null).unwrap();
    assert_eq!(balance(&till, &rosa), 5000);
}

#[test]
fn rule_35_and_27_a_payment_is_a_receipt_of_its_own_and_its_cash_is_in_the_drawer() {
    let (till, printer) = shop();
    open_shift(&till);
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    let (first, second) = (buy(&till, &rosa), buy(&till, &rosa));
    assert_eq!(expected(&till), 100_000, "what is owed is not in the drawer");
    let paid = till.ask("accounts.pay", paying(60, &rosa, &[cash(2000), card(2000)], &Value::Null));
    assert_eq!((&paid["number"], &paid["balance"]), (&json!("AR-000001"), &json!(2500)));
    assert_eq!(till.ask("accounts.pay", paying(60, &rosa, &[cash(2000), card(2000)], &Value::Null))["number"], "AR-000001");
    assert_eq!((expected(&till), balance(&till, &rosa)), (102_000, 2500), "sent twice it is one");
    let open = till.ask("customers.get", json!({"id": rosa}))["open"].clone();
    assert_eq!((&open[0]["sale"], &open[0]["open"], open.as_array().unwrap().len()), (&json!(second.id), &json!(2500), 1), "oldest first");
    let wrong = json!([{"charge": first.id, "amount": 1}]);
    assert_eq!(till.refused("accounts.pay", paying(61, &rosa, &[cash(100)], &wrong)).code, "allocation_invalid");
    till.ask("accounts.pay", paying(62, &rosa, &[cash(3000)], &Value::Null));
    assert_eq!(balance(&till, &rosa), -500, "over-payment stays in her favour");
    assert_eq!(buy(&till, &rosa).account.unwrap().allocations[0].amount.get(), 500, "and pays the next sale");
    let numbers: Vec<i64> = till
        .entries()
        .into_iter()
        .filter_map(|entry| if let Fact::AccountPaid(paid) = entry.fact { Some(paid.number.number) } else { None })
        .collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(till.sales().len(), 3, "no payment is a sale");
    till.wait_for_printer();
    wait_until("all is printed", || printer.slips().len() == 5);
    let paper = (1..=5).map(|n| printer.slip(n).text()).find(|text| text.contains("AR-000001")).unwrap();
    assert!(paper.contains("RECIBO DE PAGO") && paper.contains("Rosa") && paper.contains("$25.00"), "{paper}");
}

#[test]
fn rule_11_an_unpaid_sale_that_comes_back_lowers_the_debt_and_gives_no_cash() {
    let (till, _printer) = shop();
    open_shift(&till);
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    let sale = buy(&till, &rosa);
    till.ask("accounts.pay", paying(60, &rosa, &[cash(1000)], &Value::Null));
    till.ask(
        "cart.return",
        json!({"sale": sale.id, "lines": [{"line": sale.lines[0].id, "quantity": 1000, "reason": "damaged", "restock": false, "note": null}]}),
    );
    assert_eq!(till.ask("cart.current", Value::Null)["customer"]["id"], json!(rosa));
    let quote = till.ask("pay.quote", json!({"tenders": []}));
    assert_eq!(quote["give_back"], json!([{"method": "account", "amount": -2250}, {"method": "cash", "amount": -1000}]));
    assert_eq!(finish(&till, &[cash(-3250)], &Value::Null).unwrap_err().code, "debt_first");
    finish(&till, &[account(-2250), cash(-1000)], &Value::Null).unwrap();
    assert_eq!((balance(&till, &rosa), expected(&till)), (0, 100_000), "only what was paid went out");
}

#[test]
fn rule_11_what_is_exchanged_is_owed_as_before_and_pays_nothing_out() {
    let (till, printer) = shop();
    open_shift(&till);
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    let sale = buy(&till, &rosa);
    let back = |of: &domain::sale::SaleCompleted| {
        let sold = of.lines.iter().find(|line| line.returned.is_none()).unwrap();
        let line = json!({"line": sold.id, "quantity": 1000, "reason": "changed_mind", "restock": true, "note": null});
        till.ask("cart.return", json!({"sale": of.id, "lines": [line]}));
    };
    back(&sale);
    till.scan(COFFEE);
    assert_eq!(till.ask("pay.quote", json!({"tenders": []}))["refusal"], Value::Null);
    finish(&till, &[], &Value::Null).unwrap();
    let exchange = till.sales().pop().unwrap();
    assert_eq!(balance(&till, &rosa), 3250);
    let page = till.ask("customers.get", json!({"id": rosa}));
    assert_eq!((&page["open"][0]["sale"], &page["open"][0]["open"]), (&json!(exchange.id), &json!(3250)), "the debt went over");
    assert_eq!(page["statement"][0]["kind"], "exchange");
    back(&exchange);
    assert_eq!(till.ask("pay.quote", json!({"tenders": []}))["give_back"], json!([{"method": "account", "amount": -3250}]));
    assert_eq!(till.ask("pay.quote", json!({"tenders": [cash(-3250)]}))["refusal"]["code"], "debt_first");
    assert_eq!(finish(&till, &[cash(-3250)], &Value::Null).unwrap_err().code, "debt_first");
    finish(&till, &[account(-3250)], &Value::Null).unwrap();
    assert_eq!((balance(&till, &rosa), expected(&till)), (0, 100_000));
    till.wait_for_printer();
    wait_until("all is printed", || printer.slips().len() == 3);
    let paper = printer.slip(2).text();
    assert!(paper.contains("Sigue en su cuenta") && paper.contains("$32.50"), "{paper}");
}

#[test]
fn what_a_supervisor_has_to_allow_is_said_before_a_card_is_charged() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    terms(&till, &rosa, 1000);
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&luz, CASHIER_PIN);
    choose(&till, &rosa);
    let quote = till.ask("pay.quote", json!({"tenders": [card(2000), account(1250)]}));
    assert_eq!((&quote["to_allow"]["code"], &quote["refusal"]), (&json!("credit_exceeded"), &Value::Null));
    let quote = till.ask("pay.quote", json!({"tenders": [card(2250), account(1000)]}));
    assert_eq!(quote["to_allow"], Value::Null);
}

#[test]
fn whoever_owes_is_not_erased_and_stands_in_the_list_of_those_who_are_late() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    buy(&till, &rosa);
    assert_eq!(till.refused("customers.erase", json!({"id": rosa})).code, "account_open");
    let debtor = till.ask("accounts.debtors", Value::Null)[0].clone();
    assert_eq!((&debtor["row"]["id"], &debtor["not_due"], &debtor["oldest_due"]), (&json!(rosa), &json!(3250), &Value::Null));
    till.pass_seconds(45 * 86_400);
    till.sign_in_owner();
    choose(&till, &rosa);
    finish(&till, &[cash(3250)], &Value::Null).unwrap();
    let debtor = till.ask("accounts.debtors", Value::Null)[0].clone();
    assert_eq!((&debtor["not_due"], &debtor["to_30"]), (&json!(0), &json!(3250)));
    till.ask("accounts.pay", paying(60, &rosa, &[cash(3250)], &Value::Null));
    assert_eq!(till.ask("accounts.debtors", Value::Null), json!([]));
}

#[test]
fn rule_35_what_a_named_payment_leaves_goes_to_the_oldest() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    let (first, second) = (buy(&till, &rosa), buy(&till, &rosa));
    till.ask("accounts.pay", paying(60, &rosa, &[cash(5000)], &json!([{"charge": second.id, "amount": 3250}])));
    let open = till.ask("customers.get", json!({"id": rosa}))["open"].clone();
    assert_eq!((&open[0]["sale"], &open[0]["open"], open.as_array().unwrap().len()), (&json!(first.id), &json!(1500), 1));
}

#[test]
fn rule_34_what_she_paid_before_is_hers_to_spend() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    till.ask("accounts.pay", paying(60, &rosa, &[cash(5000)], &Value::Null));
    let luz = till.hire("Luz", "cashier", CASHIER_PIN);
    till.sign_in(&luz, CASHIER_PIN);
    buy(&till, &rosa);
    assert_eq!(balance(&till, &rosa), -1750);
    choose(&till, &rosa);
    assert_eq!(finish(&till, &[account(3250)], &Value::Null).unwrap_err().code, "credit_closed", "beyond that it is credit");
}

#[test]
fn an_erased_customer_owes_nothing_and_pays_nothing() {
    let (till, _printer) = shop();
    let rosa = rosa(&till);
    terms(&till, &rosa, 100_000);
    choose(&till, &rosa);
    finish(&till, &[cash(3250)], &Value::Null).unwrap();
    let sale = till.sales().pop().unwrap();
    till.ask("customers.erase", json!({"id": rosa}));
    assert_eq!(till.refused("accounts.pay", paying(60, &rosa, &[cash(100)], &Value::Null)).code, "not_found");
    let line = json!({"line": sale.lines[0].id, "quantity": 1000, "reason": "damaged", "restock": true, "note": null});
    let cart = till.ask("cart.return", json!({"sale": sale.id, "lines": [line]}));
    assert_eq!(cart["customer"], Value::Null, "a return of what she bought is nobody's");
}

#[test]
fn rule_35_the_receipt_of_a_payment_comes_out_again_as_a_copy_and_the_drawer_stays_shut() {
    let (till, printer) = shop();
    let rosa = rosa(&till);
    open_shift(&till);
    let paid = till.ask("accounts.pay", paying(60, &rosa, &[cash(2000)], &Value::Null));
    for n in 1..3 {
        till.ask("accounts.print", json!({"id": paid["id"]}));
        till.wait_for_printer();
        let copy = printer.slip(1 + n);
        assert!(copy.text().contains(&format!("COPIA {n}")) && copy.text().contains("AR-000001"), "{}", copy.text());
        assert!(copy.pulses().is_empty());
    }
    let counted = till.entries().into_iter().filter(|entry| matches!(entry.fact, Fact::ReceiptReprinted(_))).count();
    assert_eq!(counted, 2);
}
