//! What we tell of a picture. The same upload that ends in the same way is told under the same id,
//! however often it was worked on.

use chrono::{DateTime, Utc};
use contract::{
    EventId,
    avatar::{UploadKey, UploadReason},
    event::{AvatarFailed, AvatarProcessed, Event, EventMetadata, VERSION},
    profile::AvatarUrls,
};
use serde::Serialize;
use serde_json::Error;
use uuid::Uuid;

/// Our name in `source`.
const SOURCE: &str = "media-service";

/// `user.avatar.processed`. Addresses of pictures bear the hash of their bytes, so they make the id.
pub fn processed(
    key: UploadKey,
    avatar_urls: AvatarUrls,
    now: DateTime<Utc>,
) -> Result<Event, Error> {
    let AvatarUrls {
        small,
        medium,
        large,
    } = &avatar_urls;
    let ending = format!("{small} {medium} {large}");
    let data = AvatarProcessed {
        user_id: key.user_id,
        upload_id: key.upload_id,
        avatar_urls,
    };
    event(key, AvatarProcessed::KIND, &ending, &data, now)
}

/// `user.avatar.failed`
pub fn failed(key: UploadKey, reason: UploadReason, now: DateTime<Utc>) -> Result<Event, Error> {
    let data = AvatarFailed {
        user_id: key.user_id,
        upload_id: key.upload_id,
        reason,
    };
    event(key, AvatarFailed::KIND, reason.as_str(), &data, now)
}

fn event(
    key: UploadKey,
    kind: &str,
    ending: &str,
    data: &impl Serialize,
    timestamp: DateTime<Utc>,
) -> Result<Event, Error> {
    let name = format!("{kind} {ending}");
    Ok(Event {
        id: EventId(Uuid::new_v5(&key.upload_id.0, name.as_bytes())),
        kind: kind.to_owned(),
        source: SOURCE.to_owned(),
        data: serde_json::to_value(data)?,
        timestamp,
        // Nobody tells us which request asked for the upload: what we tell of it goes by its own id.
        correlation_id: Some(key.upload_id.to_string()),
        metadata: EventMetadata {
            tenant_id: Some(key.tenant_id),
            sequence: None,
            version: Some(VERSION),
        },
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use contract::{TenantId, UploadId, UserId};
    use serde_json::json;

    fn key(upload: u128) -> UploadKey {
        UploadKey {
            tenant_id: TenantId(Uuid::from_u128(1)),
            user_id: UserId(Uuid::from_u128(2)),
            upload_id: UploadId(Uuid::from_u128(upload)),
        }
    }

    fn urls(hash: &str) -> AvatarUrls {
        AvatarUrls {
            small: format!("http://s3/{hash}-s.jpg"),
            medium: format!("http://s3/{hash}-m.jpg"),
            large: format!("http://s3/{hash}-l.jpg"),
        }
    }

    #[test]
    fn the_frame_names_us_the_tenant_and_the_upload() {
        let now = DateTime::UNIX_EPOCH;
        let told = processed(key(3), urls("a"), now).expect("an event");
        let id = told.id;
        let told = serde_json::to_value(told).expect("JSON");
        assert_eq!(
            told,
            json!({
                "id": id, "type": "user.avatar.processed", "source": "media-service",
                "timestamp": "1970-01-01T00:00:00Z", "correlationId": key(3).upload_id,
                "metadata": {"tenantId": key(3).tenant_id, "version": 1},
                "data": {"userId": key(3).user_id, "uploadId": key(3).upload_id, "avatarUrls": urls("a")},
            })
        );
    }

    #[test]
    fn an_id_is_made_of_the_upload_and_its_end_alone() {
        let (early, late) = (DateTime::UNIX_EPOCH, DateTime::<Utc>::MAX_UTC);
        let id = |event: Result<Event, Error>| event.expect("an event").id;
        let first = id(processed(key(3), urls("a"), early));
        assert_eq!(first, id(processed(key(3), urls("a"), late)));
        let others = [
            id(processed(key(4), urls("a"), early)),
            id(processed(key(3), urls("b"), early)),
            id(failed(key(3), UploadReason::Unreadable, early)),
            id(failed(key(3), UploadReason::InvalidSize, early)),
        ];
        for (place, other) in others.iter().enumerate() {
            assert!(*other != first && !others[..place].contains(other));
        }
    }
}
