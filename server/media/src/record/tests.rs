use super::*;
use serde_json::{Value, json};

fn record(name: &str, bucket: &str, key: &str) -> Value {
    json!({
        "eventVersion": "2.0", "eventSource": "minio:s3", "awsRegion": "", "eventName": name,
        "eventTime": "2026-11-21T10:00:00.000Z",
        "s3": {
            "s3SchemaVersion": "1.0",
            "bucket": {"name": bucket, "arn": format!("arn:aws:s3:::{bucket}")},
            "object": {"key": key, "size": 7, "contentType": "image/png", "sequencer": "1"},
        },
    })
}

fn read_json(body: &Value) -> Result<Vec<Created>, NotOfStorage> {
    read(body.to_string().as_bytes())
}

fn made(bucket: &str, key: &str) -> Created {
    Created {
        bucket: bucket.into(),
        key: key.into(),
    }
}

#[test]
fn minio_tells_with_a_frame_and_amazon_without() {
    let of_minio = json!({
        "EventName": "s3:ObjectCreated:Put", "Key": "pictures/uploads/a",
        "Records": [record("s3:ObjectCreated:Put", "pictures", "uploads%2Fa")],
    });
    let of_amazon = json!({"Records": [record("ObjectCreated:Put", "pictures", "uploads/a")]});
    for body in [of_minio, of_amazon] {
        assert_eq!(read_json(&body), Ok(vec![made("pictures", "uploads/a")]));
    }
}

#[test]
fn every_way_of_making_an_object_counts_and_nothing_else_does() {
    let names = [
        "s3:ObjectCreated:Post",
        "ObjectCreated:Copy",
        "s3:ObjectCreated:CompleteMultipartUpload",
        "ObjectRemoved:Delete",
        "s3:ObjectRemoved:DeleteMarkerCreated",
        "s3:ObjectAccessed:Get",
        "ObjectTagging:Put",
    ];
    let records = names.map(|name| record(name, "pictures", name));
    let keys: Vec<_> = names[..3].iter().map(|n| made("pictures", n)).collect();
    assert_eq!(read_json(&json!({"Records": records})), Ok(keys));
}

#[test]
fn keys_are_decoded_as_the_values_of_a_form() {
    for (written, key) in [
        ("uploads%2Fa%2Fb", "uploads/a/b"),
        ("a+b%2Bc", "a b+c"),
        ("na%C3%AFve", "naïve"),
        ("a%26b&c=d", "a&b&c=d"),
        ("100%", "100%"),
        ("%FF", "\u{FFFD}"),
    ] {
        let body = json!({"Records": [record("ObjectCreated:Put", "b", written)]});
        assert_eq!(read_json(&body), Ok(vec![made("b", key)]));
    }
}

#[test]
fn a_trial_of_the_connection_tells_of_nothing() {
    let trial = json!({
        "Service": "Amazon S3", "Event": "s3:TestEvent", "Time": "2026-11-21T10:00:00.000Z",
        "Bucket": "pictures", "RequestId": "1", "HostId": "2",
    });
    assert_eq!(read_json(&trial), Ok(Vec::new()));
    assert_eq!(read_json(&json!({"Records": []})), Ok(Vec::new()));
    let removed = json!({"Records": [{"eventName": "s3:ObjectRemoved:Delete"}]});
    assert_eq!(read_json(&removed), Ok(Vec::new()));
}

#[test]
fn what_storage_never_sends_is_told_apart() {
    assert_eq!(
        read(b"{\"Records\":"),
        Err(NotOfStorage::NotJson {
            line: 1,
            column: 11
        })
    );
    for other in [
        json!({}),
        json!([]),
        json!("Records"),
        json!({"Records": null}),
        json!({"Records": {"eventName": "ObjectCreated:Put"}}),
        json!({"Records": [{}]}),
        json!({"Records": [{"eventName": "ObjectCreated:Put"}]}),
        json!({"Records": [{"eventName": "ObjectCreated:Put", "s3": {"bucket": {"name": "b"}}}]}),
    ] {
        assert_eq!(read_json(&other), Err(NotOfStorage::NoRecords), "{other}");
    }
}

#[test]
fn records_of_another_form_do_not_spoil_the_others() {
    let odd = [
        json!({}),
        json!(7),
        json!({"eventName": "ObjectCreated:Put"}),
        json!({"eventName": "ObjectCreated:Put", "s3": {"bucket": 7}}),
        json!({"eventName": ["ObjectCreated:Put"]}),
    ];
    let good = record("ObjectCreated:Put", "pictures", "a");
    for odd in odd {
        let body = json!({"Records": [odd, good, odd]});
        assert_eq!(read_json(&body), Ok(vec![made("pictures", "a")]), "{odd}");
        let removed = json!({"Records": [odd, {"eventName": "s3:ObjectRemoved:Delete"}]});
        assert_eq!(read_json(&removed), Ok(Vec::new()), "{odd}");
        let nothing = json!({"Records": [odd, odd]});
        assert_eq!(read_json(&nothing), Err(NotOfStorage::NoRecords), "{odd}");
    }
}
