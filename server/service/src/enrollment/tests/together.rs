//! New enrollments that come at one moment: made together, as if each had come alone.

use super::{course, learner, own, refusal};
use crate::testing::world::World;
use futures::future::join_all;
use sqlx::PgPool;

async fn transactions(world: &World) -> i64 {
    world
        .count("SELECT count(DISTINCT xmin::text) FROM user_enrollments")
        .await
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn enrollments_of_one_moment_share_transactions_and_each_is_told_as_its_own(pool: PgPool) {
    let world = World::new(pool).await;
    let mut learners = Vec::new();
    for _ in 0..8 {
        learners.push(learner(&world).await);
    }
    let courses = [course(), course()];
    let wishes = || {
        learners
            .iter()
            .flat_map(|one| courses.map(|course| (one, course)))
    };
    let made = join_all(wishes().map(|(one, course)| one.enroll(course)));
    for ((one, course), made) in wishes().zip(world.together(made).await) {
        let made = made.expect("enrolled");
        assert_eq!((made.user_id, made.course_id), (one.id, course));
        assert_eq!(one.get(course).await.expect("an enrollment"), made);
    }
    // Whoever is first waits for nobody.
    let transactions = transactions(&world).await;
    assert!(transactions <= 4, "{transactions}");
    for one in &learners {
        assert_eq!(one.told_kinds().await, ["user.enrolled", "user.enrolled"]);
    }
    let told = world.count(
        "SELECT count(*) FROM outbox_events AS e JOIN audit_log AS a
             ON a.target_id = e.user_id AND a.request_id = e.correlation_id AND a.action = 'user.enrolled'
         WHERE e.type = 'user.enrolled'",
    );
    assert_eq!(told.await, 16);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_the_same_wish_at_once_one_is_made_and_takes_nobody_along(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, grace) = (learner(&world).await, learner(&world).await);
    let (algebra, logic) = (course(), course());
    ada.enroll(logic).await.expect("enrolled");
    ada.remove(logic).await.expect("dropped");
    let (tries, again, other) = world
        .together(async {
            let tries = join_all((0..10).map(|_| ada.enroll(algebra)));
            tokio::join!(tries, ada.enroll(logic), grace.enroll(algebra))
        })
        .await;
    let (made, refused): (Vec<_>, Vec<_>) = tries.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (1, 9));
    for refused in refused {
        assert_eq!(refusal(refused), "already_enrolled");
    }
    // What was dropped is taken up again where it was left.
    assert_eq!(again.expect("enrolled again").version, 3);
    other.expect("enrolled");
    let told = ada.told_kinds().await;
    assert_eq!(
        told.iter().filter(|kind| *kind == "user.enrolled").count(),
        3
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_waits_for_somebody_whom_another_has(pool: PgPool) {
    let world = World::new(pool).await;
    let (ada, grace, algebra) = (learner(&world).await, learner(&world).await, course());
    let held = world
        .hold("SELECT 1 FROM users WHERE id = $1 FOR UPDATE", ada.id.0)
        .await;
    world
        .together(async {
            let mut waits = Box::pin(ada.enroll(algebra));
            tokio::select! {
                biased;
                _ = &mut waits => panic!("the person is somebody else's"),
                made = Box::pin(grace.enroll(algebra)) => drop(made.expect("enrolled")),
            }
            held.rollback().await.expect("the person is free");
            waits.await.expect("enrolled");
        })
        .await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn two_processes_that_enroll_the_same_people_never_wait_in_a_circle(pool: PgPool) {
    let one = World::new(pool.clone()).await;
    let two = World::new(pool).await;
    let mut people = Vec::new();
    for _ in 0..10 {
        people.push(one.somebody().await);
    }
    for _ in 0..10 {
        let courses = [course(), course(), course()];
        let enroll = async |world: &World| {
            let wishes = people
                .iter()
                .flat_map(|person| courses.map(|course| (own(world, person), course)));
            let wishes = wishes.map(async |(hand, course)| hand.enroll(course).await);
            world.together(join_all(wishes)).await
        };
        let (first, second) = tokio::join!(enroll(&one), enroll(&two));
        for (first, second) in first.into_iter().zip(second) {
            assert!(first.is_ok() != second.is_ok(), "{first:?} and {second:?}");
        }
    }
}
