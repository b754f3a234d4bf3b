//! Which list the page shows: all of it is in the address, so that it can be kept, shared and gone
//! back to.

use crate::{ReturnPath, return_path::address};
use contract::{enrollment::EnrollmentFilter, paging::PageRequest};

/// The page's path.
pub(crate) const PATH: &str = "/enrollments";
/// Enrollments and courses a page.
pub(crate) const PAGE: u32 = 20;
/// Longer words are in no title.
const WORDS_MAX: usize = 200;

/// What the address asks for. What cannot be read in it counts as not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Which enrollments.
    pub(crate) filter: EnrollmentFilter,
    /// Which page of them, from 1.
    pub(crate) page: u32,
    /// What is searched for in the catalogue; none without a search.
    pub(crate) words: Option<String>,
    /// The id that was typed before sign-in.
    pub(crate) course: Option<String>,
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            filter: EnrollmentFilter::Kept,
            page: 1,
            words: None,
            course: None,
        }
    }
}

impl Shown {
    /// Reads the address.
    pub(crate) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self::default();
        for (name, value) in here.query() {
            match name.as_str() {
                "status" => shown.filter = value.parse().unwrap_or_default(),
                "page" => shown.page = value.parse().unwrap_or(1).max(1),
                "q" => shown.words = Some(value.trim().chars().take(WORDS_MAX).collect()),
                "course" => shown.course = Some(value.chars().take(WORDS_MAX).collect()),
                _ => {}
            }
        }
        shown
    }

    /// The first page of a filter.
    pub(crate) fn filtered(filter: EnrollmentFilter) -> Self {
        Self {
            filter,
            ..Self::default()
        }
    }

    /// Another page of the same filter.
    pub(crate) fn turned_to(&self, page: u32) -> Self {
        Self {
            page,
            ..Self::filtered(self.filter)
        }
    }

    /// What to ask the service for.
    pub(crate) const fn request(&self) -> PageRequest {
        PageRequest {
            page: self.page,
            limit: PAGE,
        }
    }

    /// The address.
    pub(crate) fn href(&self) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        let pairs = [
            ("status", self.filter.as_str()),
            ("page", page.as_deref()),
            ("q", self.words.as_deref()),
            ("course", self.course.as_deref()),
        ];
        address(PATH, &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::enrollment::EnrollmentStatus;

    fn of(path: &str) -> Shown {
        Shown::of(&ReturnPath::parse(path).unwrap())
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for path in [
            "/enrollments",
            "/enrollments?status=completed&page=2",
            "/enrollments?q=c%2B%2B+%26+%C3%B1",
            "/enrollments?q=",
            "/enrollments?course=019aa5d0",
        ] {
            assert_eq!(of(path).href(), path);
        }
        assert_eq!(of("/enrollments?q=%20a+b%20").words.as_deref(), Some("a b"));
    }

    #[test]
    fn what_cannot_be_read_leads_to_the_nearest_list() {
        for query in [
            "status=eaten&page=0",
            "page=-1&x=y",
            "page=two",
            "&&=%FF",
            "status=",
        ] {
            assert_eq!(
                of(&format!("/enrollments?{query}")),
                Shown::default(),
                "{query}"
            );
        }
        let beyond = of("/enrollments?page=99999999999&status=active");
        assert_eq!(beyond.page, 1);
        assert_eq!(
            beyond.filter,
            EnrollmentFilter::Only(EnrollmentStatus::Active)
        );
    }

    #[test]
    fn another_page_of_a_list_leaves_the_search_behind() {
        let shown = of("/enrollments?status=all&page=3&q=a");
        assert_eq!(shown.turned_to(2).href(), "/enrollments?status=all&page=2");
        assert_eq!(shown.turned_to(1).href(), "/enrollments?status=all");
        assert_eq!(
            Shown::filtered(EnrollmentFilter::Kept).href(),
            "/enrollments"
        );
    }
}
