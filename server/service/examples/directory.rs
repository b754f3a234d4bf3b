//! How fast others are found: `cargo run --release -p service --example directory -- 100000 1000000`.
//!
//! For each number makes a database of so many people beside `DATABASE_URL` (`matricula_people_N`, kept for
//! the next run), asks the directory what people ask, and prints milliseconds side by side. One caller at a
//! time, so that the numbers are those of the question, not of the queue.

use contract::{
    TenantId,
    directory::{DirectoryQuery, DirectoryRole, Handle},
};
use rand::{RngExt, SeedableRng, rngs::StdRng, seq::IndexedRandom};
use service::{
    Actor, Clock, Ctx,
    adapters::postgres::{PostgresConfig, connect, migrate},
    ctx::Person,
    directory::{DirectoryService, Start},
};
use sqlx::{AssertSqlSafe, PgPool};
use std::{error::Error, time::Instant};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TENANT: TenantId = TenantId(Uuid::from_u128(0x7000_8000_0000_0000_0001));
const LIMIT: u32 = 20;
/// Times that each question is asked.
const TIMES: usize = 200;
const QUESTIONS: [&str; 13] = [
    "everybody, page 1",
    "everybody, page 500",
    "everybody, by cursor",
    "one letter",
    "three letters",
    "first name",
    "last name",
    "both, half typed",
    "exact username",
    "misspelt name",
    "instructors of a name",
    "a profile",
    "suggestions",
];

struct Bench {
    directory: DirectoryService,
    ctx: Ctx,
    /// Shown name and username of some people.
    people: Vec<(String, Option<String>)>,
    cursor: Start,
    rng: StdRng,
}

async fn pool(people: i32) -> Result<PgPool> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program of its own has no configuration"
    )]
    let url = std::env::var("DATABASE_URL")?;
    let name = format!("matricula_people_{people}");
    let open = |url: &str| {
        connect(&PostgresConfig {
            url: url.into(),
            pool_min: 1,
            pool_max: 2,
        })
    };
    let admin = open(&url)?;
    let known = sqlx::query("SELECT 1 FROM pg_database WHERE datname = $1").bind(&name);
    let is_new = known.fetch_optional(&admin).await?.is_none();
    if is_new {
        let create = AssertSqlSafe(format!("CREATE DATABASE {name}"));
        sqlx::query(create).execute(&admin).await?;
    }
    let (base, _) = url
        .rsplit_once('/')
        .ok_or("DATABASE_URL names a database")?;
    let pool = open(&format!("{base}/{name}"))?;
    migrate(&pool).await?;
    if is_new {
        println!("making {people} people, which takes a while");
        service::seed::seed(&pool, &Clock::system(), TENANT, people).await?;
        let mut conn = pool.acquire().await?;
        for sql in ["SET statement_timeout = 0", "VACUUM ANALYZE"] {
            sqlx::query(sql).execute(&mut *conn).await?;
        }
    }
    Ok(pool)
}

impl Bench {
    async fn new(people: i32) -> Result<Self> {
        let pool = pool(people).await?;
        let viewer = service::seed::find(&pool, TENANT, "7")
            .await?
            .ok_or("nobody is there")?;
        block_some(&pool, &viewer.person).await?;
        let sample = "SELECT coalesce(display_name, first_name || ' ' || last_name), username \
            FROM user_profiles JOIN users ON id = user_id WHERE status = 'active' ORDER BY md5(user_id::text) LIMIT 500";
        Ok(Self {
            people: sqlx::query_as(sample).fetch_all(&pool).await?,
            directory: DirectoryService::new(pool, TENANT),
            ctx: Ctx::new(
                &Clock::system(),
                Actor::User(viewer.person),
                "bench",
                contract::Language::En,
            ),
            cursor: Start::Page(people.unsigned_abs() / LIMIT / 3),
            rng: StdRng::seed_from_u64(1),
        })
    }

