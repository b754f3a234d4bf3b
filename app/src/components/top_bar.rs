//! The head of every page: the product's name, and whoever is signed in.

use super::{
    avatar::{Avatar, Size},
    control::max_length,
    icon::Icon,
};
use crate::{
    pages::{admin::frame::Area, people::PATH, teach},
    visit::{Me, locale, visit},
    words::td_string,
};
use contract::{account::Role, limits::SEARCH_MAX, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// Name of the product, and the account menu or the way to sign in.
#[component]
pub(crate) fn TopBar() -> impl IntoView {
    let end = visit().map(|visit| match &visit.me {
        Me::Person(view) => account(Some(Arc::clone(view))).into_any(),
        Me::Hidden(_) => account(None).into_any(),
        Me::Nobody => sign_in(visit.here.as_str()).into_any(),
    });
    let search = visit()
        .filter(|visit| matches!(visit.me, Me::Person(_)) && path_of(visit.here.as_str()) != PATH)
        .map(|_| search());
    view! {
        <header class="top-bar">
            <div class="frame">
                <a class="brand" href="/">
                    <img src="/favicon.svg" alt="" width="28" height="28"/>
                    {td_string!(locale(), product.name)}
                </a>
                {search}
                {end}
            </div>
        </header>
    }
}

/// The search for people: a box where there is room, else the way to the page that has one. That page
/// itself needs neither.
fn search() -> impl IntoView {
    let label = td_string!(locale(), people_search.label);
    view! {
        <form class="top-search" role="search" method="get" action=PATH aria-label=label>
            <input
                class="input"
                type="search"
                name="search"
                maxlength=max_length(SEARCH_MAX)
                placeholder=label
                aria-label=label
                autocomplete="off"
                autocapitalize="none"
                spellcheck="false"
                enterkeyhint="search"
                dir="auto"
            />
            <button type="submit" aria-label=td_string!(locale(), people_search.button)>
                <Icon name="search"/>
            </button>
        </form>
        <a class="top-search-link" href=PATH aria-label=label><Icon name="search"/></a>
    }
}

/// An address without its query.
fn path_of(here: &str) -> &str {
    here.split('?').next().unwrap_or(here)
}

/// The way to sign in, but not on the pages that are one.
fn sign_in(here: &str) -> Option<impl IntoView + use<>> {
    let path = path_of(here);
    (path != "/" && path != "/sign-in").then(|| {
        let href = crate::ReturnPath::parse(here).map_or_else(
            || "/sign-in".to_owned(),
            |p| format!("/sign-in?return_to={}", p.encoded()),
        );
        view! { <a class="btn btn-quiet" href=href>{td_string!(locale(), frame.sign_in)}</a> }
    })
}

/// The account menu: a native popover, so it opens, closes and takes Esc without a script.
fn account(person: Option<Arc<ProfileView>>) -> impl IntoView {
    let locale = locale();
    let label = person.as_ref().map_or_else(
        || td_string!(locale, frame.account_menu_plain).to_owned(),
        |view| td_string!(locale, frame.account_menu, name = view.shown_name()).to_string(),
    );
    let has_account = person.is_some();
    let is_admin = person.as_ref().is_some_and(|view| view.role == Role::Admin);
    // Whoever teaches finds there how they came to.
    let teaches = has_account && !is_admin;
    let face = match &person {
        Some(view) => view! { <Avatar person=Arc::clone(view) size=Size::Small/> }.into_any(),
        None => view! { <Icon name="user-round"/> }.into_any(),
    };
    view! {
        <button class="account-button" type="button" popovertarget="account-menu" aria-label=label>
            {face}
            <Icon name="chevron-down"/>
        </button>
        <div id="account-menu" class="account-menu" popover="auto">
            {person.map(|view| view! {
                <p class="account-name">
                    <strong>{view.shown_name()}</strong>
                    <span>{view.email.clone()}</span>
                </p>
            })}
            {has_account.then(|| view! {
                <a href="/profile"><Icon name="user-round"/>{td_string!(locale, frame.profile)}</a>
                <a href="/enrollments"><Icon name="book-open"/>{td_string!(locale, frame.courses)}</a>
                <a href=PATH><Icon name="users-round"/>{td_string!(locale, people.title)}</a>
                <a href="/profile/edit"><Icon name="pencil"/>{td_string!(locale, frame.edit_profile)}</a>
                {teaches.then(|| view! {
                    <a href=teach::PATH><Icon name="graduation-cap"/>{td_string!(locale, frame.teach)}</a>
                })}
                {is_admin.then(|| view! {
                    <a href=Area::Overview.path()><Icon name="shield-check"/>{td_string!(locale, frame.admin)}</a>
                })}
                <a href="/settings"><Icon name="settings"/>{td_string!(locale, frame.settings)}</a>
            })}
            <form method="post" action="/sign-out">
                <button type="submit"><Icon name="log-out"/>{td_string!(locale, frame.sign_out)}</button>
            </form>
        </div>
    }
}
