//! `POST /users`

use crate::http::{
    envelope::Answer,
    error::{ApiError, ApiResult},
    extract::{Caller, JsonObject},
    v1::failures::{Failures, WriteFailures},
};
use axum::extract::State;
use contract::{account::CreateUser, envelope::Success, profile::ProfileView};
use service::{Services, ctx::Scope};

/// Creates an account for somebody whom the auth-service knows: for admins and services with
/// `users:write`.
#[utoipa::path(post, path = "/users", tag = "account", request_body = CreateUser,
    params(("Idempotency-Key" = Option<String>, Header, description = "1–255 characters; the same key with the same body gets the first answer again for 24 hours")),
    responses(
    (status = 201, description = "The new profile", body = Success<ProfileView>, headers(
        ("Location" = String, description = "Where it is"), ("ETag" = String, description = "The row's version"))),
    Failures, WriteFailures))]
pub(crate) async fn create(
    State(services): State<Services>,
    Caller(ctx): Caller,
    JsonObject(body): JsonObject,
) -> ApiResult<Answer<ProfileView>> {
    // Who may not create learns nothing of the rules of fields.
    ctx.admin_or(Scope::UsersWrite)?;
    let command = CreateUser::from_json(body).map_err(ApiError::invalid)?;
    let view = services.account.create(&ctx, command).await?;
    let location = format!("/api/v1/users/{}", view.id);
    Ok(Answer::profile(&ctx, view)
        .message("User created successfully")
        .created(location))
}
