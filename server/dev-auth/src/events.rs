//! Events of the platform: what this provider publishes, and the broker that both loops talk to.

mod broker;
pub(crate) mod consumer;
mod incoming;
pub(crate) mod publisher;

pub(crate) use broker::Broker;

use chrono::{DateTime, Utc};
use serde::Serialize;
use serde_json::{Value, json};
use uuid::Uuid;

use crate::account::Account;
use crate::clock;

/// The envelope of the platform (contract.md section 8), from this service.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct Event {
    id: Uuid,
    #[serde(rename = "type")]
    kind: &'static str,
    source: &'static str,
    data: Value,
    timestamp: DateTime<Utc>,
    correlation_id: Uuid,
    metadata: Metadata,
}

#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
struct Metadata {
    #[serde(skip_serializing_if = "Option::is_none")]
    tenant_id: Option<Uuid>,
    version: u8,
}

impl Event {
    /// The type, which is also the routing key.
    pub(crate) fn kind(&self) -> &'static str {
        self.kind
    }

    /// Somebody has an account now.
    pub(crate) fn registered(account: &Account) -> Self {
        let data = json!({
            "authId": account.id,
            "email": account.email,
            "firstName": account.first_name,
            "lastName": account.last_name,
            "role": account.role,
            "emailVerified": account.email_verified,
            "language": account.locale,
            "tenantId": account.tenant_id,
        });
        Self::new("auth.user.registered", account, data)
    }

    /// Somebody proved who they are.
    pub(crate) fn login(account: &Account, session_id: Uuid, at: DateTime<Utc>) -> Self {
        let data = json!({
            "authId": account.id, "userId": account.user_id, "sessionId": session_id, "at": at,
        });
        Self::new("auth.user.login", account, data)
    }

    /// Somebody ended a session.
    pub(crate) fn logout(account: &Account, session_id: Uuid) -> Self {
        let data = json!({
            "authId": account.id, "userId": account.user_id, "sessionId": session_id,
        });
        Self::new("auth.user.logout", account, data)
    }

    /// Somebody changed their password, in the named session.
    pub(crate) fn password_changed(account: &Account, session_id: Uuid) -> Self {
        let data = json!({
            "authId": account.id, "userId": account.user_id, "sessionId": session_id,
        });
        Self::new("auth.user.password_changed", account, data)
    }

    fn new(kind: &'static str, account: &Account, mut data: Value) -> Self {
        // A field without a value is left out.
        if let Value::Object(fields) = &mut data {
            fields.retain(|_, value| !value.is_null());
        }
        Self {
            id: clock::new_id(),
            kind,
            source: "auth-service",
            data,
            timestamp: clock::now(),
            correlation_id: clock::new_id(),
            metadata: Metadata {
                tenant_id: account.tenant_id,
                version: 1,
            },
        }
    }
}
