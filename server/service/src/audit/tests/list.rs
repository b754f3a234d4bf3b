//! What admins read of the audit log.

use super::{admin, by, seal};
use crate::{
    Actor, Ctx, Error,
    audit::{AuditPage, Change},
    ctx::{Person, Scopes},
    error::Denial,
    paging::Start,
    testing::world::{OTHER_TENANT, TENANT, World, newcomer, noon},
};
use chrono::TimeDelta;
use contract::{
    UserId,
    audit::{ActorKind, AuditEntry, AuditQuery},
};
use serde_json::{Value, json};
use sqlx::PgPool;
use std::collections::HashSet;
use uuid::Uuid;

/// An admin, two members, and what they did, an hour apart.
struct Office {
    world: World,
    admin: Person,
    ada: Person,
    eve: Person,
}

impl Office {
    async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let office = Self {
            admin: admin(&world, TENANT).await,
            ada: world.somebody().await,
            eve: world.somebody().await,
            world,
        };
        let neighbour =
            crate::testing::world::person(&office.world.account(OTHER_TENANT, newcomer()).await);
        for (hour, person) in [&office.ada, &office.eve, &office.ada, &neighbour]
            .into_iter()
            .enumerate()
        {
            let hour = i64::try_from(hour).expect("a few") + 1;
            office.world.clock.set(noon() + TimeDelta::hours(hour));
            let bio = format!("at {hour}");
            office
                .world
                .write_bio(person, &bio)
                .await
                .expect("a change");
        }
        office
    }

    fn ctx(&self) -> Ctx {
        by(&self.world, &self.admin)
    }

    async fn page(&self, query: &AuditQuery, start: &Start, limit: u32) -> AuditPage {
        let audit = &self.world.services.audit;
        let page = audit.list(&self.ctx(), query, start, limit).await;
        page.expect("a page")
    }

    async fn found(&self, query: AuditQuery) -> Vec<AuditEntry> {
        let page = self.page(&query, &Start::Page(1), 100).await;
        assert_eq!(
            page.total,
            i64::try_from(page.entries.len()).expect("a page")
        );
        page.entries
    }
}

