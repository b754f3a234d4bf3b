//! Who sees the profile.

use super::model::Model;
use crate::{
    components::{card::Card, control::Control, visibility::VisibilityChoices},
    forms::profile::Field,
    visit::locale,
    words::{self, td_string},
};
use leptos::prelude::*;

/// Three choices and a tick.
#[component]
pub(crate) fn VisibilityCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let choices = model.control(Field::Visibility).map(visibility);
    let tick = !model.is_contested(Field::Discoverable);
    let tick = tick.then(|| discoverable(&model));
    view! {
        <Card id="visibility" title=td_string!(locale(), edit.visibility_card)>
            {choices}
            {tick}
        </Card>
    }
}

fn visibility(control: Control) -> impl IntoView {
    let described_by = control.described_by(false);
    view! {
        <fieldset class="field" aria-describedby=described_by>
            <legend>{td_string!(locale(), edit.visibility_legend)}</legend>
            <VisibilityChoices control/>
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
