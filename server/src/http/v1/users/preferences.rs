//! `/users/{id}/preferences`

pub mod delete;
pub mod list;
pub mod update;

use contract::preference::PreferenceEntry;
use serde::Serialize;
use utoipa::ToSchema;

/// Values to set in one category.
#[derive(Serialize, ToSchema)]
pub(crate) struct Preferences {
    /// At most 200, each key once.
    #[schema(max_items = 200)]
    preferences: Vec<PreferenceEntry>,
}
