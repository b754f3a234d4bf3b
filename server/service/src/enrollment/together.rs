//! New enrollments of one moment, made together.

use super::{
    EnrollmentService, Kept, Whose, cache_key, change,
    news::{self, News},
    policy::Fact,
    store,
};
use crate::{
    Ctx,
    error::Result,
    together::{Turn, rounds},
};
use contract::TenantId;
use sqlx::{Postgres, Transaction};
use std::collections::HashSet;
use tokio_util::sync::CancellationToken;

/// A new enrollment that somebody wishes for.
pub(super) struct Enrolling {
    ctx: Ctx,
    whose: Whose,
    new: Kept,
}

impl Enrolling {
    fn made(&self) -> (TenantId, &Kept) {
        (self.whose.tenant, &self.new)
    }

    fn news(&self) -> News<'_> {
        let (ctx, whose) = (&self.ctx, &self.whose);
        News::new(
            ctx,
            whose,
            change::ENROLLED,
            None,
            &self.new,
            &[Fact::Enrolled],
        )
    }
}

impl EnrollmentService {
    /// Makes a new enrollment with others of this moment. Says `false` where it is to be made alone, with all that
    /// may stand against it.
    pub(super) async fn enroll_together(
        &self,
        ctx: &Ctx,
        whose: &Whose,
        new: &Kept,
    ) -> Result<bool> {
        let enrolling = Enrolling {
            ctx: ctx.clone(),
            whose: *whose,
            new: new.clone(),
        };
        Ok(self.rounds.ask(enrolling).await?.is_some())
    }

    /// Has new enrollments of one moment made together until asked to stop; once a process.
    pub(crate) async fn gather(&self, stop: &CancellationToken) {
        let make = |tx, turns| self.make(tx, turns);
        self.rounds.write(&self.pool, stop, make).await;
    }

    /// Makes them in one transaction. What cannot be made beside others (somebody else has the person, an enrollment
    /// that is there already, a fault of one of them) is left: so nobody waits or fails for another. Where another process
    /// makes one of them at this very moment, all are left. Gives what commits them.
    async fn make(
        &self,
        mut tx: Transaction<'static, Postgres>,
        mut all: Vec<Turn<Enrolling, Result<()>>>,
    ) -> Result<impl Future<Output = Result<()>>> {
        let mut named = HashSet::new();
        all.retain(|one| named.insert((one.new.user_id, one.new.course_id)));
        let new: Vec<_> = all.iter().map(|one| one.made()).collect();
        let free = store::lock_free_people(&mut tx, &new).await?;
        all.retain(|one| free.contains(&one.new.id));
        let new: Vec<_> = all.iter().map(|one| one.made()).collect();
        let news = all.iter().map(|one| one.news()).collect();
        news::insert(&mut tx, &self.audit, &new, news).await?;
        let people: HashSet<_> = all.iter().map(|one| one.whose.id).collect();
        let keys: Vec<_> = people.into_iter().map(cache_key).collect();
        let change = self.cache.change(keys);
        let made = all.into_iter().map(|one| (one, ()));
        Ok(rounds::commit(tx, change, made, |one, ()| {
            change::log_saved(&one.ctx, change::ENROLLED, &one.new, &[Fact::Enrolled]);
        }))
    }
}
