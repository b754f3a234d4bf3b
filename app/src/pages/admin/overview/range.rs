//! Which days: links to usual ones, and a form for any others. Both lead to the page itself.

use super::{
    model::Model,
    shown::{self, Shown},
};
use crate::{
    components::{control::Control, field::FieldFrame},
    pages::admin::frame::Area,
    visit::locale,
    words::{self, td_string},
};
use contract::{insight::DateRange, limits::RANGE_DAYS_MAX};
use leptos::prelude::*;

const FROM_ID: &str = "range-from";
const TO_ID: &str = "range-to";
const HINT_ID: &str = "range-hint";

/// The id of the control that a parameter comes from.
pub(super) fn id_of(field: &str) -> Option<&'static str> {
    match field {
        "from" => Some(FROM_ID),
        "to" => Some(TO_ID),
        _ => None,
    }
}

/// The choice.
#[component]
pub(super) fn Range(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let label = td_string!(locale, overview.range);
    let presets = DateRange::PRESETS.map(|days| {
        let is_current = model.shown == Shown::Last(days);
        let text = td_string!(locale, overview.last, count = days).to_string();
        let current = is_current.then_some("page");
        view! { <li><a href=shown::href(days) aria-current=current>{text}</a></li> }
    });
    let (from, to) = match &model.shown {
        Shown::Between { from, to } => (from.clone(), to.clone()),
        Shown::Last(_) => (model.range().from.to_string(), model.range().to.to_string()),
    };
    let max = words::count(locale, RANGE_DAYS_MAX);
    let hint = td_string!(locale, overview.range_hint, max = max).to_string();
    view! {
        <div class="card range">
            <nav aria-label=label><ul class="filters">{presets.into_iter().collect_view()}</ul></nav>
            <form class="range-form" method="get" action=Area::Overview.path() aria-label=label aria-describedby=HINT_ID>
                {day(&model, FROM_ID, "from", from)}
                {day(&model, TO_ID, "to", to)}
                <button class="btn" type="submit">{td_string!(locale, overview.show)}</button>
            </form>
            <p class="hint" id=HINT_ID>{hint}</p>
        </div>
    }
}

fn day(model: &Model, id: &str, name: &'static str, value: String) -> impl IntoView + use<> {
    let fault = model.faults.0.iter().find(|error| error.field == name);
    let control = Control {
        id: id.to_owned(),
        name,
        label: words::range_end(locale(), name).to_owned(),
        value,
        error: fault.map(|error| words::range_fault(locale(), error)),
    };
    let input = view! {
        <input class="input" id=control.id.clone() type="date" name=name value=control.value.clone()
            autocomplete="off" aria-describedby=control.described_by(false) aria-invalid=control.invalid()/>
    };
    view! { <FieldFrame control hint=None>{input}</FieldFrame> }
}
