//! `GET /users/{id}/enrollments`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader, UserPath},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    UserId,
    enrollment::{EnrollmentFilter, EnrollmentView},
    envelope::Success,
};
use service::{Services, Written, ctx::Scope};

/// Somebody's enrollments: active, suspended, completed and dropped ones in this order, within each
/// the newest first. For themselves, admins of the tenant, and services with `enrollments:read`.
#[utoipa::path(get, path = "/users/{id}/enrollments", tag = "enrollment",
    params(
        ("id" = UserId, Path, description = "The person's id, or `me`"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out"),
        ("status" = Option<String>, Query, pattern = "^(active|completed|dropped|suspended|all)$", description = "`active`, `completed`, `dropped`, `suspended` or `all`; without it all but dropped ones")),
    responses((status = 200, description = "One page", body = Success<Vec<EnrollmentView>>), Failures))]
pub(crate) async fn list_enrollments(
    State(services): State<Services>,
    Caller(ctx): Caller,
    UserPath(id): UserPath,
    mut query: QueryReader,
) -> ApiResult<Answer<Written>> {
    // Who may not read learns nothing of the rules of parameters.
    ctx.owner_admin_or(id, Scope::EnrollmentsRead)?;
    let request = query.page();
    let filter: Option<EnrollmentFilter> = query.choice("status");
    query.finish()?;
    let filter = filter.unwrap_or_default();
    let enrollment = &services.enrollment;
    // On the heap: it is large, and a handler's future is moved on its way.
    let page = Box::pin(enrollment.list_written(&ctx, id, filter, request)).await?;
    Ok(Answer::listed(&ctx, request, page.entries, page.total).with_room())
}
