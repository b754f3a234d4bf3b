//! Where an upload's files are in storage. The key of an original says whose it is, so that the
//! media-service need not ask; the address of a picture, which everybody sees, does not.

use crate::{TenantId, UploadId, UserId};
use std::{fmt, str::FromStr};

/// The folder of originals.
const ORIGINALS: &str = "uploads";
/// The folder of finished pictures, which anybody may read.
pub const THUMBNAILS: &str = "avatars";
const THUMBNAIL_ENDING: &str = ".jpg";
/// SHA-256 in hex; shorter where it is cut.
const HASH_MAX: usize = 64;

/// The key of an original: `uploads/{tenant}/{user}/{upload}`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct UploadKey {
    /// The tenant of the person.
    pub tenant_id: TenantId,
    /// Whose picture it is.
    pub user_id: UserId,
    /// The upload.
    pub upload_id: UploadId,
}

impl fmt::Display for UploadKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            tenant_id,
            user_id,
            upload_id,
        } = self;
        write!(f, "{ORIGINALS}/{tenant_id}/{user_id}/{upload_id}")
    }
}

/// Not the key of an original.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("not the key of an original")]
pub struct OtherKey;

impl FromStr for UploadKey {
    type Err = OtherKey;

    fn from_str(key: &str) -> Result<Self, OtherKey> {
        let mut parts = key.split('/');
        let (Some(ORIGINALS), Some(tenant), Some(user), Some(upload), None) = (
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
            parts.next(),
        ) else {
            return Err(OtherKey);
        };
        let parsed = Self {
            tenant_id: tenant.parse().map_err(|_| OtherKey)?,
            user_id: user.parse().map_err(|_| OtherKey)?,
            upload_id: upload.parse().map_err(|_| OtherKey)?,
        };
        // A UUID can be spelled in several ways; ours is one.
        if parsed.to_string() == key {
            Ok(parsed)
        } else {
            Err(OtherKey)
        }
    }
}

/// The folder of an upload's finished pictures: `avatars/{upload}/`.
pub fn thumbnails_under(upload: UploadId) -> String {
    format!("{THUMBNAILS}/{upload}/")
}

/// The key of a finished picture, named by the hash of its bytes in hex: `avatars/{upload}/{hash}.jpg`.
pub fn thumbnail_key(upload: UploadId, hash: &str) -> String {
    format!("{THUMBNAILS}/{upload}/{hash}{THUMBNAIL_ENDING}")
}

/// Whether this is the key of a finished picture of the upload, spelled as we spell it.
pub fn is_thumbnail_of(upload: UploadId, key: &str) -> bool {
    let hash = key
        .strip_prefix(&thumbnails_under(upload))
        .and_then(|name| name.strip_suffix(THUMBNAIL_ENDING));
    hash.is_some_and(|hash| {
        (1..=HASH_MAX).contains(&hash.len())
            && hash.bytes().all(|b| matches!(b, b'0'..=b'9' | b'a'..=b'f'))
    })
}

/// The upload of a finished picture, by its address or key.
pub fn upload_of_thumbnail(address: &str) -> Option<UploadId> {
    let (folder, name) = address.rsplit_once('/')?;
    let upload = folder.rsplit('/').next()?.parse().ok()?;
    let key = format!("{}{name}", thumbnails_under(upload));
    let before = address.strip_suffix(&key)?;
    let is_ours = before.is_empty() || before.ends_with('/');
    (is_ours && is_thumbnail_of(upload, &key)).then_some(upload)
}
