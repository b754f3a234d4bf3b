//! How complete the profile is, and the way to what is missing.

use crate::{
    components::{card::Card, completion_ring::CompletionRing, icon::Icon},
    forms::profile::Field,
    islands::avatar::parts::FILE_ID,
    visit::locale,
    words::{self, td_string},
};
use contract::profile::{MissingField, ProfileCompletion};
use leptos::prelude::*;

/// The ring and the list of missing fields, each a link to its place in the form.
#[component]
pub(crate) fn Completion(
    /// What the service says.
    completion: ProfileCompletion,
) -> impl IntoView {
    let locale = locale();
    let rest = if completion.missing.is_empty() {
        view! { <p class="hint">{td_string!(locale, completion.all_done)}</p> }.into_any()
    } else {
        view! {
            <h3>{td_string!(locale, completion.missing)}</h3>
            <ul class="missing">{completion.missing.into_iter().map(missing).collect_view()}</ul>
        }
        .into_any()
    };
    view! {
        <Card id="completion" title=td_string!(locale, completion.title)>
            <CompletionRing percentage=completion.percentage/>
            {rest}
        </Card>
    }
}

fn missing(missing: MissingField) -> impl IntoView {
    let locale = locale();
    let percent = words::percent(locale, missing.weight);
    let field = Field::from_name(&missing.field);
    let name = match field {
        Some(Field::AvatarUrl) => td_string!(locale, field.avatar).to_owned(),
        Some(field) => words::label(locale, field).to_owned(),
        None => missing.field,
    };
    let id = match field {
        // A photo is more often at hand than the address of one.
        Some(Field::AvatarUrl) => FILE_ID.to_owned(),
        field => field.map(Field::id).unwrap_or_default(),
    };
    view! {
        <li>
            <a href=format!("/profile/edit#{id}")>
                <Icon name="plus"/>
                {name}
            </a>
            <span class="weight">
                <span aria-hidden="true">"+"{percent.clone()}</span>
                <span class="sr-only">{td_string!(locale, completion.adds, percent = percent).to_string()}</span>
            </span>
        </li>
    }
}
