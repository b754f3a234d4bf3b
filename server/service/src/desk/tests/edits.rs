//! Changes that come at one moment: written together, as if each had come alone.

use crate::{
    Actor, Ctx, Error, Result,
    ctx::Person,
    desk::{Desk, Desks, store},
    testing::world::{OTHER_TENANT, World, bio_of, newcomer, person},
    told::store::Told,
};
use contract::{
    Language, Patch, UserId,
    profile::{ProfileView, UpdateProfile},
    settings::{Theme, UpdateSettings},
};
use futures::{FutureExt, future::join_all};
use sqlx::{
    PgPool, Postgres, Transaction,
    postgres::{PgConnectOptions, PgPoolOptions},
};
use std::{
    collections::HashMap,
    sync::atomic::{AtomicBool, Ordering},
    time::Duration,
};

async fn people(world: &World, count: usize) -> Vec<Person> {
    let mut people = Vec::with_capacity(count);
    for _ in 0..count {
        people.push(world.somebody().await);
    }
    people
}

async fn save(world: &World, person: &Person, command: UpdateProfile) -> Result<ProfileView> {
    let ctx = world.ctx(Actor::User(person.clone()));
    world.services.profile.update(&ctx, command, None).await
}

/// In how many transactions the events since were told.
async fn transactions(world: &World) -> i64 {
    world
        .count("SELECT count(DISTINCT xmin::text) FROM outbox_events WHERE type <> 'user.created'")
        .await
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn changes_of_one_moment_are_one_transaction_and_each_is_told_as_its_own(pool: PgPool) {
    let world = World::new(pool).await;
    let mut people = people(&world, 15).await;
    let stranger = world.account(OTHER_TENANT, newcomer()).await;
    people.push(person(&stranger));
    let bios: HashMap<_, _> = people
        .iter()
        .map(|p| (p.id, format!("I am {}", p.id)))
        .collect();
    let saved = join_all(people.iter().map(|p| world.write_bio(p, &bios[&p.id])));
    for (person, view) in people.iter().zip(world.together(saved).await) {
        let view = view.expect("a change");
        assert_eq!((view.id, view.version), (person.id, 2));
        assert_eq!(view.bio.as_ref(), Some(&bios[&person.id]));
        assert!(view.profile_completion.is_some());
        let ctx = world.ctx(Actor::User(person.clone()));
        assert_eq!(
            world.services.profile.me(&ctx).await.expect("a profile"),
            view
        );
    }
    assert_eq!(transactions(&world).await, 1);
    let told: Vec<(UserId, serde_json::Value, String)> = sqlx::query_as::<_, (sqlx::types::Uuid, serde_json::Value, String)>(
        "SELECT e.user_id, e.data, e.correlation_id FROM outbox_events AS e JOIN audit_log AS a
             ON a.target_id = e.user_id AND a.request_id = e.correlation_id AND a.tenant_id = e.tenant_id
                AND a.actor_id = e.user_id::text
         WHERE type = 'user.updated'",
    )
    .fetch_all(&world.pool)
    .await
    .expect("events")
    .into_iter()
    .map(|(id, data, call)| (UserId(id), data, call))
    .collect();
    assert_eq!(told.len(), people.len());
    for (id, data, _) in &told {
        assert_eq!(data["changes"]["bio"], bios[id]);
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_waits_for_somebody_whose_desk_another_has(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 5).await;
    let held = world
        .hold(
            "SELECT 1 FROM users WHERE id = $1 FOR UPDATE",
            people[0].id.0,
        )
        .await;
    let (waits, others) = people.split_at(1);
    world
        .together(async {
            let others = join_all(others.iter().map(|p| world.write_bio(p, "Not held up")));
            let mut waits = std::pin::pin!(world.write_bio(&waits[0], "Last"));
            tokio::select! {
                biased;
                _ = &mut waits => panic!("the desk is somebody else's"),
                saved = others => assert!(saved.iter().all(Result::is_ok)),
            }
            held.rollback().await.expect("the desk is free");
            assert_eq!(waits.await.expect("a change").bio.as_deref(), Some("Last"));
        })
        .await;
    assert_eq!(transactions(&world).await, 2);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_round_that_postgres_holds_up_holds_up_nobody_else(pool: PgPool) {
    let world = World::new(pool).await;
    let here = world.somebody().await;
    let there = person(&world.account(OTHER_TENANT, newcomer()).await);
    // An entry of the audit log waits for whoever has its tenant.
    let held = world
        .hold(
            "SELECT 1 FROM tenants WHERE id = $1 FOR UPDATE",
            here.tenant_id.0,
        )
        .await;
    world
        .together(async {
            let mut waits = std::pin::pin!(world.write_bio(&here, "Last"));
            let other = async {
                world.somebody_waits().await;
                world.write_bio(&there, "Not held up").await
            };
            tokio::select! {
                biased;
                _ = &mut waits => panic!("the tenant is somebody else's"),
                saved = other => assert_eq!(saved.unwrap().bio.as_deref(), Some("Not held up")),
            }
            held.rollback().await.expect("the tenant is free");
            assert_eq!(waits.await.expect("a change").bio.as_deref(), Some("Last"));
        })
        .await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn where_postgres_goes_away_everybody_is_told_and_nothing_is_tried_again(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let held = world
        .hold(
            "SELECT 1 FROM tenants WHERE id = $1 FOR UPDATE",
            ada.tenant_id.0,
        )
        .await;
    let goes_away = async {
        world.somebody_waits().await;
        let ended = world.count(
            "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity
             WHERE datname = current_database() AND wait_event_type = 'Lock'",
        );
        assert_eq!(ended.await, 1);
        held.rollback().await.expect("the tenant is free");
    };
    let lost = world.write_bio(&ada, "Lost");
    let (lost, ()) = world
        .together(async { tokio::join!(lost, goes_away) })
        .await;
    assert!(matches!(lost, Err(Error::Unavailable(_))), "{lost:?}");
    assert_eq!(transactions(&world).await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_refused_takes_nobody_along(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 6).await;
    let named = |name: &str| UpdateProfile {
        username: Patch::Set(name.into()),
        ..UpdateProfile::default()
    };
    save(&world, &people[5], named("ada"))
        .await
        .expect("a name");
    let ctx = world.ctx(Actor::User(people[1].clone()));
    let changes = [
        save(&world, &people[0], named("ada")).boxed(),
        world
            .services
            .profile
            .update(&ctx, bio_of("Of yesterday"), Some(7))
            .boxed(),
        save(&world, &people[2], named("grace")).boxed(),
        world.write_bio(&people[3], "One").boxed(),
        world.write_bio(&people[4], "Two").boxed(),
    ];
    let saved = world.together(join_all(changes)).await;
    let [taken, stale, free, one, two] = <[_; 5]>::try_from(saved).expect("five answers");
    assert!(matches!(taken, Err(Error::Conflict(_))), "{taken:?}");
    assert!(matches!(stale, Err(Error::Stale(_))), "{stale:?}");
    assert_eq!(free.expect("a name").username.as_deref(), Some("grace"));
    assert_eq!(one.expect("a change").bio.as_deref(), Some("One"));
    assert_eq!(two.expect("a change").bio.as_deref(), Some("Two"));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_one_person_sends_at_once_is_made_one_after_the_other(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    let theme = UpdateSettings {
        theme: Patch::Set(Theme::Dark),
        ..UpdateSettings::default()
    };
    world
        .together(async {
            let bios = join_all((0..8).map(|_| world.write_bio(&ada, "The same")));
            let (bios, theme) =
                tokio::join!(bios, world.services.settings.update(&ctx, theme, None));
            assert_eq!(theme.expect("settings").version, 2);
            for view in bios {
                assert_eq!(view.expect("a change").version, 2);
            }
        })
        .await;
    let told = world.count("SELECT count(*) FROM outbox_events WHERE type = 'user.updated'");
    assert_eq!(told.await, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_fails_beside_others_is_tried_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 4).await;
    // A fault that no rule of ours foresees.
    sqlx::query("ALTER TABLE user_profiles ADD CHECK (bio <> 'Poison')")
        .execute(&world.pool)
        .await
        .expect("a fault");
    let bios = ["One", "Poison", "Two", "Three"];
    let saved = join_all(
        people
            .iter()
            .zip(bios)
            .map(|(p, bio)| world.write_bio(p, bio)),
    );
    for (bio, saved) in bios.iter().zip(world.together(saved).await) {
        assert_eq!(saved.is_err(), *bio == "Poison", "{saved:?}");
    }
}

/// One of these has links that are none.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoevers_desk_cannot_be_read_takes_nobody_along(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 5).await;
    sqlx::query("UPDATE user_profiles SET links = '[7]' WHERE user_id = $1")
        .bind(people[3].id.0)
        .execute(&world.pool)
        .await
        .expect("a fault");
    let saved = join_all(people.iter().map(|p| world.write_bio(p, "A bio")));
    for (n, saved) in world.together(saved).await.iter().enumerate() {
        assert_eq!(saved.is_err(), n == 3, "{saved:?}");
    }
}

/// What is done while all rounds of the process are held up, until it lets the tenant go.
async fn while_rounds_wait<T>(
    world: &World,
    done: impl AsyncFnOnce(Transaction<'static, Postgres>) -> T,
) -> T {
    let (one, other) = (world.somebody().await, world.somebody().await);
    let tenant = "SELECT 1 FROM tenants WHERE id = $1 FOR UPDATE";
    let held = world.hold(tenant, one.tenant_id.0).await;
    let first = world.write_bio(&one, "In the first round");
    let second = async {
        world.somebody_waits().await;
        world.write_bio(&other, "In the second round").await
    };
    let then = async {
        world.so_many_wait(2).await;
        done(held).await
    };
    let (first, second, done) = world
        .together(async { tokio::join!(first, second, then) })
        .await;
    assert!(first.is_ok() && second.is_ok());
    done
}

/// Somebody's edit of their biography, which tells when it is decided: then it waits for its round.
fn edit<'a>(
    world: &'a World,
    ctx: &'a Ctx,
    bio: &'static str,
    is_decided: &'a AtomicBool,
) -> impl Future<Output = Result<Desk>> + 'a {
    let rule = move |_: &Desks, desk: &Desk| {
        is_decided.store(true, Ordering::SeqCst);
        let mut after = desk.clone();
        after.view.bio = Some(bio.to_owned());
        Ok(after)
    };
    world
        .services
        .profile
        .desks()
        .edit(ctx, "user.updated", rule)
}

async fn until(is_so: &AtomicBool) {
    let waiting = async {
        while !is_so.load(Ordering::SeqCst) {
            tokio::task::yield_now().await;
        }
    };
    let ended = tokio::time::timeout(Duration::from_secs(10), waiting).await;
    ended.expect("it comes to be so");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_has_gone_before_their_turn_changes_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    while_rounds_wait(&world, async |held| {
        let is_decided = AtomicBool::new(false);
        let mut gone = Box::pin(edit(&world, &ctx, "Gone", &is_decided));
        tokio::select! {
            _ = &mut gone => panic!("rounds are held up"),
            () = until(&is_decided) => drop(gone),
        }
        let stays = edit(&world, &ctx, "Stays", &is_decided);
        let free = async { held.rollback().await.expect("the tenant is free") };
        let (stays, ()) = tokio::join!(stays, free);
        assert_eq!(stays.expect("a change").view.version, 2);
    })
    .await;
    let told = world.count("SELECT count(*) FROM outbox_events WHERE type = 'user.updated'");
    assert_eq!(told.await, 3);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_changed_after_somebody_has_looked_is_not_lost(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    let saved = while_rounds_wait(&world, async |held| {
        let is_decided = AtomicBool::new(false);
        let meanwhile = async {
            until(&is_decided).await;
            let theirs = "UPDATE user_profiles SET headline = 'Theirs' WHERE user_id = $1";
            let theirs = sqlx::query(theirs).bind(ada.id.0).execute(&world.pool);
            assert_eq!(theirs.await.expect("a change").rows_affected(), 1);
            held.rollback().await.expect("the tenant is free");
        };
        let mine = edit(&world, &ctx, "Mine", &is_decided);
        tokio::join!(mine, meanwhile).0
    });
    let view = saved.await.expect("a change").view;
    assert_eq!(view.version, 2);
    assert_eq!(
        (view.bio.as_deref(), view.headline.as_deref()),
        (Some("Mine"), Some("Theirs"))
    );
    assert_eq!(
        world
            .services
            .profile
            .me(&ctx)
            .await
            .expect("a profile")
            .headline,
        view.headline
    );
}

fn headline_of(headline: &str) -> UpdateProfile {
    UpdateProfile {
        headline: Patch::Set(headline.into()),
        ..UpdateProfile::default()
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_another_process_has_saved_in_between_is_not_lost(pool: PgPool) {
    let (here, there) = (World::new(pool.clone()).await, World::new(pool).await);
    let ada = here.somebody().await;
    let in_turns = async {
        for n in 0..4 {
            let (bio, headline) = (format!("Bio {n}"), format!("Headline {n}"));
            let view = here.write_bio(&ada, &bio).await.expect("a change");
            assert_eq!(view.version, 2 * n + 2);
            let view = save(&there, &ada, headline_of(&headline)).await;
            let view = view.expect("a change");
            assert_eq!(view.version, 2 * n + 3);
            assert_eq!((view.bio, view.headline), (Some(bio), Some(headline)));
        }
    };
    here.together(there.together(in_turns)).await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_desk_is_saved_only_over_what_was_read_and_while_nobody_else_has_it(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let mut conn = world.pool.acquire().await.expect("a connection");
    let mut save_after = async |between: Option<&'static str>, is_committed: bool| {
        let mut read = store::list_seen_desks(&mut conn, &[ada.id.0]).await;
        let (desk, seen) = read.as_mut().expect("desks").remove(0);
        let mut other = world.pool.begin().await.expect("a transaction");
        if let Some(between) = between {
            let done = sqlx::query(between).bind(ada.id.0).execute(&mut *other);
            done.await.expect("a change");
        }
        let held = if is_committed {
            other.commit().await.expect("a change");
            None
        } else {
            Some(other)
        };
        let told = Told::new(&[], &[]);
        let desks = [(&desk, Some(seen), 0)];
        let saved = store::update_desks(&mut conn, desks.into_iter(), &told).await;
        drop(held);
        saved.expect("an answer").contains(&ada.id)
    };
    assert!(save_after(None, true).await);
    for between in [
        "UPDATE users SET last_active_at = now() WHERE id = $1",
        "UPDATE user_profiles SET bio = 'Theirs' WHERE user_id = $1",
        "UPDATE users SET status = 'deleted' WHERE id = $1",
    ] {
        assert!(!save_after(Some(between), false).await, "{between}");
    }
    for held in [
        "SELECT 1 FROM users WHERE id = $1 FOR NO KEY UPDATE",
        "SELECT 1 FROM user_profiles WHERE user_id = $1 FOR NO KEY UPDATE",
    ] {
        assert!(!save_after(Some(held), false).await, "{held}");
        assert!(save_after(Some(held), true).await, "{held}");
    }
    for between in [
        "UPDATE users SET last_active_at = now() WHERE id = $1",
        "UPDATE user_profiles SET bio = 'Theirs' WHERE user_id = $1",
        "UPDATE users SET status = 'deleted' WHERE id = $1",
    ] {
        assert!(!save_after(Some(between), true).await, "{between}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn changes_that_make_several_events_each_leave_no_gaps(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 6).await;
    let change = |language| UpdateProfile {
        language: Patch::Set(language),
        ..bio_of(&format!("{language:?}"))
    };
    let saved = async {
        for language in [Language::Es, Language::En] {
            let saved = join_all(people.iter().map(|p| save(&world, p, change(language)))).await;
            assert!(saved.iter().all(Result::is_ok), "{saved:?}");
        }
    };
    world.together(saved).await;
    let told = "SELECT count(*) FROM outbox_events WHERE type <> 'user.created'";
    assert_eq!(world.count(told).await, 6 * 2 * 3);
    let gaps = world.count(
        "SELECT count(*) FROM users JOIN (SELECT user_id, count(*), max(sequence) FROM outbox_events GROUP BY user_id) AS told
             ON told.user_id = users.id
         WHERE told.max <> told.count OR event_sequence <> told.count",
    );
    assert_eq!(gaps.await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_many_who_wait_half_are_in_a_round_and_a_few_go_together(pool: PgPool) {
    let world = World::new(pool).await;
    let people = people(&world, 40).await;
    let calls: Vec<_> = people
        .iter()
        .map(|p| (world.ctx(Actor::User(p.clone())), AtomicBool::new(false)))
        .collect();
    let saved = while_rounds_wait(&world, async |held| {
        let edits = join_all(
            calls
                .iter()
                .map(|(ctx, is_decided)| edit(&world, ctx, "One of many", is_decided)),
        );
        let all_wait = async {
            for (_, is_decided) in &calls {
                until(is_decided).await;
            }
            held.rollback().await.expect("the tenant is free");
        };
        tokio::join!(edits, all_wait).0
    });
    assert!(saved.await.iter().all(Result::is_ok));
    let rounds: Vec<i64> = sqlx::query_scalar(
        "SELECT count(*) FROM user_profiles WHERE bio = 'One of many' GROUP BY xmin::text ORDER BY 1 DESC",
    )
    .fetch_all(&world.pool)
    .await
    .expect("rounds");
    assert_eq!(rounds, [20, 16, 4]);
}

/// Rounds of one and rounds of many.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_connection_plans_a_round_five_times_at_most(
    options: PgPoolOptions,
    database: PgConnectOptions,
) {
    let one = options.max_connections(1).connect_with(database).await;
    let world = World::new(one.expect("a connection")).await;
    let people = people(&world, 20).await;
    let rounds = async {
        for n in 0..10 {
            let bio = format!("Bio {n}");
            let some = &people[..if n < 6 { 1 } else { 20 }];
            let saved = join_all(some.iter().map(|p| world.write_bio(p, &bio))).await;
            assert!(saved.iter().all(Result::is_ok));
        }
    };
    world.together(rounds).await;
    let plans: Vec<(i64, i64)> = sqlx::query_as(
        "SELECT custom_plans, generic_plans FROM pg_prepared_statements WHERE statement LIKE 'WITH saved AS%'",
    )
    .fetch_all(&world.pool)
    .await
    .expect("statements");
    assert!(
        matches!(plans[..], [(5, planned_before)] if planned_before >= 5),
        "{plans:?}"
    );
}
