//! Reading and changing profiles through the cache, as two processes do.

use crate::{
    Actor, Error,
    error::Current,
    testing::{
        part, unique,
        world::{self, World, bio_of, config},
    },
};
use futures::future::join_all;
use sqlx::PgPool;
use tokio::task::JoinSet;

/// Two processes at one database and one Redis.
async fn two(pool: &PgPool) -> [World; 2] {
    let prefix = unique("service-test");
    let [a, b] = [part("REDIS_URL"), part("REDIS_URL")];
    let a = world::redis_at(a, &prefix).await;
    let b = world::redis_at(b, &prefix).await;
    [
        World::with(pool.clone(), a, config()),
        World::with(pool.clone(), b, config()),
    ]
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_is_seen_at_once_in_every_process_while_others_read(pool: PgPool) {
    let worlds = two(&pool).await;
    let ada = worlds[0].somebody().await;
    let mut readers = JoinSet::new();
    for world in &worlds {
        let (profile, ctx) = (
            world.services.profile.clone(),
            world.ctx(Actor::User(ada.clone())),
        );
        readers.spawn(async move {
            loop {
                profile.me(&ctx).await.expect("a profile");
            }
        });
    }
    for round in 0..100 {
        let bio = format!("Bio {round}");
        let writer = &worlds[round % 2];
        writer.write_bio(&ada, &bio).await.expect("a change");
        for world in &worlds {
            let ctx = world.ctx(Actor::User(ada.clone()));
            let me = world.services.profile.me(&ctx).await.expect("a profile");
            assert_eq!(me.bio.as_deref(), Some(bio.as_str()), "round {round}");
        }
    }
    readers.shutdown().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_changes_to_one_version_at_once_one_is_made_and_the_others_are_stale(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let changes = (0..10).map(async |n| {
        let ctx = world.ctx(Actor::User(ada.clone()));
        let change = bio_of(&format!("Bio {n}"));
        world.services.profile.update(&ctx, change, Some(1)).await
    });
    let done = join_all(changes).await;
    let made: Vec<_> = done.iter().filter_map(|d| d.as_ref().ok()).collect();
    assert_eq!((made.len(), made[0].version), (1, 2));
    for stale in done.iter().filter_map(|d| d.as_ref().err()) {
        let Error::Stale(current) = stale else {
            panic!("{stale:?}");
        };
        assert!(matches!(&**current, Current::Profile(view) if view == made[0]));
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_username_that_two_take_at_once_goes_to_one(pool: PgPool) {
    let world = World::new(pool).await;
    let mut people = Vec::new();
    for _ in 0..5 {
        people.push(world.somebody().await);
    }
    let changes = people.iter().map(async |person| {
        let mut change = bio_of("Mine");
        change.username = contract::Patch::Set("countess".into());
        let ctx = world.ctx(Actor::User(person.clone()));
        world.services.profile.update(&ctx, change, None).await
    });
    let (made, refused): (Vec<_>, Vec<_>) =
        join_all(changes).await.into_iter().partition(Result::is_ok);
    assert_eq!((made.len(), refused.len()), (1, 4));
    let code = contract::ErrorCode::UsernameTaken;
    for refused in refused {
        assert!(
            matches!(&refused, Err(Error::Conflict(c)) if c.code == code),
            "{refused:?}"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_caller_who_hangs_up_at_the_commit_leaves_nothing_old_in_the_cache(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    let profile = &world.services.profile;
    profile.me(&ctx).await.expect("the cache is warm");
    // The commit takes a moment, in which the caller goes away.
    for sql in [
        "CREATE FUNCTION linger() RETURNS trigger LANGUAGE plpgsql AS \
         $$ BEGIN PERFORM pg_sleep(0.3); RETURN NULL; END $$",
        "CREATE CONSTRAINT TRIGGER lingering AFTER INSERT ON outbox_events \
         DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION linger()",
    ] {
        sqlx::query(sql)
            .execute(&world.pool)
            .await
            .expect("a trigger");
    }
    let patience = std::time::Duration::from_millis(150);
    let change = profile.update(&ctx, bio_of("New"), None);
    assert!(
        tokio::time::timeout(patience, change).await.is_err(),
        "cut off"
    );
    // The database knows the new one when it has done what it was asked.
    let committed = async {
        while world
            .count("SELECT count(*) FROM user_profiles WHERE bio = 'New'")
            .await
            == 0
        {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
    };
    let committed = tokio::time::timeout(std::time::Duration::from_secs(5), committed).await;
    assert!(committed.is_ok(), "the commit was not undone");
    world.services.cache.flush().await;
    let me = profile.me(&ctx).await.expect("a profile");
    assert_eq!(me.bio.as_deref(), Some("New"));
}
