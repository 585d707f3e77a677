//! A sale's receipt. Every amount is the stored one: paper computes nothing.

use ::image::GrayImage;
use chrono::{NaiveDate, NaiveDateTime};
use domain::country::{Country, Language, Wording};
use domain::currency::Currency;
use domain::entry::ShopConfigured;
use domain::points::PointsMoved;
use domain::product::{Unit, articles};
use domain::sale::{PaidTender, SaleCompleted, SaleLine};
use domain::tax::PriceMode;
use domain::tender::Tender;
use domain::ticket::Discount;
use domain::value::in_groups;
use domain::{Money, Quantity};

use crate::figures::{percent, quantity, unit_price};
use crate::slip::{Row, Slip, Style};
use crate::words::{Words, words};

#[derive(Debug, Clone)]
pub struct ReceiptInput<'a> {
    pub sale: &'a SaleCompleted,
    pub shop: &'a ShopConfigured,
    pub country: &'a Country,
    pub language: Language,
    pub cashier_name: &'a str,
    /// Who owes something after it: nobody else's name stands on paper.
    pub customer: Option<&'a str>,
    /// When the sale was completed, by the shop's clock.
    pub local_time: NaiveDateTime,
    /// The opened note of each line.
    pub notes: &'a [Option<String>],
    /// The how manieth copy; none: the original.
    pub copy: Option<u32>,
    pub qr: &'a str,
    /// It is an offer, and this is its last day.
    pub valid_until: Option<NaiveDate>,
    pub logo: Option<GrayImage>,
}

#[must_use]
pub fn receipt(input: &ReceiptInput<'_>) -> Slip {
    let mut paper =
        Receipt { input, words: words(input.language), wording: input.country.wording.in_language(input.language), slip: Slip::default() };
    paper.drawer();
    paper.marks();
    paper.head();
    paper.lines();
    paper.sums();
    paper.offer();
    paper.tenders();
    paper.foot();
    paper.marks();
    paper.slip.add(Row::Cut);
    paper.slip
}

struct Receipt<'a> {
    input: &'a ReceiptInput<'a>,
    words: &'static Words,
    wording: &'a Wording,
    slip: Slip,
}

