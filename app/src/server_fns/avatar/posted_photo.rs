//! A form with a file, as a browser without JavaScript sends it.

use super::PAGE;
use crate::{
    AppState, error::Problem, islands::avatar::parts::FILE_NAME, server_fns::posted::Answer,
};
use axum::{
    body::Bytes,
    extract::{
        DefaultBodyLimit, FromRequest, Multipart, Request,
        multipart::{Field, MultipartError},
    },
    response::Response,
};
use contract::UserId;
use service::avatar::Room;
use std::time::Duration;

/// A browser reads no answer while it sends. So what is over the limit is read to its end and
/// dropped; only this much of it, in bytes, or what the limit allows: nobody's photo is larger.
const PATIENCE: usize = 64 * 1024 * 1024;
/// More than a form has around its file, in bytes.
const FRAME: usize = 64 * 1024;
/// So long is read. Whoever sends has taken room that others wait for, and may not keep it by sending a
/// byte now and then.
const DEADLINE: Duration = Duration::from_secs(90);
/// More than the id of a person.
const OWNER_MAX: usize = 64;

/// The form.
pub(crate) struct PostedPhoto {
    /// For whom it was made.
    pub(crate) owner: Option<UserId>,
    /// What was chosen.
    pub(crate) file: File,
    /// Where it is, until this is dropped.
    pub(crate) room: Option<Room>,
    /// What the answer is made of.
    pub(crate) answer: Answer,
}

/// What was chosen.
#[derive(Debug)]
pub(crate) enum File {
    /// Nothing.
    None,
    /// A file without bytes.
    Empty,
    /// This.
    Read(Bytes),
    /// More than the limit.
    TooLarge,
}

impl FromRequest<AppState> for PostedPhoto {
    type Rejection = Response;

    async fn from_request(request: Request, state: &AppState) -> Result<Self, Response> {
        let (parts, body) = request.into_parts();
        let answer = Answer::new(state.clone(), parts.clone()).await?;
        let avatar = &state.services.avatar;
        let room = match answer.ctx.person() {
            Ok(_) => avatar.make_room().await.map(Some),
            Err(_) => Ok(None),
        };
        // Of what may not be uploaded nothing is kept.
        let limit = match room {
            Ok(Some(_)) => avatar.limits().max_bytes,
            _ => 0,
        };
        let limit = usize::try_from(limit).unwrap_or(usize::MAX);
        let read = read_in_time(Request::from_parts(parts, body), limit, DEADLINE).await;
        let read = room.map_err(|_| Problem::Unavailable).and_then(|room| {
            let (owner, file) = match read {
                Err(Problem::TooLarge) => (None, File::TooLarge),
                read => read?,
            };
            Ok((owner, file, room))
        });
        match read {
            Ok((owner, file, room)) => Ok(Self {
                owner,
                file,
                room,
                answer,
            }),
            Err(problem) => Err(answer.at(PAGE).with_problem(problem).await),
        }
    }
}

/// For whom the form was made, and what was chosen.
type Read = (Option<UserId>, File);

async fn read_in_time(request: Request, limit: usize, deadline: Duration) -> Result<Read, Problem> {
    let read = tokio::time::timeout(deadline, read(request, limit)).await;
    read.unwrap_or(Err(Problem::Unavailable))
}

async fn read(mut request: Request, limit: usize) -> Result<Read, Problem> {
    DefaultBodyLimit::max(PATIENCE.max(limit.saturating_add(FRAME))).apply(&mut request);
    let mut form = Multipart::from_request(request, &())
        .await
        .map_err(|_| Problem::Unreadable)?;
    let (mut owner, mut file) = (None, File::None);
    while let Some(field) = form.next_field().await.map_err(unread)? {
        match field.name() {
            Some(FILE_NAME) => file = read_file(field, limit).await?,
            Some("owner") => {
                let text = read_bytes(field, OWNER_MAX).await?;
                owner = text.and_then(|text| std::str::from_utf8(&text).ok()?.parse().ok());
            }
            _ => {}
        }
    }
    Ok((owner, file))
}

async fn read_file(field: Field<'_>, limit: usize) -> Result<File, Problem> {
    // Browsers send a nameless file where none was chosen.
    let is_named = field.file_name().is_some_and(|name| !name.is_empty());
    Ok(match read_bytes(field, limit).await? {
        None => File::TooLarge,
        Some(bytes) if !bytes.is_empty() => File::Read(bytes.into()),
        Some(_) if is_named => File::Empty,
        Some(_) => File::None,
    })
}

/// The bytes; none where they are more than the limit.
async fn read_bytes(mut field: Field<'_>, limit: usize) -> Result<Option<Vec<u8>>, Problem> {
    let mut kept = Some(Vec::new());
    while let Some(chunk) = field.chunk().await.map_err(unread)? {
        kept = kept.filter(|kept| kept.len() + chunk.len() <= limit);
        if let Some(kept) = &mut kept {
            kept.extend_from_slice(&chunk);
        }
    }
    Ok(kept)
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "this is what `map_err` hands over"
)]
fn unread(error: MultipartError) -> Problem {
    if error.status() == http::StatusCode::PAYLOAD_TOO_LARGE {
        Problem::TooLarge
    } else {
        Problem::Unreadable
    }
}

#[cfg(test)]
mod tests;
