//! The form: what is looked for, and among whom. It leads to the page itself, so all of it is in the
//! address.

use super::{
    model::Model,
    search_box::{PeopleSearch, SEARCH_ID},
};
use crate::{
    components::{
        control::{Control, max_length},
        field::FieldFrame,
        select::{Choice, Group, Select},
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{directory::DirectoryRole, limits::SKILL_MAX};
use leptos::prelude::*;

const ROLE_ID: &str = "people-role";
const SKILL_ID: &str = "people-skill";

/// The id of the control that a parameter comes from.
pub(super) fn id_of(field: &str) -> Option<&'static str> {
    match field {
        "search" => Some(SEARCH_ID),
        "role" => Some(ROLE_ID),
        "skill" => Some(SKILL_ID),
        _ => None,
    }
}

/// The form, as it was sent.
#[component]
pub(super) fn Filters(
    /// The page.
    model: Model,
) -> impl IntoView {
    let query = model.shown.search.clone().unwrap_or_default();
    let error = fault(&model, "search");
    view! {
        <div class="card">
            <PeopleSearch query error>
                <div class="pair">
                    {role(&model)}
                    {skill(&model)}
                </div>
            </PeopleSearch>
        </div>
    }
}

fn role(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let choice = |role: Option<DirectoryRole>, text: &'static str| Choice {
        value: role.map_or("", DirectoryRole::as_str).to_owned(),
        text: text.to_owned(),
        lang: None,
    };
    let control = Control {
        id: ROLE_ID.to_owned(),
        name: "role",
        label: td_string!(locale, people.role).to_owned(),
        value: model
            .shown
            .role
            .map_or("", DirectoryRole::as_str)
            .to_owned(),
        error: None,
    };
    let choices = vec![
        choice(None, td_string!(locale, people.everybody)),
        choice(
            Some(DirectoryRole::Instructor),
            td_string!(locale, people.instructors),
        ),
        choice(
            Some(DirectoryRole::Student),
            td_string!(locale, people.students),
        ),
    ];
    view! { <Select control groups=vec![Group { title: None, choices }]/> }
}

fn skill(model: &Model) -> impl IntoView + use<> {
    let control = Control {
        id: SKILL_ID.to_owned(),
        name: "skill",
        label: td_string!(locale(), people.skill).to_owned(),
        value: model.shown.skill.clone().unwrap_or_default(),
        error: fault(model, "skill"),
    };
    let input = view! {
        <input
            class="input"
            id=control.id.clone()
            type="text"
            name=control.name
            value=control.value.clone()
            maxlength=max_length(SKILL_MAX)
            autocomplete="off"
            dir="auto"
            enterkeyhint="search"
            aria-describedby=control.described_by(false)
            aria-invalid=control.invalid()
        />
    };
    view! { <FieldFrame control hint=None>{input}</FieldFrame> }
}

/// What is wrong with a field.
fn fault(model: &Model, field: &str) -> Option<String> {
    let errors = model.errors()?;
    let error = errors.0.iter().find(|error| error.field == field)?;
    Some(words::people_fault(locale(), error))
}
