//! Who is in both worlds, and who is in one alone.

use super::hidden::{Caller, Hidden};
use crate::harness::{
    Person, TestApp, USERS,
    people::{new_id, sketch},
};
use chrono::{DateTime, TimeDelta, Utc};
use serde_json::{Value, json};

/// Everybody else.
#[derive(Clone)]
pub struct Cast {
    pub learner: Person,
    pub teacher: Person,
    admin: Person,
    /// Courses that everybody takes.
    courses: [String; 2],
}

impl Cast {
    /// Fills a new world: callers, and people whom the other person would be listed among.
    pub async fn gather(app: &TestApp) -> Self {
        let courses = [new_id(), new_id()];
        let learner =
            json!({"username": "lena.o", "displayName": "Lena Okafor", "skills": ["Sailing"]});
        let teacher =
            json!({"username": "tomas", "displayName": "Tomás Herrera", "role": "instructor"});
        let learner = arrive(app, "lena", learner, &courses, None).await;
        let teacher = arrive(app, "tomas", teacher, &courses, None).await;
        for (name, rest) in [
            (
                "quilla",
                json!({"username": "quilla.zamora", "displayName": "Quilla Zamora", "role": "instructor", "skills": ["Origami", "Rust"], "visibility": "public"}),
            ),
            (
                "quillan",
                json!({"username": "quillan", "displayName": "Quillan Zuñigo"}),
            ),
            (
                "quinn",
                json!({"displayName": "Quinn Zúñiga", "skills": ["origami"]}),
            ),
            (
                "marta",
                json!({"username": "marta", "displayName": "Marta Quillan", "role": "instructor", "skills": ["Quilting"]}),
            ),
        ] {
            arrive(app, name, rest, &courses[..1], None).await;
        }
        let desk = json!({"language": "es", "theme": "dark"});
        let saved = app
            .put("/api/v1/users/me/settings", &desk)
            .by(&teacher)
            .await;
        saved.is(200);
        for course in &courses {
            sqlx::query("INSERT INTO courses (tenant_id, id, title, search_text, titled_at, published_at) SELECT tenant_id, $2::text::uuid, 'A course', 'a course', created_at, created_at FROM users WHERE id = $1::text::uuid")
                .bind(&learner.id)
                .bind(course)
                .execute(app.pool())
                .await
                .unwrap();
        }
        Self {
            learner,
            teacher,
            admin: app.admin("ada").await,
            courses,
        }
    }

    /// The callers who are people.
    pub fn callers(&self) -> [(Caller, &Person); 3] {
        [
            (Caller::Learner, &self.learner),
            (Caller::Teacher, &self.teacher),
            (Caller::Admin, &self.admin),
        ]
    }

    pub fn find(&self, wanted: Caller) -> Option<&Person> {
        let found = self
            .callers()
            .into_iter()
            .find(|(caller, _)| *caller == wanted);
        found.map(|(_, person)| person)
    }
}

/// Somebody comes, and takes these courses.
async fn arrive(
    app: &TestApp,
    name: &str,
    rest: Value,
    courses: &[String],
    tenant: Option<&str>,
) -> Person {
    let mut sketch = sketch(name);
    for (field, value) in rest.as_object().unwrap() {
        sketch[field] = value.clone();
    }
    let person = app.account(&sketch, tenant).await;
    for course in courses {
        let path = format!("{USERS}/{}/enrollments", person.id);
        let enrolled = app
            .post(&path, &json!({"courseId": course}))
            .by(&person)
            .await;
        enrolled.is(201);
    }
    person
}

/// Opens a session that has a name already, in which the person was seen a while ago. Gives its name and
/// the cookie.
pub async fn sign_in(app: &TestApp, person: &Person, now: DateTime<Utc>) -> (String, String) {
    let at = (now - TimeDelta::minutes(10)).timestamp();
    // The same name in both worlds.
    let id = person.auth_id.clone();
    let begun = json!({"seen_at": at, "begun": {"id": id, "at": at}});
    (id, app.cookie_with(person, &begun).await)
}

/// The person who is in one world alone.
pub struct Other {
    pub person: Person,
    upload: String,
    session: String,
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
        let person = arrive(app, "zuniga", words, &cast.courses, tenant.as_deref()).await;
        let request = json!({"contentType": "image/png", "contentLength": 100});
        let asked = app
            .post("/api/v1/users/me/avatar/upload-url", &request)
            .by(&person);
        let upload = asked.await.is(201).data()["uploadId"]
            .as_str()
            .unwrap()
            .to_owned();
        let (session, cookie) = sign_in(app, &person, now).await;
        app.get("/profile").header("cookie", &cookie).await.is(200);
        Self {
            person,
            upload,
            session,
        }
    }

    /// The text with what is in braces filled in.
    pub fn fill(&self, text: &str, cast: &Cast) -> String {
        let id = &self.person.id;
        [
            ("{id}", id.clone()),
            ("{ID}", id.to_uppercase()),
            ("{hex}", id.replace('-', "")),
            ("{auth}", self.person.auth_id.clone()),
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
        ]
        .iter()
        .fold(text.to_owned(), |text, (name, value)| {
            text.replace(name, value)
        })
    }
}

pub const USERNAME: &str = "quilla.zuniga";
const NAME: &str = "Quilla Zúñiga";
