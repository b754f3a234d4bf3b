//! What the media-service tells, in every order.

use super::Sitter;
use crate::{
    inbox::Verdict,
    testing::{
        part, unique,
        world::{World, config, redis_at},
    },
};
use chrono::TimeDelta;
use contract::{
    UploadId, UserId,
    avatar::{UploadReason, UploadStatus, thumbnail_key, thumbnails_under},
};
use serde_json::json;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn pictures_become_the_persons_once_however_often_they_are_told(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    for _ in 0..3 {
        assert_eq!(ada.processed(upload).await, Verdict::Applied);
    }
    let me = ada.me().await;
    let urls = serde_json::to_value(&me.avatar_urls).expect("JSON");
    assert_eq!(urls, ada.urls(upload));
    // Who knows one picture alone sees the large one.
    assert_eq!(me.avatar_url.as_deref(), urls["large"].as_str());
    assert_eq!(me.version, 2);
    let view = ada.view(upload).await;
    assert_eq!(
        (view.status, view.avatar_urls),
        (UploadStatus::Ready, me.avatar_urls)
    );
    assert_eq!(
        ada.told().await,
        ["user.avatar.upload_requested", "user.updated"]
    );
    assert_eq!(
        ada.actions().await,
        ["avatar.processed", "avatar.upload_requested"]
    );
    let missing: Vec<_> = me.profile_completion.expect("told").missing;
    assert!(missing.iter().all(|missing| missing.field != "avatarUrl"));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_newest_upload_that_was_asked_for_wins_whatever_is_told_first(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let superseded = (UploadStatus::Expired, Some(UploadReason::Superseded));
    let (first, second) = (ada.ask().await, ada.ask().await);
    ada.processed(second).await;
    ada.processed(first).await;
    assert_eq!(ada.picture().await, Some(second));
    assert_eq!(ada.standing(first).await, superseded);
    // Asked for meanwhile, though not uploaded yet.
    let (third, fourth) = (ada.ask().await, ada.ask().await);
    ada.processed(third).await;
    assert_eq!(ada.picture().await, Some(second));
    assert_eq!(ada.standing(third).await, superseded);
    ada.processed(fourth).await;
    assert_eq!(ada.picture().await, Some(fourth));
    assert_eq!(ada.standing(second).await, superseded);
    assert_eq!(ada.me().await.version, 3);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_told_that_pictures_are_ready_finds_them_in_the_profile(pool: PgPool) {
    let redis = redis_at(part("REDIS_URL"), &unique("service-test")).await;
    let world = World::with(pool, redis, config());
    let person = world.somebody().await;
    let ada = Sitter { world, person };
    let upload = ada.ask().await;
    assert_eq!(ada.picture().await, None, "and that is in the cache");
    // As it is in another process that has committed, and not yet told the cache.
    let urls = ada.urls(upload);
    for sql in [
        "UPDATE user_profiles SET avatar_urls = $1, avatar_url = $1->>'large' WHERE user_id = $2",
        "UPDATE avatar_uploads SET status = 'ready', avatar_urls = $1 WHERE user_id = $2",
    ] {
        let written = sqlx::query(sql).bind(&urls).bind(ada.person.id.0);
        written.execute(&ada.world.pool).await.expect("written");
    }
    assert_eq!(ada.picture().await, None, "the cache is believed");
    assert_eq!(ada.view(upload).await.status, UploadStatus::Ready);
    assert_eq!(ada.picture().await, Some(upload));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_told_that_a_picture_was_removed_finds_none_in_the_profile(pool: PgPool) {
    let redis = redis_at(part("REDIS_URL"), &unique("service-test")).await;
    let world = World::with(pool, redis, config());
    let person = world.somebody().await;
    let ada = Sitter { world, person };
    let upload = ada.ask().await;
    ada.processed(upload).await;
    assert_eq!(
        ada.picture().await,
        Some(upload),
        "and that is in the cache"
    );
    // As it is in another process that has committed, and not yet told the cache.
    for sql in [
        "UPDATE user_profiles SET avatar_urls = NULL, avatar_url = NULL WHERE user_id = $1",
        "UPDATE avatar_uploads SET status = 'failed', reason = 'removed' WHERE user_id = $1",
    ] {
        let written = sqlx::query(sql).bind(ada.person.id.0);
        written.execute(&ada.world.pool).await.expect("written");
    }
    assert_eq!(ada.picture().await, Some(upload), "the cache is believed");
    assert_eq!(ada.view(upload).await.status, UploadStatus::Failed);
    assert_eq!(ada.picture().await, None);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_failure_is_told_with_its_reason_and_the_old_picture_stays(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let good = ada.ask().await;
    ada.processed(good).await;
    let bad = ada.ask().await;
    for reason in [UploadReason::TooManyPixels, UploadReason::Unreadable] {
        assert_eq!(ada.failed(bad, reason).await, Verdict::Applied);
    }
    // The first word counts, also against pictures of the same upload.
    ada.processed(bad).await;
    let failed = (UploadStatus::Failed, Some(UploadReason::TooManyPixels));
    assert_eq!(ada.standing(bad).await, failed);
    assert_eq!(ada.picture().await, Some(good));
    // And no failure takes a picture away.
    ada.failed(good, UploadReason::Unreadable).await;
    assert_eq!(ada.picture().await, Some(good));
    assert_eq!(ada.view(good).await.status, UploadStatus::Ready);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn late_pictures_count_as_long_as_their_files_do(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let late = ada.ask().await;
    ada.pass(TimeDelta::hours(23));
    assert_eq!(ada.standing(late).await, (UploadStatus::Expired, None));
    ada.processed(late).await;
    assert_eq!(ada.picture().await, Some(late));
    let too_late = ada.ask().await;
    ada.pass(TimeDelta::hours(25));
    ada.processed(too_late).await;
    assert_eq!(ada.picture().await, Some(late));
    assert_eq!(ada.standing(too_late).await, (UploadStatus::Expired, None));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn pictures_of_nobody_or_from_elsewhere_change_nothing(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    let unknown = UploadId(Uuid::from_u128(7));
    assert_eq!(ada.processed(unknown).await, Verdict::Applied);
    let mut data = json!({
        "userId": UserId(Uuid::from_u128(8)), "uploadId": upload, "avatarUrls": ada.urls(upload),
    });
    let kind = "user.avatar.processed";
    assert_eq!(ada.tell(kind, &data).await, Verdict::Applied);
    data["userId"] = json!(ada.person.id);
    let ours = |key: &str| ada.world.storage.public_url(key);
    let folder = thumbnails_under(upload);
    for elsewhere in [
        "https://elsewhere.test/a.jpg".to_owned(),
        "javascript:alert(1)".to_owned(),
        "http://127.0.0.1".to_owned(),
        ours(&format!("uploads/{}", ada.person.id)),
        ours(&thumbnail_key(unknown, "a5")),
        ours(&format!("{folder}../a5.jpg")),
        ours(&format!("{folder}\"><script>.jpg")),
        ours(&format!("{folder}.jpg")),
        ours(&format!("{folder}a5.html")),
        ours(&thumbnail_key(upload, &"a".repeat(100_000))),
    ] {
        data["avatarUrls"]["medium"] = json!(elsewhere);
        let verdict = ada.tell(kind, &data).await;
        let Verdict::Malformed(reason) = verdict else {
            panic!("{elsewhere}: {verdict:?}");
        };
        assert_eq!(reason, "data.avatarUrls.medium: invalid_url");
    }
    for broken in [json!({}), json!({"userId": ada.person.id}), json!(null)] {
        for kind in [kind, "user.avatar.failed"] {
            let verdict = ada.tell(kind, &broken).await;
            assert!(matches!(verdict, Verdict::Malformed(_)), "{verdict:?}");
        }
    }
    assert_eq!(ada.picture().await, None);
    assert_eq!(ada.standing(upload).await, (UploadStatus::Pending, None));
    assert_eq!(ada.me().await.version, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn only_what_the_media_service_can_know_is_a_reason(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    for reason in [
        UploadReason::Removed,
        UploadReason::Superseded,
        UploadReason::StorageUnavailable,
    ] {
        let malformed = Verdict::Malformed("data.reason: invalid_choice".into());
        assert_eq!(ada.failed(upload, reason).await, malformed);
    }
    assert_eq!(ada.standing(upload).await, (UploadStatus::Pending, None));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn pictures_do_not_count_when_their_files_are_about_to_go(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    // It fails before its address does, and its files go a day after that.
    ada.failed(upload, UploadReason::NotProcessed).await;
    ada.pass(TimeDelta::hours(23));
    ada.processed(upload).await;
    assert_eq!(ada.picture().await, None);
    let again = ada.ask().await;
    ada.failed(again, UploadReason::NotProcessed).await;
    ada.pass(TimeDelta::hours(22));
    ada.processed(again).await;
    assert_eq!(ada.picture().await, Some(again));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn pictures_of_somebody_who_has_left_are_let_go(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    sqlx::query("UPDATE users SET status = 'deleted'")
        .execute(&ada.world.pool)
        .await
        .expect("gone");
    assert_eq!(ada.processed(upload).await, Verdict::Applied);
    let let_go =
        "SELECT count(*) FROM avatar_uploads WHERE status = 'expired' AND sweep_at IS NOT NULL";
    assert_eq!(ada.world.count(let_go).await, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn another_tenants_word_is_not_heard(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    let event = json!({
        "id": Uuid::from_u128(9), "type": "user.avatar.processed", "source": "media-service",
        "data": {"userId": ada.person.id, "uploadId": upload, "avatarUrls": ada.urls(upload)},
        "timestamp": ada.world.clock.now(),
        "metadata": {"tenantId": crate::testing::world::OTHER_TENANT},
    });
    ada.world
        .services
        .inbox
        .apply(event.to_string().as_bytes())
        .await;
    assert_eq!(ada.picture().await, None);
    assert_eq!(ada.standing(upload).await, (UploadStatus::Pending, None));
}
