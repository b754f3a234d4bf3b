//! A list of users in memory, written from the contract alone.

use chrono::{DateTime, Utc};
use contract::{
    UserId,
    account::{
        AccountStatus, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
    profile::ProfileView,
    text::searchable,
};
use std::cmp::Ordering;

/// Who is found, in which order.
pub(super) fn find(users: &[ProfileView], query: &UserQuery) -> Vec<UserId> {
    let term = plain(query.search.as_deref().unwrap_or_default());
    let named = users.iter().find(|user| {
        user.id.to_string() == term || user.auth_id.to_string() == term || user.email == term
    });
    let mut found: Vec<&ProfileView> = users
        .iter()
        .filter(|user| user.status != AccountStatus::Deleted)
        .filter(|user| match named {
            Some(named) => user.id == named.id,
            None => has(user, &term),
        })
        .filter(|user| query.role.is_none_or(|role: Role| user.role == role))
        .filter(|user| query.status.is_none_or(|status| user.status == status))
        .collect();
    found.sort_by(|a, b| compare(a, b, query.sort_by, query.order));
    found.into_iter().map(|user| user.id).collect()
}

fn plain(text: &str) -> String {
    let words: Vec<_> = searchable(text)
        .split_whitespace()
        .map(str::to_owned)
        .collect();
    words.join(" ")
}

/// Whether one of the texts holds the term.
fn has(user: &ProfileView, term: &str) -> bool {
    let texts = [
        Some(&user.first_name),
        Some(&user.last_name),
        user.display_name.as_ref(),
        Some(&user.email),
        user.username.as_ref(),
    ];
    texts
        .into_iter()
        .flatten()
        .any(|text| plain(text).contains(term))
}

fn compare(a: &ProfileView, b: &ProfileView, sort: UserSort, order: SortOrder) -> Ordering {
    let turned = |ordering: Ordering| match order {
        SortOrder::Asc => ordering,
        SortOrder::Desc => ordering.reverse(),
    };
    let keys = match sort {
        UserSort::CreatedAt => turned(a.created_at.cmp(&b.created_at)),
        UserSort::UpdatedAt => turned(a.updated_at.cmp(&b.updated_at)),
        UserSort::FirstName => turned(plain(&a.first_name).cmp(&plain(&b.first_name))),
        UserSort::LastName => turned(plain(&a.last_name).cmp(&plain(&b.last_name))),
        UserSort::Email => turned(a.email.cmp(&b.email)),
        // Whoever never was comes last in either direction.
        UserSort::LastActiveAt => match (a.last_active_at, b.last_active_at) {
            (Some(a), Some(b)) => turned(DateTime::<Utc>::cmp(&a, &b)),
            (a, b) => b.is_some().cmp(&a.is_some()),
        },
    };
    keys.then(turned(a.id.0.cmp(&b.id.0)))
}
