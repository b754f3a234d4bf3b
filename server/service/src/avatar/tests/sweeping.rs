//! Files that no longer count, on a real storage.

use super::{
    HASHES, Sitter,
    files::{OTHER_HASHES, keys},
};
use crate::{Error, testing::bucket::Bucket};
use chrono::TimeDelta;
use contract::{
    UploadId,
    avatar::{UploadReason, UploadStatus, thumbnails_under},
};
use sqlx::PgPool;

const DAY: TimeDelta = TimeDelta::hours(24);
const MINUTE: TimeDelta = TimeDelta::minutes(1);

fn pictures(upload: UploadId) -> [String; 3] {
    keys(upload, HASHES)
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_original_of_a_picture_goes_after_a_day_and_the_picture_stays(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let upload = ada.ask().await;
    ada.send(upload).await;
    assert_eq!(ada.view(upload).await.status, UploadStatus::Processing);
    ada.make(upload).await;
    ada.pass(DAY - MINUTE);
    assert_eq!(ada.sweep().await.expect("nothing"), 0);
    assert!(bucket.keys().contains(&ada.original(upload)));
    ada.pass(MINUTE);
    assert_eq!(ada.sweep().await.expect("one"), 1);
    assert_eq!(bucket.keys(), pictures(upload));
    assert_eq!(ada.sweep().await.expect("nothing"), 0);
    assert_eq!(ada.picture().await, Some(upload));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_a_second_file_at_the_same_address_nothing_stays(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let upload = ada.ask().await;
    ada.send(upload).await;
    ada.make(upload).await;
    ada.pass(TimeDelta::minutes(9));
    ada.send(upload).await;
    ada.make_as(upload, OTHER_HASHES).await;
    assert_eq!(bucket.keys().len(), 1 + 3 + 2);
    ada.pass(DAY);
    assert_eq!(ada.sweep().await.expect("one"), 1);
    assert_eq!(bucket.keys(), pictures(upload));
    // Those that came late are due when they are told of.
    ada.make_as(upload, OTHER_HASHES).await;
    ada.pass(DAY);
    assert_eq!(ada.sweep().await.expect("one"), 1);
    assert_eq!(bucket.keys(), pictures(upload));
    assert_eq!(ada.picture().await, Some(upload));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whatever_no_longer_counts_goes_after_a_day_and_nothing_else(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let (unclaimed, unwanted, failed) = (ada.ask().await, ada.ask().await, ada.ask().await);
    let superseded = ada.ask().await;
    for upload in [unclaimed, unwanted, failed, superseded] {
        ada.send(upload).await;
    }
    ada.failed(failed, UploadReason::Unreadable).await;
    // Pictures of one that a newer one has overtaken are nobody's.
    ada.make(unwanted).await;
    ada.make(superseded).await;
    let shown = ada.ask().await;
    ada.send(shown).await;
    ada.make(shown).await;
    assert_eq!(bucket.keys().len(), 5 + 3 * 3);
    ada.pass(DAY + TimeDelta::minutes(11));
    assert_eq!(ada.sweep().await.expect("all"), 5);
    assert_eq!(bucket.keys(), pictures(shown));
    // What was taken away goes too, when it can no longer be brought back.
    ada.remove().await;
    ada.pass(DAY);
    assert_eq!(ada.sweep().await.expect("one"), 1);
    assert_eq!(bucket.keys(), [""; 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_was_brought_back_is_not_swept(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let upload = ada.ask().await;
    ada.make(upload).await;
    ada.remove().await;
    ada.pass(TimeDelta::hours(22));
    ada.restore(upload).await.expect("back");
    ada.pass(DAY);
    ada.sweep().await.expect("the original");
    assert_eq!(bucket.keys(), pictures(upload));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn without_storage_everything_stays_due(pool: PgPool) {
    let mut bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let upload = ada.ask().await;
    ada.send(upload).await;
    ada.pass(DAY + TimeDelta::minutes(10));
    bucket.close().await;
    let swept = ada.sweep().await;
    assert!(
        matches!(swept, Err(Error::Unavailable("storage"))),
        "{swept:?}"
    );
    assert_eq!(ada.standing(upload).await, (UploadStatus::Expired, None));
    bucket.open().await;
    // Whoever had claimed it may still be at work.
    assert_eq!(ada.sweep().await.expect("nothing"), 0);
    ada.pass(TimeDelta::minutes(10));
    assert_eq!(ada.sweep().await.expect("one"), 1);
    assert_eq!(bucket.keys(), [""; 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_storage_does_not_delete_keeps_nothing_else_from_being_swept(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let uploads = [ada.ask().await, ada.ask().await, ada.ask().await];
    for upload in uploads {
        ada.send(upload).await;
    }
    let stuck = bucket.spoil(&thumbnails_under(uploads[0]));
    ada.pass(DAY + TimeDelta::minutes(10));
    assert_eq!(ada.sweep().await.expect("the others"), 2);
    assert_eq!(bucket.keys(), [stuck.as_str()]);
    bucket.mend(&stuck);
    ada.pass(TimeDelta::minutes(10));
    assert_eq!(ada.sweep().await.expect("this one too"), 1);
    assert_eq!(bucket.keys(), [""; 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn two_sweepers_do_each_upload_once(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    for _ in 0..9 {
        let upload = ada.ask().await;
        ada.send(upload).await;
    }
    ada.pass(DAY + TimeDelta::minutes(10));
    let (one, other) = tokio::join!(ada.sweep(), ada.sweep());
    assert_eq!(one.expect("some") + other.expect("some"), 9);
    assert_eq!(bucket.keys(), [""; 0]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn rows_without_files_go_after_a_month_but_for_the_picture_that_is_shown(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let gone = ada.ask().await;
    let shown = ada.ask().await;
    ada.make(shown).await;
    ada.failed(gone, UploadReason::Unreadable).await;
    ada.pass(TimeDelta::days(31));
    // Files first.
    ada.world.services.sweeper.sweep().await.expect("nothing");
    assert_eq!(
        ada.world.count("SELECT count(*) FROM avatar_uploads").await,
        2
    );
    ada.sweep().await.expect("both");
    ada.world.services.sweeper.sweep().await.expect("one");
    assert_eq!(
        ada.world.count("SELECT count(*) FROM avatar_uploads").await,
        1
    );
    assert_eq!(ada.picture().await, Some(shown));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_picture_that_we_take_ourselves_is_in_storage_when_we_answer(pool: PgPool) {
    let bucket = Bucket::new().await;
    let ada = Sitter::at(pool, &bucket).await;
    let avatar = &ada.world.services.avatar;
    let taken = avatar.upload(&ada.ctx(), b"GIF89a".to_vec().into()).await;
    let taken = taken.expect("taken");
    assert_eq!(taken.status, UploadStatus::Processing);
    assert_eq!(bucket.keys(), [ada.original(taken.upload_id)]);
    let stored = ada.world.storage.head(&ada.original(taken.upload_id)).await;
    let info = stored.expect("an answer").expect("an object");
    assert_eq!(info.content_type.as_deref(), Some("image/gif"));
}
