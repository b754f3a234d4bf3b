//! `GET /users/me/blocks`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{block::BlockView, envelope::Success};
use service::Services;

/// Whom the caller has blocked, the newest first.
#[utoipa::path(get, path = "/users/me/blocks", tag = "people",
    params(
        ("search" = Option<String>, Query, max_length = 100, description = "Beginnings of words of the name and username that are shown"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out")),
    responses((status = 200, description = "One page", body = Success<Vec<BlockView>>), Failures))]
pub(crate) async fn list_blocks(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Vec<BlockView>>> {
    // Who has no account here learns nothing of the rules of parameters.
    ctx.person()?;
    let search = query.text("search").unwrap_or_default();
    let request = query.page();
    query.finish()?;
    let page = services.block.list(&ctx, &search, request).await?;
    Ok(Answer::page(&ctx, request, page))
}
