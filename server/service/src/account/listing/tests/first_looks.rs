//! Terms that nobody has counted yet, and many ask for.

use super::{Start, asked};
use crate::{
    account::listing::{store, terms::MANY},
    testing::world::{TENANT, World, newcomer, noon},
};
use chrono::TimeDelta;
use contract::Patch;
use sqlx::{PgPool, postgres::PgPoolOptions};
use tokio::task::JoinHandle;

#[expect(clippy::disallowed_methods, reason = "it ends with the test's runtime")]
fn spawn<T: Send + 'static>(task: impl Future<Output = T> + Send + 'static) -> JoinHandle<T> {
    tokio::spawn(task)
}

const TERMS: &str = "SELECT count(*) FROM counted_terms WHERE is_complete";

/// People of whom each has the term "example".
async fn many(pool: PgPool) -> World {
    let world = World::new(pool).await;
    let users = i32::try_from(MANY).unwrap() + 100;
    crate::seed::seed(&world.pool, &world.clock, TENANT, users)
        .await
        .unwrap();
    world
}

/// How many statements wait for a table that somebody has for themselves.
const LOOKS: &str =
    "SELECT count(*) FROM pg_locks WHERE NOT granted AND relation = 'user_search'::regclass";

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_all_who_ask_first_one_looks_even_if_they_hang_up_and_the_others_have_the_answer(
    pool: PgPool,
) {
    let all = many(pool).await;
    // One connection for the lock, one for a look, and one for everybody else, in the order in which they come.
    let few = PgPoolOptions::new().max_connections(3);
    let world = World::new(few.connect_lazy_with((*all.pool.connect_options()).clone())).await;
    let mut held = world.pool.begin().await.unwrap();
    sqlx::query("LOCK TABLE user_search IN ACCESS EXCLUSIVE MODE")
        .execute(&mut *held)
        .await
        .unwrap();
    let ask = |limit| {
        let (ctx, account) = (world.reading(), world.services.account.clone());
        let page = Start::Page(1);
        spawn(async move { account.list(&ctx, asked("example"), &page, limit).await })
    };
    let (leaving, staying) = ([1, 2, 3, 4].map(ask), [5, 6, 7, 8].map(ask));
    while world.count(LOOKS).await == 0 {}
    // Everybody had their turn at the third connection before.
    assert_eq!(world.count(LOOKS).await, 1, "one looks");
    for asked in leaving {
        asked.abort();
        assert!(asked.await.unwrap_err().is_cancelled());
    }
    assert_eq!(world.count(LOOKS).await, 1, "and goes on");
    held.rollback().await.unwrap();
    for (asked, limit) in staying.into_iter().zip(5..) {
        let page = asked.await.unwrap().unwrap();
        assert_eq!((page.total, page.users.len()), (MANY + 100, limit));
    }
    world.services.account.first_looks.end().await;
    assert_eq!(world.count(TERMS).await, 1);
    world.assert_kept("counted once").await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_term_is_looked_at_again_where_few_have_it_or_its_look_failed(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    for _ in 0..2 {
        assert_eq!(world.whom(&asked("ada")).await, [ada.id]);
    }
    world
        .by_hand("ALTER TABLE user_search RENAME TO user_search_away")
        .await;
    for _ in 0..2 {
        world
            .users(&asked("ada"), &Start::Page(1), 20)
            .await
            .unwrap_err();
    }
    world
        .by_hand("ALTER TABLE user_search_away RENAME TO user_search")
        .await;
    assert_eq!(world.whom(&asked("ada")).await, [ada.id]);
    assert_eq!(world.count(TERMS).await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_waits_while_a_term_is_counted_and_none_of_their_changes_is_missed(pool: PgPool) {
    let world = World::new(pool).await;
    let mut people = Vec::new();
    for n in 0..6 {
        let mut named = newcomer();
        named.email = Some(format!("{n}@example.test"));
        named.profile.first_name = Patch::Set(if n < 3 { "Ada" } else { "Zoë" }.into());
        people.push(world.account(TENANT, named).await);
    }
    let filter = world.filter(&asked("ada")).await;
    let entered = store::enter_term(&world.pool, &filter, noon(), 10).await;
    let entered = entered.unwrap().expect("a term");
    let rename = |n: usize, name: &str| {
        let id = people[n].id;
        format!("UPDATE user_profiles SET first_name = '{name}' WHERE user_id = '{id}'")
    };
    // None would end before the term is counted, if they had to wait.
    world.by_hand(&rename(0, "Zoë")).await;
    world.by_hand(&rename(3, "Ada")).await;
    world.by_hand(&rename(4, "Adam")).await;
    let whom = [1, 2, 3, 4].map(|n: usize| people[n].id);
    let found = async || {
        let mut found = world.whom(&asked("ada")).await;
        found.sort_by_key(|id| people.iter().position(|one| one.id == *id));
        found
    };
    assert_eq!(found().await, whom, "nobody goes by it yet");
    let again = store::enter_term(&world.pool, &filter, noon() + TimeDelta::seconds(59), 10).await;
    assert!(again.unwrap().is_none(), "it is being counted");
    entered.count(&world.pool).await.unwrap();
    assert_eq!(world.count(TERMS).await, 1);
    assert_eq!(found().await, whom);
    world.assert_kept("when it is counted").await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_term_whose_counting_did_not_end_is_counted_by_the_next(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let filter = world.filter(&asked("ada")).await;
    let enter = |since| store::enter_term(&world.pool, &filter, since, 10);
    let slow = enter(noon()).await.unwrap().expect("a term");
    world
        .by_hand(&format!(
            "UPDATE users SET role = 'admin' WHERE id = '{}'",
            ada.id
        ))
        .await;
    let next = enter(noon() + TimeDelta::seconds(61)).await.unwrap();
    let next = next.expect("the same term anew");
    slow.count(&world.pool).await.unwrap();
    assert_eq!(
        world.count(TERMS).await,
        0,
        "it is not the slow one's any more"
    );
    next.count(&world.pool).await.unwrap();
    assert_eq!(world.count(TERMS).await, 1);
    world.assert_kept("in the end").await;
}
