//! Somebody who works: what they ask for, and what they were told that is kept.

use crate::{
    notes::{End, Note, Notes},
    process::SECRET,
    proxy::REPLICA,
};
use http::{Method, StatusCode, header};
use jsonwebtoken::{EncodingKey, Header, encode};
use serde_json::{Value, json};
use service::Clock;
use std::{
    collections::HashSet,
    sync::Arc,
    time::{Duration, Instant},
};
use uuid::Uuid;

const ME: &str = "/api/v1/users/me";
const ZONES: [&str; 4] = ["Europe/Madrid", "America/Lima", "Asia/Tokyo", "UTC"];
/// How far behind another replica may be when it answers (contract, section 2, and the cache of a process).
const BEHIND: Duration = Duration::from_secs(1);

/// One value of a person, which is written again and again: what was acknowledged last, and what was tried since
/// without an answer. One of these is the truth.
#[derive(Debug, Default)]
pub struct Written {
    pub acknowledged: Option<String>,
    pub unanswered: Vec<String>,
    /// Every value that was acknowledged, and when.
    pub all: Vec<(String, Instant)>,
}

impl Written {
    fn note(&mut self, value: String, was_taken: bool) {
        if was_taken {
            self.all.push((value.clone(), Instant::now()));
            self.acknowledged = Some(value);
            self.unanswered.clear();
        } else {
            self.unanswered.push(value);
        }
    }

    /// Whether this may be what is kept.
    pub fn allows(&self, kept: Option<&str>) -> bool {
        let open = self.unanswered.iter().map(String::as_str).map(Some);
        open.chain([self.acknowledged.as_deref()])
            .any(|one| one == kept)
    }
}

/// What a person was told.
#[derive(Debug, Default)]
pub struct Told {
    pub bio: Written,
    pub zone: Written,
    pub step: Written,
    pub progress: Written,
    pub courses: HashSet<Uuid>,
    pub courses_unanswered: HashSet<Uuid>,
    /// Reads that were older than they may be.
    pub stale: Vec<String>,
}

pub struct Person {
    pub id: Uuid,
    pub told: Told,
    /// The course whose progress is reported.
    pub course: Uuid,
    token: String,
    origin: String,
    client: reqwest::Client,
    notes: Arc<Notes>,
    turn: usize,
}

impl Person {
    /// Somebody new, made by another service, who takes a course.
    pub async fn arrive(origin: &str, notes: Arc<Notes>) -> Self {
        let clock = Clock::system();
        let auth_id = clock.new_id();
        let email = format!("{auth_id}@example.test");
        let scope = json!({"sub": "soak", "role": "service", "scope": "users:write"});
        let mut person = Self {
            id: Uuid::nil(),
            told: Told::default(),
            course: clock.new_id(),
            token: token(&scope),
            origin: origin.to_owned(),
            client: reqwest::Client::new(),
            notes,
            turn: 0,
        };
        let account =
            json!({"authId": auth_id, "email": email, "firstName": "Ada", "lastName": "Lovelace"});
        let made = person
            .ask(Method::POST, "/api/v1/users", Some(account))
            .await;
        let id = made.expect("an account")["data"]["id"].clone();
        person.id = id.as_str().unwrap().parse().unwrap();
        let claims = json!({"sub": id, "authId": auth_id, "email": email, "role": "student"});
        person.token = token(&claims);
        let course = person.course;
        assert!(person.enrol(course).await, "a first course");
        person
    }

    /// Does the next thing.
    pub async fn work(&mut self) {
        let turn = self.turn;
        self.turn += 1;
        match turn % 8 {
            0 => self.write_bio(turn).await,
            1 | 5 => self.read().await,
            2 => self.choose_zone(turn).await,
            3 => self.prefer(turn).await,
            4 => self.report(turn).await,
            6 => drop(
                self.ask(Method::GET, &format!("{ME}/enrollments"), None)
                    .await,
            ),
            _ => {
                let course = Clock::system().new_id();
                self.enrol(course).await;
            }
        }
    }

