//! The names by which the page marks what the island needs.

pub use crate::islands::PART;
/// The attribute on a button or form that the island does something about: what it does.
pub const DO: &str = "data-do";

/// What holds everything else; its attributes say for whom it is made, what may be chosen, and what
/// the island may come to say, as JSON.
pub const ROOT: &str = "root";
/// For whom it is made.
pub const OWNER: &str = "data-owner";
/// The most bytes that a file may have.
pub const MAX_BYTES: &str = "data-max-bytes";
/// The most pixels that a picture may have.
pub const MAX_PIXELS: &str = "data-max-pixels";
/// The media types that may be chosen, with a comma between two.
pub const TYPES: &str = "data-types";
/// What the island may come to say.
pub const WORDS: &str = "data-words";
/// The upload of which the photo was still being made when the page was.
pub const COMING: &str = "data-coming";

/// The class of the root once the island is awake.
pub const AWAKE: &str = "is-awake";
/// The class of the root while a file is held over it.
pub const OVER: &str = "is-over";
/// The class of the root while the person has a photo.
pub const HAS_PHOTO: &str = "has-photo";

/// The control that a file is chosen with.
pub const FILE_ID: &str = "photo-file";
/// The button that takes the photo away.
pub const REMOVE: &str = "remove";
/// What to know before choosing.
pub const HINT_ID: &str = "photo-hint";
/// What is wrong.
pub const ERROR_ID: &str = "photo-error";
/// The name of the file's control; the plain form sends the file under it.
pub const FILE_NAME: &str = "photo";
/// Where the plain form is sent to. The other addresses are under it.
pub const ACTION: &str = "/profile/edit/photo";

/// Where it is told what is wrong, and the line that says it.
pub const FAULT: &str = "fault";
/// The line that says it.
pub const FAULT_TEXT: &str = "fault-text";
/// The button that tries again.
pub const RETRY: &str = "retry";
/// The link for whoever is signed out.
pub const SIGN_IN: &str = "sign-in";
/// The progress of an upload.
pub const PROGRESS: &str = "progress";
/// Its bar.
pub const BAR: &str = "bar";
/// The part of the bar that is filled.
pub const BAR_VALUE: &str = "bar-value";
/// The words beside the bar.
pub const BAR_TEXT: &str = "bar-text";
/// The button that stops it.
pub const STOP: &str = "stop";
/// Where it is told what is done, or was.
pub const SAID: &str = "said";
/// What is being done.
pub const DOING: &str = "doing";
/// What was done.
pub const DONE: &str = "done";
/// The line that says it.
pub const DONE_TEXT: &str = "done-text";
/// The form that takes it back.
pub const UNDO: &str = "undo";
/// The button of that form.
pub const RESTORE: &str = "restore";
/// The hidden field of that form.
pub const UNDO_FIELD: &str = "undo-field";
/// The link to the page again, for whoever waits without JavaScript.
pub const LOOK_AGAIN: &str = "look-again";
/// The dialog.
pub const DIALOG: &str = "dialog";
/// Its picture.
pub const STAGE: &str = "stage";
/// Its slider.
pub const ZOOM: &str = "zoom";

/// Where in a text a number goes.
pub const NUMBER: &str = "%s";

/// The names of what the island may come to say.
pub mod words {
    /// The new photo is there.
    pub const READY: &str = "ready";
    /// The photo is away.
    pub const REMOVED: &str = "removed";
    /// It is back.
    pub const RESTORED: &str = "restored";
    /// The upload was stopped.
    pub const CANCELLED: &str = "cancelled";
    /// A file is being read, or a photo written.
    pub const OPENING: &str = "opening";
    /// It is being sent.
    pub const SENDING: &str = "sending";
    /// So much of it has gone.
    pub const SENT: &str = "sent";
    /// It is being made.
    pub const MAKING: &str = "making";
    /// The file has no bytes.
    pub const EMPTY: &str = "empty";
    /// The file has too many.
    pub const TOO_LARGE: &str = "too-large";
    /// The file is no photo.
    pub const BAD_TYPE: &str = "bad-type";
    /// The photo has too many pixels.
    pub const TOO_MANY_PIXELS: &str = "too-many-pixels";
    /// The photo cannot be read.
    pub const UNREADABLE: &str = "unreadable";
    /// Storage does not answer.
    pub const STORAGE_AWAY: &str = "storage-away";
    /// We do not answer.
    pub const UNREACHABLE: &str = "unreachable";
    /// A fault of ours.
    pub const INTERNAL: &str = "internal";
    /// It takes longer than people wait.
    pub const SLOW: &str = "slow";
    /// What the slider says.
    pub const PERCENT: &str = "percent";
}
