//! Taking a picture away, bringing it back, and giving another by address.

use super::Sitter;
use crate::{
    Actor, Error, Result,
    ctx::Scopes,
    error::Denial,
    testing::world::{World, storage_at},
};
use chrono::TimeDelta;
use contract::{
    ErrorCode, FieldCode, Patch, UploadId,
    account::Role,
    avatar::{UploadReason, UploadStatus},
    profile::{ProfileView, UpdateProfile},
};
use serde_json::Value;
use sqlx::PgPool;
use storage::{Storage, StorageConfig};
use uuid::Uuid;

const REMOVED: (UploadStatus, Option<UploadReason>) =
    (UploadStatus::Expired, Some(UploadReason::Removed));

impl Sitter {
    async fn give(&self, address: Patch<String>) -> Result<ProfileView> {
        let command = UpdateProfile {
            avatar_url: address,
            ..UpdateProfile::default()
        };
        let profile = &self.world.services.profile;
        profile.update(&self.ctx(), command, None).await
    }

    async fn restore_address(&self, address: &str) -> Result<ProfileView> {
        let avatar = &self.world.services.avatar;
        avatar.restore_address(&self.ctx(), address.into()).await
    }

    async fn with_picture(pool: PgPool) -> (Self, UploadId) {
        let sitter = Self::new(pool).await;
        let upload = sitter.ask().await;
        sitter.processed(upload).await;
        (sitter, upload)
    }
}

