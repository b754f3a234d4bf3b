//! `/settings/privacy`: who sees the person, whether the directory lists them, and what others see.

mod view_as;

use super::{
    form::{ChoicePage, Choices},
    frame::Section,
    toggle::toggle,
};
use crate::{
    components::{icon::Icon, visibility::VisibilityChoices},
    forms::choices::{ChoiceForm, DISCOVERABLE},
    pages::signed_in,
    visit::{locale, visit},
    words::td_string,
};
use leptos::prelude::*;
use view_as::{ViewAs, asked};

/// The page.
#[component]
pub(crate) fn Privacy() -> impl IntoView {
    let me = match signed_in() {
        Ok(me) => me,
        Err(instead) => return instead,
    };
    let Some(visit) = visit() else {
        return ().into_any();
    };
    let choices = Choices::refused().unwrap_or_else(|| Choices::saved(ChoiceForm::of_privacy(&me)));
    let asked = asked(&visit.here);
    let action = asked.map_or_else(|| Section::Privacy.path().to_owned(), view_as::href);
    let below = view! { <ViewAs me asked visit/> }.into_any();
    view! {
        <ChoicePage section=Section::Privacy choices=choices.clone() action below>
            {visibility(&choices)}
            {directory(&choices)}
        </ChoicePage>
    }
    .into_any()
}

fn visibility(choices: &Choices) -> impl IntoView + use<> {
    let control = choices.control("visibility");
    let (label, described_by) = (control.label.clone(), control.described_by(true));
    let hint_id = control.hint_id();
    view! {
        <fieldset class="card titled" aria-describedby=described_by>
            <legend><Icon name="eye"/>{label}</legend>
            <p class="hint" id=hint_id>{td_string!(locale(), edit.visibility_legend)}</p>
            <VisibilityChoices control/>
        </fieldset>
    }
}

/// The switch, and a word for whom nobody sees anyway.
fn directory(choices: &Choices) -> impl IntoView + use<> {
    let locale = locale();
    let hint = td_string!(locale, edit.discoverable_hint).into_any();
    view! {
        <fieldset class="card titled">
            <legend><Icon name="search"/>{td_string!(locale, privacy.directory)}</legend>
            <p class="off-note private-note">
                <Icon name="info"/>
                {td_string!(locale, privacy.directory_off)}
            </p>
            {toggle(choices, DISCOVERABLE, Some(hint), None)}
        </fieldset>
    }
}
