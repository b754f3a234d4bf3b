//! How long things stay in the cache.

use super::Env;
use std::time::Duration;

/// `CACHE_TTL_…`, in seconds
#[derive(Clone, Debug)]
pub struct CacheSection {
    /// `CACHE_TTL_USER_PROFILE`
    pub user_profile: Duration,
    /// `CACHE_TTL_USER_PREFERENCES`; none where `ENABLE_PREFERENCE_CACHING` is off.
    pub user_preferences: Option<Duration>,
    /// `CACHE_TTL_USER_ENROLLMENTS`
    pub user_enrollments: Duration,
    /// `CACHE_TTL_USER_SEARCH`; none where it is 0.
    pub user_search: Option<Duration>,
}

impl CacheSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let mut ttl =
            |name: &str, default| Duration::from_secs(env.number(name, default, 1, 86_400));
        let user_profile = ttl("CACHE_TTL_USER_PROFILE", 900);
        let user_preferences = ttl("CACHE_TTL_USER_PREFERENCES", 1_800);
        let user_enrollments = ttl("CACHE_TTL_USER_ENROLLMENTS", 300);
        let user_search = env.number("CACHE_TTL_USER_SEARCH", 120, 0, 86_400);
        Self {
            user_profile,
            user_preferences: env
                .flag("ENABLE_PREFERENCE_CACHING", true)
                .then_some(user_preferences),
            user_enrollments,
            user_search: (user_search > 0).then(|| Duration::from_secs(user_search)),
        }
    }
}
