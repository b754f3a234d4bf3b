//! Which part of the queue the page shows: all of it is in the address, so that it can be kept and gone
//! back to.

use crate::{ReturnPath, pages::admin::frame::Area, return_path::address};
use contract::{
    ApplicationId,
    instructor_application::{ApplicationStatus, ReviewQuery},
    limits::SEARCH_MAX,
    paging::PageRequest,
};

/// Applications a page.
const PAGE: u32 = 20;
/// Longer words are cut off: they are too long for the service in any case.
const WORDS_MAX: usize = SEARCH_MAX * 2;

/// What the address asks for. What cannot be read in it counts as not there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Shown {
    /// Who is looked for; empty where everybody is shown.
    pub(crate) search: String,
    /// How the applications stand.
    pub(crate) status: ApplicationStatus,
    /// Which page, from 1.
    pub(crate) page: u32,
}

impl Shown {
    /// Reads the address, of the queue or of one of it.
    pub(crate) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self::default();
        for (name, value) in here.query() {
            match name.as_str() {
                "search" => shown.search = value.trim().chars().take(WORDS_MAX).collect(),
                "status" => shown.status = value.parse().unwrap_or(ApplicationStatus::Pending),
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

    /// The first page of those of the same under review.
    pub(crate) fn under_review(&self) -> Self {
        Self {
            search: self.search.clone(),
            ..Self::default()
        }
    }

    /// Whether it is the whole queue.
    pub(super) fn is_plain(&self) -> bool {
        self.search.is_empty() && self.status == ApplicationStatus::Pending
    }

    /// What to ask the service for.
    pub(crate) fn query(&self) -> ReviewQuery {
        ReviewQuery {
            status: Some(self.status),
            search: Some(self.search.clone()),
        }
    }

    /// Which of it.
    pub(crate) const fn request(&self) -> PageRequest {
        PageRequest {
            page: self.page,
            limit: PAGE,
        }
    }

    /// The address.
    pub(crate) fn href(&self) -> String {
        self.at(Area::Applications.path())
    }

    /// The address of one of the list.
    pub(crate) fn href_of(&self, id: ApplicationId) -> String {
        self.at(&format!("{}/{id}", Area::Applications.path()))
    }

    fn at(&self, path: &str) -> String {
        let page = (self.page > 1).then(|| self.page.to_string());
        let search = Some(&*self.search).filter(|search| !search.is_empty());
        let status = Some(self.status).filter(|status| *status != ApplicationStatus::Pending);
        let pairs = [
            ("search", search),
            ("status", status.map(ApplicationStatus::as_str)),
            ("page", page.as_deref()),
        ];
        address(path, &pairs)
    }
}

impl Default for Shown {
    fn default() -> Self {
        Self {
            search: String::new(),
            status: ApplicationStatus::Pending,
            page: 1,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(query: &str) -> Shown {
        let path = format!("/admin/applications{query}");
        Shown::of(&ReturnPath::parse(&path).unwrap())
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for query in [
            "",
            "?search=c%2B%2B+%26+%C3%B1",
            "?search=ada&status=rejected&page=2",
            "?page=3",
        ] {
            assert_eq!(of(query).href(), format!("/admin/applications{query}"));
        }
    }

    #[test]
    fn what_cannot_be_read_leads_to_the_queue() {
        for query in [
            "?page=0",
            "?status=eaten&x=y",
            "?search=+&page=two",
            "?&&=%FF",
        ] {
            assert_eq!(of(query).href(), "/admin/applications", "{query}");
        }
    }

    #[test]
    fn one_of_the_list_keeps_the_list_in_its_address() {
        let id = "019aa5d0-0000-7000-8000-000000000001";
        assert_eq!(
            of("?search=ada&page=2").href_of(id.parse().unwrap()),
            format!("/admin/applications/{id}?search=ada&page=2")
        );
        let next = of("?search=ada&status=rejected&page=2").under_review();
        assert_eq!(next.href(), "/admin/applications?search=ada");
    }
}
