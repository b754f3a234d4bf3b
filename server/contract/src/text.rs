//! Cleaning of text that people type: NFC, trimmed, without control characters and without
//! characters that turn the direction of the text around them.

use unicode_normalization::UnicodeNormalization;

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
    fn right_to_left_names_are_left_alone() {
        assert_eq!(clean_line("עדה לאבלייס"), "עדה לאבלייס");
    }
}
