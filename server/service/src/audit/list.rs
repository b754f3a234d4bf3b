//! The audit log as admins read it.

use super::{
    AuditService, Change, Target, USER,
    place::Place,
    store::{self, Window},
};
use crate::{
    Ctx,
    error::Result,
    paging::{Place as _, Start},
};
use contract::{
    TenantId, UserId,
    audit::{ActionFilter, AuditEntry, AuditFilter, AuditQuery},
    paging::PageRequest,
};
use sqlx::PgPool;

/// A page of the audit log.
#[derive(Clone, Debug, PartialEq)]
pub struct AuditPage {
    /// Its entries, the newest first.
    pub entries: Vec<AuditEntry>,
    /// Which it is.
    pub at: PageRequest,
    /// How many entries there are in all, exact.
    pub total: i64,
    /// Where the next page begins, if there is one.
    pub next: Option<String>,
}

impl AuditService {
    /// The entries of the caller's tenant that are asked for, the newest first: for admins. That somebody has
    /// read them is an entry itself (`audit.read`), from the next page on.
    ///
    /// # Errors
    /// `Invalid` (every bad field, `cursor`), `Unauthenticated`, `Forbidden`, `Unavailable`.
    pub async fn list(
        &self,
        ctx: &Ctx,
        query: &AuditQuery,
        start: &Start,
        limit: u32,
    ) -> Result<AuditPage> {
        let tenant = ctx.admin()?.tenant_id;
        let filter = query.check()?;
        let (at, before, after) = start.read::<Place>(limit)?;
        let window = Window {
            after: after.map(|place| (place.at, place.id)),
            skip: if after.is_some() { 0 } else { at.offset() },
            // One more than the page has shows whether another follows.
            limit: i64::from(limit) + 1,
        };
        let sought = &filter;
        let read = |pool: PgPool| async move {
            let mut tx = store::begin(&pool).await?;
            let total = store::count_entries(&mut tx, tenant, sought).await?;
            // Behind the end nothing is looked for.
            let mut entries = if window.skip < total {
                store::list_entries(&mut tx, tenant, sought, window).await?
            } else {
                Vec::new()
            };
            let is_last = entries.len() <= limit as usize;
            entries.truncate(limit as usize);
            store::name_people(&mut tx, tenant, &mut entries).await?;
            tx.commit().await?;
            Ok((total, entries, is_last))
        };
        let (total, entries, is_last) = self.readers.read(ctx.sight, read).await?;
        let target = target_of(tenant, &filter, &entries);
        let details = details_of(query, &filter);
        self.audit
            .read(ctx, tenant, "audit.read", target, details)
            .await?;
        let passed = before + i64::try_from(entries.len()).unwrap_or_default();
        let next = entries.last().filter(|_| !is_last).and_then(|last| {
            let place = Place {
                passed: u32::try_from(passed).ok()?,
                at: last.at,
                id: last.id.0,
            };
            place.cursor()
        });
        Ok(AuditPage {
            entries,
            at,
            total,
            next,
        })
    }
}

/// Whoever reads what was done to one person has read of that person.
fn target_of(tenant: TenantId, filter: &AuditFilter, entries: &[AuditEntry]) -> Target {
    let target = entries.first().map(|entry| &entry.target);
    match target.filter(|target| filter.target.is_some() && target.kind == USER) {
        Some(target) => Target::user(UserId(target.id)),
        None => Target::tenant(tenant),
    }
}

fn details_of(query: &AuditQuery, filter: &AuditFilter) -> Vec<Change> {
    let target = filter.target.map(|id| id.to_string());
    let action = filter.action.as_ref().map(|action| match action {
        ActionFilter::Exactly(word) | ActionFilter::Area(word) => word.as_str(),
    });
    let asked = [
        ("actor", filter.actor.as_deref()),
        ("target", target.as_deref()),
        ("action", action),
        ("from", filter.from.and(query.from.as_deref())),
        ("to", filter.before.and(query.to.as_deref())),
    ];
    let details = asked
        .into_iter()
        .filter_map(|(field, value)| Some(Change::asked(field, value?.trim())));
    details.collect()
}
