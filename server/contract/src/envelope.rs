//! The frame around every answer of the REST API.

use crate::{ErrorCode, FieldError};
use chrono::{DateTime, Utc};
use serde::{Deserialize, Serialize};

/// A success: `{"success":true,"data":…,"message"?,"pagination"?,"timestamp"}`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Success<T> {
    /// Always `true`.
    pub success: bool,
    /// What was asked for.
    pub data: T,
    /// What was done, for a person.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub message: Option<String>,
    /// Where in a list this page stands.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pagination: Option<Pagination>,
    /// When this answer was made, to the microsecond: as long whenever it was.
    #[serde(serialize_with = "crate::time::serialize_micros")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date-time"))]
    pub timestamp: DateTime<Utc>,
}

/// The data of an answer to `DELETE`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
pub struct Deleted {
    /// Always `true`.
    pub deleted: bool,
}

impl Deleted {
    /// It is gone.
    pub const YES: Self = Self { deleted: true };
}

/// Where in a list a page stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Pagination {
    /// This page, from 1.
    pub page: u64,
    /// Entries a page, from 1.
    pub limit: u64,
    /// Entries in the whole list, exact.
    pub total: u64,
    /// Pages in the whole list.
    pub total_pages: u64,
    /// Whether a page follows.
    pub has_next: bool,
    /// Whether a page precedes.
    pub has_prev: bool,
    /// Where the next page starts, in lists that offer `cursor=`.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub next_cursor: Option<String>,
}

/// A failure: a sentence for a person, a stable code for programs, the fields it is about.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[cfg_attr(feature = "openapi", derive(utoipa::ToSchema))]
#[serde(rename_all = "camelCase")]
pub struct Failure {
    /// Always `false`.
    pub success: bool,
    /// What is wrong, for a person.
    pub error: String,
    /// What is wrong, for programs.
    pub code: ErrorCode,
    /// Every field that is wrong.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub fields: Vec<FieldError>,
    /// The current representation, with `stale_version`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub current: Option<serde_json::Value>,
    /// Seconds until the next try is welcome, with `rate_limited` and `unavailable`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub retry_after: Option<u64>,
    /// The id of this request in our logs.
    pub request_id: String,
    /// When this answer was made, to the microsecond: as long whenever it was.
    #[serde(serialize_with = "crate::time::serialize_micros")]
    #[cfg_attr(feature = "openapi", schema(value_type = String, format = "date-time"))]
    pub timestamp: DateTime<Utc>,
}
