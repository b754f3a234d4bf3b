//! Two worlds that are equal but for one person.

use super::{
    cast::{self, Cast},
    compare,
    hidden::{Caller, Hidden},
    other::Other,
};
use crate::harness::{Call, Reply, TestApp, people, tokens};
use chrono::{DateTime, TimeDelta, Utc};
use reqwest::Method;
use service::Clock;
use std::collections::BTreeMap;

/// The routes of the API begin so; all others are pages.
const API: &str = "/api/";
/// All that a service may be allowed.
const EVERY_SCOPE: &str = "users:read users:write enrollments:read enrollments:write profiles:read";

/// The twins.
pub struct Twins {
    pub hidden: Hidden,
    pub other: Other,
    pub cast: Cast,
    pub with: World,
    pub without: World,
    /// The entity tag under which the callers have seen the other person.
    pub tag: String,
    /// When the worlds were left alone.
    since: DateTime<Utc>,
}

/// One of them.
pub struct World {
    pub app: TestApp,
    cookies: BTreeMap<Caller, String>,
}

/// A request, in words of its own.
#[derive(Clone, Debug)]
pub struct Asked {
    pub caller: Caller,
    pub method: Method,
    pub address: String,
    pub body: Option<String>,
    pub header: Option<(&'static str, String)>,
}

impl World {
    async fn of(app: TestApp, cast: &Cast, now: DateTime<Utc>) -> Self {
        let mut cookies = BTreeMap::new();
        for (caller, person) in cast.callers() {
            cookies.insert(caller, cast::sign_in(&app, person, now).await.1);
        }
        Self { app, cookies }
    }
}

impl Twins {
    /// Makes the twins, has everybody look at the other person, and hides that person.
    pub async fn begin(hidden: Hidden) -> Self {
        let now = Clock::system().now();
        let clock = Clock::fixed(now);
        let variables = [("PUBLIC_URL", "http://twins.example.test")];
        let seed = TestApp::by(clock.clone(), &variables).await;
        let cast = Cast::gather(&seed).await;
        let (with, without) = (seed.copy().await, seed.copy().await);
        clock.set(now + TimeDelta::minutes(1));
        let other = Other::arrive(&with, &cast, hidden, clock.now()).await;
        let mut twins = Self {
            hidden,
            with: World::of(with, &cast, now).await,
            without: World::of(without, &cast, now).await,
            other,
            cast,
            tag: String::new(),
            since: now + TimeDelta::hours(1),
        };
        if hidden.has_a_before() {
            twins.look_before().await;
        }
        twins.hide().await;
        clock.set(twins.since);
        twins
    }

    /// The text with what is in braces, of the other person's, filled in.
    pub fn fill(&self, text: &str) -> String {
        self.other.fill(text, &self.cast)
    }

    /// A plain question of an address.
    pub fn asked(&self, caller: Caller, address: &str) -> Asked {
        Asked {
            caller,
            method: Method::GET,
            address: self.fill(address),
            body: None,
            header: None,
        }
    }

    /// Asks in both worlds.
    pub async fn ask(&self, asked: &Asked) -> (Reply, Reply) {
        tokio::join!(
            self.call(&self.with, asked),
            self.call(&self.without, asked)
        )
    }

    /// Asks in both worlds, and gives the first difference of the answers.
    pub async fn compare(&self, asked: &Asked) -> Option<String> {
        let (with, without) = self.ask(asked).await;
        self.difference(asked, &with, &without)
    }

    /// The first difference of two answers, with who asked what.
    pub fn difference(&self, asked: &Asked, with: &Reply, without: &Reply) -> Option<String> {
        let [with, without] = [with, without].map(|reply| compare::told(reply, self.since));
        let difference = compare::difference(&with, &without)?;
        let Asked {
            method,
            address,
            caller,
            body,
            header,
        } = asked;
        let body = body.as_deref().unwrap_or_default();
        let header = header
            .as_ref()
            .map(|(name, value)| format!(", {name}: {value}"));
        let header = header.unwrap_or_default();
        Some(format!(
            "{method} {address} {body} (as {caller:?}{header})\n{difference}"
        ))
    }

    /// Asks in one world.
    pub fn call(&self, world: &World, asked: &Asked) -> Call {
        let mut call = world.app.call(asked.method.clone(), &asked.address);
        call = call.header("x-request-id", "of-the-twins");
        if asked.address.starts_with(API) {
            if let Some(token) = self.token(asked.caller) {
                call = call.bearer(&token);
            }
        } else if let Some(cookie) = world.cookies.get(&asked.caller) {
            call = call.header("cookie", cookie);
        }
        if let Some((name, value)) = &asked.header {
            call = call.header(name, value);
        }
        match &asked.body {
            Some(json) if json.starts_with('{') => call.body("application/json", json.clone()),
            Some(form) => call.body("application/x-www-form-urlencoded", form.clone()),
            None => call,
        }
    }

    fn token(&self, caller: Caller) -> Option<String> {
        match caller {
            Caller::Anonymous => None,
            // Whoever may read accounts, reads those that are there.
            Caller::Service if self.hidden.frees_names() => Some(tokens::service(EVERY_SCOPE)),
            Caller::Service => Some(tokens::service("profiles:read")),
            _ => self.cast.find(caller).map(people::Person::token),
        }
    }
}
