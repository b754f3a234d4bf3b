//! What the island asks on the way of a photo to storage: where to send it, and how it stands.

use super::{owned, shown, tell_error, tell_other_account};
use crate::{
    AppState,
    error::script_status,
    forms::photo::PhotoForm,
    islands::avatar::told::{Standing, Ticket},
    pages::profile::edit::PhotoRefusal,
    server_fns::posted::{Answer, Posted, in_words},
    words::{self, td_string},
};
use axum::{
    Extension, Json,
    extract::{Path, State},
    response::{IntoResponse, Response},
};
use contract::{
    UploadId,
    avatar::{RequestUpload, UploadStatus},
};
use http::{StatusCode, header};
use serde_json::json;
use service::{Ctx, Error};

/// Answers with an address at which storage takes a photo of this type and length.
pub(crate) async fn request(Posted { pairs, answer }: Posted) -> Response {
    let form = PhotoForm::from_pairs(&pairs);
    match owned(&answer, form.owner) {
        Ok(true) => {}
        Ok(false) => return tell_other_account(&answer),
        Err(error) => return tell_error(&answer, &error),
    }
    let value = |wanted: &str| {
        let named = pairs.iter().find(|(name, _)| name == wanted);
        named.map_or("", |(_, value)| value)
    };
    let (Ok(content_type), Ok(content_length)) = (value("type").parse(), value("length").parse())
    else {
        return refuse(&answer, PhotoRefusal::BadType);
    };
    let asked = RequestUpload {
        content_type,
        content_length,
    };
    let avatar = &answer.state.services.avatar;
    match avatar.request_upload(&answer.ctx, asked).await {
        Ok(ticket) => {
            let told = Ticket {
                upload: ticket.upload_id.to_string(),
                url: ticket.url,
                headers: ticket.headers,
            };
            (StatusCode::CREATED, Json(told)).into_response()
        }
        Err(error) => tell_error(&answer, &error),
    }
}

fn refuse(answer: &Answer, refusal: PhotoRefusal) -> Response {
    let limits = answer.state.services.avatar.limits();
    let sentence = refusal.sentence(words::locale(answer.ctx.locale), limits);
    in_words(refusal.status(), &sentence)
}

/// Answers how an upload stands, and with the picture once there is one.
pub(crate) async fn look(
    State(state): State<AppState>,
    Extension(ctx): Extension<Ctx>,
    Path(id): Path<String>,
) -> Response {
    let answer = match standing(&state, &ctx, &id).await {
        Ok(standing) => Json(standing).into_response(),
        Err(Error::Unauthenticated(_)) => {
            let text = td_string!(words::locale(ctx.locale), photo.session_over);
            in_words(StatusCode::UNAUTHORIZED, text)
        }
        Err(error) => {
            let status = script_status(&error);
            (status, Json(json!({ "status": status.as_u16() }))).into_response()
        }
    };
    ([(header::CACHE_CONTROL, "private, no-store")], answer).into_response()
}

async fn standing(state: &AppState, ctx: &Ctx, id: &str) -> Result<Standing, Error> {
    let id: UploadId = id.parse().map_err(|_| Error::NotFound)?;
    let services = &state.services;
    let upload = services.avatar.get_upload(ctx, id).await?;
    let locale = words::locale(ctx.locale);
    let me = || services.profile.me(ctx);
    Ok(match upload.status {
        UploadStatus::Pending | UploadStatus::Processing => Standing::default(),
        UploadStatus::Ready => Standing {
            picture: Some(shown(&me().await?)),
            text: None,
        },
        UploadStatus::Failed | UploadStatus::Expired => {
            let me = me().await?;
            match PhotoRefusal::outcome(&upload, &me) {
                Ok(deed) => Standing {
                    picture: Some(shown(&me)),
                    text: Some(deed.sentence(locale).to_owned()),
                },
                Err(refusal) => Standing {
                    picture: None,
                    text: Some(refusal.sentence(locale, services.avatar.limits())),
                },
            }
        }
    })
}
