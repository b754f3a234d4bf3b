//! The table. Where there is little room each row is a card, and the head a line of ways to sort them;
//! the roles are written out, since browsers forget them of a table that is laid out as something else.

use super::{model::Model, user_href};
use crate::{
    components::{
        avatar::{Face, Likeness, Size},
        day::Day,
        icon::Icon,
        standing::{RoleBadge, StatusBadge},
    },
    islands::{
        PART,
        row_picker::{PAGE, ROW},
    },
    visit::locale,
    words::td_string,
};
use contract::{
    UserId,
    account::listing::{SortOrder, UserSort},
    profile::ProfileView,
};
use leptos::prelude::*;

/// The id of somebody's checkbox.
pub(super) fn pick_id(id: UserId) -> String {
    format!("pick-{id}")
}

/// Head and rows.
#[component]
pub(super) fn Table(
    /// The page.
    model: Model,
) -> impl IntoView {
    let locale = locale();
    let users = model.found.as_ref().map(|found| &found.users[..]);
    let rows = users
        .unwrap_or_default()
        .iter()
        .map(|user| row(&model, user));
    let rows = rows.collect_view();
    let page = view! {
        <input class="checkbox" type="checkbox" name="page" value="on" autocomplete="off"
            aria-label=td_string!(locale, users.pick_page)/>
    };
    view! {
        <table class="users-table" role="table" aria-labelledby="users-count">
            <thead role="rowgroup">
                <tr role="row">
                    <th role="columnheader" scope="col" class="pick">{page.attr(PART, PAGE)}</th>
                    {sortable(&model, UserSort::LastName, td_string!(locale, users.name), true)}
                    <th role="columnheader" scope="col" class="unsorted">{td_string!(locale, account.role)}</th>
                    <th role="columnheader" scope="col" class="unsorted">{td_string!(locale, account.status)}</th>
                    {sortable(&model, UserSort::CreatedAt, td_string!(locale, users.created), false)}
                    {sortable(&model, UserSort::LastActiveAt, td_string!(locale, users.last_active), false)}
                </tr>
            </thead>
            <tbody role="rowgroup">{rows}</tbody>
        </table>
    }
}

/// A column by which the list can be sorted. The first says so, where the head is but a line of words.
fn sortable(
    model: &Model,
    column: UserSort,
    name: &'static str,
    is_first: bool,
) -> impl IntoView + use<> {
    let query = &model.shown.query;
    let order = (query.sort_by == column).then_some(query.order);
    let (sort, icon) = match order {
        Some(SortOrder::Asc) => (Some("ascending"), Some("arrow-up")),
        Some(SortOrder::Desc) => (Some("descending"), Some("arrow-down")),
        None => (None, None),
    };
    view! {
        <th role="columnheader" scope="col" aria-sort=sort>
            {is_first.then(|| label(td_string!(locale(), users.sort_by)))}
            <a class="sort" href=model.shown.sorted_by(column).href()>
                {name}
                {icon.map(|name| view! { <Icon name/> })}
            </a>
        </th>
    }
}

fn row(model: &Model, user: &ProfileView) -> impl IntoView + use<> {
    let locale = locale();
    let name = user.shown_name();
    let id = user.id.to_string();
    let pick = view! {
        <input class="checkbox" type="checkbox" name="id" id=pick_id(user.id) value=id.clone()
            checked=model.is_checked(user.id) autocomplete="off"
            aria-label=td_string!(locale, users.pick, name = name.as_str()).to_string()/>
    };
    let is_me = user.id == model.me.id;
    let me = is_me.then(|| view! { <span class="hint">" "{td_string!(locale, users.you)}</span> });
    let last_active = user.last_active_at.map_or_else(
        || view! { <span class="hint">{td_string!(locale, users.never)}</span> }.into_any(),
        |at| view! { <Day at relative=true/> }.into_any(),
    );
    view! {
        <tr role="row">
            <td role="cell" class="pick">
                <input type="hidden" name="row" value=id/>
                {pick.attr(PART, ROW)}
            </td>
            <th role="rowheader" scope="row" class="user-cell">
                <span class="user-line">
                    <Face of=Likeness::from(user) size=Size::Small/>
                    <span class="user-text">
                        <span><a href=user_href(user.id)><bdi>{name}</bdi></a>{me}</span>
                        <span class="user-email">{user.email.clone()}</span>
                    </span>
                </span>
            </th>
            <td role="cell">{label(td_string!(locale, account.role))}<RoleBadge role=user.role/></td>
            <td role="cell">{label(td_string!(locale, account.status))}<StatusBadge status=user.status/></td>
            <td role="cell" class="when">{label(td_string!(locale, users.created))}<Day at=user.created_at/></td>
            <td role="cell" class="when">{label(td_string!(locale, users.last_active))}{last_active}</td>
        </tr>
    }
}

/// The name of a column beside its value, for eyes that have no head in sight.
fn label(text: &'static str) -> impl IntoView {
    view! { <span class="cell-label" aria-hidden="true">{text}</span> }
}
