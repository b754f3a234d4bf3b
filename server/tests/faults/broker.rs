//! `RabbitMQ` dies under writes, twice.

use crate::{
    app::{App, Person},
    ears::Ears,
    parts::Parts,
    patience::eventually,
};
use serde_json::Value;
use std::{
    collections::{BTreeMap, HashMap},
    sync::{
        Arc,
        atomic::{AtomicUsize, Ordering},
    },
};
use tokio::{sync::Semaphore, task::JoinSet};
use uuid::Uuid;

const PEOPLE: usize = 20;
const UPDATES: usize = 30;

/// Writers who write as much as they are let, everybody in turn.
struct Writers {
    running: JoinSet<()>,
    let_through: Arc<Semaphore>,
    written: Arc<AtomicUsize>,
}

impl Writers {
    fn begin(app: &App, people: &[Person]) -> Self {
        let mut writers = Self {
            running: JoinSet::new(),
            let_through: Arc::new(Semaphore::new(0)),
            written: Arc::default(),
        };
        for person in people {
            let (person, callers) = (person.clone(), app.callers.clone());
            let gate = writers.let_through.clone();
            let written = writers.written.clone();
            writers.running.spawn(async move {
                for update in 0..UPDATES {
                    gate.acquire().await.unwrap().forget();
                    let answer = callers.write_bio(&person, &format!("Bio {update}")).await;
                    assert_eq!(answer.status, 200, "{}", answer.body);
                    written.fetch_add(1, Ordering::SeqCst);
                }
            });
        }
        writers
    }

    /// Lets so many more writes through, and comes back when the first half of them is done.
    async fn half_of(&self, writes: usize) {
        let half = self.written.load(Ordering::SeqCst) + writes / 2;
        self.let_through.add_permits(writes);
        eventually("nobody writes", async || {
            self.written.load(Ordering::SeqCst) >= half
        })
        .await;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn no_event_is_lost_or_out_of_order_when_the_broker_dies_twice_under_writes() {
    let parts = Parts::start("broker", &["postgres", "redis", "rabbitmq"]).await;
    let url = &parts.variables["RABBITMQ_URL"];
    let app = App::start(&parts.variables).await;
    eventually("the exchange is not there", async || {
        app.process.state().parts.publisher.ready().await.is_ok()
    })
    .await;
    Ears::at(url).await.follow().await;
    let mut people = Vec::new();
    for _ in 0..PEOPLE {
        people.push(app.callers.newcomer().await);
    }
    let mut writers = Writers::begin(&app, &people);
    for _ in 0..2 {
        // The second half is written while nobody is there.
        writers.half_of(PEOPLE * UPDATES / 2).await;
        parts.kill("rabbitmq").await;
        parts.start_again("rabbitmq").await;
    }
    while let Some(done) = writers.running.join_next().await {
        done.unwrap();
    }
    app.outbox_is_empty().await;
    let ears = Ears::at(url).await;
    assert_nothing_is_missing(&app, &ears.kept().await).await;

    let auth_id = ears.register().await;
    eventually("the consumer did not come back", async || {
        let found = sqlx::query("SELECT 1 FROM users WHERE auth_id = $1").bind(auth_id);
        found.fetch_optional(app.pool()).await.unwrap().is_some()
    })
    .await;
    app.process.shut_down(false).await;
}

/// Every committed event came; per person in order by its first coming; twins are the same.
async fn assert_nothing_is_missing(app: &App, came: &[(String, Value)]) {
    let committed: Vec<(Uuid, Uuid, i64, String)> = sqlx::query_as(
        "SELECT id, user_id, sequence, type FROM outbox_events ORDER BY user_id, sequence",
    )
    .fetch_all(app.pool())
    .await
    .unwrap();
    assert_eq!(committed.len(), PEOPLE * (UPDATES + 1));
    let mut first: HashMap<&str, &Value> = HashMap::new();
    let mut people: BTreeMap<&str, Vec<i64>> = BTreeMap::new();
    for (id, event) in came {
        assert_eq!(event["id"], id.as_str(), "the message has its event's id");
        if let Some(before) = first.insert(id, event) {
            assert_eq!(before, event, "a twin differs");
            continue;
        }
        let person = event["data"]["userId"].as_str().unwrap();
        let sequence = event["metadata"]["sequence"].as_i64().unwrap();
        people.entry(person).or_default().push(sequence);
    }
    assert_eq!(people.len(), PEOPLE);
    let all: Vec<_> = (1..=i64::try_from(UPDATES + 1).unwrap()).collect();
    for (person, sequences) in people {
        assert_eq!(sequences, all, "{person}");
    }
    for (id, user, sequence, kind) in committed {
        let event = first
            .get(id.to_string().as_str())
            .unwrap_or_else(|| panic!("{id} is lost"));
        assert_eq!(event["type"], kind);
        assert_eq!(event["data"]["userId"], user.to_string());
        assert_eq!(event["metadata"]["sequence"], sequence);
    }
}