impl Receipt<'_> {
    /// Rule 38: cash came in and this is the original. First of all, so that the drawer is open before the paper is out.
    fn drawer(&mut self) {
        let is_cash = self.input.sale.tenders.iter().any(|paid| paid.tender.is_cash());
        if is_cash && self.input.copy.is_none() {
            self.slip.add(Row::DrawerPulse);
        }
    }

    fn marks(&mut self) {
        if let Some(copy) = self.input.copy {
            self.slip.add(Row::Banner(format!("{} {copy}", self.words.copy)));
        }
        if self.input.sale.demo {
            self.slip.add(Row::Banner(self.words.demo.to_owned()));
            self.slip.text(self.words.demo_note, Style::CENTRED);
        }
        if self.input.copy.is_some() || self.input.sale.demo {
            self.slip.add(Row::Feed(1));
        }
    }

    fn head(&mut self) {
        let ReceiptInput { sale, shop, country, cashier_name, local_time, logo, language, .. } = self.input;
        if let Some(logo) = logo {
            self.slip.add(Row::Logo(logo.clone()));
            self.slip.add(Row::Gap);
        }
        self.slip.text(&shop.name, Style::TITLE);
        self.slip.add(Row::Gap);
        self.slip.text(&shop.address, Style::CENTRED);
        if !shop.tax_id.trim().is_empty() {
            self.slip.text(&format!("{}: {}", self.wording.tax_id, shop.tax_id), Style::CENTRED);
        }
        self.slip.add(Row::Feed(1));
        let number = format!("{} {}", self.wording.receipt_number, sale.number.on_paper(&country.number));
        let title = match self.input.valid_until {
            Some(_) => self.words.quotation,
            None if sale.total.is_negative() => &self.wording.refund,
            None => &self.wording.receipt,
        };
        self.slip.columns(title, number, Style::BOLD);
        self.slip.columns(day(*local_time, country, *language), local_time.format("%H:%M").to_string(), Style::PLAIN);
        self.slip.columns(format!("{}: {cashier_name}", self.words.cashier), format!("{} {}", self.words.till, sale.till), Style::PLAIN);
        if let Some(customer) = self.input.customer {
            self.slip.text(&one_line(&format!("{}: {customer}", self.words.customer)), Style::PLAIN);
        }
    }

    fn lines(&mut self) {
        self.slip.add(Row::Rule);
        for (place, line) in self.input.sale.lines.iter().enumerate() {
            self.line(line);
            self.returned(line);
            let note = self.input.notes.get(place).and_then(Option::as_deref).filter(|_| !line.note_inside);
            self.slip.text(&note.map(|note| format!("{}: {note}", self.words.note)).unwrap_or_default(), Style::INDENTED);
        }
        self.slip.add(Row::Rule);
    }

    fn line(&mut self, line: &SaleLine) {
        let list = self.money(line.list);
        if line.unit == Unit::Piece && line.quantity == Quantity::ONE {
            self.slip.columns(&line.name, list, Style::PLAIN);
        } else {
            let price = unit_price(line.unit_price, self.currency());
            self.slip.text(&one_line(&line.name), Style::PLAIN);
            self.slip.columns(
                format!("{} x {price}", quantity(line.quantity, line.unit, &self.currency().decimal_mark)),
                list,
                Style::INDENTED,
            );
        }
        if line.line_discount != Money::ZERO {
            self.slip.columns(self.discount(line.discount), self.money(-line.line_discount), Style::INDENTED);
        }
    }

    /// What came back names the receipt on which it was sold.
    fn returned(&mut self, line: &SaleLine) {
        let Some(returned) = &line.returned else { return };
        let text = match &returned.of {
            Some(of) => format!("{} {}", self.words.returned_of, of.number.on_paper(&self.input.country.number)),
            None => self.words.returned.to_owned(),
        };
        self.slip.text(&text, Style::INDENTED);
    }

    fn discount(&self, discount: Option<Discount>) -> String {
        match discount {
            Some(Discount::Rate { rate }) => format!("{} {}", self.words.discount, percent(rate, &self.currency().decimal_mark)),
            _ => self.words.discount.to_owned(),
        }
    }

    fn sums(&mut self) {
        let sale = self.input.sale;
        let adds_tax = sale.price_mode == PriceMode::Exclusive && sale.tax != Money::ZERO;
        if sale.discounts != Money::ZERO || adds_tax {
            self.slip.columns(self.words.subtotal, self.money(sale.subtotal), Style::PLAIN);
        }
        if sale.discounts != Money::ZERO {
            self.slip.columns(self.words.discounts, self.money(-sale.discounts), Style::PLAIN);
        }
        if adds_tax {
            self.slip.columns(self.words.taxes, self.money(sale.tax), Style::PLAIN);
        }
        self.slip.add(Row::Gap);
        self.slip.columns(self.words.total, self.money(sale.total), Style::BIG);
        self.slip.add(Row::Gap);
        if sale.rounding != Money::ZERO {
            self.slip.columns(self.words.rounding, self.money(sale.rounding), Style::PLAIN);
        }
    }

    fn offer(&mut self) {
        let Some(until) = self.input.valid_until else { return };
        let until = day(until.into(), self.input.country, self.input.language);
        self.slip.columns(self.words.valid_until, until, Style::BOLD);
        self.slip.text(self.words.no_sale, Style::CENTRED);
    }

    fn tenders(&mut self) {
        let sale = self.input.sale;
        self.slip.add(Row::Gap);
        for paid in &sale.tenders {
            let name = self.tender(paid);
            if paid.base_amount.is_negative() {
                self.slip.columns(format!("{} {name}", self.words.given_back), self.money(-paid.base_amount), Style::BOLD);
            } else {
                self.slip.columns(name, self.money(paid.base_amount), Style::PLAIN);
            }
            self.references(&paid.tender);
        }
        if let Some(moved) = sale.account.as_ref().and_then(|account| account.charged).filter(|moved| *moved > Money::ZERO) {
            self.slip.columns(self.words.still_owed, self.money(moved), Style::PLAIN);
        }
        if let Some(due) = sale.account.as_ref().and_then(|account| account.due) {
            self.slip.columns(self.words.due, day(due.into(), self.input.country, self.input.language), Style::INDENTED);
        }
        for (word, points) in self.points() {
            self.slip.columns(word, points.to_string(), Style::PLAIN);
        }
        let took_cash = |paid: &PaidTender| paid.tender.is_cash() && !paid.base_amount.is_negative();
        if sale.change != Money::ZERO || sale.tenders.iter().any(took_cash) {
            self.slip.columns(&self.wording.change, self.money(sale.change), Style::BOLD);
        }
    }

    /// What the sale earned and spent, and what went with what came back.
    fn points(&self) -> Vec<(&'static str, i64)> {
        let sum = |of: fn(&PointsMoved) -> i64| self.input.sale.points.iter().map(of).sum::<i64>();
        let (earned, spent) = (sum(|own| own.earned), sum(|own| own.spent));
        [(self.words.points_earned, earned), (self.words.points_spent, spent)].into_iter().filter(|(_, points)| *points != 0).collect()
    }

    fn tender(&self, paid: &PaidTender) -> String {
        let name = match &paid.tender {
            Tender::Cash { .. } => self.words.cash.to_owned(),
            Tender::Card { brand, last_four, .. } if last_four.is_empty() => format!("{} {brand}", self.words.card),
            Tender::Card { brand, last_four, .. } => format!("{} {brand} ··{last_four}", self.words.card),
            Tender::Transfer { .. } => self.words.transfer.to_owned(),
            Tender::Account { .. } => self.wording.on_account.clone(),
            Tender::Value { code, .. } => format!("{} {}", self.words.value, in_groups(code)),
            Tender::Deposit { .. } => self.words.deposit.to_owned(),
            Tender::Points { .. } => self.words.points.to_owned(),
        };
        if paid.currency == self.input.sale.currency {
            return name;
        }
        format!("{name} {} {}", paid.currency, self.currency().figure(paid.tender.amount()))
    }

    fn references(&mut self, tender: &Tender) {
        let (authorisation, reference) = match tender {
            Tender::Cash { .. } | Tender::Account { .. } | Tender::Value { .. } | Tender::Deposit { .. } | Tender::Points { .. } => return,
            Tender::Card { authorisation, reference, .. } => (authorisation.as_str(), reference.as_str()),
            Tender::Transfer { reference, .. } => ("", reference.as_str()),
        };
        for (word, text) in [(self.words.authorisation, authorisation), (self.words.reference, reference)] {
            if !text.trim().is_empty() {
                self.slip.text(&one_line(&format!("{word} {text}")), Style::INDENTED);
            }
        }
    }

    fn foot(&mut self) {
        self.slip.add(Row::Feed(1));
        self.taxes();
        self.articles();
        if !self.input.qr.is_empty() {
            self.slip.add(Row::Feed(1));
            self.slip.add(Row::Qr(self.input.qr.to_owned()));
        }
        self.slip.add(Row::Feed(1));
        for text in self.input.country.legal_text.in_language(self.input.language) {
            self.slip.text(text, Style::CENTRED);
            self.slip.add(Row::Gap);
        }
        self.slip.text(self.words.thanks, Style { bold: true, ..Style::CENTRED });
        self.slip.add(Row::Feed(1));
    }

    /// Rule 5: each tax with its base and amount.
    fn taxes(&mut self) {
        let sale = self.input.sale;
        if sale.taxes.is_empty() {
            return;
        }
        let title = if sale.price_mode == PriceMode::Inclusive { self.words.taxes_included } else { self.words.taxes };
        self.slip.text(title, Style::BOLD);
        let mut rows = vec![[self.words.tax, self.words.base, self.words.amount].map(str::to_owned).to_vec()];
        rows.extend(sale.taxes.iter().map(|tax| {
            let name = format!("{} {}", self.input.country.tax_name(&tax.code), percent(tax.rate, &self.currency().decimal_mark));
            vec![name, self.currency().figure(tax.base), self.currency().figure(tax.amount)]
        }));
        self.slip.add(Row::Table(rows));
        self.slip.add(Row::Feed(1));
    }

    /// A weighed line is one article.
    fn articles(&mut self) {
        let count = self.input.sale.lines.iter().map(|line| articles(line.unit, line.quantity)).sum::<Quantity>().get() / 1000;
        let word = if count == 1 { self.words.article } else { self.words.articles };
        self.slip.text(&format!("{count} {word}"), Style::CENTRED);
    }

    fn currency(&self) -> &Currency {
        &self.input.country.currency
    }

    fn money(&self, amount: Money) -> String {
        self.currency().format(amount)
    }
}

fn one_line(text: &str) -> String {
    text.replace(['\n', '\r'], " ")
}

/// Day first, except where English is the country's own language: there the year is, which nobody misreads.
pub(crate) fn day(time: NaiveDateTime, country: &Country, language: Language) -> String {
    let year_first = language == Language::En && country.language == Language::En;
    time.format(if year_first { "%Y-%m-%d" } else { "%d/%m/%Y" }).to_string()
}
