//! A page of somebody's enrollments as it is kept to be read.

use crate::{course::Title, error::Result, written::Written};
use contract::{CourseId, enrollment::EnrollmentView, paging::Page};
use serde::{Deserialize, Serialize};
use std::sync::{Mutex, PoisonError};

/// A page as JSON text.
#[derive(Clone, Debug)]
pub struct WrittenPage {
    /// An array of `EnrollmentView`.
    pub entries: Written,
    /// Enrollments in the whole list, exact.
    pub total: i64,
}

/// A page that many read. What its courses are called is not kept with it; it is written again only
/// when one of them is called otherwise than the last time.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct KeptList {
    limit: u32,
    entries: Vec<EnrollmentView>,
    total: i64,
    #[serde(skip)]
    written: Mutex<Option<(Vec<Title>, Written)>>,
}

impl KeptList {
    /// A page of so many at most, out of `total`.
    pub(super) fn new(limit: u32, entries: Vec<EnrollmentView>, total: i64) -> Self {
        Self {
            limit,
            entries,
            total,
            written: Mutex::default(),
        }
    }

    /// How many it may have at most.
    pub(super) fn limit(&self) -> u32 {
        self.limit
    }

    /// The courses on it.
    pub(super) fn courses(&self) -> Vec<CourseId> {
        self.entries.iter().map(|view| view.course_id).collect()
    }

    /// The page with these titles, one a course.
    pub(super) fn page(&self, titles: &[Title]) -> Page<EnrollmentView> {
        let mut entries = self.entries.clone();
        for (view, title) in entries.iter_mut().zip(titles) {
            view.course_title = title.as_deref().map(str::to_owned);
        }
        Page {
            entries,
            total: self.total,
        }
    }

    /// The same as JSON text.
    ///
    /// # Errors
    /// `Internal`.
    pub(super) fn written(&self, titles: Vec<Title>) -> Result<WrittenPage> {
        let mut last = self.written.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = match &*last {
            Some((known, written)) if *known == titles => written.clone(),
            _ => {
                let written = Written::of(&self.page(&titles).entries)?;
                *last = Some((titles, written.clone()));
                written
            }
        };
        drop(last);
        Ok(WrittenPage {
            entries,
            total: self.total,
        })
    }
}
