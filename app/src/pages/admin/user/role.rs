//! What the person may do, and another role for them.

use super::{
    card::{Whose, control_id, fields, here, versions},
    model::Model,
};
use crate::{
    components::{
        card::Card,
        control::Control,
        select::{Choice, Group, Select},
    },
    forms::user::Action,
    visit::locale,
    words::{self, td_string},
};
use contract::account::Role;
use leptos::prelude::*;

const NAME: &str = "role";
const ROLES: [Role; 3] = [Role::Student, Role::Instructor, Role::Admin];

/// The card.
#[component]
pub(super) fn RoleCard(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let control = match model.overtaken(Action::Role).and_then(|form| form.role) {
        Some(mine) => both(mine, model.user.role).into_any(),
        None => choice(&model).into_any(),
    };
    view! {
        <Card id="role" title=td_string!(locale, account.role)>
            <form method="post" action=here(&model) novalidate class="card-form">
                {fields(&model, Action::Role, model.user.role.as_str())}
                {pending(&model)}
                {control}
                <div class="actions">
                    <button class="btn btn-primary" type="submit">{td_string!(locale, edit.save)}</button>
                </div>
            </form>
        </Card>
    }
}

fn choice(model: &Model) -> impl IntoView + use<> {
    let locale = locale();
    let refused = model.refused(Action::Role);
    let chosen = refused.and_then(|refusal| refusal.form.role);
    let control = Control {
        id: control_id(NAME),
        name: NAME,
        label: td_string!(locale, user.may).to_owned(),
        value: chosen.unwrap_or(model.user.role).to_string(),
        error: refused.map(|refusal| refusal.fault.sentence(locale)),
    };
    let choices = ROLES.map(|role| Choice {
        value: role.to_string(),
        text: words::role(locale, role).to_owned(),
        lang: None,
    });
    let groups = vec![Group {
        title: None,
        choices: choices.into(),
    }];
    let hint = words::role_hint(locale, model.user.role);
    view! { <Select control groups hint/> }
}

fn both(mine: Role, saved: Role) -> impl IntoView {
    let locale = locale();
    let text = |role| words::role(locale, role);
    let choices = [
        (Whose::Mine, mine.as_str(), text(mine)),
        (Whose::Saved, saved.as_str(), text(saved)),
    ];
    versions(NAME, td_string!(locale, account.role), choices)
}

/// An application under review is decided by another role: so it is also said where nobody knows of one.
fn pending(model: &Model) -> Option<AnyView> {
    let locale = locale();
    let note = match &model.application {
        Ok(None) => return None,
        Ok(Some(application)) => {
            let href = format!("/admin/applications/{}", application.id);
            view! {
                <p class="card-note">
                    {td_string!(locale, user.application_pending)}
                    " "
                    <a href=href>{td_string!(locale, user.application_open)}</a>
                </p>
            }
            .into_any()
        }
        Err(_) => view! { <p class="card-note">{td_string!(locale, user.application_unknown)}</p> }
            .into_any(),
    };
    Some(note)
}
