//! What courses are called, kept in the process for a second: lists show titles that are at most
//! that old without asking Postgres each time. Who asks for others at the same moment asks together.

use super::store;
use crate::{
    adapters::postgres::Warm,
    error::{Error, Result},
    together::{PATIENCE, Together},
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{CourseId, TenantId};
use quick_cache::sync::Cache;
use std::{
    collections::{HashMap, HashSet},
    sync::Arc,
};
use tokio::time::timeout;
use tokio_util::sync::CancellationToken;

/// How old a title may be.
const MAX_AGE: TimeDelta = TimeDelta::seconds(1);
/// Titles that are kept; forgetting costs a question.
const MAX_TITLES: usize = 100_000;
/// Who asks Postgres in one question: all who wait, since none of them costs it more than a look.
const AT_ONCE: usize = 1_024;

/// A title, or that there is none.
pub(crate) type Title = Option<Arc<str>>;

/// A course of a tenant.
type Course = (TenantId, CourseId);
/// What courses are called, those that are called something.
type Found = Arc<HashMap<Course, Arc<str>>>;

/// Titles that were asked for a moment ago, and the way to those that were not.
#[derive(Clone, Debug)]
pub(super) struct Titles {
    warm: Warm,
    kept: Arc<Cache<Course, (Title, DateTime<Utc>)>>,
    together: Together<Arc<[Course]>, Result<Found>>,
}

impl Titles {
    pub(super) fn new(warm: Warm) -> Self {
        Self {
            warm,
            kept: Arc::new(Cache::new(MAX_TITLES)),
            together: Together::new(),
        }
    }

    /// Has those who ask at the same moment ask together, until asked to stop; once a process.
    pub(super) async fn gather(&self, stop: &CancellationToken) {
        let Some(mut line) = self.together.line(stop) else {
            return;
        };
        while line.wait().await {
            let mut questions = line.take(AT_ONCE);
            // Whoever has gone needs no answer.
            questions.retain(|one| !one.is_given_up());
            let courses: HashSet<_> = questions.iter().flat_map(|one| one.iter()).collect();
            let courses: Vec<_> = courses.into_iter().copied().collect();
            if courses.is_empty() {
                continue;
            }
            let found = timeout(PATIENCE, self.ask(&courses)).await;
            let found = found.unwrap_or(Err(Error::Unavailable("postgres")));
            for question in questions {
                question.answer(found.clone());
            }
        }
    }

    /// What these are called at `now`, or at most a second before.
    pub(super) async fn find(&self, courses: &[Course], now: DateTime<Utc>) -> Result<Vec<Title>> {
        let known: Vec<_> = courses.iter().map(|course| self.get(course, now)).collect();
        let unknown = courses
            .iter()
            .zip(&known)
            .filter(|(_, known)| known.is_none());
        let missing: Vec<_> = unknown.map(|(course, _)| *course).collect();
        if missing.is_empty() {
            return Ok(known.into_iter().flatten().collect());
        }
        let found = self.ask_together(missing).await?;
        let titled = courses.iter().zip(known).map(|(course, known)| {
            known.unwrap_or_else(|| {
                let title = found.get(course).cloned();
                self.kept.insert(*course, (title.clone(), now));
                title
            })
        });
        Ok(titled.collect())
    }

    /// What is known and young enough.
    fn get(&self, course: &Course, now: DateTime<Utc>) -> Option<Title> {
        let (title, read_at) = self.kept.get(course)?;
        ((now - read_at).abs() < MAX_AGE).then_some(title)
    }

    /// With others, or alone where nobody asks for all.
    async fn ask_together(&self, courses: Vec<Course>) -> Result<Found> {
        let courses: Arc<[Course]> = courses.into();
        match self.together.ask_postgres(Arc::clone(&courses)).await? {
            Some(found) => Ok(found),
            None => self.ask(&courses).await,
        }
    }

    async fn ask(&self, courses: &[Course]) -> Result<Found> {
        let mut conn = self.warm.acquire().await?;
        let found = store::find_titles(&mut conn, courses).await?;
        conn.keep();
        let found = found
            .into_iter()
            .map(|(course, title)| (course, title.into()));
        Ok(Arc::new(found.collect()))
    }
}
