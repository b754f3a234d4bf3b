//! Fields, and what is wrong with them.

use maud::{Markup, html};

use super::words::Words;

/// Something that the person must correct.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Problem {
    /// Name and id of the input.
    pub(crate) field: &'static str,
    pub(crate) text: &'static str,
}

/// One labelled input.
pub(super) struct Field<'a> {
    pub(super) name: &'a str,
    pub(super) label: &'a str,
    pub(super) kind: &'a str,
    pub(super) autocomplete: &'a str,
    pub(super) value: &'a str,
    pub(super) hint: Option<&'a str>,
}

impl Field<'_> {
    pub(super) fn render(&self, problems: &[Problem]) -> Markup {
        let problem = problems.iter().find(|problem| problem.field == self.name);
        let hint_id = self.hint.map(|_| format!("{}-hint", self.name));
        let problem_id = problem.map(|_| format!("{}-problem", self.name));
        let described_by: Vec<String> = hint_id.iter().chain(&problem_id).cloned().collect();
        let described_by = (!described_by.is_empty()).then(|| described_by.join(" "));
        html! {
            div.field {
                label for=(self.name) { (self.label) }
                @if let Some(hint) = self.hint {
                    p.hint id=[&hint_id] { (hint) }
                }
                @if let Some(problem) = problem {
                    p.problem id=[&problem_id] { (problem.text) }
                }
                input id=(self.name) name=(self.name) type=(self.kind) value=(self.value)
                    autocomplete=(self.autocomplete) required
                    aria-invalid=[problem.map(|_| "true")] aria-describedby=[described_by];
            }
        }
    }
}

/// What is wrong, as links to the inputs; takes the focus.
pub(super) fn error_summary(words: &Words, problems: &[Problem]) -> Markup {
    html! {
        @if !problems.is_empty() {
            div.summary role="alert" tabindex="-1" autofocus {
                h2 { (words.there_is_a_problem) }
                ul {
                    @for problem in problems {
                        li { a href={ "#" (problem.field) } { (problem.text) } }
                    }
                }
            }
        }
    }
}
