//! What a bucket needs before anybody uses it: to be there, to take uploads from our pages, and to
//! show what is public.
//!
//! Rules that others have made for the bucket stay as they are.

mod bucket;
mod cors;
mod policy;

pub(crate) use bucket::Bucket;

use crate::{
    Storage, StorageError,
    error::{Fault, Refusal},
};

/// Names those of a bucket's rules that are ours.
const OURS: &str = "matricula";

impl Storage {
    /// Makes the bucket where it is missing, lets pages of these origins upload to it, and lets
    /// everybody read what is under `public_prefix`. Each of the three that we may not do is one
    /// sentence in the result, which says what somebody else has to set up.
    ///
    /// # Errors
    /// `Unavailable`; `Refused` where storage does not know us, or the bucket is missing and cannot
    /// be made.
    pub async fn prepare(
        &self,
        origins: &[String],
        public_prefix: &str,
    ) -> Result<Vec<String>, StorageError> {
        let bucket = &self.config.bucket;
        let mut undone = Vec::new();
        if !self.ensure_bucket().await? {
            undone.push(format!(
                "Storage does not tell whether the bucket {bucket} (S3_BUCKET) exists: the key of \
                 S3_ACCESS_KEY_ID needs s3:ListBucket on it."
            ));
        }
        if !origins.is_empty()
            && let Some(why) = may_not(self.allow_uploads(origins).await)?
        {
            undone.push(format!(
                "The CORS rules of the bucket {bucket} (S3_BUCKET) could not be set ({why}): pages \
                 upload only if storage lets {} PUT there with the header content-type.",
                origins.join(", ")
            ));
        }
        if let Some(why) = may_not(self.publish(public_prefix).await)? {
            undone.push(format!(
                "The policy of the bucket {bucket} (S3_BUCKET) could not be set ({why}): pictures \
                 are seen only if everybody may read (s3:GetObject) what is under {public_prefix} \
                 at S3_PUBLIC_URL."
            ));
        }
        Ok(undone)
    }
}

/// Why it was not done; none: it is.
fn may_not(deed: Result<(), Fault>) -> Result<Option<String>, StorageError> {
    match deed {
        Ok(()) => Ok(None),
        Err(Fault::Said(refusal)) if !refusal.is_of_us() => Ok(Some(refusal.text)),
        Err(fault) => Err(fault.into()),
    }
}

/// What is there already; none where storage says, by one of these words, that nothing is.
fn unless_none<T>(answer: Result<T, Fault>, words: &[&str]) -> Result<Option<T>, Fault> {
    match answer {
        Ok(found) => Ok(Some(found)),
        Err(Fault::Said(Refusal { code, .. })) if words.contains(&code.as_str()) => Ok(None),
        Err(fault) => Err(fault),
    }
}
