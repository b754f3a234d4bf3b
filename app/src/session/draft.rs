//! What somebody had typed when their session turned out to be over: kept until they have signed in
//! again, so that they find the same form.

use crate::forms::profile::ProfileForm;
use contract::UserId;
use tower_sessions::{Session, session};

const KEY: &str = "draft:profile";

/// The largest draft that a session keeps, as JSON: several times the largest form that can be
/// saved, and little enough for a record that is read with every page.
const MAX_BYTES: usize = 32 * 1024;

/// Why a draft was not kept.
#[derive(Debug)]
pub(crate) enum NotKept {
    /// Larger than any form that could be saved.
    TooLarge,
    /// The session cannot be written.
    Unavailable,
}

/// Keeps the form in the session, and makes sure that the session holds it.
pub(crate) async fn keep(session: &Session, form: &ProfileForm) -> Result<(), NotKept> {
    let pairs = form.pairs();
    if serde_json::to_vec(&pairs).map_or(usize::MAX, |json| json.len()) > MAX_BYTES {
        return Err(NotKept::TooLarge);
    }
    session.insert(KEY, pairs).await.map_err(unavailable)?;
    session.save().await.map_err(unavailable)
}

/// The draft of this person. Somebody else's is dropped: it is none of their business.
pub(crate) async fn find(session: &Session, owner: UserId) -> Option<ProfileForm> {
    let pairs: Vec<(String, String)> = session.get(KEY).await.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "the draft could not be read from the session");
        None
    })?;
    let form = ProfileForm::from_pairs(pairs);
    if form.owner == Some(owner) {
        return Some(form);
    }
    forget(session).await;
    None
}

/// Whether there is a draft, whoever's it is.
pub(crate) async fn is_kept(session: &Session) -> bool {
    matches!(session.get_value(KEY).await, Ok(Some(_)))
}

/// Forgets the draft, if there is one.
pub(crate) async fn forget(session: &Session) {
    // Removing marks the session as changed even where nothing was there.
    if is_kept(session).await
        && let Err(error) = session.remove_value(KEY).await
    {
        tracing::warn!(error = %error, "the draft could not be dropped from the session");
    }
}

#[expect(
    clippy::needless_pass_by_value,
    reason = "this is what `map_err` hands over"
)]
fn unavailable(error: session::Error) -> NotKept {
    tracing::warn!(error = %error, "the draft could not be kept in the session");
    NotKept::Unavailable
}
