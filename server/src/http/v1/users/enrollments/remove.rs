//! `DELETE /users/{id}/enrollments/{courseId}`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, CoursePath, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    CourseId, UserId,
    envelope::{Deleted, Failure, Success},
};
use service::Services;

/// Drops a course; what was reached stays, for history. One that is dropped already is not there.
/// For the person themselves, admins of the tenant, and services with `enrollments:write`.
#[utoipa::path(delete, path = "/users/{id}/enrollments/{courseId}", tag = "enrollment",
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("courseId" = CourseId, Path, description = "The course")),
    responses(
        (status = 200, description = "It is dropped", body = Success<Deleted>),
        (status = 409, description = "The enrollment is suspended", body = Failure),
        Failures))]
pub(crate) async fn remove_enrollment(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    CoursePath(course): CoursePath,
) -> ApiResult<Answer<Deleted>> {
    services.enrollment.remove(&ctx, id, course).await?;
    let answer = Answer::ok(&ctx, Deleted::YES);
    Ok(answer.message("Enrollment deleted successfully"))
}
