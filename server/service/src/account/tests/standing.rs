//! What admins change of accounts: role, status, and their end.

use crate::{
    Actor, Error, Result,
    ctx::Person,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, person},
};
use contract::{
    ErrorCode, Patch, TenantId, UserId,
    account::{
        AccountStatus, ChangeRole, ChangeRoles, ChangeStatus, CreateUser, Role, SettableStatus,
    },
    profile::{ProfileView, UpdateProfile},
};
use futures::future::{join, join_all};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::BTreeSet;

async fn somebody(world: &World, tenant: TenantId, role: Role) -> Person {
    let new = CreateUser {
        role: Some(role),
        ..newcomer()
    };
    person(&world.account(tenant, new).await)
}

async fn set_role(world: &World, by: &Person, whom: UserId, role: Role) -> Result<ProfileView> {
    let ctx = world.ctx(Actor::User(by.clone()));
    let account = &world.services.account;
    account
        .change_role(&ctx, whom, ChangeRole { role }, None)
        .await
}

async fn set_status(
    world: &World,
    by: &Person,
    whom: UserId,
    status: SettableStatus,
) -> Result<ProfileView> {
    let ctx = world.ctx(Actor::User(by.clone()));
    let reason = Some("Spam in \u{202e}forums".into());
    let command = ChangeStatus { status, reason };
    let account = &world.services.account;
    account.change_status(&ctx, whom, command, None).await
}

async fn delete(world: &World, by: &Person, whom: UserId) -> Result<()> {
    let ctx = world.ctx(Actor::User(by.clone()));
    world.services.account.delete(&ctx, whom, None).await
}

fn code<T: std::fmt::Debug>(result: Result<T>) -> ErrorCode {
    match result.unwrap_err() {
        Error::Conflict(conflict) => conflict.code,
        other => panic!("no conflict but {other}"),
    }
}

async fn events(world: &World, who: UserId) -> Vec<(String, i64, Value)> {
    let sql = "SELECT type, sequence, data FROM outbox_events WHERE user_id = $1 ORDER BY sequence";
    let rows = sqlx::query_as(sql).bind(who.0).fetch_all(&world.pool);
    rows.await.unwrap()
}

async fn entries(world: &World, action: &str) -> Vec<(uuid::Uuid, Value)> {
    let sql = "SELECT target_id, changes FROM audit_log WHERE action = $1 ORDER BY id";
    let rows = sqlx::query_as(sql).bind(action).fetch_all(&world.pool);
    rows.await.unwrap()
}

