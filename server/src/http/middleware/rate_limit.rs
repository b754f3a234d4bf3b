//! How much one caller may ask, over HTTP. One question to Redis a request; what is left is told in
//! the fields of the IETF draft "`RateLimit` header fields for HTTP" in the form of its versions 03 to
//! 07, which the specification's own stack writes too: three fields with a number each, seconds
//! rather than times, and the budget as a policy.

mod page;

pub use page::{PageLimits, pages};

use crate::{
    config::{RateLimitSection, TrustedProxies},
    http::{client_address, error::ApiError},
};
use axum::{
    extract::{MatchedPath, Request, State},
    middleware::Next,
    response::{IntoResponse, Response},
};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode};
use service::{
    Actor, Ctx,
    rate_limit::{Budget, Intent, RateLimiter, Subject, Verdict},
};
use std::{net::IpAddr, sync::Arc};
use tokio_util::sync::CancellationToken;

/// How many requests the budget has.
pub const LIMIT: HeaderName = HeaderName::from_static("ratelimit-limit");
/// How many more would pass now.
pub const REMAINING: HeaderName = HeaderName::from_static("ratelimit-remaining");
/// Seconds until all of the budget is back.
pub const RESET: HeaderName = HeaderName::from_static("ratelimit-reset");
/// The budget: requests, and in how many seconds they come back.
pub const POLICY: HeaderName = HeaderName::from_static("ratelimit-policy");

/// What of the API takes in pictures; these have a budget of their own.
const UPLOADS: [&str; 2] = [
    "/api/v1/users/me/avatar/upload-url",
    "/api/v1/users/profile/avatar",
];

/// The budgets of a deployment.
#[derive(Clone)]
pub struct RateLimits(Option<Arc<Limits>>);

struct Limits {
    limiter: RateLimiter,
    trusted: TrustedProxies,
    skip_successful: bool,
    api: Share,
    service: Share,
    pages: Share,
    sign_in: Share,
    uploads: Share,
}

/// A budget, and what is told of it with each answer: written once.
struct Share {
    budget: Budget,
    limit: HeaderValue,
    policy: HeaderValue,
}

impl Share {
    fn new(budget: Budget) -> Self {
        let window = budget.window.as_secs().max(1);
        let policy = format!("{};w={window}", budget.max);
        let limit = HeaderValue::from(budget.max);
        Self {
            budget,
            policy: HeaderValue::try_from(policy).unwrap_or_else(|_| limit.clone()),
            limit,
        }
    }
}

impl RateLimits {
    /// These rules, kept by this limiter.
    pub fn new(limiter: RateLimiter, rules: &RateLimitSection, trusted: TrustedProxies) -> Self {
        Self(rules.enabled.then(|| {
            Arc::new(Limits {
                limiter,
                trusted,
                skip_successful: rules.skip_successful,
                api: Share::new(rules.api),
                service: Share::new(rules.service),
                pages: Share::new(rules.pages),
                sign_in: Share::new(rules.sign_in),
                uploads: Share::new(rules.uploads),
            })
        }))
    }
}

impl RateLimits {
    /// Has requests that come at the same moment ask Redis together, until asked to stop.
    pub async fn gather(&self, stop: &CancellationToken) {
        if let Some(limits) = &self.0 {
            limits.limiter.gather(stop).await;
        }
    }
}

impl Limits {
    fn address(&self, request: &Request) -> Option<IpAddr> {
        client_address::of_request(request.extensions(), request.headers(), &self.trusted)
    }

    fn share_of(&self, request: &Request, actor: &Actor) -> &Share {
        if request.method() == Method::POST
            && let Some(route) = request.extensions().get::<MatchedPath>()
            && UPLOADS.contains(&route.as_str())
        {
            return &self.uploads;
        }
        match actor {
            Actor::Service { .. } | Actor::System { .. } => &self.service,
            Actor::User(_) | Actor::Stranger { .. } | Actor::Anonymous => &self.api,
        }
    }
}

/// Counts whoever the API knows by now, and nobody known by their address.
pub async fn api(State(limits): State<RateLimits>, mut request: Request, next: Next) -> Response {
    let (Some(limits), Some(ctx)) = (&limits.0, request.extensions().get::<Ctx>()) else {
        return next.run(request).await;
    };
    let actor = &ctx.actor;
    let share = limits.share_of(&request, actor);
    // Only who is nobody is known by where they are.
    let address = match actor {
        Actor::Anonymous => limits.address(&request),
        _ => None,
    };
    let subject = Subject::of(actor, address);
    let (limiter, intent) = (&limits.limiter, intent_of(request.method()));
    if !limits.skip_successful {
        let verdict = limiter.take_for(intent, share.budget, &subject).await;
        set_sight(&mut request, &verdict);
        return answer(share, verdict, request, next).await;
    }
    let before = limiter.look_for(intent, share.budget, &subject).await;
    let ctx = ctx.clone();
    set_sight(&mut request, &before);
    let mut response = answer(share, before, request, next).await;
    if before.passes && !is_success(&response) {
        let subject = Subject::of(&ctx.actor, address);
        let after = limits.limiter.note(share.budget, &subject).await;
        tell(response.headers_mut(), share, &after);
    }
    response
}

/// The safe methods change nothing (RFC 9110, section 9.2.1).
fn intent_of(method: &Method) -> Intent {
    if method.is_safe() {
        Intent::Read
    } else {
        Intent::Write
    }
}

/// Whether what this process knew a moment ago will do for them.
fn set_sight(request: &mut Request, verdict: &Verdict) {
    if let Some(ctx) = request.extensions_mut().get_mut::<Ctx>() {
        ctx.sight = verdict.sight;
    }
}

async fn answer(share: &Share, verdict: Verdict, request: Request, next: Next) -> Response {
    let mut response = if verdict.passes {
        next.run(request).await
    } else {
        ApiError::rate_limited(verdict.retry_after_s()).into_response()
    };
    tell(response.headers_mut(), share, &verdict);
    response
}

fn is_success(response: &Response) -> bool {
    let status = response.status();
    !(status.is_client_error() || status.is_server_error())
}

/// Counts by their address whom the API turned away before it knew who they were: with a bad token
/// nobody has a budget of their own.
pub async fn turned_away(
    State(limits): State<RateLimits>,
    request: Request,
    next: Next,
) -> Response {
    let Some(limits) = limits.0 else {
        return next.run(request).await;
    };
    let address = limits.address(&request);
    let response = next.run(request).await;
    let is_counted = response.headers().contains_key(&LIMIT);
    if is_counted || response.status() != StatusCode::UNAUTHORIZED {
        return response;
    }
    let subject = Subject::Address(address);
    let verdict = limits.limiter.take(limits.api.budget, &subject).await;
    let mut response = if verdict.passes {
        response
    } else {
        ApiError::rate_limited(verdict.retry_after_s()).into_response()
    };
    tell(response.headers_mut(), &limits.api, &verdict);
    response
}

fn tell(headers: &mut HeaderMap, share: &Share, verdict: &Verdict) {
    headers.insert(LIMIT, share.limit.clone());
    headers.insert(REMAINING, verdict.remaining().into());
    headers.insert(RESET, verdict.reset_s().into());
    headers.insert(POLICY, share.policy.clone());
}
