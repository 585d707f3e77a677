//! What a word is.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// Lower case without accents, split where letters meet digits: `Leche 600ml` is `leche`, `600`, `ml`.
#[must_use]
pub fn words_of(text: &str) -> Vec<String> {
    let mut words = vec![String::new()];
    let mut was_digit = false;
    for letter in text.nfd().filter(|it| !is_combining_mark(*it)).flat_map(char::to_lowercase) {
        let starts_word = !letter.is_alphanumeric() || letter.is_numeric() != was_digit;
        if starts_word && words.last().is_some_and(|word| !word.is_empty()) {
            words.push(String::new());
        }
        was_digit = letter.is_numeric();
        if letter.is_alphanumeric()
            && let Some(word) = words.last_mut()
        {
            word.push(letter);
        }
    }
    words.retain(|word| !word.is_empty());
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_have_no_accents_no_case_and_no_units_stuck_to_figures() {
        assert_eq!(words_of("Piñata  Ácida, 600ml (x2)"), ["pinata", "acida", "600", "ml", "x", "2"]);
        assert!(words_of("… —").is_empty());
    }
}
