//! Everything that runs: the parts, two replicas behind a load balancer, a worker, and somebody who follows events.

use crate::{
    follower::Follower, notes::Notes, parts::Parts, patience::eventually, process::Process,
    proxy::Proxy,
};
use service::Clock;
use sqlx::{PgPool, postgres::PgPoolOptions};
use std::{net::TcpListener, path::Path, process::Command, sync::Arc};

const REPLICAS: usize = 2;

pub struct World {
    pub parts: Parts,
    pub replicas: Vec<Process>,
    pub worker: Process,
    pub proxy: Proxy,
    pub notes: Arc<Notes>,
    /// For looking past the service.
    pub pool: PgPool,
}

impl World {
    pub async fn start() -> Self {
        let parts = Parts::start("soak", &["postgres", "redis", "rabbitmq"]).await;
        // It stays where the parts' folder goes: the logs of a soak that failed are what is looked at.
        let logs = Path::new(env!("CARGO_TARGET_TMPDIR")).join("soak");
        std::fs::create_dir_all(&logs).unwrap();
        let process = |duty, name: &str| {
            let log = logs.join(format!("{name}.log"));
            if log.exists() {
                std::fs::remove_file(log).unwrap();
            }
            Process::start(duty, free_port(), &parts.variables, (&logs, name))
        };
        let worker = process("worker", "worker");
        let replicas: Vec<_> = (0..REPLICAS)
            .map(|at| process("web", &format!("web{at}")))
            .collect();
        let proxy = Proxy::start(replicas.iter().map(Process::origin).collect()).await;
        let pool = PgPoolOptions::new()
            .max_connections(2)
            .connect_lazy(&parts.variables["DATABASE_URL"])
            .unwrap();
        let world = Self {
            parts,
            replicas,
            worker,
            proxy,
            notes: Arc::new(Notes::new()),
            pool,
        };
        world.is_whole().await;
        eventually("the exchange is not there", async || {
            world.has_exchange().await
        })
        .await;
        world.follower().await.follow().await;
        world
    }

    /// Both replicas are ready, and the load balancer knows it.
    pub async fn is_whole(&self) {
        eventually("not every replica becomes ready", async || {
            (0..self.replicas.len()).all(|at| self.proxy.is_open(at))
        })
        .await;
    }

    pub async fn follower(&self) -> Follower {
        Follower::at(&self.parts.variables["RABBITMQ_URL"]).await
    }

    /// The worker makes it, before it listens itself.
    async fn has_exchange(&self) -> bool {
        let follower = self.follower().await;
        follower.is_there("user-service.events").await
    }

    /// Ends a part as its machine does when it is shut down.
    pub async fn stop(&self, part: &'static str) {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
        let mut command = Command::new(root.join("deploy/dev/services.sh"));
        command
            .args(["stop", part, "--dir"])
            .arg(&self.parts.folder);
        let stopped = tokio::task::spawn_blocking(move || command.output());
        let stopped = stopped.await.unwrap().unwrap();
        let said = String::from_utf8_lossy(&stopped.stderr).into_owned();
        assert!(stopped.status.success(), "{part}: {said}");
    }

    /// No event waits any more; those of a turn in which a worker was killed go out fifteen seconds later.
    pub async fn events_are_out(&self) {
        eventually("events wait in the outbox for ever", async || {
            matches!(service::outbox::waiting(&self.pool).await, Ok((0, _)))
        })
        .await;
    }

    /// Every process ends well.
    pub async fn end(mut self) {
        self.pool.close().await;
        for replica in &mut self.replicas {
            replica.end().await;
        }
        self.worker.end().await;
    }
}

/// Below the range that outgoing connections get their ports from: a process that starts again finds it free.
fn free_port() -> u16 {
    let chance = || u16::try_from(Clock::system().new_id().as_u128() % 12_000).unwrap();
    let mut ports = std::iter::repeat_with(|| 20_000 + chance());
    let is_free = |port: &u16| TcpListener::bind(("127.0.0.1", *port)).is_ok();
    ports.find(is_free).unwrap()
}
