//! Every method that changes anybody's data, and what the audit log has of it.

mod walk;

use super::recorded;
use crate::testing::world::{TENANT, World};
use serde_json::Value;
use sqlx::PgPool;
use walk::{EMAIL, PHONE, walk};

/// What each step adds to the audit log: the method, the action, and each field with its value before and after
/// (`-`: none). Ids and times are left out.
#[rustfmt::skip]
const TABLE: &[(&str, &str, &[&str])] = &[
    ("(an admin)", "user.created", &[
        "authId: - > ID", "discoverable: - > true", "email: - > -", "emailVerified: - > false", "firstName: - > Ada",
        "language: - > en", "lastName: - > Lovelace", "links: - > []", "role: - > admin", "skills: - > []",
        "status: - > active", "timezone: - > UTC", "visibility: - > members", "emailNotifications.marketing: - > false",
        "emailNotifications.newCourseAlerts: - > true", "theme: - > system",
    ]),
    ("account.create", "user.created", &[
        "authId: - > ID", "discoverable: - > true", "email: - > -", "emailVerified: - > false", "firstName: - > Ada",
        "language: - > en", "lastName: - > Lovelace", "links: - > []", "phone: - > -", "role: - > student",
        "skills: - > []", "status: - > active", "timezone: - > UTC", "visibility: - > members",
        "emailNotifications.marketing: - > false", "emailNotifications.newCourseAlerts: - > true", "theme: - > system",
    ]),
    ("account.sign_in", "user.created", &[
        "authId: - > ID", "discoverable: - > true", "email: - > -", "emailVerified: - > true", "firstName: - > Grace",
        "language: - > en", "lastName: - > –", "links: - > []", "role: - > student", "skills: - > []",
        "status: - > active", "timezone: - > UTC", "visibility: - > members", "emailNotifications.marketing: - > false",
        "emailNotifications.newCourseAlerts: - > true", "theme: - > system",
    ]),
    ("account.create_tenant", "tenant.created", &[]),
    ("profile.update", "user.updated", &["headline: - > Engines", "phone: - > -", "timezone: UTC > Europe/Madrid"]),
    ("settings.update", "user.settings_updated", &["theme: system > dark", "languageChosen: false > true"]),
    ("preference.upsert", "user.preferences_updated", &[
        "theme: dark > light", "preferences.ui.density: - > {\"lists\":\"compact\"}", "preferences.ui.phone: - > -",
    ]),
    ("preference.remove", "user.preferences_updated", &["preferences.ui.density: {\"lists\":\"compact\"} > -"]),
    ("enrollment.enroll", "user.enrolled", &[
        "enrollments.ID.enrollmentStatus: - > active", "enrollments.ID.progress: - > 0",
        "enrollments.ID.timeSpentSeconds: - > 0",
    ]),
    ("enrollment.report_progress", "user.progress_updated", &[
        "enrollments.ID.progress: 0 > 40.5", "enrollments.ID.timeSpentSeconds: 0 > 60",
        "enrollments.ID.lastAccessedAt: - > TIME",
    ]),
    ("enrollment.report_progress", "user.progress_updated", &[
        "enrollments.ID.enrollmentStatus: active > completed", "enrollments.ID.progress: 40.5 > 100",
        "enrollments.ID.timeSpentSeconds: 60 > 120", "enrollments.ID.completedAt: - > TIME",
    ]),
    ("enrollment.update", "user.unenrolled", &["enrollments.ID.enrollmentStatus: completed > dropped"]),
    ("enrollment.update", "user.enrolled", &["enrollments.ID.enrollmentStatus: dropped > active"]),
    ("enrollment.remove", "user.unenrolled", &["enrollments.ID.enrollmentStatus: active > dropped"]),
    ("enrollment.enroll (again)", "user.enrolled", &["enrollments.ID.enrollmentStatus: dropped > active"]),
    ("avatar.request_upload", "avatar.upload_requested", &[
        "uploads.ID.status: - > pending", "uploads.ID.contentType: - > image/png", "uploads.ID.contentLength: - > 1000",
    ]),
    ("user.avatar.failed", "avatar.failed", &[
        "uploads.ID.status: pending > failed", "uploads.ID.reason: - > unreadable",
    ]),
    ("avatar.request_upload", "avatar.upload_requested", &[
        "uploads.ID.status: - > pending", "uploads.ID.contentType: - > image/png", "uploads.ID.contentLength: - > 1000",
    ]),
    ("user.avatar.processed", "avatar.processed", &["avatarUrl: - > UPLOADED", "avatarUrls: - > PICTURES"]),
    ("avatar.remove", "avatar.removed", &["avatarUrl: UPLOADED > -", "avatarUrls: PICTURES > -"]),
    ("avatar.restore", "avatar.restored", &["avatarUrl: - > UPLOADED", "avatarUrls: - > PICTURES"]),
    ("avatar.remove", "avatar.removed", &["avatarUrl: UPLOADED > -", "avatarUrls: PICTURES > -"]),
    ("avatar.restore_address", "avatar.restored", &["avatarUrl: - > https://pictures.example.test/ada.png"]),
    ("account.create", "user.created", &[
        "authId: - > ID", "discoverable: - > true", "email: - > -", "emailVerified: - > false", "firstName: - > Ada",
        "language: - > en", "lastName: - > Lovelace", "links: - > []", "phone: - > -", "role: - > student",
        "skills: - > []", "status: - > active", "timezone: - > UTC", "visibility: - > members",
        "emailNotifications.marketing: - > false", "emailNotifications.newCourseAlerts: - > true", "theme: - > system",
    ]),
    ("block.block", "user.blocked", &["note: - > -"]),
    ("block.unblock", "user.unblocked", &["note: - > -"]),
    ("session.sign_out", "session.ended", &["sessionId: ID > -"]),
    ("session.sign_out_others", "session.ended", &["sessionId: ID > -"]),
    ("session.sign_out_others", "session.ended", &["sessionId: ID > -"]),
    ("auth.user.registered", "user.created", &[
        "authId: - > ID", "discoverable: - > true", "email: - > -", "emailVerified: - > false", "firstName: - > Joan",
        "language: - > es", "lastName: - > Clarke", "links: - > []", "role: - > student", "skills: - > []",
        "status: - > active", "timezone: - > UTC", "visibility: - > members", "emailNotifications.marketing: - > false",
        "emailNotifications.newCourseAlerts: - > true", "theme: - > system",
    ]),
    ("auth.user.login", "auth.login", &["loginCount: 0 > 1", "lastLoginAt: - > TIME", "lastActiveAt: - > TIME"]),
    ("auth.user.login", "auth.login", &["loginCount: 1 > 2", "lastLoginAt: TIME > TIME", "lastActiveAt: TIME > TIME"]),
    ("auth.user.logout", "auth.logout", &[]),
    ("auth.user.password_changed", "auth.password_changed", &["password: - > -"]),
    ("instructor_application.apply", "application.submitted", &[
        "status: active > pending_instructor_review", "instructorApplication.status: - > pending",
        "instructorApplication.motivation: - > I have taught analysis for years and want to do so here.",
        "instructorApplication.expertise: - > [\"Analysis\"]", "instructorApplication.links: - > []",
    ]),
    ("instructor_application.withdraw", "application.withdrawn", &[
        "status: pending_instructor_review > active", "instructorApplication.status: pending > withdrawn",
    ]),
    ("instructor_application.apply", "application.submitted", &[
        "status: active > pending_instructor_review", "instructorApplication.status: - > pending",
        "instructorApplication.motivation: - > I have taught analysis for years and want to do so here.",
        "instructorApplication.expertise: - > [\"Analysis\"]", "instructorApplication.links: - > []",
    ]),
    ("instructor_application.decide", "application.rejected", &[
        "status: pending_instructor_review > active", "instructorApplication.status: pending > rejected",
        "instructorApplication.reason: - > Not yet.",
    ]),
    ("account.change_role", "user.role_changed", &["role: student > instructor"]),
    ("account.change_roles", "user.role_changed", &["role: instructor > student"]),
    ("account.change_status", "user.status_changed", &["status: active > suspended", "reason: - > Spam"]),
    ("account.delete", "user.deleted", &["status: suspended > deleted", "avatarUrl: - > -"]),
];

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn every_change_of_anybodys_data_is_recorded_with_what_was_before_and_after(pool: PgPool) {
    let world = World::new(pool).await;
    let steps = walk(&world).await;
    for step in &steps {
        assert!(!step.entries.is_empty(), "{} leaves no entry", step.method);
    }
    let told: Vec<_> = steps
        .iter()
        .flat_map(|step| step.entries.iter().map(|entry| (step.method, entry)))
        .map(|(method, entry)| {
            (
                method,
                entry.action.as_str(),
                entry.fields.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let table: Vec<(_, _, Vec<_>)> = TABLE.iter().map(|(m, a, f)| (*m, *a, f.to_vec())).collect();
    assert_eq!(told, table);
}

#[sqlx::test(migrator = "crate::adapters::postgres::MIGRATOR")]
async fn no_address_and_no_number_of_anybody_is_ever_in_the_audit_log(pool: PgPool) {
    let world = World::new(pool).await;
    walk(&world).await;
    for secret in [EMAIL, PHONE] {
        let known: i64 = sqlx::query_scalar(
            "SELECT count(*) FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id
             WHERE u.email LIKE '%' || $1 OR p.phone LIKE '%' || $1",
        )
        .bind(secret)
        .fetch_one(&world.pool)
        .await
        .expect("a number");
        assert!(known > 0, "{secret} is somebody's");
        let told: Vec<String> = sqlx::query_scalar(
            "SELECT l::text FROM audit_log AS l WHERE l::text LIKE '%' || $1 || '%'",
        )
        .bind(secret)
        .fetch_all(&world.pool)
        .await
        .expect("entries");
        assert_eq!(told, [""; 0]);
    }
    // That there is one, is told.
    let created = recorded(&world, "user.created").await;
    let named = |entry: &Value| {
        entry["changes"]
            .as_array()
            .is_some_and(|changes| changes.contains(&serde_json::json!({"field": "email"})))
    };
    assert!(created.iter().all(named), "{created:?}");
    assert!(
        created
            .iter()
            .any(|entry| entry["tenant_id"] == serde_json::json!(TENANT))
    );
}
