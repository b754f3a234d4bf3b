//! The subcommands.

mod audit;
mod bucket;
mod dead_letters;
#[cfg(feature = "dev")]
mod demo;
#[cfg(feature = "dev")]
mod dev;
mod health;
mod media;
mod serve;
mod tenant;
#[cfg(feature = "dev")]
mod token;

use crate::{
    bootstrap::Process,
    config::{Config, MediaProcessConfig},
    http, logging,
};
pub use audit::AuditCommand;
use clap::Subcommand;
pub use dead_letters::DeadLetterCommand;
use service::adapters::postgres;
use std::collections::BTreeMap;
pub use tenant::TenantCommand;

type Variables = BTreeMap<String, String>;

/// What to do.
#[derive(Clone, Debug, Default, Subcommand)]
pub enum Command {
    /// Serve pages and API, and run the workers (the default).
    #[default]
    Serve,
    /// Serve pages and API; another process runs the workers.
    Web,
    /// Run the workers alone: outbox relay, event consumer, sweeper.
    Worker,
    /// Run the media-service alone: pictures of what people upload.
    Media,
    /// Everything for development in one process, with an OpenID provider, a storage and demo
    /// accounts.
    #[cfg(feature = "dev")]
    Dev,
    /// The OpenID provider of development alone, with demo accounts, on `DEV_AUTH_PORT`.
    #[cfg(feature = "dev")]
    DevAuth,
    /// Bring the schema up to date, and make the bucket of pictures ready.
    Migrate {
        /// Give this database role, which must be there, the rights that `serve`, `web` and `worker` need and no more.
        #[arg(long)]
        application_role: Option<String>,
    },
    /// Ask the audit log whether it is whole.
    Audit {
        /// What to ask.
        #[command(subcommand)]
        command: AuditCommand,
    },
    /// Make and list tenants.
    Tenant {
        /// What to do.
        #[command(subcommand)]
        command: TenantCommand,
    },
    /// See what could not be taken in and was put aside, and try it again.
    DeadLetters {
        /// What to do.
        #[command(subcommand)]
        command: DeadLetterCommand,
    },
    /// Ask the process beside this one whether it is ready: 0 if it is, else 1 and one sentence.
    Health {
        /// Its port, where it is not the one that `PORT` names.
        #[arg(long)]
        port: Option<u16>,
        /// What to ask for.
        #[arg(long, default_value = "/health/ready")]
        path: String,
    },
    /// Add many people, to try and to measure with.
    Seed {
        /// How many.
        #[arg(long, default_value_t = 1_000, value_parser = clap::value_parser!(i32).range(1..=10_000_000))]
        users: i32,
    },
    /// Print the OpenAPI document.
    Openapi,
    /// Print a JWT for trying the API.
    #[cfg(feature = "dev")]
    Token {
        /// Whose: an id, an e-mail address, or a number of the seed.
        user: String,
    },
}

/// Does it.
///
/// # Errors
/// One sentence a problem.
pub async fn run(command: Command) -> Result<(), Vec<String>> {
    match command {
        Command::Serve => serve::run(read()?, serve::ALL).await,
        Command::Web => serve::run(read()?, serve::WEB).await,
        Command::Worker => serve::run(read()?, serve::WORK).await,
        #[cfg(feature = "dev")]
        Command::Dev => dev::run(variables()).await,
        #[cfg(feature = "dev")]
        Command::DevAuth => dev::alone::run(variables()).await,
        Command::Media => media::run(MediaProcessConfig::read(variables())?).await,
        Command::Migrate { application_role } => migrate(read()?, application_role).await,
        Command::Audit { command } => audit::run(read()?, command).await,
        Command::Tenant { command } => tenant::run(read()?, command).await,
        Command::DeadLetters { command } => dead_letters::run(variables(), command).await,
        Command::Health { port, path } => health::run(&variables(), port, &path).await,
        Command::Seed { users } => seed(read()?, users).await,
        Command::Openapi => {
            let document = http::openapi().to_pretty_json().map_err(one)?;
            print_line(&document);
            Ok(())
        }
        #[cfg(feature = "dev")]
        Command::Token { user } => token::run(read()?, &user).await,
    }
}

/// What storage lacks is told and no failure: whoever waits for the schema goes on, and everything
/// but pictures works without.
async fn migrate(config: Config, role: Option<String>) -> Result<(), Vec<String>> {
    let process = begin(config)?;
    process.migrate().await.map_err(one)?;
    if let Some(role) = role {
        let pool = &process.state().parts.pool;
        let granted = postgres::grant(pool, &role).await;
        granted.map_err(|error| vec![format!("--application-role: {error}.")])?;
    }
    for sentence in bucket::prepare(process.state()).await {
        tell(&sentence);
    }
    Ok(())
}

async fn seed(config: Config, users: i32) -> Result<(), Vec<String>> {
    if config.server.app_env == crate::config::AppEnv::Production {
        return Err(vec![
            "APP_ENV is production: nobody is made up there.".into(),
        ]);
    }
    let tenant = config.default_tenant;
    let process = begin(config)?;
    process.migrate().await.map_err(one)?;
    let state = process.state();
    let added = service::seed::seed(&state.parts.pool, &state.services.clock, tenant, users)
        .await
        .map_err(one)?;
    print_line(&format!("{added} people added"));
    Ok(())
}

fn read() -> Result<Config, Vec<String>> {
    Config::read(variables())
}

fn begin(config: Config) -> Result<Process, Vec<String>> {
    logging::begin(&config.log).map_err(one)?;
    Process::wire(config).map_err(one)
}

#[expect(
    clippy::disallowed_methods,
    reason = "the one door through which the environment comes in"
)]
fn variables() -> Variables {
    std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.into_string().ok()?)))
        .collect()
}

#[expect(clippy::needless_pass_by_value, reason = "fits map_err")]
fn one(error: impl ToString) -> Vec<String> {
    vec![error.to_string()]
}

#[expect(clippy::print_stdout, reason = "this is what was asked for")]
fn print_line(text: &str) {
    println!("{text}");
}

/// Says something to the person who is waiting.
#[expect(
    clippy::print_stderr,
    reason = "there may be no log yet, and a person is waiting"
)]
pub fn tell(sentence: &str) {
    eprintln!("matricula: {sentence}");
}
