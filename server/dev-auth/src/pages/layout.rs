//! The frame of every page, and its look.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use maud::{DOCTYPE, Markup, PreEscaped, html};
use sha2::{Digest as _, Sha256};

use super::words::words;
use crate::language::Language;

const STYLE: &str = include_str!("style.css");

/// What the Content-Security-Policy names the inline style by.
pub(crate) fn style_hash() -> String {
    STANDARD.encode(Sha256::digest(STYLE.as_bytes()))
}

/// One page.
pub(super) struct Layout<'a> {
    pub(super) language: Language,
    /// The `h1`; also the title, together with the product's name.
    pub(super) heading: &'a str,
    /// Whether the person must correct something: then the title says so first.
    pub(super) has_problem: bool,
}

impl Layout<'_> {
    pub(super) fn render(&self, content: &Markup) -> Markup {
        let words = words(self.language);
        let is_front = self.heading == words.headline;
        html! {
            (DOCTYPE)
            html lang=(self.language.tag()) {
                head {
                    meta charset="utf-8";
                    meta name="viewport" content="width=device-width, initial-scale=1";
                    meta name="color-scheme" content="light dark";
                    title {
                        @if self.has_problem { (words.title_error) }
                        @if !is_front { (self.heading) " – " }
                        (words.headline)
                    }
                    link rel="icon" href="data:,";
                    style { (PreEscaped(STYLE)) }
                }
                body {
                    @if !is_front {
                        header { p.brand { (words.headline) } }
                    }
                    main {
                        h1 { (self.heading) }
                        (content)
                    }
                }
            }
        }
    }
}
