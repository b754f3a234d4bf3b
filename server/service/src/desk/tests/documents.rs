//! Settings that an older version of the product has written.

use crate::{Actor, Error, error::Current, testing::world::World};
use contract::{
    Patch,
    settings::{Settings, Theme, UpdateSettings},
};
use serde_json::{Value, json};
use sqlx::PgPool;

async fn kept(pool: &PgPool) -> Value {
    sqlx::query_scalar("SELECT settings FROM user_profiles")
        .fetch_one(pool)
        .await
        .expect("a document")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_old_document_is_upgraded_when_it_is_read_and_kept_whole_when_it_is_saved(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada));
    let old =
        json!({"theme": "dark", "emailNotifications": {"marketing": true}, "density": "compact"});
    sqlx::query("UPDATE user_profiles SET settings = $1")
        .bind(&old)
        .execute(&world.pool)
        .await
        .expect("an old document");
    let read = world.services.settings.get(&ctx).await.expect("settings");
    let mut expected = Settings {
        theme: Theme::Dark,
        ..Settings::default()
    };
    expected.email_notifications.marketing = true;
    assert_eq!(*read.settings(), expected);
    // Reading writes nothing.
    assert_eq!(kept(&world.pool).await, old);
    let command = UpdateSettings {
        timezone: Patch::Set("Europe/Madrid".into()),
        ..UpdateSettings::default()
    };
    let saved = world.services.settings.update(&ctx, command, Some(1)).await;
    assert_eq!(saved.expect("a change").version, 2);
    let kept = kept(&world.pool).await;
    assert_eq!(kept["timezone"], "Europe/Madrid");
    assert_eq!(kept["theme"], "dark");
    assert_eq!(kept["density"], "compact");
    assert_eq!(
        kept["emailNotifications"],
        json!({"marketing": true, "newCourseAlerts": true})
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn settings_are_saved_over_the_version_that_was_seen(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada));
    let dark = || UpdateSettings {
        theme: Patch::Set(Theme::Dark),
        ..UpdateSettings::default()
    };
    let settings = &world.services.settings;
    settings
        .update(&ctx, dark(), Some(1))
        .await
        .expect("a change");
    let stale = settings
        .update(&ctx, dark(), Some(1))
        .await
        .expect_err("too late");
    let Error::Stale(current) = stale else {
        panic!("{stale:?}");
    };
    assert!(matches!(*current, Current::Settings(now) if now.theme == Theme::Dark));
}
