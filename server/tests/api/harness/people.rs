//! People with accounts, made as another service makes them.

use super::{Reply, TestApp, USERS, tokens};
use serde_json::{Value, json};
use service::{Clock, cache::CacheKey};
use uuid::Uuid;

/// Somebody with an account.
#[derive(Clone, Debug)]
pub struct Person {
    pub id: String,
    pub auth_id: String,
    pub email: String,
    pub role: String,
    /// The tenant that the token names; none for the default one.
    pub tenant: Option<String>,
}

impl Person {
    /// What the auth-service says of this person.
    pub fn claims(&self) -> Value {
        let mut claims = json!({
            "sub": self.id, "authId": self.auth_id, "email": self.email, "role": self.role,
            "exp": tokens::in_seconds(600),
        });
        if let Some(tenant) = &self.tenant {
            claims["tenantId"] = json!(tenant);
        }
        claims
    }

    pub fn token(&self) -> String {
        tokens::signed(&self.claims())
    }

    /// Where this person's profile is for admins and services.
    pub fn path(&self) -> String {
        format!("{USERS}/{}", self.id)
    }
}

/// A new id of the auth-service's.
pub fn new_id() -> String {
    Clock::system().new_id().to_string()
}

/// The least that an account is made of.
pub fn sketch(name: &str) -> Value {
    let mut first = name.to_owned();
    first[..1].make_ascii_uppercase();
    json!({"authId": new_id(), "email": format!("{name}@example.test"), "firstName": first, "lastName": "Example"})
}

impl TestApp {
    /// Somebody who learns.
    pub async fn person(&self, name: &str) -> Person {
        self.account(&sketch(name), None).await
    }

    /// Somebody who administers the default tenant.
    pub async fn admin(&self, name: &str) -> Person {
        let mut sketch = sketch(name);
        sketch["role"] = json!("admin");
        self.account(&sketch, None).await
    }

    /// An account of this sketch, in this tenant.
    pub async fn account(&self, sketch: &Value, tenant: Option<&str>) -> Person {
        let token = match tenant {
            Some(tenant) => tokens::service_in(tenant, "users:write"),
            None => tokens::service("users:write"),
        };
        let made = self.post(USERS, sketch).bearer(&token).await.is(201).data();
        let text = |name: &str| made[name].as_str().unwrap().to_owned();
        Person {
            id: text("id"),
            auth_id: text("authId"),
            email: text("email"),
            role: text("role"),
            tenant: tenant.map(str::to_owned),
        }
    }

    /// Puts an account into this status as a change through the service does, cache included.
    pub async fn set_status(&self, person: &Person, status: &str) {
        let id: Uuid = person.id.parse().unwrap();
        let tenant = person
            .tenant
            .clone()
            .unwrap_or_else(|| self.default_tenant());
        let auth = format!("{tenant}:{}", person.auth_id);
        let change = self.state().services.cache.change([
            CacheKey::new("account", id),
            CacheKey::new("auth", auth),
            CacheKey::new("profile", id),
        ]);
        sqlx::query("UPDATE users SET status = $2 WHERE id = $1")
            .bind(id)
            .bind(status)
            .execute(self.pool())
            .await
            .unwrap();
        change.made().await;
    }

    /// Has somebody take a course, as the course-service does; whoever is not there takes none.
    pub async fn enroll(&self, id: &str, course: &str) -> Reply {
        let path = format!("{USERS}/{id}/enrollments");
        self.post(&path, &json!({"courseId": course}))
            .bearer(&tokens::service("enrollments:write"))
            .await
    }

    /// The person's own view.
    pub async fn me(&self, person: &Person) -> Value {
        self.get(super::ME).by(person).await.is(200).data()
    }

    /// One value out of the database.
    pub async fn find<T>(&self, sql: &'static str, id: &str) -> T
    where
        T: Send + Unpin + for<'r> sqlx::Decode<'r, sqlx::Postgres> + sqlx::Type<sqlx::Postgres>,
    {
        sqlx::query_scalar(sql)
            .bind(id.parse::<Uuid>().unwrap())
            .fetch_one(self.pool())
            .await
            .unwrap()
    }
}
