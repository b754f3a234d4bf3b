//! What people choose their language and time zone from.

use super::select::{Choice, Group};
use crate::{AppState, visit::locale, words};
use contract::{Language, profile::timezones};
use leptos::prelude::use_context;

/// The languages on offer, each in its own words.
pub(crate) fn languages() -> Vec<Group> {
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

/// The same, with what is chosen now where it is not on offer: a list that shows another choice than
/// the one that is kept would have that one saved.
pub(crate) fn languages_and(current: &str) -> Vec<Group> {
    let mut groups = languages();
    let is_offered = groups
        .iter()
        .flat_map(|group| &group.choices)
        .any(|choice| choice.value == current);
    if !is_offered {
        let language: Option<Language> = current.parse().ok();
        let choice = Choice {
            value: current.to_owned(),
            text: language.map_or_else(|| current.to_owned(), |l| l.endonym().to_owned()),
            lang: language.map(Language::as_str),
        };
        groups.insert(
            0,
            Group {
                title: None,
                choices: vec![choice],
            },
        );
    }
    groups
}

/// Zones by region. One that is not listed but chosen, such as an old name, stands first.
pub(crate) fn zones(current: &str) -> Vec<Group> {
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
