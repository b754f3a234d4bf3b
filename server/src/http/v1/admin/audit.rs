//! `GET /admin/audit`

use crate::http::{
    envelope::Answer,
    error::ApiResult,
    extract::{Caller, QueryReader},
    v1::failures::Failures,
};
use axum::extract::State;
use contract::{
    audit::{AuditEntry, AuditQuery},
    envelope::Success,
    paging::Page,
};
use service::Services;

/// What was done in the caller's tenant, the newest first: for admins, and no service. Of sensitive fields
/// the values are not told. That somebody has read it is an entry itself.
#[utoipa::path(get, path = "/admin/audit", tag = "audit",
    params(
        ("actor" = Option<String>, Query, max_length = 128, description = "Who did it: a person's id, or the name of a service or a part"),
        ("target" = Option<String>, Query, pattern = "^\\s*([0-9a-fA-F-]{36})?\\s*$", description = "To whom, or to what: an id; an empty one asks for nothing"),
        ("action" = Option<String>, Query, max_length = 100, description = "What was done: `user.updated`, or `user` for everything of this area"),
        ("from" = Option<String>, Query, description = "From when: a time (RFC 3339), or a date, which begins at midnight UTC"),
        ("to" = Option<String>, Query, description = "Until before when: a time, or a date, of which the whole day counts"),
        ("page" = Option<u32>, Query, minimum = 1, description = "From 1"),
        ("limit" = Option<u32>, Query, minimum = 1, maximum = 100, description = "Entries a page; 20 where it is left out"),
        ("cursor" = Option<String>, Query, description = "The `nextCursor` of another page of the same list, in the place of `page`; takes no longer however deep it is")),
    responses((status = 200, description = "One page; `nextCursor` where another follows", body = Success<Vec<AuditEntry>>), Failures))]
pub(crate) async fn list_audit(
    State(services): State<Services>,
    Caller(ctx): Caller,
    mut query: QueryReader,
) -> ApiResult<Answer<Vec<AuditEntry>>> {
    // Who may not look learns nothing of the rules of parameters.
    ctx.admin()?;
    let asked = AuditQuery {
        actor: query.text("actor"),
        target: query.text("target"),
        action: query.text("action"),
        from: query.text("from"),
        to: query.text("to"),
    };
    query.checked(asked.check());
    let (start, limit) = query.start();
    query.finish()?;
    let found = services.audit.list(&ctx, &asked, &start, limit).await?;
    let page = Page {
        entries: found.entries,
        total: found.total,
    };
    Ok(Answer::page(&ctx, found.at, page).next_cursor(found.next))
}
