//! What things in the cache are called.

use std::fmt::{Display, Write};

/// Between the generation of a part and what is kept of it.
const PART_SEPARATOR: char = ' ';

/// A thing in the cache: which kind (the metric's label) and which one.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct CacheKey {
    pub(super) kind: &'static str,
    pub(super) name: String,
    /// Which of many things that change together with what the name names; empty where it is that itself.
    pub(super) part: String,
}

impl CacheKey {
    /// `kind` is one of few, `id` one of many.
    pub fn new(kind: &'static str, id: impl Display) -> Self {
        // Room for the id of a row, which most are: two of these are made for each request.
        let mut name = String::with_capacity("user:".len() + kind.len() + 1 + 36);
        name.extend(["user:", kind, ":"]);
        // A string takes whatever is written.
        if write!(name, "{id}").is_err() {
            name.push('?');
        }
        Self {
            kind,
            name,
            part: String::new(),
        }
    }

    /// A part is not deleted when the whole changes: it bears the generation under which it was read.
    pub(super) fn keep(&self, text: &str, generation: &str) -> String {
        if self.part.is_empty() {
            text.to_owned()
        } else {
            format!("{generation}{PART_SEPARATOR}{text}")
        }
    }

    /// What was kept, if it counts under this generation.
    pub(super) fn kept(&self, text: String, generation: &str) -> Option<String> {
        if self.part.is_empty() {
            return Some(text);
        }
        let (then, value) = text.split_once(PART_SEPARATOR)?;
        (then == generation).then(|| value.to_owned())
    }

    /// One of the things that are made of many, and gone with every change of the whole: a key of which no change is
    /// told by itself.
    #[must_use]
    pub fn part(mut self, part: String) -> Self {
        self.part = part;
        self
    }
}
