//! All that the person says of themselves, also what others do not see.

use super::{card::fact, model::Model};
use crate::{
    components::card::Card,
    forms::profile::Field,
    visit::locale,
    words::{self, td_string},
};
use contract::profile::Link;
use leptos::prelude::*;

/// The list; what is empty is left out.
#[component]
pub(super) fn Facts(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let user = model.user.clone();
    let name = move |field| words::label(locale, field);
    let verified = words::yes_no(locale, user.email_verified);
    let language = view! { <span lang=user.language.as_str()>{user.language.endonym()}</span> };
    let skills = (!user.skills.is_empty()).then(|| user.skills.join(", "));
    let links = (!user.links.is_empty()).then(|| links(user.links));
    let bio = user
        .bio
        .map(|bio| view! { <span class="prose-text">{bio}</span> });
    let complete = user
        .profile_completion_percentage
        .map(|percentage| words::percent(locale, percentage));
    view! {
        <Card id="profile" title=td_string!(locale, frame.profile)>
            <dl class="facts">
                {fact(name(Field::FirstName), Some(user.first_name))}
                {fact(name(Field::LastName), Some(user.last_name))}
                {fact(name(Field::DisplayName), user.display_name)}
                {fact(name(Field::Headline), user.headline)}
                {fact(name(Field::Bio), bio)}
                {fact(name(Field::Location), user.location)}
                {fact(name(Field::Phone), user.phone)}
                {fact(td_string!(locale, user.verified), Some(verified))}
                {fact(name(Field::Language), Some(language))}
                {fact(name(Field::Timezone), Some(user.timezone.replace('_', " ")))}
                {fact(name(Field::Skills), skills)}
                {fact(name(Field::Links), links)}
                {fact(td_string!(locale, profile.seen_by), Some(words::visibility(locale, user.visibility).0))}
                {fact(td_string!(locale, profile.listed), Some(words::yes_no(locale, user.discoverable)))}
                {fact(td_string!(locale, user.complete), complete)}
                {fact(td_string!(locale, user.id), Some(view! { <code>{user.id.to_string()}</code> }))}
                {fact(td_string!(locale, user.auth_id), Some(view! { <code>{user.auth_id.to_string()}</code> }))}
            </dl>
        </Card>
    }
}

/// Whoever wrote them is a stranger: where they lead stands beside what they are called.
fn links(links: Vec<Link>) -> impl IntoView {
    let items = links.into_iter().map(|link| {
        view! {
            <li>
                <a href=link.url.clone() rel="nofollow noopener noreferrer ugc"><bdi>{link.label}</bdi></a>
                " "<span class="hint">{link.url}</span>
            </li>
        }
    });
    view! { <ul>{items.collect_view()}</ul> }
}
