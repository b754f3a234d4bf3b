//! Who may ask, and who is found by what alone.

use super::{Start, asked, service, sorted};
use crate::{
    Actor, Error,
    ctx::Scopes,
    error::Denial,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, person},
};
use contract::{
    FieldCode, Patch,
    account::{
        AccountStatus, CreateUser, Role,
        listing::{SortOrder, UserCounts, UserQuery, UserSort},
    },
    limits::SEARCH_MAX,
    profile::{ProfileView, UpdateProfile},
};
use sqlx::PgPool;

async fn named(world: &World, first: &str, last: &str, email: &str) -> ProfileView {
    let new = CreateUser {
        email: Some(email.into()),
        profile: UpdateProfile {
            first_name: Patch::Set(first.into()),
            last_name: Patch::Set(last.into()),
            ..UpdateProfile::default()
        },
        ..newcomer()
    };
    world.account(TENANT, new).await
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_id_or_a_whole_address_finds_its_user_alone(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = named(&world, "Ada", "One", "ada@host.test").await;
    let other = named(
        &world,
        "Eve",
        "Ada@host.test.example",
        "ada@host.test.example",
    )
    .await;
    let id = ada.id.to_string();
    for search in [
        &id,
        &id.to_uppercase(),
        &ada.auth_id.to_string(),
        "ada@host.test",
        "ADA@Host.test",
    ] {
        assert_eq!(world.whom(&asked(search)).await, [ada.id], "{search}");
    }
    assert_eq!(
        world.whom(&asked("ada@host.test.example")).await,
        [other.id]
    );
    assert_eq!(
        world.whom(&asked("ada@host.tes")).await.len(),
        2,
        "part of an address finds whoever has it"
    );
    let admins = UserQuery {
        role: Some(Role::Admin),
        ..asked(&id)
    };
    assert_eq!(
        world.whom(&admins).await,
        [],
        "a filter counts all the same"
    );
    // An id of nobody is a text like others.
    let nobody = uuid::Uuid::from_u128(7).to_string();
    assert_eq!(world.whom(&asked(&nobody)).await, []);
    let odd = named(&world, "Odd", "One", &format!("{nobody}@host.test")).await;
    assert_eq!(world.whom(&asked(&nobody)).await, [odd.id]);
    let page = world.users(&asked(&id), &Start::Page(2), 20).await.unwrap();
    assert_eq!((page.users.len(), page.total, page.next), (0, 1, None));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_is_looked_for_is_found_within_one_text(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = named(&world, "Ada", "Lovelace", "x@host.test").await;
    for (search, expected) in [
        ("alo", false),
        ("ada lovelace", false),
        ("lace", true),
        ("ada\nlovelace", false),
        ("  LOVE ", true),
    ] {
        let found = world.whom(&asked(search)).await;
        assert_eq!(found == [ada.id], expected, "{search}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn users_are_shown_as_by_their_id(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = named(&world, "Ada", "Lovelace", "x@host.test").await;
    let page = world
        .users(&UserQuery::default(), &Start::Page(1), 20)
        .await
        .unwrap();
    let shown = world
        .services
        .profile
        .get(&world.ours(TENANT), ada.id)
        .await
        .unwrap();
    assert!(shown.profile_completion.is_some());
    assert_eq!(page.users, [shown]);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn admins_and_services_see_their_own_tenant_and_nobody_who_is_deleted(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let ada = person(&named(&world, "Ada", "One", "ada@host.test").await);
    let gone = named(&world, "Gone", "One", "gone@host.test").await;
    let there = world.account(OTHER_TENANT, newcomer()).await;
    world
        .by_hand(&format!(
            "UPDATE users SET status = 'deleted' WHERE id = '{}'",
            gone.id
        ))
        .await;
    let list = async |actor: Actor, search: &str| {
        let ctx = world.ctx(actor);
        let page = world
            .services
            .account
            .list(&ctx, asked(search), &Start::Page(1), 20)
            .await;
        page.map(|page| {
            page.users
                .into_iter()
                .map(|user| user.id)
                .collect::<Vec<_>>()
        })
    };
    assert_eq!(list(Actor::User(admin.clone()), "").await.unwrap().len(), 2);
    assert_eq!(list(service(OTHER_TENANT), "").await.unwrap(), [there.id]);
    for search in [
        there.id.to_string(),
        there.email,
        gone.id.to_string(),
        gone.email,
    ] {
        assert_eq!(
            list(Actor::User(admin.clone()), &search).await.unwrap(),
            [],
            "{search}"
        );
    }
    let deleted = UserQuery {
        status: Some(AccountStatus::Deleted),
        ..UserQuery::default()
    };
    assert_eq!(world.whom(&deleted).await, []);
    let scopeless = Actor::Service {
        name: "other".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:write"),
    };
    for (actor, denial) in [
        (Actor::User(ada.clone()), Denial::AdminOnly),
        (scopeless, Denial::ScopeMissing),
    ] {
        let refused = list(actor.clone(), "").await;
        assert!(
            matches!(refused, Err(Error::Forbidden(why)) if why == denial),
            "{refused:?}"
        );
        let refused = world
            .services
            .account
            .export(&world.ctx(actor), UserQuery::default())
            .await;
        assert!(matches!(refused, Err(Error::Forbidden(why)) if why == denial));
    }
    assert!(matches!(
        list(Actor::Anonymous, "").await,
        Err(Error::Unauthenticated(_))
    ));
    // Numbers are for admins alone.
    for actor in [Actor::User(ada), service(TENANT)] {
        let refused = world.services.account.counts(&world.ctx(actor)).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))),
            "{refused:?}"
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_search_that_is_too_long_and_a_cursor_of_another_list_are_refused(pool: PgPool) {
    let world = World::new(pool).await;
    for _ in 0..3 {
        world.somebody().await;
    }
    let refused = world
        .users(&asked(&"x".repeat(SEARCH_MAX + 1)), &Start::Page(1), 20)
        .await;
    let Err(Error::Invalid(errors)) = refused else {
        panic!("{refused:?}");
    };
    assert_eq!(
        (&*errors.0[0].field, errors.0[0].code),
        ("search", FieldCode::TooLong)
    );
    let by_name = sorted(UserSort::FirstName, SortOrder::Asc);
    let page = world.users(&by_name, &Start::Page(1), 1).await.unwrap();
    let cursor = Start::Cursor(page.next.unwrap());
    assert_eq!(world.users(&by_name, &cursor, 1).await.unwrap().at.page, 2);
    let others = [
        (sorted(UserSort::FirstName, SortOrder::Desc), cursor.clone()),
        (UserQuery::default(), cursor),
        (by_name, Start::Cursor("e30".into())),
    ];
    for (query, cursor) in others {
        let refused = world.users(&query, &cursor, 1).await;
        let Err(Error::Invalid(errors)) = refused else {
            panic!("{refused:?}");
        };
        assert_eq!(
            (&*errors.0[0].field, errors.0[0].code),
            ("cursor", FieldCode::InvalidFormat)
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_cursor_goes_on_though_whoever_it_was_made_of_is_gone(pool: PgPool) {
    let world = World::new(pool).await;
    for _ in 0..5 {
        world.somebody().await;
    }
    let query = sorted(UserSort::Email, SortOrder::Asc);
    let all = world.whom(&query).await;
    let page = world.users(&query, &Start::Page(1), 2).await.unwrap();
    world
        .by_hand(&format!(
            "UPDATE users SET status = 'deleted' WHERE id = '{}'",
            all[1]
        ))
        .await;
    let rest = world
        .users(&query, &Start::Cursor(page.next.unwrap()), 20)
        .await
        .unwrap();
    let ids: Vec<_> = rest.users.iter().map(|user| user.id).collect();
    assert_eq!(ids, all[2..]);
    assert_eq!((rest.total, rest.next), (4, None));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn the_numbers_of_a_tenant_add_up(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = world.admin().await;
    let counts = async || {
        world
            .services
            .account
            .counts(&world.ctx(Actor::User(admin.clone())))
            .await
            .unwrap()
    };
    let mut expected = UserCounts {
        total: 1,
        ..UserCounts::default()
    };
    expected.by_role.admin = 1;
    expected.by_status.active = 1;
    assert_eq!(counts().await, expected);
    let mut ids = Vec::new();
    for _ in 0..6 {
        ids.push(world.somebody().await.id);
    }
    world.account(OTHER_TENANT, newcomer()).await;
    for (set, n) in [
        ("role = 'instructor', email_verified = true", 0),
        ("status = 'suspended'", 1),
        ("status = 'inactive'", 2),
        ("status = 'pending_instructor_review'", 3),
        ("status = 'deleted', email_verified = true", 4),
    ] {
        world
            .by_hand(&format!("UPDATE users SET {set} WHERE id = '{}'", ids[n]))
            .await;
    }
    world
        .by_hand(&format!(
            "UPDATE user_profiles SET profile_completed = true WHERE user_id = '{}'",
            ids[5]
        ))
        .await;
    expected.total = 6;
    expected.by_role.instructor = 1;
    expected.by_role.student = 4;
    expected.by_status.active = 3;
    expected.by_status.suspended = 1;
    expected.by_status.inactive = 1;
    expected.by_status.pending_instructor_review = 1;
    expected.verification.email_verified = 1;
    expected.verification.profile_completed = 1;
    assert_eq!(counts().await, expected);
    assert!(world.services.sweeper.add_up().await.unwrap() < 100);
    assert_eq!(counts().await, expected, "added up");
}
