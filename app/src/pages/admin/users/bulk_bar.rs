//! What can be done with whoever is checked, or with all that are found.

use super::model::Model;
use crate::{
    components::icon::Icon,
    forms::roles::Step,
    islands::{
        PART,
        row_picker::{COUNT, MANY, ONE, SAID},
    },
    visit::locale,
    words::{self, td_string},
};
use contract::{account::Role, limits::SELECTION_MAX};
use leptos::prelude::*;

/// In the order in which they are given most.
pub(super) const ROLES: [Role; 3] = [Role::Instructor, Role::Student, Role::Admin];

/// The role to give, and to whom.
#[component]
pub(super) fn BulkBar(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let options = ROLES.map(|role| {
        view! { <option value=role.as_str()>{words::role(locale, role)}</option> }
    });
    let said = view! { <p class="bulk-count" role="status"></p> }
        .attr(PART, SAID)
        .attr(ONE, td_string!(locale, users.selected_one))
        .attr(
            MANY,
            td_string!(locale, users.selected_many, count = COUNT).to_string(),
        );
    view! {
        <div class="bulk-bar" role="group" aria-label=td_string!(locale, roles.title)>
            <input type="hidden" name="owner" value=model.me.id.to_string()/>
            {said}
            <div class="bulk-give">
                <label for="users-give">{td_string!(locale, users.give)}</label>
                <select class="select" id="users-give" name="give" autocomplete="off">
                    {options.into_iter().collect_view()}
                </select>
            </div>
            <button class="btn btn-primary" type="submit" name="step" value=Step::Preview.as_str()>
                {td_string!(locale, users.preview)}
            </button>
            {all(&model)}
        </div>
    }
}

/// The way to everybody who is found; why there is none, where they are too many.
fn all(model: &Model) -> Option<AnyView> {
    let locale = locale();
    let total = model.found.as_ref().ok()?.total;
    let count = words::count(locale, total);
    let max = words::count(locale, SELECTION_MAX);
    let is_few = usize::try_from(total).is_ok_and(|total| total <= SELECTION_MAX);
    Some(if is_few {
        view! {
            <button class="btn" type="submit" name="step" value=Step::SelectAll.as_str()>
                <Icon name="list-checks"/>
                {td_string!(locale, users.select_all, count = count).to_string()}
            </button>
        }
        .into_any()
    } else {
        view! { <p class="hint">{td_string!(locale, users.narrow, max = max).to_string()}</p> }
            .into_any()
    })
}
