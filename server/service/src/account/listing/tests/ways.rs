//! Whichever way is taken to a page, it is the same page.

use super::{
    super::{
        begin,
        filter::{Filter, Key},
        reading::Reading,
        terms,
        way::Way,
    },
    asked,
    model::find,
};
use crate::testing::world::{TENANT, World, newcomer};
use chrono::{DateTime, TimeDelta, Utc};
use contract::{
    account::{
        Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
    limits::NAME_MAX,
};
use rand::{SeedableRng, rngs::StdRng};
use sqlx::PgPool;

impl World {
    pub(super) async fn filter(&self, query: &UserQuery) -> Filter {
        let mut tx = begin(&self.pool).await.unwrap();
        Filter::find(&mut tx, TENANT, &query.clone().check().unwrap())
            .await
            .unwrap()
    }

    /// Counts whom a search finds from now on.
    pub(super) async fn count_from_now_on(&self, search: &str) {
        let filter = self.filter(&asked(search)).await;
        if !filter.term.is_empty() {
            terms::count_from_now_on(&self.pool, &filter, self.clock.now())
                .await
                .unwrap();
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn every_way_leads_to_the_same_page(pool: PgPool) {
    let world = World::new(pool).await;
    let people = super::pages::people(&world, &mut StdRng::seed_from_u64(7)).await;
    for search in ["", "ada", "example", "_"] {
        world.count_from_now_on(search).await;
        for sort_by in UserSort::ALL {
            for order in SortOrder::ALL {
                for role in [None, Some(Role::Student)] {
                    let query = UserQuery {
                        search: Some(search.into()),
                        role,
                        status: None,
                        sort_by: *sort_by,
                        order: *order,
                    };
                    let expected: Vec<_> =
                        find(&people, &query).into_iter().map(|id| id.0).collect();
                    assert!(expected.len() > 1, "{query:?}");
                    let filter = world.filter(&query).await;
                    for way in [Way::Along, Way::ByText, Way::Through] {
                        let is_way = match way {
                            Way::Along => *sort_by != UserSort::UpdatedAt,
                            Way::ByText => !search.is_empty(),
                            Way::Through => true,
                        };
                        if is_way {
                            walk(&world, &filter, way, &expected).await;
                        }
                    }
                }
            }
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn from_wherever_one_begins_it_is_the_same_page(pool: PgPool) {
    let world = World::new(pool).await;
    let mut people = super::pages::people(&world, &mut StdRng::seed_from_u64(8)).await;
    for second in [-1, 0, 0, 0, 1] {
        let edge: DateTime<Utc> = "2026-10-01T00:00:00Z".parse().unwrap();
        world.clock.set(edge + TimeDelta::seconds(second));
        people.push(world.account(TENANT, newcomer()).await);
    }
    let last: String = "\u{10FFFF}".repeat(NAME_MAX);
    let sql = "UPDATE user_profiles SET first_name = $2 WHERE user_id = $1";
    let set = sqlx::query(sql).bind(people[0].id.0).bind(&last);
    set.execute(&world.pool).await.unwrap();
    people[0].first_name = last;
    world.count_from_now_on("example").await;
    let mut turned = 0;
    for (sort_by, order) in UserSort::ALL
        .iter()
        .flat_map(|sort| SortOrder::ALL.iter().map(move |order| (*sort, *order)))
    {
        if sort_by == UserSort::UpdatedAt {
            continue;
        }
        let query = UserQuery {
            sort_by,
            order,
            ..asked("example")
        };
        let expected: Vec<_> = find(&people, &query).into_iter().map(|id| id.0).collect();
        let filter = world.filter(&query).await;
        let mut tx = begin(&world.pool).await.unwrap();
        for skip in 0..expected.len() {
            for limit in [1, 17] {
                let mut reading = Reading {
                    conn: &mut tx,
                    filter: &filter,
                    skip: i64::try_from(skip).unwrap(),
                    after: None,
                    limit: i64::try_from(limit).unwrap(),
                };
                turned += usize::from(filter.seek(reading.skip, reading.limit).order != order);
                let found = reading.read_by(Way::Along).await.unwrap();
                let ids: Vec<_> = found.page.iter().map(|one| one.id).collect();
                let end = expected.len().min(skip + limit);
                assert_eq!(ids, expected[skip..end], "{skip} {limit} {query:?}");
            }
        }
    }
    assert!(turned > 100, "{turned} were read from behind");
}

/// Reads a few entries at a time, each time behind the last one.
async fn walk(world: &World, filter: &Filter, way: Way, expected: &[uuid::Uuid]) {
    let mut after: Option<Key> = None;
    let mut found = Vec::new();
    loop {
        let mut tx = begin(&world.pool).await.unwrap();
        let mut reading = Reading {
            conn: &mut tx,
            filter,
            // The first stretch but for one, to have something to pass over.
            skip: i64::from(after.is_none()),
            after: after.clone(),
            limit: 17,
        };
        let found_now = reading.read_by(way).await.unwrap();
        assert_eq!(
            usize::try_from(found_now.total).unwrap(),
            expected.len(),
            "{way:?} {filter:?}"
        );
        let Some(last) = found_now.page.last() else {
            break;
        };
        after = Some(Key {
            value: last.key.clone(),
            id: last.id,
        });
        found.extend(found_now.page.iter().map(|one| one.id));
    }
    assert_eq!(found, expected[1..], "{way:?} {filter:?}");
}
