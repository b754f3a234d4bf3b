//! The failures that the OpenAPI document lists for a route.

use contract::envelope::Failure;
use utoipa::IntoResponses;

/// What may happen to every request.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the types are read by the OpenAPI document alone")]
pub(crate) enum Failures {
    /// A parameter, header or field is wrong; every one is listed.
    #[response(status = 400)]
    BadRequest(Failure),
    /// No token, or a bad one.
    #[response(status = 401)]
    Unauthenticated(Failure),
    /// Known, but not allowed; or the account is suspended or inactive.
    #[response(status = 403)]
    Forbidden(Failure),
    /// Nothing is here for this caller.
    #[response(status = 404)]
    NotFound(Failure),
    /// Another method.
    #[response(status = 405)]
    MethodNotAllowed(Failure),
    /// The caller accepts no JSON.
    #[response(status = 406)]
    NotAcceptable(Failure),
    /// More was asked than one may ask in such a time; after `retryAfter` seconds there is more.
    #[response(status = 429, headers(
        ("Retry-After" = u64, description = "Seconds until one more request passes"),
        ("RateLimit-Limit" = u64, description = "How many requests the caller's budget has"),
        ("RateLimit-Remaining" = u64, description = "How many of them are left"),
        ("RateLimit-Reset" = u64, description = "Seconds until all of them are back"),
        ("RateLimit-Policy" = String, description = "The budget: requests, and in how many seconds they come back")))]
    RateLimited(Failure),
    /// A fault of ours.
    #[response(status = 500)]
    Internal(Failure),
    /// A part that we need is away; try again after `Retry-After` seconds.
    #[response(status = 503)]
    Unavailable(Failure),
}

/// What may happen to a request with a body besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the types are read by the OpenAPI document alone")]
pub(crate) enum WriteFailures {
    /// A unique value is taken, or the state does not allow it.
    #[response(status = 409)]
    Conflict(Failure),
    /// The body is over the limit.
    #[response(status = 413)]
    PayloadTooLarge(Failure),
    /// The `Idempotency-Key` was used with another body.
    #[response(status = 422)]
    IdempotencyMismatch(Failure),
    /// The body is of another media type than this route takes.
    #[response(status = 415)]
    UnsupportedMediaType(Failure),
}

/// What may happen to a request with `If-Match` besides.
#[derive(IntoResponses)]
#[expect(dead_code, reason = "the types are read by the OpenAPI document alone")]
pub(crate) enum StaleFailures {
    /// `If-Match` was given and the row has moved on; `current` is how it stands now.
    #[response(status = 412)]
    Stale(Failure),
}
