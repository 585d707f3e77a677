//! Tax numbers of customers: their shapes and check digits are data of the country. A number that looks wrong is warned about; it is refused
//! only where the law makes no exceptions, because about one in seventy real RFCs fails its own check digit.

use serde::Deserialize;
use ts_rs::TS;

use crate::Refusal;
use crate::country::Country;

/// One form that a country's tax numbers have.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub struct TaxIdForm {
    /// `A`: a letter, `#`: a digit, `*`: either; anything else stands for itself.
    pub shape: String,
    pub check: TaxIdCheck,
    /// A wrong check digit is refused.
    pub strict: bool,
}

#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum TaxIdCheck {
    None,
    /// Weights from the right, and the character that stands for each remainder of 11.
    Weighted {
        weights: Vec<u32>,
        letters: String,
        remainders: String,
    },
    /// The whole number's remainder names its last letter; a first letter counts as a figure.
    Remainder {
        letters: String,
        firsts: String,
    },
    /// Spain's CIF: every other figure doubled; the check is a figure or a letter.
    Doubled {
        letters: String,
    },
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum TaxIdDoubt {
    /// No form of this country looks so.
    Shape,
    CheckDigit,
}

/// Without what people write between: capitals and figures.
#[must_use]
pub fn normalise(text: &str) -> String {
    text.chars().filter(|it| it.is_alphanumeric() || *it == '&').flat_map(char::to_uppercase).collect()
}

/// What is doubtful about a normalised number. Refused where its form makes no exceptions.
pub fn check(id: &str, country: &Country) -> Result<Option<TaxIdDoubt>, Refusal> {
    let forms: Vec<&TaxIdForm> = country.tax_id_forms.iter().filter(|form| form.fits(id)).collect();
    if forms.is_empty() {
        return Ok((!country.tax_id_forms.is_empty()).then_some(TaxIdDoubt::Shape));
    }
    if forms.iter().any(|form| form.check.holds(id)) {
        return Ok(None);
    }
    if forms.iter().all(|form| form.strict) { Err(Refusal::TaxIdCheckDigit) } else { Ok(Some(TaxIdDoubt::CheckDigit)) }
}

impl TaxIdForm {
    fn fits(&self, id: &str) -> bool {
        let fits = |(own, shape): (char, char)| match shape {
            'A' => own.is_alphabetic() || own == '&',
            '#' => own.is_ascii_digit(),
            '*' => own.is_alphanumeric(),
            other => own == other,
        };
        id.chars().count() == self.shape.chars().count() && id.chars().zip(self.shape.chars()).all(fits)
    }
}

fn place(letters: &str, letter: char) -> Option<u32> {
    letters.chars().position(|it| it == letter).and_then(|at| u32::try_from(at).ok())
}

impl TaxIdCheck {
    fn holds(&self, id: &str) -> bool {
        match self {
            Self::None => true,
            Self::Weighted { weights, letters, remainders } => weighted(id, weights, letters, remainders).unwrap_or(false),
            Self::Remainder { letters, firsts } => remainder(id, letters, firsts).unwrap_or(false),
            Self::Doubled { letters } => doubled(id, letters).unwrap_or(false),
        }
    }
}

/// A number that is shorter than its weights is filled with blanks in front: they count where the alphabet has one.
fn weighted(id: &str, weights: &[u32], letters: &str, remainders: &str) -> Option<bool> {
    let check = id.chars().last()?;
    let body = id.chars().rev().skip(1).chain(std::iter::repeat(' '));
    let values = weights.iter().zip(body).map(|(weight, letter)| Some(weight * place(letters, letter).or((letter == ' ').then_some(0))?));
    let sum: u32 = values.collect::<Option<Vec<_>>>()?.iter().sum();
    Some(remainders.chars().nth(usize::try_from(sum % 11).ok()?)? == check)
}

fn remainder(id: &str, letters: &str, firsts: &str) -> Option<bool> {
    let (first, last) = (id.chars().next()?, id.chars().last()?);
    let rest: String = id.chars().skip(1).take(id.chars().count().saturating_sub(2)).collect();
    let first = place(firsts, first).or(first.to_digit(10))?;
    let number: u64 = format!("{first}{rest}").parse().ok()?;
    let wanted = letters.chars().nth(usize::try_from(number % 23).ok()?)?;
    Some(wanted == last)
}

fn doubled(id: &str, letters: &str) -> Option<bool> {
    let figures = id.chars().skip(1).take(7).map(|it| it.to_digit(10)).collect::<Option<Vec<_>>>()?;
    let part = |(at, figure): (usize, &u32)| if at % 2 == 0 { figure * 2 / 10 + figure * 2 % 10 } else { *figure };
    let check = (10 - figures.iter().enumerate().map(part).sum::<u32>() % 10) % 10;
    let last = id.chars().last()?;
    Some(last.to_digit(10) == Some(check) || letters.chars().nth(usize::try_from(check).ok()?) == Some(last))
}

#[cfg(test)]
mod tests {
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::mx_person("MX", "GODE561231GR8", Ok(None))]
    #[case::mx_company("MX", "SAT 970701 NN3", Ok(None))]
    #[case::mx_wrong_digit_is_only_warned_about("MX", "SAT970701NN4", Ok(Some(TaxIdDoubt::CheckDigit)))]
    #[case::mx_shape("MX", "12345", Ok(Some(TaxIdDoubt::Shape)))]
    #[case::co("CO", "800.197.268-4", Ok(None))]
    #[case::co_wrong("CO", "800197268-5", Ok(Some(TaxIdDoubt::CheckDigit)))]
    #[case::ar("AR", "33-69345023-9", Ok(None))]
    #[case::ar_wrong("AR", "33-69345023-8", Err(Refusal::TaxIdCheckDigit))]
    #[case::es_nif("ES", "12345678Z", Ok(None))]
    #[case::es_nie("ES", "X1234567L", Ok(None))]
    #[case::es_cif("ES", "A58818501", Ok(None))]
    #[case::es_cif_letter("ES", "Q2826000H", Ok(None))]
    #[case::es_wrong("ES", "12345678A", Err(Refusal::TaxIdCheckDigit))]
    #[case::foreign("ES", "DE123456789", Ok(Some(TaxIdDoubt::Shape)))]
    #[case::no_rule("XX", "anything", Ok(None))]
    fn tax_ids_are_checked_as_their_country_says(
        #[case] country: &str,
        #[case] id: &str,
        #[case] said: Result<Option<TaxIdDoubt>, Refusal>,
    ) {
        assert_eq!(check(&normalise(id), Country::find(country).unwrap()), said);
    }
}
