//! The events of Matricula that concern an account.

use serde::Deserialize;
use serde_json::Value;
use uuid::Uuid;

use crate::account::ROLES;

/// Types that the queue is bound to.
pub(super) const KINDS: [&str; 2] = ["user.created", "user.role_changed"];

/// A well-formed event.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Incoming {
    /// Matricula made a user; one that an admin made may have no account here.
    Created {
        auth_id: Option<Uuid>,
        user_id: Uuid,
    },
    RoleChanged {
        auth_id: Option<Uuid>,
        user_id: Option<Uuid>,
        role: &'static str,
        sequence: Option<i64>,
    },
    /// Bound by hand to something we do not follow.
    Other,
}

#[derive(Deserialize)]
struct Envelope {
    #[serde(rename = "type")]
    kind: String,
    data: Value,
    #[serde(default)]
    metadata: Metadata,
}

#[derive(Default, Deserialize)]
struct Metadata {
    sequence: Option<i64>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct CreatedData {
    user_id: Uuid,
    auth_id: Option<Uuid>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct RoleChangedData {
    user_id: Option<Uuid>,
    auth_id: Option<Uuid>,
    new_role: String,
}

impl Incoming {
    /// Reads a message; `None` if it is malformed.
    pub(super) fn parse(body: &[u8]) -> Option<Self> {
        let envelope: Envelope = serde_json::from_slice(body).ok()?;
        match envelope.kind.as_str() {
            "user.created" => {
                let CreatedData { user_id, auth_id } =
                    serde_json::from_value(envelope.data).ok()?;
                Some(Self::Created { auth_id, user_id })
            }
            "user.role_changed" => {
                let data: RoleChangedData = serde_json::from_value(envelope.data).ok()?;
                let role = ROLES.into_iter().find(|role| *role == data.new_role)?;
                let (auth_id, user_id) = (data.auth_id, data.user_id);
                auth_id.or(user_id)?;
                let sequence = envelope.metadata.sequence;
                Some(Self::RoleChanged {
                    auth_id,
                    user_id,
                    role,
                    sequence,
                })
            }
            _ => Some(Self::Other),
        }
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::*;

    fn parse(value: &Value) -> Option<Incoming> {
        Incoming::parse(value.to_string().as_bytes())
    }

    #[test]
    fn a_change_of_role_is_read_with_its_sequence() {
        let id = Uuid::nil();
        let event = json!({
            "type": "user.role_changed",
            "data": {"userId": id, "authId": id, "oldRole": "student", "newRole": "instructor"},
            "metadata": {"sequence": 7, "version": 1},
        });
        let expected = Incoming::RoleChanged {
            auth_id: Some(id),
            user_id: Some(id),
            role: "instructor",
            sequence: Some(7),
        };
        assert_eq!(parse(&event), Some(expected));
    }

    #[test]
    fn a_role_for_nobody_and_an_unheard_of_role_are_malformed() {
        let nobody = json!({"type": "user.role_changed", "data": {"newRole": "admin"}});
        let odd = json!({
            "type": "user.role_changed", "data": {"authId": Uuid::nil(), "newRole": "emperor"},
        });
        assert_eq!(parse(&nobody), None);
        assert_eq!(parse(&odd), None);
        assert_eq!(Incoming::parse(b"not json"), None);
    }
}
