//! Whatever happens in whatever order, a few things are always true.

use super::{
    HASHES, Sitter,
    files::{OTHER_HASHES, keys},
};
use crate::testing::bucket::Bucket;
use chrono::TimeDelta;
use contract::{
    UploadId,
    avatar::{UploadReason, thumbnails_under},
};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use sqlx::PgPool;
use uuid::Uuid;

/// What may happen; uploads are named by their place among those that were asked for.
#[derive(Clone, Copy, Debug)]
enum Step {
    Ask,
    /// The file comes, as long as its address is good.
    Send(usize),
    Processed(usize),
    /// Pictures of a second file at the same address.
    ProcessedAgain(usize),
    Failed(usize),
    Remove,
    Restore(usize),
    Wait(i64),
    Sweep,
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0_usize..4;
    prop_oneof![
        2 => Just(Step::Ask),
        2 => which.clone().prop_map(Step::Send),
        4 => which.clone().prop_map(Step::Processed),
        1 => which.clone().prop_map(Step::ProcessedAgain),
        1 => which.clone().prop_map(Step::Failed),
        1 => Just(Step::Remove),
        1 => which.prop_map(Step::Restore),
        3 => (1_i64..40).prop_map(Step::Wait),
        3 => Just(Step::Sweep),
    ]
}

const READY: &str = "SELECT count(*) FROM avatar_uploads WHERE status = 'ready'";
/// Uploads that are somebody's picture though the profile shows another, or none.
const ADRIFT: &str =
    "SELECT count(*) FROM avatar_uploads AS a JOIN user_profiles AS p USING (user_id)
    WHERE a.status = 'ready' AND p.avatar_urls IS DISTINCT FROM a.avatar_urls";
/// Uploads of which nothing will be swept.
const SWEPT: &str = "SELECT id FROM avatar_uploads WHERE sweep_at IS NULL";

/// Every picture that is shown has its files, and no others will stay for good.
async fn check_files(ada: &Sitter, bucket: &Bucket, steps: &[Step]) {
    let files = bucket.keys();
    let shown = ada.picture().await;
    for key in shown.map(|upload| keys(upload, HASHES)).iter().flatten() {
        assert!(files.contains(key), "{key} is gone: {steps:?}");
    }
    let swept: Vec<Uuid> = sqlx::query_scalar(SWEPT)
        .fetch_all(&ada.world.pool)
        .await
        .expect("ids");
    for upload in swept.into_iter().map(UploadId) {
        let folder = thumbnails_under(upload);
        let original = ada.original(upload);
        let mut left = files.clone();
        left.retain(|key| key.starts_with(&folder) || *key == original);
        if shown == Some(upload) {
            assert_eq!(left, keys(upload, HASHES), "{steps:?}");
        } else {
            assert_eq!(left, [""; 0], "{steps:?}");
        }
    }
}

async fn play(ada: &Sitter, bucket: &Bucket, steps: &[Step]) {
    let mut asked: Vec<UploadId> = Vec::new();
    for step in steps {
        let named = |n: usize| asked.get(n % asked.len().max(1)).copied();
        match *step {
            Step::Ask if asked.len() < 4 => asked.push(ada.ask().await),
            Step::Ask => {}
            Step::Send(n) => {
                if let Some(upload) = named(n)
                    && ada.world.clock.now() < ada.view(upload).await.expires_at
                {
                    ada.send(upload).await;
                }
            }
            Step::Processed(n) => {
                if let Some(upload) = named(n) {
                    let newest = asked.last() == Some(&upload);
                    let before = ada.picture().await;
                    ada.make(upload).await;
                    let after = ada.picture().await;
                    assert!(
                        after == before || (newest && after == Some(upload)),
                        "only the newest gives a picture: {steps:?}"
                    );
                }
            }
            Step::ProcessedAgain(n) => {
                // What was told first of an upload counts.
                if let Some(upload) = named(n)
                    && ada.picture().await == Some(upload)
                {
                    ada.make_as(upload, OTHER_HASHES).await;
                    assert_eq!(ada.picture().await, Some(upload), "{steps:?}");
                }
            }
            Step::Failed(n) => {
                if let Some(upload) = named(n) {
                    let before = ada.picture().await;
                    ada.failed(upload, UploadReason::Unreadable).await;
                    assert_eq!(ada.picture().await, before, "{steps:?}");
                }
            }
            Step::Remove => {
                ada.remove().await;
                assert_eq!(ada.picture().await, None);
            }
            Step::Restore(n) => {
                if let Some(upload) = named(n)
                    && ada.restore(upload).await.is_ok()
                {
                    assert_eq!(ada.picture().await, Some(upload), "{steps:?}");
                }
            }
            Step::Wait(hours) => ada.pass(TimeDelta::hours(hours)),
            Step::Sweep => {
                ada.sweep().await.expect("storage is there");
            }
        }
        let has_picture = i64::from(ada.picture().await.is_some());
        assert_eq!(ada.world.count(READY).await, has_picture, "{steps:?}");
        assert_eq!(ada.world.count(ADRIFT).await, 0, "{steps:?}");
        check_files(ada, bucket, steps).await;
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_profile_and_its_uploads_agree_whatever_happens(pool: PgPool) {
    let bucket = Bucket::new().await;
    let mut ada = Sitter::at(pool, &bucket).await;
    let mut runner = TestRunner::new(Config::default());
    let steps = proptest::collection::vec(step(), 10..40);
    for _ in 0..25 {
        let steps = steps.new_tree(&mut runner).expect("steps").current();
        ada.person = ada.world.somebody().await;
        sqlx::query("DELETE FROM avatar_uploads")
            .execute(&ada.world.pool)
            .await
            .expect("a new beginning");
        play(&ada, &bucket, &steps).await;
    }
}
