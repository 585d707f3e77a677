//! Paper of an order: what was ordered and what is left to pay, each deposit, and what goes back. It is no sale, and each says so.

use domain::Money;
use domain::order::{DepositTaken, OrderCancelled, OrderKind, OrderPlaced, Standing};
use domain::sale::PaidTender;

use crate::figures::{quantity, unit_price};
use crate::receipt::day;
use crate::shift_slips::{ShiftPaper, Writer};
use crate::slip::{Row, Slip, Style};

/// For whoever ordered, as it stands now: scanning it finds the order.
#[must_use]
pub fn order_slip(paper: ShiftPaper<'_>, placed: &OrderPlaced, standing: &Standing, customer: &str) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    let title = if placed.kind == OrderKind::Layaway { words.layaway } else { words.order };
    let number = placed.offer.number.on_paper(&paper.country.number);
    writer.head(title, &number);
    writer.slip.text(customer, Style::BOLD);
    writer.ordered(placed);
    writer.slip.columns(crate::words::words(paper.language).total, writer.money(standing.total), Style::BIG);
    writer.slip.columns(words.deposits, writer.money(standing.held()), Style::PLAIN);
    writer.slip.columns(words.left_to_pay, writer.money(standing.left()), Style::BOLD);
    writer.schedule(placed, standing.held());
    writer.slip.add(Row::Gap);
    writer.slip.columns(words.collect_until, day(placed.valid_until.into(), paper.country, paper.language), Style::BOLD);
    writer.approved();
    writer.no_sale();
    writer.slip.add(Row::Qr(number));
    writer.end()
}

/// What was left for it, and what is left to pay.
#[must_use]
pub fn deposit_slip(paper: ShiftPaper<'_>, taken: &DepositTaken, placed: &OrderPlaced, customer: &str) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    writer.pulse(&taken.tenders);
    writer.head(words.deposit_receipt, &taken.number.on_paper(&paper.country.number));
    writer.of_order(placed, customer);
    writer.paid(&taken.tenders);
    writer.slip.columns(crate::words::words(paper.language).total, writer.money(taken.amount), Style::BIG);
    writer.slip.add(Row::Gap);
    writer.slip.columns(words.deposits, writer.money(taken.held), Style::PLAIN);
    let left = (placed.offer.total - taken.held).max(Money::ZERO);
    writer.slip.columns(words.left_to_pay, writer.money(left), Style::BOLD);
    writer.schedule(placed, taken.held);
    writer.no_sale();
    writer.end()
}

/// What went back: whoever takes it signs.
#[must_use]
pub fn cancelled_slip(paper: ShiftPaper<'_>, cancelled: &OrderCancelled, placed: &OrderPlaced, customer: &str) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    writer.pulse(&cancelled.tenders);
    writer.head(words.order_cancelled, &cancelled.number.on_paper(&paper.country.number));
    writer.of_order(placed, customer);
    writer.paid(&cancelled.tenders);
    let back: Money = cancelled.tenders.iter().map(|paid| paid.base_amount).sum();
    writer.slip.columns(words.given_back, writer.money(-back), Style::BIG);
    writer.note();
    writer.approved();
    writer.slip.add(Row::Feed(2));
    writer.slip.columns(words.signature, "______________________", Style::PLAIN);
    writer.end()
}

impl Writer<'_> {
    fn of_order(&mut self, placed: &OrderPlaced, customer: &str) {
        let number = placed.offer.number.on_paper(&self.paper.country.number);
        let word = if placed.kind == OrderKind::Layaway { self.words.layaway } else { self.words.order };
        self.slip.text(customer, Style::BOLD);
        self.slip.text(&format!("{word} {number}"), Style::PLAIN);
        self.slip.add(Row::Rule);
    }

    fn ordered(&mut self, placed: &OrderPlaced) {
        let currency = &self.paper.country.currency;
        self.slip.add(Row::Rule);
        for line in &placed.offer.lines {
            let price = unit_price(line.unit_price, currency);
            self.slip.text(&line.name, Style::PLAIN);
            let what = format!("{} x {price}", quantity(line.quantity, line.unit, &currency.decimal_mark));
            self.slip.columns(what, self.money(line.list - line.line_discount), Style::INDENTED);
        }
        self.slip.add(Row::Rule);
    }

    /// What is still to be brought, and when.
    fn schedule(&mut self, placed: &OrderPlaced, held: Money) {
        for own in placed.open_schedule(held) {
            let due = day(own.due.into(), self.paper.country, self.paper.language);
            self.slip.columns(due, self.money(own.amount), Style::INDENTED);
        }
    }

    fn paid(&mut self, tenders: &[PaidTender]) {
        for paid in tenders {
            self.slip.columns(self.method(paid.tender.method()), self.money(paid.base_amount.abs()), Style::PLAIN);
        }
    }

    /// Cash comes in or goes out, and this is the original.
    fn pulse(&mut self, tenders: &[PaidTender]) {
        if self.paper.copy.is_none() && tenders.iter().any(|paid| paid.tender.is_cash()) {
            self.slip.add(Row::DrawerPulse);
        }
    }

    fn no_sale(&mut self) {
        self.slip.text(crate::words::words(self.paper.language).no_sale, Style::CENTRED);
    }
}
