//! The picture. It stands outside of the form, since it is changed at once and forms do not nest; only
//! the box for an address is one of the form's.

mod controls;
mod crop;
mod refusal;
mod said;
pub(super) mod standing;
mod words;

pub(crate) use refusal::PhotoRefusal;

use super::{form::FORM, model::Model};
use crate::{
    AppState,
    components::{
        avatar::{Avatar, Size},
        card::Card,
        text_field::{Kind, TextField},
    },
    forms::profile::Field,
    islands::avatar::{
        PhotoEditor,
        parts::{COMING, HAS_PHOTO, MAX_BYTES, MAX_PIXELS, OWNER, PART, ROOT, TYPES, WORDS},
    },
    session::flash::{Flash, PhotoDeed},
    visit::{Me, locale, visit},
    words::td_string,
};
use contract::{
    avatar::UploadLimits,
    limits::{PICTURE_PIXELS_MAX, URL_MAX},
    profile::ProfileView,
};
use controls::Controls;
use crop::CropDialog;
use leptos::prelude::*;
use said::{Done, Fault, Progress};
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
    let limits = state.services.avatar.limits().clone();
    let fault = model.photo.map(|refusal| refusal.sentence(locale, &limits));
    let deed = match &visit.flash {
        Some(Flash::Photo(deed)) => Some(deed.clone()),
        _ => use_context(),
    };
    let address = address(&model);
    view! {
        <Card id="photo" title=td_string!(locale, edit.photo_card)>
            <PhotoEditor>
                <Editor me limits fault deed/>
            </PhotoEditor>
            {address}
        </Card>
    }
    .into_any()
}

/// Why a form of the picture did nothing, for the box at the top of the page.
pub(super) fn photo_fault(refusal: PhotoRefusal) -> Option<String> {
    let state = use_context::<AppState>()?;
    let limits = state.services.avatar.limits();
    Some(refusal.sentence(locale(), limits))
}

/// Everything that the island wakes.
#[component]
fn Editor(
    /// Whose picture it is.
    me: Arc<ProfileView>,
    /// What may be chosen.
    limits: UploadLimits,
    /// Why the last form did nothing.
    fault: Option<String>,
    /// What the last form did.
    deed: Option<PhotoDeed>,
) -> impl IntoView {
    let locale = locale();
    let owner = me.id.to_string();
    let types: Vec<_> = limits.types.iter().map(|it| it.as_str()).collect();
    let has_photo = me.avatar_url.is_some();
    let coming = match &deed {
        Some(PhotoDeed::Coming(upload)) => Some(upload.to_string()),
        _ => None,
    };
    let root = view! {
        <div class="photo-editor" class=(HAS_PHOTO, has_photo)>
            <Avatar person=Arc::clone(&me) size=Size::Large/>
            <div class="photo-controls">
                <noscript>
                    <p class="hint">{td_string!(locale, photo.reloads)}</p>
                </noscript>
                <Controls owner=owner.clone() limits=limits.clone() is_wrong=fault.is_some()/>
                <Fault fault/>
                <Progress/>
                <Done owner=owner.clone() deed/>
            </div>
            <CropDialog/>
        </div>
    };
    root.attr(PART, ROOT)
        .attr(OWNER, owner)
        .attr(MAX_BYTES, limits.max_bytes.to_string())
        .attr(MAX_PIXELS, PICTURE_PIXELS_MAX.to_string())
        .attr(TYPES, types.join(","))
        .attr(COMING, coming)
        .attr(WORDS, words::json(locale, &limits))
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
