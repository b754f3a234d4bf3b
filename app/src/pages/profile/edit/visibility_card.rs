//! Who sees the profile.

use super::model::Model;
use crate::{
    components::{card::Card, field::FieldError},
    forms::profile::Field,
    visit::locale,
    words::{self, td_string},
};
use contract::profile::Visibility;
use leptos::prelude::*;

/// Three choices and a tick.
#[component]
pub(crate) fn VisibilityCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let contested = |field| model.is_contested(field);
    let (choices, tick) = (
        !contested(Field::Visibility),
        !contested(Field::Discoverable),
    );
    let (choices, tick) = (
        choices.then(|| visibility(&model)),
        tick.then(|| discoverable(&model)),
    );
    view! {
        <Card id="visibility" title=td_string!(locale(), edit.visibility_card)>
            {choices}
            {tick}
        </Card>
    }
}

fn visibility(model: &Model) -> impl IntoView + use<> {
    let field = Field::Visibility;
    let error = model.error(&field.id());
    let error_id = format!("{}-error", field.id());
    let current = model.form.value(field).to_owned();
    let described_by = error.as_ref().map(|_| error_id.clone());
    let choices = Visibility::ALL.iter().enumerate().map(|(i, choice)| {
        // The first one bears the field's id, so that links to the field lead to a control.
        let id = if i == 0 { field.id() } else { format!("{}-{choice}", field.id()) };
        let (title, hint) = words::visibility(locale(), *choice);
        let hint_id = format!("{}-{choice}-hint", field.id());
        view! {
            <div class="choice">
                <input class="radio" type="radio" id=id.clone() name=field.name() value=choice.as_str()
                    checked=choice.as_str() == current aria-describedby=hint_id.clone()/>
                <label for=id>{title}</label>
                <p class="hint" id=hint_id>{hint}</p>
            </div>
        }
    });
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{td_string!(locale(), edit.visibility_legend)}</legend>
            {error.map(|error| view! { <FieldError id=error_id error/> })}
            {choices.collect_view()}
        </fieldset>
    }
}

/// A checkbox that is off sends nothing, so a hidden "no" goes before it.
fn discoverable(model: &Model) -> impl IntoView + use<> {
    let field = Field::Discoverable;
    let hint_id = format!("{}-hint", field.id());
    view! {
        <div class="choice">
            <input type="hidden" name=field.name() value="false"/>
            <input class="checkbox" type="checkbox" id=field.id() name=field.name() value="true"
                checked=model.form.is_on(field) aria-describedby=hint_id.clone()/>
            <label for=field.id()>{words::label(locale(), field)}</label>
            <p class="hint" id=hint_id>{td_string!(locale(), edit.discoverable_hint)}</p>
        </div>
    }
}