fn actions(entries: &[AuditEntry]) -> Vec<&str> {
    entries.iter().map(|entry| entry.action.as_str()).collect()
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn an_entry_says_who_did_what_to_whom_and_what_became_of_it(pool: PgPool) {
    let office = Office::new(pool).await;
    let query = AuditQuery {
        target: Some(office.ada.id.to_string()),
        action: Some("user.updated".into()),
        ..AuditQuery::default()
    };
    let entries = office.found(query).await;
    let [last, first] = &*entries else {
        panic!("{entries:?}")
    };
    assert_eq!(
        (last.at, first.at),
        (noon() + TimeDelta::hours(3), noon() + TimeDelta::hours(1))
    );
    let as_json = serde_json::to_value(last).expect("an entry");
    assert_eq!(
        as_json,
        json!({
            "id": last.id, "at": "2026-11-21T15:00:00Z", "action": "user.updated", "requestId": last.request_id,
            "actor": {"id": office.ada.id, "kind": "user", "displayName": "Ada Lovelace"},
            "target": {"id": office.ada.id, "kind": "user", "displayName": "Ada Lovelace"},
            "changes": [{"field": "bio", "before": "at 1", "after": "at 3"}],
        })
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn each_filter_finds_its_own_and_all_together_what_fits_them_all(pool: PgPool) {
    let office = Office::new(pool).await;
    let query = |set: &dyn Fn(&mut AuditQuery)| {
        let mut query = AuditQuery::default();
        set(&mut query);
        query
    };
    let id = office.ada.id;
    let by_ada = query(&|q| q.actor = Some(id.to_string().to_uppercase()));
    assert_eq!(actions(&office.found(by_ada).await), ["user.updated"; 2]);
    let by_test = office
        .found(query(&|q| q.actor = Some("test".into())))
        .await;
    assert_eq!(actions(&by_test), ["user.created"; 3]);
    assert!(
        by_test
            .iter()
            .all(|entry| entry.actor.kind == ActorKind::System)
    );
    let of_ada = query(&|q| q.target = Some(id.to_string()));
    let expected = ["user.updated", "user.updated", "user.created"];
    assert_eq!(actions(&office.found(of_ada).await), expected);
    let updated = query(&|q| q.action = Some("user.updated".into()));
    assert_eq!(office.found(updated).await.len(), 3);
    assert_eq!(
        office
            .found(query(&|q| q.action = Some("user".into())))
            .await
            .len(),
        6
    );
    assert_eq!(
        office
            .found(query(&|q| q.action = Some("use".into())))
            .await,
        []
    );
    let afternoon = query(&|q| {
        q.from = Some("2026-11-21T14:00:00Z".into());
        q.to = Some("2026-11-21T15:00:00Z".into());
        q.action = Some("user".into());
    });
    let found = office.found(afternoon.clone()).await;
    assert_eq!(found.len(), 1);
    assert_eq!(found[0].target.id, office.eve.id.0);
    let nobody = AuditQuery {
        actor: Some(id.to_string()),
        ..afternoon
    };
    assert_eq!(office.found(nobody).await, []);
    let today = query(&|q| {
        q.from = Some("2026-11-21".into());
        q.to = Some("2026-11-21".into());
        q.actor = Some("test".into());
    });
    assert_eq!(office.found(today).await.len(), 3);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn pages_by_cursor_hold_every_entry_once_the_newest_first_though_others_come_meanwhile(
    pool: PgPool,
) {
    let office = Office::new(pool).await;
    super::add_entries(&office.world, TENANT, 40).await;
    seal(&office.world).await;
    let all =
        "SELECT count(*) FROM audit_log WHERE tenant_id = '00000000-0000-0000-0000-000000007000'";
    let before = office.world.count(all).await;
    let known: HashSet<Uuid> = sqlx::query_scalar("SELECT id FROM audit_log WHERE tenant_id = $1")
        .bind(TENANT.0)
        .fetch_all(&office.world.pool)
        .await
        .expect("ids")
        .into_iter()
        .collect();
    let (mut start, mut seen) = (Start::Page(1), Vec::new());
    loop {
        let page = office.page(&AuditQuery::default(), &start, 7).await;
        let number = u32::try_from(seen.len() / 7).expect("a few") + 1;
        assert_eq!((page.at.page, page.at.limit), (number, 7));
        // Others come in at the head of the list, and the reading itself.
        let now = office.world.count(all).await;
        assert!(
            (before..=now).contains(&page.total),
            "{} of {now}",
            page.total
        );
        seen.extend(page.entries);
        match page.next {
            Some(cursor) => start = Start::Cursor(cursor),
            None => break,
        }
        super::add_entries(&office.world, OTHER_TENANT, 1).await;
        office
            .world
            .clock
            .set(office.world.clock.now() + TimeDelta::days(9));
        office
            .world
            .write_bio(&office.eve, &format!("page {number}"))
            .await
            .expect("a change");
    }
    let ids: HashSet<_> = seen.iter().map(|entry| entry.id.0).collect();
    assert_eq!(ids.len(), seen.len(), "each once");
    assert!(ids.is_superset(&known));
    // What came since is newer, but for the reading itself, which is of the time at which it was begun.
    let new = seen.iter().filter(|entry| !known.contains(&entry.id.0));
    let new: Vec<_> = new.map(|entry| entry.action.as_str()).collect();
    assert_eq!(new, ["audit.read"]);
    assert!(seen.is_sorted_by_key(|entry| std::cmp::Reverse((entry.at, entry.id))));
    // Behind the end of the list there is nothing, and by number a page is the same.
    let by_number = office
        .page(&AuditQuery::default(), &Start::Page(1_000), 7)
        .await;
    assert_eq!(by_number.entries, []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn whoever_is_deleted_has_an_entry_and_no_name(pool: PgPool) {
    let office = Office::new(pool).await;
    sqlx::query("UPDATE users SET status = 'deleted' WHERE id = $1")
        .bind(office.ada.id.0)
        .execute(&office.world.pool)
        .await
        .expect("a deleted account");
    let query = AuditQuery {
        target: Some(office.ada.id.to_string()),
        ..AuditQuery::default()
    };
    let entries = office.found(query).await;
    assert_eq!(entries.len(), 3);
    for entry in entries {
        assert_eq!(
            (entry.actor.display_name, entry.target.display_name),
            (None, None)
        );
    }
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn admins_alone_read_and_their_own_tenant_alone(pool: PgPool) {
    let office = Office::new(pool).await;
    let world = &office.world;
    let audit = &world.services.audit;
    let query = AuditQuery::default();
    let start = Start::Page(1);
    let service = Actor::Service {
        name: "course-service".into(),
        tenant_id: TENANT,
        scopes: Scopes::parse("users:read users:write"),
    };
    for actor in [Actor::User(office.ada.clone()), service] {
        let refused = audit.list(&world.ctx(actor), &query, &start, 20).await;
        assert!(
            matches!(refused, Err(Error::Forbidden(Denial::AdminOnly))),
            "{refused:?}"
        );
    }
    let refused = audit
        .list(&world.ctx(Actor::Anonymous), &query, &start, 20)
        .await;
    assert!(
        matches!(refused, Err(Error::Unauthenticated(_))),
        "{refused:?}"
    );
    let neighbour = admin(world, OTHER_TENANT).await;
    let list = async |query: &AuditQuery| {
        let page = audit.list(&by(world, &neighbour), query, &start, 20).await;
        page.expect("a page")
    };
    // The neighbour, their bio, and the admin.
    assert_eq!(list(&query).await.total, 3);
    let of_ada = AuditQuery {
        target: Some(office.ada.id.to_string()),
        ..query
    };
    assert_eq!(list(&of_ada).await.entries, []);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn what_cannot_be_read_is_named(pool: PgPool) {
    let office = Office::new(pool).await;
    let audit = &office.world.services.audit;
    let query = AuditQuery {
        target: Some("me".into()),
        from: Some("2026-11-22".into()),
        to: Some("2026-11-20".into()),
        ..AuditQuery::default()
    };
    let start = Start::Page(1);
    let Err(Error::Invalid(faults)) = audit.list(&office.ctx(), &query, &start, 20).await else {
        panic!("it is invalid")
    };
    let named: Vec<_> = faults.0.iter().map(|fault| fault.field.as_str()).collect();
    assert_eq!(named, ["target", "to"]);
    let cursor = Start::Cursor("elsewhere".into());
    let query = AuditQuery::default();
    let refused = audit.list(&office.ctx(), &query, &cursor, 20).await;
    assert!(matches!(refused, Err(Error::Invalid(_))), "{refused:?}");
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn reading_the_audit_log_is_an_entry_about_the_person_or_the_tenant(pool: PgPool) {
    let office = Office::new(pool).await;
    let of_ada = AuditQuery {
        target: Some(office.ada.id.to_string()),
        from: Some("2026-11-21".into()),
        ..AuditQuery::default()
    };
    for _ in 0..2 {
        office.page(&of_ada, &Start::Page(1), 2).await;
        office
            .page(&AuditQuery::default(), &Start::Page(1), 2)
            .await;
    }
    let entries = super::recorded(&office.world, "audit.read").await;
    let told: Vec<_> = entries
        .iter()
        .map(|e| (&e["target_kind"], &e["target_id"], &e["changes"]))
        .collect();
    let asked = json!([
        {"field": "target", "after": office.ada.id}, {"field": "from", "after": "2026-11-21"}
    ]);
    assert_eq!(
        told,
        [
            (&json!("user"), &json!(office.ada.id), &asked),
            (&json!("tenant"), &json!(TENANT), &json!([])),
        ]
    );
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn many_are_recorded_at_once_an_entry_each(pool: PgPool) {
    let world = World::new(pool).await;
    let chief = admin(&world, TENANT).await;
    let ctx = by(&world, &chief);
    let audit = &world.services.audit.audit;
    let mut conn = world.pool.acquire().await.expect("a connection");
    let people: Vec<_> = (0..1_000_u128)
        .map(|n| {
            let changes = vec![
                Change::new("role", json!("student"), json!("instructor")),
                Change::new("phone", json!("+34600123456"), Value::Null),
            ];
            (UserId(Uuid::from_u128(n)), changes)
        })
        .collect();
    let recorded = audit.record_many(&mut conn, &ctx, TENANT, "user.role_changed", people);
    recorded.await.expect("entries");
    let recorded = audit.record_many(&mut conn, &ctx, TENANT, "user.role_changed", Vec::new());
    recorded.await.expect("none");
    let entries = super::recorded(&world, "user.role_changed").await;
    let targets: HashSet<_> = entries.iter().map(|e| e["target_id"].to_string()).collect();
    assert_eq!((entries.len(), targets.len()), (1_000, 1_000));
    for entry in &entries {
        assert_eq!(entry["actor_id"], json!(chief.id));
        let changes = json!([{"field": "role", "before": "student", "after": "instructor"}, {"field": "phone"}]);
        assert_eq!(entry["changes"], changes);
    }
    assert_eq!(seal(&world).await, 1_001);
}
