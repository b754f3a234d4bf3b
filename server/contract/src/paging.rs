//! Pages of lists.

use crate::envelope::Pagination;
use serde::{Deserialize, Serialize};

/// Which page of a list is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PageRequest {
    /// From 1.
    pub page: u32,
    /// Entries a page, at least 1.
    pub limit: u32,
}

impl PageRequest {
    /// The first page.
    pub const fn first(limit: u32) -> Self {
        Self { page: 1, limit }
    }

    /// How many entries precede it.
    pub const fn offset(self) -> i64 {
        self.page.saturating_sub(1) as i64 * self.limit as i64
    }

    /// How many entries the whole list has, where that shows in how many the page has: it is not
    /// empty (or the first), and not full.
    pub fn last_of(self, entries: usize) -> Option<i64> {
        let entries = i64::try_from(entries).ok()?;
        let shows = (entries > 0 || self.page <= 1) && entries < i64::from(self.limit);
        shows.then(|| self.offset() + entries)
    }

    /// Where the page stands in a list of so many entries.
    pub fn pagination(self, total: i64) -> Pagination {
        let (page, limit) = (u64::from(self.page), u64::from(self.limit).max(1));
        let total = u64::try_from(total).unwrap_or_default();
        let total_pages = total.div_ceil(limit);
        Pagination {
            page,
            limit,
            total,
            total_pages,
            has_next: page < total_pages,
            has_prev: page > 1,
            next_cursor: None,
        }
    }
}

/// Entries of one page, and how many the whole list has.
#[derive(Clone, Debug, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Page<T> {
    /// The entries of this page.
    pub entries: Vec<T>,
    /// Entries in the whole list, exact.
    pub total: i64,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_last_page_shows_how_long_the_list_is() {
        let last = |page, entries| PageRequest { page, limit: 20 }.last_of(entries);
        assert_eq!(
            (last(1, 0), last(1, 19), last(3, 1)),
            (Some(0), Some(19), Some(41))
        );
        assert_eq!((last(1, 20), last(2, 0)), (None, None));
    }

    #[test]
    fn a_page_knows_its_neighbours() {
        let pagination = |page, limit, total| PageRequest { page, limit }.pagination(total);
        let middle = pagination(2, 20, 41);
        assert_eq!(
            (middle.total_pages, middle.has_next, middle.has_prev),
            (3, true, true)
        );
        let empty = pagination(1, 20, 0);
        assert_eq!(
            (empty.total_pages, empty.has_next, empty.has_prev),
            (0, false, false)
        );
        let beyond = pagination(9, 20, 41);
        assert_eq!((beyond.has_next, beyond.has_prev), (false, true));
        assert_eq!(
            PageRequest {
                page: u32::MAX,
                limit: 100
            }
            .offset(),
            (i64::from(u32::MAX) - 1) * 100
        );
    }
}