fn not_restorable(result: Result<ProfileView>) -> bool {
    matches!(result, Err(Error::Conflict(conflict)) if conflict.code == ErrorCode::NotRestorable)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_picture_is_taken_away_once_and_told_with_its_upload(pool: PgPool) {
    let (ada, upload) = Sitter::with_picture(pool).await;
    for _ in 0..2 {
        let left = ada.remove().await;
        assert_eq!(
            (left.avatar_url, left.avatar_urls, left.version),
            (None, None, 3)
        );
    }
    assert_eq!(ada.standing(upload).await, REMOVED);
    assert_eq!(ada.view(upload).await.avatar_urls, None);
    let told = ada.told().await;
    assert_eq!(told[2..], ["user.updated", "user.avatar.removed"]);
    let data: Value =
        sqlx::query_scalar("SELECT data FROM outbox_events WHERE type = 'user.avatar.removed'")
            .fetch_one(&ada.world.pool)
            .await
            .expect("one event");
    assert_eq!(data["uploadId"], upload.to_string());
    let actions = [
        "avatar.processed",
        "avatar.removed",
        "avatar.upload_requested",
    ];
    assert_eq!(ada.actions().await, actions);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_was_taken_away_comes_back_until_its_files_are_nearly_due(pool: PgPool) {
    let (ada, upload) = Sitter::with_picture(pool).await;
    let before = ada.me().await;
    ada.remove().await;
    ada.pass(TimeDelta::hours(22));
    for _ in 0..2 {
        let back = ada.restore(upload).await.expect("a picture");
        assert_eq!(back.avatar_urls, before.avatar_urls);
        assert_eq!(
            (back.avatar_url, back.version),
            (before.avatar_url.clone(), 4)
        );
    }
    assert_eq!(ada.view(upload).await.status, UploadStatus::Ready);
    ada.remove().await;
    ada.pass(TimeDelta::hours(23));
    assert!(not_restorable(ada.restore(upload).await));
    assert_eq!(ada.picture().await, None);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nothing_comes_back_over_another_picture(pool: PgPool) {
    let (ada, first) = Sitter::with_picture(pool).await;
    ada.remove().await;
    let second = ada.ask().await;
    ada.processed(second).await;
    assert!(not_restorable(ada.restore(first).await));
    assert_eq!(ada.picture().await, Some(second));
    let nobodys = ada.restore(UploadId(Uuid::from_u128(7))).await;
    assert!(matches!(nobodys, Err(Error::NotFound)));
    // One that was superseded was not taken away.
    let third = ada.ask().await;
    ada.processed(third).await;
    ada.remove().await;
    assert!(not_restorable(ada.restore(second).await));
    assert!(ada.restore(third).await.is_ok());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_picture_elsewhere_comes_back_by_its_address_but_over_no_other(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let address = "https://example.test/ada.png";
    ada.give(Patch::Set(address.into())).await.expect("given");
    ada.remove().await;
    for _ in 0..2 {
        let back = ada.restore_address(address).await.expect("a picture");
        assert_eq!(
            (back.avatar_url.as_deref(), back.version),
            (Some(address), 4)
        );
    }
    let other = ada.restore_address("https://example.test/other.png").await;
    assert!(not_restorable(other));
    let unsafe_one = ada.restore_address("javascript:alert(1)").await;
    assert!(matches!(unsafe_one, Err(Error::Invalid(_))));
    let upload = ada.ask().await;
    ada.processed(upload).await;
    let ours = ada.me().await.avatar_url.expect("a picture");
    ada.remove().await;
    assert!(not_restorable(ada.restore_address(&ours).await));
    assert_eq!(ada.me().await.avatar_url, None);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn another_address_takes_the_place_of_what_was_uploaded(pool: PgPool) {
    let (ada, upload) = Sitter::with_picture(pool).await;
    let address = "https://example.test/ada.png";
    let given = ada.give(Patch::Set(address.into())).await.expect("given");
    assert_eq!(given.avatar_url.as_deref(), Some(address));
    assert_eq!(given.avatar_urls, None);
    let superseded = (UploadStatus::Expired, Some(UploadReason::Superseded));
    assert_eq!(ada.standing(upload).await, superseded);
    // And the other way round.
    let next = ada.ask().await;
    ada.processed(next).await;
    assert_eq!(ada.picture().await, Some(next));
    // Clearing the address takes away whatever is there.
    ada.give(Patch::Clear).await.expect("cleared");
    assert_eq!(ada.standing(next).await, REMOVED);
    let told = ada.told().await;
    let removals = told.iter().filter(|kind| *kind == "user.avatar.removed");
    assert_eq!(removals.count(), 1, "{told:?}");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_address_of_an_upload_may_be_sent_back_but_not_be_given_by_hand(pool: PgPool) {
    let (ada, upload) = Sitter::with_picture(pool).await;
    let mine = ada.me().await;
    let address = mine.avatar_url.clone().expect("an address");
    let same = ada.give(Patch::Set(address.clone())).await.expect("kept");
    assert_eq!(same, mine);
    ada.remove().await;
    let refused = ada.give(Patch::Set(address)).await;
    let Err(Error::Invalid(fields)) = refused else {
        panic!("{refused:?}");
    };
    let fault = &fields.0[0];
    assert_eq!(
        (fault.field.as_str(), fault.code),
        ("avatarUrl", FieldCode::InvalidUrl)
    );
    assert_eq!(ada.standing(upload).await, REMOVED);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_address_of_an_upload_is_the_same_however_it_is_spelled(pool: PgPool) {
    let storage = Storage::new(StorageConfig {
        public_url: "https://cdn.example/pics".into(),
        ..storage_at(([127, 0, 0, 1], 9).into())
    });
    let world = World::storing(pool, storage).await;
    let person = world.somebody().await;
    let ada = Sitter { world, person };
    let upload = ada.ask().await;
    ada.processed(upload).await;
    let mine = ada.me().await;
    let urls = mine.avatar_urls.clone().expect("pictures");
    let address = ada.give(Patch::Set(urls.large.clone())).await;
    assert_eq!(address.expect("kept"), mine);
    let mut spellings = Vec::new();
    for spelled in [
        urls.medium.clone(),
        format!(" {}", urls.medium),
        urls.medium.replace("cdn.example", "CDN.example"),
        urls.medium.replace("https:", "HTTPS:"),
        urls.medium.replace("cdn.example", "cdn.example:443"),
        urls.medium.replace("/pics/", "/./pics/"),
    ] {
        let refused = ada.give(Patch::Set(spelled.clone())).await;
        assert!(matches!(refused, Err(Error::Invalid(_))), "{spelled}");
        spellings.push(spelled);
    }
    assert_eq!(ada.me().await, mine);
    // Nor does it come back so where there is no picture any more.
    ada.remove().await;
    for spelled in spellings {
        let refused = ada.restore_address(&spelled).await;
        assert!(not_restorable(refused), "{spelled}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn admins_of_the_tenant_take_pictures_away_and_nobody_else(pool: PgPool) {
    let (ada, upload) = Sitter::with_picture(pool).await;
    let world = &ada.world;
    let mut admin = world.somebody().await;
    let service = Actor::Service {
        name: "crm".into(),
        tenant_id: ada.person.tenant_id,
        scopes: Scopes::parse("users:read users:write"),
    };
    for actor in [Actor::User(admin.clone()), service] {
        let avatar = &world.services.avatar;
        let ctx = world.ctx(actor);
        let refused = avatar.remove(&ctx, ada.person.id);
        assert!(matches!(
            refused.await,
            Err(Error::Forbidden(Denial::NotOwner))
        ));
    }
    admin.role = Role::Admin;
    let mut foreign = admin.clone();
    foreign.tenant_id = crate::testing::world::OTHER_TENANT;
    let refused = world
        .services
        .avatar
        .remove(&world.ctx(Actor::User(foreign)), ada.person.id)
        .await;
    assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
    assert_eq!(ada.picture().await, Some(upload));
    let ctx = world.ctx(Actor::User(admin));
    let removal = world.services.avatar.remove(&ctx, ada.person.id).await;
    let removal = removal.expect("gone");
    assert!(removal.before.avatar_urls.is_some());
    assert_eq!(removal.after.avatar_urls, None);
    // Its owner does not bring it back, and its files go at once.
    assert!(not_restorable(ada.restore(upload).await));
    let due = "SELECT count(*) FROM avatar_uploads WHERE sweep_at = settled_at";
    assert_eq!(world.count(due).await, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_picture_that_its_owner_took_away_within_a_day_may_come_back(pool: PgPool) {
    let (ada, first) = Sitter::with_picture(pool).await;
    ada.remove().await;
    let second = ada.ask().await;
    ada.processed(second).await;
    ada.remove().await;
    assert!(ada.restore(first).await.is_ok());
    assert_eq!(ada.picture().await, Some(first));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_chooses_meanwhile_means_the_newest_choice(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    // No picture yet, and none wanted.
    let unwanted = ada.ask().await;
    assert_eq!(ada.remove().await.version, 1);
    ada.processed(unwanted).await;
    assert_eq!(ada.picture().await, None);
    assert_eq!(ada.standing(unwanted).await, REMOVED);
    // Another picture, while one is under way.
    let overtaken = ada.ask().await;
    let address = "https://example.test/ada.png".to_owned();
    ada.give(Patch::Set(address.clone())).await.expect("given");
    ada.processed(overtaken).await;
    assert_eq!(ada.me().await.avatar_url, Some(address));
    let superseded = (UploadStatus::Expired, Some(UploadReason::Superseded));
    assert_eq!(ada.standing(overtaken).await, superseded);
    // Other changes of the profile stand in nobody's way.
    let wanted = ada.ask().await;
    ada.world
        .write_bio(&ada.person, "Numbers.")
        .await
        .expect("a biography");
    ada.processed(wanted).await;
    assert_eq!(ada.picture().await, Some(wanted));
}