    /// Milliseconds of one question.
    async fn ask(&mut self, question: &str) -> Result<f64> {
        let (name, username) = self
            .people
            .choose(&mut self.rng)
            .ok_or("nobody is there")?
            .clone();
        let (first, last) = name.split_once(' ').unwrap_or((&name, ""));
        let username = username.unwrap_or_else(|| "nobody-at-all".into());
        let half = |text: &str| {
            text.chars()
                .take(text.chars().count().div_ceil(2))
                .collect::<String>()
        };
        let search = match question {
            "one letter" => first.chars().take(1).collect(),
            "three letters" => last.chars().take(3).collect(),
            "first name" => first.to_owned(),
            "last name" | "instructors of a name" => last.to_owned(),
            "both, half typed" => format!("{first} {}", half(last)),
            "exact username" => username.clone(),
            "misspelt name" => misspelt(&name, self.rng.random_range(2..5)),
            _ => String::new(),
        };
        let query = DirectoryQuery {
            search: Some(search),
            role: (question == "instructors of a name").then_some(DirectoryRole::Instructor),
            skill: None,
        };
        let start = match question {
            "everybody, page 500" => Start::Page(500),
            "everybody, by cursor" => self.cursor.clone(),
            _ => Start::Page(1),
        };
        let begun = Instant::now();
        match question {
            "a profile" => drop(
                self.directory
                    .profile(&self.ctx, &Handle::Username(username))
                    .await,
            ),
            "suggestions" => drop(self.directory.suggestions(&self.ctx, 6).await?),
            _ => {
                let page = self
                    .directory
                    .search(&self.ctx, query, &start, LIMIT)
                    .await?;
                if let (Start::Cursor(_) | Start::Page(501..), Some(next)) = (start, page.next) {
                    self.cursor = Start::Cursor(next);
                }
            }
        }
        Ok(begun.elapsed().as_secs_f64() * 1_000.0)
    }
}

/// A letter is another.
fn misspelt(name: &str, at: usize) -> String {
    name.chars()
        .enumerate()
        .map(|(n, c)| if n == at { 'q' } else { c })
        .collect()
}

/// The viewer has blocked some, and some have blocked the viewer.
async fn block_some(pool: &PgPool, viewer: &Person) -> Result<()> {
    for direction in ["$1, user_id", "user_id, $1"] {
        let sql = format!(
            "INSERT INTO blocked_users SELECT tenant_id, {direction}, NULL, now() FROM people \
             WHERE user_id <> $1 ORDER BY md5(user_id::text || 'block') LIMIT 50 ON CONFLICT DO NOTHING"
        );
        sqlx::query(AssertSqlSafe(sql))
            .bind(viewer.id.0)
            .execute(pool)
            .await?;
    }
    Ok(())
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

#[tokio::main]
async fn main() -> Result<()> {
    let sizes: Vec<i32> = std::env::args()
        .skip(1)
        .map(|size| size.parse())
        .collect::<std::result::Result<_, _>>()?;
    let mut benches = Vec::new();
    for size in &sizes {
        benches.push(Bench::new(*size).await?);
    }
    println!("milliseconds: p50 p95 p99 of {TIMES} questions, for {sizes:?} people");
    let mut all = vec![Vec::new(); benches.len()];
    for question in QUESTIONS {
        let mut times = vec![Vec::new(); benches.len()];
        // The first page by cursor is a page deep in the list; it and whatever warms the caches do not count.
        for round in 0..TIMES + 5 {
            for (bench, times) in benches.iter_mut().zip(&mut times) {
                let time = bench.ask(question).await?;
                if round >= 5 {
                    times.push(time);
                }
            }
        }
        print!("{question:>22}");
        for (times, all) in times.iter_mut().zip(&mut all) {
            all.extend_from_slice(times);
            show(times);
        }
        println!();
    }
    print!("{:>22}", "all of them");
    for times in &mut all {
        show(times);
    }
    println!();
    Ok(())
}

fn show(times: &mut [f64]) {
    times.sort_by(f64::total_cmp);
    print!(
        "  | {:7.1} {:7.1} {:7.1}",
        percentile(times, 50),
        percentile(times, 95),
        percentile(times, 99)
    );
}
