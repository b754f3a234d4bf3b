//! Pages that say one thing.

use maud::{Markup, html};

use super::layout::Layout;
use super::words::words;
use crate::language::Language;

/// A client sent somebody here with a request that cannot be answered at its redirect URI.
pub(crate) fn refused(language: Language, reason: &str) -> Markup {
    let words = words(language);
    say(language, words.cannot_go_on, reason)
}

/// A fault of ours.
pub(crate) fn failure(language: Language) -> Markup {
    let words = words(language);
    say(language, words.something_went_wrong, words.try_again)
}

/// The question before somebody is signed out.
pub(crate) fn sign_out(language: Language, action: &str) -> Markup {
    let words = words(language);
    let content = html! {
        section {
            form method="post" action=(action) { button { (words.sign_out) } }
        }
    };
    Layout {
        language,
        heading: words.sign_out_question,
        has_problem: false,
    }
    .render(&content)
}

/// The end of a session that has no client to go back to.
pub(crate) fn signed_out(language: Language) -> Markup {
    let words = words(language);
    say(language, words.signed_out, words.you_may_close)
}

fn say(language: Language, heading: &str, text: &str) -> Markup {
    Layout {
        language,
        heading,
        has_problem: false,
    }
    .render(&html! { p { (text) } })
}
