//! Text in columns: what a column is worth, where a line may break, and what may never reach a printer.

use unicode_normalization::UnicodeNormalization;
use unicode_width::{UnicodeWidthChar, UnicodeWidthStr};

#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Align {
    #[default]
    Left,
    Centre,
    Right,
}

/// Columns that the text takes: accents none of their own, Chinese and emoji two.
#[must_use]
pub fn width(text: &str) -> usize {
    text.width()
}

/// One line of visible characters. A control byte in a name could open the drawer or cut the paper; a bidirectional mark could turn a price round.
#[must_use]
pub fn visible(text: &str) -> String {
    let shown: String = text.nfc().filter(|&it| !is_format_mark(it)).map(|it| if is_blank(it) { ' ' } else { it }).collect();
    shown.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

fn is_blank(character: char) -> bool {
    character.is_control() || (character.is_whitespace() && character != '\u{a0}')
}

fn is_format_mark(character: char) -> bool {
    matches!(character, '\u{ad}' | '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{fe00}'..='\u{fe0f}' | '\u{feff}')
        || matches!(character, '\u{e0000}'..='\u{e007f}' | '\u{fff9}'..='\u{fffd}')
}

/// Breaks between words, and inside a word only when it is wider than the line. A non-breaking space holds a figure and its symbol together.
#[must_use]
pub fn wrap(text: &str, columns: usize) -> Vec<String> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split(' ').filter(|word| !word.is_empty()) {
        if !line.is_empty() && width(&line) + 1 + width(word) > columns {
            lines.push(std::mem::take(&mut line));
        }
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(word);
        break_long(&mut line, columns, &mut lines);
    }
    if !line.is_empty() || lines.is_empty() {
        lines.push(line);
    }
    lines
}

/// As few lines as [`wrap`] makes, none much shorter than the others.
#[must_use]
pub fn wrap_evenly(text: &str, columns: usize) -> Vec<String> {
    let lines = wrap(text, columns);
    let longest_word = text.split(' ').map(width).max().unwrap_or(0);
    let narrower = (longest_word.max(1)..columns).map(|narrow| wrap(text, narrow)).find(|narrow| narrow.len() == lines.len());
    narrower.unwrap_or(lines)
}

fn break_long(line: &mut String, columns: usize, lines: &mut Vec<String>) {
    while width(line) > columns {
        let rest = line.split_off(longest_start(line, columns));
        lines.push(std::mem::replace(line, rest));
    }
}

/// Bytes of the longest start of `text` that fits; one character at least, so that breaking always ends.
fn longest_start(text: &str, columns: usize) -> usize {
    let mut taken = 0;
    for (place, character) in text.char_indices() {
        taken += character.width().unwrap_or(0);
        if taken > columns && place > 0 {
            return place;
        }
    }
    text.len()
}

#[must_use]
pub fn aligned(text: &str, align: Align, columns: usize) -> String {
    let free = columns.saturating_sub(width(text));
    let before = match align {
        Align::Left => 0,
        Align::Centre => free / 2,
        Align::Right => free,
    };
    format!("{}{text}", " ".repeat(before))
}

/// `left` and `right` at the two edges of the line.
#[must_use]
pub fn between(left: &str, right: &str, columns: usize) -> String {
    let gap = columns.saturating_sub(width(left) + width(right));
    format!("{left}{}{right}", " ".repeat(gap))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;
    use rstest::rstest;

    use super::*;

    #[rstest]
    #[case::words("Galletas de avena con pasas", 12, &["Galletas de", "avena con", "pasas"])]
    #[case::a_long_word("Otorrinolaringólogo 2", 10, &["Otorrinola", "ringólogo", "2"])]
    #[case::wide("日本茶 煎茶", 6, &["日本茶", "煎茶"])]
    #[case::a_figure_stays_whole("son 3,50\u{a0}€", 7, &["son", "3,50\u{a0}€"])]
    #[case::nothing("", 10, &[""])]
    fn lines_break_where_a_reader_expects_it(#[case] text: &str, #[case] columns: usize, #[case] lines: &[&str]) {
        assert_eq!(wrap(text, columns), lines);
    }

    #[test]
    fn centred_lines_are_even() {
        assert_eq!(wrap_evenly("Almacén El Ñandú de San Telmo", 24), ["Almacén El Ñandú", "de San Telmo"]);
        assert_eq!(wrap_evenly("La Esquina", 24), ["La Esquina"]);
        assert_eq!(wrap_evenly("Ultramarinos Peña", 16), ["Ultramarinos", "Peña"], "a word stays whole");
    }

    #[test]
    fn what_is_not_visible_goes() {
        assert_eq!(visible(" Piñata\u{1b}p\u{0}\u{202e} gran\u{200d}de\r\n\u{9b}x\u{7f} "), "Piñata p grande x");
        assert_eq!(visible("n\u{303}"), "ñ", "a decomposed letter is the letter that code pages have");
    }

    proptest! {
        #[test]
        fn no_line_is_wider_than_the_paper_and_nothing_is_lost(text in any::<String>(), columns in 8_usize..48) {
            let text = visible(&text);
            let lines = wrap(&text, columns);
            prop_assert!(lines.iter().all(|line| width(line) <= columns), "{:?}", lines);
            prop_assert_eq!(lines.concat().replace(' ', ""), text.replace(' ', ""));
        }
    }
}
