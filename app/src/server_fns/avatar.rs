//! The picture: its small forms, each at an address of its own, since forms do not nest. A browser
//! without JavaScript gets the page of the profile's form again; the island gets JSON.

mod posted_photo;
pub(crate) mod uploads;

use super::posted::{Answer, Posted, in_words};
use crate::{
    components::avatar::{Size, picture},
    error::Problem,
    forms::{
        photo::{PhotoForm, Undo},
        profile::{Field, ProfileForm},
    },
    islands::avatar::told,
    pages::profile::edit::PhotoRefusal,
    session::flash::{Flash, PhotoDeed},
    words::{self, td_string},
};
use axum::{
    Json,
    response::{IntoResponse, Redirect, Response},
};
use contract::{
    UserId,
    avatar::{UploadStatus, UploadView},
    profile::ProfileView,
};
use http::StatusCode;
use leptos::prelude::provide_context;
use posted_photo::{File, PostedPhoto};
use service::{Ctx, Error, Services, avatar::Room};
use std::time::Duration;

/// The page that the forms are on. What it has to say takes the focus, which browsers do not let it
/// do at an address with a fragment.
const PAGE: &str = "/profile/edit";
/// The same, at the picture.
const CARD: &str = "/profile/edit#photo";
/// How often, and after how much longer pauses, the upload is looked at before the page is answered:
/// three seconds in all.
const LOOKS: u32 = 8;
const PAUSE: Duration = Duration::from_millis(80);

/// Whoever comes to a form's own address by a link is led to the page that it is on.
pub(crate) async fn to_page() -> Redirect {
    Redirect::to(CARD)
}

/// Takes a picture, waits for what becomes of it as long as people wait for a page, and goes back.
pub(crate) async fn upload(
    PostedPhoto {
        owner,
        file,
        room,
        answer,
    }: PostedPhoto,
) -> Response {
    let outcome = match owned(&answer, owner) {
        Ok(true) => take(&answer, file, room).await,
        Ok(false) => Ok(Flash::OtherAccount),
        Err(error) => Err(Refused::Error(error)),
    };
    match outcome {
        Ok(flash) => {
            flash.leave(&answer.session).await;
            Redirect::to(PAGE).into_response()
        }
        Err(refused) => refuse(answer, refused).await,
    }
}

/// Takes the picture away.
pub(crate) async fn remove(Posted { pairs, answer }: Posted) -> Response {
    let form = PhotoForm::from_pairs(&pairs);
    let outcome = match owned(&answer, form.owner) {
        Ok(true) => remove_own(&answer).await.map(Some),
        Ok(false) => Ok(None),
        Err(error) => Err(error),
    };
    respond(answer, outcome, PhotoDeed::Removed).await
}

/// Brings a picture back.
pub(crate) async fn restore(Posted { pairs, answer }: Posted) -> Response {
    let form = PhotoForm::from_pairs(&pairs);
    let Some(undo) = form.undo else {
        return answer.at(PAGE).with_problem(Problem::Unreadable).await;
    };
    let outcome = match owned(&answer, form.owner) {
        Ok(true) => bring_back(&answer, undo)
            .await
            .map(|view| Some((view, None))),
        Ok(false) => Ok(None),
        Err(error) => Err(error),
    };
    respond(answer, outcome, |_| PhotoDeed::Restored).await
}

/// Why a form did nothing.
enum Refused {
    /// Its file is none that can be taken.
    File(PhotoRefusal),
    /// Something else.
    Error(Error),
}

/// Whether the form was made for who is signed in now.
fn owned(answer: &Answer, owner: Option<UserId>) -> Result<bool, Error> {
    let me = answer.ctx.person()?.id;
    Ok(owner.is_none_or(|owner| owner == me))
}

async fn take(answer: &Answer, file: File, room: Option<Room>) -> Result<Flash, Refused> {
    let bytes = match file {
        File::Read(bytes) => bytes,
        File::None => return Err(Refused::File(PhotoRefusal::NoFile)),
        File::Empty => return Err(Refused::File(PhotoRefusal::Empty)),
        File::TooLarge => return Err(Refused::File(PhotoRefusal::TooLarge)),
    };
    let (services, ctx) = (&answer.state.services, &answer.ctx);
    let upload = services.avatar.upload(ctx, bytes).await;
    drop(room);
    let upload = upload.map_err(Refused::Error)?;
    let upload = outcome(services, ctx, upload).await;
    match upload.status {
        UploadStatus::Ready => Ok(Flash::Photo(PhotoDeed::Ready)),
        UploadStatus::Pending | UploadStatus::Processing => {
            Ok(Flash::Photo(PhotoDeed::Coming(upload.upload_id)))
        }
        UploadStatus::Failed | UploadStatus::Expired => {
            let me = services.profile.me(ctx).await.map_err(Refused::Error)?;
            let deed = PhotoRefusal::outcome(&upload, &me).map_err(Refused::File)?;
            Ok(Flash::Photo(deed))
        }
    }
}

