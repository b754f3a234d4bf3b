//! `tenant create` and `tenant list`.

use super::{one, print_line};
use crate::{bootstrap::Process, config::Config};
use chrono::SecondsFormat;
use clap::Subcommand;
use contract::{Language, TenantId};
use service::{Actor, Ctx, Services};

/// What to do with tenants.
#[derive(Clone, Debug, Subcommand)]
pub enum TenantCommand {
    /// Make a tenant, and print its id.
    Create {
        /// Its id, a UUID; a new one where none is given.
        id: Option<TenantId>,
    },
    /// Print every tenant: its id, when it came to be, and how many accounts it has.
    List,
}

/// Does it.
pub(super) async fn run(config: Config, command: TenantCommand) -> Result<(), Vec<String>> {
    let process = Process::wire(config).map_err(one)?;
    let services = &process.state().services;
    match command {
        TenantCommand::Create { id } => {
            print_line(&create(services, id).await?);
        }
        TenantCommand::List => {
            for line in list(services).await? {
                print_line(&line);
            }
        }
    }
    Ok(())
}

/// Makes a tenant. Gives what is to be said of it, its id first.
async fn create(services: &Services, id: Option<TenantId>) -> Result<String, Vec<String>> {
    let id = id.unwrap_or_else(|| TenantId(services.clock.new_id()));
    let ctx = ctx(services, id);
    let is_new = services.account.create_tenant(&ctx, id).await;
    Ok(if is_new.map_err(one)? {
        id.to_string()
    } else {
        format!("{id} is there already")
    })
}

/// A line a tenant.
async fn list(services: &Services) -> Result<Vec<String>, Vec<String>> {
    let ctx = ctx(services, services.account.default_tenant());
    let tenants = services.account.list_tenants(&ctx).await.map_err(one)?;
    let line = |tenant: service::account::Tenant| {
        let created_at = tenant.created_at.to_rfc3339_opts(SecondsFormat::Secs, true);
        format!("{}  {created_at}  {} accounts", tenant.id, tenant.accounts)
    };
    Ok(tenants.into_iter().map(line).collect())
}

/// A call of this command.
fn ctx(services: &Services, tenant_id: TenantId) -> Ctx {
    let part = "command-line";
    let actor = Actor::System { part, tenant_id };
    let request_id = services.clock.new_id().to_string();
    Ctx::new(&services.clock, actor, request_id, Language::default())
}
