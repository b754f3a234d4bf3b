//! Applications, decisions, and what they tell, on a real Postgres.

mod applying;
mod reviewing;

use crate::{
    Actor, Error, Result,
    ctx::Person,
    testing::world::{TENANT, World, newcomer, person},
};
use contract::{
    ErrorCode, TenantId, UserId,
    account::{AccountStatus, ChangeStatus, CreateUser, Role, SettableStatus},
    instructor_application::{ApplicationView, Decide, ReviewView, SubmitApplication},
};
use serde_json::{Value, json};
use sqlx::PgPool;

/// A world with a student who applies and two admins who review.
struct School {
    world: World,
    ada: Person,
    admins: [Person; 2],
}

/// What anybody may send.
fn application() -> SubmitApplication {
    SubmitApplication {
        motivation: "I have taught algebra to my neighbours for ten years now.".into(),
        expertise: vec!["Algebra".into(), "Logic".into()],
        links: Vec::new(),
    }
}

fn reject(version: i64) -> Decide {
    Decide::Reject {
        version,
        reason: "Tell us more of your experience.".into(),
    }
}

impl School {
    async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let ada = world.somebody().await;
        let admins = [admin(&world, TENANT).await, admin(&world, TENANT).await];
        Self { world, ada, admins }
    }

    /// As the account stands now, which is what a request would find.
    async fn now(&self, who: &Person) -> Person {
        let found =
            self.world
                .services
                .account
                .person_in(who.tenant_id, who.id, crate::cache::Sight::Far);
        found.await.unwrap().expect("the account is there")
    }

    async fn standing(&self, who: &Person) -> (Role, AccountStatus) {
        let now = self.now(who).await;
        (now.role, now.status)
    }

    async fn apply(&self, who: &Person) -> Result<ApplicationView> {
        let ctx = self.world.ctx(Actor::User(self.now(who).await));
        let service = &self.world.services.instructor_application;
        service.apply(&ctx, application()).await
    }

    async fn withdraw(&self, who: &Person) -> Result<ApplicationView> {
        let ctx = self.world.ctx(Actor::User(self.now(who).await));
        self.world
            .services
            .instructor_application
            .withdraw(&ctx)
            .await
    }

    async fn decide(&self, admin: &Person, whom: UserId, command: Decide) -> Result<ReviewView> {
        let ctx = self.world.ctx(Actor::User(admin.clone()));
        let service = &self.world.services.instructor_application;
        service.decide(&ctx, whom, command).await
    }

    /// The events of somebody, from the first on, by type and payload.
    async fn events(&self, who: UserId) -> Vec<(String, Value)> {
        let sql = "SELECT type, data FROM outbox_events WHERE user_id = $1 ORDER BY sequence";
        let rows = sqlx::query_as(sql).bind(who.0).fetch_all(&self.world.pool);
        rows.await.unwrap()
    }

    async fn kinds(&self, who: UserId) -> Vec<String> {
        let events = self.events(who).await.into_iter();
        events
            .map(|(kind, _)| kind)
            .filter(|kind| kind != "user.created")
            .collect()
    }

    /// The changes of somebody's entries of this action in the audit log.
    async fn audited(&self, who: UserId, action: &str) -> Vec<Value> {
        let sql = "SELECT changes FROM audit_log WHERE target_id = $1 AND action = $2 ORDER BY id";
        let rows = sqlx::query_scalar(sql).bind(who.0).bind(action);
        rows.fetch_all(&self.world.pool).await.unwrap()
    }
}

async fn admin(world: &World, tenant: TenantId) -> Person {
    let new = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    person(&world.account(tenant, new).await)
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    match result.unwrap_err() {
        Error::Conflict(conflict) => conflict.code,
        other => panic!("no conflict but {other}"),
    }
}

/// Entries of `changes` by field: before and after.
fn field<'a>(changes: &'a Value, name: &str) -> Option<(&'a Value, &'a Value)> {
    let entries = changes.as_array()?.iter();
    let entry = entries.into_iter().find(|entry| entry["field"] == name)?;
    Some((&entry["before"], &entry["after"]))
}

async fn suspend(school: &School, whom: &Person) {
    let ctx = school.world.ctx(Actor::User(school.admins[0].clone()));
    let command = ChangeStatus {
        status: SettableStatus::Suspended,
        reason: None,
    };
    let account = &school.world.services.account;
    let changed = account.change_status(&ctx, whom.id, command, None).await;
    assert_eq!(changed.unwrap().status, AccountStatus::Suspended);
}
