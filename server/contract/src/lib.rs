//! The words that other programs, the browser and our own crates share: ids, commands, views,
//! error codes, event payloads and the limits behind them.
//!
//! It owns names, shapes and limits. It refuses I/O, async, time and chance, and stays small
//! enough to be compiled for the browser.

pub mod account;
pub mod audit;
pub mod avatar;
pub mod block;
pub mod directory;
pub mod enrollment;
pub mod envelope;
pub mod error;
pub mod event;
pub mod fields;
pub mod id;
pub mod insight;
pub mod instructor_application;
pub mod language;
pub mod limits;
pub mod paging;
pub mod patch;
pub mod preference;
pub mod profile;
pub mod session;
pub mod settings;
pub mod stats;
#[cfg(feature = "validate")]
pub mod text;
pub mod time;
pub mod word;

pub use error::{ErrorCode, FieldCode, FieldError, FieldErrors};
pub use id::{
    ApplicationId, AuditEntryId, AuthId, CourseId, EnrollmentId, EventId, PreferenceId,
    SelectionId, SessionId, TenantId, UploadId, UserId,
};
pub use language::Language;
pub use patch::Patch;
