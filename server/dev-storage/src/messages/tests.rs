use super::*;
use chrono::{TimeZone as _, Utc};
use serde_json::json;

fn object(key: &str, length: u64) -> NewObject {
    NewObject {
        bucket: "pictures".into(),
        key: key.into(),
        length,
        content_type: Some("image/png".into()),
        e_tag: Some("5d41402abc4b2a76b9719d911017c592".into()),
    }
}

#[test]
fn a_message_reads_as_that_of_minio() {
    let now = Utc.with_ymd_and_hms(2026, 11, 21, 12, 0, 0).unwrap();
    let message = record::record(&object("uploads/a b/ñ", 5), now, 0x17AB);
    assert_eq!(message["EventName"], "s3:ObjectCreated:Put");
    assert_eq!(message["Key"], "pictures/uploads/a b/ñ");
    let event = &message["Records"][0];
    assert_eq!(event["eventTime"], "2026-11-21T12:00:00.000Z");
    assert_eq!(event["eventSource"], "minio:s3");
    assert_eq!(event["s3"]["bucket"]["arn"], "arn:aws:s3:::pictures");
    assert_eq!(
        event["s3"]["object"],
        json!({
            "key": "uploads%2Fa+b%2F%C3%B1",
            "size": 5,
            "eTag": "5d41402abc4b2a76b9719d911017c592",
            "contentType": "image/png",
            "sequencer": "17AB",
        })
    );
}

#[test]
fn an_empty_object_has_no_size() {
    let message = record::record(&object("a", 0), clock::now(), 1);
    assert_eq!(message["Records"][0]["s3"]["object"].get("size"), None);
}
