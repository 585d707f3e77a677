//! Paper of a shift: what went in or out of the drawer, and the reports (X while it is open, Z when it is closed). Every amount is a stored one.

use chrono::NaiveDateTime;
use domain::Money;
use domain::account::AccountPaid;
use domain::country::{Country, Language};
use domain::entry::ShopConfigured;
use domain::shift::{CashDirection, CashMoved, CashReason, Report, Totals};
use domain::value::{Value, ValueKind, in_groups};

use crate::figures::percent;
use crate::slip::{Row, Slip, Style};
use crate::words::{ShiftWords, shift_words, words};

/// What every paper of a shift says of where and who.
#[derive(Debug, Clone, Copy)]
pub struct ShiftPaper<'a> {
    pub shop: &'a ShopConfigured,
    pub country: &'a Country,
    pub language: Language,
    pub till: &'a str,
    /// Who wrote what is printed, and when by the shop's clock.
    pub by: &'a str,
    pub at: NaiveDateTime,
    /// Who granted it, where that was needed.
    pub approved_by: Option<&'a str>,
    pub note: Option<&'a str>,
    pub copy: Option<u32>,
}

pub(crate) struct Writer<'a> {
    pub paper: ShiftPaper<'a>,
    pub words: &'static ShiftWords,
    pub slip: Slip,
}

/// Cash in or out: whoever takes it signs.
#[must_use]
pub fn cash_slip(paper: ShiftPaper<'_>, moved: &CashMoved, supplier: Option<&str>, invoice: Option<&str>) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    let is_out = moved.direction == CashDirection::Out;
    writer.head(if is_out { &paper.country.wording.in_language(paper.language).cash_out } else { words.cash_in }, "");
    writer.slip.add(Row::Rule);
    writer.slip.columns(words.reason(moved.reason), writer.money(moved.amount), Style::BIG);
    for (word, text) in [(words.supplier, supplier), (words.invoice, invoice)] {
        writer.slip.text(&text.map(|text| format!("{word}: {text}")).unwrap_or_default(), Style::PLAIN);
    }
    writer.note();
    writer.approved();
    writer.slip.add(Row::Feed(2));
    writer.slip.columns(words.signature, "______________________", Style::PLAIN);
    writer.end()
}

/// What a customer paid of her debt: a receipt, and no sale (rule 35).
#[must_use]
pub fn payment_slip(paper: ShiftPaper<'_>, paid: &AccountPaid, customer: &str) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    if paid.tenders.iter().any(|it| it.tender.is_cash()) && paper.copy.is_none() {
        writer.slip.add(Row::DrawerPulse);
    }
    writer.head(words.payment, &paid.number.on_paper(&paper.country.number));
    writer.slip.text(customer, Style::BOLD);
    writer.slip.add(Row::Rule);
    for it in &paid.tenders {
        writer.slip.columns(writer.method(it.tender.method()), writer.money(it.base_amount), Style::PLAIN);
    }
    writer.slip.columns(crate::words::words(paper.language).total, writer.money(paid.amount), Style::BIG);
    writer.slip.add(Row::Gap);
    let word = if paid.balance.is_negative() { words.in_favour } else { words.balance };
    writer.slip.columns(word, writer.money(paid.balance.abs()), Style::BOLD);
    writer.end()
}

/// A code that is worth something, for whoever holds it.
#[must_use]
pub fn value_slip(paper: ShiftPaper<'_>, value: &Value) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = crate::words::words(paper.language);
    writer.head(if value.kind == ValueKind::GiftCard { words.gift_card } else { words.value }, "");
    writer.slip.add(Row::Rule);
    writer.slip.columns(words.worth, writer.money(value.balance), Style::BIG);
    writer.slip.add(Row::Gap);
    writer.slip.text(&in_groups(&value.code), Style { bold: true, ..Style::CENTRED });
    writer.slip.add(Row::Feed(1));
    writer.slip.add(Row::Qr(value.code.clone()));
    if let Some(until) = value.valid_until {
        writer.slip.columns(words.valid_until, crate::receipt::day(until.into(), paper.country, paper.language), Style::BOLD);
    }
    writer.end()
}

