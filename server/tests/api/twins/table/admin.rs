//! The API's routes for admins. Whoever is none gets none of them, whatever is asked; admins see everybody
//! in their tenant whose account is not deleted.

use super::{Row, Try, of, tried};
use crate::twins::hidden::Hidden;

/// What was done stays in the audit log, also of somebody who is gone since: by their id, without a name.
const fn but_for_history(request: Try) -> Try {
    request.but(&[Hidden::Deleted], "the audit log is kept whole")
}

/// Somebody's application stays as well.
const fn but_for_applications(request: Try) -> Try {
    request.but(
        &[Hidden::Deleted],
        "each submission is kept, without who it was",
    )
}

pub const ROWS: &[Row] = &[
    tried(
        "GET /admin/applications",
        &[
            of("/admin/applications"),
            of("/admin/applications?search={username}"),
            of("/admin/applications?search={name}&status=approved"),
            of("/admin/applications?search={email}&status=withdrawn"),
            but_for_applications(of("/admin/applications?status=withdrawn")),
        ],
    ),
    tried(
        "GET /admin/applications/{id}",
        &[
            but_for_applications(of("/admin/applications/{application}")),
            but_for_applications(of("/admin/applications/{application}?search={name}")),
            of("/admin/applications/{id}"),
            of("/admin/applications/{username}"),
        ],
    ),
    tried(
        "POST /admin/applications/{id}",
        &[
            but_for_applications(of(
                "/admin/applications/{application} action=take&version=1",
            )),
            but_for_applications(of(
                "/admin/applications/{application} action=give_back&version=1",
            )),
            but_for_applications(of(
                "/admin/applications/{application} action=approve&version=1",
            )),
            but_for_applications(of(
                "/admin/applications/{application} action=reject&version=1&reason=No.",
            )),
            of("/admin/applications/{id} action=approve&version=1"),
            of("/admin/applications/{application} action=none"),
        ],
    ),
    tried("GET /admin", &[of("/admin"), of("/admin?range=year")]),
    tried(
        "GET /admin/users",
        &[
            of("/admin/users"),
            of("/admin/users?search={username}"),
            of("/admin/users?search={id}"),
            of("/admin/users?search=qu&sortBy=lastName&sortOrder=asc"),
            of("/admin/users?role=instructor&status=active"),
        ],
    ),
    tried(
        "POST /admin/users",
        &[
            of("/admin/users step=preview&id={id}&give=student&owner={admin}"),
            of("/admin/users step=change&id={id}&row={id}&page=on&give=admin&owner={admin}"),
            of("/admin/users?search={username} step=all&give=student&owner={admin}"),
        ],
    ),
    tried(
        "GET /admin/users.csv",
        &[
            of("/admin/users.csv"),
            of("/admin/users.csv?search={username}"),
            of("/admin/users.csv?role=instructor"),
        ],
    ),
    tried(
        "GET /admin/users/{id}",
        &[
            of("/admin/users/{id}"),
            of("/admin/users/{ID}"),
            of("/admin/users/{username}"),
        ],
    ),
    tried(
        "POST /admin/users/{id}",
        &[
            of("/admin/users/{id} action=role&role=student&owner={admin}&version=1"),
            of("/admin/users/{id} action=status&status=suspended&owner={admin}"),
            of("/admin/users/{id} action=remove_photo&owner={admin}"),
            of("/admin/users/{id} action=end_sessions&owner={admin}"),
            of("/admin/users/{id} action=delete&name={name}&owner={admin}&version=1"),
            of("/admin/users/{id} action=none"),
        ],
    ),
    tried(
        "GET /admin/audit",
        &[
            but_for_history(of("/admin/audit?target={id}")),
            but_for_history(of("/admin/audit?actor={id}")),
            of("/admin/audit?actor={username}"),
        ],
    ),
    tried(
        "GET /api/v1/admin/instructor-applications",
        &[
            of("/api/v1/admin/instructor-applications"),
            of("/api/v1/admin/instructor-applications?search={username}"),
            of("/api/v1/admin/instructor-applications?search={name}&status=approved"),
            of("/api/v1/admin/instructor-applications?search={email}&status=withdrawn"),
            of("/api/v1/admin/instructor-applications?status=rejected&limit=1"),
            but_for_applications(of("/api/v1/admin/instructor-applications?status=withdrawn")),
        ],
    ),
    tried(
        "GET /api/v1/admin/instructor-applications/{applicationId}",
        &[
            but_for_applications(of("/api/v1/admin/instructor-applications/{application}")),
            of("/api/v1/admin/instructor-applications/{id}"),
            of("/api/v1/admin/instructor-applications/{username}"),
        ],
    ),
    tried(
        "PUT /api/v1/admin/instructor-applications/{applicationId}/claim",
        &[but_for_applications(of(
            "/api/v1/admin/instructor-applications/{application}/claim",
        ))],
    ),
    tried(
        "DELETE /api/v1/admin/instructor-applications/{applicationId}/claim",
        &[but_for_applications(of(
            "/api/v1/admin/instructor-applications/{application}/claim",
        ))],
    ),
    tried(
        "POST /api/v1/admin/users/{id}/approve-instructor",
        &[of(
            r#"/api/v1/admin/users/{id}/approve-instructor {"version":1}"#,
        )],
    ),
    tried(
        "POST /api/v1/admin/users/{id}/reject-instructor",
        &[of(
            r#"/api/v1/admin/users/{id}/reject-instructor {"version":1,"reason":"No."}"#,
        )],
    ),
    tried(
        "POST /api/admin/users/{id}/approve-instructor",
        &[of(
            r#"/api/admin/users/{id}/approve-instructor {"version":1}"#,
        )],
    ),
    tried(
        "POST /api/admin/users/{id}/reject-instructor",
        &[of(
            r#"/api/admin/users/{id}/reject-instructor {"version":1,"reason":"No."}"#,
        )],
    ),
    tried(
        "GET /api/v1/admin/audit",
        &[
            // What is of one moment is in the order of ids, which are of each world's own: so less than all.
            but_for_history(of("/api/v1/admin/audit?target={id}")),
            but_for_history(of("/api/v1/admin/audit?actor={id}")),
            of("/api/v1/admin/audit?actor={username}"),
            of("/api/v1/admin/audit?target={username}"),
        ],
    ),
];
