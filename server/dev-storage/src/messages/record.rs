//! A message as MinIO's AMQP target writes it: S3's record of an event, and beside it the event's
//! name and the object's path.

use chrono::{DateTime, SecondsFormat, Utc};
use serde_json::{Value, json};
use url::form_urlencoded::byte_serialize;

const EVENT: &str = "s3:ObjectCreated:Put";

/// An object that was written.
pub(crate) struct NewObject {
    pub(crate) bucket: String,
    pub(crate) key: String,
    pub(crate) length: u64,
    pub(crate) content_type: Option<String>,
    pub(crate) e_tag: Option<String>,
}

pub(super) fn record(object: &NewObject, now: DateTime<Utc>, number: i64) -> Value {
    let NewObject { bucket, key, .. } = object;
    // Slashes are escaped too, and a blank is `+`.
    let escaped: String = byte_serialize(key.as_bytes()).collect();
    let mut written = json!({
        "key": escaped,
        "eTag": object.e_tag,
        "contentType": object.content_type,
        "sequencer": format!("{number:X}"),
    });
    // MinIO does not say the size of an empty object.
    if object.length > 0 {
        written["size"] = object.length.into();
    }
    let nobody = json!({"principalId": ""});
    let event = json!({
        "eventVersion": "2.0",
        "eventSource": "minio:s3",
        "awsRegion": "",
        "eventTime": now.to_rfc3339_opts(SecondsFormat::Millis, true),
        "eventName": EVENT,
        "userIdentity": nobody,
        "requestParameters": {},
        "responseElements": {},
        "s3": {
            "s3SchemaVersion": "1.0",
            "configurationId": "Config",
            "bucket": {
                "name": bucket,
                "ownerIdentity": nobody,
                "arn": format!("arn:aws:s3:::{bucket}"),
            },
            "object": written,
        },
        "source": {"host": "", "port": "", "userAgent": ""},
    });
    json!({"EventName": EVENT, "Key": format!("{bucket}/{key}"), "Records": [event]})
}
