//! Messages of storage, in the form of S3's event records: as Amazon's storage sends them, and as
//! MinIO's do, over AMQP or a webhook.

use percent_encoding::percent_decode_str;
use serde::Deserialize;
use serde_json::Value;

/// What the names of the events begin with that tell of a new object, whichever way it came.
/// Amazon's records leave out the `s3:` that MinIO's begin with.
const CREATED: &str = "ObjectCreated:";

/// An object that storage has got.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created {
    /// Where it is.
    pub bucket: String,
    /// Its key there.
    pub key: String,
}

/// Not a message of storage.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NotOfStorage {
    /// It breaks here.
    #[error("not JSON: line {line} column {column}")]
    NotJson {
        /// Counted from 1.
        line: usize,
        /// Counted from 1.
        column: usize,
    },
    /// JSON of another kind.
    #[error("JSON without the records of storage")]
    NoRecords,
}

#[derive(Deserialize)]
struct Message {
    #[serde(rename = "Records")]
    records: Option<Vec<Value>>,
    /// Amazon tries a new connection with `s3:TestEvent`.
    #[serde(rename = "Event")]
    event: Option<String>,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Record {
    event_name: String,
    s3: Option<Place>,
}

#[derive(Deserialize)]
struct Place {
    bucket: Bucket,
    object: Object,
}

#[derive(Deserialize)]
struct Bucket {
    name: String,
}

#[derive(Deserialize)]
struct Object {
    key: String,
}

/// The new objects that a message tells of; those that are told of otherwise are left out, and so
/// are records of another form as long as one can be read.
///
/// # Errors
/// It is no message of storage; what stands in it is not told.
pub fn read(body: &[u8]) -> Result<Vec<Created>, NotOfStorage> {
    let message: Message = serde_json::from_slice(body).map_err(|error| {
        if error.is_data() {
            return NotOfStorage::NoRecords;
        }
        NotOfStorage::NotJson {
            line: error.line(),
            column: error.column(),
        }
    })?;
    let records = match (message.records, message.event) {
        (Some(records), _) => records,
        (None, Some(_)) => Vec::new(),
        (None, None) => return Err(NotOfStorage::NoRecords),
    };
    let all = records.len();
    let read: Vec<_> = records
        .into_iter()
        .filter_map(|one| created(one).ok())
        .collect();
    let odd = all - read.len();
    if odd > 0 && read.is_empty() {
        return Err(NotOfStorage::NoRecords);
    }
    if odd > 0 {
        tracing::warn!(odd, all, "a message of storage has records of another form");
    }
    Ok(read.into_iter().flatten().collect())
}

/// None where the record tells of something else.
fn created(record: Value) -> Result<Option<Created>, NotOfStorage> {
    let record = serde_json::from_value(record);
    let Record { event_name, s3 } = record.map_err(|_| NotOfStorage::NoRecords)?;
    let name = event_name.strip_prefix("s3:").unwrap_or(&event_name);
    if !name.starts_with(CREATED) {
        return Ok(None);
    }
    let place = s3.ok_or(NotOfStorage::NoRecords)?;
    Ok(Some(Created {
        bucket: place.bucket.name,
        key: decoded(&place.object.key),
    }))
}

/// Keys are written as values of a form are: a space is `+`. One that is no text is none of ours.
fn decoded(key: &str) -> String {
    let spaced = key.replace('+', " ");
    percent_decode_str(&spaced).decode_utf8_lossy().into_owned()
}

#[cfg(test)]
mod tests;
