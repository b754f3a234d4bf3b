//! Who it is, at a glance.

use super::{
    card::{fields, here},
    model::Model,
};
use crate::{
    components::{
        avatar::{Face, Likeness, Size},
        day::Day,
        icon::Icon,
        standing::{RoleBadge, StatusBadge},
    },
    forms::user::Action,
    pages::people::person_href,
    visit::locale,
    words::td_string,
};
use leptos::prelude::*;

/// Picture, name, address, and where the account stands.
#[component]
pub(super) fn PersonHead(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let user = &model.user;
    let username = user.username.clone().map(|name| {
        view! { <li><Icon name="at-sign"/>{name}</li> }
    });
    let last_active = user.last_active_at.map(|at| {
        view! { <li><Icon name="clock"/>{td_string!(locale, user.seen)}" "<Day at relative=true/></li> }
    });
    let handle = user.username.clone().unwrap_or_else(|| user.id.to_string());
    view! {
        <section class="card identity user-head" aria-labelledby="user-heading">
            <header>
                <div class="identity-photo">
                    <Face of=Likeness::from(user) size=Size::Large/>
                    {remove_photo(&model)}
                </div>
                <div class="identity-name">
                    <h1 id="user-heading" dir="auto">{user.shown_name()}</h1>
                    <p class="user-address">{user.email.clone()}</p>
                    <p class="badges"><RoleBadge role=user.role/>" "<StatusBadge status=user.status/></p>
                    <ul class="meta">
                        {username}
                        <li><Icon name="calendar-days"/>{td_string!(locale, user.joined)}" "<Day at=user.created_at/></li>
                        {last_active}
                        <li><Icon name="eye"/><a href=person_href(&handle)>{td_string!(locale, user.page)}</a></li>
                    </ul>
                </div>
            </header>
        </section>
    }
}

fn remove_photo(model: &Model) -> Option<impl IntoView + use<>> {
    let has_photo = model.user.avatar_url.is_some() || model.user.avatar_urls.is_some();
    (has_photo && !model.is_me()).then(|| {
        view! {
            <form method="post" action=here(model)>
                {fields(model, Action::RemovePhoto, "")}
                <button class="btn btn-quiet" type="submit">{td_string!(locale(), photo.remove)}</button>
            </form>
        }
    })
}
