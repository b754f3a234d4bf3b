//! The box at the top of a form that was not saved.

use super::{model::Model, photo::photo_fault};
use crate::{
    components::{
        error_summary::{Entry, ErrorSummary},
        note::Tone,
    },
    error::Problem,
    forms::profile::{Field, anchor},
    islands::avatar::parts::FILE_ID,
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// Every bad field, or every field that was saved meanwhile, or what is wrong with it all.
#[component]
pub(crate) fn Summary(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let (heading, text, entries) = match (&model.stale, model.problem) {
        (Some(stale), _) => {
            let text = if stale.conflicts.is_empty() {
                td_string!(locale, stale.same)
            } else {
                td_string!(locale, stale.text)
            };
            let entries = stale.conflicts.iter().map(|conflict| Entry {
                anchor: Some(conflict.field.id()),
                text: words::label(locale, conflict.field).to_owned(),
            });
            (
                td_string!(locale, stale.heading),
                Some(text),
                entries.collect(),
            )
        }
        (None, Some(problem)) => (
            td_string!(locale, problem.heading),
            Some(sentence(problem)),
            Vec::new(),
        ),
        (None, None) => (
            td_string!(locale, problem.heading),
            None,
            photo(&model).into_iter().chain(fields(&model)).collect(),
        ),
    };
    let tone = if model.stale.is_some() {
        Tone::Attention
    } else {
        Tone::Danger
    };
    view! { <ErrorSummary tone heading text entries/> }
}

fn photo(model: &Model) -> Option<Entry> {
    let text = photo_fault(model.photo?)?;
    Some(Entry {
        anchor: Some(FILE_ID.to_owned()),
        text,
    })
}

fn fields(model: &Model) -> Vec<Entry> {
    let entry = |error: &contract::FieldError| Entry {
        anchor: Some(anchor(&error.field)),
        text: words::fault(locale(), error),
    };
    // The address of a picture stands above the form, and is checked with it.
    let is_below = |error: &&contract::FieldError| error.field != Field::AvatarUrl.name();
    let (below, above): (Vec<_>, Vec<_>) = model.errors.0.iter().partition(is_below);
    above.into_iter().chain(below).map(entry).collect()
}

fn sentence(problem: Problem) -> &'static str {
    let locale = locale();
    match problem {
        Problem::Unavailable => td_string!(locale, problem.unavailable),
        Problem::Conflict => td_string!(locale, problem.refused),
        _ => td_string!(locale, problem.internal),
    }
}
