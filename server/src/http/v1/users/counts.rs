//! `GET /users/stats`

use crate::http::{envelope::Answer, error::ApiResult, extract::Caller, v1::failures::Failures};
use axum::extract::State;
use contract::{account::listing::UserCounts, envelope::Success};
use service::Services;

/// How many users the caller's tenant has, by status, role and what is known of them: for admins. Deleted
/// accounts do not count.
#[utoipa::path(get, path = "/users/stats", tag = "account",
    responses((status = 200, description = "The numbers", body = Success<UserCounts>), Failures))]
pub(crate) async fn count_users(
    State(services): State<Services>,
    Caller(ctx): Caller,
) -> ApiResult<Answer<UserCounts>> {
    let counts = services.account.counts(&ctx).await?;
    Ok(Answer::ok(&ctx, counts))
}