async fn active_admins(world: &World) -> i64 {
    world
        .count("SELECT count(*) FROM users WHERE role = 'admin' AND status = 'active'")
        .await
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_role_is_given_told_and_recorded_once(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = somebody(&world, TENANT, Role::Admin).await;
    let ada = world.somebody().await;
    let view = set_role(&world, &grace, ada.id, Role::Instructor)
        .await
        .unwrap();
    assert_eq!((view.role, view.version), (Role::Instructor, 2));
    let again = set_role(&world, &grace, ada.id, Role::Instructor)
        .await
        .unwrap();
    assert_eq!(again, view, "who has the role already stays as they are");
    let told = events(&world, ada.id).await;
    let data = json!({"userId": ada.id, "authId": ada.auth_id, "oldRole": "student",
        "newRole": "instructor", "changedBy": grace.id});
    assert_eq!(told[1..], [("user.role_changed".to_owned(), 2, data)]);
    let changes = json!([{"field": "role", "before": "student", "after": "instructor"}]);
    assert_eq!(
        entries(&world, "user.role_changed").await,
        [(ada.id.0, changes)]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn nobody_changes_their_own_standing_and_nobody_that_of_another_tenant(pool: PgPool) {
    let world = World::new(pool).await;
    let (grace, _) = join(
        somebody(&world, TENANT, Role::Admin),
        somebody(&world, TENANT, Role::Admin),
    )
    .await;
    assert_eq!(
        code(set_role(&world, &grace, grace.id, Role::Student).await),
        ErrorCode::OwnRole
    );
    let own = set_status(&world, &grace, grace.id, SettableStatus::Suspended).await;
    assert_eq!(code(own), ErrorCode::OwnStatus);
    assert_eq!(
        code(delete(&world, &grace, grace.id).await),
        ErrorCode::OwnAccount
    );

    let far = somebody(&world, OTHER_TENANT, Role::Student).await;
    for outcome in [
        set_role(&world, &grace, far.id, Role::Admin)
            .await
            .map(drop),
        set_status(&world, &grace, far.id, SettableStatus::Suspended)
            .await
            .map(drop),
        delete(&world, &grace, far.id).await,
    ] {
        assert!(matches!(outcome, Err(Error::NotFound)), "{outcome:?}");
    }
    let student = world.somebody().await;
    for outcome in [
        set_role(&world, &student, grace.id, Role::Student)
            .await
            .map(drop),
        set_status(&world, &student, grace.id, SettableStatus::Suspended)
            .await
            .map(drop),
        delete(&world, &student, grace.id).await,
    ] {
        assert!(matches!(outcome, Err(Error::Forbidden(_))), "{outcome:?}");
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn of_admins_who_take_each_other_away_at_once_one_is_left(pool: PgPool) {
    let world = World::new(pool).await;
    let mut last = somebody(&world, TENANT, Role::Admin).await;
    for round in 0..12 {
        let other = somebody(&world, TENANT, Role::Admin).await;
        let (one, two) = (&last, &other);
        let takes_away = async |by: &Person, whom: &Person, how: usize| match how % 3 {
            0 => set_role(&world, by, whom.id, Role::Student).await.map(drop),
            1 => set_status(&world, by, whom.id, SettableStatus::Suspended)
                .await
                .map(drop),
            _ => delete(&world, by, whom.id).await,
        };
        let (first, second) =
            join(takes_away(one, two, round), takes_away(two, one, round / 3)).await;
        assert_eq!(active_admins(&world).await, 1, "round {round}");
        let stays = match (first, second) {
            (Ok(()), refused) => (one.clone(), refused),
            (refused, Ok(())) => (two.clone(), refused),
            neither => panic!("nobody was taken away: {neither:?}"),
        };
        assert_eq!(code(stays.1), ErrorCode::LastAdmin);
        last = stays.0;
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_bulk_change_does_what_it_may_and_says_what_it_may_not(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = somebody(&world, TENANT, Role::Admin).await;
    let mary = somebody(&world, TENANT, Role::Admin).await;
    let far = somebody(&world, OTHER_TENANT, Role::Student).await;
    let students = join_all((0..3).map(|_| world.somebody())).await;
    let teacher = somebody(&world, TENANT, Role::Instructor).await;
    let nobody = UserId(world.clock.new_id());
    let mut user_ids: Vec<_> = students.iter().map(|one| one.id).collect();
    user_ids.extend([far.id, grace.id, teacher.id, mary.id, nobody]);
    let ctx = world.ctx(Actor::User(grace.clone()));
    let role = Role::Instructor;
    let command = ChangeRoles { user_ids, role };

    let preview = world
        .services
        .account
        .preview_roles(&ctx, &command)
        .await
        .unwrap();
    assert_eq!(
        (
            preview.changed.len(),
            preview.unchanged,
            preview.refused.len()
        ),
        (4, vec![teacher.id], 3)
    );
    let outcome = world
        .services
        .account
        .change_roles(&ctx, command.clone())
        .await
        .unwrap();
    assert_eq!((outcome.successful, outcome.failed), (5, 3));
    let why: Vec<_> = outcome
        .errors
        .iter()
        .map(|one| (one.id, one.code))
        .collect();
    let expected = [
        (far.id, ErrorCode::UserNotFound),
        (grace.id, ErrorCode::OwnRole),
        (nobody, ErrorCode::UserNotFound),
    ];
    assert_eq!(why, expected);
    let changed: BTreeSet<_> = entries(&world, "user.role_changed")
        .await
        .into_iter()
        .map(|one| one.0)
        .collect();
    let expected: BTreeSet<_> = students.iter().chain([&mary]).map(|one| one.id.0).collect();
    assert_eq!(
        changed, expected,
        "each who was changed is recorded, and nobody else"
    );
    let again = world
        .services
        .account
        .change_roles(&ctx, command)
        .await
        .unwrap();
    assert_eq!((again.successful, again.failed), (5, 3));
    assert_eq!(
        entries(&world, "user.role_changed").await.len(),
        4,
        "twice is as once"
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn bulk_changes_that_cross_each_other_end_and_leave_no_event_out(pool: PgPool) {
    let world = World::new(pool).await;
    let admins = join_all((0..4).map(|_| somebody(&world, TENANT, Role::Admin))).await;
    let students = join_all((0..20).map(|_| world.somebody())).await;
    let ids: Vec<_> = students.iter().map(|one| one.id).collect();
    join_all(admins.iter().enumerate().map(|(n, admin)| {
        let mut user_ids = ids.clone();
        user_ids.rotate_left(n * 5);
        let role = [Role::Instructor, Role::Student][n % 2];
        let ctx = world.ctx(Actor::User(admin.clone()));
        let account = &world.services.account;
        async move {
            let command = ChangeRoles { user_ids, role };
            account.change_roles(&ctx, command).await.unwrap()
        }
    }))
    .await;
    for id in ids {
        let told = events(&world, id).await;
        let sequence: Vec<_> = told.iter().map(|one| one.1).collect();
        assert_eq!(
            sequence,
            (1..=i64::try_from(told.len()).unwrap()).collect::<Vec<_>>()
        );
        // Each event begins with the role that the one before ended with.
        let mut role = json!("student");
        for (_, _, data) in &told[1..] {
            assert_eq!(data["oldRole"], role);
            role = data["newRole"].clone();
        }
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_status_is_set_with_its_reason_and_shuts_the_door_at_once(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = somebody(&world, TENANT, Role::Admin).await;
    let ada = world.somebody().await;
    let view = set_status(&world, &grace, ada.id, SettableStatus::Suspended)
        .await
        .unwrap();
    assert_eq!(view.status, AccountStatus::Suspended);
    let found = world
        .services
        .account
        .identify(TENANT, Some(ada.id), ada.auth_id, crate::cache::Sight::Far)
        .await
        .unwrap();
    assert_eq!(
        found.unwrap().status,
        AccountStatus::Suspended,
        "the cache knows as well"
    );
    let told = events(&world, ada.id).await;
    assert_eq!(told[1].0, "user.status_changed");
    assert_eq!(told[1].2["reason"], "Spam in forums");
    let again = set_status(&world, &grace, ada.id, SettableStatus::Suspended)
        .await
        .unwrap();
    assert_eq!(again.version, view.version);
    let recorded = entries(&world, "user.status_changed").await;
    let changes = json!([{"field": "status", "before": "active", "after": "suspended"},
        {"field": "reason", "after": "Spam in forums"}]);
    assert_eq!(recorded, [(ada.id.0, changes)]);
    let back = set_status(&world, &grace, ada.id, SettableStatus::Active)
        .await
        .unwrap();
    assert_eq!(back.status, AccountStatus::Active);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_change_over_another_version_is_refused_with_how_it_stands(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = somebody(&world, TENANT, Role::Admin).await;
    let ada = world.somebody().await;
    world.write_bio(&ada, "Anew").await.unwrap();
    let ctx = world.ctx(Actor::User(grace));
    let account = &world.services.account;
    let role = Role::Admin;
    let status = SettableStatus::Inactive;
    for refused in [
        account
            .change_role(&ctx, ada.id, ChangeRole { role }, Some(1))
            .await
            .map(drop),
        account
            .change_status(
                &ctx,
                ada.id,
                ChangeStatus {
                    status,
                    reason: None,
                },
                Some(1),
            )
            .await
            .map(drop),
        account.delete(&ctx, ada.id, Some(1)).await,
    ] {
        assert!(matches!(refused, Err(Error::Stale(_))), "{refused:?}");
    }
    assert!(account.delete(&ctx, ada.id, Some(2)).await.is_ok());
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_deleted_account_is_gone_and_its_names_are_free(pool: PgPool) {
    let world = World::new(pool).await;
    let grace = somebody(&world, TENANT, Role::Admin).await;
    let new = CreateUser {
        profile: UpdateProfile {
            username: Patch::Set("ada".into()),
            avatar_url: Patch::Set("https://example.org/ada.jpg".into()),
            ..newcomer().profile
        },
        ..newcomer()
    };
    let view = world.account(TENANT, new.clone()).await;
    delete(&world, &grace, view.id).await.unwrap();
    assert!(
        matches!(delete(&world, &grace, view.id).await, Err(Error::NotFound)),
        "again"
    );
    let found = world
        .services
        .account
        .identify(
            TENANT,
            Some(view.id),
            view.auth_id,
            crate::cache::Sight::Far,
        )
        .await
        .unwrap();
    assert_eq!(found, None);
    let ctx = world.ctx(Actor::User(grace));
    assert!(matches!(
        world.services.profile.get(&ctx, view.id).await,
        Err(Error::NotFound)
    ));
    let told = events(&world, view.id).await;
    let data = json!({"userId": view.id, "authId": view.auth_id});
    assert_eq!(told[1..], [("user.deleted".to_owned(), 2, data)]);
    let recorded = entries(&world, "user.deleted").await;
    let changes = json!([{"field": "status", "before": "active", "after": "deleted"}, {"field": "avatarUrl"}]);
    assert_eq!(recorded, [(view.id.0, changes)]);
    let pictures = world
        .count("SELECT count(*) FROM user_profiles WHERE avatar_url IS NOT NULL")
        .await;
    assert_eq!(pictures, 0);
    let anew = world.account(TENANT, new).await;
    assert_ne!(anew.id, view.id);
    assert_eq!((anew.username, anew.email), (view.username, view.email));
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whose_power_was_taken_since_the_request_came_has_none(pool: PgPool) {
    let world = World::new(pool).await;
    let admins = join_all((0..3).map(|_| somebody(&world, TENANT, Role::Admin))).await;
    let ada = world.somebody().await;
    // What their requests found when they came.
    let demoted = admins[1].clone();
    set_role(&world, &admins[0], demoted.id, Role::Student)
        .await
        .unwrap();
    let role = Role::Instructor;
    let user_ids = vec![ada.id, admins[2].id];
    let ctx = world.ctx(Actor::User(demoted.clone()));
    let bulk = world
        .services
        .account
        .change_roles(&ctx, ChangeRoles { user_ids, role })
        .await;
    for outcome in [
        bulk.map(drop),
        set_role(&world, &demoted, ada.id, role).await.map(drop),
        set_status(&world, &demoted, ada.id, SettableStatus::Suspended)
            .await
            .map(drop),
        delete(&world, &demoted, ada.id).await,
    ] {
        assert!(matches!(outcome, Err(Error::Forbidden(_))), "{outcome:?}");
    }
    assert_eq!(events(&world, ada.id).await.len(), 1, "nothing was done");
}
