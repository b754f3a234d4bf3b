//! The form and what stands above it.

use super::{
    about_card::AboutCard, contact_card::ContactCard, links_card::LinksCard, model::Model,
    name_card::NameCard, photo::PhotoCard, region_card::RegionCard, save_bar::SaveBar,
    stale_card::StaleCard, summary::Summary, visibility_card::VisibilityCard,
};
use crate::{
    components::{
        head::Head,
        note::{Note, OtherAccountNote, Tone},
        scripts::Scripts,
    },
    session::flash::Flash,
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// The id of the form, for a control of it that stands outside.
pub(super) const FORM: &str = "profile-form";

/// The picture, which is changed at once, and the form of all the rest. `novalidate`: the server names every bad field at once, in the page's language.
#[component]
pub(crate) fn EditForm(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let form = &model.form;
    let hidden = view! {
        <input type="hidden" name="version" value=form.version.map(|version| version.to_string())/>
        <input type="hidden" name="owner" value=form.owner.map(|owner| owner.to_string())/>
        <input type="hidden" name="seen" value=form.seen.to_string()/>
    };
    let stale = model
        .stale
        .is_some()
        .then(|| view! { <StaleCard model=model.clone()/> });
    view! {
        <Head title=td_string!(locale, edit.title) error=model.is_refused()/>
        <div class="form-page">
            <h1>{td_string!(locale, edit.title)}</h1>
            {model.is_refused().then(|| view! { <Summary model=model.clone()/> })}
            {model.is_draft.then(draft_note)}
            {(model.flash == Some(Flash::OtherAccount)).then(|| view! { <OtherAccountNote/> })}
            <PhotoCard model=model.clone()/>
            <form id=FORM method="post" action="/profile/edit" novalidate class="stack">
                {hidden}
                {stale}
                <NameCard model=model.clone()/>
                <AboutCard model=model.clone()/>
                <LinksCard model=model.clone()/>
                <ContactCard model=model.clone()/>
                <RegionCard model=model.clone()/>
                <VisibilityCard model=model.clone()/>
                <SaveBar is_saved=model.flash == Some(Flash::Saved) is_unsaved=model.is_unsaved()/>
            </form>
        </div>
        <Scripts/>
    }
}

/// Says that a draft is a draft. Its button is a form of its own: in the big one, Enter would press it.
fn draft_note() -> impl IntoView {
    let locale = locale();
    view! {
        <Note tone=Tone::Attention title=td_string!(locale, edit.draft_title)>
            <p>{td_string!(locale, edit.draft_text)}</p>
            <form method="post" action="/profile/edit" data-discards="true">
                <input type="hidden" name="action" value="discard"/>
                <button class="btn" type="submit">{td_string!(locale, edit.draft_discard)}</button>
            </form>
        </Note>
    }
}