    async fn write_bio(&mut self, turn: usize) {
        let bio = json!({"bio": turn.to_string()});
        let taken = self.ask(Method::PUT, ME, Some(bio)).await.is_some();
        self.told.bio.note(turn.to_string(), taken);
    }

    async fn choose_zone(&mut self, turn: usize) {
        let zone = ZONES[turn / 8 % ZONES.len()];
        let path = format!("{ME}/settings");
        let taken = self
            .ask(Method::PUT, &path, Some(json!({"timezone": zone})))
            .await;
        self.told.zone.note(zone.to_owned(), taken.is_some());
    }

    async fn prefer(&mut self, turn: usize) {
        let path = format!("{ME}/preferences/learning");
        let step = json!({"preferences": [{"key": "step", "value": turn}]});
        let taken = self.ask(Method::PUT, &path, Some(step)).await.is_some();
        self.told.step.note(turn.to_string(), taken);
    }

    async fn report(&mut self, turn: usize) {
        #[expect(clippy::cast_precision_loss, reason = "a small number")]
        let progress = turn as f64 / 100.0;
        let path = format!("{ME}/enrollments/{}/progress", self.course);
        let body = json!({"progress": progress});
        let taken = self.ask(Method::PUT, &path, Some(body)).await.is_some();
        self.told.progress.note(format!("{progress:.2}"), taken);
    }

    async fn enrol(&mut self, course: Uuid) -> bool {
        let path = format!("{ME}/enrollments");
        let body = json!({"courseId": course});
        let taken = self.ask(Method::POST, &path, Some(body)).await.is_some();
        let courses = if taken {
            &mut self.told.courses
        } else {
            &mut self.told.courses_unanswered
        };
        courses.insert(course);
        taken
    }

    /// What one reads of oneself is at most a second old, whichever replica answers.
    async fn read(&mut self) {
        let from = Instant::now();
        let Some(answer) = self.ask(Method::GET, ME, None).await else {
            return;
        };
        let number = |text: &str| text.parse::<usize>().unwrap_or_default();
        let read = number(answer["data"]["bio"].as_str().unwrap_or_default());
        let mut known = self.told.bio.all.iter().rev();
        let known = known.find(|(_, at)| *at + BEHIND < from);
        if let Some((bio, at)) = known.filter(|(bio, _)| number(bio) > read) {
            let (id, age) = (self.id, from - *at);
            self.told.stale.push(format!(
                "{id} reads {read}, {age:.1?} after {bio} was acknowledged"
            ));
        }
    }

    /// The answer's body, of a success.
    async fn ask(&mut self, method: Method, path: &str, body: Option<Value>) -> Option<Value> {
        let from = Instant::now();
        let url = format!("{}{path}", self.origin);
        let mut request = self
            .client
            .request(method.clone(), url)
            .bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(&body);
        }
        let answer = request.send().await.expect("the load balancer answers");
        let (status, headers) = (answer.status(), answer.headers().clone());
        let replica = headers
            .get(REPLICA)
            .and_then(|at| at.to_str().ok()?.parse().ok());
        let body: Value = answer.json().await.unwrap_or_default();
        let end = match status {
            status if status.is_success() => End::Good,
            StatusCode::SERVICE_UNAVAILABLE if headers.contains_key(header::RETRY_AFTER) => {
                End::Busy
            }
            StatusCode::BAD_GATEWAY => End::Cut,
            status => End::Wrong(format!("{status} {body}")),
        };
        let is_good = end == End::Good;
        // Ids would make each path another one.
        let what = format!("{method} {}", path.replace(&self.course.to_string(), "…"));
        self.notes.add(Note {
            what,
            replica,
            from,
            to: Instant::now(),
            end,
        });
        is_good.then_some(body)
    }
}

fn token(claims: &Value) -> String {
    let mut claims = claims.clone();
    claims["exp"] = (Clock::system().now().timestamp() + 3600).into();
    let key = EncodingKey::from_secret(SECRET.as_bytes());
    encode(&Header::default(), &claims, &key).unwrap()
}
