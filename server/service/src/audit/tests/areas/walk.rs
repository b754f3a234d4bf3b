//! A walk through every method that changes anybody's data.

use super::super::{admin, by};
use crate::{
    Ctx,
    ctx::Person,
    inbox::Verdict,
    session::{SessionBinding, SessionPlace},
    testing::{
        unique,
        world::{OTHER_TENANT, TENANT, World, newcomer, noon, person},
    },
};
use chrono::TimeDelta;
use contract::{
    AuthId, CourseId, Patch, SessionId, TenantId, UploadId, UserId,
    account::{
        ChangeRole, ChangeRoles, ChangeStatus, CreateUser, RegisteredPerson, Role, SettableStatus,
    },
    avatar::{ImageType, RequestUpload, thumbnail_key},
    block::CreateBlock,
    enrollment::{CreateEnrollment, EnrollmentStatus, Progress, ReportProgress, UpdateEnrollment},
    instructor_application::{Decide, SubmitApplication},
    preference::{PreferenceCategory, PreferenceEntry, UpsertPreferences},
    profile::UpdateProfile,
    settings::{Theme, UpdateSettings},
};
use serde_json::{Value, json};
use std::{fmt::Debug, time::Duration};
use uuid::Uuid;

/// How every address ends.
pub(super) const EMAIL: &str = "@secret.example.test";
/// How every number ends.
pub(super) const PHONE: &str = "600999888";

const COURSE: CourseId = CourseId(Uuid::from_u128(0xc0));

/// A method that was called, and what it left.
pub(super) struct Step {
    pub(super) method: &'static str,
    pub(super) entries: Vec<Entry>,
}

/// An entry, without ids and times.
#[derive(Debug)]
pub(super) struct Entry {
    pub(super) action: String,
    pub(super) fields: Vec<String>,
}

struct Walker<'a> {
    world: &'a World,
    steps: Vec<Step>,
    seen: Vec<Uuid>,
}

impl Walker<'_> {
    /// Notes what a method has left, which has gone well.
    async fn step<T, E: Debug>(&mut self, method: &'static str, done: Result<T, E>) -> T {
        let value = done.expect(method);
        let rows: Vec<(Uuid, String, Value)> = sqlx::query_as(
            "SELECT id, action, changes FROM audit_log WHERE NOT id = ANY ($1) ORDER BY id",
        )
        .bind(&self.seen)
        .fetch_all(&self.world.pool)
        .await
        .expect("entries");
        let mut entries = Vec::new();
        for (id, action, changes) in rows {
            self.seen.push(id);
            let fields = changes.as_array().expect("a list").iter().map(told);
            let fields = fields.collect();
            entries.push(Entry { action, fields });
        }
        self.steps.push(Step { method, entries });
        value
    }

    /// What another service tells.
    async fn hear(&mut self, kind: &'static str, data: Value) {
        let event = json!({
            "id": Uuid::from_u128(rand::random()), "type": kind, "source": "elsewhere", "data": data,
            "timestamp": self.world.clock.now(), "metadata": {"tenantId": TENANT, "version": 1},
        });
        let verdict = self
            .world
            .services
            .inbox
            .apply(event.to_string().as_bytes())
            .await;
        assert_eq!(verdict, Verdict::Applied, "{kind}");
        self.step(kind, Ok::<_, ()>(())).await;
    }

    fn by(&self, person: &Person) -> Ctx {
        by(self.world, person)
    }
}

/// A change in short.
fn told(change: &Value) -> String {
    let value = |name: &str| match change.get(name) {
        None => "-".to_owned(),
        Some(Value::String(text)) if text.contains("/avatars/") => "UPLOADED".to_owned(),
        Some(Value::String(text)) => plain(text),
        Some(value) if value.get("small").is_some() => "PICTURES".to_owned(),
        Some(value) => value.to_string(),
    };
    let field = change["field"].as_str().expect("a name");
    let words = field.split('.').map(plain);
    let field = words.collect::<Vec<_>>().join(".");
    format!("{field}: {} > {}", value("before"), value("after"))
}

