//! What each route is asked about the other person: the classification of every route that there is.
//!
//! A route that could name a person, or list people, is tried with requests that do; what is in braces
//! stands for something of the other person's (`Other::fill`). A route that nobody else can be named to
//! says why. What a request may tell after all is stated beside it, with the reason.

mod account;
mod admin;
mod apart;
mod pages;
mod people;

use super::hidden::Hidden;

/// A route and what it is asked.
pub struct Row {
    /// Method and path, as the router has them.
    pub route: &'static str,
    pub tries: &'static [Try],
    /// Why nothing is asked.
    pub because: &'static str,
}

/// A request that must tell nothing.
pub struct Try {
    /// Address, and behind a space the body: JSON where it is an object, else a form.
    pub text: &'static str,
    /// Whether also those who do not want to be found are hidden from it.
    pub lists: bool,
    /// Where it may tell
    pub untold: &'static [Hidden],
    /// and why.
    pub because: &'static str,
}

/// A route that is tried.
const fn tried(route: &'static str, tries: &'static [Try]) -> Row {
    Row {
        route,
        tries,
        because: "",
    }
}

/// A route that knows of nobody but the caller.
const fn apart(route: &'static str, because: &'static str) -> Row {
    Row {
        route,
        tries: &[],
        because,
    }
}

/// A request about a person.
const fn of(text: &'static str) -> Try {
    Try {
        text,
        lists: false,
        untold: &[],
        because: "",
    }
}

/// A request for a list of people.
const fn list(text: &'static str) -> Try {
    Try {
        lists: true,
        ..of(text)
    }
}

impl Try {
    /// Which may tell after all where the other person is hidden so.
    const fn but(self, untold: &'static [Hidden], because: &'static str) -> Self {
        Self {
            untold,
            because,
            ..self
        }
    }

    pub fn path(&self) -> &'static str {
        self.text.split(' ').next().unwrap_or_default()
    }

    pub fn body(&self) -> Option<&'static str> {
        self.text.split_once(' ').map(|(_, body)| body)
    }

    /// Whether the two worlds must give the same answer to whoever is hidden so.
    pub fn counts(&self, hidden: Hidden) -> bool {
        !self.untold.contains(&hidden) && (self.lists || hidden != Hidden::Undiscoverable)
    }
}

impl Row {
    pub fn method(&self) -> &'static str {
        self.route.split(' ').next().unwrap_or_default()
    }

    pub fn path(&self) -> &'static str {
        self.route.split_once(' ').map_or("", |(_, path)| path)
    }
}

/// Every route. What makes and changes people comes last.
pub fn rows() -> impl Iterator<Item = &'static Row> {
    [
        people::ROWS,
        pages::ROWS,
        admin::ROWS,
        account::ROWS,
        apart::ROWS,
    ]
    .into_iter()
    .flatten()
}
