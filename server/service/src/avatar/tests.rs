//! Uploads, from the moment they are asked for until their files are swept, on a real Postgres.

mod changes;
mod files;
mod outcomes;
mod requests;
mod sequences;
mod sweeping;

use crate::{
    Actor, Ctx, Error,
    ctx::Person,
    inbox::Verdict,
    testing::world::{TENANT, World},
};
use chrono::TimeDelta;
use contract::{
    UploadId,
    avatar::{ImageType, RequestUpload, UploadReason, UploadStatus, UploadView, thumbnail_key},
    profile::ProfileView,
};
use serde_json::{Value, json};
use sqlx::PgPool;
use uuid::Uuid;

/// Somebody with uploads.
struct Sitter {
    world: World,
    person: Person,
}

/// What stands for the hashes of the small, the medium and the large picture.
const HASHES: [&str; 3] = ["a5", "b3", "c1"];
/// A picture of 1,000 bytes.
const PNG: RequestUpload = RequestUpload {
    content_type: ImageType::Png,
    content_length: 1_000,
};

impl Sitter {
    async fn new(pool: PgPool) -> Self {
        let world = World::new(pool).await;
        let person = world.somebody().await;
        Self { world, person }
    }

    fn ctx(&self) -> Ctx {
        self.world.ctx(Actor::User(self.person.clone()))
    }

    async fn ask(&self) -> UploadId {
        let avatar = &self.world.services.avatar;
        let ticket = avatar.request_upload(&self.ctx(), PNG).await;
        ticket.expect("a ticket").upload_id
    }

    async fn view(&self, upload: UploadId) -> UploadView {
        let avatar = &self.world.services.avatar;
        let view = avatar.get_upload(&self.ctx(), upload).await;
        view.expect("an upload")
    }

    async fn standing(&self, upload: UploadId) -> (UploadStatus, Option<UploadReason>) {
        let view = self.view(upload).await;
        (view.status, view.reason)
    }

    async fn me(&self) -> ProfileView {
        let me = self.world.services.profile.me(&self.ctx()).await;
        me.expect("a profile")
    }

    /// The upload whose picture the person has.
    async fn picture(&self) -> Option<UploadId> {
        let urls = self.me().await.avatar_urls?;
        let folder = urls.small.rsplit('/').nth(1)?;
        Some(folder.parse().expect("an id"))
    }

    async fn remove(&self) -> ProfileView {
        let avatar = &self.world.services.avatar;
        let removed = avatar.remove(&self.ctx(), self.person.id).await;
        removed.expect("no picture").after
    }

    async fn restore(&self, upload: UploadId) -> Result<ProfileView, Error> {
        let avatar = &self.world.services.avatar;
        avatar.restore(&self.ctx(), upload).await
    }

    fn pass(&self, time: TimeDelta) {
        self.world.clock.set(self.world.clock.now() + time);
    }

    /// The pictures of an upload, as the media-service names them.
    fn urls(&self, upload: UploadId) -> Value {
        self.urls_as(upload, HASHES)
    }

    fn urls_as(&self, upload: UploadId, hashes: [&str; 3]) -> Value {
        let url = |name| {
            let key = thumbnail_key(upload, name);
            self.world.storage.public_url(&key)
        };
        let [small, medium, large] = hashes.map(url);
        json!({"small": small, "medium": medium, "large": large})
    }

    async fn processed(&self, upload: UploadId) -> Verdict {
        self.processed_as(upload, HASHES).await
    }

    async fn processed_as(&self, upload: UploadId, hashes: [&str; 3]) -> Verdict {
        let data = json!({
            "userId": self.person.id, "uploadId": upload, "avatarUrls": self.urls_as(upload, hashes),
        });
        self.tell("user.avatar.processed", &data).await
    }

    async fn failed(&self, upload: UploadId, reason: UploadReason) -> Verdict {
        let data = json!({"userId": self.person.id, "uploadId": upload, "reason": reason});
        self.tell("user.avatar.failed", &data).await
    }

    /// Tells the inbox; each telling is an event of its own.
    async fn tell(&self, kind: &str, data: &Value) -> Verdict {
        let event = json!({
            "id": Uuid::from_u128(rand::random()), "type": kind, "source": "media-service",
            "data": data, "timestamp": self.world.clock.now(),
            "metadata": {"tenantId": TENANT, "version": 1},
        });
        let body = event.to_string();
        self.world.services.inbox.apply(body.as_bytes()).await
    }

    /// The types of the events that the person's changes have made, in their order.
    async fn told(&self) -> Vec<String> {
        sqlx::query_scalar(
            "SELECT type FROM outbox_events WHERE user_id = $1 AND type <> 'user.created' ORDER BY sequence",
        )
        .bind(self.person.id.0)
        .fetch_all(&self.world.pool)
        .await
        .expect("events")
    }

    /// What the audit log has of the person's pictures, by name.
    async fn actions(&self) -> Vec<String> {
        sqlx::query_scalar(
            "SELECT action FROM audit_log WHERE target_id = $1 AND action LIKE 'avatar.%' ORDER BY action",
        )
        .bind(self.person.id.0)
        .fetch_all(&self.world.pool)
        .await
        .expect("entries")
    }
}
