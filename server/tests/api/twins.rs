//! Nobody can tell somebody who is hidden from them from somebody who was never there.
//!
//! Two worlds are made that are equal but for one person; that person is hidden from the callers in one of
//! the ways that there are; and every route is asked in both. The answers are the same, byte for byte.
//! `table.rs` says what each route is asked, and what may be told after all; a route that it does not
//! have is a failure. `compare.rs` says what is not compared.

mod cast;
mod compare;
mod hidden;
mod hiding;
mod leak;
mod lists;
mod other;
mod routes;
mod stated;
mod table;
mod timing;
mod walk;
mod worlds;

use hidden::Hidden;
use worlds::Twins;

/// How many differences are shown.
const SHOWN: usize = 12;

/// Stops the test where an answer tells somebody who is hidden so from somebody who never was.
async fn nobody_is_there(hidden: Hidden) {
    let twins = Twins::begin(hidden).await;
    let mut differences = lists::search(&twins).await;
    differences.extend(walk::walk(&twins).await);
    let shown = &differences[..differences.len().min(SHOWN)];
    assert!(
        differences.is_empty(),
        "{} answers tell of somebody hidden ({hidden:?}), the first of them:\n\n{}",
        differences.len(),
        shown.join("\n")
    );
}

#[tokio::test]
async fn whoever_has_blocked_somebody_meets_nobody() {
    nobody_is_there(Hidden::BlockedByCaller).await;
}

#[tokio::test]
async fn whoever_was_blocked_meets_nobody() {
    nobody_is_there(Hidden::HasBlockedCaller).await;
}

#[tokio::test]
async fn whoever_was_blocked_by_somebody_who_is_an_admin_now_meets_nobody() {
    nobody_is_there(Hidden::StaffHasBlockedCaller).await;
}

#[tokio::test]
async fn a_private_person_is_nobody_to_others() {
    nobody_is_there(Hidden::Private).await;
}

#[tokio::test]
async fn a_person_for_members_is_nobody_to_whoever_is_not_signed_in() {
    nobody_is_there(Hidden::MembersOnly).await;
}

#[tokio::test]
async fn a_suspended_person_is_nobody_to_others() {
    nobody_is_there(Hidden::Suspended).await;
}

#[tokio::test]
async fn an_inactive_person_is_nobody_to_others() {
    nobody_is_there(Hidden::Inactive).await;
}

#[tokio::test]
async fn a_deleted_person_is_nobody_to_anybody() {
    nobody_is_there(Hidden::Deleted).await;
}

#[tokio::test]
async fn a_person_of_another_tenant_is_nobody_to_anybody() {
    nobody_is_there(Hidden::Elsewhere).await;
}

#[tokio::test]
async fn no_list_has_a_person_who_does_not_want_to_be_found() {
    nobody_is_there(Hidden::Undiscoverable).await;
}
