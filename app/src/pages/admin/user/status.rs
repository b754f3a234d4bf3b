//! Where the account stands, and putting it elsewhere.

use super::{
    card::{Whose, control_id, fields, here, versions},
    model::Model,
};
use crate::{
    components::{
        card::Card,
        control::Control,
        field::FieldError,
        note::{Note, Tone},
        text_area::TextArea,
    },
    forms::user::{Action, settable},
    visit::locale,
    words::{self, AccountFault, Locale, td_string},
};
use contract::{account::SettableStatus, limits::REASON_MAX};
use leptos::prelude::*;

const NAME: &str = "status";
/// The name of the box for the reason.
pub(super) const REASON: &str = "reason";

/// The card.
#[component]
pub(super) fn StatusCard(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let now = settable(model.user.status);
    let overtaken = model.overtaken(Action::Status);
    let control = match overtaken.and_then(|form| form.status) {
        Some(mine) => both(mine, now).into_any(),
        None => choices(&model, now).into_any(),
    };
    let draft = model.draft().map(|_| {
        view! {
            <Note tone=Tone::Attention title=td_string!(locale, edit.draft_title)>
                <p>{td_string!(locale, user.draft)}</p>
            </Note>
        }
    });
    view! {
        <Card id="status" title=td_string!(locale, account.status)>
            {draft}
            <form method="post" action=here(&model) novalidate class="card-form">
                {fields(&model, Action::Status, now.as_str())}
                {control}
                {reason(&model)}
                <div class="actions">
                    <button class="btn btn-primary" type="submit">{td_string!(locale, edit.save)}</button>
                </div>
            </form>
        </Card>
    }
}

/// What each choice is called, and what it comes to.
fn words_of(locale: Locale, status: SettableStatus) -> (&'static str, &'static str) {
    let hint = match status {
        SettableStatus::Active => td_string!(locale, account.active_hint),
        SettableStatus::Inactive => td_string!(locale, account.inactive_hint),
        SettableStatus::Suspended => td_string!(locale, account.suspended_hint),
    };
    (words::status(locale, status.into()), hint)
}

fn choices(model: &Model, now: SettableStatus) -> impl IntoView + use<> {
    let locale = locale();
    let refused = model.refused(Action::Status);
    let chosen = refused.and_then(|refusal| refusal.form.status);
    let drafted = model.draft().and_then(|draft| draft.status);
    let chosen = chosen.or(drafted).unwrap_or(now);
    let fault = refused.filter(|refusal| !matches!(refusal.fault, AccountFault::Reason(_)));
    let error = fault.map(|refusal| refusal.fault.sentence(locale));
    let error_id = format!("{}-error", control_id(NAME));
    let described = error.is_some().then(|| error_id.clone());
    let error = error.map(|error| view! { <FieldError id=error_id error/> });
    let radios = SettableStatus::ALL.iter().enumerate().map(|(i, status)| {
        let first = control_id(NAME);
        let id = if i == 0 {
            first
        } else {
            format!("{first}-{status}")
        };
        let hint_id = format!("{id}-hint");
        let (title, hint) = words_of(locale, *status);
        view! {
            <div class="choice">
                <input class="radio" type="radio" id=id.clone() name=NAME value=status.as_str()
                    checked=*status == chosen aria-describedby=hint_id.clone()/>
                <label for=id>{title}</label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described>
            <legend>{td_string!(locale, user.stands)}</legend>
            {error}
            {radios.collect_view()}
        </fieldset>
    }
}

fn both(mine: SettableStatus, saved: SettableStatus) -> impl IntoView {
    let locale = locale();
    let choice =
        |whose, status: SettableStatus| (whose, status.as_str(), words_of(locale, status).0);
    let choices = [choice(Whose::Mine, mine), choice(Whose::Saved, saved)];
    versions(NAME, td_string!(locale, account.status), choices)
}

fn reason(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let refused = model.refused(Action::Status);
    let typed = refused.map(|refusal| refusal.form.reason.clone());
    let drafted = model.draft().map(|draft| draft.reason.clone());
    let fault = refused.filter(|refusal| matches!(refusal.fault, AccountFault::Reason(_)));
    let control = Control {
        id: control_id(REASON),
        name: REASON,
        label: td_string!(locale, user.reason).to_owned(),
        value: typed.or(drafted).unwrap_or_default(),
        error: fault.map(|refusal| refusal.fault.sentence(locale)),
    };
    let hint = td_string!(locale, user.reason_hint, max = REASON_MAX).to_string();
    view! { <TextArea control rows=3 hint/> }
}
