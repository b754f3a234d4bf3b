//! The cache before preferences.

use super::{all, put, value};
use crate::{
    Actor, Error,
    error::Denial,
    testing::{
        part, unique,
        world::{OTHER_TENANT, World, config, newcomer, person, redis_at},
    },
};
use contract::{
    Patch,
    account::Role,
    preference::PreferenceCategory as Category,
    settings::{Theme, UpdateSettings},
};
use serde_json::json;
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn another_process_sees_a_change_at_once_by_either_door(pool: PgPool) {
    let prefix = unique("service-test");
    let one = World::with(
        pool.clone(),
        redis_at(part("REDIS_URL"), &prefix).await,
        config(),
    );
    let two = World::with(pool, redis_at(part("REDIS_URL"), &prefix).await, config());
    let ada = one.somebody().await;
    for round in 0..10 {
        all(&one, &ada).await;
        all(&two, &ada).await;
        put(&one, &ada, Category::Learning, &[("round", json!(round))])
            .await
            .expect("good");
        let theme = [Theme::Dark, Theme::Light][round % 2];
        let command = UpdateSettings {
            theme: Patch::Set(theme),
            ..UpdateSettings::default()
        };
        let ctx = two.ctx(Actor::User(ada.clone()));
        two.services
            .settings
            .update(&ctx, command, None)
            .await
            .expect("good");
        for world in [&one, &two] {
            let seen = all(world, &ada).await;
            assert_eq!(
                value(&seen, Category::Learning, "round"),
                Some(&json!(round))
            );
            assert_eq!(value(&seen, Category::Ui, "theme"), Some(&json!(theme)));
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn they_are_asked_of_the_database_once_and_each_time_where_caching_is_off(pool: PgPool) {
    for (caching, expected) in [(true, json!(1)), (false, json!(2))] {
        let mut config = config();
        if !caching {
            config.preference.cache_ttl = None;
        }
        let world = World::with(pool.clone(), crate::testing::world::redis().await, config);
        let ada = world.somebody().await;
        put(&world, &ada, Category::Learning, &[("goal", json!(1))])
            .await
            .expect("good");
        all(&world, &ada).await;
        // Behind the back of the product.
        sqlx::query("UPDATE user_preferences SET value = '2' WHERE user_id = $1 AND key = 'goal'")
            .bind(ada.id.0)
            .execute(&pool)
            .await
            .expect("a change");
        let written = world.write_bio(&ada, "No preference of theirs").await;
        written.expect("good");
        let seen = all(&world, &ada).await;
        assert_eq!(
            value(&seen, Category::Learning, "goal"),
            Some(&expected),
            "caching {caching}"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn admins_of_the_tenant_read_and_only_the_owner_writes(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let mut admin = newcomer();
    admin.role = Some(Role::Admin);
    let here = person(
        &world
            .account(crate::testing::world::TENANT, admin.clone())
            .await,
    );
    let elsewhere = person(&world.account(OTHER_TENANT, admin).await);
    let preference = &world.services.preference;
    let read = async |who| preference.list(&world.ctx(Actor::User(who)), ada.id).await;
    assert_eq!(
        read(here.clone()).await.expect("an admin reads"),
        all(&world, &ada).await
    );
    assert!(matches!(read(elsewhere).await, Err(Error::NotFound)));
    let stranger = world.somebody().await;
    assert!(matches!(
        read(stranger).await,
        Err(Error::Forbidden(Denial::NotOwner))
    ));
    let ctx = world.ctx(Actor::User(here));
    let removed = preference.remove(&ctx, ada.id, Category::Ui, "theme").await;
    assert!(matches!(removed, Err(Error::Forbidden(Denial::NotOwner))));
}
