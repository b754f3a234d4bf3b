//! `GET /users/me/suggestions`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    directory::PublicProfile,
    envelope::Success,
    limits::{SUGGESTIONS_DEFAULT, SUGGESTIONS_MAX},
};
use service::Services;

/// People who take courses that the caller takes, those who share the most first; which courses these
/// are is not told.
#[utoipa::path(get, path = "/users/me/suggestions", tag = "people",
    params(("limit" = Option<u32>, Query, minimum = 1, maximum = 24, description = "How many at most; 6 where it is left out")),
    responses((status = 200, description = "The people", body = Success<Vec<PublicProfile>>), Failures))]
pub(crate) async fn list_suggestions(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Vec<PublicProfile>>> {
    ctx.person()?;
    let limit = query.limit(SUGGESTIONS_DEFAULT, SUGGESTIONS_MAX);
    query.finish()?;
    let people = services.directory.suggestions(&ctx, limit).await?;
    Ok(Answer::ok(&ctx, people))
}
