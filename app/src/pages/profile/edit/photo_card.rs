//! The picture.

use super::model::Model;
use crate::{
    components::{
        avatar::{Avatar, Size},
        card::Card,
        text_field::{Kind, TextField},
    },
    forms::profile::Field,
    visit::{Me, locale, visit},
    words::td_string,
};
use contract::limits::URL_MAX;
use leptos::prelude::*;
use std::sync::Arc;

/// The picture as it is, and the address of another.
#[component]
pub(crate) fn PhotoCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let now = visit().and_then(|visit| match &visit.me {
        Me::Person(me) => Some(view! { <Avatar person=Arc::clone(me) size=Size::Large/> }),
        _ => None,
    });
    let address = model.control(Field::AvatarUrl).map(|control| {
        let hint = td_string!(locale, edit.avatar_hint);
        view! { <TextField control limit=URL_MAX kind=Kind::Url autocomplete="photo" hint/> }
    });
    view! {
        <Card id="photo" title=td_string!(locale, edit.photo_card)>
            <div class="photo">
                {now}
                <div class="photo-address">{address}</div>
            </div>
        </Card>
    }
}
