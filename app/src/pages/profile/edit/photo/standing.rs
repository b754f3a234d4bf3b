//! The upload that the address names: whoever has no JavaScript looks again how it stands.

use super::PhotoRefusal;
use crate::{AppState, ReturnPath, session::flash::PhotoDeed, visit::Visit};
use contract::{
    UploadId,
    avatar::{UploadStatus, UploadView},
    profile::ProfileView,
};
use leptos::prelude::provide_context;

/// The address at which the page tells of this upload. Without a fragment, so that browsers load
/// it again.
pub(super) fn address(upload: UploadId) -> String {
    format!("/profile/edit?{PARAMETER}={upload}")
}

const PARAMETER: &str = "upload";

/// Looks, and provides the page with what is found: a deed or a refusal. What the last form did is
/// told first, and of an upload that is nobody's there is nothing to tell.
pub(in crate::pages::profile::edit) async fn look(
    state: &AppState,
    visit: &Visit,
    me: &ProfileView,
) {
    let named = named(&visit.here).filter(|_| visit.flash.is_none());
    let Some(id) = named else { return };
    let Ok(upload) = state.services.avatar.get_upload(&visit.ctx, id).await else {
        return;
    };
    match told(&upload, me) {
        Ok(deed) => provide_context(deed),
        Err(refusal) => provide_context(refusal),
    }
}

/// What there is to say of an upload. One that was made after the person was read is not on this page
/// yet.
fn told(upload: &UploadView, me: &ProfileView) -> Result<PhotoDeed, PhotoRefusal> {
    let coming = Ok(PhotoDeed::Coming(upload.upload_id));
    match upload.status {
        UploadStatus::Pending | UploadStatus::Processing => coming,
        UploadStatus::Ready if me.avatar_urls != upload.avatar_urls => coming,
        UploadStatus::Ready => Ok(PhotoDeed::Ready),
        UploadStatus::Failed | UploadStatus::Expired => PhotoRefusal::outcome(upload, me),
    }
}

fn named(here: &ReturnPath) -> Option<UploadId> {
    let (_, query) = here.as_str().split_once('?')?;
    let pairs: Vec<(String, String)> = serde_urlencoded::from_str(query).ok()?;
    let (_, id) = pairs.into_iter().find(|(name, _)| name == PARAMETER)?;
    id.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_names_the_upload_that_it_was_made_for() {
        let id: UploadId = "0190a5a0-0000-7000-8000-000000000001".parse().unwrap();
        let here = |path: &str| ReturnPath::parse(path).unwrap();
        assert_eq!(named(&here(&address(id))), Some(id));
        for other in [
            "/profile/edit",
            "/profile/edit?upload=me",
            "/profile/edit?x",
        ] {
            assert_eq!(named(&here(other)), None, "{other}");
        }
    }
}
