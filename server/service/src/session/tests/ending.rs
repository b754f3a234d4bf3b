//! What people end of their sessions, and what is recorded of it.

use super::{TTL, begin, bound_to, by, lives, names, sessions, somebody};
use crate::{
    Actor, Ctx, Error,
    ctx::Person,
    testing::{
        unique,
        world::{World, noon},
    },
};
use contract::SessionId;
use serde_json::{Value, json};
use sqlx::PgPool;

/// A call of this person in a world.
fn call(world: &World, person: &Person) -> Ctx {
    world.ctx(Actor::User(person.clone()))
}

/// Who ended which session, in order.
async fn recorded(world: &World) -> Vec<(String, Value)> {
    sqlx::query_as(
        "SELECT actor_id, changes FROM audit_log WHERE action = 'session.ended' AND actor_id = target_id::text ORDER BY id",
    )
    .fetch_all(&world.pool)
    .await
    .expect("entries")
}

fn entry(person: &Person, session: SessionId) -> (String, Value) {
    let changes = json!([{"field": "sessionId", "before": session}]);
    (person.id.to_string(), changes)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn somebody_ends_one_of_their_sessions_once(pool: PgPool) {
    let world = World::new(pool).await;
    let sessions = &world.services.session;
    let ada = world.somebody().await;
    let (secret, name) = begin(sessions, &ada, None).await;
    let (other, kept) = begin(sessions, &ada, None).await;
    let ctx = call(&world, &ada);
    sessions.sign_out(&ctx, name).await.expect("ended");
    assert!(!lives(sessions, &secret).await && lives(sessions, &other).await);
    assert_eq!(names(sessions, &ada).await, [kept]);
    let again = sessions.sign_out(&ctx, name).await;
    assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    assert_eq!(recorded(&world).await, [entry(&ada, name)]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_many_who_end_the_same_session_one_does(pool: PgPool) {
    let world = World::new(pool).await;
    let sessions = &world.services.session;
    let ada = world.somebody().await;
    let (_, name) = begin(sessions, &ada, None).await;
    let ctx = call(&world, &ada);
    let ends = (0..20).map(|_| sessions.sign_out(&ctx, name));
    let ends = futures::future::join_all(ends).await;
    assert_eq!(ends.iter().filter(|end| end.is_ok()).count(), 1);
    let others = ends.iter().filter(|end| end.is_err());
    assert!(
        others
            .into_iter()
            .all(|e| matches!(e, Err(Error::NotFound)))
    );
    assert_eq!(recorded(&world).await, [entry(&ada, name)]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_ends_another_persons_session_or_one_that_never_was(pool: PgPool) {
    let world = World::new(pool).await;
    let sessions = &world.services.session;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    let (secret, name) = begin(sessions, &ada, None).await;
    let ctx = call(&world, &bob);
    for id in [name, SessionId(world.clock.new_id())] {
        let refused = sessions.sign_out(&ctx, id).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    }
    let none = sessions.sign_out_others(&ctx, None).await;
    assert_eq!(none.expect("nothing to end"), 0);
    assert!(lives(sessions, &secret).await);
    assert_eq!(recorded(&world).await, []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn somebody_ends_all_their_sessions_but_the_current_one(pool: PgPool) {
    let world = World::new(pool).await;
    let sessions = &world.services.session;
    let (ada, bob) = (world.somebody().await, world.somebody().await);
    let (current, kept) = begin(sessions, &ada, None).await;
    let mut others = Vec::new();
    for _ in 0..3 {
        others.push(begin(sessions, &ada, None).await);
    }
    let (gone, _) = begin(sessions, &ada, None).await;
    assert!(sessions.end(&gone).await.expect("ended"));
    let (_, bobs) = begin(sessions, &bob, None).await;
    let ctx = call(&world, &ada);
    let ended = sessions.sign_out_others(&ctx, Some(&current)).await;
    assert_eq!(ended.expect("ended"), 3);
    assert_eq!(names(sessions, &ada).await, [kept]);
    assert_eq!(names(sessions, &bob).await, [bobs]);
    for (secret, _) in &others {
        assert!(!lives(sessions, secret).await);
    }
    let mut expected: Vec<_> = others.iter().map(|(_, name)| entry(&ada, *name)).collect();
    let mut found = recorded(&world).await;
    let by_text = |entry: &(String, Value)| entry.1.to_string();
    expected.sort_by_key(by_text);
    found.sort_by_key(by_text);
    assert_eq!(found, expected);
    let ended = sessions.sign_out_others(&ctx, None).await;
    assert_eq!(ended.expect("ended"), 1);
    assert!(!lives(sessions, &current).await);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_session_that_its_owner_was_never_told_of_ends_with_the_others(pool: PgPool) {
    let world = World::new(pool).await;
    let sessions = &world.services.session;
    let ada = world.somebody().await;
    let secret = unique("secret");
    // As while tracking was off.
    let mut untold = sessions.clone();
    untold.config.tracking = false;
    let created = untold.create(&secret, "{}".into(), TTL).await;
    assert!(created.expect("Redis answers"));
    let bound = untold.bind(&secret, &bound_to(&ada, None, noon())).await;
    assert!(bound.expect("Redis answers"));
    assert_eq!(names(sessions, &ada).await, []);
    let ended = sessions.sign_out_others(&call(&world, &ada), None).await;
    assert_eq!(ended.expect("ended"), 1);
    assert!(!lives(sessions, &secret).await);
    let nameless = (ada.id.to_string(), json!([]));
    assert_eq!(recorded(&world).await, [nameless]);
}

#[tokio::test]
async fn a_session_ends_while_the_database_is_away() {
    let sessions = sessions().await;
    let ada = somebody();
    let (one, name) = begin(&sessions, &ada, None).await;
    let (other, _) = begin(&sessions, &ada, None).await;
    sessions.sign_out(&by(&ada), name).await.expect("ended");
    assert!(!lives(&sessions, &one).await && lives(&sessions, &other).await);
    let ended = sessions.sign_out_others(&by(&ada), None).await;
    assert_eq!(ended.expect("ended"), 1);
    assert!(!lives(&sessions, &other).await);
}
