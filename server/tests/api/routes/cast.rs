//! Everybody who walks, and whom they come to.

use crate::{
    harness::{Person, TestApp, people, tokens},
    users::instructor_application::apply,
};
use serde_json::json;

/// Who walks, in the order of the table's columns.
pub const WALKERS: [&str; 12] = [
    "anonymous",
    "other",
    "owner",
    "admin",
    "foreign admin",
    "service",
    "scopeless",
    "suspended",
    "inactive",
    "reviewed",
    "deleted",
    "stranger",
];

pub const ENROLLMENTS: &str = "/api/v1/users/{id}/enrollments";

/// The scope that lets a service call this route.
fn scope(method: &str, path: &str) -> &'static str {
    match (method, path) {
        ("POST", "/api/v1/users") => "users:write",
        (_, path) if path.starts_with("/api/v1/profiles") => "profiles:read",
        ("GET", path) if path.starts_with(ENROLLMENTS) => "enrollments:read",
        (_, path) if path.starts_with(ENROLLMENTS) => "enrollments:write",
        _ => "users:read",
    }
}

const SCOPES: [&str; 5] = [
    "users:read",
    "users:write",
    "enrollments:read",
    "enrollments:write",
    "profiles:read",
];

/// The people of the walk.
pub struct Cast {
    owner: Person,
    /// Whom the others block.
    pub somebody: Person,
    /// An application under review.
    pub application: String,
    /// In the order of the columns; none for the anonymous and the services.
    people: [Option<Person>; 12],
}

impl Cast {
    pub async fn gather(app: &TestApp) -> Self {
        let mut owner = people::sketch("owner");
        owner["visibility"] = json!("public");
        let owner = app.account(&owner, None).await;
        let mut foreign = people::sketch("foreign");
        foreign["role"] = json!("admin");
        let foreign = app.account(&foreign, Some(&people::new_id())).await;
        let in_status = async |name: &str, status: &str| {
            let person = app.person(name).await;
            app.set_status(&person, status).await;
            Some(person)
        };
        let mut stranger = owner.clone();
        (stranger.id, stranger.auth_id) = (people::new_id(), people::new_id());
        let people = [
            None,
            Some(app.person("other").await),
            Some(owner.clone()),
            Some(app.admin("admin").await),
            Some(foreign),
            None,
            None,
            in_status("suspended", "suspended").await,
            in_status("inactive", "inactive").await,
            in_status("reviewed", "pending_instructor_review").await,
            in_status("deleted", "deleted").await,
            Some(stranger),
        ];
        let (_, application) = applicant(app, "applicant").await;
        Self {
            owner,
            somebody: app.person("somebody").await,
            application,
            people,
        }
    }

    pub fn token(&self, column: usize, method: &str, path: &str) -> Option<String> {
        let needed = scope(method, path);
        match WALKERS[column] {
            "anonymous" => None,
            "service" => Some(tokens::service(needed)),
            "scopeless" => {
                let others: Vec<_> = SCOPES.into_iter().filter(|s| *s != needed).collect();
                Some(tokens::service(&others.join(" ")))
            }
            _ => self.people[column].as_ref().map(Person::token),
        }
    }

    /// Whose id stands in the path: of whoever is gone by it, or is decided, somebody new.
    pub async fn target(&self, app: &TestApp, method: &str, path: &str, step: usize) -> String {
        let column = step % WALKERS.len();
        // Nobody else gets so far.
        if WALKERS[column] != "admin" {
            return self.usual_target(column).to_owned();
        }
        match (method, path) {
            ("DELETE", "/api/v1/users/{id}") => app.person(&format!("leaver{step}")).await.id,
            (_, path) if path.contains("/admin/users/") => {
                applicant(app, &format!("applicant{step}")).await.0.id
            }
            _ => self.usual_target(column).to_owned(),
        }
    }

    fn usual_target(&self, column: usize) -> &str {
        match (WALKERS[column], &self.people[column]) {
            ("suspended" | "inactive" | "reviewed" | "deleted", Some(person)) => &person.id,
            _ => &self.owner.id,
        }
    }
}

/// Somebody who has applied to teach, and the application.
async fn applicant(app: &TestApp, name: &str) -> (Person, String) {
    let person = app.person(name).await;
    let made = apply(app, &person).await.is(201).data();
    (person, made["id"].as_str().unwrap().to_owned())
}
