//! Sizes of pages of lists.

use super::Env;
use contract::limits::{PAGE_LIMIT_DEFAULT, PAGE_LIMIT_MAX};

/// `DEFAULT_PAGE_SIZE` and `MAX_PAGE_SIZE`
#[derive(Clone, Copy, Debug)]
pub struct PagingSection {
    /// Entries on a page of a list that nobody asked a number of.
    pub default: u32,
    /// Most entries that may be asked for.
    pub max: u32,
}

impl PagingSection {
    pub(super) fn read(env: &mut Env) -> Self {
        let max = env.number("MAX_PAGE_SIZE", PAGE_LIMIT_MAX, 1, 1_000);
        Self {
            default: env.number("DEFAULT_PAGE_SIZE", PAGE_LIMIT_DEFAULT.min(max), 1, max),
            max,
        }
    }
}
