//! Whatever happens in whatever order, a few things are always true.

use super::Sitter;
use chrono::TimeDelta;
use contract::{UploadId, avatar::UploadReason};
use proptest::{
    prelude::*,
    strategy::ValueTree,
    test_runner::{Config, TestRunner},
};
use sqlx::PgPool;

/// What may happen; uploads are named by their place among those that were asked for.
#[derive(Clone, Copy, Debug)]
enum Step {
    Ask,
    Processed(usize),
    Failed(usize),
    Remove,
    Restore(usize),
    Wait(i64),
}

fn step() -> impl Strategy<Value = Step> {
    let which = 0_usize..4;
    prop_oneof![
        2 => Just(Step::Ask),
        4 => which.clone().prop_map(Step::Processed),
        1 => which.clone().prop_map(Step::Failed),
        1 => Just(Step::Remove),
        1 => which.prop_map(Step::Restore),
        1 => (1_i64..30).prop_map(Step::Wait),
    ]
}

const READY: &str = "SELECT count(*) FROM avatar_uploads WHERE status = 'ready'";
/// Uploads that are somebody's picture though the profile shows another, or none.
const ADRIFT: &str =
    "SELECT count(*) FROM avatar_uploads AS a JOIN user_profiles AS p USING (user_id)
    WHERE a.status = 'ready' AND p.avatar_urls IS DISTINCT FROM a.avatar_urls";
/// Uploads with files that nobody will ever sweep.
const FORGOTTEN: &str = "SELECT count(*) FROM avatar_uploads WHERE sweep_at IS NULL";

async fn play(ada: &Sitter, steps: &[Step]) {
    let mut asked: Vec<UploadId> = Vec::new();
    for step in steps {
        let named = |n: usize| asked.get(n).copied();
        match *step {
            Step::Ask if asked.len() < 4 => asked.push(ada.ask().await),
            Step::Ask => {}
            Step::Processed(n) => {
                if let Some(upload) = named(n) {
                    let newest = asked.last() == Some(&upload);
                    let before = ada.picture().await;
                    ada.processed(upload).await;
                    let after = ada.picture().await;
                    assert!(
                        after == before || (newest && after == Some(upload)),
                        "only the newest gives a picture: {steps:?}"
                    );
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
        }
        let has_picture = i64::from(ada.picture().await.is_some());
        assert_eq!(ada.world.count(READY).await, has_picture, "{steps:?}");
        assert_eq!(ada.world.count(ADRIFT).await, 0, "{steps:?}");
        assert_eq!(ada.world.count(FORGOTTEN).await, 0, "{steps:?}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_profile_and_its_uploads_agree_whatever_happens(pool: PgPool) {
    let mut ada = Sitter::new(pool).await;
    let mut runner = TestRunner::new(Config::default());
    let steps = proptest::collection::vec(step(), 1..14);
    for _ in 0..25 {
        let steps = steps.new_tree(&mut runner).expect("steps").current();
        ada.person = ada.world.somebody().await;
        sqlx::query("DELETE FROM avatar_uploads")
            .execute(&ada.world.pool)
            .await
            .expect("a new beginning");
        play(&ada, &steps).await;
    }
}
