//! Somebody, in a few words: enough to know them and to go to their page.

use super::shown::person_href;
use crate::{
    components::{
        avatar::{Face, Likeness, Size},
        icon::Icon,
        person::InstructorBadge,
    },
    visit::locale,
    words::td_string,
};
use contract::directory::PublicProfile;
use leptos::prelude::*;

/// How many skills are named.
const SKILLS: usize = 4;

/// The card. All of it leads to the person's page.
#[component]
pub(super) fn PersonCard(
    /// Who.
    person: PublicProfile,
    /// Whether name and headline are enough.
    #[prop(optional)]
    brief: bool,
) -> impl IntoView {
    let of = Likeness::from(&person);
    let href = person_href(&person.handle());
    let badge = person.role.map(|_| view! { <InstructorBadge/> });
    let more = (!brief).then(|| more(&person));
    let username = person
        .username
        .map(|name| view! { <p class="hint">"@"{name}</p> });
    let headline = person
        .headline
        .map(|headline| view! { <p dir="auto">{headline}</p> });
    view! {
        <article class="card person-card">
            <Face of size=Size::Medium/>
            <div class="person-text">
                <div class="person-line">
                    <h3 dir="auto"><a class="person-link" href=href>{person.display_name}</a></h3>
                    {badge}
                </div>
                {username}
                {headline}
                {more}
            </div>
        </article>
    }
}

fn more(person: &PublicProfile) -> impl IntoView + use<> {
    let place = person.location.clone().map(|place| {
        view! { <p class="hint person-place"><Icon name="map-pin"/><bdi>{place}</bdi></p> }
    });
    let rest = person.skills.len().saturating_sub(SKILLS);
    let rest = (rest > 0).then(|| {
        let text = td_string!(locale(), people.more_skills, count = rest).to_string();
        view! { <li class="chip-rest">{text}</li> }
    });
    let skills = person.skills.iter().take(SKILLS).cloned();
    let skills: Vec<_> = skills
        .map(|skill| view! { <li dir="auto">{skill}</li> })
        .collect();
    let skills = (!skills.is_empty()).then(|| {
        let label = td_string!(locale(), person.skills);
        view! { <ul class="chips" aria-label=label>{skills}{rest}</ul> }
    });
    view! {
        {place}
        {skills}
    }
}
