//! The command line.

use crate::config::{Config, DatabaseSettings, ServerSettings};
use clap::{Parser, Subcommand};
use std::io::Write;
use std::path::PathBuf;

/// 이음 · Ieum: from a problem to a solved one.
#[derive(Debug, Parser)]
#[command(name = "ieum", version, about)]
pub struct Cli {
    /// TOML configuration file.
    #[arg(long, global = true)]
    config: Option<PathBuf>,
    /// Data folder; overrides [server] data.
    #[arg(long, global = true)]
    data: Option<PathBuf>,
    /// Database address; overrides [database] url.
    #[arg(long, global = true)]
    database: Option<String>,
    #[command(subcommand)]
    command: Command,
}

#[derive(Debug, Subcommand)]
enum Command {
    /// Run the server.
    Serve {
        /// Address to listen on; overrides [server] listen.
        #[arg(long)]
        listen: Option<String>,
    },
    /// Bring the database up to date and stop.
    Migrate,
    /// Show the configuration.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Write everything (database and files) into one archive.
    Backup {
        /// The archive to write.
        out: PathBuf,
    },
    /// Read an archive into an empty database and data folder.
    Restore {
        /// The archive to read.
        from: PathBuf,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print every key with its value, where it came from, and what it means.
    Explain,
}

/// Runs one command.
pub async fn run(cli: Cli) -> anyhow::Result<()> {
    let mut config = Config::read(cli.config.as_deref())?;
    if let Some(data) = &cli.data {
        config.set(ServerSettings { data: data.display().to_string(), ..config.get() });
    }
    if let Some(url) = &cli.database {
        config.set(DatabaseSettings { url: url.clone(), ..config.get() });
    }
    log(&config.get::<ServerSettings>().log);
    crate::house::recorder();
    match cli.command {
        Command::Serve { listen } => {
            if let Some(listen) = listen {
                config.set(ServerSettings { listen, ..config.get() });
            }
            crate::serve::serve(config).await
        }
        Command::Migrate => {
            crate::house::open(config, crate::house::system_clock()).await?;
            Ok(())
        }
        Command::Config { what: ConfigCommand::Explain } => explain(&config),
        Command::Backup { out } => crate::backup::backup(config, &out).await,
        Command::Restore { from } => crate::backup::restore(config, &from).await,
    }
}

fn explain(config: &Config) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    for line in config.explain() {
        writeln!(out, "{} = {}\n    {} · {}", line.key, line.value, line.doc, line.source)?;
    }
    Ok(())
}

/// Log lines go to standard error; `RUST_LOG` chooses how many.
fn log(form: &str) {
    use tracing_subscriber::EnvFilter;
    let filter =
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,sqlx=warn"));
    let builder = tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr);
    let set = if form == "json" { builder.json().try_init() } else { builder.try_init() };
    if set.is_err() {
        tracing::debug!("the log was set up before");
    }
}

/// Prints an error with its causes.
pub fn complain(error: &anyhow::Error) {
    let _unwritable = writeln!(std::io::stderr(), "ieum: {error:#}");
}
