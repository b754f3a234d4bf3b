//! The SQL of uploads.

use super::{GRACE, state::Upload};
use crate::error::{Error, Result};
use chrono::{DateTime, Utc};
use contract::{
    TenantId, UploadId, UserId,
    avatar::{RequestUpload, UploadKey, UploadReason, UploadStatus},
    profile::AvatarUrls,
};
use sqlx::{PgConnection, PgPool, types::Json};
use uuid::Uuid;

struct Row {
    id: Uuid,
    tenant_id: Uuid,
    user_id: Uuid,
    status: String,
    reason: Option<String>,
    avatar_urls: Option<Json<AvatarUrls>>,
    created_at: DateTime<Utc>,
    expires_at: DateTime<Utc>,
    settled_at: Option<DateTime<Utc>>,
    sweep_at: Option<DateTime<Utc>>,
}

impl TryFrom<Row> for Upload {
    type Error = Error;

    fn try_from(row: Row) -> Result<Self> {
        let reason = row.reason.map(|word| word.parse().map_err(Error::internal));
        Ok(Self {
            key: UploadKey {
                tenant_id: TenantId(row.tenant_id),
                user_id: UserId(row.user_id),
                upload_id: UploadId(row.id),
            },
            status: row.status.parse().map_err(Error::internal)?,
            reason: reason.transpose()?,
            avatar_urls: row.avatar_urls.map(|urls| urls.0),
            created_at: row.created_at,
            expires_at: row.expires_at,
            settled_at: row.settled_at,
            sweep_at: row.sweep_at,
        })
    }
}

/// Keeps a person's uploads from others until the transaction ends. Says whether they have an
/// account.
pub(super) async fn lock_person(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
) -> Result<bool> {
    let locked = sqlx::query!(
        r#"SELECT 1 AS "one!" FROM users WHERE tenant_id = $1 AND id = $2 AND status <> 'deleted' FOR NO KEY UPDATE"#,
        tenant.0,
        user.0,
    )
    .fetch_optional(conn)
    .await?;
    Ok(locked.is_some())
}

/// How many uploads of a person storage still takes, or the media-service works on. An address that
/// was signed is good to its end, also when a newer upload or a removal has overtaken it: only what
/// pictures were made of, or the media-service has refused, no longer counts.
pub(super) async fn count_open(
    conn: &mut PgConnection,
    tenant: TenantId,
    user: UserId,
    now: DateTime<Utc>,
) -> Result<i64> {
    let count = sqlx::query_scalar!(
        r#"SELECT count(*) AS "count!" FROM avatar_uploads
           WHERE tenant_id = $1 AND user_id = $2 AND expires_at > $3
               AND (status IN ('pending', 'processing') OR status = 'expired' AND avatar_urls IS NULL)"#,
        tenant.0,
        user.0,
        now,
    )
    .fetch_one(conn)
    .await?;
    Ok(count)
}

/// A new upload.
pub(super) async fn insert_upload(
    conn: &mut PgConnection,
    upload: &Upload,
    request: RequestUpload,
) -> Result<()> {
    let length = i64::try_from(request.content_length).map_err(Error::internal)?;
    sqlx::query!(
        r#"INSERT INTO avatar_uploads (id, tenant_id, user_id, content_type, content_length, status, created_at, expires_at,
               sweep_at)
           VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)"#,
        upload.key.upload_id.0,
        upload.key.tenant_id.0,
        upload.key.user_id.0,
        request.content_type.as_str(),
        length,
        upload.status.as_str(),
        upload.created_at,
        upload.expires_at,
        upload.sweep_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// One upload of one person.
pub(super) async fn find_upload(conn: &mut PgConnection, key: UploadKey) -> Result<Option<Upload>> {
    sqlx::query_as!(
        Row,
        r#"SELECT id, tenant_id, user_id, status, reason, avatar_urls AS "avatar_urls: Json<AvatarUrls>", created_at,
                  expires_at, settled_at, sweep_at
           FROM avatar_uploads WHERE id = $1 AND tenant_id = $2 AND user_id = $3"#,
        key.upload_id.0,
        key.tenant_id.0,
        key.user_id.0,
    )
    .fetch_optional(conn)
    .await?
    .map(Upload::try_from)
    .transpose()
}

/// Whether the person has asked for another upload since.
pub(super) async fn has_newer(conn: &mut PgConnection, key: UploadKey) -> Result<bool> {
    let newer = sqlx::query_scalar!(
        r#"SELECT EXISTS (
               SELECT 1 FROM avatar_uploads
               WHERE tenant_id = $1 AND user_id = $2
                   AND ordinal > (SELECT ordinal FROM avatar_uploads WHERE id = $3)
           ) AS "newer!""#,
        key.tenant_id.0,
        key.user_id.0,
        key.upload_id.0,
    )
    .fetch_one(conn)
    .await?;
    Ok(newer)
}

