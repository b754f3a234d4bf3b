//! Pictures of people: uploads are asked for here, their bytes go to storage, the media-service
//! makes pictures of them, and what it tells comes back through the inbox.
//!
//! A person has one picture, uploaded or given by address. The desk knows which; an upload's row
//! knows how it stands and when its files are to be deleted. Who changes either locks the person
//! first, then the upload.

mod change;
mod listener;
mod room;
mod state;
mod store;
mod sweep;

pub use change::Removal;
pub(crate) use listener::UserAvatarProcessedListener;
pub use room::Room;
pub(crate) use store::{delete_old, delete_picture, let_go, let_open_go};
pub(crate) use sweep::{GRACE, KEEP_ROWS};

use crate::{
    Ctx,
    ctx::Person,
    desk::Desks,
    error::{Error, Result},
    outbox,
};
use bytes::Bytes;
use chrono::TimeDelta;
use contract::{
    ErrorCode, FieldCode, FieldError, FieldErrors, UploadId,
    avatar::{
        ImageType, RequestUpload, UploadKey, UploadLimits, UploadReason, UploadStatus,
        UploadTicket, UploadView,
    },
    event::{AvatarUploadRequested, UserEvent},
    limits::{OPEN_UPLOADS_MAX, UPLOAD_TICKET_S},
};
use room::Rooms;
use sqlx::PgPool;
use state::Upload;
use std::{sync::Arc, time::Duration};
use storage::{NewObject, Storage, StorageError};

/// How long storage takes the file.
const TICKET: TimeDelta = TimeDelta::seconds(UPLOAD_TICKET_S as i64);
/// Whoever asks how an upload stands does not wait for storage: what it does not say in this time is
/// not known.
const HEAD_PATIENCE: Duration = Duration::from_secs(1);
/// The name under which missing storage is told.
const STORAGE: &str = "storage";
/// The field of a picture that comes with the request.
const FILE: &str = "file";

/// What the deployment says of pictures.
#[derive(Clone, Debug)]
pub struct AvatarConfig {
    /// `MAX_FILE_SIZE`, `ALLOWED_FILE_TYPES`
    pub limits: UploadLimits,
}

/// Uploads, changes and deletes pictures.
#[derive(Clone, Debug)]
pub struct AvatarService {
    pool: PgPool,
    desks: Desks,
    storage: Storage,
    config: Arc<AvatarConfig>,
    rooms: Rooms,
}

impl AvatarService {
    pub(crate) fn new(pool: PgPool, desks: Desks, storage: Storage, config: AvatarConfig) -> Self {
        Self {
            pool,
            desks,
            storage,
            config: Arc::new(config),
            rooms: Rooms::new(),
        }
    }

    /// What may be uploaded.
    pub fn limits(&self) -> &UploadLimits {
        &self.config.limits
    }

    /// An address at which storage takes the caller's picture: of this type and length, for ten
    /// minutes.
    ///
    /// # Errors
    /// `Invalid`, `Conflict` (`too_many_uploads`), `Unauthenticated`, `UserNotFound`, `Forbidden`,
    /// `Unavailable`.
    pub async fn request_upload(&self, ctx: &Ctx, request: RequestUpload) -> Result<UploadTicket> {
        let person = ctx.person()?;
        let upload = self.begin(ctx, person, request).await?;
        let signed = self
            .storage
            .sign_put(
                &upload.key.to_string(),
                request.content_type.as_str(),
                request.content_length,
                ctx.now,
                TICKET.to_std().map_err(Error::internal)?,
            )
            .await
            .map_err(Error::internal)?;
        Ok(UploadTicket {
            upload_id: upload.key.upload_id,
            method: "PUT".into(),
            url: signed.url,
            headers: signed.headers,
            expires_at: upload.expires_at,
        })
    }

    /// Room for a picture that comes through us, to be taken before its first byte is read and kept
    /// until it is in storage.
    ///
    /// # Errors
    /// `Unavailable` where too many are on their way already.
    pub async fn make_room(&self) -> Result<Room> {
        self.rooms.take().await
    }

    /// Takes the caller's picture itself, for whoever cannot send it to storage.
    ///
    /// # Errors
    /// Those of `request_upload`; `Unavailable` also where storage does not answer.
    pub async fn upload(&self, ctx: &Ctx, body: Bytes) -> Result<UploadView> {
        let person = ctx.person()?;
        let content_type = ImageType::sniff(&body);
        let content_length = u64::try_from(body.len()).map_err(Error::internal)?;
        // Whatever the file is called: its bytes say what it is.
        let known = content_type.unwrap_or(ImageType::Jpeg);
        let mut faults = self
            .limits()
            .check((FILE, known), (FILE, content_length))
            .err()
            .unwrap_or_default();
        if content_type.is_none() && faults.0.is_empty() {
            faults = FieldErrors::one(FieldError::new(FILE, FieldCode::InvalidPicture));
        }
        faults.into_result(())?;
        let request = RequestUpload {
            content_type: known,
            content_length,
        };
        let mut upload = self.begin(ctx, person, request).await?;
        let object = NewObject {
            content_type: known.as_str(),
            cache_control: None,
            body,
        };
        let kept = self.storage.put(&upload.key.to_string(), object).await;
        let mut conn = self.pool.acquire().await?;
        if let Err(error) = kept {
            tracing::warn!(%error, upload_id = %upload.key.upload_id, "a picture could not be stored");
            upload.fail(UploadReason::StorageUnavailable, ctx.now);
            store::update_open(&mut conn, &upload).await?;
            return Err(unavailable(error));
        }
        upload.arrive();
        store::update_open(&mut conn, &upload).await?;
        Ok(upload.view(ctx.now))
    }

