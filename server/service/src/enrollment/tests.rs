//! Enrollments on a real Postgres and Redis.

mod races;
mod reads;
mod sequences;
mod titles;
mod together;
mod writes;

use crate::{
    Actor, Ctx, Error,
    ctx::{Person, Scopes},
    error::Result,
    testing::world::{TENANT, World, newcomer, person},
};
use chrono::{DateTime, Utc};
use contract::{
    CourseId, TenantId, UserId,
    account::{CreateUser, Role},
    enrollment::{
        CreateEnrollment, EnrollmentFilter, EnrollmentStatus, EnrollmentView, Progress,
        ReportProgress, UpdateEnrollment,
    },
    paging::{Page, PageRequest},
};
use serde_json::Value;
use uuid::Uuid;

fn course() -> CourseId {
    CourseId(Uuid::from_u128(rand::random()))
}

fn percent(percent: u16) -> Progress {
    Progress::from_hundredths(percent * 100).expect("at most a hundred")
}

fn report(progress: u16, occurred_at: Option<DateTime<Utc>>) -> ReportProgress {
    ReportProgress {
        progress: percent(progress),
        time_spent_seconds: Some(60),
        occurred_at,
    }
}

fn service(tenant_id: TenantId, scopes: &str) -> Actor {
    Actor::Service {
        name: "course-service".into(),
        tenant_id,
        scopes: Scopes::parse(scopes),
    }
}

async fn admin(world: &World, tenant: TenantId) -> Actor {
    let new = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    Actor::User(person(&world.account(tenant, new).await))
}

/// Somebody who acts on one person's enrollments.
struct Hand<'a> {
    world: &'a World,
    actor: Actor,
    id: UserId,
}

/// The person themselves.
fn own<'a>(world: &'a World, person: &Person) -> Hand<'a> {
    Hand {
        world,
        actor: Actor::User(person.clone()),
        id: person.id,
    }
}

impl Hand<'_> {
    fn ctx(&self) -> Ctx {
        self.world.ctx(self.actor.clone())
    }

    /// Somebody else's on the same person.
    fn of(&self, actor: Actor) -> Self {
        Self { actor, ..*self }
    }

    async fn enroll(&self, course_id: CourseId) -> Result<EnrollmentView> {
        let service = &self.world.services.enrollment;
        let command = CreateEnrollment { course_id };
        service.enroll(&self.ctx(), self.id, command).await
    }

    async fn report(&self, course: CourseId, report: ReportProgress) -> Result<EnrollmentView> {
        let service = &self.world.services.enrollment;
        service
            .report_progress(&self.ctx(), self.id, course, report, None)
            .await
    }

    async fn move_to(&self, course: CourseId, status: EnrollmentStatus) -> Result<EnrollmentView> {
        let service = &self.world.services.enrollment;
        let command = UpdateEnrollment {
            enrollment_status: status,
        };
        service
            .update(&self.ctx(), self.id, course, command, None)
            .await
    }

    async fn remove(&self, course: CourseId) -> Result<EnrollmentView> {
        let service = &self.world.services.enrollment;
        service.remove(&self.ctx(), self.id, course).await
    }

    async fn get(&self, course: CourseId) -> Result<EnrollmentView> {
        let service = &self.world.services.enrollment;
        service.get(&self.ctx(), self.id, course).await
    }

    async fn list(
        &self,
        filter: EnrollmentFilter,
        page: PageRequest,
    ) -> Result<Page<EnrollmentView>> {
        let service = &self.world.services.enrollment;
        service.list(&self.ctx(), self.id, filter, page).await
    }

    /// The page that everybody asks for, which is the cached one.
    async fn usual(&self) -> Page<EnrollmentView> {
        let page = self.list(EnrollmentFilter::Kept, PageRequest::first(20));
        page.await.expect("a page")
    }

    /// What was told of the person since the account was made, in order.
    async fn told(&self) -> Vec<(String, Value)> {
        let rows: Vec<(i64, String, Value)> = sqlx::query_as(
            "SELECT sequence, type, data FROM outbox_events WHERE user_id = $1 AND sequence > 1 ORDER BY 1",
        )
        .bind(self.id.0)
        .fetch_all(&self.world.pool)
        .await
        .expect("events");
        let gapless = rows.iter().zip(2..).all(|(row, n)| row.0 == n);
        assert!(gapless, "{rows:?}");
        rows.into_iter()
            .map(|(_, kind, data)| (kind, data))
            .collect()
    }

    async fn told_kinds(&self) -> Vec<String> {
        let told = self.told().await;
        told.into_iter().map(|(kind, _)| kind).collect()
    }

    /// Actions and changes of the audit log about the person, oldest first.
    async fn audited(&self) -> Vec<(String, Value)> {
        sqlx::query_as(
            "SELECT action, changes FROM audit_log WHERE target_id = $1 AND action <> 'user.created' ORDER BY at, id",
        )
        .bind(self.id.0)
        .fetch_all(&self.world.pool)
        .await
        .expect("entries")
    }
}

/// What a refusal is called.
fn refusal<T: std::fmt::Debug>(result: Result<T>) -> String {
    match result.expect_err("refused") {
        Error::Conflict(conflict) => conflict.code.to_string(),
        Error::Forbidden(denial) => format!("{denial:?}"),
        Error::NotFound => "NotFound".into(),
        Error::Stale(_) => "Stale".into(),
        Error::FeatureDisabled => "FeatureDisabled".into(),
        other => panic!("{other:?}"),
    }
}

/// Somebody of the usual tenant, with their own hand.
async fn learner(world: &World) -> Hand<'_> {
    let ada = world.somebody().await;
    assert_eq!(ada.tenant_id, TENANT);
    own(world, &ada)
}
