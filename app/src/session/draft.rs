//! What somebody had typed when their session turned out to be over: kept until they have signed in
//! again, so that they find the same form.

use crate::forms::{application::ApplicationForm, profile::ProfileForm, review::ReviewForm};
use contract::UserId;
use tower_sessions::{Session, session};

/// The largest draft that a session keeps, as JSON: several times the largest form that can be
/// saved, and little enough for a record that is read with every page.
const MAX_BYTES: usize = 32 * 1024;

/// Where the session keeps drafts.
const KEYS: [&str; 3] = [ProfileForm::KEY, ApplicationForm::KEY, ReviewForm::KEY];

/// A form that is kept; one of its kind at a time.
pub(crate) trait Draft: Sized {
    /// Where the session keeps it.
    const KEY: &'static str;

    /// What a browser would send.
    fn pairs(&self) -> Vec<(String, String)>;

    /// The same from what a browser would send.
    fn from_pairs(pairs: Vec<(String, String)>) -> Self;

    /// For whom the form was made.
    fn owner(&self) -> Option<UserId>;
}

/// Why a draft was not kept.
#[derive(Debug)]
pub(crate) enum NotKept {
    /// Larger than any form that could be saved.
    TooLarge,
    /// The session cannot be written.
    Unavailable,
}

/// Keeps the form in the session, and makes sure that the session holds it.
pub(crate) async fn keep<D: Draft>(session: &Session, form: &D) -> Result<(), NotKept> {
    let pairs = form.pairs();
    if serde_json::to_vec(&pairs).map_or(usize::MAX, |json| json.len()) > MAX_BYTES {
        return Err(NotKept::TooLarge);
    }
    session.insert(D::KEY, pairs).await.map_err(unavailable)?;
    session.save().await.map_err(unavailable)
}

/// The draft of this person. Somebody else's is dropped: it is none of their business.
pub(crate) async fn find<D: Draft>(session: &Session, owner: UserId) -> Option<D> {
    let pairs: Vec<(String, String)> = session.get(D::KEY).await.unwrap_or_else(|error| {
        tracing::warn!(error = %error, "the draft could not be read from the session");
        None
    })?;
    let form = D::from_pairs(pairs);
    if form.owner() == Some(owner) {
        return Some(form);
    }
    forget::<D>(session).await;
    None
}

/// Whether there is a draft, whoever's it is.
pub(crate) async fn is_kept(session: &Session) -> bool {
    for key in KEYS {
        if matches!(session.get_value(key).await, Ok(Some(_))) {
            return true;
        }
    }
    false
}

/// Forgets the draft, if there is one.
pub(crate) async fn forget<D: Draft>(session: &Session) {
    // Removing marks the session as changed even where nothing was there.
    if matches!(session.get_value(D::KEY).await, Ok(Some(_)))
        && let Err(error) = session.remove_value(D::KEY).await
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