/// Saves how an upload stands; the person is locked.
pub(super) async fn update_upload(conn: &mut PgConnection, upload: &Upload) -> Result<()> {
    sqlx::query!(
        r#"UPDATE avatar_uploads SET status = $2, reason = $3, avatar_urls = $4, settled_at = $5, sweep_at = $6
           WHERE id = $1"#,
        upload.key.upload_id.0,
        upload.status.as_str(),
        upload.reason.map(UploadReason::as_str),
        upload.avatar_urls.as_ref().map(Json) as _,
        upload.settled_at,
        upload.sweep_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Saves how an upload stands that nobody has told anything of; the person need not be locked.
pub(super) async fn update_open(conn: &mut PgConnection, upload: &Upload) -> Result<()> {
    sqlx::query!(
        r#"UPDATE avatar_uploads SET status = $2, reason = $3, settled_at = $4, sweep_at = $5
           WHERE id = $1 AND status = 'pending'"#,
        upload.key.upload_id.0,
        upload.status.as_str(),
        upload.reason.map(UploadReason::as_str),
        upload.settled_at,
        upload.sweep_at,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Lets go of the upload that a person's picture came from; its files go when they are `due`. Gives
/// which it was.
pub(crate) async fn let_go(
    conn: &mut PgConnection,
    (tenant, user): (TenantId, UserId),
    picture: &AvatarUrls,
    reason: UploadReason,
    (now, due): (DateTime<Utc>, DateTime<Utc>),
) -> Result<Option<UploadId>> {
    let gone = sqlx::query_scalar!(
        r#"UPDATE avatar_uploads SET status = $4, reason = $5, settled_at = $6, sweep_at = $7
           WHERE tenant_id = $1 AND user_id = $2 AND status = 'ready' AND avatar_urls = $3
           RETURNING id"#,
        tenant.0,
        user.0,
        Json(picture) as _,
        UploadStatus::Expired.as_str(),
        reason.as_str(),
        now,
        due,
    )
    .fetch_optional(conn)
    .await?;
    Ok(gone.map(UploadId))
}

/// Lets go of the uploads of a person that nothing was told of: pictures of them will not count.
pub(crate) async fn let_open_go(
    conn: &mut PgConnection,
    (tenant, user): (TenantId, UserId),
    reason: UploadReason,
    now: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        r#"UPDATE avatar_uploads SET status = $3, reason = $4, settled_at = $5, sweep_at = $6
           WHERE tenant_id = $1 AND user_id = $2 AND sweep_at IS NOT NULL
               AND (status IN ('pending', 'processing') OR status = 'expired' AND reason IS NULL
                    OR status = 'failed' AND reason IN ('not_processed', 'storage_unavailable'))"#,
        tenant.0,
        user.0,
        UploadStatus::Expired.as_str(),
        reason.as_str(),
        now,
        now + GRACE,
    )
    .execute(conn)
    .await?;
    Ok(())
}

/// Takes the picture of somebody whose account goes, however it was given: files of it go with the next
/// sweep, and those that may still come a day later. Says whether there was one.
pub(crate) async fn delete_picture(
    conn: &mut PgConnection,
    owner: (TenantId, UserId),
    reason: UploadReason,
    now: DateTime<Utc>,
) -> Result<bool> {
    let_open_go(conn, owner, reason, now).await?;
    let (tenant, user) = owner;
    let gone = sqlx::query!(
        r#"WITH upload AS (
               UPDATE avatar_uploads SET status = $3, reason = $4, settled_at = $5, sweep_at = $5
               WHERE tenant_id = $1 AND user_id = $2 AND status = 'ready'
           )
           UPDATE user_profiles SET avatar_url = NULL, avatar_urls = NULL
           WHERE tenant_id = $1 AND user_id = $2 AND (avatar_url IS NOT NULL OR avatar_urls IS NOT NULL)"#,
        tenant.0,
        user.0,
        UploadStatus::Expired.as_str(),
        reason.as_str(),
        now,
    )
    .execute(conn)
    .await?;
    Ok(gone.rows_affected() == 1)
}

/// Takes up to `limit` uploads whose files are due to be deleted; until `lease` nobody else does.
/// Those that nobody has told anything of have come to their end.
pub(super) async fn claim_due(
    pool: &PgPool,
    now: DateTime<Utc>,
    lease: DateTime<Utc>,
    limit: i64,
) -> Result<Vec<Upload>> {
    sqlx::query_as!(
        Row,
        r#"UPDATE avatar_uploads
           SET sweep_at = $2,
               status = CASE status WHEN 'pending' THEN 'expired' WHEN 'processing' THEN 'failed' ELSE status END,
               reason = CASE status WHEN 'processing' THEN 'not_processed' ELSE reason END,
               settled_at = CASE WHEN status IN ('pending', 'processing') THEN $1 ELSE settled_at END
           WHERE id IN (
               SELECT id FROM avatar_uploads WHERE sweep_at <= $1 ORDER BY sweep_at LIMIT $3 FOR NO KEY UPDATE SKIP LOCKED
           )
           RETURNING id, tenant_id, user_id, status, reason, avatar_urls AS "avatar_urls: Json<AvatarUrls>", created_at,
               expires_at, settled_at, sweep_at"#,
        now,
        lease,
        limit,
    )
    .fetch_all(pool)
    .await?
    .into_iter()
    .map(Upload::try_from)
    .collect()
}

/// The files of an upload are deleted, unless it became due anew meanwhile.
pub(super) async fn update_swept(
    pool: &PgPool,
    upload: UploadId,
    lease: DateTime<Utc>,
) -> Result<()> {
    sqlx::query!(
        "UPDATE avatar_uploads SET sweep_at = NULL WHERE id = $1 AND sweep_at = $2",
        upload.0,
        lease,
    )
    .execute(pool)
    .await?;
    Ok(())
}

/// Drops the rows of uploads without files that were asked for before `until`, at most `limit`.
/// Gives how many.
pub(crate) async fn delete_old(pool: &PgPool, until: DateTime<Utc>, limit: i64) -> Result<u64> {
    let deleted = sqlx::query!(
        r#"DELETE FROM avatar_uploads WHERE id IN (
               SELECT id FROM avatar_uploads WHERE created_at < $1 AND sweep_at IS NULL AND status <> 'ready'
               ORDER BY created_at LIMIT $2 FOR UPDATE SKIP LOCKED)"#,
        until,
        limit,
    )
    .execute(pool)
    .await?;
    Ok(deleted.rows_affected())
}
