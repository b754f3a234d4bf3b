//! Routes that are asked nothing, and why.

use super::{Row, apart};

const OWN: &str = "writes what the caller says of themselves, and names nobody else";
const OWN_PICTURE: &str = "names an upload of the caller's, made by this very request";
const OWN_APPLICATION: &str = "an application of the caller's, who names nobody else; of whoever decides it an id is told, and no more";
const WHOLE: &str = "tells of the process and its parts, for whoever runs it";
const FILE: &str = "a file of the build, the same for everybody";
const SIGN_IN: &str = "an exchange with the auth-service about the caller alone";

pub const ROWS: &[Row] = &[
    apart("GET /health", WHOLE),
    apart("GET /health/detailed", WHOLE),
    apart("GET /health/ready", WHOLE),
    apart("GET /health/live", WHOLE),
    apart("GET /metrics", WHOLE),
    apart("POST /webhooks/storage", "takes storage's token alone"),
    apart("PUT /api/v1/users/me/settings", OWN),
    apart("PATCH /api/v1/users/me/settings", OWN),
    apart("PUT /api/users/me/settings", OWN),
    apart("PATCH /api/users/me/settings", OWN),
    apart("DELETE /api/v1/users/me/sessions", "ends the caller's own"),
    apart("GET /api/v1/users/me/apply-for-instructor", OWN_APPLICATION),
    apart(
        "POST /api/v1/users/me/apply-for-instructor",
        OWN_APPLICATION,
    ),
    apart(
        "DELETE /api/v1/users/me/apply-for-instructor",
        OWN_APPLICATION,
    ),
    apart("GET /api/users/me/apply-for-instructor", OWN_APPLICATION),
    apart("POST /api/users/me/apply-for-instructor", OWN_APPLICATION),
    apart("DELETE /api/users/me/apply-for-instructor", OWN_APPLICATION),
    apart("POST /api/v1/users/me/avatar/upload-url", OWN_PICTURE),
    apart("POST /api/v1/users/profile/avatar", OWN_PICTURE),
    apart("GET /profile/edit/photo", "leads to the page of the form"),
    apart("POST /profile/edit/photo", OWN_PICTURE),
    apart(
        "GET /profile/edit/photo/remove",
        "leads to the page of the form",
    ),
    apart("POST /profile/edit/photo/remove", OWN),
    apart(
        "GET /profile/edit/photo/restore",
        "leads to the page of the form",
    ),
    apart("POST /profile/edit/photo/restore", OWN),
    apart("POST /profile/edit/photo/uploads", OWN_PICTURE),
    apart("POST /teach", OWN_APPLICATION),
    apart("POST /teach/withdraw", OWN_APPLICATION),
    apart("POST /settings", OWN),
    apart("POST /settings/notifications", OWN),
    apart("POST /settings/privacy", OWN),
    apart("POST /sign-in", SIGN_IN),
    apart("POST /sign-out", SIGN_IN),
    apart("GET /auth/callback", SIGN_IN),
    apart("GET /api/v1/openapi.json", FILE),
    apart("GET /docs", FILE),
    apart("GET /docs/", FILE),
    apart("GET /docs/{*rest}", FILE),
    apart("ANY /favicon.svg", FILE),
    apart("ANY /icons.svg", FILE),
    apart("ANY /robots.txt", FILE),
    apart("ANY /fonts", FILE),
    apart("ANY /fonts/", FILE),
    apart("ANY /fonts/{*__private__axum_nest_tail_param}", FILE),
    apart("ANY /pkg", FILE),
    apart("ANY /pkg/", FILE),
    apart("ANY /pkg/{*__private__axum_nest_tail_param}", FILE),
];
