//! The form.

use super::{ApplicationRefusal, PATH};
use crate::{
    components::{
        card::Card,
        control::Control,
        counted_area::CountedArea,
        field::FieldError,
        link_rows::LinkRows,
        note::{Note, Tone},
        scripts::Scripts,
        send_button::SendButton,
        text_area::TextArea,
    },
    forms::{application::ApplicationForm, profile::Field},
    visit::locale,
    words::{self, td_string},
};
use contract::limits::{EXPERTISE_MAX, LINKS_MAX, MOTIVATION_MAX, MOTIVATION_MIN, SKILL_MAX};
use leptos::prelude::*;

/// The form: as it was sent and refused, as a draft of before sign-in, or as it is offered. `novalidate`:
/// the server names every bad field at once, in the page's language.
#[component]
pub(super) fn Apply(
    /// The form as it is offered.
    offered: ApplicationForm,
    /// What was typed before sign-in.
    draft: Option<ApplicationForm>,
    /// What was sent, and why it is here again.
    refusal: Option<ApplicationRefusal>,
    /// Whether there was an application before.
    is_again: bool,
    /// Whether the profile has told something already.
    is_prefilled: bool,
) -> impl IntoView {
    let locale = locale();
    let is_draft = refusal.is_none() && draft.is_some();
    let is_unsaved = refusal.is_some() || draft.is_some();
    let owner = offered.owner.map(|owner| owner.to_string());
    let typed = refusal.as_ref().map(|refusal| refusal.form.clone());
    let form = typed.or(draft).unwrap_or(offered);
    let error = move |id: &str| refusal.as_ref()?.error(id);
    let control = |name: &'static str, label: &'static str, value: String| {
        let id = format!("field-{name}");
        Control {
            error: error(&id),
            id,
            name,
            label: label.to_owned(),
            value,
        }
    };
    let motivation = control(
        "motivation",
        td_string!(locale, teach.motivation),
        form.motivation,
    );
    let number = |limit: usize| words::count(locale, limit);
    let motivation_hint = td_string!(
        locale,
        teach.motivation_hint,
        min = number(MOTIVATION_MIN),
        max = number(MOTIVATION_MAX)
    );
    let expertise = control(
        "expertise",
        td_string!(locale, teach.expertise),
        form.expertise,
    );
    let expertise_hint = td_string!(
        locale,
        teach.expertise_hint,
        entries = EXPERTISE_MAX,
        max = SKILL_MAX
    );
    let links_error = error(&Field::Links.id());
    let links_error =
        links_error.map(|error| view! { <FieldError id="links-error".into() error/> });
    let title = if is_again {
        td_string!(locale, teach.again)
    } else {
        td_string!(locale, teach.apply)
    };
    let prefilled = (is_prefilled && !is_unsaved)
        .then(|| view! { <p class="hint form-note">{td_string!(locale, teach.prefilled)}</p> });
    let prefilled_again = (is_again && !is_unsaved).then(
        || view! { <p class="hint form-note">{td_string!(locale, teach.prefilled_again)}</p> },
    );
    view! {
        {is_draft.then(draft_note)}
        <form method="post" action=PATH novalidate class="stack">
            <input type="hidden" name="owner" value=owner/>
            <Card id="apply" title>
                {prefilled}
                {prefilled_again}
                <CountedArea control=motivation rows=8 limit=MOTIVATION_MAX hint=motivation_hint/>
                <TextArea control=expertise rows=4 hint=expertise_hint required=true/>
            </Card>
            <Card id="links" title=td_string!(locale, teach.links)>
                <div id=Field::Links.id() tabindex="-1">
                    <p class="hint">{td_string!(locale, teach.links_hint, max = LINKS_MAX).to_string()}</p>
                    {links_error}
                </div>
                <LinkRows links=form.links error/>
            </Card>
            <div class="save-bar">
                <SendButton idle=td_string!(locale, teach.send) busy=td_string!(locale, teach.sending) is_unsaved/>
            </div>
        </form>
        <Scripts/>
    }
}

/// Says that a draft is a draft. Its button is a form of its own: in the big one, Enter would press it.
fn draft_note() -> impl IntoView {
    let locale = locale();
    view! {
        <Note tone=Tone::Attention title=td_string!(locale, teach.draft_title)>
            <p>{td_string!(locale, teach.draft_text)}</p>
            <form method="post" action=PATH data-discards="true">
                <input type="hidden" name="action" value="discard"/>
                <button class="btn" type="submit">{td_string!(locale, teach.draft_discard)}</button>
            </form>
        </Note>
    }
}
