//! The pages, what their forms post to, and what their scripts ask for.

use super::{Row, Try, list, of, tried};
use crate::twins::hidden::Hidden;

/// Whoever made a block is told of it, and may end it.
const fn but_for_maker(request: Try) -> Try {
    request.but(
        &[Hidden::BlockedByCaller],
        "whoever made the block sees and ends it",
    )
}

pub const ROWS: &[Row] = &[
    tried("GET /", &[of("/")]),
    tried(
        "GET /people",
        &[
            list("/people"),
            list("/people?search={username}"),
            list("/people?search={name}"),
            list("/people?search={email}"),
            list("/people?search=quil"),
            list("/people?search=qilla+zunyga"),
            list("/people?role=instructor"),
            list("/people?role=student"),
            list("/people?skill=Origami"),
            list("/people?skill=Glassblowing"),
            list("/people?search={username}&page=2"),
            list("/people?search={username}&cursor={id}"),
        ],
    ),
    tried(
        "GET /people/{handle}",
        &[
            of("/people/{id}"),
            of("/people/{ID}"),
            of("/people/{hex}"),
            of("/people/{username}"),
            of("/people/{USERNAME}"),
            of("/people/{email}"),
            of("/people/{id}?from=here"),
        ],
    ),
    tried(
        "POST /people/{handle}",
        &[
            but_for_maker(of("/people/{username} action=block&userId={id}")),
            but_for_maker(of("/people/{username} action=block&userId={id}&note=Loud")),
            but_for_maker(of("/people/{id} action=unblock&userId={id}")),
            but_for_maker(of("/people/marta action=block&userId={id}")),
            of("/people/{username} action=block&userId={id}&owner={id}"),
            of("/people/{username} action=none&userId={id}"),
            of("/people/{username} action=block&userId={username}"),
            of("/people/{username}"),
        ],
    ),
    tried(
        "GET /search/people",
        &[
            list("/search/people?search={username}"),
            list("/search/people?search={name}"),
            list("/search/people?search=q"),
            list("/search/people?search=qilla+zunyga"),
            list("/search/people?search=zuniga&role=instructor"),
            list("/search/people?search=zuniga&skill=glassblowing"),
        ],
    ),
    tried(
        "GET /settings/blocked",
        &[
            but_for_maker(of("/settings/blocked")),
            but_for_maker(of("/settings/blocked?search={username}")),
            of("/settings/blocked?search=nobody"),
        ],
    ),
    tried(
        "POST /settings/blocked",
        &[
            but_for_maker(of("/settings/blocked action=unblock&userId={id}")),
            but_for_maker(of("/settings/blocked action=block&userId={id}&note=Loud")),
            of("/settings/blocked action=unblock&userId={id}&owner={id}"),
            of("/settings/blocked action=unblock&userId={username}"),
        ],
    ),
    tried(
        "GET /settings/privacy",
        &[
            of("/settings/privacy"),
            of("/settings/privacy?as=anonymous"),
            of("/settings/privacy?as=member"),
            of("/settings/privacy?as=blocked"),
        ],
    ),
    tried("GET /profile", &[of("/profile")]),
    tried("GET /profile/edit", &[of("/profile/edit")]),
    tried(
        "POST /profile/edit",
        &[
            of("/profile/edit firstName=Lena&lastName=Okafor&username={username}")
                .but(super::account::TAKEN, super::account::IN_USE),
        ],
    ),
    tried(
        "GET /profile/edit/photo/uploads/{id}",
        &[of("/profile/edit/photo/uploads/{upload}")],
    ),
    tried(
        "GET /enrollments",
        &[
            of("/enrollments"),
            of("/enrollments?q=course"),
            of("/enrollments?status=all"),
        ],
    ),
    tried(
        "POST /enrollments",
        &[of("/enrollments action=enroll&courseId={id}")],
    ),
    tried(
        "GET /enrollments/courses",
        &[
            of("/enrollments/courses?q=course"),
            of("/enrollments/courses?q={name}"),
        ],
    ),
    tried("GET /teach", &[of("/teach")]),
    tried("GET /teach/withdraw", &[of("/teach/withdraw")]),
    tried("GET /settings", &[of("/settings")]),
    tried(
        "GET /settings/notifications",
        &[of("/settings/notifications")],
    ),
    tried("GET /settings/sessions", &[of("/settings/sessions")]),
    tried(
        "POST /settings/sessions",
        &[of("/settings/sessions end={session}")],
    ),
    tried(
        "GET /sign-in",
        &[of("/sign-in?return_to=/people/{username}")],
    ),
    tried(
        "GET /sign-out",
        &[of("/sign-out?return_to=/people/{username}")],
    ),
    tried(
        "POST /language",
        &[of("/language language=en&return_to=/people/{username}")],
    ),
];
