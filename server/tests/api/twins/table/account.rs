//! The API's routes of accounts: whoever is not the person gets none of them, whatever the id; and the
//! caller's own show nothing of anybody else.

use super::{Row, Try, of, tried};
use crate::twins::hidden::Hidden;

/// Names are unique, so whoever takes one learns that it is in use; whose it is, is not told: `stated.rs`.
pub const IN_USE: &str = "a username that is in use cannot be taken";
/// Where the other person still has theirs.
pub const TAKEN: &[Hidden] = &[
    Hidden::BlockedByCaller,
    Hidden::HasBlockedCaller,
    Hidden::StaffHasBlockedCaller,
    Hidden::Private,
    Hidden::MembersOnly,
    Hidden::Suspended,
    Hidden::Inactive,
];

const fn takes_a_name(request: Try) -> Try {
    request.but(TAKEN, IN_USE)
}

pub const ROWS: &[Row] = &[
    tried(
        "GET /api/v1/users",
        &[
            of("/api/v1/users"),
            of("/api/v1/users?search={username}"),
            of("/api/v1/users?search={name}"),
            of("/api/v1/users?search={email}"),
            of("/api/v1/users?search={id}"),
            of("/api/v1/users?search=qu&limit=1&sortBy=lastName&sortOrder=asc"),
            of("/api/v1/users?search={username}&page=2&limit=1"),
            of("/api/v1/users?status=deleted"),
            of("/api/v1/users?role=instructor&limit=2&page=2"),
            of("/api/v1/users?status=active&sortBy=email"),
            of("/api/v1/users?sortBy=lastActiveAt&cursor={id}"),
        ],
    ),
    tried("GET /api/v1/users/stats", &[of("/api/v1/users/stats")]),
    tried("GET /api/v1/users/me", &[of("/api/v1/users/me")]),
    tried("GET /api/v1/users/profile", &[of("/api/v1/users/profile")]),
    tried(
        "GET /api/v1/users/me/settings",
        &[of("/api/v1/users/me/settings")],
    ),
    tried(
        "GET /api/users/me/settings",
        &[of("/api/users/me/settings")],
    ),
    tried(
        "GET /api/v1/users/me/sessions",
        &[of("/api/v1/users/me/sessions")],
    ),
    tried(
        "DELETE /api/v1/users/me/sessions/{sessionId}",
        &[of("/api/v1/users/me/sessions/{session}")],
    ),
    tried(
        "GET /api/v1/users/me/avatar/uploads/{uploadId}",
        &[of("/api/v1/users/me/avatar/uploads/{upload}")],
    ),
    tried(
        "GET /api/v1/users/{id}",
        &[
            of("/api/v1/users/{id}"),
            of("/api/v1/users/{ID}"),
            of("/api/v1/users/{username}"),
        ],
    ),
    tried(
        "GET /api/v1/users/{id}/stats",
        &[of("/api/v1/users/{id}/stats"), of("/api/v1/users/me/stats")],
    ),
    tried(
        "DELETE /api/v1/users/{id}/avatar",
        &[of("/api/v1/users/{id}/avatar")],
    ),
    tried(
        "GET /api/v1/users/{id}/preferences",
        &[
            of("/api/v1/users/{id}/preferences"),
            of("/api/v1/users/me/preferences"),
        ],
    ),
    tried(
        "GET /api/v1/users/{id}/preferences/{category}",
        &[of("/api/v1/users/{id}/preferences/ui")],
    ),
    tried(
        "PUT /api/v1/users/{id}/preferences/{category}",
        &[of(
            r#"/api/v1/users/{id}/preferences/ui {"preferences":[{"key":"density","value":"{id}"}]}"#,
        )],
    ),
    tried(
        "DELETE /api/v1/users/{id}/preferences/{category}/{key}",
        &[of("/api/v1/users/{id}/preferences/ui/theme")],
    ),
    tried(
        "GET /api/v1/users/{id}/enrollments",
        &[
            of("/api/v1/users/{id}/enrollments"),
            of("/api/v1/users/me/enrollments"),
        ],
    ),
    tried(
        "POST /api/v1/users/{id}/enrollments",
        &[
            of(r#"/api/v1/users/{id}/enrollments {"courseId":"{course}"}"#),
            of(r#"/api/v1/users/me/enrollments {"courseId":"{id}"}"#),
        ],
    ),
    tried(
        "GET /api/v1/users/{id}/enrollments/stats",
        &[
            of("/api/v1/users/{id}/enrollments/stats"),
            of("/api/v1/users/me/enrollments/stats"),
        ],
    ),
    tried(
        "GET /api/v1/users/{id}/enrollments/{courseId}",
        &[
            of("/api/v1/users/{id}/enrollments/{course}"),
            of("/api/v1/users/me/enrollments/{course}"),
        ],
    ),
    tried(
        "PUT /api/v1/users/{id}/enrollments/{courseId}",
        &[of(
            r#"/api/v1/users/{id}/enrollments/{course} {"status":"dropped"}"#,
        )],
    ),
    tried(
        "PUT /api/v1/users/{id}/enrollments/{courseId}/progress",
        &[of(
            r#"/api/v1/users/{id}/enrollments/{course}/progress {"progress":50}"#,
        )],
    ),
    tried(
        "DELETE /api/v1/users/{id}/enrollments/{courseId}",
        &[of("/api/v1/users/{id}/enrollments/{course}")],
    ),
    tried(
        "PUT /api/v1/users/{id}/role",
        &[
            of(r#"/api/v1/users/{id}/role {"role":"student"}"#),
            of(r#"/api/v1/users/{ID}/role {"role":"admin"}"#),
            of(r#"/api/v1/users/{username}/role {"role":"admin"}"#),
        ],
    ),
    tried(
        "PUT /api/v1/users/bulk/role",
        &[
            of(r#"/api/v1/users/bulk/role {"userIds":["{id}"],"role":"instructor"}"#),
            of(r#"/api/v1/users/bulk/role {"userIds":["{id}","{ID}","{auth}"],"role":"student"}"#),
        ],
    ),
    tried(
        "PUT /api/v1/users/{id}/status",
        &[
            of(r#"/api/v1/users/{id}/status {"status":"suspended","reason":"{username}"}"#),
            of(r#"/api/v1/users/{id}/status {"status":"active"}"#),
        ],
    ),
    tried(
        "DELETE /api/v1/users/{id}",
        &[of("/api/v1/users/{id}"), of("/api/v1/users/{hex}")],
    ),
    tried(
        "POST /api/v1/users",
        &[
            of(
                r#"/api/v1/users {"authId":"{id}","email":"{email}","firstName":"Ida","lastName":"Ito"}"#,
            ),
            of(
                r#"/api/v1/users {"authId":"{auth}","email":"ida@example.test","firstName":"Ida","lastName":"Ito"}"#,
            ),
        ],
    ),
    tried(
        "PUT /api/v1/users/me",
        &[
            of(r#"/api/v1/users/me {"headline":"{username}","skills":["Glassblowing"]}"#),
            takes_a_name(of(r#"/api/v1/users/me {"username":"{username}"}"#)),
        ],
    ),
    tried(
        "PATCH /api/v1/users/me",
        &[takes_a_name(of(
            r#"/api/v1/users/me {"username":"{username}"}"#,
        ))],
    ),
    tried(
        "PUT /api/v1/users/profile",
        &[takes_a_name(of(
            r#"/api/v1/users/profile {"username":"{username}"}"#,
        ))],
    ),
];
