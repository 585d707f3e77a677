//! What of a sale its receipt carries: enough for a till that does not have the sale to give back for it just what was paid for each line.

use serde::{Deserialize, Serialize};

use crate::Id;
use crate::country::Country;
use crate::number::LegalNumber;
use crate::product::Unit;
use crate::receipt_code::ReceiptCode;
use crate::sale::{SaleCompleted, SaleLine, paid};
use crate::tax::PriceMode;
use crate::tender::Tender;
use crate::ticket::{LineResult, LineTax, sum_up};
use crate::units::{Money, Quantity, Rate, UnitPrice};

/// The end of a product's id: by chance, one shop in millions has two products that share it.
pub type ProductEnd = [u8; 6];

const ID_TIME: usize = 6;
const ID_REST: usize = 10;

/// Written small, since all of it has to fit into a square on thermal paper.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Carried {
    sale: Id,
    series: String,
    rounding: Money,
    /// What was taken, less change.
    cash: Money,
    card: Money,
    transfer: Money,
    taxes: Vec<(String, Rate)>,
    classes: Vec<String>,
    lines: Vec<Line>,
}

#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Line {
    id: LineId,
    product: Option<ProductEnd>,
    /// Where no product has it.
    name: String,
    unit: Unit,
    class: u8,
    quantity: Quantity,
    unit_price: UnitPrice,
    list: Money,
    line_discount: Money,
    net: Money,
    taxes: Vec<TaxPart>,
}

/// Ids that were made within the same minute begin alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct LineId {
    later: i64,
    rest: [u8; ID_REST],
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
struct TaxPart {
    tax: u8,
    /// Where it is not the line's net.
    base: Option<Money>,
    amount: Money,
}

fn time_of(id: Id) -> i64 {
    id.as_bytes()[..ID_TIME].iter().fold(0, |time, byte| time << 8 | i64::from(*byte))
}

impl LineId {
    fn of(line: Id, sale: Id) -> Self {
        let mut rest = [0; ID_REST];
        rest.copy_from_slice(&line.as_bytes()[ID_TIME..]);
        Self { later: time_of(line) - time_of(sale), rest }
    }

    fn id(self, sale: Id) -> Id {
        let time = time_of(sale).wrapping_add(self.later).to_be_bytes();
        let mut bytes = [0; ID_TIME + ID_REST];
        bytes[..ID_TIME].copy_from_slice(&time[time.len() - ID_TIME..]);
        bytes[ID_TIME..].copy_from_slice(&self.rest);
        Id::from_bytes(bytes)
    }
}

#[must_use]
pub fn end_of(product: Id) -> ProductEnd {
    let [.., a, b, c, d, e, f] = product.into_bytes();
    [a, b, c, d, e, f]
}

/// The place of `value`, which is added where it is not there.
fn place<T: PartialEq>(values: &mut Vec<T>, value: T) -> Option<u8> {
    let at = values.iter().position(|own| *own == value).unwrap_or_else(|| {
        values.push(value);
        values.len() - 1
    });
    u8::try_from(at).ok()
}

impl Carried {
    /// `None` where only the till that sold it can give back: something came back in it, or it was paid by what is settled there.
    #[must_use]
    pub fn of(sale: &SaleCompleted) -> Option<Self> {
        let mut carried = Self {
            sale: sale.id,
            series: sale.number.series.clone(),
            rounding: sale.rounding,
            cash: -sale.change,
            card: Money::ZERO,
            transfer: Money::ZERO,
            taxes: Vec::new(),
            classes: Vec::new(),
            lines: Vec::new(),
        };
        sale.tenders.iter().try_for_each(|own| carried.add_tender(&own.tender, own.base_amount))?;
        sale.lines.iter().try_for_each(|line| carried.add_line(line))?;
        // it says nothing that is not exactly so
        (!carried.cash.is_negative() && sale.total > Money::ZERO).then_some(carried)
    }

    fn add_tender(&mut self, tender: &Tender, amount: Money) -> Option<()> {
        let sum = match tender {
            Tender::Cash { .. } => &mut self.cash,
            Tender::Card { .. } => &mut self.card,
            Tender::Transfer { .. } => &mut self.transfer,
            _ => return None,
        };
        *sum += amount;
        Some(())
    }

    fn add_line(&mut self, line: &SaleLine) -> Option<()> {
        if line.returned.is_some() {
            return None;
        }
        let mut taxes = Vec::with_capacity(line.taxes.len());
        for LineTax { code, rate, base, amount } in &line.taxes {
            let tax = place(&mut self.taxes, (code.clone(), *rate))?;
            taxes.push(TaxPart { tax, base: (*base != line.net).then_some(*base), amount: *amount });
        }
        self.lines.push(Line {
            id: LineId::of(line.id, self.sale),
            product: line.product.map(end_of),
            name: if line.product.is_some() { String::new() } else { line.name.clone() },
            unit: line.unit,
            class: place(&mut self.classes, line.tax_class.clone())?,
            quantity: line.quantity,
            unit_price: line.unit_price,
            list: line.list,
            line_discount: line.line_discount,
            net: line.net,
            taxes,
        });
        Some(())
    }

    /// What a till has to know to tell the sale.
    pub fn products(&self) -> impl Iterator<Item = ProductEnd> {
        self.lines.iter().filter_map(|line| line.product)
    }

