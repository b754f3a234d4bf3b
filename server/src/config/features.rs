//! What is switched on.

use super::Env;

/// `ENABLE_…`
#[derive(Clone, Debug)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a switch of the specification, apart from the others"
)]
pub struct FeatureSection {
    /// `ENABLE_USER_REGISTRATION`: a first sign-in makes an account.
    pub user_registration: bool,
    /// `ENABLE_PROFILE_COMPLETION_TRACKING`
    pub profile_completion: bool,
    /// `ENABLE_ENROLLMENT_ANALYTICS`: statistics of enrollments.
    pub enrollment_analytics: bool,
    /// `ENABLE_SESSION_TRACKING`: the list of browser sessions.
    pub session_tracking: bool,
}

impl FeatureSection {
    pub(super) fn read(env: &mut Env) -> Self {
        Self {
            user_registration: env.flag("ENABLE_USER_REGISTRATION", true),
            profile_completion: env.flag("ENABLE_PROFILE_COMPLETION_TRACKING", true),
            enrollment_analytics: env.flag("ENABLE_ENROLLMENT_ANALYTICS", true),
            session_tracking: env.flag("ENABLE_SESSION_TRACKING", true),
        }
    }
}
