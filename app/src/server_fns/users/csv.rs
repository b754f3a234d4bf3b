//! `GET /admin/users.csv?…`: the list as a file, row by row as the database gives it.
//!
//! It is CSV (RFC 4180) in UTF-8. It begins with a byte order mark, without which Excel reads names with
//! accents wrongly; whatever else reads CSV knows it. The columns bear the names of the REST API in every
//! language, so that programs read them too. A cell that a spreadsheet would take for a formula begins with an
//! apostrophe. Where something breaks, the transfer does: a file that is whole has everybody in it.

use super::{admin, hidden, to_sign_in};
use crate::{
    AppState,
    error::Problem,
    pages::admin::users::{PATH, Shown},
    server_fns::posted::Answer,
};
use axum::{
    body::{Body, Bytes},
    extract::{Request, State},
    response::{IntoResponse, Redirect, Response},
};
use chrono::{DateTime, SecondsFormat, Utc};
use contract::account::listing::UserRow;
use futures::{Stream, StreamExt};
use http::header;
use service::{Error, account::listing::UserExport};
use std::io;

/// UTF-8, to Excel.
const MARK: &[u8] = "\u{feff}".as_bytes();
/// As many rows are sent at once, if they are there.
const BITE: usize = 200;
const HEAD: [&str; 12] = [
    "id",
    "authId",
    "email",
    "username",
    "firstName",
    "lastName",
    "displayName",
    "role",
    "status",
    "emailVerified",
    "createdAt",
    "lastActiveAt",
];

/// Everybody whom the list shows, in its order.
pub(crate) async fn export(State(state): State<AppState>, request: Request) -> Response {
    let (parts, _) = request.into_parts();
    let answer = match Answer::new(state, parts).await {
        Ok(answer) => answer,
        Err(instead) => return instead,
    };
    let shown = Shown::of(&answer.here());
    // A file is no page to arrive at after sign-in, or to say what is wrong: the list is.
    let list = shown.href();
    let (_, answer) = match admin(answer.at(PATH), &list).await {
        Ok(admin) => admin,
        Err(instead) => return instead,
    };
    let account = &answer.state.services.account;
    match account.export(&answer.ctx, shown.query).await {
        Ok(export) => file(export, answer.ctx.now),
        Err(Error::Invalid(_)) => Redirect::to(&list).into_response(),
        Err(Error::Unauthenticated(_)) => to_sign_in(&list),
        Err(error) => answer.with_problem(hidden(Problem::noted(&error))).await,
    }
}

fn file(export: UserExport, now: DateTime<Utc>) -> Response {
    let name = format!(
        "attachment; filename=\"users-{}.csv\"",
        now.format("%Y-%m-%d")
    );
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/csv; charset=utf-8; header=present".to_owned(),
        ),
        (header::CONTENT_DISPOSITION, name),
        (header::CACHE_CONTROL, "private, no-store".to_owned()),
    ];
    (headers, Body::from_stream(lines(export.rows))).into_response()
}

/// The file, piece by piece. An error ends it in such a way that the browser knows.
fn lines(
    rows: impl Stream<Item = Result<UserRow, Error>> + Send + 'static,
) -> impl Stream<Item = io::Result<Bytes>> + Send + 'static {
    let head = futures::stream::once(async {
        let mut head = MARK.to_vec();
        write_line(&mut head, HEAD);
        Ok(Bytes::from(head))
    });
    let pieces = rows.ready_chunks(BITE).map(|rows| {
        let mut piece = Vec::new();
        for row in rows {
            let row = row.map_err(|error| broken(&error))?;
            write_row(&mut piece, row);
        }
        Ok(Bytes::from(piece))
    });
    head.chain(pieces)
}

/// The file cannot be sent to its end. Nobody else will hear why: the answer has begun already.
fn broken(error: &Error) -> io::Error {
    tracing::error!(%error, "an export of users broke off");
    io::Error::other("the list of users broke off")
}

fn write_row(into: &mut Vec<u8>, row: UserRow) {
    let time = |at: DateTime<Utc>| at.to_rfc3339_opts(SecondsFormat::Millis, true);
    let cells = [
        row.id.to_string(),
        row.auth_id.to_string(),
        row.email,
        row.username.unwrap_or_default(),
        row.first_name,
        row.last_name,
        row.display_name.unwrap_or_default(),
        row.role.to_string(),
        row.status.to_string(),
        row.email_verified.to_string(),
        time(row.created_at),
        row.last_active_at.map(time).unwrap_or_default(),
    ];
    write_line(into, cells.iter().map(String::as_str));
}

fn write_line<'a>(into: &mut Vec<u8>, cells: impl IntoIterator<Item = &'a str>) {
    for (i, cell) in cells.into_iter().enumerate() {
        if i > 0 {
            into.push(b',');
        }
        write_cell(into, cell);
    }
    into.extend_from_slice(b"\r\n");
}

/// In quotes where it has to be; with an apostrophe before it where a spreadsheet would reckon with it.
fn write_cell(into: &mut Vec<u8>, cell: &str) {
    let is_quoted = cell.contains(['"', ',', '\r', '\n']);
    if is_quoted {
        into.push(b'"');
    }
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        into.push(b'\'');
    }
    into.extend_from_slice(cell.replace('"', "\"\"").as_bytes());
    if is_quoted {
        into.push(b'"');
    }
}

#[cfg(test)]
mod tests;
