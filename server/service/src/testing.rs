//! What the tests of this crate share.

use chrono::{DateTime, Utc};
use contract::{
    AuthId, Language, TenantId, UserId,
    account::{AccountStatus, Role},
    profile::{ProfileView, Visibility},
};
use uuid::Uuid;

/// Somebody who has just registered.
pub(crate) fn profile() -> ProfileView {
    let time = DateTime::<Utc>::UNIX_EPOCH;
    ProfileView {
        id: UserId(Uuid::from_u128(1)),
        auth_id: AuthId(Uuid::from_u128(2)),
        tenant_id: TenantId(Uuid::from_u128(3)),
        email: "ada@example.test".into(),
        username: None,
        first_name: "Ada".into(),
        last_name: "Lovelace".into(),
        display_name: None,
        headline: None,
        avatar_url: None,
        avatar_urls: None,
        bio: None,
        location: None,
        phone: None,
        timezone: "UTC".into(),
        language: Language::En,
        links: Vec::new(),
        skills: Vec::new(),
        visibility: Visibility::Members,
        discoverable: true,
        role: Role::Student,
        status: AccountStatus::Active,
        email_verified: false,
        profile_completed: false,
        profile_completion_percentage: None,
        profile_completion: None,
        last_active_at: None,
        created_at: time,
        updated_at: time,
        version: 1,
    }
}
