//! The truth table of `visible_people`, at every door at once.

use super::{Sketch, asked, service, user};
use crate::{
    Actor, Error,
    ctx::Person,
    testing::world::{OTHER_TENANT, TENANT, World},
};
use contract::{
    account::{
        AccountStatus::{
            self, Active, Deleted, Inactive, PendingInstructorReview as Pending, Suspended,
        },
        Role,
    },
    directory::{Handle, Onlooker},
    profile::Visibility::{self, Members, Private, Public},
};
use sqlx::PgPool;

const NOBODY: &[&str] = &[];
const ADMIN: &[&str] = &["admin"];
const MEMBERS: &[&str] = &["admin", "member", "service"];
const ANYBODY: &[&str] = &["admin", "member", "service", "anonymous", "stranger"];

/// Whether the viewer sees the person; by id, by username, in the list and in its total alike.
async fn sees(world: &World, viewer: &Actor, person: &Person, username: &str) -> bool {
    let ctx = world.ctx(viewer.clone());
    let directory = &world.services.directory;
    let mut doors = Vec::new();
    for handle in [Handle::Id(person.id), Handle::Username(username.into())] {
        match directory.profile(&ctx, &handle).await {
            Ok(profile) => {
                assert_eq!(profile.id, person.id);
                doors.push(true);
            }
            Err(Error::NotFound) => doors.push(false),
            Err(error) => panic!("{error}"),
        }
    }
    if !matches!(viewer, Actor::Anonymous | Actor::Stranger { .. }) {
        let found = world.everybody(viewer, &asked(username), 1).await;
        let page = world
            .search(viewer, &asked(username), &super::Start::Page(1), 20)
            .await;
        assert_eq!(page.total, i64::try_from(found.len()).unwrap());
        doors.push(found == [person.id]);
    }
    assert!(
        doors.iter().all(|door| *door == doors[0]),
        "{doors:?} by {viewer:?}"
    );
    doors[0]
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn who_sees_whom_is_what_the_table_says(pool: PgPool) {
    let world = World::new(pool).await;
    let admin = Sketch {
        name: "Root Admin",
        role: Some(Role::Admin),
        ..Sketch::default()
    };
    let admin = world.sketched(TENANT, admin).await;
    let member = world.named("Mem Ber").await;
    let foreign = world
        .sketched(
            OTHER_TENANT,
            Sketch {
                name: "Foreign Admin",
                role: Some(Role::Admin),
                ..Sketch::default()
            },
        )
        .await;
    let stranger = Actor::Stranger {
        auth_id: contract::AuthId(uuid::Uuid::from_u128(9)),
        tenant_id: TENANT,
    };
    let viewers = [
        ("admin", user(&admin)),
        ("member", user(&member)),
        ("service", service(TENANT)),
        ("anonymous", Actor::Anonymous),
        ("stranger", stranger),
        ("foreign admin", user(&foreign)),
        ("foreign service", service(OTHER_TENANT)),
    ];
    let table = [
        (Active, Public, ANYBODY),
        (Pending, Public, ANYBODY),
        (Active, Members, MEMBERS),
        (Pending, Members, MEMBERS),
        (Active, Private, ADMIN),
        (Pending, Private, ADMIN),
        (Suspended, Public, ADMIN),
        (Suspended, Members, ADMIN),
        (Inactive, Public, ADMIN),
        (Inactive, Members, ADMIN),
        (Suspended, Private, ADMIN),
        (Deleted, Public, NOBODY),
        (Deleted, Members, NOBODY),
    ];
    for (n, (status, visibility, expected)) in table.into_iter().enumerate() {
        let username = format!("person{n}");
        let sketch = Sketch {
            name: "Seen Person",
            username: Some(&username),
            visibility: Some(visibility),
            ..Sketch::default()
        };
        let person = world.sketched(TENANT, sketch).await;
        world.set_status(&person, status).await;
        let mut seen = Vec::new();
        for (name, viewer) in &viewers {
            if sees(&world, viewer, &person, &username).await {
                seen.push(*name);
            }
        }
        assert_eq!(seen, expected, "{status} and {visibility}");
        if matches!(status, Active | Pending) {
            assert!(
                sees(&world, &user(&person), &person, &username).await,
                "themselves"
            );
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_block_hides_each_from_the_other_and_from_nobody_else(pool: PgPool) {
    let world = World::new(pool).await;
    let make = async |name, username, role| {
        let sketch = Sketch {
            name,
            username: Some(username),
            visibility: Some(Visibility::Public),
            role: Some(role),
            ..Sketch::default()
        };
        world.sketched(TENANT, sketch).await
    };
    let ada = make("Ada Lovelace", "ada", Role::Student).await;
    let bob = make("Bob Babbage", "bob", Role::Instructor).await;
    let eve = make("Eve Else", "eve", Role::Student).await;
    let root = make("Root Admin", "root.1", Role::Admin).await;
    world.block(&ada, &bob).await;
    // An admin may block, and goes on to see.
    world.block(&root, &eve).await;
    let sees = async |viewer: &Person, person, username| {
        sees(&world, &user(viewer), person, username).await
    };
    assert!(!sees(&ada, &bob, "bob").await && !sees(&bob, &ada, "ada").await);
    assert!(sees(&eve, &ada, "ada").await && sees(&eve, &bob, "bob").await);
    assert!(sees(&ada, &eve, "eve").await && sees(&bob, &eve, "eve").await);
    assert!(sees(&root, &eve, "eve").await, "admins see all");
    assert!(!sees(&eve, &root, "root.1").await);
    assert!(sees(&ada, &root, "root.1").await);
    let unblocked = world
        .services
        .block
        .unblock(&world.ctx(user(&ada)), bob.id)
        .await;
    assert_eq!(unblocked.unwrap().user.id, bob.id);
    assert!(sees(&ada, &bob, "bob").await && sees(&bob, &ada, "ada").await);
}

/// Whoever has more than 64 blocks is compared with each person one by one.
#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn with_a_few_blocks_and_with_many_the_same_people_are_hidden(pool: PgPool) {
    let world = World::new(pool).await;
    let mut crowd = Vec::new();
    for _ in 0..70 {
        crowd.push(world.named("Some Body").await);
    }
    let first = super::Start::Page(1);
    for (blocks, name, similar) in [
        (2, "Margarete", "margaretta"),
        (crowd.len(), "Bartholomew", "bartholomow"),
    ] {
        let viewer = world.named("Ada Lovelace").await;
        for other in &crowd[..blocks] {
            world.block(&viewer, other).await;
        }
        let (mut people, visibilities) = (Vec::new(), [Private, Members, Members, Members]);
        for visibility in visibilities {
            let sketch = Sketch {
                name,
                visibility: Some(visibility),
                ..Sketch::default()
            };
            people.push(world.sketched(TENANT, sketch).await);
        }
        world.block(&viewer, &people[1]).await;
        world.block(&people[2], &viewer).await;
        for text in [name, similar] {
            let query = asked(text);
            let shown = world.everybody(&user(&viewer), &query, 7).await;
            assert_eq!(shown, [people[3].id], "{text}");
            for (who, seen) in [(user(&viewer), 1), (service(TENANT), 3)] {
                let page = world.search(&who, &query, &first, 1).await;
                assert_eq!(page.total, seen, "{text}");
            }
        }
        let own = world.profile_of(user(&viewer), viewer.id).await;
        assert_eq!(own.unwrap().id, viewer.id);
        let crowded = asked("some body");
        let page = world.search(&user(&viewer), &crowded, &first, 1).await;
        let others = i64::try_from(crowd.len() - blocks).unwrap();
        assert_eq!(page.total, others);
    }
    let admin = Sketch {
        name: "Root Admin",
        role: Some(Role::Admin),
        ..Sketch::default()
    };
    let admin = world.sketched(TENANT, admin).await;
    for other in &crowd {
        world.block(&admin, other).await;
    }
    let crowded = asked("some body");
    let page = world.search(&user(&admin), &crowded, &first, 1).await;
    assert_eq!(page.total, 70, "admins see all");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn ones_own_profile_is_shown_as_others_are_shown_it(pool: PgPool) {
    let world = World::new(pool).await;
    let bob = world.named("Bob Babbage").await;
    for visibility in [Visibility::Public, Visibility::Members, Visibility::Private] {
        for role in [Role::Student, Role::Admin] {
            let sketch = Sketch {
                name: "Ada Lovelace",
                visibility: Some(visibility),
                role: Some(role),
                ..Sketch::default()
            };
            let ada = world.sketched(TENANT, sketch).await;
            let ctx = world.ctx(user(&ada));
            for (onlooker, viewer) in [
                (Onlooker::Anonymous, Actor::Anonymous),
                (Onlooker::Member, user(&bob)),
            ] {
                let shown = world
                    .services
                    .directory
                    .own_as(&ctx, onlooker)
                    .await
                    .unwrap();
                let seen = match world.profile_of(viewer, ada.id).await {
                    Ok(profile) => Some(profile),
                    Err(Error::NotFound) => None,
                    Err(error) => panic!("{error}"),
                };
                assert_eq!(shown, seen, "{visibility} as {onlooker}");
            }
            let blocked = world
                .services
                .directory
                .own_as(&ctx, Onlooker::Blocked)
                .await;
            assert_eq!(blocked.unwrap(), None);
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_may_not_use_the_product_sees_nobody(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.named("Ada Lovelace").await;
    let scopeless = Actor::Service {
        name: "other".into(),
        tenant_id: TENANT,
        scopes: crate::ctx::Scopes::parse("users:read enrollments:read"),
    };
    let mut suspended = world.named("Sus Pended").await;
    suspended.status = AccountStatus::Suspended;
    for viewer in [scopeless, user(&suspended)] {
        let error = world.profile_of(viewer.clone(), ada.id).await.unwrap_err();
        assert!(matches!(error, Error::Forbidden(_)), "{error}");
        let ctx = world.ctx(viewer);
        let found = world
            .services
            .directory
            .search(&ctx, asked("ada"), &super::Start::Page(1), 20);
        assert!(matches!(found.await.unwrap_err(), Error::Forbidden(_)));
    }
    let ctx = world.ctx(Actor::Anonymous);
    let found = world
        .services
        .directory
        .search(&ctx, asked("ada"), &super::Start::Page(1), 20);
    assert!(matches!(
        found.await.unwrap_err(),
        Error::Unauthenticated(_)
    ));
    let found = world.services.directory.suggestions(&ctx, 6);
    assert!(matches!(
        found.await.unwrap_err(),
        Error::Unauthenticated(_)
    ));
}
