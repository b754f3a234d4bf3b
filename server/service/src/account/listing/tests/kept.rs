//! Pages that the cache keeps: the same as fresh ones, and gone with every change of anybody.

use super::{Start, asked};
use crate::{
    Config,
    account::AccountConfig,
    testing::world::{self, OTHER_TENANT, TENANT, World, newcomer, person},
};
use contract::{
    Patch,
    account::CreateUser,
    profile::{ProfileView, UpdateProfile},
};
use sqlx::PgPool;
use std::time::Duration;

async fn keeping(pool: PgPool) -> World {
    let usual = world::config();
    let config = Config {
        account: AccountConfig {
            search_ttl: Some(Duration::from_mins(1)),
            ..usual.account
        },
        ..usual
    };
    World::with(pool, world::redis().await, config)
}

impl World {
    /// The last names of whom a search finds, and how many there are.
    async fn last_names(&self, search: &str) -> (Vec<String>, i64) {
        let (ctx, account) = (self.reading(), &self.services.account);
        let kept = account.list_kept(&ctx, asked(search), &Start::Page(1), 20);
        let page = kept.await.expect("a page");
        let users: Vec<ProfileView> = serde_json::from_str(page.users.text()).expect("users");
        let names = users.into_iter().map(|user| user.last_name).collect();
        (names, page.total)
    }
}

fn last(name: &str) -> CreateUser {
    CreateUser {
        profile: UpdateProfile {
            first_name: Patch::Set("Kept".into()),
            last_name: Patch::Set(name.into()),
            ..UpdateProfile::default()
        },
        ..newcomer()
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_page_is_read_once_and_again_after_each_change_of_anybody(pool: PgPool) {
    let world = keeping(pool).await;
    let ada = world.account(TENANT, last("One")).await;
    let one = (vec!["One".to_owned()], 1);
    assert_eq!(world.last_names("kept").await, one);
    world
        .by_hand("UPDATE user_profiles SET last_name = 'Unheard'")
        .await;
    assert_eq!(world.last_names("kept").await, one, "not read again");
    world.account(OTHER_TENANT, newcomer()).await;
    assert_eq!(
        world.last_names("kept").await,
        one,
        "another tenant's change"
    );

    let change = UpdateProfile {
        last_name: Patch::Set("Two".into()),
        ..UpdateProfile::default()
    };
    let ctx = world.ctx(crate::Actor::User(person(&ada)));
    let changed = world.services.profile.update(&ctx, change, None).await;
    changed.expect("a change");
    assert_eq!(world.last_names("kept").await, (vec!["Two".to_owned()], 1));

    world.account(TENANT, last("Three")).await;
    let (names, total) = world.last_names("kept").await;
    assert_eq!((names.len(), total), (2, 2), "{names:?}");

    let admin = world.admin().await;
    let account = &world.services.account;
    let by = world.ctx(crate::Actor::User(admin));
    account.delete(&by, ada.id, None).await.expect("gone");
    assert_eq!(
        world.last_names("kept").await,
        (vec!["Three".to_owned()], 1)
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_asked_otherwise_is_another_page(pool: PgPool) {
    let world = keeping(pool).await;
    for name in ["One", "Two", "Three"] {
        world.account(TENANT, last(name)).await;
    }
    let (ctx, account) = (world.reading(), &world.services.account);
    let mut seen = Vec::new();
    for (search, start, limit) in [
        ("kept", Start::Page(1), 1),
        ("kept", Start::Page(2), 1),
        ("kept", Start::Page(1), 2),
        ("kept three", Start::Page(1), 1),
    ] {
        let fresh = account.list(&ctx, asked(search), &start, limit).await;
        let fresh = fresh.expect("a page");
        for _ in 0..2 {
            let kept = account.list_kept(&ctx, asked(search), &start, limit).await;
            let kept = kept.expect("a page");
            let users: Vec<ProfileView> = serde_json::from_str(kept.users.text()).expect("users");
            assert_eq!(
                (&users, kept.at, kept.total, &kept.next),
                (&fresh.users, fresh.at, fresh.total, &fresh.next)
            );
        }
        assert!(!seen.contains(&fresh), "{search} {start:?} {limit}");
        seen.push(fresh);
    }
}
