//! Setting and deleting.

use super::{all, put, value};
use crate::{Actor, Error, testing::world::World};
use contract::{
    FieldCode,
    preference::{PreferenceCategory as Category, UpsertPreferences},
    settings::Theme,
};
use serde_json::{Value, json};
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_new_account_has_the_defaults_and_the_views_of_its_settings(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let seen: Vec<_> = all(&world, &ada)
        .await
        .into_iter()
        .map(|p| (p.category, p.key, p.value))
        .collect();
    let expected = [
        (Category::Notifications, "email_enabled", json!(true)),
        (Category::Notifications, "email_marketing", json!(false)),
        (
            Category::Notifications,
            "email_new_course_alerts",
            json!(true),
        ),
        (Category::Notifications, "push_enabled", json!(false)),
        (Category::Notifications, "sms_enabled", json!(false)),
        (Category::Ui, "language", json!("en")),
        (Category::Ui, "theme", json!("system")),
    ];
    assert_eq!(
        seen,
        expected.map(|(category, key, value)| (category, key.to_owned(), value))
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn keys_that_are_not_named_stay_and_the_whole_category_comes_back(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let goal = json!({"minutes": 30, "days": ["mon", "thu"]});
    put(
        &world,
        &ada,
        Category::Learning,
        &[("daily_goal", goal.clone()), ("notes", Value::Null)],
    )
    .await
    .expect("good");
    let after = put(
        &world,
        &ada,
        Category::Learning,
        &[("notes", json!("¡sí!"))],
    )
    .await
    .expect("good");
    assert_eq!(after.len(), 2);
    assert_eq!(value(&after, Category::Learning, "daily_goal"), Some(&goal));
    assert_eq!(
        value(&after, Category::Learning, "notes"),
        Some(&json!("¡sí!"))
    );
    let ids = |list: &[contract::preference::PreferenceView]| {
        list.iter().map(|p| p.id).collect::<Vec<_>>()
    };
    let learning: Vec<_> = all(&world, &ada)
        .await
        .into_iter()
        .filter(|p| p.category == Category::Learning)
        .collect();
    assert_eq!(ids(&after), ids(&learning));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_put_with_one_bad_view_changes_nothing_at_all(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let before = all(&world, &ada).await;
    for (bad, code) in [
        (json!("sepia"), FieldCode::InvalidChoice),
        (json!(7), FieldCode::InvalidType),
        (json!(null), FieldCode::InvalidType),
    ] {
        let values = [
            ("density", json!("compact")),
            ("language", json!("es")),
            ("theme", bad),
        ];
        let refused = put(&world, &ada, Category::Ui, &values)
            .await
            .expect_err("bad");
        let Error::Invalid(errors) = refused else {
            panic!("{refused:?}");
        };
        let faults: Vec<_> = errors
            .0
            .iter()
            .map(|e| (e.field.as_str(), e.code))
            .collect();
        assert_eq!(faults, [("preferences[2].value", code)]);
        assert_eq!(all(&world, &ada).await, before);
    }
    let told = "SELECT count(*) FROM outbox_events WHERE type <> 'user.created'";
    assert_eq!(world.count(told).await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_language_that_is_not_on_offer_is_refused_by_its_place(pool: PgPool) {
    let mut config = crate::testing::world::config();
    config.profile.languages = vec![contract::Language::En];
    let world = World::with(pool, crate::testing::world::redis().await, config);
    let ada = world.somebody().await;
    let values = [("density", json!(1)), ("language", json!("es"))];
    let refused = put(&world, &ada, Category::Ui, &values)
        .await
        .expect_err("not on offer");
    let Error::Invalid(errors) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(errors.0[0].field, "preferences[1].value");
    assert_eq!(errors.0[0].code, FieldCode::InvalidChoice);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_deleted_preference_is_gone_and_a_view_goes_back_to_the_default(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    let preference = &world.services.preference;
    put(
        &world,
        &ada,
        Category::Ui,
        &[("density", json!("compact")), ("theme", json!("dark"))],
    )
    .await
    .expect("good");
    for key in ["density", "theme"] {
        preference
            .remove(&ctx, ada.id, Category::Ui, key)
            .await
            .expect("gone");
    }
    let after = all(&world, &ada).await;
    assert_eq!(value(&after, Category::Ui, "density"), None);
    assert_eq!(value(&after, Category::Ui, "theme"), Some(&json!("system")));
    let settings = world.services.settings.get(&ctx).await.expect("settings");
    assert_eq!(settings.settings().theme, Theme::System);
    let again = preference
        .remove(&ctx, ada.id, Category::Ui, "density")
        .await;
    assert!(matches!(again, Err(Error::NotFound)));
    // A view is never gone: once more changes nothing.
    preference
        .remove(&ctx, ada.id, Category::Ui, "theme")
        .await
        .expect("as it is");
    let told: Vec<Value> = sqlx::query_scalar(
        "SELECT data FROM outbox_events WHERE type = 'user.preferences_updated' ORDER BY sequence",
    )
    .fetch_all(&world.pool)
    .await
    .expect("events");
    let changes: Vec<_> = told.iter().map(|data| data["changes"].clone()).collect();
    assert_eq!(
        changes,
        [
            json!([{"category": "ui", "key": "theme", "value": "dark"}, {"category": "ui", "key": "density", "value": "compact"}]),
            json!([{"category": "ui", "key": "density", "deleted": true}]),
            json!([{"category": "ui", "key": "theme", "value": "system"}]),
        ]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_same_again_tells_nobody_however_its_numbers_are_written(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let sent = r#"{"preferences": [{"key": "numbers", "value": [1e16, 1.5e19, -1e17, 1e300, 5e-7, 1.0, -0.0]}]}"#;
    for _ in 0..2 {
        let body = serde_json::from_str(sent).expect("JSON");
        let command = UpsertPreferences::from_json(Category::Learning, body).expect("good");
        let ctx = world.ctx(Actor::User(ada.clone()));
        let done = world
            .services
            .preference
            .upsert(&ctx, ada.id, command)
            .await;
        done.expect("good");
    }
    let told = "SELECT count(*) FROM outbox_events WHERE type = 'user.preferences_updated'";
    assert_eq!(world.count(told).await, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_deleted_language_is_that_of_a_new_account_and_nobodys_choice(pool: PgPool) {
    let mut config = crate::testing::world::config();
    config.profile.languages = vec![contract::Language::Es];
    let world = World::with(pool, crate::testing::world::redis().await, config);
    let ada = world.somebody().await;
    let ctx = world.ctx(Actor::User(ada.clone()));
    let language = async || {
        let desk = world.services.profile.desk(&ctx).await.expect("a desk");
        let document = &desk.settings.document;
        (document.settings.language, document.language_chosen)
    };
    assert_eq!(language().await, (contract::Language::Es, false));
    put(&world, &ada, Category::Ui, &[("language", json!("es"))])
        .await
        .expect("good");
    assert_eq!(language().await, (contract::Language::Es, true));
    let preference = &world.services.preference;
    let removed = preference
        .remove(&ctx, ada.id, Category::Ui, "language")
        .await;
    removed.expect("as it was");
    assert_eq!(language().await, (contract::Language::Es, false));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_reader_sees_all_of_a_put_or_nothing_of_it(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    put(
        &world,
        &ada,
        Category::Ui,
        &[("theme", json!("light")), ("mirror", json!("light"))],
    )
    .await
    .expect("good");
    let writer = async {
        for theme in ["dark", "light"].iter().cycle().take(40) {
            let values = [("theme", json!(theme)), ("mirror", json!(theme))];
            put(&world, &ada, Category::Ui, &values)
                .await
                .expect("good");
        }
    };
    let reader = async {
        for _ in 0..200 {
            let seen = all(&world, &ada).await;
            let (theme, mirror) = (
                value(&seen, Category::Ui, "theme"),
                value(&seen, Category::Ui, "mirror"),
            );
            assert_eq!(theme, mirror);
        }
    };
    tokio::join!(Box::pin(writer), Box::pin(reader));
}
