//! The picture. It stands outside of the form, since it is changed at once and forms do not nest; only
//! the box for an address is one of the form's.

use super::{PhotoRefusal, form::FORM, model::Model, photo_texts::texts};
use crate::{
    AppState,
    components::{
        avatar::{Avatar, Size},
        card::Card,
        text_field::{Kind, TextField},
    },
    forms::profile::Field,
    islands::avatar::{Limits, Notice, PhotoEditor, told},
    session::flash::{Flash, PhotoDeed},
    visit::{Me, locale, visit},
    words::td_string,
};
use contract::limits::{PICTURE_PIXELS_MAX, URL_MAX};
use leptos::prelude::*;
use std::sync::Arc;

/// The picture as it is, what can be done with it, and the address of another.
#[component]
pub(super) fn PhotoCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let (Some(visit), Some(state)) = (visit(), use_context::<AppState>()) else {
        return ().into_any();
    };
    let Me::Person(me) = &visit.me else {
        return ().into_any();
    };
    let me = Arc::clone(me);
    let limits = state.services.avatar.limits();
    let texts = texts(locale, limits);
    let fault = model.photo.map(|refusal| refusal.sentence(locale, limits));
    let notice = visit.flash.clone().and_then(notice);
    let (owner, has_picture) = (me.id.to_string(), me.avatar_url.is_some());
    let limits = Limits {
        types: limits.types.iter().map(ToString::to_string).collect(),
        max_bytes: limits.max_bytes,
        max_pixels: PICTURE_PIXELS_MAX,
    };
    let address = address(&model);
    view! {
        <Card id="photo" title=td_string!(locale, edit.photo_card)>
            <div class="photo">
                <Avatar person=me size=Size::Large/>
                <div class="photo-controls">
                    <noscript>
                        <p class="hint photo-reloads">{td_string!(locale, photo.reloads)}</p>
                    </noscript>
                    <PhotoEditor texts limits owner has_picture notice fault/>
                </div>
            </div>
            {address}
        </Card>
    }
    .into_any()
}

/// The same sentence, for the box at the top of the page.
pub(super) fn photo_fault(refusal: PhotoRefusal) -> Option<String> {
    let state = use_context::<AppState>()?;
    let limits = state.services.avatar.limits();
    Some(refusal.sentence(locale(), limits))
}

/// What the last form of the picture did.
fn notice(flash: Flash) -> Option<Notice> {
    let locale = locale();
    let Flash::Photo(deed) = flash else {
        return None;
    };
    let text = match &deed {
        PhotoDeed::Ready => td_string!(locale, photo.ready),
        PhotoDeed::Coming(_) => td_string!(locale, photo.coming),
        PhotoDeed::Removed(_) => td_string!(locale, photo.removed),
        PhotoDeed::Restored => td_string!(locale, photo.restored),
    };
    let (undo, coming) = match deed {
        PhotoDeed::Removed(undo) => (undo, None),
        PhotoDeed::Coming(upload) => (None, Some(upload.to_string())),
        PhotoDeed::Ready | PhotoDeed::Restored => (None, None),
    };
    Some(Notice {
        text: text.to_owned(),
        undo: undo.map(|undo| {
            let (name, value) = undo.pair();
            told::Undo {
                name: name.to_owned(),
                value,
            }
        }),
        coming,
    })
}

/// The box for an address, open where there is something in it.
fn address(model: &Model) -> Option<impl IntoView + use<>> {
    let locale = locale();
    let control = model.control(Field::AvatarUrl)?;
    let is_open = !control.value.is_empty() || control.error.is_some();
    let hint = td_string!(locale, edit.avatar_hint);
    Some(view! {
        <details class="by-address" open=is_open>
            <summary>{td_string!(locale, photo.by_address)}</summary>
            <TextField control limit=URL_MAX kind=Kind::Url autocomplete="photo" hint form=FORM/>
        </details>
    })
}
