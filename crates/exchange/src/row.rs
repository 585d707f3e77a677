//! One row of cells as the product it would become, or the reason why not.

use std::borrow::Cow;

use csv::ByteRecord;
use domain::barcode;
use domain::country::Country;
use domain::product::{self, LARGEST_QUANTITY, ProductFields, Unit};
use domain::tax::TaxClass;
use domain::{Quantity, Refusal, UnitPrice};
use serde::Serialize;

use crate::fault::{Code, RowError};
use crate::headers::{Field, plain};
use crate::number::{self, DecimalMark, Unreadable};
use crate::products::ColumnMapping;
use crate::table::LONGEST_CELL;
use crate::text;

#[derive(Debug, Clone, PartialEq, Eq, Serialize, ts_rs::TS)]
#[ts(rename = "ImportRow")]
pub struct ProductRow {
    /// Of the file, from 1, header included.
    pub line: u64,
    pub barcode: Option<String>,
    pub name: String,
    pub sku: Option<String>,
    pub unit: Unit,
    pub price: UnitPrice,
    /// The file says nothing about the price, so it is zero until the shop sets it.
    pub price_missing: bool,
    pub cost: Option<UnitPrice>,
    pub tax_class: String,
    pub category: Option<String>,
    pub stock: Option<Quantity>,
}

/// Reads rows under one mapping.
pub struct Cells<'a> {
    country: &'a Country,
    columns: Vec<ColumnMapping>,
    /// Column of each field, in the order of `Field::ALL`.
    places: [Option<usize>; Field::ALL.len()],
    /// Whether some cell was no UTF-8.
    pub legacy: bool,
}

struct Value<'r> {
    line: u64,
    column: Option<usize>,
    text: Cow<'r, str>,
    mark: DecimalMark,
}

impl Value<'_> {
    fn fault(&self, code: Code) -> RowError {
        RowError::new(self.line, self.column, code, &self.text)
    }

    /// `otherwise` names what is wrong when it is not a card's number.
    fn refused(&self, refusal: &Refusal, otherwise: Code) -> RowError {
        self.fault(if *refusal == Refusal::CardDetailsInvalid { Code::CardNumber } else { otherwise })
    }

    fn non_empty<T>(&self, read: impl FnOnce(&Self) -> Result<T, RowError>) -> Result<Option<T>, RowError> {
        if self.text.is_empty() { Ok(None) } else { read(self).map(Some) }
    }
}

impl<'a> Cells<'a> {
    pub fn new(country: &'a Country, columns: &[ColumnMapping]) -> Self {
        let places = Field::ALL.map(|field| columns.iter().position(|column| column.field == Some(field)));
        Self { country, columns: columns.to_vec(), places, legacy: false }
    }

    pub fn column(&self, field: Field) -> Option<usize> {
        self.places[field as usize]
    }

    pub fn read(&mut self, line: u64, record: &ByteRecord) -> Result<ProductRow, RowError> {
        self.check_shape(line, record)?;
        let [barcode, name, price, cost, sku, tax, unit, category, stock] = Field::ALL.map(|field| self.value(line, record, field));
        let unit = unit_of(&unit)?;
        Ok(ProductRow {
            line,
            barcode: barcode.non_empty(barcode_of)?,
            name: name_of(&name)?,
            sku: sku.non_empty(sku_of)?,
            unit,
            price: price.non_empty(|it| self.amount(it, PRICE_CODES))?.unwrap_or(UnitPrice::ZERO),
            price_missing: price.text.is_empty(),
            cost: cost.non_empty(|it| self.amount(it, COST_CODES))?,
            tax_class: self.tax_class(&tax)?,
            category: category
                .non_empty(|it| product::clean_name(&it.text).map_err(|refusal| it.refused(&refusal, Code::CategoryInvalid)))?,
            stock: stock.non_empty(|it| self.stock(it, unit))?,
        })
    }

