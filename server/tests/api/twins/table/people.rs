//! The API's routes that show people. An answer from before is given again under its Idempotency-Key:
//! `stated.rs`.

use super::{Row, Try, list, of, tried};
use crate::twins::hidden::Hidden;

/// Whoever made a block is told of it, and may end it.
const MAKER: (&[Hidden], &str) = (
    &[Hidden::BlockedByCaller],
    "whoever made the block sees and ends it",
);

const fn but_for_maker(request: Try) -> Try {
    request.but(MAKER.0, MAKER.1)
}

pub const ROWS: &[Row] = &[
    tried(
        "GET /api/v1/profiles/{idOrUsername}",
        &[
            of("/api/v1/profiles/{id}"),
            of("/api/v1/profiles/{ID}"),
            of("/api/v1/profiles/{hex}"),
            of("/api/v1/profiles/{username}"),
            of("/api/v1/profiles/{USERNAME}"),
            of("/api/v1/profiles/@{username}"),
            of("/api/v1/profiles/{email}"),
            of("/api/v1/profiles/{id}?search=x"),
        ],
    ),
    // Searches page by page: `lists.rs`.
    tried(
        "GET /api/v1/profiles",
        &[
            list("/api/v1/profiles"),
            list("/api/v1/profiles?search={username}"),
            list("/api/v1/profiles?search={id}"),
            list("/api/v1/profiles?search={email}"),
            list("/api/v1/profiles?search={username}&page=2&limit=1"),
            list("/api/v1/profiles?cursor={id}"),
            list("/api/v1/profiles?search={username}&limit=0"),
        ],
    ),
    tried(
        "GET /api/v1/users/me/suggestions",
        &[
            list("/api/v1/users/me/suggestions"),
            list("/api/v1/users/me/suggestions?limit=1"),
            list("/api/v1/users/me/suggestions?limit=24"),
        ],
    ),
    tried(
        "GET /api/v1/users/me/blocks",
        &[
            but_for_maker(of("/api/v1/users/me/blocks")),
            but_for_maker(of("/api/v1/users/me/blocks?limit=1&page=1")),
            but_for_maker(of("/api/v1/users/me/blocks?search={username}")),
            of("/api/v1/users/me/blocks?search=nobody"),
        ],
    ),
    tried(
        "POST /api/v1/users/me/blocks",
        &[
            but_for_maker(of(r#"/api/v1/users/me/blocks {"userId":"{id}"}"#)),
            but_for_maker(of(
                r#"/api/v1/users/me/blocks {"userId":"{id}","note":"Too loud."}"#,
            )),
            of(r#"/api/v1/users/me/blocks {"userId":"{id}","note":1}"#),
            of(r#"/api/v1/users/me/blocks {"userId":"{id}","reason":"x"}"#),
            of(r#"/api/v1/users/me/blocks {"userId":"{username}"}"#),
        ],
    ),
    tried(
        "DELETE /api/v1/users/me/blocks/{userId}",
        &[
            but_for_maker(of("/api/v1/users/me/blocks/{id}")),
            of("/api/v1/users/me/blocks/{username}"),
        ],
    ),
];
