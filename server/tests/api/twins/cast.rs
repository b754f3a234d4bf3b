//! Who is in both worlds.

use super::hidden::Caller;
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
    /// Whom no account belongs to.
    stranger: Person,
    /// Courses that everybody takes.
    pub courses: [String; 2],
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
            let title =
                "INSERT INTO courses (tenant_id, id, title, search_text, titled_at, published_at)
                SELECT tenant_id, $2::text::uuid, 'A course', 'a course', created_at, created_at
                FROM users WHERE id = $1::text::uuid";
            let title = sqlx::query(title).bind(&learner.id).bind(course);
            title.execute(app.pool()).await.unwrap();
        }
        let stranger = Person {
            id: new_id(),
            auth_id: new_id(),
            ..learner.clone()
        };
        Self {
            learner,
            teacher,
            admin: app.admin("ada").await,
            stranger,
            courses,
        }
    }

    /// The callers who are people.
    pub fn callers(&self) -> [(Caller, &Person); 4] {
        [
            (Caller::Learner, &self.learner),
            (Caller::Teacher, &self.teacher),
            (Caller::Admin, &self.admin),
            (Caller::Stranger, &self.stranger),
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
pub async fn arrive(
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
