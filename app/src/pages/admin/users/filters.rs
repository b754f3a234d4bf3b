//! The form: who is looked for, and how many of them at once. It leads to the page itself, so all of it is
//! in the address.

use super::{
    PATH,
    model::Model,
    shown::{LIMITS, Shown},
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
use contract::{
    account::{
        AccountStatus, Role,
        listing::{SortOrder, UserSort},
    },
    limits::SEARCH_MAX,
};
use leptos::prelude::*;

const SEARCH_ID: &str = "users-search";
/// In the order in which an admin cares.
const STATUSES: [AccountStatus; 4] = [
    AccountStatus::Active,
    AccountStatus::PendingInstructorReview,
    AccountStatus::Suspended,
    AccountStatus::Inactive,
];
const ROLES: [Role; 3] = [Role::Student, Role::Instructor, Role::Admin];

/// The id of the control that a parameter comes from.
pub(super) fn id_of(field: &str) -> Option<&'static str> {
    (field == "search").then_some(SEARCH_ID)
}

/// The form, as it was sent.
#[component]
pub(super) fn Filters(
    /// The page.
    model: Model,
) -> impl IntoView {
    let shown = &model.shown;
    view! {
        <form class="card users-filters" role="search" method="get" action=PATH
            aria-label=td_string!(locale(), users.search_label)>
            {search(&model)}
            {role(shown)}
            {status(shown)}
            <button class="btn" type="submit">{td_string!(locale(), users.search)}</button>
            {kept(shown)}
        </form>
    }
}

fn search(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let faults = model.found.as_ref().err();
    let error = faults.and_then(|errors| errors.0.first());
    let control = Control {
        id: SEARCH_ID.to_owned(),
        name: "search",
        label: td_string!(locale, users.search_label).to_owned(),
        value: model.shown.query.search.clone().unwrap_or_default(),
        error: error.map(|error| words::users_fault(locale, error)),
    };
    let hint = Some(td_string!(locale, users.search_hint).to_owned());
    let input = view! {
        <input class="input" id=control.id.clone() type="text" name=control.name
            value=control.value.clone() maxlength=max_length(SEARCH_MAX) autocomplete="off"
            autocapitalize="none" spellcheck="false" enterkeyhint="search" dir="auto"
            aria-describedby=control.described_by(true) aria-invalid=control.invalid()/>
    };
    view! { <div class="field users-search"><FieldFrame control hint>{input}</FieldFrame></div> }
}

fn role(shown: &Shown) -> impl IntoView + use<> {
    let locale = locale();
    let choices = ROLES.map(|role| choice(role.as_str(), words::role(locale, role)));
    let any = choice("", td_string!(locale, users.any_role));
    let value = shown.query.role.map_or("", Role::as_str);
    select(
        "role",
        td_string!(locale, account.role),
        value,
        any,
        choices,
    )
}

fn status(shown: &Shown) -> impl IntoView + use<> {
    let locale = locale();
    let choices = STATUSES.map(|status| choice(status.as_str(), words::status(locale, status)));
    let any = choice("", td_string!(locale, users.any_status));
    let value = shown.query.status.map_or("", AccountStatus::as_str);
    select(
        "status",
        td_string!(locale, account.status),
        value,
        any,
        choices,
    )
}

fn choice(value: &str, text: &str) -> Choice {
    Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        lang: None,
    }
}

fn select<const N: usize>(
    name: &'static str,
    label: &str,
    value: &str,
    first: Choice,
    others: [Choice; N],
) -> impl IntoView + use<N> {
    let control = Control {
        id: format!("users-{name}"),
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        error: None,
    };
    let choices = std::iter::once(first).chain(others).collect();
    let title = None;
    view! { <Select control groups=vec![Group { title, choices }]/> }
}

/// The order of the list and the length of its pages, which stay.
fn kept(shown: &Shown) -> impl IntoView + use<> {
    let (sort_by, order) = (shown.query.sort_by, shown.query.order);
    let is_usual = (sort_by, order) == (UserSort::default(), SortOrder::default());
    let sorted = (!is_usual).then(|| {
        view! {
            <input type="hidden" name="sortBy" value=sort_by.as_str()/>
            <input type="hidden" name="sortOrder" value=order.as_str()/>
        }
    });
    let limit = (shown.limit != LIMITS[0])
        .then(|| view! { <input type="hidden" name="limit" value=shown.limit.to_string()/> });
    view! {
        {sorted}
        {limit}
    }
}