    /// How one of the caller's uploads stands.
    ///
    /// # Errors
    /// `NotFound`, `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn get_upload(&self, ctx: &Ctx, id: UploadId) -> Result<UploadView> {
        let person = ctx.person()?;
        let key = key(person, id);
        let mut conn = self.pool.acquire().await?;
        let found = store::find_upload(&mut conn, key).await?;
        drop(conn);
        let mut upload = found.ok_or(Error::NotFound)?;
        // Browsers tell storage, not us: so we ask it.
        if upload.is_awaited() && self.has_arrived(&upload).await {
            upload.arrive();
            let mut conn = self.pool.acquire().await?;
            store::update_open(&mut conn, &upload).await?;
            // What was told meanwhile counts.
            let now = store::find_upload(&mut conn, key).await?;
            upload = now.ok_or(Error::NotFound)?;
        }
        self.catch_up(&upload).await?;
        Ok(upload.view(ctx.now))
    }

    /// Whoever is told that pictures are ready, or that they have chosen otherwise, finds that in the
    /// profile afterwards, where they ask next in this process or past what another keeps, also in the moment
    /// between the commit and the word to the cache.
    async fn catch_up(&self, upload: &Upload) -> Result<()> {
        let UploadKey {
            tenant_id, user_id, ..
        } = upload.key;
        let is_behind = match (upload.status, upload.reason) {
            (UploadStatus::Ready, _) => {
                let desk = self
                    .desks
                    .find(crate::cache::Sight::Far, tenant_id, user_id)
                    .await?;
                desk.is_some_and(|desk| desk.view.avatar_urls != upload.avatar_urls)
            }
            // What they have chosen instead cannot be told from here.
            (_, Some(UploadReason::Removed | UploadReason::Superseded)) => true,
            _ => false,
        };
        if is_behind {
            self.desks.forget(user_id).await;
        }
        Ok(())
    }

    async fn has_arrived(&self, upload: &Upload) -> bool {
        let key = upload.key.to_string();
        match tokio::time::timeout(HEAD_PATIENCE, self.storage.head(&key)).await {
            Ok(Ok(found)) => found.is_some(),
            Ok(Err(error)) => {
                tracing::warn!(%error, "storage cannot be asked for an upload");
                false
            }
            Err(_) => false,
        }
    }

    /// Notes that an upload is about to come.
    async fn begin(&self, ctx: &Ctx, person: &Person, request: RequestUpload) -> Result<Upload> {
        self.limits().check(
            ("contentType", request.content_type),
            ("contentLength", request.content_length),
        )?;
        let key = key(person, UploadId(ctx.new_id()));
        let upload = Upload::asked(key, ctx.now, ctx.now + TICKET);
        let mut tx = self.pool.begin().await?;
        if !store::lock_person(&mut tx, key.tenant_id, key.user_id).await? {
            return Err(Error::UserNotFound);
        }
        let open = store::count_open(&mut tx, key.tenant_id, key.user_id, ctx.now).await?;
        if open >= i64::from(OPEN_UPLOADS_MAX) {
            return Err(Error::conflict(
                ErrorCode::TooManyUploads,
                "Too many uploads are under way: finish one, or wait until they expire",
            ));
        }
        store::insert_upload(&mut tx, &upload, request).await?;
        let changes = upload.beginnings(request);
        let action = "avatar.upload_requested";
        self.desks
            .audit()
            .record(&mut tx, ctx, key.tenant_id, action, key.user_id, changes)
            .await?;
        let event = UserEvent::AvatarUploadRequested(AvatarUploadRequested {
            user_id: key.user_id,
            upload_id: key.upload_id,
        });
        outbox::append(&mut tx, ctx, key.tenant_id, key.user_id, &event).await?;
        tx.commit().await?;
        Ok(upload)
    }
}

fn key(person: &Person, upload_id: UploadId) -> UploadKey {
    UploadKey {
        tenant_id: person.tenant_id,
        user_id: person.id,
        upload_id,
    }
}

fn unavailable(error: StorageError) -> Error {
    match error {
        StorageError::Unavailable(_) => Error::Unavailable(STORAGE),
        StorageError::Refused(cause) => Error::internal(cause),
    }
}

#[cfg(test)]
mod tests;
