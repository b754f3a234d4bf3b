//! How fast admins find users: `cargo run --release -p service --example accounts -- 100000 1000000`.
//!
//! For each number makes a database of so many people beside `DATABASE_URL` (`matricula_accounts_N`, kept for
//! the next run), asks the list of users what admins ask, and prints milliseconds side by side. One caller at a
//! time, so that the numbers are those of the question, not of the queue. Neither Redis, broker nor storage is
//! asked.

use broker::{BrokerConfig, Publisher};
use contract::{
    Language, TenantId,
    account::{
        Role,
        listing::{SortOrder, UserQuery, UserSort},
    },
    avatar::UploadLimits,
    insight::DateRange,
};
use service::{
    Actor, Clock, Config, Ctx, Services,
    account::AccountConfig,
    adapters::{
        postgres::{PostgresConfig, connect, migrate},
        redis::{Redis, RedisConfig},
    },
    audit::AuditConfig,
    avatar::AvatarConfig,
    enrollment::EnrollmentConfig,
    instructor_application::ApplicationConfig,
    paging::Start,
    preference::PreferenceConfig,
    profile::ProfileConfig,
    session::SessionConfig,
};
use sqlx::{AssertSqlSafe, PgPool};
use std::{
    error::Error,
    time::{Duration, Instant},
};
use storage::{Storage, StorageConfig};
use uuid::Uuid;

type Result<T> = std::result::Result<T, Box<dyn Error>>;

const TENANT: TenantId = TenantId(Uuid::from_u128(0x7000_8000_0000_0000_0001));
const LIMIT: u32 = 20;
/// Times that each question is asked.
const TIMES: usize = 200;
/// Where nobody is.
const NOWHERE: &str = "127.0.0.1:9";

/// What is asked, and the page of it.
struct Question {
    name: &'static str,
    query: UserQuery,
    page: u32,
}

fn questions() -> Vec<Question> {
    let ask = |name, search: &str, page| Question {
        name,
        query: UserQuery {
            search: Some(search.to_owned()),
            ..UserQuery::default()
        },
        page,
    };
    let by = |question: Question, sort_by, order| Question {
        query: UserQuery {
            sort_by,
            order,
            ..question.query
        },
        ..question
    };
    let of = |question: Question, role| Question {
        query: UserQuery {
            role: Some(role),
            ..question.query
        },
        ..question
    };
    vec![
        ask("no term, page 1", "", 1),
        ask("no term, page 500", "", 500),
        ask("no term, page 2,500", "", 2_500),
        by(
            ask("by e-mail, page 500", "", 500),
            UserSort::Email,
            SortOrder::Asc,
        ),
        by(
            ask("by change, page 1", "", 1),
            UserSort::UpdatedAt,
            SortOrder::Desc,
        ),
        ask("john, page 1", "john", 1),
        ask("john, page 500", "john", 500),
        by(
            ask("john by name, page 1", "john", 1),
            UserSort::LastName,
            SortOrder::Asc,
        ),
        by(
            ask("john by name, page 50", "john", 50),
            UserSort::LastName,
            SortOrder::Asc,
        ),
        ask("example.com, page 1", "example.com", 1),
        ask("example.com, page 500", "example.com", 500),
        ask("smith12, page 1", "smith12", 1),
        ask("smith12, page 500", "smith12", 500),
        ask("smith1234, page 1", "smith1234", 1),
        ask("two letters, page 1", "sm", 1),
        ask("nobody", "qxzvw", 1),
        of(ask("admins, page 1", "", 1), Role::Admin),
        of(ask("admins named john", "john", 1), Role::Admin),
        of(ask("instructors, page 500", "", 500), Role::Instructor),
    ]
}

struct Bench {
    services: Services,
    pool: PgPool,
    admin: Ctx,
}

async fn pool(people: i32) -> Result<PgPool> {
    #[expect(
        clippy::disallowed_methods,
        reason = "a program of its own has no configuration"
    )]
    let url = std::env::var("DATABASE_URL")?;
    let name = format!("matricula_accounts_{people}");
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
        let begun = Instant::now();
        service::seed::seed(&pool, &Clock::system(), TENANT, people).await?;
        println!("made {people} people in {} s", begun.elapsed().as_secs());
    }
    let mut conn = pool.acquire().await?;
    for sql in ["SET statement_timeout = 0", "VACUUM ANALYZE"] {
        sqlx::query(sql).execute(&mut *conn).await?;
    }
    drop(conn);
    Ok(pool)
}

