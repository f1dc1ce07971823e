//! `ieum`: the whole platform in one program.

use clap::Parser;

#[tokio::main]
async fn main() -> std::process::ExitCode {
    match ieum::cli::run(ieum::cli::Cli::parse()).await {
        Ok(code) => code,
        Err(error) => {
            ieum::cli::complain(&error);
            std::process::ExitCode::FAILURE
        }
    }
}
