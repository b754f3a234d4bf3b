//! The person who is in one world alone.

use super::{
    cast::{self, Cast},
    hidden::{Caller, Hidden},
};
use crate::harness::{Person, TestApp, people::new_id};
use chrono::{DateTime, Utc};
use serde_json::json;
use uuid::Uuid;

/// Once they wanted to teach, and thought better of it for a while.
const APPLICATION: &str = "INSERT INTO instructor_applications
        (id, tenant_id, user_id, status, motivation, expertise, submitted_at, decided_at, version)
    SELECT gen_random_uuid(), tenant_id, id, 'withdrawn', repeat('Glass folds. ', 6), '{Origami}', created_at, created_at, 2
    FROM users WHERE id = $1 RETURNING id";

/// The person who is in one world alone.
pub struct Other {
    pub person: Person,
    upload: String,
    session: String,
    application: String,
}

impl Other {
    /// Comes to this world, does what people do, and is seen by everybody whom the tenant's edge lets.
    pub async fn arrive(app: &TestApp, cast: &Cast, hidden: Hidden, now: DateTime<Utc>) -> Self {
        let tenant = (hidden == Hidden::Elsewhere).then(new_id);
        let words = json!({
            "username": USERNAME, "displayName": NAME, "role": "instructor", "skills": ["Origami", "Glassblowing"],
            "headline": "Folds glass", "bio": "Out of sight.", "location": "Lima", "visibility": "public",
            "links": [{"label": "Site", "url": "https://quilla.example.test"}],
        });
        let person = cast::arrive(app, "zuniga", words, &cast.courses, tenant.as_deref()).await;
        let request = json!({"contentType": "image/png", "contentLength": 100});
        let asked = app
            .post("/api/v1/users/me/avatar/upload-url", &request)
            .by(&person);
        let upload = asked.await.is(201).data()["uploadId"]
            .as_str()
            .unwrap()
            .to_owned();
        let application: Uuid = app.find(APPLICATION, &person.id).await;
        let (session, cookie) = cast::sign_in(app, &person, now).await;
        app.get("/profile").header("cookie", &cookie).await.is(200);
        Self {
            person,
            upload,
            session,
            application: application.to_string(),
        }
    }

    /// The text with what is in braces filled in.
    pub fn fill(&self, text: &str, cast: &Cast) -> String {
        let id = &self.person.id;
        let admin = cast.find(Caller::Admin).expect("an admin");
        [
            ("{id}", id.clone()),
            ("{ID}", id.to_uppercase()),
            ("{hex}", id.replace('-', "")),
            ("{auth}", self.person.auth_id.clone()),
            ("{admin}", admin.id.clone()),
            ("{username}", USERNAME.into()),
            ("{USERNAME}", USERNAME.to_uppercase()),
            (
                "{name}",
                NAME.replace(' ', "%20")
                    .replace('ú', "%C3%BA")
                    .replace('ñ', "%C3%B1"),
            ),
            ("{email}", self.person.email.clone()),
            ("{course}", cast.courses[0].clone()),
            ("{upload}", self.upload.clone()),
            ("{session}", self.session.clone()),
            ("{application}", self.application.clone()),
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
    }
}

/// Their username, as a part of an address.
pub const USERNAME: &str = "quilla.zuniga";
const NAME: &str = "Quilla Zúñiga";
