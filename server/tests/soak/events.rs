//! What another service has heard: every event once, by its id, and in order per person.

use serde_json::Value;
use sqlx::{PgPool, Row};
use std::collections::{BTreeMap, HashMap};
use uuid::Uuid;

/// What an event says of a person: type, and the value that it tells.
type Said = (Uuid, String, String);

pub struct Events {
    first: HashMap<Uuid, Value>,
    said: HashMap<Said, usize>,
    /// Events that came more than once: at least once is what is promised, and the id tells.
    pub twins: usize,
    pub faults: Vec<String>,
}

impl Events {
    /// Those that came, in their order; of twins the first counts.
    pub fn of(came: &[(String, Value)]) -> Self {
        let mut events = Self {
            first: HashMap::new(),
            said: HashMap::new(),
            twins: 0,
            faults: Vec::new(),
        };
        let mut last: BTreeMap<Uuid, i64> = BTreeMap::new();
        for (id, event) in came {
            let id: Uuid = id.parse().unwrap();
            if let Some(before) = events.first.get(&id) {
                events.twins += 1;
                if before != event {
                    events
                        .faults
                        .push(format!("{id} came twice and says two things"));
                }
                continue;
            }
            let person = person_of(event);
            let sequence = event["metadata"]["sequence"].as_i64().unwrap();
            let last = last.entry(person).or_default();
            if sequence != *last + 1 {
                events
                    .faults
                    .push(format!("{person}: {sequence} comes after {last}"));
            }
            *last = sequence;
            for value in values_of(event) {
                let kind = event["type"].as_str().unwrap().to_owned();
                *events.said.entry((person, kind, value)).or_default() += 1;
            }
            events.first.insert(id, event.clone());
        }
        events
    }

    pub fn count(&self) -> usize {
        self.first.len()
    }

    /// What was committed is what was told, neither more nor less.
    pub async fn compare_with_outbox(&mut self, pool: &PgPool) {
        let committed = sqlx::query("SELECT id, user_id, sequence, type FROM outbox_events");
        let committed = committed.fetch_all(pool).await.unwrap();
        if committed.len() != self.first.len() {
            let (rows, came) = (committed.len(), self.first.len());
            self.faults
                .push(format!("{rows} events were committed, {came} came"));
        }
        for row in committed {
            let (id, person, sequence): (Uuid, Uuid, i64) = (row.get(0), row.get(1), row.get(2));
            let kind: String = row.get(3);
            let is_it = self.first.get(&id).is_some_and(|event| {
                event["type"] == kind
                    && person_of(event) == person
                    && event["metadata"]["sequence"] == sequence
            });
            if !is_it {
                self.faults
                    .push(format!("{id} ({kind} {sequence} of {person}) is lost"));
            }
        }
    }

    /// This was told of the person, by one event.
    pub fn expect_one(&mut self, person: Uuid, kind: &str, value: &str) {
        let said = (person, kind.to_owned(), value.to_owned());
        let times = self.said.get(&said).copied().unwrap_or_default();
        if times != 1 {
            self.faults.push(format!(
                "{person}: {kind} with {value} was told {times} times"
            ));
        }
    }
}

fn person_of(event: &Value) -> Uuid {
    event["data"]["userId"].as_str().unwrap().parse().unwrap()
}

/// Those of its values that the soak writes.
fn values_of(event: &Value) -> Vec<String> {
    let data = &event["data"];
    match event["type"].as_str().unwrap() {
        "user.updated" => data["changes"]["bio"]
            .as_str()
            .map(|bio| format!("bio={bio}"))
            .into_iter()
            .collect(),
        "user.preferences_updated" => {
            let changes = data["changes"].as_array().unwrap().iter();
            let steps = changes.filter(|change| change["key"] == "step");
            steps
                .map(|change| format!("step={}", change["value"]))
                .collect()
        }
        "user.progress_updated" => {
            let progress = data["progress"].as_f64().unwrap();
            vec![format!("progress={progress:.2}")]
        }
        "user.enrolled" => vec![format!("course={}", data["courseId"].as_str().unwrap())],
        _ => Vec::new(),
    }
}