fn services(pool: PgPool) -> Result<Services> {
    let config = Config {
        account: AccountConfig {
            registration: false,
            default_tenant: TENANT,
            search_ttl: None,
        },
        profile: ProfileConfig {
            languages: vec![Language::En],
            completion: true,
            cache_ttl: Duration::ZERO,
        },
        avatar: AvatarConfig {
            limits: UploadLimits {
                max_bytes: 1,
                types: Vec::new(),
            },
        },
        instructor_application: ApplicationConfig {
            cooldown: chrono::TimeDelta::zero(),
        },
        preference: PreferenceConfig { cache_ttl: None },
        enrollment: EnrollmentConfig {
            cache_ttl: Duration::ZERO,
            default_page: LIMIT,
            analytics: true,
        },
        session: SessionConfig { tracking: false },
        audit: AuditConfig {
            enabled: true,
            sensitive_fields: [].into(),
        },
    };
    let redis = Redis::connect(&RedisConfig {
        url: format!("redis://{NOWHERE}").into(),
        key_prefix: "bench:".into(),
    })?;
    let publisher = Publisher::new(BrokerConfig {
        url: format!("amqp://{NOWHERE}").into(),
        exchange: "bench".into(),
        queue: "bench".into(),
        retry_pauses: Vec::new(),
        hold_at_most: Duration::ZERO,
        prefetch: 1,
        queue_type: broker::QueueType::Classic,
    });
    let storage = Storage::new(StorageConfig {
        public_url: format!("http://{NOWHERE}"),
        endpoint: None,
        region: "none".into(),
        bucket: "none".into(),
        access_key_id: "none".into(),
        secret_access_key: "none".into(),
    });
    Ok(Services::new(
        config,
        pool,
        redis,
        publisher,
        storage,
        Clock::system(),
    ))
}

impl Bench {
    async fn new(people: i32) -> Result<Self> {
        let pool = pool(people).await?;
        let admin = service::seed::find(&pool, TENANT, "1000")
            .await?
            .ok_or("nobody is there")?;
        Ok(Self {
            services: services(pool.clone())?,
            pool,
            admin: Ctx::new(
                &Clock::system(),
                Actor::User(admin.person),
                "bench",
                Language::En,
            ),
        })
    }

    /// Milliseconds of one question.
    async fn ask(&self, question: &Question) -> Result<f64> {
        let begun = Instant::now();
        let start = Start::Page(question.page);
        let query = question.query.clone();
        self.services
            .account
            .list(&self.admin, query, &start, LIMIT)
            .await?;
        Ok(milliseconds(begun))
    }

    /// Milliseconds of the numbers of a tenant.
    async fn ask_numbers(&self) -> Result<[f64; 2]> {
        let begun = Instant::now();
        self.services.account.counts(&self.admin).await?;
        let counted = milliseconds(begun);
        let begun = Instant::now();
        let range = DateRange::last(365, self.admin.now.date_naive());
        self.services.insight.overview(&self.admin, range).await?;
        Ok([counted, milliseconds(begun)])
    }

    /// Milliseconds of a change of role of a thousand people, and of a statement that keeps nothing.
    async fn change(&self) -> Result<[f64; 2]> {
        let ids = "SELECT id FROM users WHERE role = 'student' AND status = 'active' ORDER BY id LIMIT 1000";
        let ids: Vec<Uuid> = sqlx::query_scalar(ids).fetch_all(&self.pool).await?;
        let mut times = [0.0; 2];
        for (n, set) in ["role = 'instructor'", "event_sequence = event_sequence + 1"]
            .into_iter()
            .enumerate()
        {
            let mut tx = self.pool.begin().await?;
            let sql = AssertSqlSafe(format!("UPDATE users SET {set} WHERE id = ANY ($1)"));
            let begun = Instant::now();
            sqlx::query(sql).bind(&ids).execute(&mut *tx).await?;
            times[n] = milliseconds(begun);
            tx.rollback().await?;
        }
        Ok(times)
    }
}

fn milliseconds(since: Instant) -> f64 {
    since.elapsed().as_secs_f64() * 1_000.0
}

fn percentile(sorted: &[f64], percent: usize) -> f64 {
    sorted[(sorted.len() * percent / 100).min(sorted.len() - 1)]
}

fn show(name: &str, of_sizes: &mut [Vec<f64>]) {
    print!("{name:>26}");
    for times in of_sizes {
        times.sort_by(f64::total_cmp);
        print!(
            "  | {:7.1} {:7.1} {:7.1}",
            percentile(times, 50),
            percentile(times, 95),
            percentile(times, 99)
        );
    }
    println!();
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
    for question in questions() {
        let mut times = vec![Vec::new(); benches.len()];
        // Those that warm the caches, and have the search counted, do not count.
        // What reads everybody is asked less often.
        let is_slow = question.query.sort_by == UserSort::UpdatedAt;
        let rounds = if is_slow { 5 } else { TIMES };
        for round in 0..rounds + 5 {
            for (bench, times) in benches.iter().zip(&mut times) {
                let time = bench.ask(&question).await?;
                if round == 0 {
                    print!("{time:.0} ms at first; ");
                } else if round >= 5 {
                    times.push(time);
                }
            }
        }
        show(question.name, &mut times);
    }
    let mut numbers = [const { Vec::new() }; 2];
    for bench in &benches {
        let mut times = [const { Vec::new() }; 2];
        for _ in 0..TIMES {
            for (times, time) in times.iter_mut().zip(bench.ask_numbers().await?) {
                times.push(time);
            }
        }
        for (all, times) in numbers.iter_mut().zip(times) {
            all.push(times);
        }
    }
    show("users/stats", &mut numbers[0]);
    show("overview of 365 days", &mut numbers[1]);
    let mut changes = [const { Vec::new() }; 2];
    for bench in &benches {
        let mut times = [const { Vec::new() }; 2];
        for _ in 0..10 {
            for (times, time) in times.iter_mut().zip(bench.change().await?) {
                times.push(time);
            }
        }
        for (all, times) in changes.iter_mut().zip(times) {
            all.push(times);
        }
    }
    show("a role of 1,000 people", &mut changes[0]);
    show("what keeps nothing", &mut changes[1]);
    Ok(())
}
