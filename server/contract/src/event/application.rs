//! What we tell of applications to teach.

use crate::{ApplicationId, UserId, instructor_application::Decision};
use serde::{Deserialize, Serialize};

/// `user.instructor_application.submitted`, `.withdrawn` and `.decided`
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationTold {
    /// Who applies.
    pub user_id: UserId,
    /// The application.
    pub application_id: ApplicationId,
    /// What became of it, where something has.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decision: Option<Decision>,
}