/// How the upload stands after a while that people wait for a page.
async fn outcome(services: &Services, ctx: &Ctx, mut upload: UploadView) -> UploadView {
    for look in 1..=LOOKS {
        if !is_under_way(upload.status) {
            break;
        }
        tokio::time::sleep(PAUSE * look).await;
        // One that cannot be read now is under way still, as far as we know.
        if let Ok(now) = services.avatar.get_upload(ctx, upload.upload_id).await {
            upload = now;
        }
    }
    upload
}

const fn is_under_way(status: UploadStatus) -> bool {
    matches!(status, UploadStatus::Pending | UploadStatus::Processing)
}

async fn remove_own(answer: &Answer) -> Result<(ProfileView, Option<Undo>), Error> {
    let (services, ctx) = (&answer.state.services, &answer.ctx);
    let removal = services.avatar.remove(ctx, ctx.person()?.id).await?;
    Ok((removal.after, Undo::of(&removal.before)))
}

async fn bring_back(answer: &Answer, undo: Undo) -> Result<ProfileView, Error> {
    let (services, ctx) = (&answer.state.services, &answer.ctx);
    match undo {
        Undo::Upload(id) => services.avatar.restore(ctx, id).await,
        Undo::Address(address) => services.avatar.restore_address(ctx, address).await,
    }
}

/// What was done, and how the profile stands now; nothing where the form was somebody else's.
type Done = Option<(ProfileView, Option<Undo>)>;

async fn respond(
    answer: Answer,
    outcome: Result<Done, Error>,
    deed: impl FnOnce(Option<Undo>) -> PhotoDeed,
) -> Response {
    let done = match outcome {
        Ok(done) => done,
        Err(error) if answer.wants_json() => return tell_error(&answer, &error),
        Err(error) => return refuse(answer, Refused::Error(error)).await,
    };
    match (done, answer.wants_json()) {
        (Some((view, undo)), true) => {
            let undo = undo.map(|undo| undo.pair());
            Json(told::Changed {
                picture: shown(&view),
                undo: undo.map(|(name, value)| told::Undo {
                    name: name.to_owned(),
                    value,
                }),
            })
            .into_response()
        }
        (None, true) => tell_other_account(&answer),
        (done, false) => {
            let flash = done.map_or(Flash::OtherAccount, |(_, undo)| Flash::Photo(deed(undo)));
            flash.leave(&answer.session).await;
            Redirect::to(PAGE).into_response()
        }
    }
}

/// Answers with the page, and why nothing was done.
async fn refuse(answer: Answer, refused: Refused) -> Response {
    let answer = answer.at(PAGE);
    let refusal = match refused {
        Refused::File(refusal) => Ok(refusal),
        Refused::Error(Error::Unauthenticated(_)) => return answer.to_sign_in(),
        Refused::Error(error) => PhotoRefusal::new(&error),
    };
    match refusal {
        Ok(refusal) => answer.with_page(move || provide_context(refusal)).await,
        Err(problem) => answer.with_problem(problem).await,
    }
}

/// Tells an island why nothing was done.
fn tell_error(answer: &Answer, error: &Error) -> Response {
    let locale = words::locale(answer.ctx.locale);
    if let Error::Unauthenticated(_) = error {
        return in_words(
            StatusCode::UNAUTHORIZED,
            td_string!(locale, photo.session_over),
        );
    }
    let limits = answer.state.services.avatar.limits();
    match PhotoRefusal::new(error) {
        Ok(refusal) => in_words(refusal.status(), &refusal.sentence(locale, limits)),
        Err(problem) => in_words(problem.status(), problem.words(locale).1),
    }
}

fn tell_other_account(answer: &Answer) -> Response {
    let locale = words::locale(answer.ctx.locale);
    let text = td_string!(locale, edit.other_account_text);
    in_words(Problem::Conflict.status(), text)
}

/// The picture of a profile, as an island shows it.
fn shown(view: &ProfileView) -> told::Picture {
    let form = ProfileForm::from_view(view);
    told::Picture {
        small: picture(view, Size::Small),
        large: picture(view, Size::Large),
        address: form.value(Field::AvatarUrl).to_owned(),
        seen: form.seen.word(Field::AvatarUrl),
    }
}
