//! The page of a signed-in person: change the password, sign out.

use maud::{Markup, html};

use super::form::{Field, Problem, error_summary};
use super::layout::Layout;
use super::words::words;
use crate::language::Language;

/// What the page shows.
pub(crate) struct AccountPage<'a> {
    pub(crate) language: Language,
    pub(crate) name: &'a str,
    pub(crate) email: &'a str,
    /// Whether the password was changed just now.
    pub(crate) changed: bool,
    pub(crate) problems: &'a [Problem],
}

pub(crate) fn account(page: &AccountPage<'_>) -> Markup {
    let words = words(page.language);
    let password = |name, label, autocomplete, hint| {
        Field {
            name,
            label,
            kind: "password",
            autocomplete,
            value: "",
            hint,
        }
        .render(page.problems)
    };
    let content = html! {
        (error_summary(words, page.problems))
        @if page.changed { div.saved role="status" { (words.password_changed) } }
        p { (page.name) br; span.quiet { (page.email) } }
        section aria-labelledby="change" {
            h2 #change { (words.change_password) }
            form method="post" action="/account/password" novalidate {
                (password("currentPassword", words.current_password, "current-password", None))
                (password("newPassword", words.new_password, "new-password",
                    Some(words.password_hint)))
                button { (words.change_password) }
            }
        }
        form.plain method="post" action="/end-session" { button { (words.sign_out) } }
    };
    let has_problem = !page.problems.is_empty();
    Layout {
        language: page.language,
        heading: words.your_account,
        has_problem,
    }
    .render(&content)
}
