//! Sensitive fields are told by name, however deep they are.

use super::{by, recorded};
use crate::{
    audit::Change,
    testing::world::{TENANT, World},
};
use serde_json::{Value, json};
use sqlx::PgPool;

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn a_sensitive_field_is_told_by_name_wherever_it_is(pool: PgPool) {
    let world = World::new(pool).await;
    let ada = world.somebody().await;
    let number = || json!("+34600123456");
    let changes = vec![
        Change::new("phone", number(), json!("+34600123457")),
        Change::new("profile.phone", Value::Null, number()),
        Change::new("phone.home", number(), Value::Null),
        Change::new(
            "contact",
            json!({"phone": number(), "city": "Sevilla"}),
            Value::Null,
        ),
        Change::new(
            "contacts",
            Value::Null,
            json!([{"by": {"email": "ada@example.test"}}, "letter"]),
        ),
        Change::new("phoneBook", json!(1), json!(2)),
    ];
    let mut conn = world.pool.acquire().await.expect("a connection");
    let ctx = by(&world, &ada);
    let audit = &world.services.audit.audit;
    let told = audit.record(&mut conn, &ctx, TENANT, "user.updated", ada.id, changes);
    told.await.expect("an entry");
    let entries = recorded(&world, "user.updated").await;
    assert_eq!(
        entries[0]["changes"],
        json!([
            {"field": "phone"},
            {"field": "profile.phone"},
            {"field": "phone.home"},
            {"field": "contact", "before": {"city": "Sevilla"}},
            {"field": "contacts", "after": [{"by": {}}, "letter"]},
            {"field": "phoneBook", "before": 1, "after": 2},
        ])
    );
}
