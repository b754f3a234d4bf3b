//! A plain form that leads to the page with what it finds.

use super::Shown;
use crate::{
    components::{
        control::{Control, max_length},
        field::FieldFrame,
        select::{Choice, Group, Select},
    },
    pages::admin::frame::Area,
    visit::locale,
    words::{self, td_string},
};
use contract::{instructor_application::ApplicationStatus, limits::SEARCH_MAX};
use leptos::prelude::*;

/// Who is looked for, and how their applications stand.
#[component]
pub(super) fn Filters(
    shown: Shown,
    /// What is wrong with who is looked for.
    fault: Option<String>,
) -> impl IntoView {
    let locale = locale();
    let search = Control {
        id: "field-search".to_owned(),
        name: "search",
        label: td_string!(locale, review.search).to_owned(),
        value: shown.search,
        error: fault,
    };
    let input = view! {
        <input class="input" id=search.id.clone() type="text" name=search.name
            value=search.value.clone() maxlength=max_length(SEARCH_MAX) autocomplete="off"
            autocapitalize="none" spellcheck="false" enterkeyhint="search" dir="auto"
            aria-describedby=search.described_by(false) aria-invalid=search.invalid()/>
    };
    let status = Control {
        id: "field-status".to_owned(),
        name: "status",
        label: td_string!(locale, review.status).to_owned(),
        value: shown.status.to_string(),
        error: None,
    };
    let choices = ApplicationStatus::ALL.iter().map(|status| Choice {
        value: status.to_string(),
        text: words::application_status(locale, *status).to_owned(),
        lang: None,
    });
    let groups = vec![Group {
        title: None,
        choices: choices.collect(),
    }];
    view! {
        <form class="review-filters" role="search" method="get" action=Area::Applications.path()>
            <FieldFrame control=search hint=None>{input}</FieldFrame>
            <Select control=status groups/>
            <button class="btn" type="submit">{td_string!(locale, review.filter)}</button>
        </form>
    }
}
