//! A selection keeps its meaning.

use super::SelectedUser;
use crate::{
    Actor, Error,
    ctx::{Person, Scopes},
    error::Denial,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, noon, person},
};
use chrono::TimeDelta;
use contract::{
    SelectionId,
    account::{CreateUser, Role, listing::UserQuery},
};
use sqlx::PgPool;

fn students() -> UserQuery {
    UserQuery {
        search: Some("lovelace".into()),
        role: Some(Role::Student),
        ..UserQuery::default()
    }
}

fn user(person: &Person) -> Actor {
    Actor::User(person.clone())
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_selection_holds_whom_it_found_and_says_who_matches_no_more(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let mut chosen = Vec::new();
    for n in 0..5 {
        world.clock.set(noon() + TimeDelta::seconds(n));
        chosen.push(world.somebody().await.id);
    }
    world.account(OTHER_TENANT, newcomer()).await;
    let account = &world.services.account;
    let selection = account
        .select(&world.ctx(user(&admin)), students())
        .await
        .unwrap();
    assert_eq!((selection.count, &selection.query), (5, &students()));
    assert_eq!(
        selection.expires_at,
        noon() + TimeDelta::seconds(4) + TimeDelta::hours(1)
    );
    for (change, n) in [
        ("UPDATE users SET role = 'instructor' WHERE id", 1),
        ("UPDATE users SET status = 'deleted' WHERE id", 2),
        (
            "UPDATE user_profiles SET last_name = 'Byron' WHERE user_id",
            3,
        ),
        ("UPDATE users SET status = 'suspended' WHERE id", 4),
    ] {
        world.by_hand(&format!("{change} = '{}'", chosen[n])).await;
    }
    world.somebody().await;
    let selected = account
        .selection(&world.ctx(user(&admin)), selection.id)
        .await
        .unwrap();
    assert_eq!(selected.selection, selection);
    let expected: Vec<_> = [(4, true), (3, false), (2, false), (1, false), (0, true)]
        .map(|(n, still_matches)| SelectedUser {
            id: chosen[n],
            still_matches,
        })
        .into();
    assert_eq!(
        selected.users, expected,
        "the newest first, and nobody who came since"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_selection_is_its_makers_own_and_lasts_an_hour(pool: PgPool) {
    let world = World::new(pool).await;
    let (admin, other) = (world.admin().await, world.admin().await);
    let foreign = CreateUser {
        role: Some(Role::Admin),
        ..newcomer()
    };
    let foreign = person(&world.account(OTHER_TENANT, foreign).await);
    let ada = world.somebody().await;
    let account = &world.services.account;
    let selection = account
        .select(&world.ctx(user(&admin)), students())
        .await
        .unwrap();
    let find = async |actor, id| account.selection(&world.ctx(actor), id).await;
    for stranger in [&other, &foreign] {
        let found = find(user(stranger), selection.id).await;
        assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
    }
    assert!(matches!(
        find(user(&admin), SelectionId(ada.id.0)).await,
        Err(Error::NotFound)
    ));
    let service = Actor::Service {
        name: "course-service".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:read users:write"),
    };
    for actor in [user(&ada), service] {
        let refused = account.select(&world.ctx(actor.clone()), students()).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))),
            "{refused:?}"
        );
        let refused = find(actor, selection.id).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))),
            "{refused:?}"
        );
    }
    let selections = "SELECT count(*) FROM user_selections";
    world
        .clock
        .set(selection.expires_at - TimeDelta::seconds(1));
    world.services.sweeper.sweep().await.unwrap();
    assert_eq!(
        find(user(&admin), selection.id).await.unwrap().users.len(),
        1
    );
    world.clock.set(selection.expires_at);
    assert!(matches!(
        find(user(&admin), selection.id).await,
        Err(Error::NotFound)
    ));
    world.services.sweeper.sweep().await.unwrap();
    assert_eq!(world.count(selections).await, 0);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_can_be_selected_too(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let account = &world.services.account;
    let selection = account
        .select(
            &world.ctx(user(&admin)),
            UserQuery {
                search: Some("qxz".into()),
                ..students()
            },
        )
        .await
        .unwrap();
    assert_eq!(selection.count, 0);
    assert_eq!(
        account
            .selection(&world.ctx(user(&admin)), selection.id)
            .await
            .unwrap()
            .users,
        []
    );
}
