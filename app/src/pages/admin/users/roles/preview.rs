//! What would become of whoever was chosen, before anything does.

use super::{
    back,
    plan::Plan,
    who::{fold, why},
};
use crate::{
    components::icon::Icon,
    forms::roles::Step,
    pages::admin::{
        frame::{AdminFrame, Area},
        users::{PATH, Shown, bulk_bar::ROLES},
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{account::Role, profile::ProfileView};
use leptos::prelude::*;
use std::sync::Arc;

/// The role to give, what it would change, and the button that changes it.
#[component]
pub(super) fn Preview(
    /// The signed-in admin.
    me: Arc<ProfileView>,
    /// The address.
    shown: Shown,
    /// What would become of whom.
    plan: Plan,
) -> impl IntoView {
    let locale = locale();
    let chosen = words::chosen(locale, plan.total);
    let lead = if plan.query.is_some() {
        td_string!(locale, roles.selected, people = chosen).to_string()
    } else {
        td_string!(locale, roles.checked, people = chosen).to_string()
    };
    let body = plan.give.map(
        |role| view! { <What me=Arc::clone(&me) shown=shown.clone() plan=plan.clone() role/> },
    );
    view! {
        <AdminFrame area=Area::Users title=td_string!(locale, roles.title) lead above=Some(back(&shown).into_any())>
            <div class="stack roles">
                {role_form(&shown, &plan)}
                {body}
            </div>
        </AdminFrame>
    }
}

/// Another role for the same people: a matter of the address.
fn role_form(shown: &Shown, plan: &Plan) -> impl IntoView + use<> {
    let locale = locale();
    let options = ROLES.map(|role| {
        let selected = plan.give == Some(role);
        view! { <option value=role.as_str() selected=selected>{words::role(locale, role)}</option> }
    });
    let kept = shown.fields().into_iter();
    let kept = kept.map(|(name, value)| view! { <input type="hidden" name=name value=value/> });
    view! {
        <form class="card give-form" method="get" action=PATH>
            {kept.collect_view()}
            <label for="give">{td_string!(locale, roles.give)}</label>
            <div class="search-line">
                <select class="select" id="give" name="give" autocomplete="off">
                    {options.into_iter().collect_view()}
                </select>
                <button class="btn" type="submit">{td_string!(locale, roles.preview)}</button>
            </div>
        </form>
    }
}

/// The three numbers, who is behind each, and the button.
#[component]
fn What(me: Arc<ProfileView>, shown: Shown, plan: Plan, role: Role) -> impl IntoView {
    let locale = locale();
    let name = words::role(locale, role);
    let plain = |ids: &[contract::UserId]| ids.iter().map(|id| (*id, None)).collect::<Vec<_>>();
    let refused: Vec<_> = plan
        .refused
        .iter()
        .map(|(id, why)| (*id, Some(*why)))
        .collect();
    let reasons = plan.reasons().into_iter().map(|(reason, count)| {
        let count = words::count(locale, count);
        view! { <li><strong>{count}</strong>" "{why(reason)}</li> }
    });
    let reasons =
        (!refused.is_empty()).then(|| view! { <ul class="reasons">{reasons.collect_view()}</ul> });
    let show = |count: usize| {
        let people = words::chosen(locale, count);
        td_string!(locale, roles.show, people = people).to_string()
    };
    view! {
        <section class="card" aria-labelledby="preview-heading">
            <h2 id="preview-heading" tabindex="-1" autofocus=true>{td_string!(locale, roles.preview_title)}</h2>
            <ul class="counts">
                <li class="count-changed">
                    <p class="count-line">
                        <strong>{words::count(locale, plan.changed.len())}</strong>
                        " "{td_string!(locale, roles.would_change, role = name).to_string()}
                    </p>
                    {fold(show(plan.changed.len()), &plain(&plan.changed), &plan.names)}
                </li>
                <li>
                    <p class="count-line">
                        <strong>{words::count(locale, plan.unchanged.len())}</strong>
                        " "{td_string!(locale, roles.have_it, role = name).to_string()}
                    </p>
                    {fold(show(plan.unchanged.len()), &plain(&plan.unchanged), &plan.names)}
                </li>
                <li>
                    <p class="count-line">
                        <strong>{words::count(locale, plan.refused.len())}</strong>
                        " "{td_string!(locale, roles.would_skip)}
                    </p>
                    {reasons}
                    {fold(show(plan.refused.len()), &refused, &plan.names)}
                </li>
            </ul>
            {confirm(&me, &shown, &plan, role)}
        </section>
    }
}

/// The button; only the way back where it would change nobody.
fn confirm(me: &ProfileView, shown: &Shown, plan: &Plan, role: Role) -> AnyView {
    let locale = locale();
    let list = shown.list().href();
    let cancel =
        view! { <a class="btn btn-quiet" href=list>{td_string!(locale, roles.cancel)}</a> };
    if plan.changed.is_empty() {
        return view! {
            <p class="empty">{td_string!(locale, roles.nothing_to_do)}</p>
            <div class="actions">{cancel}</div>
        }
        .into_any();
    }
    let people = words::chosen(locale, plan.changed.len());
    let role = words::role(locale, role);
    let label = td_string!(locale, roles.confirm, people = people, role = role).to_string();
    view! {
        <form method="post" action=shown.href() class="actions">
            <input type="hidden" name="step" value=Step::Change.as_str()/>
            <input type="hidden" name="owner" value=me.id.to_string()/>
            <button class="btn btn-primary" type="submit"><Icon name="check"/>{label}</button>
            {cancel}
        </form>
    }
    .into_any()
}
