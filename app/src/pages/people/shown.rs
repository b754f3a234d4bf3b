//! Whom the directory shows: all of it is in the address, so that it can be kept, shared and gone back
//! to.

use crate::{ReturnPath, return_path::address};
use contract::directory::{DirectoryQuery, DirectoryRole};

/// The page's path.
pub(crate) const PATH: &str = "/people";
/// People a page.
pub(crate) const PAGE: u32 = 20;

/// What the address asks for. What cannot be read in it counts as not there.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct Shown {
    /// What is looked for, as it was typed.
    pub(crate) search: Option<String>,
    /// Only whoever does this here.
    pub(crate) role: Option<DirectoryRole>,
    /// Only whoever has this skill.
    pub(crate) skill: Option<String>,
    /// Where the page begins, if not at the start.
    pub(crate) cursor: Option<String>,
}

impl Shown {
    /// Reads the address.
    pub(crate) fn of(here: &ReturnPath) -> Self {
        let mut shown = Self::default();
        for (name, value) in here.query() {
            let text = Some(value.trim().to_owned()).filter(|text| !text.is_empty());
            match name.as_str() {
                "search" => shown.search = text,
                "role" => shown.role = text.and_then(|text| text.parse().ok()),
                "skill" => shown.skill = text,
                "cursor" => shown.cursor = text,
                _ => {}
            }
        }
        shown
    }

    /// Whoever has a skill.
    pub(crate) fn with_skill(skill: &str) -> Self {
        Self {
            skill: Some(skill.to_owned()),
            ..Self::default()
        }
    }

    /// The same, at another page.
    pub(crate) fn at(&self, cursor: Option<String>) -> Self {
        Self {
            cursor,
            ..self.clone()
        }
    }

    /// Whether everybody is shown.
    pub(crate) const fn is_everybody(&self) -> bool {
        self.search.is_none() && self.role.is_none() && self.skill.is_none()
    }

    /// What to ask the service for.
    pub(crate) fn query(&self) -> DirectoryQuery {
        DirectoryQuery {
            search: self.search.clone(),
            role: self.role,
            skill: self.skill.clone(),
        }
    }

    /// The address.
    pub(crate) fn href(&self) -> String {
        let pairs = [
            ("search", self.search.as_deref()),
            ("role", self.role.map(DirectoryRole::as_str)),
            ("skill", self.skill.as_deref()),
            ("cursor", self.cursor.as_deref()),
        ];
        address(PATH, &pairs)
    }
}

/// The address of a person's page.
pub(crate) fn person_href(handle: &str) -> String {
    format!("{PATH}/{handle}")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(path: &str) -> Shown {
        Shown::of(&ReturnPath::parse(path).unwrap())
    }

    #[test]
    fn an_address_is_read_and_written_alike() {
        for path in [
            "/people",
            "/people?search=ada+l&role=instructor",
            "/people?role=student&skill=c%2B%2B+%26+%C3%B1&cursor=abc-_",
        ] {
            assert_eq!(of(path).href(), path);
        }
        assert_eq!(
            of("/people?search=%20a+b%20").search.as_deref(),
            Some("a b")
        );
    }

    #[test]
    fn what_cannot_be_read_or_is_empty_asks_for_nothing() {
        for query in [
            "role=admin&limit=0",
            "search=&role=&skill=+",
            "&&=%FF",
            "page=9",
        ] {
            let shown = of(&format!("/people?{query}"));
            assert!(shown == Shown::default() && shown.is_everybody(), "{query}");
        }
    }

    #[test]
    fn another_page_keeps_what_is_looked_for() {
        let shown = of("/people?search=a&skill=b&cursor=c");
        assert_eq!(shown.at(None).href(), "/people?search=a&skill=b");
        assert_eq!(Shown::with_skill("a b").href(), "/people?skill=a+b");
    }
}
