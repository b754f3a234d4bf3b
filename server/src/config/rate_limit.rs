//! How much one caller may ask.

use super::Env;
use service::rate_limit::{Budget, LONGEST_WINDOW};
use std::time::Duration;

/// The most that a budget can be told to be.
const MOST: u32 = 1_000_000_000;
/// A service asks on behalf of many: unless it is said otherwise, so many times what a person may.
const SERVICE_FACTOR: u32 = 60;

/// `RATE_LIMIT_…`
#[derive(Clone, Debug)]
pub struct RateLimitSection {
    /// `RATE_LIMIT_ENABLED`: whether anybody is counted at all.
    pub enabled: bool,
    /// `RATE_LIMIT_SKIP_SUCCESSFUL`: whether on the API only failures count.
    pub skip_successful: bool,
    /// `RATE_LIMIT_MAX`: a person, or an address of nobody known, on the API.
    pub api: Budget,
    /// `RATE_LIMIT_SERVICE_MAX`: another service on the API.
    pub service: Budget,
    /// `RATE_LIMIT_PAGES_MAX`: pages and what their forms post.
    pub pages: Budget,
    /// `RATE_LIMIT_SIGN_IN_MAX`: steps of signing in, an address.
    pub sign_in: Budget,
    /// `RATE_LIMIT_UPLOADS_MAX`: pictures sent, or asked to be sent.
    pub uploads: Budget,
}

impl RateLimitSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let day = u64::try_from(LONGEST_WINDOW.as_millis()).unwrap_or(u64::MAX);
        let window = Duration::from_millis(env.number("RATE_LIMIT_WINDOW", 60_000, 100, day));
        let mut budget = |name, variable: &str, default| Budget {
            name,
            max: env.number(variable, default, 1, MOST),
            window,
        };
        let api = budget("api", "RATE_LIMIT_MAX", 100);
        let services = api.max.saturating_mul(SERVICE_FACTOR).min(MOST);
        Self {
            service: budget("service", "RATE_LIMIT_SERVICE_MAX", services),
            pages: budget("pages", "RATE_LIMIT_PAGES_MAX", 600),
            sign_in: budget("sign_in", "RATE_LIMIT_SIGN_IN_MAX", 60),
            uploads: budget("uploads", "RATE_LIMIT_UPLOADS_MAX", 30),
            api,
            enabled: env.flag("RATE_LIMIT_ENABLED", true),
            skip_successful: env.flag("RATE_LIMIT_SKIP_SUCCESSFUL", false),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Config;

    fn read(pairs: &[(&str, &str)]) -> Result<RateLimitSection, Vec<String>> {
        let pairs = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        Config::read(pairs.collect()).map(|config| config.rate_limit)
    }

    #[test]
    fn the_defaults_are_the_specifications() {
        let limits = read(&[]).expect("every variable has a default");
        assert!(limits.enabled && !limits.skip_successful);
        assert_eq!(limits.api.max, 100);
        assert_eq!(limits.api.window, Duration::from_mins(1));
        assert_eq!(limits.service.max, 6_000);
    }

    #[test]
    fn a_services_budget_grows_with_a_persons_unless_it_is_named() {
        let max = |pairs| read(pairs).expect("good").service.max;
        assert_eq!(max(&[("RATE_LIMIT_MAX", "1000000000")]), MOST);
        let named = [("RATE_LIMIT_MAX", "5"), ("RATE_LIMIT_SERVICE_MAX", "7")];
        assert_eq!(max(&named), 7);
    }

    #[test]
    fn what_is_no_budget_is_a_problem_that_names_the_variable() {
        for (name, bad) in [
            ("RATE_LIMIT_MAX", "0"),
            ("RATE_LIMIT_WINDOW", "99"),
            ("RATE_LIMIT_WINDOW", "86400001"),
            ("RATE_LIMIT_PAGES_MAX", "-1"),
            ("RATE_LIMIT_SIGN_IN_MAX", "many"),
            ("RATE_LIMIT_UPLOADS_MAX", "1.5"),
            ("RATE_LIMIT_ENABLED", "yes"),
        ] {
            let problems = read(&[(name, bad)]).expect_err("it is wrong");
            assert!(
                problems.len() == 1 && problems[0].contains(name),
                "{name}={bad}: {problems:?}"
            );
        }
    }
}
