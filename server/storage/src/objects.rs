//! Objects: writing, reading, listing, deleting.

use crate::{
    Storage, StorageError,
    config::OPERATION,
    error::{self, Fault, NOT_FOUND, causes},
    prepare::Bucket,
};
use aws_sdk_s3::primitives::ByteStream;
use bytes::{Bytes, BytesMut};

/// An object to be written.
#[derive(Clone, Debug)]
pub struct NewObject {
    /// Its media type.
    pub content_type: &'static str,
    /// How long others may keep it, where that is not left to them.
    pub cache_control: Option<&'static str>,
    /// Its bytes.
    pub body: Bytes,
}

/// What is known of an object.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ObjectInfo {
    /// Bytes.
    pub length: u64,
    /// Its media type, where it has one.
    pub content_type: Option<String>,
}

/// An object, read.
#[derive(Clone, Debug)]
pub struct Object {
    /// What is known of it.
    pub info: ObjectInfo,
    /// Its bytes; none where it is longer than was asked for.
    pub body: Option<Bytes>,
}

impl Storage {
    /// Writes an object, over whatever was there.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`.
    pub async fn put(&self, key: &str, object: NewObject) -> Result<(), StorageError> {
        let put = self
            .client
            .put_object()
            .bucket(&self.config.bucket)
            .key(key)
            .content_type(object.content_type)
            .set_cache_control(object.cache_control.map(ToOwned::to_owned))
            .body(ByteStream::from(object.body));
        let answer = put.send().await;
        answer.map_err(|error| error::read("PutObject", error))?;
        Ok(())
    }

    /// What is known of an object; `None`: there is none.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`.
    pub async fn head(&self, key: &str) -> Result<Option<ObjectInfo>, StorageError> {
        let head = self.client.head_object();
        let answer = head.bucket(&self.config.bucket).key(key).send().await;
        match answer.map_err(|error| error::read("HeadObject", error)) {
            Ok(head) => Ok(Some(ObjectInfo {
                length: length(head.content_length),
                content_type: head.content_type,
            })),
            // An answer without a body has no word for what is missing: the object, or all of them.
            Err(Fault::Said(refusal)) if refusal.status == NOT_FOUND => {
                match self.look_at_bucket().await? {
                    Bucket::Missing(refusal) => Err(refusal.into()),
                    Bucket::Here | Bucket::Hidden => Ok(None),
                }
            }
            Err(fault) => Err(fault.into()),
        }
    }

    /// Reads an object of at most `max` bytes; `None`: there is none.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`.
    pub async fn get(&self, key: &str, max: u64) -> Result<Option<Object>, StorageError> {
        let get = self.client.get_object();
        let answer = get.bucket(&self.config.bucket).key(key).send().await;
        let found = match answer.map_err(|error| error::read("GetObject", error)) {
            Ok(found) => found,
            Err(Fault::Said(refusal)) if refusal.code == "NoSuchKey" => return Ok(None),
            Err(fault) => return Err(fault.into()),
        };
        let announced = found
            .content_length
            .map(|length| self::length(Some(length)));
        let body = if announced.is_some_and(|length| length > max) {
            None
        } else {
            let reading = read_at_most(found.body, max);
            let read = tokio::time::timeout(OPERATION, reading).await;
            read.map_err(|_| cut_off("the bytes did not come in time"))??
        };
        let read = body.as_ref().map(|bytes| bytes.len() as u64);
        let info = ObjectInfo {
            length: announced.or(read).unwrap_or(max.saturating_add(1)),
            content_type: found.content_type,
        };
        Ok(Some(Object { info, body }))
    }

    /// Deletes an object; one that is not there counts as deleted.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`.
    pub async fn delete(&self, key: &str) -> Result<(), StorageError> {
        let delete = self.client.delete_object();
        let answer = delete.bucket(&self.config.bucket).key(key).send().await;
        match answer.map_err(|error| error::read("DeleteObject", error)) {
            Ok(_) => Ok(()),
            Err(Fault::Said(refusal)) if refusal.code == "NoSuchKey" => Ok(()),
            Err(fault) => Err(fault.into()),
        }
    }

    /// The keys of all objects that begin so.
    ///
    /// # Errors
    /// `Unavailable`, `Refused`.
    pub async fn list(&self, prefix: &str) -> Result<Vec<String>, StorageError> {
        let mut keys = Vec::new();
        let mut next = None;
        loop {
            let list = self.client.list_objects_v2();
            let list = list.bucket(&self.config.bucket).prefix(prefix);
            let page = list.set_continuation_token(next.take()).send().await;
            let page = page.map_err(|error| error::read("ListObjectsV2", error))?;
            next = page.next_continuation_token;
            let objects = page.contents.unwrap_or_default();
            keys.extend(objects.into_iter().filter_map(|object| object.key));
            if next.is_none() {
                return Ok(keys);
            }
        }
    }
}

/// Lengths are never negative.
fn length(content_length: Option<i64>) -> u64 {
    u64::try_from(content_length.unwrap_or_default()).unwrap_or_default()
}

fn cut_off(why: &str) -> StorageError {
    StorageError::Unavailable(format!("GetObject: {why}"))
}

/// The bytes; none where there are more than `max`, and then no more than those were held.
async fn read_at_most(mut stream: ByteStream, max: u64) -> Result<Option<Bytes>, StorageError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = stream.next().await {
        let chunk = chunk.map_err(|error| cut_off(&causes(&error)))?;
        if body.len() as u64 + chunk.len() as u64 > max {
            return Ok(None);
        }
        body.extend_from_slice(&chunk);
    }
    Ok(Some(body.freeze()))
}
