//! `GET /admin/instructor-applications`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    envelope::Success,
    instructor_application::{ApplicationStatus, ReviewQuery, ReviewView},
};
use service::Services;

/// The applications to teach of the caller's tenant, the oldest first: for admins.
#[utoipa::path(get, path = "/admin/instructor-applications", tag = "application",
    params(
        ("status" = Option<ApplicationStatus>, Query, description = "Only those that stand so; `pending` where it is left out"),
        ("search" = Option<String>, Query, max_length = 100, description = "A part of the applicant's names, username or e-mail address, whatever its case and accents"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out")),
    responses((status = 200, description = "One page", body = Success<Vec<ReviewView>>), Failures))]
pub(crate) async fn list_applications(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Vec<ReviewView>>> {
    // Who may not look learns nothing of the rules of parameters.
    ctx.admin()?;
    let asked = ReviewQuery {
        status: query.choice("status"),
        search: query.text("search"),
    };
    let asked = query.checked(asked.check());
    let request = query.page();
    query.finish()?;
    let asked = asked.unwrap_or_default();
    let applications = &services.instructor_application;
    let page = applications.list(&ctx, asked, request).await?;
    Ok(Answer::page(&ctx, request, page))
}
