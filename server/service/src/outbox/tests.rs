//! Events out, on a real Postgres and a real RabbitMQ.

mod backlog;
mod commit;
mod failure;
mod migrated;
mod order;
mod publisher;

use super::append;
use crate::{ctx::Person, outbox::Relay, testing::world::World};
use broker::{BrokerConfig, Publisher};
use contract::{
    account::Role,
    event::{Event, EventProfile, UserEvent, UserRoleChanged, UserUpdated},
};
use sqlx::PgPool;

/// Another relay, as in another process.
fn relay(world: &World, broker: &BrokerConfig) -> Relay {
    let publisher = Publisher::new(broker.clone());
    Relay::new(world.pool.clone(), publisher, &world.clock)
}

/// `user.updated` about somebody.
fn updated(person: &Person) -> UserEvent {
    UserEvent::Updated(UserUpdated {
        user_id: person.id,
        changes: serde_json::Map::new(),
        profile: EventProfile {
            first_name: "Ada".into(),
            last_name: "Lovelace".into(),
            display_name: None,
            avatar_url: None,
        },
    })
}

/// `user.role_changed` about somebody.
fn role_changed(person: &Person) -> UserEvent {
    UserEvent::RoleChanged(UserRoleChanged {
        user_id: person.id,
        auth_id: person.auth_id,
        old_role: Role::Student,
        new_role: Role::Instructor,
        changed_by: None,
    })
}

/// Commits one event.
async fn tell(world: &World, person: &Person, event: UserEvent) {
    let ctx = world.ours(person.tenant_id);
    let mut conn = world.pool.acquire().await.expect("a connection");
    append(&mut conn, &ctx, person.tenant_id, person.id, &event)
        .await
        .expect("an event");
}

/// People with `each` events, the first of which is `user.created`.
async fn people(world: &World, people: usize, each: usize) -> Vec<Person> {
    let mut all = Vec::new();
    for _ in 0..people {
        let person = world.somebody().await;
        for _ in 1..each {
            tell(world, &person, updated(&person)).await;
        }
        all.push(person);
    }
    all
}

async fn waiting(pool: &PgPool) -> i64 {
    super::waiting(pool).await.expect("a number").0
}

fn sequences(events: &[Event]) -> Vec<i64> {
    events.iter().filter_map(|e| e.metadata.sequence).collect()
}

/// Types and numbers in the order of the person's events, as committed.
async fn committed(world: &World, person: &Person) -> Vec<(i64, String)> {
    sqlx::query_as("SELECT sequence, type FROM outbox_events WHERE user_id = $1 ORDER BY sequence")
        .bind(person.id.0)
        .fetch_all(&world.pool)
        .await
        .expect("rows")
}