/// How the shift stands. Nothing is closed by it. Where the drawer is counted blind no amount of it is shown.
#[must_use]
pub fn x_report(paper: ShiftPaper<'_>, totals: &Totals, is_shown: bool) -> Slip {
    let mut writer = Writer::begin(paper);
    writer.head(writer.words.x_report, "");
    if is_shown {
        writer.sales(totals);
        writer.methods(totals);
        writer.cash(totals);
        writer.slip.columns(writer.words.expected, writer.money(totals.cash.expected()), Style::BOLD);
    }
    writer.others(totals);
    writer.end()
}

/// The stored report, as it was stored. `hash` is that of its entry.
#[must_use]
pub fn z_report(paper: ShiftPaper<'_>, report: &Report, opened: (&str, NaiveDateTime), hash: &str) -> Slip {
    let mut writer = Writer::begin(paper);
    let words = writer.words;
    writer.head(words.z_report, &report.number.on_paper(&paper.country.number));
    writer.slip.columns(format!("{} {}", words.opened, opened.1.format("%d/%m/%Y %H:%M")), opened.0, Style::PLAIN);
    writer.sales(&report.totals);
    writer.methods(&report.totals);
    writer.checked(report);
    writer.cash(&report.totals);
    writer.difference(report);
    writer.others(&report.totals);
    writer.slip.add(Row::Rule);
    writer.slip.columns(words.perpetual, writer.money(report.perpetual), Style::BOLD);
    writer.note();
    writer.approved();
    writer.slip.add(Row::Gap);
    writer.slip.text(&format!("{} {}", words.head, &hash[..hash.len().min(32)]), Style::PLAIN);
    writer.end()
}

impl<'a> Writer<'a> {
    pub fn begin(paper: ShiftPaper<'a>) -> Self {
        Self { paper, words: shift_words(paper.language), slip: Slip::default() }
    }

    pub fn money(&self, amount: Money) -> String {
        self.paper.country.currency.format(amount)
    }

    fn signed(&self, amount: Money) -> String {
        if amount > Money::ZERO { format!("+{}", self.money(amount)) } else { self.money(amount) }
    }

    fn banner(&mut self) {
        let words = words(self.paper.language);
        if let Some(copy) = self.paper.copy {
            self.slip.add(Row::Banner(format!("{} {copy}", words.copy)));
        }
        if self.paper.shop.demo {
            self.slip.add(Row::Banner(words.demo.to_owned()));
        }
    }

    pub fn head(&mut self, title: &str, number: &str) {
        self.banner();
        let ShiftPaper { shop, at, by, till, language, .. } = self.paper;
        self.slip.text(&shop.name, Style::CENTRED);
        self.slip.add(Row::Gap);
        self.slip.text(format!("{title} {number}").trim_end(), Style::TITLE);
        self.slip.add(Row::Gap);
        self.slip.columns(at.format("%d/%m/%Y %H:%M").to_string(), format!("{} {till}", words(language).till), Style::PLAIN);
        self.slip.text(by, Style::PLAIN);
    }

    fn sales(&mut self, totals: &Totals) {
        let ShiftPaper { country, language, .. } = self.paper;
        let receipt = words(language);
        self.slip.add(Row::Rule);
        self.slip.columns(format!("{} ({})", self.words.sales, totals.sales), self.money(totals.total), Style::BOLD);
        if let (Some(first), Some(last)) = (&totals.first, &totals.last) {
            self.slip.text(&format!("{} - {}", first.on_paper(&country.number), last.on_paper(&country.number)), Style::INDENTED);
        }
        let parts = [(self.words.returned, totals.returned), (receipt.discounts, -totals.discounts), (receipt.rounding, totals.rounding)];
        for (word, amount) in parts {
            if amount != Money::ZERO {
                self.slip.columns(word, self.money(amount), Style::INDENTED);
            }
        }
        let currency = &country.currency;
        if !totals.taxes.is_empty() {
            let mut rows = vec![[receipt.tax, receipt.base, receipt.amount].map(str::to_owned).to_vec()];
            rows.extend(totals.taxes.iter().map(|tax| {
                let name = format!("{} {}", country.tax_name(&tax.code), percent(tax.rate, &currency.decimal_mark));
                vec![name, currency.figure(tax.base), currency.figure(tax.amount)]
            }));
            self.slip.add(Row::Table(rows));
        }
    }

    pub fn method(&self, method: &str) -> String {
        let words = words(self.paper.language);
        match method {
            "cash" => words.cash.to_owned(),
            "card" => words.card.to_owned(),
            "transfer" => words.transfer.to_owned(),
            "value" => words.value.to_owned(),
            "deposit" => words.deposit.to_owned(),
            "points" => words.points.to_owned(),
            "account" => self.paper.country.wording.in_language(self.paper.language).on_account.clone(),
            other => other.to_owned(),
        }
    }

