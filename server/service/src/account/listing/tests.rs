//! The list of users, on a real Postgres.

mod edges;
mod exact;
mod export;
mod first_looks;
mod kept;
mod model;
mod pages;
mod plans;
mod ways;

use super::UserPage;
use crate::{
    Actor, Ctx, Result,
    ctx::{Person, Scopes},
    paging::Start,
    testing::world::{TENANT, World, newcomer, person},
};
use contract::{
    TenantId, UserId,
    account::{
        CreateUser, Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
};
use sqlx::AssertSqlSafe;

/// A service that may read users.
fn service(tenant_id: TenantId) -> Actor {
    Actor::Service {
        name: "course-service".into(),
        tenant_id,
        scopes: Scopes::parse("users:read"),
    }
}

fn asked(search: &str) -> UserQuery {
    UserQuery {
        search: Some(search.into()),
        ..UserQuery::default()
    }
}

fn sorted(sort_by: UserSort, order: SortOrder) -> UserQuery {
    UserQuery {
        sort_by,
        order,
        ..UserQuery::default()
    }
}

impl World {
    /// An admin of the tenant.
    pub(crate) async fn admin(&self) -> Person {
        let new = CreateUser {
            role: Some(Role::Admin),
            ..newcomer()
        };
        person(&self.account(TENANT, new).await)
    }

    /// A call of the course-service.
    fn reading(&self) -> Ctx {
        self.ctx(service(TENANT))
    }

    async fn users(&self, query: &UserQuery, start: &Start, limit: u32) -> Result<UserPage> {
        let ctx = self.reading();
        let account = &self.services.account;
        account.list(&ctx, query.clone(), start, limit).await
    }

    /// The ids of everybody whom a query finds, on one page, and how many they are said to be.
    async fn whom(&self, query: &UserQuery) -> Vec<UserId> {
        let page = self
            .users(query, &Start::Page(1), 1_000)
            .await
            .expect("a page");
        assert_eq!(page.next, None);
        let ids: Vec<_> = page.users.iter().map(|user| user.id).collect();
        assert_eq!(
            usize::try_from(page.total).ok(),
            Some(ids.len()),
            "counted and listed for {query:?}"
        );
        ids
    }

    /// Changes people by hand.
    pub(crate) async fn by_hand(&self, sql: &str) {
        sqlx::raw_sql(AssertSqlSafe(sql.to_owned()))
            .execute(&self.pool)
            .await
            .expect("a change");
    }
}
