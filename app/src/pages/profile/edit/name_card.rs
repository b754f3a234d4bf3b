//! Names.

use super::model::Model;
use crate::{
    components::{
        card::Card,
        text_field::{Kind, TextField},
    },
    forms::profile::Field,
    visit::locale,
    words::td_string,
};
use contract::limits::{LINE_MAX, NAME_MAX, USERNAME_MAX, USERNAME_MIN};
use leptos::prelude::*;

/// First and last name, shown name, username.
#[component]
pub(crate) fn NameCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let name = |field, purpose| {
        model.control(field).map(|control| {
            view! { <TextField control limit=NAME_MAX autocomplete=purpose required=true/> }
        })
    };
    let (first, last) = (
        name(Field::FirstName, "given-name"),
        name(Field::LastName, "family-name"),
    );
    let shown = model.control(Field::DisplayName).map(|control| {
        let hint = td_string!(locale, edit.display_name_hint);
        view! { <TextField control limit=LINE_MAX autocomplete="nickname" hint/> }
    });
    let username = model.control(Field::Username).map(|control| {
        let hint = td_string!(locale, edit.username_hint, min = USERNAME_MIN, max = USERNAME_MAX).to_string();
        view! { <TextField control limit=USERNAME_MAX kind=Kind::Handle autocomplete="username" hint/> }
    });
    view! {
        <Card id="name" title=td_string!(locale, edit.name_card)>
            <div class="pair">
                {first}
                {last}
            </div>
            {shown}
            {username}
        </Card>
    }
}
