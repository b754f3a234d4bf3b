//! The fields that were saved from elsewhere while the form was open: both values, and a choice.

use super::model::Model;
use crate::{
    components::card::Card,
    forms::profile::{Choice, Conflict, Field, ProfileForm, Stale},
    visit::locale,
    words::{self, td_string},
};
use contract::{Language, profile::Visibility};
use leptos::prelude::*;

/// One choice a contested field. My value travels in hidden fields; what is saved need not travel.
#[component]
pub(crate) fn StaleCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let choices = model.stale.iter().flat_map(|stale| {
        stale
            .conflicts
            .iter()
            .map(|conflict| choice(&model.form, stale, conflict))
            .collect::<Vec<_>>()
    });
    let choices = choices.collect::<Vec<_>>();
    (!choices.is_empty()).then(|| {
        view! { <Card id="stale" title=td_string!(locale(), stale.card)>{choices}</Card> }
    })
}

fn choice(form: &ProfileForm, stale: &Stale, conflict: &Conflict) -> impl IntoView + use<> {
    let locale = locale();
    let field = conflict.field;
    let name = format!("choice.{}", field.name());
    let mine = option(
        &name,
        field.id(),
        Choice::Mine,
        conflict.first,
        shown(form, field),
    );
    let saved_id = format!("{}-saved", field.id());
    let saved = option(
        &name,
        saved_id,
        Choice::Saved,
        conflict.first,
        shown(&stale.saved, field),
    );
    view! {
        <fieldset class="field">
            <legend>{words::label(locale, field)}</legend>
            {carried(form, field)}
            <div class="versions">{mine}{saved}</div>
        </fieldset>
    }
}

fn option(
    name: &str,
    id: String,
    choice: Choice,
    first: Choice,
    value: String,
) -> impl IntoView + use<> {
    let locale = locale();
    let whose = match choice {
        Choice::Mine => td_string!(locale, stale.mine),
        Choice::Saved => td_string!(locale, stale.saved),
    };
    let value = if value.is_empty() {
        view! { <span class="version-text empty">{td_string!(locale, stale.nothing)}</span> }
            .into_any()
    } else {
        view! { <span class="version-text" dir="auto">{value}</span> }.into_any()
    };
    view! {
        <label class="version">
            <input class="radio" type="radio" id=id name=name.to_owned() value=choice.as_str() checked=choice == first/>
            <span>
                <span class="version-whose">{whose}</span>
                {value}
            </span>
        </label>
    }
}

/// My value, as the form sends it.
fn carried(form: &ProfileForm, field: Field) -> impl IntoView + use<> {
    let pairs: Vec<(&'static str, String)> = if field == Field::Links {
        let links = form.links.iter().flatten();
        let pairs = links.flat_map(|link| {
            [
                ("linkLabel", link.label.clone()),
                ("linkUrl", link.url.clone()),
            ]
        });
        // Without any pair the list would be left as it is; a blank one says that it is empty.
        pairs
            .chain([("linkLabel", String::new()), ("linkUrl", String::new())])
            .collect()
    } else {
        vec![(field.name(), form.value(field).to_owned())]
    };
    pairs
        .into_iter()
        .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
        .collect_view()
}

/// A value in words.
fn shown(form: &ProfileForm, field: Field) -> String {
    let locale = locale();
    let text = form.text(field);
    match field {
        Field::Discoverable => words::yes_no(locale, form.is_on(field)).to_owned(),
        Field::Visibility => text
            .parse::<Visibility>()
            .map_or(text, |v| words::visibility(locale, v).0.to_owned()),
        Field::Language => text
            .parse::<Language>()
            .map_or(text, |l| l.endonym().to_owned()),
        _ => text,
    }
}
