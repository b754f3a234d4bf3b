//! The sign-in page: personas first, since that is what a developer wants, then the form.

use maud::{Markup, html};

use super::form::{Field, Problem, error_summary};
use super::layout::Layout;
use super::words::words;
use crate::Persona;
use crate::language::Language;

/// What the page shows.
pub(crate) struct SignInPage<'a> {
    pub(crate) language: Language,
    pub(crate) action: &'a str,
    pub(crate) persona_action: &'a str,
    pub(crate) register: &'a str,
    pub(crate) personas: &'a [Persona],
    pub(crate) email: &'a str,
    pub(crate) problems: &'a [Problem],
}

pub(crate) fn sign_in(page: &SignInPage<'_>) -> Markup {
    let words = words(page.language);
    let content = html! {
        (error_summary(words, page.problems))
        @if !page.personas.is_empty() { (people(page)) }
        section aria-labelledby="own" {
            h2 #own { (words.own_account) }
            form method="post" action=(page.action) novalidate {
                (Field {
                    name: "email", label: words.email, kind: "email", autocomplete: "username",
                    value: page.email, hint: None,
                }.render(page.problems))
                (Field {
                    name: "password", label: words.password, kind: "password",
                    autocomplete: "current-password", value: "", hint: None,
                }.render(page.problems))
                button { (words.sign_in) }
            }
        }
        p { (words.no_account) " " a href=(page.register) { (words.create_account) } }
    };
    let has_problem = !page.problems.is_empty();
    Layout {
        language: page.language,
        heading: words.headline,
        has_problem,
    }
    .render(&content)
}

fn people(page: &SignInPage<'_>) -> Markup {
    let words = words(page.language);
    html! {
        section aria-labelledby="people" {
            h2 #people { (words.demo_people) }
            form method="post" action=(page.persona_action) {
                ul.people {
                    @for persona in page.personas {
                        li {
                            button name="persona" value=(persona.email) {
                                (persona.name())
                                span { (words.role(persona.role)) }
                            }
                        }
                    }
                }
            }
        }
    }
}
