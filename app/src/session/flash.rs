//! One word, kept from an action to the page that it leads to, then forgotten.

use crate::forms::photo::Undo;
use contract::{
    CourseId, UploadId, UserId,
    account::{AccountStatus, Role, SettableStatus},
    directory::PersonRef,
    enrollment::EnrollmentView,
};
use serde::{Deserialize, Serialize};
use tower_sessions::Session;

const KEY: &str = "flash";

/// What the last action did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Flash {
    /// The changes were saved.
    Saved,
    /// The language was saved by a control that takes the focus back.
    LanguageSaved,
    /// So many sessions were ended; none where the one that was meant was over already.
    SessionsEnded(usize),
    /// Nothing was saved: the form was made for somebody else than who is signed in now.
    OtherAccount,
    /// A course was begun.
    Enrolled(NamedCourse),
    /// A course was dropped.
    Dropped(NamedCourse),
    /// A dropped course was taken up again.
    Resumed(NamedCourse),
    /// Something became of the person's picture.
    Photo(PhotoDeed),
    /// Something became of a block.
    Block(BlockDeed),
    /// Something became of the person's application to teach.
    Application(ApplicationDeed),
    /// Something became of somebody's application under review.
    Review(ReviewDeed),
    /// Something became of somebody's account.
    Account(AccountDeed),
    /// Nothing was done yet: the session was over, and this is what had been typed.
    Note(NoteDraft),
    /// The same of why an account should be put elsewhere.
    Reason(ReasonDraft),
}

/// What became of a picture.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum PhotoDeed {
    /// The one that was uploaded is the person's.
    Ready,
    /// The one that was uploaded is still being made.
    Coming(UploadId),
    /// It was taken away, and may be brought back by this.
    Removed(Option<Undo>),
    /// It is back.
    Restored,
    /// The one that was uploaded is not used, since the person has chosen otherwise.
    NotUsed,
}

/// What became of a block.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum BlockDeed {
    /// Somebody is blocked.
    Blocked(NamedPerson),
    /// Somebody is not blocked any more; this was the note.
    Unblocked(NamedPerson, Option<String>),
    /// There was no block to end.
    WasUnblocked,
}

/// What became of one's application to teach.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ApplicationDeed {
    /// It was sent.
    Sent,
    /// It was taken back.
    Withdrawn,
    /// There was none under review to take back.
    WasOver,
}

/// What a reviewer did.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum ReviewDeed {
    /// An application was approved, or rejected.
    Decided {
        /// What the applicant is called; none where the account is gone.
        name: Option<String>,
        /// Whether they teach from now on.
        is_approved: bool,
        /// How many are left of those that were looked at, where that is known.
        left: Option<i64>,
    },
    /// The reviewer has taken the application up.
    Taken,
    /// The reviewer has given it back.
    GivenBack,
    /// Nothing was done: somebody else has taken it up since the reviewer looked.
    TakenByAnother,
}

/// A person, and what they are called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedPerson {
    /// The person.
    pub(crate) id: UserId,
    /// What they are called.
    pub(crate) name: String,
}

impl From<PersonRef> for NamedPerson {
    fn from(person: PersonRef) -> Self {
        Self {
            id: person.id,
            name: person.display_name,
        }
    }
}

/// What an admin has done with somebody's account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum AccountDeed {
    /// They have this role now.
    Role(Role),
    /// The account stands there now.
    Status(AccountStatus),
    /// The picture is gone.
    PhotoRemoved,
    /// The account is gone; this is what the person was called.
    Deleted(String),
}

/// What an admin had typed when their session turned out to be over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct ReasonDraft {
    /// Who typed it.
    pub(crate) owner: UserId,
    /// Whom it is about.
    pub(crate) user: UserId,
    /// Where the account was to be put.
    pub(crate) status: Option<SettableStatus>,
    /// What was typed.
    pub(crate) reason: String,
}

/// A note that somebody had typed on a block when their session turned out to be over.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NoteDraft {
    /// Who typed it.
    pub(crate) owner: UserId,
    /// Whom it is about.
    pub(crate) user: UserId,
    /// What was typed.
    pub(crate) note: String,
}

/// A course, and what it is called where that is known.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct NamedCourse {
    /// The course.
    pub(crate) id: CourseId,
    /// What it is called.
    pub(crate) title: Option<String>,
}

impl From<EnrollmentView> for NamedCourse {
    fn from(view: EnrollmentView) -> Self {
        Self {
            id: view.course_id,
            title: view.course_title,
        }
    }
}

impl Flash {
    /// Leaves the word for the next page. Without it the action stands all the same.
    pub(crate) async fn leave(self, session: &Session) {
        if let Err(error) = session.insert(KEY, self).await {
            tracing::warn!(error = %error, "the flash word could not be kept in the session");
        }
    }

    /// Whether a note waits for whoever signs in.
    pub(crate) async fn is_note_kept(session: &Session) -> bool {
        matches!(
            session.get(KEY).await,
            Ok(Some(Self::Note(_) | Self::Reason(_)))
        )
    }

    /// Takes the word that the last action left, if any.
    pub(crate) async fn take(session: &Session) -> Option<Self> {
        let found = session.get(KEY).await.unwrap_or_else(|error| {
            tracing::warn!(error = %error, "the flash word could not be read from the session");
            None
        });
        // Removing marks the session as changed, so only what is there is removed.
        if found.is_some()
            && let Err(error) = session.remove_value(KEY).await
        {
            tracing::warn!(error = %error, "the flash word could not be dropped from the session");
        }
        found
    }
}
