//! How much one caller may ask, over HTTP. One question to Redis a request at most; what is left is told in
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
    extract::{MatchedPath, Request},
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
    /// Where a request comes from, as far as that is counted.
    pub fn address(&self, request: &Request) -> Option<IpAddr> {
        self.0.as_ref()?.address(request)
    }

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

    fn share(&self, kind: Kind) -> &Share {
        match kind {
            Kind::Api => &self.api,
            Kind::Service => &self.service,
            Kind::Uploads => &self.uploads,
        }
    }
}

/// Which budget of the API.
#[derive(Clone, Copy, Debug)]
enum Kind {
    Api,
    Service,
    Uploads,
}

fn kind_of(request: &Request, actor: &Actor) -> Kind {
    if request.method() == Method::POST
        && let Some(route) = request.extensions().get::<MatchedPath>()
        && UPLOADS.contains(&route.as_str())
    {
        return Kind::Uploads;
    }
    match actor {
        Actor::Service { .. } | Actor::System { .. } => Kind::Service,
        Actor::User(_) | Actor::Stranger { .. } | Actor::Anonymous => Kind::Api,
    }
}

/// What a request has taken of its caller's budget.
pub struct Taken {
    limits: Arc<Limits>,
    kind: Kind,
    verdict: Verdict,
    /// Who is counted if the request fails, where successes are not.
    unless_it_succeeds: Option<(Actor, Option<IpAddr>)>,
}

/// Counts whoever the API knows by now, and nobody known by their address.
pub async fn take(limits: &RateLimits, request: &mut Request) -> Option<Taken> {
    let limits = limits.0.as_ref()?;
    let ctx = request.extensions().get::<Ctx>()?;
    let actor = &ctx.actor;
    let kind = kind_of(request, actor);
    // Only who is nobody is known by where they are.
    let address = match actor {
        Actor::Anonymous => limits.address(request),
        _ => None,
    };
    let budget = limits.share(kind).budget;
    let (subject, intent) = (Subject::of(actor, address), intent_of(request.method()));
    let limiter = &limits.limiter;
    let (verdict, unless_it_succeeds) = if limits.skip_successful {
        let before = limiter.look(intent, budget, &subject).await;
        (before, Some((actor.clone(), address)))
    } else {
        (limiter.take(intent, budget, &subject).await, None)
    };
    // Whether what this process knew a moment ago will do for them.
    if let Some(ctx) = request.extensions_mut().get_mut::<Ctx>() {
        ctx.sight = verdict.sight;
    }
    Some(Taken {
        limits: limits.clone(),
        kind,
        verdict,
        unless_it_succeeds,
    })
}

impl Taken {
    /// Whether the request may go on.
    pub fn passes(&self) -> bool {
        self.verdict.passes
    }

    /// What it is told where it may not.
    pub fn refusal(&self) -> Response {
        ApiError::rate_limited(self.verdict.retry_after_s()).into_response()
    }

    /// Tells with the answer what is left, once no replica shows its caller what was before.
    pub async fn tell(self, mut response: Response) -> Response {
        if self.verdict.passes {
            self.verdict.settled().await;
        }
        let share = self.limits.share(self.kind);
        let mut verdict = self.verdict;
        if let Some((actor, address)) = self.unless_it_succeeds
            && verdict.passes
            && !is_success(&response)
        {
            let subject = Subject::of(&actor, address);
            verdict = self.limits.limiter.note(share.budget, &subject).await;
        }
        tell(response.headers_mut(), share, &verdict);
        response
    }
}

/// Counts by their address whom the API turned away before it knew who they were: with a bad token
/// nobody has a budget of their own.
pub async fn turned_away(
    limits: &RateLimits,
    address: Option<IpAddr>,
    refused: Response,
) -> Response {
    let Some(limits) = &limits.0 else {
        return refused;
    };
    if refused.status() != StatusCode::UNAUTHORIZED {
        return refused;
    }
    let share = limits.share(Kind::Api);
    let subject = Subject::Address(address);
    let verdict = limits
        .limiter
        .take(Intent::Read, share.budget, &subject)
        .await;
    let mut response = if verdict.passes {
        refused
    } else {
        ApiError::rate_limited(verdict.retry_after_s()).into_response()
    };
    tell(response.headers_mut(), share, &verdict);
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

fn is_success(response: &Response) -> bool {
    let status = response.status();
    !(status.is_client_error() || status.is_server_error())
}

fn tell(headers: &mut HeaderMap, share: &Share, verdict: &Verdict) {
    headers.insert(LIMIT, share.limit.clone());
    headers.insert(REMAINING, verdict.remaining().into());
    headers.insert(RESET, verdict.reset_s().into());
    headers.insert(POLICY, share.policy.clone());
}
