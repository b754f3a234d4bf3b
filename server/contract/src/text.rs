//! Cleaning of text that people type: NFC, trimmed, without control characters and without
//! characters that turn the direction of the text around them.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

/// Text of one line: line breaks and tabs become spaces.
pub fn clean_line(text: &str) -> String {
    clean(text.chars().map(|c| {
        if matches!(c, '\n' | '\r' | '\t' | '\u{2028}' | '\u{2029}') {
            ' '
        } else {
            c
        }
    }))
}

/// Text of many lines: line breaks are kept, as `\n` whatever the sender's system writes.
pub fn clean_lines(text: &str) -> String {
    let text = text
        .replace("\r\n", "\n")
        .replace(['\r', '\u{2028}', '\u{2029}'], "\n");
    clean(text.chars().map(|c| if c == '\t' { ' ' } else { c }))
}

fn clean(chars: impl Iterator<Item = char>) -> String {
    let kept: String = chars
        .filter(|c| (!c.is_control() || *c == '\n') && !turns_direction(*c))
        .nfc()
        .collect();
    kept.trim().to_owned()
}

/// The same for whoever looks for it: lower case, without accents, with letters in their plain form.
pub fn searchable(text: &str) -> String {
    // Taking apart makes capitals of signs such as ℡, and lower case makes marks of letters such as İ.
    let plain: String = text.nfkd().collect();
    plain
        .to_lowercase()
        .nfkd()
        .filter(|c| !is_combining_mark(*c))
        .collect()
}

/// Embeddings, overrides and isolates (Unicode Standard Annex 9, section 2).
const fn turns_direction(c: char) -> bool {
    matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_looking_text_becomes_equal() {
        assert_eq!(clean_line("Jose\u{301}"), "José");
    }

    #[test]
    fn control_and_direction_characters_go_and_line_breaks_stay_where_lines_may_be() {
        assert_eq!(clean_line(" a\u{0}b\u{202e}c\nd "), "abc d");
        assert_eq!(clean_lines("a\r\nb\rc\u{7}\n"), "a\nb\nc");
    }

    #[test]
    fn case_accents_and_forms_do_not_count_for_a_search() {
        for (text, expected) in [
            ("Álgebra LINEAL", "algebra lineal"),
            ("Jose\u{301}, José", "jose, jose"),
            ("Straße ﬁn İz ℡", "straße fin iz tel"),
            ("Ελληνικά Русский", "ελληνικα русскии"),
            ("微積分 Ⅱ", "微積分 ii"),
            ("100 %_\\", "100 %_\\"),
        ] {
            assert_eq!(searchable(text), expected);
            assert_eq!(searchable(expected), expected, "twice is as once");
        }
    }

    #[test]
    fn right_to_left_names_are_left_alone() {
        assert_eq!(clean_line("עדה לאבלייס"), "עדה לאבלייס");
    }
}
