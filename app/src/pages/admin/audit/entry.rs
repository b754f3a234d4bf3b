//! An entry: what was done, by whom, to whom, when, and what became another by it.

use super::shown::Shown;
use crate::{
    components::changes::Changes,
    pages::admin::frame::Area,
    visit::{locale, visit},
    words::{self, td_string},
};
use chrono::{DateTime, SecondsFormat, Utc};
use contract::audit::{ActorKind, AuditActor, AuditEntry, AuditTarget};
use leptos::prelude::*;

/// What the log calls a target that is a person.
const USER: &str = "user";

/// The entry.
#[component]
pub(super) fn EntryRow(
    /// Which entries the page shows.
    shown: Shown,
    /// The entry.
    entry: AuditEntry,
) -> impl IntoView {
    let locale = locale();
    let heading_id = format!("entry-{}", entry.id);
    let heading = match words::action(locale, &entry.action) {
        Some(action) => action.into_any(),
        None => view! { <code lang="zxx">{entry.action.clone()}</code> }.into_any(),
    };
    let is_own = entry.actor.id.as_deref() == Some(&*entry.target.id.to_string());
    let target = if is_own {
        let href = user_href(&entry.target.id.to_string());
        view! { <a href=href>{td_string!(locale, audit.own_account)}</a> }.into_any()
    } else {
        whom(&entry.target)
    };
    view! {
        <article class="audit-entry" aria-labelledby=heading_id.clone()>
            <p class="audit-when">{when(entry.at)}</p>
            <div class="audit-what">
                <h3 id=heading_id.clone()>{heading}</h3>
                <p class="audit-who">
                    {td_string!(locale, audit.by)}" "{who(&entry.actor)}
                    " "{td_string!(locale, audit.on)}" "{target}
                </p>
                <Changes changes=entry.changes/>
                <p class="audit-more" id=format!("{heading_id}-more")>
                    <span>
                        {td_string!(locale, audit.request)}" "
                        <code lang="zxx">{entry.request_id}</code>
                    </span>
                    {same(&shown, &entry.actor, &entry.target, &heading_id)}
                </p>
            </div>
        </article>
    }
}

/// When it was in the reader's zone, with the time of UTC in the title.
fn when(at: DateTime<Utc>) -> impl IntoView {
    let locale = locale();
    let visit = visit();
    let zone = visit
        .as_ref()
        .map_or("UTC", |visit| visit.settings.timezone.as_str());
    let day = words::day(locale, at, "UTC");
    let clock = at.format("%H:%M:%S").to_string();
    let title = td_string!(locale, audit.utc, day = day, clock = clock).to_string();
    view! {
        <time datetime=at.to_rfc3339_opts(SecondsFormat::Millis, true) title=title>
            {words::short_minute(locale, at, zone)}
        </time>
    }
}

/// A person by name, which leads to their page; a service or a part by its name.
fn who(actor: &AuditActor) -> AnyView {
    let locale = locale();
    let Some(id) = actor.id.clone() else {
        return td_string!(locale, audit.nobody).into_any();
    };
    let kind = match actor.kind {
        ActorKind::User => return person(&id, actor.display_name.clone()),
        ActorKind::Service => td_string!(locale, audit.service),
        ActorKind::System => td_string!(locale, audit.system),
    };
    view! { <code lang="zxx">{id}</code>" "<span class="hint">"("{kind}")"</span> }.into_any()
}

fn whom(target: &AuditTarget) -> AnyView {
    let locale = locale();
    let id = target.id.to_string();
    match target.kind.as_str() {
        USER => person(&id, target.display_name.clone()),
        "tenant" => td_string!(locale, audit.platform).into_any(),
        "instructor_application" => {
            let href = format!("{}/{id}", Area::Applications.path());
            view! { <a href=href>{td_string!(locale, audit.an_application)}</a> }.into_any()
        }
        kind => view! { <code lang="zxx">{kind.to_owned()}" "{id}</code> }.into_any(),
    }
}

/// Somebody by name; whoever has no account any longer by the end of their id.
fn person(id: &str, name: Option<String>) -> AnyView {
    if let Some(name) = name {
        return view! { <a href=user_href(id) dir="auto">{name}</a> }.into_any();
    }
    let short = words::short_id(id).to_owned();
    view! {
        {td_string!(locale(), audit.gone)}" "<code lang="zxx" title=id.to_owned()>{short}</code>
    }
    .into_any()
}

fn user_href(id: &str) -> String {
    format!("{}/{id}", Area::Users.path())
}

/// The ways to everything that the same did, and to everything that was done to the same; what the page shows
/// already needs none.
fn same(
    shown: &Shown,
    actor: &AuditActor,
    target: &AuditTarget,
    heading: &str,
) -> impl IntoView + use<> {
    let locale = locale();
    let described = format!("{heading} {heading}-more");
    let link = |href: String, text: &'static str| {
        view! { <a href=href aria-describedby=described.clone()>{text}</a> }
    };
    let by = actor
        .id
        .clone()
        .filter(|id| shown.query.actor.as_ref() != Some(id));
    let by = by.map(|id| link(Shown::by(id).href(), td_string!(locale, audit.same_actor)));
    let about = Some(target.id.to_string()).filter(|id| shown.query.target.as_ref() != Some(id));
    let about = about.map(|id| {
        link(
            Shown::about(id).href(),
            td_string!(locale, audit.same_target),
        )
    });
    view! { {by}{about} }
}
