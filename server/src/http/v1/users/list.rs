//! `GET /users`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    account::{
        AccountStatus, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
    envelope::Success,
    profile::ProfileView,
};
use service::{Services, Written, ctx::Scope};

/// The users of the caller's tenant: for admins, and services with `users:read`. A search finds any part of
/// a first, last or display name, an e-mail address or a username; and whoever has just this id or e-mail
/// address. Deleted accounts are not there.
#[utoipa::path(get, path = "/users", tag = "account",
    params(
        ("search" = Option<String>, Query, max_length = 100, description = "A part of names, e-mail address or username, whatever its case and accents; or a whole id or e-mail address"),
        ("role" = Option<Role>, Query, description = "Only whoever has this role"),
        ("status" = Option<AccountStatus>, Query, description = "Only accounts that stand so"),
        ("sortBy" = Option<UserSort>, Query, description = "By what; `createdAt` where it is left out"),
        ("sortOrder" = Option<SortOrder>, Query, description = "In which direction; `desc` where it is left out"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out"),
        ("cursor" = Option<String>, Query, description = "The `nextCursor` of another page of the same list, in the place of `page`; takes no longer however deep it is")),
    responses((status = 200, description = "One page; `nextCursor` where another follows", body = Success<Vec<ProfileView>>), Failures))]
pub(crate) async fn list_users(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Written>> {
    // Who may not look learns nothing of the rules of parameters.
    ctx.admin_or(Scope::UsersRead)?;
    let asked = UserQuery {
        search: query.text("search"),
        role: query.choice("role"),
        status: query.choice("status"),
        sort_by: query.choice("sortBy").unwrap_or_default(),
        order: query.choice("sortOrder").unwrap_or_default(),
    };
    let asked = query.checked(asked.check());
    let (start, limit) = query.start();
    query.finish()?;
    let asked = asked.unwrap_or_default();
    let account = &services.account;
    // On the heap: it is large, and a handler's future is moved on its way.
    let found = Box::pin(account.list_kept(&ctx, asked, &start, limit)).await?;
    let answer = Answer::listed(&ctx, found.at, found.users.clone(), found.total);
    Ok(answer.next_cursor(found.next.clone()).with_room())
}