    fn methods(&mut self, totals: &Totals) {
        self.slip.add(Row::Rule);
        for sum in &totals.methods {
            self.slip.columns(format!("{} ({})", self.method(&sum.method), sum.count), self.money(sum.amount), Style::PLAIN);
        }
        let words = self.words;
        let beside = [(words.collected, &totals.collected), (words.issued, &totals.issued), (words.deposits, &totals.deposits)];
        for (word, sum) in beside.into_iter().flat_map(|(word, sums)| sums.iter().map(move |sum| (word, sum))) {
            let word = format!("{word}: {} ({})", self.method(&sum.method), sum.count);
            self.slip.columns(word, self.money(sum.amount), Style::PLAIN);
        }
    }

    /// What a terminal or a bank says of it, only where it says something else.
    fn checked(&mut self, report: &Report) {
        for checked in &report.checked {
            let of_till = report.totals.taken_by(&checked.method);
            let difference = checked.amount - of_till;
            if difference != Money::ZERO {
                let word = format!("{}: {}", self.method(&checked.method), self.words.difference);
                self.slip.columns(word, self.signed(difference), Style::BOLD);
            }
        }
    }

    fn cash(&mut self, totals: &Totals) {
        let opening = &self.paper.country.wording.in_language(self.paper.language).opening_cash;
        let cash = totals.cash;
        self.slip.add(Row::Rule);
        self.slip.columns(opening, self.money(cash.opening), Style::PLAIN);
        self.slip.columns(self.words.cash_sales, self.signed(cash.sales), Style::PLAIN);
        let parts = [
            (self.words.refunds, -cash.refunds),
            (self.words.cash_collected, cash.collected),
            (self.words.cash_issued, cash.issued),
            (self.words.cash_deposits, cash.deposits),
            (self.words.paid_in, cash.paid_in),
            (self.words.paid_out, -cash.paid_out),
        ];
        for (word, amount) in parts {
            if amount != Money::ZERO {
                self.slip.columns(word, self.signed(amount), Style::PLAIN);
            }
        }
    }

    fn difference(&mut self, report: &Report) {
        self.slip.columns(self.words.expected, self.money(report.expected), Style::BOLD);
        self.slip.columns(self.words.counted, self.money(report.count.total), Style::BOLD);
        for pieces in &report.count.pieces {
            let amount = Money::of(pieces.value.get() * pieces.pieces);
            self.slip.columns(format!("{} x {}", pieces.pieces, self.money(pieces.value)), self.money(amount), Style::INDENTED);
        }
        self.slip.add(Row::Gap);
        self.slip.columns(self.words.difference, self.signed(report.difference), Style::BIG);
        if report.first_difference != report.difference {
            self.slip.columns(self.words.first_difference, self.signed(report.first_difference), Style::PLAIN);
        }
        let opening = report.totals.cash.opening - report.opening_expected;
        if opening != Money::ZERO {
            self.slip.columns(self.words.opening_difference, self.signed(opening), Style::PLAIN);
        }
    }

    fn others(&mut self, totals: &Totals) {
        self.slip.add(Row::Rule);
        self.slip.columns(self.words.openings, totals.openings.to_string(), Style::PLAIN);
        self.slip.columns(self.words.removed_lines, totals.removed_lines.to_string(), Style::PLAIN);
    }

    pub fn note(&mut self) {
        if let Some(note) = self.paper.note {
            self.slip.text(&format!("{}: {note}", words(self.paper.language).note), Style::PLAIN);
        }
    }

    pub fn approved(&mut self) {
        if let Some(name) = self.paper.approved_by {
            self.slip.text(&format!("{} {name}", self.words.approved_by), Style::PLAIN);
        }
    }

    pub fn end(mut self) -> Slip {
        self.slip.add(Row::Feed(1));
        self.banner();
        self.slip.add(Row::Cut);
        self.slip
    }
}

impl ShiftWords {
    #[must_use]
    pub fn reason(&self, reason: CashReason) -> &'static str {
        match reason {
            CashReason::Change => self.reason_change,
            CashReason::Safe => self.reason_safe,
            CashReason::Supplier => self.reason_supplier,
            CashReason::Expense => self.reason_expense,
            CashReason::Other => self.reason_other,
        }
    }
}
