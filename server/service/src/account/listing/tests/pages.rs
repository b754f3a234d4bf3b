//! What is listed, counted and paged through is what the contract says: a random world beside a model.

use super::{Start, model::find};
use crate::testing::world::{OTHER_TENANT, TENANT, World, newcomer, noon};
use chrono::TimeDelta;
use contract::{
    Patch, UserId,
    account::{
        AccountStatus, CreateUser, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
    profile::{ProfileView, UpdateProfile},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use sqlx::PgPool;

const FIRST: [&str; 9] = [
    "Ada", "Adam", "José", "Jo", "Zoë", "Łukasz", "李", "Mary Ann", "100%_\\",
];
const LAST: [&str; 7] = [
    "Lovelace",
    "O'Neil",
    "Adams",
    "Müller-Jones",
    "Ng",
    "明",
    "Straße",
];
const SEARCHES: [&str; 26] = [
    "",
    "a",
    "ADA",
    "ad",
    "jose",
    "JOSÉ",
    "mull",
    "o'n",
    "mary a",
    "李",
    "strasse",
    "straße",
    "%",
    "_",
    "\\",
    "100%",
    "0%_",
    "@",
    "example",
    "r1",
    ".",
    "ng",
    "z\u{fc}",
    "ada lovelace",
    "adalovelace",
    "nobody",
];

/// Sixty people of all kinds, as the product shows them.
pub(super) async fn people(world: &World, rng: &mut StdRng) -> Vec<ProfileView> {
    for n in 0..60 {
        // Some at the same time.
        let days = TimeDelta::days(rng.random_range(0..90)) * rng.random_range(0..3);
        world.clock.set(noon() - days);
        let (first, last) = (*FIRST.choose(rng).unwrap(), *LAST.choose(rng).unwrap());
        let set = |is_set: bool, text: String| {
            if is_set {
                Patch::Set(text)
            } else {
                Patch::Keep
            }
        };
        let new = CreateUser {
            email: Some(format!(
                "{}{n}@example.test",
                ["ada", "x.y", "zoe_"].choose(rng).unwrap()
            )),
            role: Role::ALL.choose(rng).copied(),
            profile: UpdateProfile {
                first_name: Patch::Set(first.into()),
                last_name: Patch::Set(last.into()),
                display_name: set(rng.random_bool(0.5), format!("{first} {last}")),
                username: set(rng.random_bool(0.5), format!("user{n}")),
                ..UpdateProfile::default()
            },
            ..newcomer()
        };
        world.account(TENANT, new).await;
    }
    world.clock.set(noon());
    world.account(OTHER_TENANT, newcomer()).await;
    for (set, share) in [
        ("status = 'inactive'", 10),
        ("status = 'suspended'", 10),
        ("status = 'pending_instructor_review'", 10),
        ("status = 'deleted'", 8),
        ("email_verified = true", 50),
        (
            "last_active_at = now() - interval '1 hour' * ascii(id::text)",
            50,
        ),
        (
            "updated_at = now() - interval '1 day' * ascii(reverse(id::text))",
            60,
        ),
    ] {
        let chosen = rng.random::<u32>();
        world
            .by_hand(&format!(
                "UPDATE users SET {set} WHERE tenant_id = '{TENANT}' AND get_byte(sha256((id::text || '{chosen}')::bytea), 0) % 100 < {share}"
            ))
            .await;
    }
    let ids: Vec<uuid::Uuid> =
        sqlx::query_scalar("SELECT id FROM users WHERE tenant_id = $1 AND status <> 'deleted'")
            .bind(TENANT.0)
            .fetch_all(&world.pool)
            .await
            .unwrap();
    let mut views = Vec::new();
    for id in ids {
        let view = world
            .services
            .profile
            .get(&world.ours(TENANT), UserId(id))
            .await;
        views.push(view.unwrap());
    }
    views
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn every_search_filter_and_order_pages_as_the_contract_says(pool: PgPool) {
    let world = World::new(pool).await;
    let mut rng = StdRng::seed_from_u64(6);
    let people = people(&world, &mut rng).await;
    assert!(
        people.len() > 45 && people.len() < 60,
        "some are deleted: {}",
        people.len()
    );
    let mut empty = 0;
    for round in 0..2 {
        for sort_by in UserSort::ALL {
            for order in SortOrder::ALL {
                for _ in 0..12 {
                    let query = UserQuery {
                        search: SEARCHES.choose(&mut rng).map(ToString::to_string),
                        role: [None, None, None]
                            .into_iter()
                            .chain(Role::ALL.iter().copied().map(Some))
                            .collect::<Vec<_>>()
                            .choose(&mut rng)
                            .copied()
                            .flatten(),
                        status: [None; 6]
                            .into_iter()
                            .chain(AccountStatus::ALL.iter().copied().map(Some))
                            .collect::<Vec<_>>()
                            .choose(&mut rng)
                            .copied()
                            .flatten(),
                        sort_by: *sort_by,
                        order: *order,
                    };
                    let expected = find(&people, &query);
                    empty += usize::from(expected.is_empty());
                    assert_eq!(world.whom(&query).await, expected, "{query:?}");
                    paged(&world, &query, &expected, rng.random_range(1..20)).await;
                }
            }
        }
        if round == 0 {
            // The second time round everything that is looked for is counted.
            for search in SEARCHES {
                world.count_from_now_on(search).await;
            }
            assert_eq!(
                world.count("SELECT count(*) FROM counted_terms").await,
                24,
                "many spell the same"
            );
        }
    }
    assert!(empty < 150, "{empty} of 288 found nobody");
}

/// By numbers and by cursors the pages hold the same.
async fn paged(world: &World, query: &UserQuery, expected: &[UserId], limit: u32) {
    let mut by_cursor = Vec::new();
    let mut start = Start::Page(1);
    for (n, page) in expected.chunks(limit as usize).enumerate() {
        let number = u32::try_from(n + 1).unwrap();
        let by_number = world
            .users(query, &Start::Page(number), limit)
            .await
            .unwrap();
        let ids: Vec<_> = by_number.users.iter().map(|user| user.id).collect();
        assert_eq!(ids, page, "page {number} of {limit} each, of {query:?}");
        let found = world.users(query, &start, limit).await.unwrap();
        assert_eq!(found, by_number, "the same by a cursor");
        assert_eq!(found.at.page, number);
        assert_eq!(usize::try_from(found.total).unwrap(), expected.len());
        by_cursor.extend(found.users.iter().map(|user| user.id));
        match found.next {
            Some(cursor) => start = Start::Cursor(cursor),
            None => break,
        }
    }
    assert_eq!(
        by_cursor, expected,
        "by cursors, {limit} at a time: {query:?}"
    );
    let behind = u32::try_from(expected.len()).unwrap() + 1;
    let page = world
        .users(query, &Start::Page(behind), limit)
        .await
        .unwrap();
    assert_eq!((page.users.len(), page.next), (0, None), "behind the end");
    assert_eq!(usize::try_from(page.total).unwrap(), expected.len());
}
