//! A person, as others see them: the whole of a public profile, and nothing else.

mod links;

use super::{
    avatar::{Face, Likeness, Size},
    icon::Icon,
};
use crate::{
    pages::people::Shown,
    visit::locale,
    words::{self, td_string},
};
use contract::directory::PublicProfile;
use leptos::prelude::*;
pub(crate) use links::LinkList;
use links::Links;

/// Where the headings of a profile stand among those of its page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) enum Rank {
    /// The name is the page's heading.
    Page,
    /// The name stands under the heading of a part of the page.
    #[default]
    Part,
}

impl Rank {
    fn name(self, name: String) -> AnyView {
        match self {
            Self::Page => view! { <h1 dir="auto">{name}</h1> }.into_any(),
            Self::Part => view! { <h3 class="person-name" dir="auto">{name}</h3> }.into_any(),
        }
    }

    fn section(self, title: &'static str) -> AnyView {
        match self {
            Self::Page => view! { <h2>{title}</h2> }.into_any(),
            Self::Part => view! { <h4 class="person-section">{title}</h4> }.into_any(),
        }
    }
}

/// The card with all that others see.
#[component]
pub(crate) fn PersonDetails(
    /// Who.
    profile: PublicProfile,
    /// Where the headings stand.
    #[prop(optional)]
    rank: Rank,
    /// What can be done; it stands beside the name.
    #[prop(optional)]
    children: Option<Children>,
) -> impl IntoView {
    let of = Likeness::from(&profile);
    let meta = meta(&profile);
    let end = children.map(|children| view! { <div class="person-end">{children()}</div> });
    let PublicProfile {
        display_name,
        headline,
        bio,
        skills,
        links,
        ..
    } = profile;
    let headline = headline.map(|headline| view! { <p class="lead" dir="auto">{headline}</p> });
    view! {
        <article class="card identity person">
            <header>
                <Face of size=Size::Large/>
                <div class="identity-name">
                    {rank.name(display_name)}
                    {headline}
                    <ul class="meta">{meta}</ul>
                </div>
                {end}
            </header>
            {bio.map(|bio| about(rank, bio))}
            {(!skills.is_empty()).then(|| skill_list(rank, skills))}
            {(!links.is_empty()).then(|| view! { <Links rank links/> })}
        </article>
    }
}

/// What can be said in a word or two.
fn meta(profile: &PublicProfile) -> impl IntoView + use<> {
    let locale = locale();
    let item = |icon: &'static str, text: String| view! { <li><Icon name=icon/>{text}</li> };
    let role = profile.role.map(|_| view! { <InstructorBadge/> });
    let since = words::month_of(locale, profile.member_since);
    let since = td_string!(locale, person.member_since, month = since).to_string();
    view! {
        {role.map(|role| view! { <li>{role}</li> })}
        {profile.username.clone().map(|name| item("at-sign", name))}
        {profile.location.clone().map(|location| view! {
            <li><Icon name="map-pin"/><bdi>{location}</bdi></li>
        })}
        {item("calendar-days", since)}
    }
}

/// Says that somebody teaches.
#[component]
pub(crate) fn InstructorBadge() -> impl IntoView {
    view! {
        <span class="state state-active">
            <Icon name="badge-check"/>
            {td_string!(locale(), person.instructor)}
        </span>
    }
}

fn about(rank: Rank, bio: String) -> impl IntoView {
    view! {
        <section>
            {rank.section(td_string!(locale(), person.about))}
            <p class="prose-text" dir="auto">{bio}</p>
        </section>
    }
}

/// Each leads to whoever else has it.
fn skill_list(rank: Rank, skills: Vec<String>) -> impl IntoView {
    let items = skills.into_iter().map(|skill| {
        let href = Shown::with_skill(&skill).href();
        view! { <li><a href=href dir="auto">{skill}</a></li> }
    });
    view! {
        <section>
            {rank.section(td_string!(locale(), person.skills))}
            <ul class="chips chip-links">{items.collect_view()}</ul>
        </section>
    }
}
