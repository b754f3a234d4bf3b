//! The same for pages and what their forms post: with a budget that a person browsing never meets,
//! and answered with a page, or an island with a sentence.

use super::{Limits, RateLimits, Share, intent_of, tell};
use axum::{
    extract::{Request, State},
    middleware::Next,
    response::Response,
};
use http::{Method, header};
use service::{Actor, Ctx, rate_limit::Subject};
use std::sync::Arc;

/// What takes in pictures, or asks where to send one.
const UPLOADS: [&str; 2] = ["/profile/edit/photo", "/profile/edit/photo/uploads"];
const SIGN_IN: &str = "/sign-in";
const CALLBACK: &str = "/auth/callback";

/// The budgets, and what renders a page.
#[derive(Clone)]
pub struct PageLimits {
    /// The budgets.
    pub limits: RateLimits,
    /// Behind a pointer: each request clones it, and few need it.
    pub app: Arc<app::AppState>,
}

/// Counts visitors: who is signed in by who they are, others by their address; steps of signing in
/// always by their address.
pub async fn pages(State(state): State<PageLimits>, mut request: Request, next: Next) -> Response {
    let (Some(limits), Some(ctx)) = (&state.limits.0, request.extensions().get::<Ctx>()) else {
        return next.run(request).await;
    };
    let (share, subject) = share(limits, &request, &ctx.actor);
    let verdict = limits
        .limiter
        .take(intent_of(request.method()), share.budget, &subject)
        .await;
    let is_person = matches!(subject, Subject::User(_));
    if verdict.passes {
        // Whether what was true a moment ago will do for them. Where they are counted by their address, nobody
        // knows what they have just changed.
        if let Some(ctx) = request
            .extensions_mut()
            .get_mut::<Ctx>()
            .filter(|_| is_person)
        {
            ctx.sight = verdict.sight;
        }
        let response = next.run(request).await;
        if is_person {
            verdict.settled().await;
        }
        return response;
    }
    let mut response = app::too_many(app::AppState::clone(&state.app), request).await;
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, verdict.retry_after_s().into());
    tell(headers, share, &verdict);
    response
}

fn share<'a, 'b>(
    limits: &'a Limits,
    request: &Request,
    actor: &'b Actor,
) -> (&'a Share, Subject<'b>) {
    let subject = Subject::of(actor, limits.address(request));
    let path = request.uri().path();
    let posts = request.method() == Method::POST;
    if (posts && path == SIGN_IN) || path == CALLBACK {
        return (&limits.sign_in, Subject::Address(limits.address(request)));
    }
    if posts && UPLOADS.contains(&path) {
        return (&limits.uploads, subject);
    }
    (&limits.pages, subject)
}
