//! Everybody works while one part after the other goes down: afterwards every acknowledged write is there, every
//! change has been told of once and in order, and nothing failed but what had to. Two replicas behind a load
//! balancer, a worker, and parts of their own. `make check PARTS=soak` runs it; it takes some three minutes.

#![expect(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::print_stdout,
    reason = "a check that cannot go on should stop, and says what it saw"
)]

mod checker;
mod events;
mod faults;
mod follower;
mod load;
mod notes;
#[path = "../faults/parts.rs"]
mod parts;
#[path = "../api/harness/patience.rs"]
mod patience;
mod person;
mod process;
mod proxy;
mod world;

use load::Load;
use std::time::Duration;
use world::World;

/// How many people work at once.
const PEOPLE: usize = 20;
/// Between two faults.
pub const CALM: Duration = Duration::from_secs(5);

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nothing_acknowledged_is_lost_and_nothing_fails_that_need_not() {
    let mut world = World::start().await;
    let load = Load::begin(&world, PEOPLE).await;
    faults::in_turn(&mut world).await;
    let people = load.end().await;
    world.events_are_out().await;
    println!("{}", world.notes.table());
    let mut faults = world.notes.unexpected();
    faults.extend(checker::check(&world, &people).await);
    world.end().await;
    assert!(faults.is_empty(), "{}", faults.join("\n"));
}
