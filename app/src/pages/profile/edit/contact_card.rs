//! How somebody is reached.

use super::model::Model;
use crate::{
    components::{
        card::Card,
        text_field::{Kind, TextField},
    },
    forms::profile::Field,
    visit::{Me, locale, visit},
    words::td_string,
};
use contract::limits::PHONE_DIGITS_MAX;
use leptos::prelude::*;

/// Digits, a plus, and as many spaces and brackets as people write between them.
const PHONE_TEXT_MAX: usize = PHONE_DIGITS_MAX * 2;

/// E-mail, which is changed elsewhere, and phone.
#[component]
pub(crate) fn ContactCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let email = visit().and_then(|visit| match &visit.me {
        Me::Person(me) => Some(me.email.clone()),
        _ => None,
    });
    let phone = model.control(Field::Phone).map(|control| {
        let hint = td_string!(locale, edit.phone_hint);
        view! { <TextField control limit=PHONE_TEXT_MAX kind=Kind::Phone autocomplete="tel" hint/> }
    });
    view! {
        <Card id="contact" title=td_string!(locale, edit.contact_card)>
            {email.map(|email| view! {
                <div class="field">
                    <p class="label">{td_string!(locale, field.email)}</p>
                    <p class="hint">{td_string!(locale, edit.email_hint)}</p>
                    <p class="fixed-value">{email}</p>
                </div>
            })}
            {phone}
        </Card>
    }
}
