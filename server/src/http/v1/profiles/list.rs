//! `GET /profiles`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    directory::{DirectoryQuery, DirectoryRole, PublicProfile},
    envelope::Success,
    paging::Page,
};
use service::{Services, ctx::Scope};

/// The people whom the caller sees and who want to be found: first whose username is looked for, then
/// whose name begins so, then who has for each word one of names, username or skills that begins so;
/// where there is nobody, whose name is similar. For whoever is signed in, and services with
/// `profiles:read`.
#[utoipa::path(get, path = "/profiles", tag = "people",
    params(
        ("search" = Option<String>, Query, max_length = 100, description = "Beginnings of words, whatever their case and accents"),
        ("role" = Option<DirectoryRole>, Query, description = "Only instructors, or only all others"),
        ("skill" = Option<String>, Query, max_length = 50, description = "Only whoever has this skill, whatever its case and accents"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out"),
        ("cursor" = Option<String>, Query, description = "The `nextCursor` of another page of the same list, in the place of `page`; takes no longer however deep it is")),
    responses((status = 200, description = "One page; `nextCursor` where another follows", body = Success<Vec<PublicProfile>>), Failures))]
pub(crate) async fn list_profiles(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Vec<PublicProfile>>> {
    // Who may not look learns nothing of the rules of parameters.
    ctx.person_or(Scope::ProfilesRead)?;
    let asked = DirectoryQuery {
        search: query.text("search"),
        role: query.choice("role"),
        skill: query.text("skill"),
    };
    let asked = query.checked(asked.check());
    let (start, limit) = query.start();
    query.finish()?;
    let asked = asked.unwrap_or_default();
    let found = services
        .directory
        .search(&ctx, asked, &start, limit)
        .await?;
    let page = Page {
        entries: found.people,
        total: found.total,
    };
    Ok(Answer::page(&ctx, found.at, page).next_cursor(found.next))
}
