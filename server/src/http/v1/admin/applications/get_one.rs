//! `GET /admin/instructor-applications/{applicationId}`

use crate::http::{
    envelope::{Answer, content_tag},
    error::ApiResult,
    extract::{ApplicationPath, Caller, IfNoneMatch},
    v1::failures::Failures,
};
use axum::{
    extract::State,
    response::{IntoResponse, Response},
};
use contract::{ApplicationId, envelope::Success, instructor_application::ReviewView};
use service::Services;

/// One application to teach, with who applies: for admins of the tenant. A decision names its `version`.
#[utoipa::path(get, path = "/admin/instructor-applications/{applicationId}", tag = "application",
    params(("applicationId" = ApplicationId, Path, description = "The application")),
    responses(
        (status = 200, description = "The application", body = Success<ReviewView>, headers(
            ("ETag" = String, description = "Of this representation; it moves also with the applicant's profile and with claims"))),
        (status = 304, description = "The caller has this representation already (`If-None-Match`)"),
        Failures))]
pub(crate) async fn get_application(
    State(services): State<Services>,
    Caller(ctx): Caller,
    ApplicationPath(id): ApplicationPath,
    known: IfNoneMatch,
) -> ApiResult<Response> {
    let review = services.instructor_application.get(&ctx, id).await?;
    let tag = content_tag(&review)?;
    if let Some(same) = known.unchanged(&tag) {
        return Ok(same);
    }
    Ok(Answer::ok(&ctx, review).tagged(tag).into_response())
}
