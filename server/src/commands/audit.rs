//! `audit verify`: whether the audit log is whole.

use super::{one, print_line};
use crate::{bootstrap::Process, config::Config};
use clap::Subcommand;
use contract::TenantId;
use service::audit::{AuditService, chain::Head};

/// What to do with the audit log.
#[derive(Clone, Debug, Subcommand)]
pub enum AuditCommand {
    /// Walk along the chain of every tenant, and say of each how many entries it has and where its head is. Ends
    /// with 1 and one line a fault where anything was changed, removed or added by hand.
    Verify {
        /// Of this tenant alone.
        #[arg(long)]
        tenant: Option<TenantId>,
        /// A head that was printed before and kept elsewhere, as NUMBER:HASH: finds a chain that was cut off or made
        /// anew since.
        #[arg(long, requires = "tenant")]
        head: Option<Head>,
    },
}

/// Does it.
pub(super) async fn run(config: Config, command: AuditCommand) -> Result<(), Vec<String>> {
    let AuditCommand::Verify { tenant, head } = command;
    let process = Process::wire(config).map_err(one)?;
    let audit = &process.state().services.audit;
    verify(audit, tenant, head, &mut |line| print_line(line)).await
}

/// Prints a line a tenant, and one a fault.
async fn verify(
    audit: &AuditService,
    tenant: Option<TenantId>,
    kept: Option<Head>,
    print: &mut (dyn FnMut(&str) + Send),
) -> Result<(), Vec<String>> {
    let known = audit.tenants().await.map_err(one)?;
    let tenants = match tenant {
        Some(tenant) if known.contains(&tenant) => vec![tenant],
        Some(tenant) => return Err(vec![format!("There is no tenant {tenant}.")]),
        None => known,
    };
    let mut faults = 0;
    for tenant in tenants {
        let verified = audit
            .verify(tenant, kept, |fault| {
                print(&format!("tenant {tenant}: {fault}"));
            })
            .await
            .map_err(one)?;
        faults += verified.faults;
        print(&format!(
            "tenant {tenant}: {} entries, {} of them not sealed yet, head {}",
            verified.entries, verified.waiting, verified.head
        ));
    }
    if faults > 0 {
        return Err(vec![format!(
            "The audit log is not whole: faults found, {faults}."
        )]);
    }
    Ok(())
}