/// The word, where it is no id and no time.
fn plain(word: &str) -> String {
    if word.parse::<Uuid>().is_ok() {
        "ID".into()
    } else if word.parse::<chrono::DateTime<chrono::Utc>>().is_ok() {
        "TIME".into()
    } else {
        word.into()
    }
}

fn secret(role: Role) -> CreateUser {
    CreateUser {
        role: Some(role),
        email: Some(format!("{}{EMAIL}", unique("ada"))),
        profile: UpdateProfile {
            phone: Patch::Set(format!("+34{PHONE}")),
            ..newcomer().profile
        },
        ..newcomer()
    }
}

/// Calls every method that changes anybody's data.
pub(super) async fn walk(world: &World) -> Vec<Step> {
    let mut walker = Walker {
        world,
        steps: Vec::new(),
        seen: Vec::new(),
    };
    let chief = admin(world, TENANT).await;
    sqlx::query("UPDATE users SET email = 'chief' || $1 WHERE id = $2")
        .bind(EMAIL)
        .bind(chief.id.0)
        .execute(&world.pool)
        .await
        .expect("an address");
    walker.step("(an admin)", Ok::<_, ()>(())).await;
    let ada = accounts(&mut walker, &chief).await;
    desk(&mut walker, &ada).await;
    enrollments(&mut walker, &ada).await;
    pictures(&mut walker, &ada).await;
    others(&mut walker, &ada, &chief).await;
    sessions(&mut walker, &ada).await;
    heard(&mut walker, &ada).await;
    teaching(&mut walker, &ada, &chief).await;
    administration(&mut walker, &ada, &chief).await;
    walker.steps
}

async fn accounts(walker: &mut Walker<'_>, chief: &Person) -> Person {
    let account = &walker.world.services.account;
    let ctx = walker.by(chief);
    let made = account.create(&ctx, secret(Role::Student)).await;
    let ada = person(&walker.step("account.create", made).await);
    let newcomer = RegisteredPerson {
        auth_id: AuthId(Uuid::from_u128(rand::random())),
        email: format!("grace{EMAIL}"),
        email_verified: true,
        first_name: None,
        last_name: None,
        role: None,
        language: None,
    };
    let ours = walker.world.ours(TENANT);
    let arrived = account.sign_in(&ours, TENANT, newcomer).await;
    walker.step("account.sign_in", arrived).await;
    let id = TenantId(Uuid::from_u128(0xf00));
    let made = account
        .create_tenant(&walker.world.ours(OTHER_TENANT), id)
        .await;
    assert!(walker.step("account.create_tenant", made).await);
    ada
}

async fn desk(walker: &mut Walker<'_>, ada: &Person) {
    let services = &walker.world.services;
    let ctx = walker.by(ada);
    let command = UpdateProfile {
        headline: Patch::Set("Engines".into()),
        phone: Patch::Set(format!("+44{PHONE}")),
        timezone: Patch::Set("Europe/Madrid".into()),
        ..UpdateProfile::default()
    };
    let saved = services.profile.update(&ctx, command, None).await;
    walker.step("profile.update", saved).await;
    let command = UpdateSettings {
        theme: Patch::Set(Theme::Dark),
        language: Patch::Set(contract::Language::En),
        ..UpdateSettings::default()
    };
    let saved = services.settings.update(&ctx, command, None).await;
    walker.step("settings.update", saved).await;
    let entry = |key: &str, value| PreferenceEntry {
        key: key.into(),
        value,
    };
    let command = UpsertPreferences {
        category: PreferenceCategory::Ui,
        entries: vec![
            entry(
                "density",
                json!({"lists": "compact", "phone": format!("+1{PHONE}")}),
            ),
            entry("phone", json!(format!("+1{PHONE}"))),
            entry("theme", json!("light")),
        ],
    };
    let saved = services.preference.upsert(&ctx, ada.id, command).await;
    walker.step("preference.upsert", saved).await;
    let gone = services
        .preference
        .remove(&ctx, ada.id, PreferenceCategory::Ui, "density")
        .await;
    walker.step("preference.remove", gone).await;
}

