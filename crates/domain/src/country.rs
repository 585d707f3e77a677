//! Countries are data: one file each. Nothing in the program asks which country it is in.

use std::sync::LazyLock;

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Refusal;
use crate::barcode::LabelRule;
use crate::currency::Currency;
use crate::tax::{TaxClass, TaxRules};
use crate::tax_id::TaxIdForm;
use crate::tender::CashRounding;

#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum Language {
    Es,
    En,
}

/// The country's own words for what every till has; see the tone table of the design system.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Wording {
    pub scan: String,
    pub change: String,
    pub receipt: String,
    pub receipt_number: String,
    pub tax_id: String,
    pub card_terminal: String,
    pub walk_in: String,
    pub on_account: String,
    pub opening_cash: String,
    pub cash_out: String,
    pub close_shift: String,
    pub refund: String,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct BothLanguages<T> {
    pub es: T,
    pub en: T,
}

impl<T> BothLanguages<T> {
    pub fn in_language(&self, language: Language) -> &T {
        match language {
            Language::Es => &self.es,
            Language::En => &self.en,
        }
    }
}

/// How receipts are numbered: what stands before the figure, and how wide the figure is on paper.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct NumberFormat {
    pub separator: String,
    pub digits: usize,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct Country {
    pub code: String,
    pub name: BothLanguages<String>,
    pub language: Language,
    pub time_zone: String,
    pub currency: Currency,
    pub taxes: TaxRules,
    /// The first is the one that a new product gets.
    pub tax_classes: Vec<TaxClass>,
    /// Code of a tax, and its name on paper.
    pub tax_names: Vec<(String, String)>,
    pub cash_rounding: CashRounding,
    pub number: NumberFormat,
    pub tax_id_hint: String,
    /// Empty: the country says nothing of how they look.
    pub tax_id_forms: Vec<TaxIdForm>,
    /// What the law wants at the foot of a receipt that is not an invoice.
    pub legal_text: BothLanguages<Vec<String>>,
    pub labels: Vec<LabelRule>,
    pub wording: BothLanguages<Wording>,
}

static COUNTRIES: LazyLock<Vec<Country>> = LazyLock::new(|| {
    [
        include_str!("../countries/mx.json"),
        include_str!("../countries/co.json"),
        include_str!("../countries/ar.json"),
        include_str!("../countries/es.json"),
        include_str!("../countries/xx.json"),
    ]
    .map(|text| serde_json::from_str(text).expect("the country files are tested"))
    .into()
});

impl Country {
    #[must_use]
    pub fn all() -> &'static [Country] {
        &COUNTRIES
    }

    #[must_use]
    pub fn find(code: &str) -> Option<&'static Country> {
        COUNTRIES.iter().find(|country| country.code == code)
    }

    pub fn tax_class(&self, code: &str) -> Result<&TaxClass, Refusal> {
        self.tax_classes.iter().find(|class| class.code == code).ok_or_else(|| Refusal::TaxClassUnknown { code: code.to_owned() })
    }

    #[must_use]
    pub fn tax_name<'a>(&'a self, code: &'a str) -> &'a str {
        self.tax_names.iter().find(|(own, _)| own == code).map_or(code, |(_, name)| name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_country_is_whole() {
        assert_eq!(Country::all().iter().map(|it| it.code.as_str()).collect::<Vec<_>>(), ["MX", "CO", "AR", "ES", "XX"]);
        for country in Country::all() {
            let denominations: Vec<i64> = country.currency.denominations.iter().map(|it| it.value.get()).collect();
            assert!(denominations.is_sorted_by(|a, b| a > b), "{}: largest first", country.code);
            assert!(country.time_zone.parse::<chrono_tz::Tz>().is_ok(), "{}: zone", country.code);
            assert!(country.cash_rounding.step.get() > 0);
            for tax in country.tax_classes.iter().flat_map(|class| &class.taxes) {
                assert!(country.tax_names.iter().any(|(code, _)| *code == tax.code), "{}: {} has no name", country.code, tax.code);
            }
        }
    }
}
