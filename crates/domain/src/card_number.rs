//! Card numbers are never kept: not in a payment's reference, not in a note, a reason or a name that somebody types.

use crate::Refusal;

/// Whether a card number could stand anywhere in a payment's text, whatever is between its digits and around it.
pub(crate) fn is_in(text: &str) -> bool {
    numbers(text).iter().any(|digits| passes_luhn(digits))
}

/// Free text has room for the numbers of phones, parcels and goods; only what a card network issues is refused.
pub fn refuse(text: &str) -> Result<(), Refusal> {
    let is_card = |digits: &String| passes_luhn(digits) && is_issued(digits);
    if numbers(text).iter().any(is_card) { Err(Refusal::CardDetailsInvalid) } else { Ok(()) }
}

/// Every number of thirteen to nineteen digits that neighbouring groups make; letters part them, nothing else does.
fn numbers(text: &str) -> Vec<String> {
    if text.bytes().filter(u8::is_ascii_digit).count() < 13 {
        return Vec::new();
    }
    text.split(char::is_alphabetic).flat_map(numbers_of_groups).collect()
}

fn numbers_of_groups(run: &str) -> Vec<String> {
    let groups: Vec<&str> = run.split(|it: char| !it.is_ascii_digit()).filter(|group| !group.is_empty()).collect();
    let from = |start: usize| (start + 1..=groups.len()).map(move |end| (start, end));
    let spans = (0..groups.len()).flat_map(from);
    // a group has one digit or more: of more groups than that no number is short enough
    let near = spans.filter(|(start, end)| end - start <= 19);
    near.map(|(start, end)| groups[start..end].concat()).filter(|number| (13..=19).contains(&number.len())).collect()
}

fn passes_luhn(digits: &str) -> bool {
    let digits: Vec<u32> = digits.chars().filter_map(|it| it.to_digit(10)).collect();
    let doubled = |(index, &digit): (usize, &u32)| if index % 2 == 1 && digit > 0 { (digit * 2 - 1) % 9 + 1 } else { digit };
    let sum: u32 = digits.iter().rev().enumerate().map(doubled).sum();
    digits.iter().any(|&digit| digit > 0) && sum.is_multiple_of(10)
}

/// By its first digits and its length: Diners; American Express; Visa, Mastercard, Maestro, JCB, Discover and UnionPay.
fn is_issued(digits: &str) -> bool {
    let first = |count: usize| digits[..count].parse::<u32>().unwrap_or(0);
    match digits.len() {
        14 => matches!(first(3), 300..=305) || matches!(first(2), 36 | 38),
        15 => matches!(first(2), 34 | 37),
        16..=19 => matches!(first(1), 4 | 6) || matches!(first(2), 50..=59) || matches!(first(4), 2221..=2720 | 3528..=3589),
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const ISSUED: [(&str, usize); 9] =
        [("4", 16), ("51", 16), ("2221", 16), ("34", 15), ("37", 15), ("6011", 16), ("62", 19), ("3528", 16), ("36", 14)];

    /// The digits with the one at the end that makes them pass.
    fn checked(digits: &str) -> String {
        (0..10).map(|check| format!("{digits}{check}")).find(|number| passes_luhn(number)).unwrap()
    }

    fn spaced(number: &str, between: &str, group: usize) -> String {
        number.as_bytes().chunks(group).map(|digits| std::str::from_utf8(digits).unwrap()).collect::<Vec<_>>().join(between)
    }

    proptest! {
        #[test]
        fn a_card_number_is_found_however_it_is_written(
            (prefix, length) in prop::sample::select(ISSUED.to_vec()),
            digits in "[0-9]{18}",
            between in "[ ./_·\u{200b}\u{a0}-]{0,3}",
            group in 1_usize..7,
            before in "([a-zñ ]{0,20}|(1 )?[0-9]{2}/)",
            after in "( [0-9]{2}/[0-9]{2} [a-z]*|[a-zñ ]{0,20})",
        ) {
            let number = checked(&format!("{prefix}{}", &digits[..length - 1 - prefix.len()]));
            let text = format!("{before}{}{after}", spaced(&number, &between, group));
            prop_assert_eq!(refuse(&text), Err(Refusal::CardDetailsInvalid), "{}", text);
            prop_assert!(is_in(&text));
        }

        #[test]
        fn a_number_that_fails_luhn_is_no_card(digits in "4[0-9]{14}", off in 1_u32..10) {
            let number = checked(&digits);
            let last = number.chars().last().and_then(|it| it.to_digit(10)).unwrap();
            let wrong = format!("{digits}{}", (last + off) % 10);
            prop_assert_eq!(refuse(&wrong), Ok(()));
        }

        #[test]
        fn phones_barcodes_and_serial_numbers_stay(imei in "(35|86|01)[0-9]{12}", barcode in "[0-9]{13}", phone in "\\+52 55 [0-9]{4} [0-9]{4}") {
            for text in [checked(&imei), barcode, phone] {
                prop_assert_eq!(refuse(&text), Ok(()), "{}", text);
            }
        }

        #[test]
        fn no_text_is_too_strange_to_look_at(text in ".{0,200}") {
            let _ = (refuse(&text), is_in(&text));
        }
    }
}
