//! People by name, each with the way to their page.

use super::{
    plan::{NAMED, Why},
    user_href,
};
use crate::{
    visit::locale,
    words::{self, td_string},
};
use contract::UserId;
use leptos::prelude::*;
use service::account::NamedUser;
use std::collections::HashMap;

/// Why somebody stays as they are, in a sentence.
pub(super) fn why(why: Why) -> &'static str {
    let locale = locale();
    match why {
        Why::NoMatch => td_string!(locale, roles.no_match),
        Why::NotYet => td_string!(locale, roles.not_yet),
        Why::Rule(code) => words::refusal(locale, code),
    }
}

/// Somebody; nothing but that they are gone where they have no name.
pub(super) fn person(named: Option<&NamedUser>) -> AnyView {
    match named {
        Some(NamedUser { id, name, email }) => view! {
            <a href=user_href(*id)><bdi>{name.clone()}</bdi></a>
            <span class="user-email">{email.clone()}</span>
        }
        .into_any(),
        None => view! { <span class="hint">{td_string!(locale(), roles.nobody)}</span> }.into_any(),
    }
}

/// A fold with the people in it; the rest of a long list is counted.
pub(super) fn fold(
    summary: String,
    ids: &[(UserId, Option<Why>)],
    names: &HashMap<UserId, NamedUser>,
) -> Option<impl IntoView + use<>> {
    let rest = ids.len().saturating_sub(NAMED);
    let rest = (rest > 0).then(|| view! { <li class="hint">{and_more(rest)}</li> });
    let items = ids.iter().take(NAMED).map(|(id, reason)| {
        let reason = reason.map(|reason| view! { <span class="hint">{why(reason)}</span> });
        view! { <li>{person(names.get(id))}{reason}</li> }
    });
    let items = items.collect_view();
    (!ids.is_empty()).then(|| {
        view! {
            <details class="fold">
                <summary>{summary}</summary>
                <ul class="who-list">{items}{rest}</ul>
            </details>
        }
    })
}

/// So many more, who are not shown.
pub(super) fn and_more(rest: usize) -> String {
    let locale = locale();
    let count = words::count(locale, rest);
    if rest == 1 {
        return td_string!(locale, roles.one_more).to_owned();
    }
    td_string!(locale, roles.many_more, count = count).to_string()
}
