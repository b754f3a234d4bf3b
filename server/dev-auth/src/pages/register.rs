//! The page where somebody creates an account.

use maud::{Markup, html};

use super::form::{Field, Problem, error_summary};
use super::layout::Layout;
use super::words::words;
use crate::language::Language;

/// What the page shows.
pub(crate) struct RegisterPage<'a> {
    pub(crate) language: Language,
    pub(crate) action: &'a str,
    pub(crate) sign_in: &'a str,
    pub(crate) first_name: &'a str,
    pub(crate) last_name: &'a str,
    pub(crate) email: &'a str,
    pub(crate) problems: &'a [Problem],
}

pub(crate) fn register(page: &RegisterPage<'_>) -> Markup {
    let words = words(page.language);
    let field = |name, label, kind, autocomplete, value, hint| {
        Field {
            name,
            label,
            kind,
            autocomplete,
            value,
            hint,
        }
        .render(page.problems)
    };
    let content = html! {
        (error_summary(words, page.problems))
        section {
            form method="post" action=(page.action) novalidate {
                (field("firstName", words.first_name, "text", "given-name", page.first_name, None))
                (field("lastName", words.last_name, "text", "family-name", page.last_name, None))
                (field("email", words.email, "email", "email", page.email, None))
                (field("password", words.password, "password", "new-password", "",
                    Some(words.password_hint)))
                button { (words.create_account) }
            }
        }
        p { (words.have_account) " " a href=(page.sign_in) { (words.sign_in) } }
    };
    let has_problem = !page.problems.is_empty();
    Layout {
        language: page.language,
        heading: words.create_account,
        has_problem,
    }
    .render(&content)
}
