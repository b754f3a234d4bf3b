//! Looking at others, on a real Postgres.

mod counts;
mod hiding;
mod indexes;
mod keeping;
mod model;
mod queries;
mod ranks;
mod suggestions;
mod truth;

use super::{DirectoryPage, Start};
use crate::{
    Actor, Result,
    ctx::{Person, Scopes},
    testing::world::{TENANT, World, newcomer, person},
};
use contract::{
    Patch, TenantId, UserId,
    account::{AccountStatus, CreateUser, Role},
    block::CreateBlock,
    directory::{DirectoryQuery, Handle, PublicProfile},
    profile::{UpdateProfile, Visibility},
};

/// A service that may read profiles.
fn service(tenant_id: TenantId) -> Actor {
    Actor::Service {
        name: "course-service".into(),
        tenant_id,
        scopes: Scopes::parse("profiles:read"),
    }
}

fn user(person: &Person) -> Actor {
    Actor::User(person.clone())
}

fn asked(search: &str) -> DirectoryQuery {
    DirectoryQuery {
        search: Some(search.into()),
        ..DirectoryQuery::default()
    }
}

/// Everything that the directory finds by a person, besides who they are.
#[derive(Clone, Debug, Default)]
struct Sketch<'a> {
    name: &'a str,
    username: Option<&'a str>,
    skills: &'a [&'a str],
    role: Option<Role>,
    visibility: Option<Visibility>,
    is_hidden: bool,
}

impl World {
    async fn sketched(&self, tenant: TenantId, sketch: Sketch<'_>) -> Person {
        let (first, last) = sketch.name.split_once(' ').unwrap_or((sketch.name, "Test"));
        let new = CreateUser {
            role: sketch.role.or(Some(Role::Student)),
            profile: UpdateProfile {
                first_name: Patch::Set(first.into()),
                last_name: Patch::Set(last.into()),
                display_name: Patch::Set(sketch.name.into()),
                username: sketch
                    .username
                    .map_or(Patch::Keep, |n| Patch::Set(n.into())),
                skills: Patch::Set(sketch.skills.iter().map(ToString::to_string).collect()),
                visibility: sketch.visibility.map_or(Patch::Keep, Patch::Set),
                discoverable: Patch::Set(!sketch.is_hidden),
                ..UpdateProfile::default()
            },
            ..newcomer()
        };
        person(&self.account(tenant, new).await)
    }

    /// Somebody of this name.
    async fn named(&self, name: &str) -> Person {
        let sketch = Sketch {
            name,
            ..Sketch::default()
        };
        self.sketched(TENANT, sketch).await
    }

    async fn set_status(&self, person: &Person, status: AccountStatus) {
        sqlx::query("UPDATE users SET status = $1 WHERE id = $2")
            .bind(status.as_str())
            .bind(person.id.0)
            .execute(&self.pool)
            .await
            .expect("a status");
    }

    async fn block(&self, who: &Person, whom: &Person) {
        let command = CreateBlock {
            user_id: whom.id,
            note: None,
        };
        let done = self
            .services
            .block
            .block(&self.ctx(user(who)), command)
            .await;
        done.expect("a block");
    }

    async fn profile_of(&self, viewer: Actor, id: UserId) -> Result<PublicProfile> {
        let ctx = self.ctx(viewer);
        self.services.directory.profile(&ctx, &Handle::Id(id)).await
    }

    async fn search(
        &self,
        viewer: &Actor,
        query: &DirectoryQuery,
        start: &Start,
        limit: u32,
    ) -> DirectoryPage {
        let ctx = self.ctx(viewer.clone());
        let found = self
            .services
            .directory
            .search(&ctx, query.clone(), start, limit)
            .await;
        found.expect("a page")
    }

    /// The ids of everybody whom the search finds, from cursor to cursor.
    async fn everybody(&self, viewer: &Actor, query: &DirectoryQuery, limit: u32) -> Vec<UserId> {
        let mut start = Start::Page(1);
        let mut found = Vec::new();
        loop {
            let page = self.search(viewer, query, &start, limit).await;
            found.extend(page.people.iter().map(|person| person.id));
            match page.next {
                Some(cursor) => start = Start::Cursor(cursor),
                None => return found,
            }
            assert!(found.len() < 10_000, "cursors go in a circle");
        }
    }
}

/// Two thousand people come for each who is there, and Postgres has not counted them yet.
async fn crowd(world: &World) {
    let sql = "WITH made AS (INSERT INTO users (id, tenant_id, auth_id, email, created_at, updated_at) \
            SELECT gen_random_uuid(), tenant_id, gen_random_uuid(), gen_random_uuid() || '@new.test', now(), now() \
            FROM users, generate_series(1, 2000) RETURNING id, tenant_id) \
        INSERT INTO user_profiles (user_id, tenant_id, first_name, last_name) SELECT id, tenant_id, 'New', 'Comer' FROM made";
    let come = sqlx::query(sql).execute(&world.pool).await;
    come.expect("a crowd");
}
