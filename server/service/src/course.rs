//! The local catalogue of courses, made of what the course-service tells.

mod store;
mod titles;

use crate::{
    Ctx,
    adapters::postgres::Warm,
    error::{Error, Result},
};
use chrono::{DateTime, Utc};
use contract::{
    CourseId, FieldCode, FieldError, FieldErrors, TenantId,
    enrollment::CourseOffer,
    event::{CourseDeleted, CourseTold},
    limits::COURSE_TITLE_MAX,
    paging::{Page, PageRequest},
    text::{clean_line, searchable},
};
use sqlx::{PgConnection, PgPool};
pub(crate) use titles::Title;
use titles::Titles;
use tokio_util::sync::CancellationToken;

/// What is kept of a title for the search: characters. Taking letters apart makes a text longer,
/// and an entry of an index has its limit.
const SEARCH_TEXT_MAX: usize = 2 * COURSE_TITLE_MAX;

/// Reads and keeps the catalogue.
#[derive(Clone, Debug)]
pub struct CourseService {
    pool: PgPool,
    titles: Titles,
}

impl CourseService {
    pub(crate) fn new(pool: PgPool, warm: &Warm) -> Self {
        Self {
            titles: Titles::new(warm.of("titles")),
            pool,
        }
    }

    /// The courses on offer in the caller's tenant whose titles hold these words, whatever their case
    /// and accents, by title; every course where there are no words. Says where the caller's own
    /// enrollment in each stands.
    ///
    /// # Errors
    /// `Unauthenticated`, `UserNotFound`, `Forbidden`, `Unavailable`.
    pub async fn search(
        &self,
        ctx: &Ctx,
        words: &str,
        page: PageRequest,
    ) -> Result<Page<CourseOffer>> {
        let person = ctx.person()?;
        let patterns: Vec<String> = search_text(&clean_line(words))
            .split_whitespace()
            .map(containing)
            .collect();
        let mut conn = self.pool.acquire().await?;
        store::find_offers(&mut conn, person.tenant_id, person.id, &patterns, page).await
    }

    /// What each of these courses is called, where we know; at most a second old.
    pub(crate) async fn titles(
        &self,
        ctx: &Ctx,
        tenant: TenantId,
        ids: &[CourseId],
    ) -> Result<Vec<Title>> {
        let courses: Vec<_> = ids.iter().map(|id| (tenant, *id)).collect();
        self.titles.find(&courses, ctx.now).await
    }

    /// Has those who ask for titles at the same moment ask together, until asked to stop; once a process.
    pub(crate) async fn gather(&self, stop: &CancellationToken) {
        self.titles.gather(stop).await;
    }

    /// The course-service tells of a course, as published now or as known: its newest title stays,
    /// whatever the order in which events come.
    pub(crate) async fn told_in(
        &self,
        conn: &mut PgConnection,
        tenant: TenantId,
        told: &CourseTold,
        is_published: bool,
        at: DateTime<Utc>,
    ) -> Result<()> {
        let title: String = clean_line(&told.title)
            .chars()
            .take(COURSE_TITLE_MAX)
            .collect();
        let title = title.trim_end();
        if title.is_empty() {
            let fault = FieldError::new("title", FieldCode::Required);
            return Err(Error::Invalid(FieldErrors::one(fault)));
        }
        let texts = (title, &*search_text(title));
        let published_at = is_published.then_some(at);
        store::upsert_title(conn, tenant, told.course_id, texts, at, published_at).await
    }

    /// The course-service tells that a course has ended: it is no longer on offer, unless it was
    /// published later.
    pub(crate) async fn deleted_in(
        &self,
        conn: &mut PgConnection,
        tenant: TenantId,
        told: &CourseDeleted,
        at: DateTime<Utc>,
    ) -> Result<()> {
        store::upsert_deleted(conn, tenant, told.course_id, at).await
    }
}

/// A title, or words that are looked for in one, without case and accents.
fn search_text(text: &str) -> String {
    searchable(text).chars().take(SEARCH_TEXT_MAX).collect()
}

/// The LIKE pattern of texts that hold this word; none of its characters is a wildcard.
fn containing(word: &str) -> String {
    let mut pattern = String::from("%");
    for c in word.chars() {
        if matches!(c, '%' | '_' | '\\') {
            pattern.push('\\');
        }
        pattern.push(c);
    }
    pattern.push('%');
    pattern
}

#[cfg(test)]
mod tests;
