//! What admins do to people, and what is told of it.

use super::{Call, Person, TestApp, USERS};
use reqwest::Method;
use serde_json::{Value, json};

/// The events of a person that were written, in their order.
const TOLD: &str = "SELECT coalesce(jsonb_agg(jsonb_build_object('type', type, 'data', data, 'sequence', sequence, \
    'correlationId', correlation_id) ORDER BY sequence), '[]') FROM outbox_events WHERE user_id = $1";
/// What the audit log has of a target.
const ENTRIES: &str = "SELECT coalesce(jsonb_agg(to_jsonb(a) ORDER BY at, id), '[]') FROM audit_log AS a WHERE target_id = $1";

impl TestApp {
    /// An admin gives somebody a role.
    pub fn give_role(&self, by: &Person, whom: &Person, role: &str) -> Call {
        let body = json!({"role": role});
        self.put(&format!("{}/role", whom.path()), &body).by(by)
    }

    /// An admin gives many people a role.
    pub fn give_roles<'a>(
        &self,
        by: &Person,
        ids: impl IntoIterator<Item = &'a str>,
        role: &str,
    ) -> Call {
        let ids: Vec<_> = ids.into_iter().collect();
        let body = json!({"userIds": ids, "role": role});
        self.put(&format!("{USERS}/bulk/role"), &body).by(by)
    }

    /// An admin puts an account elsewhere.
    pub fn put_status(&self, by: &Person, whom: &Person, status: &str) -> Call {
        let body = json!({"status": status});
        self.put(&format!("{}/status", whom.path()), &body).by(by)
    }

    /// An admin deletes an account.
    pub fn delete(&self, by: &Person, whom: &Person) -> Call {
        self.call(Method::DELETE, &whom.path()).by(by)
    }

    /// What followers are told of somebody: all that was committed, in its order.
    pub async fn told_of(&self, person: &Person) -> Vec<Value> {
        let told: Value = self.find(TOLD, &person.id).await;
        let told = told.as_array().unwrap();
        let numbers = told.iter().map(|event| event["sequence"].as_i64().unwrap());
        assert!(numbers.eq(1..=told.len().try_into().unwrap()), "{told:?}");
        told.clone()
    }

    /// The same from the second on: the first is that the account was made.
    pub async fn told_since(&self, person: &Person) -> Vec<(String, Value)> {
        let mut told = self.told_of(person).await.into_iter();
        assert_eq!(told.next().unwrap()["type"], "user.created");
        told.map(|event| {
            (
                event["type"].as_str().unwrap().to_owned(),
                event["data"].clone(),
            )
        })
        .collect()
    }

    /// The types alone.
    pub async fn kinds_since(&self, person: &Person) -> Vec<String> {
        let told = self.told_since(person).await;
        told.into_iter().map(|(kind, _)| kind).collect()
    }

    /// What the audit log has of a person, or a thing: action and changes, in the order of time, but that it
    /// was made.
    pub async fn entries_of(&self, target: &str) -> Vec<Value> {
        let entries: Value = self.find(ENTRIES, target).await;
        let entries = entries.as_array().unwrap().iter();
        let since = entries.filter(|entry| entry["action"] != "user.created");
        since.cloned().collect()
    }

    /// How many admins a tenant has whose accounts are in use, as the database says.
    pub async fn active_admins(&self, of: &Person) -> i64 {
        let sql = "SELECT count(*) FROM users AS u, users AS me WHERE me.id = $1 AND u.tenant_id = me.tenant_id \
            AND u.role = 'admin' AND u.status IN ('active', 'pending_instructor_review')";
        self.find(sql, &of.id).await
    }
}
