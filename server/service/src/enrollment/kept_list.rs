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

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{EnrollmentId, UserId, enrollment::EnrollmentStatus};
    use serde_json::{Value, json};
    use uuid::Uuid;

    fn titles(title: &str) -> Vec<Title> {
        vec![Some(title.into()), None]
    }

    fn told(page: &WrittenPage) -> Vec<Value> {
        let entries: Vec<Value> = serde_json::from_str(page.entries.text()).expect("an array");
        entries
            .into_iter()
            .map(|entry| entry["courseTitle"].clone())
            .collect()
    }

    #[test]
    fn a_page_is_written_anew_when_a_course_is_called_otherwise_and_only_then() {
        let view = |n| EnrollmentView {
            id: EnrollmentId(Uuid::from_u128(n)),
            user_id: UserId(Uuid::from_u128(1)),
            course_id: CourseId(Uuid::from_u128(n)),
            course_title: None,
            enrollment_status: EnrollmentStatus::Active,
            progress: serde_json::from_value(json!(0)).expect("a progress"),
            time_spent_seconds: 0,
            enrolled_at: "2026-11-22T10:00:00Z".parse().expect("a time"),
            completed_at: None,
            last_accessed_at: None,
            created_at: "2026-11-22T10:00:00Z".parse().expect("a time"),
            updated_at: "2026-11-22T10:00:00Z".parse().expect("a time"),
            version: 1,
        };
        let list = KeptList::new(20, vec![view(1), view(2)], 2);
        let write = |title| list.written(titles(title)).expect("it is written");
        let (first, again) = (write("Algebra"), write("Algebra"));
        assert_eq!(told(&first), [json!("Algebra"), Value::Null]);
        assert!(std::ptr::eq(first.entries.text(), again.entries.text()));
        assert_eq!(
            told(&write("Algebra II")),
            [json!("Algebra II"), Value::Null]
        );
        let shown = list.page(&titles("Algebra II"));
        let entries = serde_json::to_string(&shown.entries).expect("it is written");
        assert_eq!(write("Algebra II").entries.text(), entries);
    }
}
