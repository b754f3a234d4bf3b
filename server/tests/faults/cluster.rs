//! A Redis Cluster of three nodes in the place of one Redis: each thing in one slot, and two replicas agree.

use crate::{
    app::{App, Person},
    parts::{Parts, Variables, free_port},
    patience::eventually,
};
use std::{
    path::Path,
    process::{Child, Command, Output, Stdio},
    time::Duration,
};
use tokio::net::TcpListener;

const NODES: usize = 3;
/// A node talks to the others on a port that is so much higher.
const BUS: u16 = 10_000;

/// Three nodes that end with the test.
struct Cluster {
    nodes: Vec<Child>,
    ports: Vec<u16>,
}

impl Cluster {
    async fn start(folder: &Path) -> Self {
        let mut cluster = Self {
            nodes: Vec::new(),
            ports: free_ports(),
        };
        for port in &cluster.ports {
            let home = folder.join(format!("node-{port}"));
            std::fs::create_dir_all(&home).unwrap();
            let mut node = Command::new("redis-server");
            node.args([
                "--bind",
                "127.0.0.1",
                "--save",
                "",
                "--cluster-enabled",
                "yes",
            ])
            .args([
                "--cluster-node-timeout",
                "2000",
                "--port",
                &port.to_string(),
            ])
            .arg("--dir")
            .arg(&home);
            let node = node.stdin(Stdio::null()).stdout(Stdio::null()).spawn();
            cluster.nodes.push(node.expect("redis-server is installed"));
        }
        for port in &cluster.ports {
            eventually("a node does not answer", async || {
                says(*port, &["ping"]).is_some_and(|said| said.contains("PONG"))
            })
            .await;
        }
        let addresses = cluster.ports.iter().map(|port| format!("127.0.0.1:{port}"));
        let made = Command::new("redis-cli")
            .args(["--cluster", "create"])
            .args(addresses)
            .arg("--cluster-yes")
            .output()
            .unwrap();
        assert!(made.status.success(), "{made:?}");
        for port in &cluster.ports {
            eventually("the cluster does not form", async || {
                says(*port, &["cluster", "info"])
                    .is_some_and(|said| said.contains("cluster_state:ok"))
            })
            .await;
        }
        cluster
    }

    fn url(&self) -> String {
        format!("redis-cluster://127.0.0.1:{}", self.ports[0])
    }

    /// How many keys each node has.
    fn keys(&self) -> Vec<usize> {
        let sizes = self
            .ports
            .iter()
            .map(|port| says(*port, &["dbsize"]).unwrap());
        sizes.map(|said| said.trim().parse().unwrap()).collect()
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        for node in &mut self.nodes {
            // One that has ended already needs no end.
            drop(node.kill());
            drop(node.wait());
        }
    }
}

fn says(port: u16, words: &[&str]) -> Option<String> {
    let asked = Command::new("redis-cli")
        .args(["-p", &port.to_string()])
        .args(words)
        .output();
    let Output { stdout, status, .. } = asked.ok()?;
    status
        .success()
        .then(|| String::from_utf8_lossy(&stdout).into_owned())
}

/// Ports of which the one for the bus is free too.
fn free_ports() -> Vec<u16> {
    let next = |last: &u16| Some(free_port(last + 1, &[0, BUS]));
    std::iter::successors(next(&9_000), next)
        .take(NODES)
        .collect()
}

async fn bio_at(app: &App, person: &Person) -> String {
    let told = app.callers.read_me(person).await;
    assert_eq!(told.status, 200, "{}", told.body);
    told.bio().to_owned()
}

#[tokio::test]
async fn three_nodes_serve_two_replicas_as_one_redis_does() {
    let mut parts = Parts::start("cluster", &["postgres", "rabbitmq"]).await;
    let cluster = Cluster::start(&parts.folder).await;
    parts.variables.insert("REDIS_URL".into(), cluster.url());
    let one = App::start(&parts.variables).await;
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let few = Variables::from([("RATE_LIMIT_MAX".into(), "40".into())]);
    let other = App::start_on(listener, &parts.variables, few).await;

    // Each of many people is somewhere; whoever writes on one replica reads it on the other at once.
    for n in 0..12 {
        let person = one.callers.newcomer().await;
        assert_eq!(bio_at(&other, &person).await, "");
        let bio = format!("written {n}");
        let written = one.callers.write_bio(&person, &bio).await;
        assert_eq!(written.status, 200, "{}", written.body);
        assert_eq!(bio_at(&other, &person).await, bio);
        assert_eq!(other.callers.look_at(person.id).await.bio(), bio);
    }
    let keys = cluster.keys();
    assert!(keys.iter().all(|keys| *keys > 0), "{keys:?}");

    // Budgets are shared, each in one slot.
    let person = one.callers.newcomer().await;
    let mut refused = 0;
    for _ in 0..60 {
        refused += u32::from(other.callers.read_me(&person).await.status == 429);
    }
    assert!((15..=20).contains(&refused), "{refused} of 60 beyond 40");

    // A session that began on one replica is known and ended on the other.
    let [here, there] = [&one, &other].map(|app| &app.process.state().services.session);
    let record = "{}".to_owned();
    let id = format!("session-of-{}", person.id);
    assert!(
        here.create(&id, record.clone(), Duration::from_mins(1))
            .await
            .unwrap()
    );
    assert_eq!(there.load(&id).await.unwrap(), Some(record));
    assert!(there.end(&id).await.unwrap());
    assert_eq!(here.load(&id).await.unwrap(), None);
    one.process.shut_down(false).await;
    other.process.shut_down(false).await;
}
