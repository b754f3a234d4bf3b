//! The twins tell worlds apart: with the predicate or a count broken, every place that shows people is found
//! out.

use super::{
    hidden::{Caller, Hidden},
    lists,
    worlds::Twins,
};

/// The rule without blocks.
const BROKEN: &str = "CREATE OR REPLACE FUNCTION is_seen(reach smallint, audience smallint, is_self boolean, is_blocked boolean)
    RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN audience = 0 OR is_self OR reach >= audience";

#[tokio::test]
async fn a_world_that_shows_a_blocked_person_is_found_out() {
    let twins = Twins::begin(Hidden::HasBlockedCaller).await;
    let broken = sqlx::query(BROKEN).execute(twins.with.app.pool()).await;
    broken.unwrap();
    assert_found_out(
        &twins,
        &[
            "/api/v1/profiles/{id}",
            "/api/v1/profiles/{username}",
            "/api/v1/profiles",
            "/api/v1/profiles?search={username}",
            "/api/v1/profiles?search=q&limit=1",
            "/api/v1/profiles?skill=glassblowing",
            "/api/v1/users/me/suggestions",
            "/people",
            "/people?search={name}",
            "/people/{id}",
            "/people/{username}",
            "/search/people?search={username}",
        ],
    )
    .await;
}

/// One more of everybody that members may see.
const MISCOUNTED: &str = "INSERT INTO people_counts (tenant_id, beginning, role, is_shown, people)
    SELECT tenant_id, '', '@member', true, 1 FROM people LIMIT 1";

#[tokio::test]
async fn a_count_that_is_one_too_many_is_found_out() {
    let twins = Twins::begin(Hidden::HasBlockedCaller).await;
    lists::grow(&twins).await;
    let counted = sqlx::query(MISCOUNTED).execute(twins.with.app.pool()).await;
    counted.unwrap();
    let lists = [
        "/api/v1/profiles",
        "/api/v1/profiles?role=student&limit=1",
        "/people?role=student",
    ];
    assert_found_out(&twins, &lists).await;
}

async fn assert_found_out(twins: &Twins, addresses: &[&str]) {
    for address in addresses {
        let asked = twins.asked(Caller::Learner, address);
        assert!(
            twins.compare(&asked).await.is_some(),
            "{address} tells nothing"
        );
    }
}
