//! New enrollments of one moment, made together.

use super::{
    EnrollmentService, Kept, Whose, cache_key, change,
    news::{self, News},
    policy::Fact,
};
use crate::{
    Ctx,
    adapters::postgres::WarmConnection,
    error::Result,
    together::{
        Turn,
        rounds::{self, Personal},
    },
};
use contract::{TenantId, UserId};
use tokio_util::sync::CancellationToken;

/// A new enrollment that somebody wishes for.
pub(super) struct Enrolling {
    ctx: Ctx,
    whose: Whose,
    new: Kept,
}

impl Personal for Enrolling {
    fn person(&self) -> UserId {
        self.whose.id
    }
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
        let make = |conn, turns| self.make(conn, turns);
        self.rounds
            .run(&self.warm.of("enrollments"), stop, make)
            .await;
    }

    /// Makes them in one statement. What cannot be made beside others (somebody else has the person, an enrollment
    /// that is there already, a fault of one of them) is left: so nobody waits or fails for another. Gives what is left
    /// to do then.
    async fn make(
        &self,
        mut conn: WarmConnection,
        all: Vec<Turn<Enrolling, Result<()>>>,
    ) -> Result<impl Future<Output = ()>> {
        let new: Vec<_> = all.iter().map(|one| one.made()).collect();
        let news = all.iter().map(|one| one.news()).collect();
        let keys: Vec<_> = all.iter().map(|one| cache_key(one.whose.id)).collect();
        let change = self.cache.change(keys);
        let made = news::insert(&mut conn, &self.audit, &new, news).await;
        if made.is_ok() {
            conn.keep();
        }
        rounds::settle(change, all, made, |one: Enrolling| {
            change::log_saved(&one.ctx, change::ENROLLED, &one.new, &[Fact::Enrolled]);
        })
    }
}
