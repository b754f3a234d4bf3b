//! Which part of the list the page shows: all of it is in the address, so that it can be kept and gone
//! back to.

use crate::{ReturnPath, pages::settings::frame::Section, return_path::address};
use contract::{limits::SEARCH_MAX, paging::PageRequest};

/// People a page.
const PAGE: u32 = 20;

/// What the address asks for. What cannot be read in it counts as not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Shown {
    /// What is looked for; empty where everybody is shown.
    pub(super) search: String,
    /// Which page, from 1.
    pub(super) page: u32,
}

impl Shown {
    /// Reads the address.
    pub(super) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self {
            search: String::new(),
            page: 1,
        };
        for (name, value) in here.query() {
            match name.as_str() {
                "search" => shown.search = value.trim().chars().take(SEARCH_MAX).collect(),
                "page" => shown.page = value.parse().unwrap_or(1).max(1),
                _ => {}
            }
        }
        shown
    }

    /// Another page of the same.
    pub(super) fn turned_to(&self, page: u64) -> Self {
        Self {
            page: u32::try_from(page).unwrap_or(1),
            ..self.clone()
        }
    }

    /// What to ask the service for.
    pub(super) const fn request(&self) -> PageRequest {
        PageRequest {
            page: self.page,
            limit: PAGE,
        }
    }

    /// The address.
    pub(super) fn href(&self) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        let search = Some(&*self.search).filter(|search| !search.is_empty());
        let pairs = [("search", search), ("page", page.as_deref())];
        address(Section::Blocked.path(), &pairs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Shown {
        let path = format!("/settings/blocked{query}");
        Shown::of(&ReturnPath::parse(&path).unwrap())
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for query in [
            "",
            "?search=c%2B%2B+%26+%C3%B1",
            "?search=ada&page=2",
            "?page=3",
        ] {
            assert_eq!(of(query).href(), format!("/settings/blocked{query}"));
        }
        assert_eq!(of("?search=%20a+b%20").search, "a b");
        assert_eq!(
            of("?search=ada&page=3").turned_to(1).href(),
            "/settings/blocked?search=ada"
        );
    }

    #[test]
    fn what_cannot_be_read_leads_to_the_nearest_list() {
        for query in ["?page=0", "?page=-1&x=y", "?search=+&page=two", "?&&=%FF"] {
            assert_eq!(of(query).href(), "/settings/blocked", "{query}");
        }
        let long = "x".repeat(SEARCH_MAX + 1);
        assert_eq!(of(&format!("?search={long}")).search.len(), SEARCH_MAX);
    }
}
