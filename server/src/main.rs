//! The binary: `serve` (default), `worker`, `dev`, `migrate`, `seed`, `openapi`, `token`.

use clap::Parser;
use std::process::ExitCode;

/// The Matricula user service.
#[derive(Parser)]
#[command(version, about)]
struct Arguments {
    #[command(subcommand)]
    command: Option<server::commands::Command>,
}

#[tokio::main]
async fn main() -> ExitCode {
    let command = Arguments::parse().command.unwrap_or_default();
    match server::commands::run(command).await {
        Ok(()) => ExitCode::SUCCESS,
        Err(problems) => {
            for problem in problems {
                #[expect(
                    clippy::print_stderr,
                    reason = "there may be no log yet, and a person is waiting"
                )]
                {
                    eprintln!("matricula: {problem}");
                }
            }
            ExitCode::FAILURE
        }
    }
}
