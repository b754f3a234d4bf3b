//! The faults, one after the other, with calm between them. What each excuses is said beside it.

use crate::{
    CALM,
    notes::Excuses::{Busy, Cut, Nothing},
    world::World,
};
use std::time::Duration;

/// How long a part is away.
const AWAY: Duration = Duration::from_secs(5);

pub async fn in_turn(world: &mut World) {
    calm(world, "all is well").await;
    redis_stops(world).await;
    calm(world, "Redis is back").await;
    rabbitmq_is_killed(world).await;
    calm(world, "RabbitMQ is back").await;
    postgres_restarts(world).await;
    calm(world, "PostgreSQL is back").await;
    a_replica_is_killed(world).await;
    calm(world, "the replica is back").await;
    the_worker_is_killed(world).await;
    calm(world, "the worker is back").await;
    replicas_restart_in_turn(world).await;
    calm(world, "both replicas are new").await;
}

async fn calm(world: &World, name: &'static str) {
    world
        .notes
        .phase(name, Nothing, tokio::time::sleep(CALM))
        .await;
}

/// A cache: nobody may notice.
async fn redis_stops(world: &World) {
    let away = async {
        world.stop("redis").await;
        tokio::time::sleep(AWAY).await;
        world.parts.start_again("redis").await;
    };
    world
        .notes
        .phase("Redis is stopped and started", Nothing, away)
        .await;
}

/// Events wait in the outbox: nobody may notice.
async fn rabbitmq_is_killed(world: &World) {
    let away = async {
        world.parts.kill("rabbitmq").await;
        tokio::time::sleep(AWAY).await;
        world.parts.start_again("rabbitmq").await;
    };
    world
        .notes
        .phase("RabbitMQ is killed and started", Nothing, away)
        .await;
}

/// From the word to stop until both replicas are ready again: "come back later".
async fn postgres_restarts(world: &World) {
    let away = async {
        world.stop("postgres").await;
        world.parts.start_again("postgres").await;
        world.is_whole().await;
    };
    world.notes.phase("PostgreSQL restarts", Busy, away).await;
}

/// From the kill until the load balancer has seen it, which takes it a fifth of a second.
async fn a_replica_is_killed(world: &mut World) {
    let (notes, proxy, replica) = (&world.notes, &world.proxy, &mut world.replicas[0]);
    let noticed = async {
        replica.kill();
        while proxy.is_open(0) {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    };
    notes
        .phase("a replica is killed, until that is seen", Cut(0), noticed)
        .await;
    let alone = tokio::time::sleep(AWAY);
    notes.phase("one replica alone", Nothing, alone).await;
    world.replicas[0].start_again();
    let whole = world.is_whole();
    world
        .notes
        .phase("the killed replica starts", Nothing, whole)
        .await;
}

/// Its turn to publish ends by itself.
async fn the_worker_is_killed(world: &mut World) {
    let (notes, worker) = (&world.notes, &mut world.worker);
    let away = async {
        worker.kill();
        tokio::time::sleep(AWAY).await;
        worker.start_again();
    };
    notes
        .phase("the worker is killed and started", Nothing, away)
        .await;
}

/// The load balancer learns of the end by readiness alone, as it would in production.
async fn replicas_restart_in_turn(world: &mut World) {
    for at in 0..world.replicas.len() {
        let (notes, replica) = (&world.notes, &mut world.replicas[at]);
        let ends = replica.end();
        notes
            .phase("rolling restart: a replica ends", Nothing, ends)
            .await;
        world.replicas[at].start_again();
        let whole = world.is_whole();
        world
            .notes
            .phase("rolling restart: it starts", Nothing, whole)
            .await;
    }
}
