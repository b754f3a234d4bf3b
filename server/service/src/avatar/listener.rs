//! What the media-service tells of uploads, applied.

use super::store;
use crate::{
    Ctx,
    desk::Desks,
    error::{Error, Result},
};
use contract::{
    FieldCode, FieldError, FieldErrors, TenantId,
    avatar::{UploadKey, is_thumbnail_of},
    event::{AvatarFailed, AvatarProcessed},
};
use sqlx::{PgConnection, Postgres, Transaction};
use storage::Storage;

/// Applies `user.avatar.processed` and `user.avatar.failed`. Repeated, late and out of order they
/// change nothing.
#[derive(Clone, Debug)]
pub(crate) struct UserAvatarProcessedListener {
    desks: Desks,
    storage: Storage,
}

impl UserAvatarProcessedListener {
    pub(crate) fn new(desks: Desks, storage: Storage) -> Self {
        Self { desks, storage }
    }

    /// Gives the person the pictures, unless they have asked for a newer upload meanwhile. Commits.
    ///
    /// # Errors
    /// `Invalid` where an address is none of a picture of this upload; those of the database.
    pub(crate) async fn processed(
        &self,
        mut tx: Transaction<'static, Postgres>,
        ctx: &Ctx,
        tenant: TenantId,
        data: AvatarProcessed,
    ) -> Result<()> {
        self.check(&data)?;
        let key = UploadKey {
            tenant_id: tenant,
            user_id: data.user_id,
            upload_id: data.upload_id,
        };
        let before = self.desks.lock(&mut tx, tenant, data.user_id).await?;
        let Some(mut upload) = store::find_upload(&mut tx, key).await? else {
            tracing::warn!(upload_id = %data.upload_id, "pictures of an upload that is not known");
            return Ok(tx.commit().await?);
        };
        let is_newest = !store::has_newer(&mut tx, key).await?;
        let (Some(before), true, true) = (before, is_newest, upload.is_open(ctx.now)) else {
            // Its files are nobody's, also those that were made just now.
            if !upload.has_given(&data.avatar_urls) {
                upload.disown(ctx.now);
                store::update_upload(&mut tx, &upload).await?;
            }
            return Ok(tx.commit().await?);
        };
        let mut after = before.clone();
        after.set_picture(Some(data.avatar_urls.clone()));
        let mut open = self.desks.adopt(tx, before);
        // The picture before it goes first: a person has one.
        open.let_picture_go(ctx, &after).await?;
        upload.succeed(data.avatar_urls, ctx.now);
        store::update_upload(open.conn(), &upload).await?;
        open.save(ctx, "avatar.processed", after, Vec::new())
            .await?;
        Ok(())
    }

    /// Notes why there are no pictures.
    ///
    /// # Errors
    /// `Invalid` where the reason is one of ours; those of the database.
    pub(crate) async fn failed(
        &self,
        conn: &mut PgConnection,
        ctx: &Ctx,
        tenant: TenantId,
        data: &AvatarFailed,
    ) -> Result<()> {
        if !data.reason.is_of_media() {
            let fault = FieldError::new("data.reason", FieldCode::InvalidChoice);
            return Err(Error::Invalid(FieldErrors::one(fault)));
        }
        let key = UploadKey {
            tenant_id: tenant,
            user_id: data.user_id,
            upload_id: data.upload_id,
        };
        store::lock_person(conn, tenant, data.user_id).await?;
        let Some(mut upload) = store::find_upload(conn, key).await? else {
            return Ok(());
        };
        if upload.is_open(ctx.now) {
            let before = upload.status;
            upload.fail(data.reason, ctx.now);
            store::update_upload(conn, &upload).await?;
            let changes = upload.failure(before);
            self.desks
                .audit()
                .record(conn, ctx, tenant, "avatar.failed", data.user_id, changes)
                .await?;
        }
        Ok(())
    }

    /// Pictures are shown to everybody: none but those that were made of this upload.
    fn check(&self, data: &AvatarProcessed) -> Result<()> {
        let urls = &data.avatar_urls;
        let mut faults = FieldErrors::default();
        for (size, url) in [
            ("small", &urls.small),
            ("medium", &urls.medium),
            ("large", &urls.large),
        ] {
            let key = self.storage.public_key(url);
            if !key.is_some_and(|key| is_thumbnail_of(data.upload_id, key)) {
                let field = format!("data.avatarUrls.{size}");
                faults.push(FieldError::new(field, FieldCode::InvalidUrl));
            }
        }
        faults.into_result(()).map_err(Error::Invalid)
    }
}
