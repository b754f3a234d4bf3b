//! Browsers that are signed in already.

use super::{Person, TestApp, tokens};
use serde_json::{Value, json};
use std::{collections::HashMap, time::Duration};
use tower_sessions::session::{Id, Record};

impl TestApp {
    /// A session of this person, as sign-in leaves it. Gives the `Cookie` header.
    pub async fn cookie(&self, person: &Person) -> String {
        self.cookie_with(person, &json!({})).await
    }

    /// The same with something else in it, such as another time.
    pub async fn cookie_with(&self, person: &Person, more: &Value) -> String {
        let tenant = person
            .tenant
            .clone()
            .unwrap_or_else(|| self.default_tenant());
        let mut identity = json!({
            "user_id": person.id, "auth_id": person.auth_id, "tenant_id": tenant, "role": person.role,
            "sid": null, "seen_at": tokens::in_seconds(0),
        });
        for (name, value) in more.as_object().unwrap() {
            identity[name] = value.clone();
        }
        let hour = Duration::from_hours(1);
        let record = Record {
            id: Id::default(),
            data: HashMap::from([("identity".to_owned(), identity)]),
            expiry_date: time::OffsetDateTime::from_unix_timestamp(tokens::in_seconds(3600))
                .unwrap(),
        };
        let id = record.id.to_string();
        let record = serde_json::to_string(&record).unwrap();
        let sessions = &self.state().services.session;
        assert!(sessions.create(&id, record, hour).await.unwrap());
        format!("session={id}")
    }
}