    fn check_shape(&self, line: u64, record: &ByteRecord) -> Result<(), RowError> {
        for (column, cell) in record.iter().enumerate() {
            let cell = cell.trim_ascii();
            let code = if cell.len() > LONGEST_CELL {
                Code::FieldTooLong
            } else if column >= self.columns.len() && !cell.is_empty() {
                Code::ColumnsTooMany
            } else {
                continue;
            };
            return Err(RowError::new(line, Some(column), code, &text::decode(cell).0));
        }
        Ok(())
    }

    /// The field's text, empty where the row or the whole file has none.
    fn value<'r>(&mut self, line: u64, record: &'r ByteRecord, field: Field) -> Value<'r> {
        let column = self.column(field);
        let (text, legacy) = text::decode(column.and_then(|column| record.get(column)).unwrap_or_default().trim_ascii());
        self.legacy |= legacy;
        let text = match text {
            Cow::Borrowed(text) => Cow::Borrowed(text.trim()),
            Cow::Owned(text) => Cow::Owned(text.trim().to_owned()),
        };
        Value { line, column, text, mark: column.map_or(DecimalMark::Point, |column| self.columns[column].decimal_mark) }
    }

    fn amount(&self, value: &Value<'_>, codes: [Code; 3]) -> Result<UnitPrice, RowError> {
        let [invalid, negative, decimals] = codes;
        let units = number::read(&value.text, value.mark, &self.country.currency, 4).map_err(|error| match error {
            Unreadable::NotANumber => value.fault(invalid),
            Unreadable::Decimals => value.fault(decimals),
        })?;
        if units < 0 {
            return Err(value.fault(negative));
        }
        let price = UnitPrice::new(units).map_err(|_| value.fault(invalid))?;
        product::check_price(price).map(|()| price).map_err(|_| value.fault(invalid))
    }

    /// Below zero is a stock like any other: other programs oversell too.
    fn stock(&self, value: &Value<'_>, unit: Unit) -> Result<Quantity, RowError> {
        let units = number::read(&value.text, value.mark, &self.country.currency, 3).map_err(|error| match error {
            Unreadable::NotANumber => value.fault(Code::StockInvalid),
            Unreadable::Decimals => value.fault(Code::StockDecimals),
        })?;
        let quantity =
            Quantity::new(units).ok().filter(|it| it.abs() <= LARGEST_QUANTITY).ok_or_else(|| value.fault(Code::StockInvalid))?;
        if unit == Unit::Piece && units % 1000 != 0 { Err(value.fault(Code::StockNotWhole)) } else { Ok(quantity) }
    }

    fn tax_class(&self, value: &Value<'_>) -> Result<String, RowError> {
        let classes = &self.country.tax_classes;
        let class = if value.text.is_empty() { classes.first() } else { named(classes, &value.text).or_else(|| self.at_rate(&value.text)) };
        class.map(|class| class.code.clone()).ok_or_else(|| value.fault(Code::TaxUnknown))
    }

    /// `16`, `16 %`, `10,5` and what a percent cell holds underneath, `0.16`. Only classes of one tax: 8 in a column called IVA is no IEPS with IVA.
    fn at_rate(&self, text: &str) -> Option<&TaxClass> {
        let percent = text.strip_suffix('%').unwrap_or(text);
        let mark = if percent.contains(',') { DecimalMark::Comma } else { DecimalMark::Point };
        let rate = number::read(percent, mark, &self.country.currency, 4).ok()?;
        let with = |rate: i64| {
            let single = self.country.tax_classes.iter().find(|class| class.taxes.len() == 1 && class.taxes[0].rate.get() == rate);
            single.or_else(|| self.country.tax_classes.iter().find(|class| rate == 0 && class.taxes.is_empty()))
        };
        with(rate).or_else(|| if (1..10_000).contains(&rate) { with(rate * 100) } else { None })
    }
}

const PRICE_CODES: [Code; 3] = [Code::PriceInvalid, Code::PriceNegative, Code::PriceDecimals];
const COST_CODES: [Code; 3] = [Code::CostInvalid, Code::CostNegative, Code::CostDecimals];