    /// The sale as far as a return asks for it. `product` tells a product of this shop by the end of its id; one that is not known here leaves the
    /// sale unknown. So does a code whose parts do not make its total.
    pub fn sale(
        &self,
        code: &ReceiptCode,
        country: &Country,
        product: impl Fn(ProductEnd) -> Option<(Id, String)>,
    ) -> Option<SaleCompleted> {
        let results = self.lines.iter().map(|line| self.result(line, country.taxes.mode)).collect::<Option<Vec<_>>>()?;
        let sum = sum_up(results).ok()?;
        let lines = self.lines.iter().zip(sum.lines).map(|(line, result)| self.line(line, result, &product)).collect::<Option<Vec<_>>>()?;
        let currency = &country.currency.code;
        let sale = SaleCompleted {
            id: self.sale,
            number: LegalNumber { series: self.series.clone(), number: code.counted()? },
            business_date: code.business_date,
            till: self.series.clone(),
            cashier: Id::nil(),
            shift: None,
            customer: None,
            account: None,
            country: country.code.clone(),
            currency: currency.clone(),
            price_mode: country.taxes.mode,
            lines,
            discount: None,
            taxes: sum.taxes,
            subtotal: sum.subtotal,
            discounts: sum.discounts,
            net: sum.net,
            tax: sum.tax,
            total: sum.total,
            rounding: self.rounding,
            tenders: self.tenders().iter().map(|tender| paid(tender, currency)).collect(),
            change: Money::ZERO,
            removed: Vec::new(),
            approved_by: None,
            age_checked: None,
            quotation: None,
            points: Vec::new(),
            carried: Vec::new(),
            fiscal: None,
            demo: false,
        };
        (sale.total == code.total && sale.check_balance().is_ok()).then_some(sale)
    }

    fn result(&self, line: &Line, mode: PriceMode) -> Option<LineResult> {
        let taxes = line.taxes.iter().map(|part| self.tax(part, line.net)).collect::<Option<Vec<_>>>()?;
        let total = line.net + taxes.iter().map(|tax| tax.amount).sum::<Money>();
        let face = if mode == PriceMode::Inclusive { total } else { line.net };
        let &Line { list, line_discount, net, .. } = line;
        let ticket_discount = list - line_discount - face;
        Some(LineResult { list, line_discount, promotion: Money::ZERO, ticket_discount, net, taxes, total })
    }

    fn line(&self, line: &Line, result: LineResult, product: impl Fn(ProductEnd) -> Option<(Id, String)>) -> Option<SaleLine> {
        let (product, name) = match line.product {
            Some(end) => product(end).map(|(id, name)| (Some(id), name))?,
            None => (None, line.name.clone()),
        };
        Some(SaleLine {
            id: line.id.id(self.sale),
            product,
            name,
            unit: line.unit,
            barcode: None,
            quantity: line.quantity,
            unit_price: line.unit_price,
            list_price: line.unit_price,
            cost: None,
            tax_class: self.classes.get(usize::from(line.class))?.clone(),
            printed: None,
            discount: None,
            list: result.list,
            line_discount: result.line_discount,
            ticket_discount: result.ticket_discount,
            net: result.net,
            taxes: result.taxes,
            total: result.total,
            note: None,
            note_inside: false,
            returned: None,
        })
    }

    fn tax(&self, part: &TaxPart, net: Money) -> Option<LineTax> {
        let (code, rate) = self.taxes.get(usize::from(part.tax))?.clone();
        Some(LineTax { code, rate, base: part.base.unwrap_or(net), amount: part.amount })
    }

    fn tenders(&self) -> Vec<Tender> {
        let text = String::new;
        let cash = Tender::Cash { amount: self.cash };
        let card = Tender::Card { amount: self.card, reference: text(), brand: text(), last_four: text(), authorisation: text() };
        let transfer = Tender::Transfer { amount: self.transfer, reference: text() };
        [cash, card, transfer].into_iter().filter(|tender| tender.amount() > Money::ZERO).collect()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::refund::{Origin, Returns};
    use crate::sale::complete;
    use crate::sale::tests::{any_cart, counter, seal};

    fn code(sale: &SaleCompleted) -> ReceiptCode {
        ReceiptCode::new(format!("A-{:06}", sale.number.number), sale.business_date, sale.total, "0123456789abcdef")
    }

    proptest! {
        /// Rule 9 also where the sale is not known: each part that comes back is worth the same to the cent.
        #[test]
        fn what_a_receipt_carries_is_worth_what_the_sale_is_worth((cart, country) in any_cart(), extra in 0_i64..10_000) {
            let total = cart.ticket(country).unwrap().total;
            let tenders = [Tender::Cash { amount: country.cash_rounding.apply(total) + Money::of(extra) }];
            let sale = complete(&counter(country), &cart, &[], &Returns::none(), &tenders, seal).unwrap();
            let sale = sale.numbered(LegalNumber { series: "A".to_owned(), number: 7 });
            prop_assume!(sale.total > Money::ZERO);
            let products = |end| cart.lines.iter().find(|line| line.product.map(end_of) == Some(end)).map(|line| (line.product.unwrap(), line.name.clone()));
            let carried = Carried::of(&sale).unwrap();
            let told = carried.sale(&code(&sale), country, products).unwrap();
            let left = |sale: SaleCompleted| Origin { sale, refunds: Vec::new(), open: Money::ZERO, carried: None }.all_left().unwrap();
            prop_assert_eq!(left(told.clone()), left(sale.clone()));
            prop_assert_eq!((told.rounding, told.taxes), (sale.rounding, sale.taxes));
        }
    }

    #[test]
    fn an_id_is_told_by_when_it_was_made_after_the_sale() {
        for (sale, line) in
            [(Id::now_v7(), Id::now_v7()), (Id::from_u128(5), Id::from_u128(u128::MAX)), (Id::from_u128(u128::MAX), Id::nil())]
        {
            assert_eq!(LineId::of(line, sale).id(sale), line);
        }
    }
}
