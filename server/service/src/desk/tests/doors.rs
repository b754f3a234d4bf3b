//! Every door to every shared value.

use crate::{Actor, Ctx, ctx::Person, desk::Desk, testing::world::World};
use contract::{
    Language, Patch,
    preference::{PreferenceCategory as Category, PreferenceEntry, UpsertPreferences},
    profile::UpdateProfile,
    settings::{UpdateEmailNotifications, UpdateSettings},
};
use serde_json::{Value, json};
use sqlx::PgPool;

/// A way in.
#[derive(Clone, Copy, Debug)]
enum Door {
    Profile,
    Settings,
    Preferences,
}

/// A value that is seen through more than one door: its setting, and the key that shows it.
#[derive(Clone, Copy, Debug)]
enum Shared {
    Theme,
    Language,
    Timezone,
    Marketing,
    Alerts,
}

impl Shared {
    const ALL: [Self; 5] = [
        Self::Theme,
        Self::Language,
        Self::Timezone,
        Self::Marketing,
        Self::Alerts,
    ];

    /// The doors that it may be written through.
    fn doors(self) -> &'static [Door] {
        match self {
            Self::Theme | Self::Marketing | Self::Alerts => &[Door::Settings, Door::Preferences],
            Self::Language => &[Door::Profile, Door::Settings, Door::Preferences],
            Self::Timezone => &[Door::Profile, Door::Settings],
        }
    }

    /// Two values that are not the default, in turn.
    fn value(self, turn: usize) -> Value {
        match (self, turn % 2) {
            (Self::Theme, 0) => json!("dark"),
            (Self::Theme, _) => json!("light"),
            (Self::Language, 0) => json!("es"),
            (Self::Language, _) => json!("en"),
            (Self::Timezone, 0) => json!("Europe/Madrid"),
            (Self::Timezone, _) => json!("Asia/Tokyo"),
            (Self::Marketing, turn) => json!(turn == 0),
            (Self::Alerts, turn) => json!(turn == 1),
        }
    }

    fn preference(self) -> Option<(Category, &'static str)> {
        match self {
            Self::Theme => Some((Category::Ui, "theme")),
            Self::Language => Some((Category::Ui, "language")),
            Self::Marketing => Some((Category::Notifications, "email_marketing")),
            Self::Alerts => Some((Category::Notifications, "email_new_course_alerts")),
            Self::Timezone => None,
        }
    }

    /// The events that a change of it makes.
    fn events(self) -> &'static [&'static str] {
        match self {
            Self::Theme | Self::Marketing | Self::Alerts => {
                &["user.settings_updated", "user.preferences_updated"]
            }
            Self::Language => &[
                "user.updated",
                "user.settings_updated",
                "user.preferences_updated",
            ],
            Self::Timezone => &["user.updated", "user.settings_updated"],
        }
    }
}

fn patch<T: serde::de::DeserializeOwned>(value: &Value) -> Patch<T> {
    Patch::Set(serde_json::from_value(value.clone()).expect("a value of its type"))
}

/// Somebody before their desk.
struct Owner<'a> {
    world: &'a World,
    person: Person,
}

impl<'a> Owner<'a> {
    async fn new(world: &'a World) -> Self {
        let person = world.somebody().await;
        Self { world, person }
    }

    fn ctx(&self) -> Ctx {
        self.world.ctx(Actor::User(self.person.clone()))
    }

    async fn desk(&self) -> Desk {
        let desk = self.world.services.profile.desk(&self.ctx()).await;
        Desk::clone(&*desk.expect("a desk"))
    }
}

async fn write(owner: &Owner<'_>, shared: Shared, door: Door, value: Value) {
    let (services, ctx) = (&owner.world.services, &owner.ctx());
    match door {
        Door::Profile => {
            let mut command = UpdateProfile::default();
            match shared {
                Shared::Language => command.language = patch(&value),
                _ => command.timezone = patch(&value),
            }
            let done = services.profile.update(ctx, command, None).await;
            done.expect("a change");
        }
        Door::Settings => {
            let mut command = UpdateSettings::default();
            let email: &mut UpdateEmailNotifications = &mut command.email_notifications;
            match shared {
                Shared::Theme => command.theme = patch(&value),
                Shared::Language => command.language = patch(&value),
                Shared::Timezone => command.timezone = patch(&value),
                Shared::Marketing => email.marketing = patch(&value),
                Shared::Alerts => email.new_course_alerts = patch(&value),
            }
            let done = services.settings.update(ctx, command, None).await;
            done.expect("a change");
        }
        Door::Preferences => {
            let (category, key) = shared.preference().expect("a key");
            let entry = PreferenceEntry {
                key: key.into(),
                value,
            };
            let command = UpsertPreferences {
                category,
                entries: vec![entry],
            };
            let done = services
                .preference
                .upsert(ctx, owner.person.id, command)
                .await;
            done.expect("a change");
        }
    }
}

