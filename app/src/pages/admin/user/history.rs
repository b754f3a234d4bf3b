//! What was done to the account of late; who looked at it is in the audit log alone.

use super::model::Model;
use crate::{
    components::{card::Card, changes::Changes, moment::Moment},
    pages::admin::{frame::Area, users::user_href},
    return_path::address,
    visit::locale,
    words::{self, td_string},
};
use contract::audit::{ActorKind, AuditActor, AuditEntry};
use leptos::prelude::*;

/// As many are shown.
const SHOWN: usize = 5;

/// The last changes, and the way to all entries.
#[component]
pub(super) fn History(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let content = match &model.history {
        Err(_) => view! { <p class="empty">{td_string!(locale, user.unreadable)}</p> }.into_any(),
        Ok(entries) => {
            let changes = entries.iter().filter(|entry| !is_reading(&entry.action));
            let items: Vec<_> = changes
                .take(SHOWN)
                .map(|entry| item(&model, entry))
                .collect();
            if items.is_empty() {
                view! { <p class="empty">{td_string!(locale, user.no_history)}</p> }.into_any()
            } else {
                view! { <ol class="history">{items}</ol> }.into_any()
            }
        }
    };
    let id = model.user.id.to_string();
    let all = address(Area::Audit.path(), &[("target", Some(&id))]);
    view! {
        <Card id="history" title=td_string!(locale, user.history)>
            {content}
            <p class="glance-all"><a href=all>{td_string!(locale, user.all_history)}</a></p>
        </Card>
    }
}

/// Whether nothing was changed by it.
fn is_reading(action: &str) -> bool {
    let word = action.rsplit('.').next().unwrap_or(action);
    ["read", "stats_read", "listed", "exported"].contains(&word)
}

fn item(model: &Model, entry: &AuditEntry) -> impl IntoView + use<> {
    let locale = locale();
    let action = match words::action(locale, &entry.action) {
        Some(action) => action.into_any(),
        // Nobody's language.
        None => view! { <code lang="zxx">{entry.action.clone()}</code> }.into_any(),
    };
    view! {
        <li>
            <h3>{action}</h3>
            <p class="hint"><Moment at=entry.at relative=true/>{by(model, &entry.actor)}</p>
            <Changes changes=entry.changes.clone()/>
        </li>
    }
}

/// Who did it, where it was not the person themselves.
fn by(model: &Model, actor: &AuditActor) -> Option<AnyView> {
    let locale = locale();
    let id = actor.id.clone()?;
    if id == model.user.id.to_string() {
        return None;
    }
    let who = match (actor.kind, &actor.display_name) {
        (ActorKind::User, Some(name)) => {
            let href = id.parse().map(user_href).unwrap_or_default();
            view! { <a href=href><bdi>{name.clone()}</bdi></a> }.into_any()
        }
        (ActorKind::User, None) => td_string!(locale, roles.nobody).into_any(),
        (ActorKind::Service | ActorKind::System, _) => {
            view! { <code lang="zxx">{id}</code> }.into_any()
        }
    };
    Some(view! { ", "{td_string!(locale, user.by)}" "{who} }.into_any())
}

#[cfg(test)]
mod tests {
    use super::is_reading;

    #[test]
    fn readings_are_known_by_their_words() {
        for action in [
            "user.read",
            "user.stats_read",
            "users.listed",
            "users.exported",
        ] {
            assert!(is_reading(action), "{action}");
        }
        for action in ["user.updated", "user.role_changed", "auth.login"] {
            assert!(!is_reading(action), "{action}");
        }
    }
}
