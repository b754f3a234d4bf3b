//! What a person's stay comes to.

use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A person in numbers (the specification's `UserStats`).
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct UserStats {
    /// Every enrollment, dropped ones included.
    pub total_enrollments: i64,
    /// Those that are active.
    pub active_enrollments: i64,
    /// Those that are completed.
    pub completed_enrollments: i64,
    /// The progress of every enrollment added up, in per cent.
    pub total_progress: f64,
    /// Mean progress of every enrollment, in per cent, with 2 decimals; 0 without any.
    pub average_progress: f64,
    /// When the person last signed in.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub last_login_at: Option<DateTime<Utc>>,
    /// How often the person has signed in.
    pub total_login_count: i64,
    /// 0 to 100, rounded; absent where the deployment does not track completion.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub profile_completion_percentage: Option<u8>,
}
