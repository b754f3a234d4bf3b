//! Name, picture, and what somebody says of themselves.

use crate::{
    components::{
        avatar::{Avatar, Size},
        icon::Icon,
    },
    forms::profile::Field,
    islands::avatar::parts::FILE_ID,
    visit::locale,
    words::td_string,
};
use contract::{
    account::Role,
    profile::{Link, ProfileView},
};
use leptos::prelude::*;
use std::sync::Arc;

/// The card that shows the person.
#[component]
pub(crate) fn Identity(
    /// The signed-in person.
    me: Arc<ProfileView>,
) -> impl IntoView {
    let locale = locale();
    let role = match me.role {
        Role::Instructor => Some(td_string!(locale, profile.teaches)),
        Role::Admin => Some(td_string!(locale, profile.administers)),
        Role::Student => None,
    };
    let change_photo = if me.avatar_url.is_some() {
        td_string!(locale, photo.change)
    } else {
        td_string!(locale, photo.choose)
    };
    let location = me
        .location
        .clone()
        .map(|location| view! { <li><Icon name="map-pin"/>{location}</li> });
    let role = role.map(|role| view! { <li><Icon name="badge-check"/>{role}</li> });
    let handle = me
        .username
        .clone()
        .map(|name| view! { <li><Icon name="at-sign"/>{name}</li> });
    view! {
        <article class="card identity">
            <header>
                <div class="identity-photo">
                    <Avatar person=Arc::clone(&me) size=Size::Large/>
                    <a href=format!("/profile/edit#{FILE_ID}")>{change_photo}</a>
                </div>
                <div class="identity-name">
                    <h1 dir="auto">{me.shown_name()}</h1>
                    {me.headline.clone().map(|headline| view! { <p class="lead" dir="auto">{headline}</p> })}
                    <ul class="meta">{handle}{location}{role}</ul>
                </div>
                <a class="btn" href="/profile/edit">
                    <Icon name="pencil"/>
                    {td_string!(locale, profile.edit)}
                </a>
            </header>
            <section>
                <h2>{td_string!(locale, profile.about)}</h2>
                {about(me.bio.clone())}
            </section>
            {(!me.skills.is_empty()).then(|| skills(me.skills.clone()))}
            {(!me.links.is_empty()).then(|| links(me.links.clone()))}
        </article>
    }
}

fn about(bio: Option<String>) -> AnyView {
    let locale = locale();
    match bio {
        Some(bio) => view! { <p class="prose-text" dir="auto">{bio}</p> }.into_any(),
        None => view! {
            <p class="empty">
                {td_string!(locale, profile.about_empty)}
                " "
                <a href=format!("/profile/edit#{}", Field::Bio.id())>{td_string!(locale, profile.about_add)}</a>
            </p>
        }
        .into_any(),
    }
}

fn skills(skills: Vec<String>) -> impl IntoView {
    let items = skills
        .into_iter()
        .map(|skill| view! { <li dir="auto">{skill}</li> });
    view! {
        <section>
            <h2>{td_string!(locale(), profile.skills)}</h2>
            <ul class="chips">{items.collect_view()}</ul>
        </section>
    }
}

fn links(links: Vec<Link>) -> impl IntoView {
    let locale = locale();
    let items = links.into_iter().map(|link| {
        view! {
            <li>
                <a href=link.url rel="me nofollow noopener noreferrer">
                    <Icon name="link"/>
                    {link.label}
                    <span class="sr-only">" ("{td_string!(locale, frame.opens_elsewhere)}")"</span>
                </a>
            </li>
        }
    });
    view! {
        <section>
            <h2>{td_string!(locale, profile.links)}</h2>
            <ul class="link-list">{items.collect_view()}</ul>
        </section>
    }
}
