//! People who take courses that the viewer takes.

use super::{Sketch, user};
use crate::{
    ctx::Person,
    testing::world::{TENANT, World},
};
use contract::{
    CourseId, UserId,
    account::{AccountStatus, Role},
    enrollment::{CreateEnrollment, EnrollmentStatus, UpdateEnrollment},
    profile::Visibility,
};
use sqlx::PgPool;
use uuid::Uuid;

fn course(n: u128) -> CourseId {
    CourseId(Uuid::from_u128(n))
}

impl World {
    async fn takes(&self, person: &Person, courses: &[u128]) {
        for n in courses {
            let command = CreateEnrollment {
                course_id: course(*n),
            };
            let ctx = self.ctx(user(person));
            let done = self.services.enrollment.enroll(&ctx, person.id, command);
            done.await.expect("enrolled");
        }
    }

    async fn suggested(&self, person: &Person, limit: u32) -> Vec<UserId> {
        let found = self
            .services
            .directory
            .suggestions(&self.ctx(user(person)), limit)
            .await;
        found
            .expect("suggestions")
            .into_iter()
            .map(|p| p.id)
            .collect()
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_shares_the_most_courses_comes_first(pool: PgPool) {
    let world = World::new(pool).await;
    let me = world.named("Me Myself").await;
    let (one, two, none) = (
        world.named("One").await,
        world.named("Two").await,
        world.named("None").await,
    );
    world.takes(&me, &[1, 2, 3]).await;
    world.takes(&one, &[1, 9]).await;
    world.takes(&two, &[2, 3]).await;
    world.takes(&none, &[9]).await;
    assert_eq!(world.suggested(&me, 6).await, [two.id, one.id]);
    assert_eq!(world.suggested(&me, 1).await, [two.id]);
    assert_eq!(world.suggested(&none, 6).await, [one.id]);
    // What is dropped is not shared, on either side.
    let drop = async |person: &Person, n| {
        let command = UpdateEnrollment {
            enrollment_status: EnrollmentStatus::Dropped,
        };
        let ctx = world.ctx(user(person));
        world
            .services
            .enrollment
            .update(&ctx, person.id, course(n), command, None)
            .await
            .unwrap();
    };
    drop(&two, 2).await;
    drop(&me, 1).await;
    assert_eq!(world.suggested(&me, 6).await, [two.id]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_is_suggested_who_is_not_seen_or_does_not_want_to_be_found(pool: PgPool) {
    let world = World::new(pool).await;
    let me = world.named("Me Myself").await;
    world.takes(&me, &[1]).await;
    let seen = world.named("Seen").await;
    let private = Sketch {
        name: "Private",
        visibility: Some(Visibility::Private),
        ..Sketch::default()
    };
    let hidden = Sketch {
        name: "Hidden",
        is_hidden: true,
        ..Sketch::default()
    };
    let blocked = world.named("Blocked").await;
    let blocking = world.named("Blocking").await;
    let suspended = world.named("Suspended").await;
    for person in [
        &world.sketched(TENANT, private).await,
        &world.sketched(TENANT, hidden).await,
        &blocked,
        &blocking,
        &suspended,
        &seen,
    ] {
        world.takes(person, &[1]).await;
    }
    world.block(&me, &blocked).await;
    world.block(&blocking, &me).await;
    world.set_status(&suspended, AccountStatus::Suspended).await;
    assert_eq!(world.suggested(&me, 6).await, [seen.id]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_is_not_seen_takes_nobodys_place(pool: PgPool) {
    let world = World::new(pool).await;
    let me = world.named("Me Myself").await;
    world.takes(&me, &[1]).await;
    let seen = world.named("Seen").await;
    world.takes(&seen, &[1]).await;
    // More than are looked at, and all of them later.
    for n in 0..super::super::LEARNERS_LOOKED_AT + 5 {
        let name = format!("Hidden {n}");
        let sketch = Sketch {
            name: &name,
            visibility: Some(Visibility::Private),
            role: Some(Role::Student),
            ..Sketch::default()
        };
        let person = world.sketched(TENANT, sketch).await;
        world.takes(&person, &[1]).await;
    }
    assert_eq!(world.suggested(&me, 6).await, [seen.id]);
}
