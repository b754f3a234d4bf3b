//! Blocks, on a real Postgres.

use super::Blocked;
use crate::{
    Actor, Error, Result,
    ctx::Person,
    error::Denial,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, person},
};
use contract::{
    ErrorCode, FieldCode, Patch, UserId,
    account::{AccountStatus, CreateUser, Role},
    block::CreateBlock,
    limits::BLOCKS_MAX,
    paging::PageRequest,
    profile::{UpdateProfile, Visibility},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::time::Duration;

const PAGE: PageRequest = PageRequest::first(20);

struct Fold {
    world: World,
    ada: Person,
    bob: Person,
}

impl Fold {
    async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let (ada, bob) = (world.somebody().await, world.somebody().await);
        Self { world, ada, bob }
    }

    async fn block(&self, who: &Person, whom: UserId, note: Option<&str>) -> Result<Blocked> {
        let command = CreateBlock {
            user_id: whom,
            note: note.map(str::to_owned),
        };
        let ctx = self.world.ctx(Actor::User(who.clone()));
        self.world.services.block.block(&ctx, command).await
    }

    async fn unblock(&self, who: &Person, whom: UserId) -> Result<()> {
        let ctx = self.world.ctx(Actor::User(who.clone()));
        self.world
            .services
            .block
            .unblock(&ctx, whom)
            .await
            .map(|_| ())
    }

    async fn blocked_by(&self, who: &Person, search: &str) -> Vec<UserId> {
        let ctx = self.world.ctx(Actor::User(who.clone()));
        let page = self
            .world
            .services
            .block
            .list(&ctx, search, PAGE)
            .await
            .unwrap();
        assert_eq!(page.total, i64::try_from(page.entries.len()).unwrap());
        page.entries
            .into_iter()
            .map(|block| block.user.id)
            .collect()
    }

    async fn set(&self, who: &Person, column: &'static str, value: &str) {
        let sql = match column {
            "role" => "UPDATE users SET role = $1 WHERE id = $2",
            "status" => "UPDATE users SET status = $1 WHERE id = $2",
            _ => "UPDATE user_profiles SET visibility = $1 WHERE user_id = $2",
        };
        sqlx::query(sql)
            .bind(value)
            .bind(who.id.0)
            .execute(&self.world.pool)
            .await
            .unwrap();
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_block_is_made_once_and_stays_as_it_was_made(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let first = fold
        .block(&fold.ada, fold.bob.id, Some(" why\n not "))
        .await
        .unwrap();
    assert!(first.is_new);
    assert_eq!(first.block.note.as_deref(), Some("why  not"));
    fold.world
        .clock
        .set(crate::testing::world::noon() + Duration::from_mins(1));
    let again = fold
        .block(&fold.ada, fold.bob.id, Some("another"))
        .await
        .unwrap();
    assert_eq!(
        again,
        Blocked {
            is_new: false,
            ..first
        }
    );
    assert_eq!(fold.blocked_by(&fold.ada, "").await, [fold.bob.id]);
    assert_eq!(fold.blocked_by(&fold.bob, "").await, []);
    fold.unblock(&fold.ada, fold.bob.id).await.unwrap();
    assert!(matches!(
        fold.unblock(&fold.ada, fold.bob.id).await,
        Err(Error::NotFound)
    ));
    assert!(
        fold.block(&fold.ada, fold.bob.id, None)
            .await
            .unwrap()
            .is_new
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn only_somebody_else_whom_one_sees_and_who_is_no_admin_can_be_blocked(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let (ada, bob) = (&fold.ada, &fold.bob);
    let Err(Error::Invalid(errors)) = fold.block(ada, ada.id, None).await else {
        panic!("oneself")
    };
    assert_eq!(
        (&*errors.0[0].field, errors.0[0].code),
        ("userId", FieldCode::Oneself)
    );
    let Err(Error::Invalid(errors)) = fold.block(ada, bob.id, Some(&"x".repeat(251))).await else {
        panic!("a long note")
    };
    assert_eq!(
        (&*errors.0[0].field, errors.0[0].limit),
        ("note", Some(250))
    );
    let nobody = UserId(uuid::Uuid::from_u128(1));
    let elsewhere = person(&fold.world.account(OTHER_TENANT, newcomer()).await);
    for id in [nobody, elsewhere.id] {
        assert!(matches!(
            fold.block(ada, id, None).await,
            Err(Error::NotFound)
        ));
    }
    for (column, value, back) in [
        ("status", AccountStatus::Suspended.as_str(), "active"),
        ("status", AccountStatus::Inactive.as_str(), "active"),
        ("status", AccountStatus::Deleted.as_str(), "active"),
        ("visibility", Visibility::Private.as_str(), "members"),
    ] {
        fold.set(bob, column, value).await;
        assert!(
            matches!(fold.block(ada, bob.id, None).await, Err(Error::NotFound)),
            "{value}"
        );
        fold.set(bob, column, back).await;
    }
    fold.set(bob, "role", Role::Admin.as_str()).await;
    assert!(matches!(
        fold.block(ada, bob.id, None).await,
        Err(Error::Forbidden(Denial::Staff))
    ));
    fold.set(bob, "visibility", Visibility::Private.as_str())
        .await;
    assert!(
        matches!(fold.block(ada, bob.id, None).await, Err(Error::NotFound)),
        "not even that"
    );
    assert_eq!(
        fold.world.count("SELECT count(*) FROM blocked_users").await,
        0
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whom_one_has_blocked_one_may_unblock_whatever_became_of_them(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let (ada, bob) = (&fold.ada, &fold.bob);
    fold.block(ada, bob.id, None).await.unwrap();
    // Whoever is blocked cannot block back: they see nobody.
    assert!(matches!(
        fold.block(bob, ada.id, None).await,
        Err(Error::NotFound)
    ));
    for (column, value) in [
        ("visibility", "private"),
        ("status", "suspended"),
        ("role", "admin"),
    ] {
        fold.set(bob, column, value).await;
        assert_eq!(fold.blocked_by(ada, "").await, [bob.id], "{value}");
        assert!(
            !fold.block(ada, bob.id, None).await.unwrap().is_new,
            "{value}"
        );
    }
    fold.set(bob, "status", "deleted").await;
    assert_eq!(
        fold.blocked_by(ada, "").await,
        [],
        "nobody is there any more"
    );
    fold.set(bob, "status", "suspended").await;
    fold.unblock(ada, bob.id).await.unwrap();
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_list_is_searched_as_the_directory_is_and_has_pages(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let mut ids = Vec::new();
    for (n, name) in ["José Ñúñez", "Joan Smith", "Zoë Jones"]
        .into_iter()
        .enumerate()
    {
        let new = CreateUser {
            profile: UpdateProfile {
                display_name: Patch::Set(name.into()),
                ..newcomer().profile
            },
            ..newcomer()
        };
        let id = fold.world.account(TENANT, new).await.id;
        fold.world
            .clock
            .set(crate::testing::world::noon() + Duration::from_secs(n as u64));
        fold.block(&fold.ada, id, None).await.unwrap();
        ids.push(id);
    }
    assert_eq!(
        fold.blocked_by(&fold.ada, "").await,
        [ids[2], ids[1], ids[0]],
        "the newest first"
    );
    for (search, expected) in [
        ("jose", &ids[..1]),
        ("jo", &[ids[2], ids[1], ids[0]]),
        ("zoe j", &ids[2..]),
        ("%", &[]),
        ("nobody", &[]),
    ] {
        assert_eq!(
            fold.blocked_by(&fold.ada, search).await,
            expected,
            "{search}"
        );
    }
    let ctx = fold.world.ctx(Actor::User(fold.ada.clone()));
    let second = PageRequest { page: 2, limit: 2 };
    let page = fold
        .world
        .services
        .block
        .list(&ctx, "", second)
        .await
        .unwrap();
    assert_eq!((page.total, page.entries[0].user.id), (3, ids[0]));
    let long = fold
        .world
        .services
        .block
        .list(&ctx, &"x".repeat(101), PAGE)
        .await;
    assert!(matches!(long, Err(Error::Invalid(_))));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn blocks_and_their_ends_are_in_the_audit_log_and_in_no_event(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let events = "SELECT count(*) FROM outbox_events";
    let before = fold.world.count(events).await;
    fold.block(&fold.ada, fold.bob.id, Some("why"))
        .await
        .unwrap();
    fold.block(&fold.ada, fold.bob.id, None).await.unwrap();
    fold.unblock(&fold.ada, fold.bob.id).await.unwrap();
    let entries: Vec<(String, String, uuid::Uuid, Value)> = sqlx::query_as(
        "SELECT action, actor_id, target_id, changes FROM audit_log WHERE action LIKE 'user.%blocked' ORDER BY action",
    )
    .fetch_all(&fold.world.pool)
    .await
    .unwrap();
    let entry = |action: &str, changes| {
        (
            action.to_owned(),
            fold.ada.id.to_string(),
            fold.bob.id.0,
            changes,
        )
    };
    let expected = [
        entry("user.blocked", json!([{"field": "note"}])),
        entry("user.unblocked", json!([{"field": "note"}])),
    ];
    assert_eq!(entries, expected);
    assert_eq!(fold.world.count(events).await, before);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_many_blocks_at_once_one_is_made_and_the_limit_holds(pool: PgPool) {
    let fold = Fold::new(pool).await;
    let (ada, bob) = (&fold.ada, fold.bob.id);
    let all = futures::future::join_all((0..8).map(|_| fold.block(ada, bob, None))).await;
    let new = all
        .into_iter()
        .filter(|done| done.as_ref().unwrap().is_new)
        .count();
    assert_eq!(new, 1);
    // Both at once, each other.
    let (carl, dora) = (fold.world.somebody().await, fold.world.somebody().await);
    let (one, other) = tokio::join!(
        fold.block(&carl, dora.id, None),
        fold.block(&dora, carl.id, None)
    );
    assert!(one.is_ok() || other.is_ok());
    // All but one of the places are taken; two want the last.
    let taken = "INSERT INTO users (id, tenant_id, auth_id, email, created_at, updated_at) \
        SELECT gen_random_uuid(), $1, gen_random_uuid(), n || '@many.test', now(), now() FROM generate_series(1, $2) AS n";
    let free = i64::from(BLOCKS_MAX) - 2;
    sqlx::query(taken)
        .bind(TENANT.0)
        .bind(free)
        .execute(&fold.world.pool)
        .await
        .unwrap();
    for sql in [
        "INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name) \
         SELECT id, tenant_id, 'Many', 'People' FROM users WHERE email LIKE '%@many.test' AND $1::uuid IS NOT NULL",
        "INSERT INTO blocked_users SELECT tenant_id, $1, id, NULL, now() FROM users WHERE email LIKE '%@many.test'",
    ] {
        sqlx::query(sql)
            .bind(ada.id.0)
            .execute(&fold.world.pool)
            .await
            .unwrap();
    }
    let (one, other) = tokio::join!(
        fold.block(ada, carl.id, None),
        fold.block(ada, dora.id, None)
    );
    let refused = [one, other]
        .into_iter()
        .filter_map(Result::err)
        .collect::<Vec<_>>();
    let [Error::Conflict(conflict)] = &refused[..] else {
        panic!("{refused:?}")
    };
    assert_eq!(conflict.code, ErrorCode::TooManyBlocks);
}