async fn enrollments(walker: &mut Walker<'_>, ada: &Person) {
    let enrollment = &walker.world.services.enrollment;
    let ctx = walker.by(ada);
    let command = CreateEnrollment { course_id: COURSE };
    let done = enrollment.enroll(&ctx, ada.id, command).await;
    walker.step("enrollment.enroll", done).await;
    for hundredths in [4_050, 10_000] {
        let report = ReportProgress {
            progress: Progress::from_hundredths(hundredths).expect("at most a hundred"),
            time_spent_seconds: Some(60),
            occurred_at: None,
        };
        let done = enrollment
            .report_progress(&ctx, ada.id, COURSE, report, None)
            .await;
        walker.step("enrollment.report_progress", done).await;
    }
    for status in [EnrollmentStatus::Dropped, EnrollmentStatus::Active] {
        let command = UpdateEnrollment {
            enrollment_status: status,
        };
        let done = enrollment.update(&ctx, ada.id, COURSE, command, None).await;
        walker.step("enrollment.update", done).await;
    }
    let done = enrollment.remove(&ctx, ada.id, COURSE).await;
    walker.step("enrollment.remove", done).await;
    let command = CreateEnrollment { course_id: COURSE };
    let done = enrollment.enroll(&ctx, ada.id, command).await;
    walker.step("enrollment.enroll (again)", done).await;
}

async fn pictures(walker: &mut Walker<'_>, ada: &Person) {
    let world = walker.world;
    let avatar = &world.services.avatar;
    let ctx = walker.by(ada);
    let request = RequestUpload {
        content_type: ImageType::Png,
        content_length: 1_000,
    };
    let ask = async || avatar.request_upload(&ctx, request).await;
    let told = |id: UploadId, rest: Value| {
        let mut data = json!({"userId": ada.id, "uploadId": id});
        let more = rest.as_object().expect("fields").clone();
        data.as_object_mut().expect("fields").extend(more);
        data
    };
    let first = walker
        .step("avatar.request_upload", ask().await)
        .await
        .upload_id;
    let reason = json!({"reason": "unreadable"});
    walker.hear("user.avatar.failed", told(first, reason)).await;
    let second = ask().await.expect("a ticket").upload_id;
    let url = |name| world.storage.public_url(&thumbnail_key(second, name));
    let urls = json!({"avatarUrls": {"small": url("a5"), "medium": url("b3"), "large": url("c1")}});
    walker.step("avatar.request_upload", Ok::<_, ()>(())).await;
    walker
        .hear("user.avatar.processed", told(second, urls))
        .await;
    let gone = avatar.remove(&ctx, ada.id).await;
    walker.step("avatar.remove", gone).await;
    let back = avatar.restore(&ctx, second).await;
    walker.step("avatar.restore", back).await;
    avatar.remove(&ctx, ada.id).await.expect("no picture");
    walker.step("avatar.remove", Ok::<_, ()>(())).await;
    let address = "https://pictures.example.test/ada.png".to_owned();
    let back = avatar.restore_address(&ctx, address).await;
    walker.step("avatar.restore_address", back).await;
}

async fn others(walker: &mut Walker<'_>, ada: &Person, chief: &Person) {
    let services = &walker.world.services;
    let made = services
        .account
        .create(&walker.by(chief), secret(Role::Student))
        .await;
    let eve = walker.step("account.create", made).await.id;
    let ctx = walker.by(ada);
    let command = CreateBlock {
        user_id: eve,
        note: Some(format!("writes from eve{EMAIL}")),
    };
    let done = services.block.block(&ctx, command).await;
    walker.step("block.block", done).await;
    let done = services.block.unblock(&ctx, eve).await;
    walker.step("block.unblock", done).await;
}

