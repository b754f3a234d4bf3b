//! The form: by whom, to whom, what, and when. It leads to the page itself, so all of it is in the address.

use super::{model::Model, shown::day_of};
use crate::{
    components::{
        control::{Control, max_length},
        field::FieldFrame,
        select::{Choice, Group, Select},
    },
    pages::admin::frame::Area,
    visit::locale,
    words::{self, td_string},
};
use contract::limits::ACTOR_MAX;
use leptos::prelude::*;

/// The controls in their order: the parameter of each, and its id.
const CONTROLS: [(&str, &str); 5] = [
    ("action", "audit-action"),
    ("actor", "audit-actor"),
    ("target", "audit-target"),
    ("from", "audit-from"),
    ("to", "audit-to"),
];

/// The id of the control that a parameter comes from.
pub(super) fn id_of(field: &str) -> Option<&'static str> {
    let control = CONTROLS.iter().find(|(name, _)| *name == field);
    control.map(|(_, id)| *id)
}

/// Where in the form the control of a parameter stands.
pub(super) fn order(field: &str) -> Option<usize> {
    CONTROLS.iter().position(|(name, _)| *name == field)
}

/// The form, as it was sent.
#[component]
pub(super) fn Filters(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let query = &model.shown.query;
    let actor = control(
        &model,
        "actor",
        td_string!(locale, audit.actor),
        query.actor.as_ref(),
    );
    let target = control(
        &model,
        "target",
        td_string!(locale, audit.target),
        query.target.as_ref(),
    );
    let from = control(
        &model,
        "from",
        td_string!(locale, audit.from),
        query.from.as_ref(),
    );
    let to = control(
        &model,
        "to",
        td_string!(locale, audit.to),
        query.to.as_ref(),
    );
    let zone = model.zone.name().replace('_', " ");
    let hint = td_string!(locale, audit.zone_hint, zone = zone).to_string();
    view! {
        <form class="card audit-filters" role="search" method="get" action=Area::Audit.path()
            aria-label=td_string!(locale, audit.filters)>
            {action(&model)}
            {text(actor, td_string!(locale, audit.actor_hint))}
            {text(target, td_string!(locale, audit.target_hint))}
            {day(from, day_of(query.from.as_deref()).is_some())}
            {day(to, day_of(query.to.as_deref()).is_some())}
            <div class="audit-send">
                <button class="btn" type="submit">{td_string!(locale, audit.filter)}</button>
                <p class="hint">{hint}</p>
            </div>
        </form>
    }
}

fn control(model: &Model, name: &'static str, label: &str, value: Option<&String>) -> Control {
    let faults = model.faults().into_iter().flat_map(|faults| &faults.0);
    let fault = faults.into_iter().find(|error| error.field == name);
    Control {
        id: id_of(name).unwrap_or(name).to_owned(),
        name,
        label: label.to_owned(),
        value: value.cloned().unwrap_or_default(),
        error: fault.map(|error| words::audit_fault(locale(), error)),
    }
}

fn action(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let label = td_string!(locale, audit.action);
    let control = control(model, "action", label, model.shown.query.action.as_ref());
    let choice = |value: &str, text: &str| Choice {
        value: value.to_owned(),
        text: text.to_owned(),
        lang: None,
    };
    let mut groups = vec![Group {
        title: None,
        choices: vec![choice("", td_string!(locale, audit.any_action))],
    }];
    for (title, all, actions) in words::actions(locale) {
        let all = all.map(|all| choice(all, td_string!(locale, audit.everything)));
        let each = actions
            .into_iter()
            .filter_map(|word| Some(choice(word, words::action(locale, word)?)));
        groups.push(Group {
            title: Some(title),
            choices: all.into_iter().chain(each).collect(),
        });
    }
    let is_offered = groups
        .iter()
        .flat_map(|group| &group.choices)
        .any(|c| c.value == control.value);
    if !is_offered {
        groups.push(Group {
            title: Some(td_string!(locale, audit.other_action)),
            choices: vec![Choice {
                lang: Some("zxx"),
                ..choice(&control.value, &control.value)
            }],
        });
    }
    view! { <Select control groups/> }
}

fn text(control: Control, hint: &str) -> impl IntoView + use<> {
    let input = view! {
        <input class="input" id=control.id.clone() type="text" name=control.name value=control.value.clone()
            maxlength=max_length(ACTOR_MAX) autocomplete="off" autocapitalize="none" spellcheck="false"
            aria-describedby=control.described_by(true) aria-invalid=control.invalid()/>
    };
    view! { <FieldFrame control hint=Some(hint.to_owned())>{input}</FieldFrame> }
}

/// A day; what an address has instead, such as a time, stays as it is.
fn day(control: Control, is_day: bool) -> impl IntoView {
    let kind = if is_day || control.value.is_empty() {
        "date"
    } else {
        "text"
    };
    let input = view! {
        <input class="input" id=control.id.clone() type=kind name=control.name value=control.value.clone()
            autocomplete="off" aria-describedby=control.described_by(false) aria-invalid=control.invalid()/>
    };
    view! { <FieldFrame control hint=None>{input}</FieldFrame> }
}
