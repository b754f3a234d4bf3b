//! What became of whoever was chosen, person by person.

use super::{
    back,
    plan::{NAMED, Plan, Why},
    who::{and_more, person, why},
};
use crate::{
    components::{error_summary::ErrorSummary, icon::Icon},
    error::Problem,
    forms::roles::Step,
    pages::{
        admin::{
            frame::{AdminFrame, Area},
            users::Shown,
        },
        set_status,
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{UserId, account::Role, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// What became of a plan: who was changed is in `changed`, who was not in `refused`.
#[derive(Clone, Debug)]
pub(crate) struct Outcome {
    /// The plan, as it went.
    pub(crate) plan: Plan,
    /// The role.
    pub(crate) role: Role,
    /// What stopped it before its end, if anything did.
    pub(crate) stopped: Option<Problem>,
}

/// Numbers, and a row a person.
#[component]
pub(super) fn ResultPage(
    /// The signed-in admin.
    me: Arc<ProfileView>,
    /// The address.
    shown: Shown,
    /// What became of whom.
    outcome: Arc<Outcome>,
) -> impl IntoView {
    let locale = locale();
    let stopped = outcome.stopped;
    if let Some(problem) = stopped {
        set_status(problem.status());
    }
    let notice = match stopped {
        Some(problem) => stop_note(&me, &shown, problem).into_any(),
        None => done_note(&outcome).into_any(),
    };
    view! {
        <AdminFrame area=Area::Users title=td_string!(locale, roles.title)
            error=stopped.is_some() above=Some(back(&shown).into_any())>
            <div class="stack roles">
                {notice}
                {table(&outcome)}
            </div>
        </AdminFrame>
    }
}

fn numbers(outcome: &Outcome) -> impl IntoView + use<> {
    let locale = locale();
    let name = words::role(locale, outcome.role);
    let plan = &outcome.plan;
    let same = words::count(locale, plan.unchanged.len());
    let kept = words::count(locale, plan.refused.len());
    let same = (!plan.unchanged.is_empty()).then(|| {
        let text = td_string!(locale, roles.have_it, role = name).to_string();
        view! { <li><strong>{same}</strong>" "{text}</li> }
    });
    let kept = (!plan.refused.is_empty()).then(
        || view! { <li><strong>{kept}</strong>" "{td_string!(locale, roles.were_skipped)}</li> },
    );
    view! { <ul class="reasons">{same}{kept}</ul> }
}

fn done_note(outcome: &Outcome) -> impl IntoView + use<> {
    let locale = locale();
    let role = words::role(locale, outcome.role);
    let people = words::chosen(locale, outcome.plan.changed.len());
    let text = if outcome.plan.changed.is_empty() {
        td_string!(locale, roles.changed_none).to_owned()
    } else {
        td_string!(locale, roles.changed, people = people, role = role).to_string()
    };
    view! {
        <div class="note note-done" role="status" tabindex="-1" autofocus=true>
            <Icon name="check"/>
            <div class="roles-done">
                <p class="note-title">{text}</p>
                {numbers(outcome)}
            </div>
        </div>
    }
}

/// What stopped it, and the way to go on: who was changed already is not changed again.
fn stop_note(me: &ProfileView, shown: &Shown, problem: Problem) -> impl IntoView + use<> {
    let locale = locale();
    let text = match problem {
        Problem::Unavailable => td_string!(locale, roles.stopped_unavailable),
        _ => td_string!(locale, roles.stopped_failed),
    };
    let again = view! {
        <form method="post" action=shown.href()>
            <input type="hidden" name="step" value=Step::Change.as_str()/>
            <input type="hidden" name="owner" value=me.id.to_string()/>
            <button class="btn" type="submit">{td_string!(locale, roles.go_on)}</button>
        </form>
    };
    view! {
        <ErrorSummary heading=td_string!(locale, roles.stopped) text=Some(text) entries=Vec::new()>
            {again}
        </ErrorSummary>
    }
}

/// What became of somebody.
#[derive(Clone, Copy)]
enum Became {
    Changed,
    Unchanged,
    Refused(Why),
}

/// Whoever was not changed comes first. Of each kind the first are shown.
fn table(outcome: &Outcome) -> impl IntoView + use<> {
    let locale = locale();
    let plan = &outcome.plan;
    let refused = plan
        .refused
        .iter()
        .map(|(id, why)| (*id, Became::Refused(*why)));
    let changed = plan.changed.iter().map(|id| (*id, Became::Changed));
    let same = plan.unchanged.iter().map(|id| (*id, Became::Unchanged));
    let rows: Vec<_> = refused
        .take(NAMED)
        .chain(changed.take(NAMED))
        .chain(same.take(NAMED))
        .map(|(id, became)| row(outcome, id, became))
        .collect();
    let rest = plan.total.saturating_sub(rows.len());
    let rest = (rest > 0).then(|| view! { <p class="hint">{and_more(rest)}</p> });
    view! {
        <section class="users" aria-labelledby="result-heading">
            <h2 id="result-heading">{td_string!(locale, roles.result_title)}</h2>
            <table class="users-table result-table" role="table" aria-labelledby="result-heading">
                <thead role="rowgroup">
                    <tr role="row">
                        <th role="columnheader" scope="col" class="unsorted">{td_string!(locale, roles.person)}</th>
                        <th role="columnheader" scope="col" class="unsorted">{td_string!(locale, roles.became)}</th>
                    </tr>
                </thead>
                <tbody role="rowgroup">{rows}</tbody>
            </table>
            {rest}
        </section>
    }
}

fn row(outcome: &Outcome, id: UserId, became: Became) -> impl IntoView + use<> {
    let locale = locale();
    let role = words::role(locale, outcome.role);
    let (class, icon, text) = match became {
        Became::Changed => (
            "became became-changed",
            "check",
            td_string!(locale, roles.is_now, role = role).to_string(),
        ),
        Became::Unchanged => (
            "became",
            "equal",
            td_string!(locale, roles.was_already, role = role).to_string(),
        ),
        Became::Refused(reason) => ("became became-kept", "circle-slash", why(reason).to_owned()),
    };
    view! {
        <tr role="row">
            <th role="rowheader" scope="row" class="user-cell">
                <span class="user-text">{person(outcome.plan.names.get(&id))}</span>
            </th>
            <td role="cell"><span class=class><Icon name=icon/>{text}</span></td>
        </tr>
    }
}