/// What is seen of it, through every door there is.
async fn read(owner: &Owner<'_>, shared: Shared) -> Vec<Value> {
    let (services, ctx) = (&owner.world.services, &owner.ctx());
    let settings = services.settings.get(ctx).await.expect("settings");
    let settings = json!(settings.settings());
    let me = json!(services.profile.me(ctx).await.expect("a profile"));
    let mut seen = match shared {
        Shared::Theme => vec![settings["theme"].clone()],
        Shared::Language => vec![settings["language"].clone(), me["language"].clone()],
        Shared::Timezone => vec![settings["timezone"].clone(), me["timezone"].clone()],
        Shared::Marketing => vec![settings["emailNotifications"]["marketing"].clone()],
        Shared::Alerts => vec![settings["emailNotifications"]["newCourseAlerts"].clone()],
    };
    if let Some((category, key)) = shared.preference() {
        let list = services
            .preference
            .list_category(ctx, owner.person.id, category)
            .await;
        let list = list.expect("preferences");
        let found = list.iter().find(|preference| preference.key == key);
        seen.push(found.expect("the view").value.clone());
    }
    seen
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_written_through_one_door_is_seen_through_all(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = Owner::new(&world).await;
    for shared in Shared::ALL {
        // The cache holds what was before.
        read(&ada, shared).await;
        for (turn, door) in shared.doors().iter().enumerate() {
            let value = shared.value(turn);
            write(&ada, shared, *door, value.clone()).await;
            let seen = read(&ada, shared).await;
            let same = seen.iter().all(|seen| *seen == value);
            assert!(same, "{shared:?} by {door:?}: {seen:?}");
        }
    }
}

async fn told(pool: &PgPool) -> Vec<String> {
    sqlx::query_scalar("SELECT type FROM outbox_events ORDER BY sequence")
        .fetch_all(pool)
        .await
        .expect("events")
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_view_that_changed_is_told_once_whatever_the_door(pool: PgPool) {
    let world = World::new(pool).await;
    for shared in Shared::ALL {
        for door in shared.doors() {
            let ada = Owner::new(&world).await;
            let forgotten = sqlx::query("DELETE FROM outbox_events")
                .execute(&world.pool)
                .await;
            forgotten.expect("nothing left");
            let audited = async || world.count("SELECT count(*) FROM audit_log").await;
            let before = audited().await;
            for _ in 0..2 {
                // The second time changes nothing, and tells nobody.
                write(&ada, shared, *door, shared.value(0)).await;
            }
            let events = told(&world.pool).await;
            assert_eq!(events, shared.events(), "{shared:?} by {door:?}");
            assert_eq!(audited().await - before, 1, "{shared:?} by {door:?}");
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn versions_move_with_their_own_representation_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = Owner::new(&world).await;
    let versions = async || {
        let desk = ada.desk().await;
        (desk.view.version, desk.settings.version)
    };
    assert_eq!(versions().await, (1, 1));
    write(&ada, Shared::Theme, Door::Settings, json!("dark")).await;
    assert_eq!(versions().await, (1, 2));
    let written = world.write_bio(&ada.person, "Numbers").await;
    written.expect("a change");
    assert_eq!(versions().await, (2, 2));
    write(&ada, Shared::Timezone, Door::Profile, json!("Asia/Tokyo")).await;
    assert_eq!(versions().await, (3, 3));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_language_is_chosen_once_somebody_has_said_it_even_if_it_stays_the_same(pool: PgPool) {
    let world = World::new(pool).await;
    for door in Shared::Language.doors() {
        let ada = Owner::new(&world).await;
        let chosen = async || {
            let desk = ada.desk().await;
            (desk.settings.document.language_chosen, desk.view.language)
        };
        assert_eq!(chosen().await, (false, Language::En));
        write(&ada, Shared::Theme, Door::Settings, json!("dark")).await;
        assert_eq!(chosen().await, (false, Language::En));
        write(&ada, Shared::Language, *door, json!("en")).await;
        assert_eq!(chosen().await, (true, Language::En), "{door:?}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn doors_that_are_used_at_once_lose_nothing(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = Owner::new(&world).await;
    for turn in 0..20 {
        let [theme, zone, marketing] =
            [Shared::Theme, Shared::Timezone, Shared::Marketing].map(|shared| shared.value(turn));
        tokio::join!(
            write(&ada, Shared::Theme, Door::Settings, theme.clone()),
            write(&ada, Shared::Timezone, Door::Profile, zone.clone()),
            write(
                &ada,
                Shared::Marketing,
                Door::Preferences,
                marketing.clone()
            ),
        );
        let settings = json!(ada.desk().await.settings.settings());
        assert_eq!(settings["theme"], theme);
        assert_eq!(settings["timezone"], zone);
        assert_eq!(settings["emailNotifications"]["marketing"], marketing);
    }
    let gaps = "SELECT count(*) FROM (SELECT sequence - lag(sequence, 1, 0::bigint) OVER (ORDER BY sequence) AS step \
                FROM outbox_events) AS s WHERE step <> 1";
    assert_eq!(world.count(gaps).await, 0);
}
