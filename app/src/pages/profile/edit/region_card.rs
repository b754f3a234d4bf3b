//! Language and time zone.

use super::model::Model;
use crate::{
    AppState,
    components::{
        card::Card,
        select::{Choice, Group, Select},
    },
    forms::profile::Field,
    visit::locale,
    words::{self, td_string},
};
use contract::profile::timezones;
use leptos::prelude::*;

/// The two lists.
#[component]
pub(crate) fn RegionCard(
    /// What to show.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let language = model.control(Field::Language).map(|control| {
        view! { <Select control groups=languages() autocomplete="language"/> }
    });
    let timezone = model.control(Field::Timezone).map(|control| {
        let groups = zones(&control.value);
        view! { <Select control groups hint=td_string!(locale, edit.timezone_hint)/> }
    });
    view! {
        <Card id="region" title=td_string!(locale, edit.region_card)>
            <div class="pair">
                {language}
                {timezone}
            </div>
        </Card>
    }
}

fn languages() -> Vec<Group> {
    let offered = use_context::<AppState>()
        .map(|state| state.languages)
        .unwrap_or_default();
    let choices = offered.into_iter().map(|language| Choice {
        value: language.to_string(),
        text: language.endonym().to_owned(),
        lang: Some(language.as_str()),
    });
    vec![Group {
        title: None,
        choices: choices.collect(),
    }]
}

/// Zones by region. One that is not listed but chosen, such as an old name, stands first.
fn zones(current: &str) -> Vec<Group> {
    let mut loose = Group {
        title: None,
        choices: Vec::new(),
    };
    if !timezones().any(|name| name == current) {
        loose.choices.push(zone(current, current));
    }
    let mut groups = Vec::new();
    let mut open: Option<(&str, Group)> = None;
    for name in timezones() {
        let Some((region, place)) = name.split_once('/') else {
            loose.choices.push(zone(name, name));
            continue;
        };
        match &mut open {
            Some((current, group)) if *current == region => group.choices.push(zone(name, place)),
            _ => {
                let title = Some(words::region(locale(), region));
                let group = Group {
                    title,
                    choices: vec![zone(name, place)],
                };
                groups.extend(open.replace((region, group)).map(|(_, group)| group));
            }
        }
    }
    groups.extend(open.map(|(_, group)| group));
    groups.insert(0, loose);
    groups
}

fn zone(name: &str, place: &str) -> Choice {
    Choice {
        value: name.to_owned(),
        text: place.replace('_', " ").replace('/', " / "),
        lang: None,
    }
}
