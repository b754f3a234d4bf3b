//! Demo data: what a demo account has said of itself, a dozen courses, those that the account takes, and
//! some people to find. Written once, through the same doors as everybody's; whoever has changed their profile
//! is left alone.

mod courses;
mod people;

use contract::{
    Language, Patch,
    profile::{Link, UpdateProfile},
};
use service::{Actor, Ctx, Services, ctx::Person, seed};
use sqlx::PgPool;
use std::time::Duration;
use tokio_util::sync::CancellationToken;

/// The account arrives by an event soon after the first start.
const EVERY: Duration = Duration::from_millis(500);
const PATIENCE: u32 = 60;
const WHOSE: &str = "ada@example.test";

/// Waits for the account and furnishes its profile.
pub(super) async fn furnish(services: Services, pool: PgPool, stop: CancellationToken) {
    for _ in 0..PATIENCE {
        match seed::find(&pool, services.account.default_tenant(), WHOSE).await {
            Ok(Some(found)) if found.version == 1 => return fill(&services, found.person).await,
            Ok(Some(_)) => return,
            Ok(None) => {}
            Err(error) => tracing::warn!(%error, "demo data waits for the database"),
        }
        tokio::select! {
            () = tokio::time::sleep(EVERY) => {}
            () = stop.cancelled() => return,
        }
    }
}

async fn fill(services: &Services, person: Person) {
    let ctx = Ctx::new(
        &services.clock,
        Actor::User(person),
        "demo-data",
        Language::En,
    );
    let written = async {
        services.profile.update(&ctx, profile(), Some(1)).await?;
        courses::publish(services).await;
        courses::take(services, &ctx).await?;
        people::make(services, services.account.default_tenant()).await
    };
    if let Err(error) = written.await {
        tracing::warn!(%error, "demo data could not be written");
    }
}

fn profile() -> UpdateProfile {
    let set = |text: &str| Patch::Set(text.to_owned());
    let link = |label: &str, url: &str| Link {
        label: label.into(),
        url: url.into(),
    };
    UpdateProfile {
        username: set("ada"),
        headline: set("Second-year mathematics, learning to build engines"),
        bio: set(
            "I take courses in analysis, statistics and typesetting.\n\nAsk me about Bernoulli numbers, or about the \
             study group that meets on Thursdays.",
        ),
        location: set("Sevilla"),
        timezone: set("Europe/Madrid"),
        links: Patch::Set(vec![
            link("Notes", "https://notes.example.com/ada"),
            link("Study group", "https://groups.example.com/thursday"),
        ]),
        skills: Patch::Set(
            ["Analysis", "Statistics", "LaTeX", "Python"]
                .map(str::to_owned)
                .to_vec(),
        ),
        ..UpdateProfile::default()
    }
}
