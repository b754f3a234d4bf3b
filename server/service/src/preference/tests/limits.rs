//! How many, and how large.

use super::{all, put};
use crate::{Error, testing::world::World};
use contract::{
    FieldCode,
    limits::PREFERENCES_MAX,
    preference::{PreferenceCategory as Category, stored_size},
};
use futures::future::join_all;
use proptest::{prelude::*, strategy::ValueTree, test_runner::TestRunner};
use serde_json::{Value, json};
use sqlx::PgPool;

fn keys(range: std::ops::Range<usize>) -> Vec<String> {
    range.map(|n| format!("key_{n}")).collect()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_person_has_at_most_so_many_also_when_requests_race(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let there = all(&world, &ada).await.len();
    let free = PREFERENCES_MAX - there;
    let most = keys(0..free - 5);
    let values: Vec<_> = most.iter().map(|key| (key.as_str(), json!(1))).collect();
    put(&world, &ada, Category::Learning, &values)
        .await
        .expect("room for all");
    let more = keys(free..free + 10);
    let puts = more.iter().map(async |key| {
        let values = [(key.as_str(), json!(1))];
        put(&world, &ada, Category::Privacy, &values).await
    });
    let (taken, refused): (Vec<_>, Vec<_>) =
        join_all(puts).await.into_iter().partition(Result::is_ok);
    assert_eq!((taken.len(), refused.len()), (5, 5));
    for error in refused {
        let Err(Error::Invalid(errors)) = error else {
            panic!("{error:?}");
        };
        assert_eq!(
            (errors.0[0].field.as_str(), errors.0[0].code),
            ("preferences", FieldCode::TooMany)
        );
    }
    // What is there can still be changed.
    put(&world, &ada, Category::Learning, &[("key_0", json!(2))])
        .await
        .expect("no more than before");
    assert_eq!(all(&world, &ada).await.len(), PREFERENCES_MAX);
}

fn any_json() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        any::<u64>().prop_map(Value::from),
        any::<f64>()
            .prop_filter("JSON has no infinities", |f| f.is_finite())
            .prop_map(Value::from),
        "[^\u{0}]{0,12}".prop_map(Value::from),
    ];
    leaf.prop_recursive(4, 32, 6, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..6).prop_map(Value::from),
            prop::collection::btree_map("[^\u{0}]{0,6}", inner, 0..6)
                .prop_map(|map| Value::Object(map.into_iter().collect())),
        ]
    })
}

/// The limit is that of the column: nothing that passes is refused by it.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_value_is_measured_as_the_column_measures_it(pool: PgPool) {
    let mut runner = TestRunner::default();
    let strategy = any_json();
    for _ in 0..400 {
        let value = strategy.new_tree(&mut runner).expect("JSON").current();
        let size: i32 = sqlx::query_scalar("SELECT octet_length($1::jsonb::text)")
            .bind(&value)
            .fetch_one(&pool)
            .await
            .expect("a size");
        let size = usize::try_from(size).expect("a size");
        let ours = stored_size(&value);
        assert!(ours >= size, "{ours} for {size}: {value}");
        // A sign before a zero is all that may be counted too much.
        assert!(
            ours - size <= value.to_string().matches("-0.0").count(),
            "{ours} for {size}: {value}"
        );
    }
}