async fn begin_session(world: &World, ada: &Person) -> SessionId {
    let (session, secret) = (&world.services.session, unique("secret"));
    let id = SessionId(world.clock.new_id());
    let binding = SessionBinding {
        user_id: ada.id,
        sid: None,
        place: SessionPlace::new(id, noon(), noon(), Some("Firefox"), None),
        ttl: Duration::from_mins(1),
        expires_at: noon().timestamp() + 60,
    };
    let created = session.create(&secret, "{}".into(), binding.ttl).await;
    assert!(created.expect("Redis answers"));
    assert!(
        session
            .bind(&secret, &binding)
            .await
            .expect("Redis answers")
    );
    id
}

async fn sessions(walker: &mut Walker<'_>, ada: &Person) {
    let (world, ctx) = (walker.world, walker.by(ada));
    let id = begin_session(world, ada).await;
    let done = world.services.session.sign_out(&ctx, id).await;
    walker.step("session.sign_out", done).await;
    begin_session(world, ada).await;
    begin_session(world, ada).await;
    let done = world.services.session.sign_out_others(&ctx, None).await;
    assert_eq!(walker.step("session.sign_out_others", done).await, 2);
}

async fn heard(walker: &mut Walker<'_>, ada: &Person) {
    let registered = json!({
        "authId": Uuid::from_u128(rand::random()), "email": format!("joan{EMAIL}"), "firstName": "Joan",
        "lastName": "Clarke", "emailVerified": false, "language": "es",
    });
    walker.hear("auth.user.registered", registered).await;
    let named = json!({"userId": ada.id});
    walker.hear("auth.user.login", named.clone()).await;
    let later = walker.world.clock.now() + TimeDelta::hours(1);
    walker.world.clock.set(later);
    walker.hear("auth.user.login", named.clone()).await;
    walker.hear("auth.user.logout", named.clone()).await;
    walker.hear("auth.user.password_changed", named).await;
}

async fn teaching(walker: &mut Walker<'_>, ada: &Person, chief: &Person) {
    let application = &walker.world.services.instructor_application;
    let ctx = walker.by(ada);
    let command = || SubmitApplication {
        motivation: "I have taught analysis for years and want to do so here.".into(),
        expertise: vec!["Analysis".into()],
        links: Vec::new(),
    };
    let done = application.apply(&ctx, command()).await;
    walker.step("instructor_application.apply", done).await;
    let done = application.withdraw(&ctx).await;
    walker.step("instructor_application.withdraw", done).await;
    let version = application
        .apply(&ctx, command())
        .await
        .expect("an application")
        .version;
    walker
        .step("instructor_application.apply", Ok::<_, ()>(()))
        .await;
    let command = Decide::Reject {
        version,
        reason: "Not yet.".into(),
    };
    let done = application.decide(&walker.by(chief), ada.id, command).await;
    walker.step("instructor_application.decide", done).await;
}

async fn administration(walker: &mut Walker<'_>, ada: &Person, chief: &Person) {
    let account = &walker.world.services.account;
    let ctx = walker.by(chief);
    let command = ChangeRole {
        role: Role::Instructor,
    };
    let done = account.change_role(&ctx, ada.id, command, None).await;
    walker.step("account.change_role", done).await;
    let command = ChangeRoles {
        user_ids: vec![ada.id, UserId(Uuid::from_u128(1))],
        role: Role::Student,
    };
    let done = account.change_roles(&ctx, command).await;
    walker.step("account.change_roles", done).await;
    let command = ChangeStatus {
        status: SettableStatus::Suspended,
        reason: Some("Spam".into()),
    };
    let done = account.change_status(&ctx, ada.id, command, None).await;
    walker.step("account.change_status", done).await;
    let done = account.delete(&ctx, ada.id, None).await;
    walker.step("account.delete", done).await;
}
