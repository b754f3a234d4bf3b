//! What admins see of other people's sessions, and what people are called.

use crate::{
    Actor, Ctx, Error,
    ctx::Person,
    session::{SessionBinding, SessionPlace},
    testing::{
        unique,
        world::{self, OTHER_TENANT, TENANT, World, newcomer, noon, person},
    },
};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    SessionId, TenantId, UserId,
    account::{CreateUser, Role},
};
use sqlx::PgPool;
use std::time::Duration;
use uuid::Uuid;

const TTL: Duration = Duration::from_mins(1);

async fn admin(world: &World, tenant: TenantId) -> Ctx {
    let new = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    let account = world.account(tenant, new).await;
    world.ctx(Actor::User(person(&account)))
}

/// Signs somebody in, in a browser that was last used at this time.
async fn sign_in(world: &World, who: &Person, seen: DateTime<Utc>) -> (String, SessionId) {
    let sessions = &world.services.session;
    let (secret, id) = (unique("secret"), SessionId(world.clock.new_id()));
    let address = "203.0.113.7".parse().unwrap();
    let place = SessionPlace::new(
        id,
        noon() - TimeDelta::days(1),
        seen,
        Some("Firefox/140.0"),
        Some(address),
    );
    let binding = SessionBinding {
        user_id: who.id,
        sid: None,
        place,
        ttl: TTL,
        expires_at: noon().timestamp() + 60,
    };
    assert!(sessions.create(&secret, "{}".into(), TTL).await.unwrap());
    assert!(sessions.bind(&secret, &binding).await.unwrap());
    (secret, id)
}

async fn entries(world: &World, action: &str) -> Vec<Uuid> {
    let sql = "SELECT target_id FROM audit_log WHERE action = $1 ORDER BY id";
    let rows = sqlx::query_scalar(sql).bind(action).fetch_all(&world.pool);
    rows.await.unwrap()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_admin_sees_somebodys_sessions_and_that_is_recorded(pool: PgPool) {
    let world = World::new(pool).await;
    let (grace, ada) = (admin(&world, TENANT).await, world.somebody().await);
    let (_, early) = sign_in(&world, &ada, noon() - TimeDelta::hours(2)).await;
    let (_, late) = sign_in(&world, &ada, noon()).await;
    let account = &world.services.account;
    let seen = account.list_sessions(&grace, ada.id).await.unwrap();
    let ids: Vec<_> = seen.iter().map(|view| view.id).collect();
    assert_eq!(ids, [late, early]);
    assert!(
        seen.iter().all(|view| !view.current),
        "none is the admin's own"
    );
    assert_eq!(seen[0].ip.as_deref(), Some("203.0.113.7"));
    account.list_sessions(&grace, ada.id).await.unwrap();
    assert_eq!(
        entries(&world, "sessions.read").await,
        [ada.id.0],
        "told once"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_admin_signs_somebody_out_everywhere_and_nobody_else(pool: PgPool) {
    let world = World::new(pool).await;
    let (grace, ada) = (admin(&world, TENANT).await, world.somebody().await);
    let bea = world.somebody().await;
    for _ in 0..2 {
        sign_in(&world, &ada, noon()).await;
    }
    let (others, _) = sign_in(&world, &bea, noon()).await;
    let account = &world.services.account;
    assert_eq!(account.end_sessions(&grace, ada.id).await.unwrap(), 2);
    assert_eq!(account.list_sessions(&grace, ada.id).await.unwrap(), []);
    assert!(
        world
            .services
            .session
            .load(&others)
            .await
            .unwrap()
            .is_some()
    );
    assert_eq!(entries(&world, "session.ended").await, [ada.id.0; 2]);
    assert_eq!(account.end_sessions(&grace, ada.id).await.unwrap(), 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn sessions_and_names_are_for_admins_of_the_same_tenant(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let bea = world.ctx(Actor::User(world.somebody().await));
    let elsewhere = admin(&world, OTHER_TENANT).await;
    let account = &world.services.account;
    for (ctx, hidden) in [(&bea, false), (&elsewhere, true)] {
        let refused = [
            account
                .list_sessions(ctx, ada.id)
                .await
                .map(drop)
                .unwrap_err(),
            account
                .end_sessions(ctx, ada.id)
                .await
                .map(drop)
                .unwrap_err(),
        ];
        for error in refused {
            match error {
                Error::NotFound => assert!(hidden),
                Error::Forbidden(_) => assert!(!hidden),
                other => panic!("{other}"),
            }
        }
    }
    assert!(matches!(
        account.name(&bea, &[ada.id]).await,
        Err(Error::Forbidden(_))
    ));
    assert_eq!(account.name(&elsewhere, &[ada.id]).await.unwrap(), []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_tracking_sessions_cannot_be_looked_at_but_be_ended(pool: PgPool) {
    let config = crate::Config {
        session: crate::session::SessionConfig { tracking: false },
        ..world::config()
    };
    let world = World::with(pool, world::redis().await, config);
    let (grace, ada) = (admin(&world, TENANT).await, world.somebody().await);
    let (secret, _) = sign_in(&world, &ada, noon()).await;
    let account = &world.services.account;
    let listed = account.list_sessions(&grace, ada.id).await;
    assert!(matches!(listed, Err(Error::FeatureDisabled)), "{listed:?}");
    assert_eq!(account.end_sessions(&grace, ada.id).await.unwrap(), 1);
    assert!(
        world
            .services
            .session
            .load(&secret)
            .await
            .unwrap()
            .is_none()
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn people_are_named_in_the_order_in_which_they_are_asked_for(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = admin(&world, TENANT).await;
    let (ada, bea) = (world.somebody().await, world.somebody().await);
    let nobody = UserId(Uuid::from_u128(1));
    let account = &world.services.account;
    let named = account
        .name(&grace, &[bea.id, nobody, ada.id])
        .await
        .unwrap();
    let ids: Vec<_> = named.iter().map(|one| one.id).collect();
    assert_eq!(ids, [bea.id, ada.id]);
    assert_eq!(named[0].name, "Ada Lovelace");
    assert!(named[0].email.ends_with("@example.test"));
    assert_eq!(entries(&world, "users.listed").await, [TENANT.0]);
    account.delete(&grace, bea.id, None).await.unwrap();
    let left = account.name(&grace, &[bea.id, ada.id]).await.unwrap();
    assert_eq!(left.len(), 1, "whoever is deleted has no name");
}