fn named<'c>(classes: &'c [TaxClass], text: &str) -> Option<&'c TaxClass> {
    let joined = |text: &str| plain(text).replace(' ', "");
    let wanted = joined(text);
    classes.iter().find(|class| class.code.eq_ignore_ascii_case(text) || joined(&class.name) == wanted)
}

/// Whatever a name begins with, it is text: a formula is printed, never computed.
fn name_of(value: &Value<'_>) -> Result<String, RowError> {
    product::clean_name(&value.text).map_err(|refusal| {
        let visible = value.text.chars().any(|it| !it.is_control() && !it.is_whitespace());
        value.refused(&refusal, if visible { Code::NameTooLong } else { Code::NameRequired })
    })
}

fn sku_of(value: &Value<'_>) -> Result<String, RowError> {
    let fields = ProductFields { sku: Some(value.text.clone().into_owned()), ..ProductFields::default() };
    let sku = fields.check().map_err(|refusal| value.refused(&refusal, Code::SkuInvalid))?.sku;
    sku.ok_or_else(|| value.fault(Code::SkuInvalid))
}

fn barcode_of(value: &Value<'_>) -> Result<String, RowError> {
    let code = as_typed(&value.text);
    if is_mangled(&code) {
        return Err(value.fault(Code::BarcodeMangled));
    }
    barcode::for_product(&code).map_err(|refusal| match refusal {
        Refusal::BarcodeCheckDigit { .. } => value.fault(Code::BarcodeCheckDigit),
        refusal => value.refused(&refusal, Code::BarcodeInvalid),
    })
}

/// Undoes what spreadsheets do to long numbers without losing a digit: `="0750…"`, `'0750…`, `7501055300075.0`, `7 501055 300075`.
fn as_typed(text: &str) -> String {
    let text = text.strip_prefix("=\"").and_then(|it| it.strip_suffix('"')).unwrap_or(text);
    let text = text.strip_prefix('\'').unwrap_or(text).trim();
    let whole = text.split_once(['.', ',']).filter(|(_, zeros)| !zeros.is_empty() && zeros.bytes().all(|byte| byte == b'0'));
    let text = whole.map_or(text, |(whole, _)| whole);
    let spaced_digits = text.chars().all(|it| it.is_ascii_digit() || it.is_whitespace());
    if spaced_digits { text.chars().filter(char::is_ascii_digit).collect() } else { text.to_owned() }
}

/// `7.50E+12`: which product it was, nobody can tell any more.
fn is_mangled(code: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    code.to_ascii_uppercase().split_once("E+").is_some_and(|(number, power)| digits(&number.replace(['.', ','], "")) && digits(power))
}

const UNITS: [(Unit, &[&str]); 5] = [
    (
        Unit::Piece,
        &[
            "", "piece", "pieces", "pza", "pzas", "pz", "pieza", "piezas", "pc", "pcs", "un", "und", "uni", "unidad", "unidades", "unit",
            "u", "ud", "uds", "ea", "each", "h87", "caja", "paquete", "paq", "pack", "bolsa", "botella", "lata", "box",
        ],
    ),
    (Unit::Kg, &["kg", "kgs", "kgm", "kilo", "kilos", "kilogramo", "kilogramos", "kilogram"]),
    (Unit::G, &["g", "gr", "grs", "grm", "gramo", "gramos", "gram"]),
    (Unit::L, &["l", "lt", "lts", "ltr", "litro", "litros", "litre", "liter"]),
    (Unit::M, &["m", "mt", "mts", "mtr", "metro", "metros", "metre", "meter"]),
];

fn unit_of(value: &Value<'_>) -> Result<Unit, RowError> {
    let wanted = plain(&value.text);
    let unit = UNITS.iter().find(|(_, names)| names.contains(&wanted.as_str())).map(|(unit, _)| *unit);
    unit.ok_or_else(|| value.fault(Code::UnitUnknown))
}
