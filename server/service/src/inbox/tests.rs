//! Events in, each applied once however often it comes.

mod activity;
mod courses;
mod refused;
mod registered;

use crate::{
    inbox::Verdict,
    testing::world::{World, noon},
};
use chrono::{DateTime, Utc};
use contract::{AuthId, TenantId};
use serde_json::{Value, json};
use uuid::Uuid;

/// An event as another service writes it.
struct Told {
    id: Uuid,
    kind: &'static str,
    data: Value,
    at: DateTime<Utc>,
    tenant: Option<TenantId>,
}

impl Told {
    fn new(kind: &'static str, data: Value) -> Self {
        Self {
            id: Uuid::from_u128(rand::random()),
            kind,
            data,
            at: noon(),
            tenant: None,
        }
    }

    fn at(mut self, at: DateTime<Utc>) -> Self {
        self.at = at;
        self
    }

    fn body(&self) -> Vec<u8> {
        let metadata = match self.tenant {
            Some(tenant) => json!({"tenantId": tenant, "version": 1}),
            None => json!({"version": 1}),
        };
        let event = json!({
            "id": self.id, "type": self.kind, "source": "auth-service", "data": self.data,
            "timestamp": self.at, "correlationId": "request-1", "metadata": metadata,
        });
        event.to_string().into_bytes()
    }

    async fn to(&self, world: &World) -> Verdict {
        world.services.inbox.apply(&self.body()).await
    }
}

fn somebody() -> AuthId {
    AuthId(Uuid::from_u128(rand::random()))
}

fn registered(auth_id: AuthId, email: &str) -> Told {
    let data = json!({
        "authId": auth_id, "email": email, "firstName": "Ada", "lastName": "Lovelace",
        "role": "student", "emailVerified": true, "language": "es-MX",
    });
    Told::new("auth.user.registered", data)
}

/// Users, events out, audit entries.
async fn traces(world: &World) -> [i64; 3] {
    [
        world.count("SELECT count(*) FROM users").await,
        world.count("SELECT count(*) FROM outbox_events").await,
        world.count("SELECT count(*) FROM audit_log").await,
    ]
}
