//! The binary: `serve` (default), `web`, `worker`, `media`, `dev`, `migrate`, `health` and others: see `commands`.

use clap::Parser;
use server::commands::tell;
use std::process::ExitCode;
use tikv_jemallocator::Jemalloc;

#[global_allocator]
static ALLOCATOR: Jemalloc = Jemalloc;

/// The Matricula user service.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<server::commands::Command>,
}

fn main() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or_default();
    let runtime = match tokio::runtime::Runtime::new() {
        Ok(runtime) => runtime,
        Err(error) => {
            tell(&format!("The runtime cannot begin: {error}."));
            return ExitCode::FAILURE;
        }
    };
    let ended = runtime.block_on(server::commands::run(command));
    #[cfg(feature = "otel")]
    server::traces::end();
    // A picture that is being decoded cannot be interrupted, and nobody waits for it any more.
    runtime.shutdown_background();
    server::logging::end();
    match ended {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in &problems {
                tell(problem);
            }
            ExitCode::FAILURE
        }
    }
}
