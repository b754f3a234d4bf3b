//! Taking a picture away, and bringing it back.

use super::{AvatarService, key, store};
use crate::{
    Ctx,
    error::{Error, Result},
    profile::own_address,
};
use contract::{
    ErrorCode, Patch, UploadId, UserId,
    avatar::{UploadReason, UploadStatus},
    profile::{ProfileView, UpdateProfile},
};

/// A picture that was taken away.
#[derive(Clone, Debug)]
pub struct Removal {
    /// The profile with it.
    pub before: ProfileView,
    /// The profile without.
    pub after: ProfileView,
}

impl AvatarService {
    /// Takes somebody's picture away, however it was given: for themselves and admins of the
    /// tenant. Uploads that are under way will not bring another. Where there is none, nothing else
    /// changes.
    ///
    /// Its owner may bring it back within a day. What somebody else has taken away does not come
    /// back, and its files go with the next sweep.
    ///
    /// # Errors
    /// `Unauthenticated`, `Forbidden` (whether or not the person exists), `NotFound`, `Unavailable`.
    pub async fn remove(&self, ctx: &Ctx, id: UserId) -> Result<Removal> {
        let tenant = ctx.owner_or_admin(id)?;
        let mut open = match self.desks.open(tenant, id).await {
            Err(Error::UserNotFound) => return Err(Error::NotFound),
            opened => opened?,
        };
        let mut after = open.before.clone();
        after.set_picture(None);
        // Saving lets go of what is under way with the picture; where there is none yet, that would
        // bring one.
        if !open.before.has_picture() {
            let reason = after.reason_to_let_go();
            store::let_open_go(open.conn(), (tenant, id), reason, ctx.now).await?;
        }
        let before = open.before.view.clone();
        let saved = open.save(ctx, "avatar.removed", after, Vec::new()).await?;
        Ok(Removal {
            before,
            after: saved.view,
        })
    }

    /// Brings a picture back that the caller has uploaded and taken away, as long as its files are
    /// there and they have no other.
    ///
    /// # Errors
    /// `Conflict` (`not_restorable`), `NotFound`, `Unauthenticated`, `UserNotFound`, `Forbidden`,
    /// `Unavailable`.
    pub async fn restore(&self, ctx: &Ctx, id: UploadId) -> Result<ProfileView> {
        let person = ctx.person()?;
        let key = key(person, id);
        let mut open = self.desks.open(person.tenant_id, person.id).await?;
        let found = store::find_upload(open.conn(), key).await?;
        let mut upload = found.ok_or(Error::NotFound)?;
        // Sent twice: it is back already.
        if upload.status == UploadStatus::Ready {
            return Ok(self.desks.completed(open.before).view);
        }
        let is_restorable = upload.reason == Some(UploadReason::Removed)
            && upload.has_files(ctx.now)
            && !open.before.has_picture();
        let urls = upload.avatar_urls.clone().filter(|_| is_restorable);
        let urls = urls.ok_or_else(not_restorable)?;
        upload.succeed(urls.clone(), ctx.now);
        store::update_upload(open.conn(), &upload).await?;
        let mut after = open.before.clone();
        after.set_picture(Some(urls));
        let saved = open.save(ctx, "avatar.restored", after, Vec::new()).await?;
        Ok(saved.view)
    }

    /// The same of a picture elsewhere, which the caller had given by its address.
    ///
    /// # Errors
    /// `Invalid`, and those of [`Self::restore`] but `NotFound`.
    pub async fn restore_address(&self, ctx: &Ctx, address: String) -> Result<ProfileView> {
        let person = ctx.person()?;
        // One of ours comes back with its upload.
        let is_ours = |address: &Patch<String>| own_address(&self.storage, address).is_some();
        let command = UpdateProfile {
            avatar_url: Patch::Set(address),
            ..UpdateProfile::default()
        };
        if is_ours(&command.avatar_url) {
            return Err(not_restorable());
        }
        let changes = command.check(self.desks.languages())?;
        if is_ours(&changes.avatar_url) {
            return Err(not_restorable());
        }
        let open = self.desks.open(person.tenant_id, person.id).await?;
        let mut after = open.before.clone();
        after.change_profile(changes);
        // Sent twice it is back already, and saving changes nothing.
        if open.before.has_picture() && after != open.before {
            return Err(not_restorable());
        }
        let saved = open.save(ctx, "avatar.restored", after, Vec::new()).await?;
        Ok(saved.view)
    }
}

fn not_restorable() -> Error {
    Error::conflict(
        ErrorCode::NotRestorable,
        "The picture cannot be brought back",
    )
}
