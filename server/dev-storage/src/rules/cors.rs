//! Which pages may ask what of a bucket.

use super::pattern::matches;
use s3s::dto::CORSRule;
use serde::{Deserialize, Serialize};

/// A rule as it is kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub(crate) struct CorsRule {
    id: Option<String>,
    origins: Vec<String>,
    methods: Vec<String>,
    headers: Vec<String>,
    exposed: Vec<String>,
    max_age: Option<i32>,
}

impl CorsRule {
    pub(crate) fn allows(&self, origin: &str, method: &str) -> bool {
        self.origins.iter().any(|pattern| matches(pattern, origin))
            && self.methods.iter().any(|allowed| allowed == method)
    }

    /// Whether these headers, by lower-case names, may be sent.
    pub(crate) fn allows_headers<'a>(&self, mut names: impl Iterator<Item = &'a str>) -> bool {
        names.all(|name| {
            let allowed = self.headers.iter().map(|pattern| pattern.to_lowercase());
            allowed.into_iter().any(|pattern| matches(&pattern, name))
        })
    }

    pub(crate) fn methods(&self) -> String {
        self.methods.join(", ")
    }

    /// Headers of answers that pages may read.
    pub(crate) fn exposed(&self) -> Option<String> {
        (!self.exposed.is_empty()).then(|| self.exposed.join(", "))
    }

    pub(crate) fn max_age(&self) -> Option<i32> {
        self.max_age
    }
}

impl From<CORSRule> for CorsRule {
    fn from(rule: CORSRule) -> Self {
        Self {
            id: rule.id,
            origins: rule.allowed_origins,
            methods: rule.allowed_methods,
            headers: rule.allowed_headers.unwrap_or_default(),
            exposed: rule.expose_headers.unwrap_or_default(),
            max_age: rule.max_age_seconds,
        }
    }
}

impl From<CorsRule> for CORSRule {
    fn from(rule: CorsRule) -> Self {
        let unless_empty = |list: Vec<String>| (!list.is_empty()).then_some(list);
        Self {
            id: rule.id,
            allowed_origins: rule.origins,
            allowed_methods: rule.methods,
            allowed_headers: unless_empty(rule.headers),
            expose_headers: unless_empty(rule.exposed),
            max_age_seconds: rule.max_age,
        }
    }
}
