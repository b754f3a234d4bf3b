//! Browsers that are signed in already.

use super::{Person, TestApp};
use serde_json::json;
use std::{collections::HashMap, time::Duration};
use tower_sessions::session::{Id, Record};

impl TestApp {
    /// A session of this person, as sign-in leaves it. Gives the `Cookie` header.
    pub async fn cookie(&self, person: &Person) -> String {
        let tenant = person
            .tenant
            .clone()
            .unwrap_or_else(|| self.default_tenant());
        let identity = json!({
            "user_id": person.id, "auth_id": person.auth_id, "tenant_id": tenant, "role": person.role,
            "sid": null, "seen_at": super::tokens::in_seconds(0),
        });
        let hour = Duration::from_hours(1);
        let record = Record {
            id: Id::default(),
            data: HashMap::from([("identity".to_owned(), identity)]),
            expiry_date: time::OffsetDateTime::from_unix_timestamp(super::tokens::in_seconds(3600))
                .unwrap(),
        };
        let id = record.id.to_string();
        let record = serde_json::to_string(&record).unwrap();
        let sessions = &self.state().services.session;
        assert!(sessions.create(&id, record, hour).await.unwrap());
        format!("session={id}")
    }
}
