//! The two forms: one uploads, one takes away. Without JavaScript they are plain ones; awake, the
//! first is a single button.

use crate::{
    components::icon::Icon,
    islands::avatar::parts::{ACTION, ERROR_ID, FILE_ID, FILE_NAME, HINT_ID, REMOVE},
    visit::locale,
    words::{self, td_string},
};
use contract::avatar::UploadLimits;
use leptos::prelude::*;

/// The forms, and what to know before choosing.
#[component]
pub(super) fn Controls(
    /// For whom they are made.
    owner: String,
    /// What may be chosen.
    limits: UploadLimits,
    /// Whether what was chosen last was refused.
    is_wrong: bool,
) -> impl IntoView {
    let locale = locale();
    let hint = td_string!(
        locale,
        photo.hint,
        types = words::picture_types(locale, &limits),
        size = words::file_size(locale, limits.max_bytes),
        megapixels = words::MEGAPIXELS_MAX,
    )
    .to_string();
    let types: Vec<_> = limits.types.iter().map(|it| it.as_str()).collect();
    let described_by = if is_wrong {
        format!("{HINT_ID} {ERROR_ID}")
    } else {
        HINT_ID.to_owned()
    };
    view! {
        <div class="photo-line">
            <form class="photo-upload" method="post" action=ACTION enctype="multipart/form-data" novalidate>
                <input type="hidden" name="owner" value=owner.clone()/>
                <div class="photo-choose">
                    <label for=FILE_ID>
                        <Icon name="camera"/>
                        <span class="without-photo">{td_string!(locale, photo.choose)}</span>
                        <span class="with-photo">{td_string!(locale, photo.change)}</span>
                    </label>
                    <input
                        type="file"
                        id=FILE_ID
                        name=FILE_NAME
                        accept=types.join(",")
                        aria-describedby=described_by
                        aria-invalid=is_wrong.then_some("true")
                        data-part=FILE_ID
                    />
                </div>
                <button class="btn photo-send" type="submit">{td_string!(locale, photo.upload)}</button>
            </form>
            <form class="with-photo" method="post" action=format!("{ACTION}/remove") data-do="remove">
                <input type="hidden" name="owner" value=owner/>
                <button class="btn" type="submit" data-part=REMOVE>
                    <Icon name="trash-2"/>
                    {td_string!(locale, photo.remove)}
                </button>
            </form>
        </div>
        <p class="hint" id=HINT_ID>
            {hint}
            <span class="photo-drop">" "{td_string!(locale, photo.drop)}</span>
        </p>
    }
}
