//! Asking for an upload, and for how it stands.

use super::{PNG, Sitter};
use crate::{Actor, Error, error::Denial, testing::bucket::Bucket};
use chrono::TimeDelta;
use contract::{
    ErrorCode, FieldCode, UploadId,
    account::AccountStatus,
    avatar::{RequestUpload, UploadReason, UploadStatus},
    limits::{FILE_SIZE_DEFAULT, OPEN_UPLOADS_MAX},
};
use futures::future::join_all;
use sqlx::PgPool;
use uuid::Uuid;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_ticket_names_an_address_for_ten_minutes_and_what_to_send(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let avatar = &ada.world.services.avatar;
    let ticket = avatar.request_upload(&ada.ctx(), PNG).await.expect("one");
    let now = ada.world.clock.now();
    assert_eq!(ticket.expires_at, now + TimeDelta::minutes(10));
    assert_eq!(ticket.method, "PUT");
    assert_eq!(ticket.headers["content-type"], "image/png");
    assert_eq!(ticket.headers["content-length"], "1000");
    let key = format!(
        "/uploads/{}/{}/{}",
        ada.person.tenant_id, ada.person.id, ticket.upload_id
    );
    assert!(ticket.url.contains(&key), "{}", ticket.url);
    let view = ada.view(ticket.upload_id).await;
    assert_eq!((view.status, view.reason), (UploadStatus::Pending, None));
    assert_eq!((view.created_at, view.expires_at), (now, ticket.expires_at));
    assert_eq!(ada.told().await, ["user.avatar.upload_requested"]);
    // Nothing of the person has changed.
    assert_eq!(ada.me().await.version, 1);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_may_not_be_uploaded_gets_no_ticket_and_leaves_no_row(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    for content_length in [0, FILE_SIZE_DEFAULT + 1, u64::MAX] {
        let request = RequestUpload {
            content_length,
            ..PNG
        };
        let avatar = &ada.world.services.avatar;
        let refused = avatar.request_upload(&ada.ctx(), request).await;
        let Err(Error::Invalid(fields)) = refused else {
            panic!("{content_length} bytes are taken");
        };
        assert_eq!(fields.0[0].field, "contentLength");
        assert_eq!(fields.0[0].code, FieldCode::InvalidSize);
    }
    assert_eq!(
        ada.world.count("SELECT count(*) FROM avatar_uploads").await,
        0
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn ten_uploads_may_be_open_also_when_thirty_are_asked_for_at_once(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let ctx = ada.ctx();
    let avatar = &ada.world.services.avatar;
    let asked = join_all((0..30).map(|_| avatar.request_upload(&ctx, PNG))).await;
    let given = asked.iter().filter(|ticket| ticket.is_ok()).count();
    assert_eq!(given, OPEN_UPLOADS_MAX as usize);
    for refused in asked.into_iter().filter_map(Result::err) {
        let Error::Conflict(conflict) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(conflict.code, ErrorCode::TooManyUploads);
    }
    assert_eq!(ada.told().await.len(), OPEN_UPLOADS_MAX as usize);
    // When they have expired, there is room again.
    ada.pass(TimeDelta::minutes(10));
    ada.ask().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn one_that_has_ended_makes_room_for_another(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let mut asked = Vec::new();
    for _ in 0..OPEN_UPLOADS_MAX {
        asked.push(ada.ask().await);
    }
    let avatar = &ada.world.services.avatar;
    assert!(avatar.request_upload(&ada.ctx(), PNG).await.is_err());
    ada.failed(asked[3], UploadReason::Unreadable).await;
    ada.ask().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_address_that_is_still_good_counts_also_when_its_upload_does_not(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    for _ in 0..OPEN_UPLOADS_MAX {
        ada.ask().await;
    }
    ada.remove().await;
    let avatar = &ada.world.services.avatar;
    let refused = avatar.request_upload(&ada.ctx(), PNG).await;
    assert!(matches!(refused, Err(Error::Conflict(_))), "{refused:?}");
    ada.pass(TimeDelta::minutes(10));
    // Pictures that were made take no address with them: one may be chosen after the other.
    for _ in 0..=OPEN_UPLOADS_MAX {
        let upload = ada.ask().await;
        ada.processed(upload).await;
    }
    ada.remove().await;
    ada.ask().await;
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_upload_is_told_to_its_owner_alone(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let upload = ada.ask().await;
    let other = ada.world.somebody().await;
    let avatar = &ada.world.services.avatar;
    let other = ada.world.ctx(Actor::User(other));
    let nobodys = UploadId(Uuid::from_u128(7));
    for (ctx, id) in [(&other, upload), (&ada.ctx(), nobodys)] {
        let seen = avatar.get_upload(ctx, id).await;
        assert!(matches!(seen, Err(Error::NotFound)), "{seen:?}");
    }
    let restored = avatar.restore(&other, upload).await;
    assert!(matches!(restored, Err(Error::NotFound)), "{restored:?}");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_suspended_uploads_nothing(pool: PgPool) {
    let mut ada = Sitter::new(pool).await;
    ada.person.status = AccountStatus::Suspended;
    let refused = ada
        .world
        .services
        .avatar
        .request_upload(&ada.ctx(), PNG)
        .await;
    assert!(matches!(refused, Err(Error::Forbidden(Denial::Suspended))));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_nobody_tells_is_told_by_the_clock(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let (never_came, not_worked_on) = (ada.ask().await, ada.ask().await);
    sqlx::query("UPDATE avatar_uploads SET status = 'processing' WHERE id = $1")
        .bind(not_worked_on.0)
        .execute(&ada.world.pool)
        .await
        .expect("one that has arrived");
    ada.pass(TimeDelta::minutes(10));
    assert_eq!(
        ada.standing(never_came).await,
        (UploadStatus::Expired, None)
    );
    let patient = (UploadStatus::Processing, None);
    assert_eq!(ada.standing(not_worked_on).await, patient);
    ada.pass(TimeDelta::minutes(10));
    let given_up = (UploadStatus::Failed, Some(UploadReason::NotProcessed));
    assert_eq!(ada.standing(not_worked_on).await, given_up);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_we_take_ourselves_and_is_no_picture_is_known_by_its_bytes(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let avatar = &ada.world.services.avatar;
    for (bytes, code) in [
        (b"".as_slice(), FieldCode::InvalidSize),
        (
            b"<svg xmlns='http://www.w3.org/2000/svg'/>",
            FieldCode::InvalidPicture,
        ),
        (
            b"<!doctype html><script>1</script>",
            FieldCode::InvalidPicture,
        ),
    ] {
        let refused = avatar.upload(&ada.ctx(), bytes.to_vec().into()).await;
        let Err(Error::Invalid(fields)) = refused else {
            panic!("{refused:?}");
        };
        let told: Vec<_> = fields
            .0
            .iter()
            .map(|e| (e.field.as_str(), e.code))
            .collect();
        assert_eq!(told, [("file", code)]);
    }
    assert_eq!(
        ada.world.count("SELECT count(*) FROM avatar_uploads").await,
        0
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_upload_that_we_take_ourselves_is_noted_with_the_type_of_its_bytes(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let avatar = &ada.world.services.avatar;
    for (bytes, kind) in [
        (b"GIF89a".as_slice(), "image/gif"),
        (b"\x89PNG\r\n\x1a\n", "image/png"),
        (b"\xFF\xD8\xFF\xE0", "image/jpeg"),
        (b"RIFF\0\0\0\0WEBPVP8 ", "image/webp"),
    ] {
        let taken = avatar.upload(&ada.ctx(), bytes.to_vec().into()).await;
        let id = taken.expect("taken").upload_id;
        let noted = sqlx::query_scalar("SELECT content_type FROM avatar_uploads WHERE id = $1");
        let noted: String = noted
            .bind(id.0)
            .fetch_one(&ada.world.pool)
            .await
            .expect("a row");
        assert_eq!(noted, kind);
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_storage_a_picture_is_refused_for_now_and_its_upload_has_failed(pool: PgPool) {
    let ada = Sitter::new(pool).await;
    let avatar = &ada.world.services.avatar;
    let refused = avatar.upload(&ada.ctx(), b"GIF89a".to_vec().into()).await;
    assert!(
        matches!(refused, Err(Error::Unavailable("storage"))),
        "{refused:?}"
    );
    let upload = sqlx::query_scalar("SELECT id FROM avatar_uploads")
        .fetch_one(&ada.world.pool)
        .await
        .expect("a row");
    let failed = (UploadStatus::Failed, Some(UploadReason::StorageUnavailable));
    assert_eq!(ada.standing(UploadId(upload)).await, failed);
}
