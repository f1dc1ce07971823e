//! The command line.

use crate::config::{Config, DatabaseSettings, ServerSettings};
use crate::figures::{RegionCommand, StatsCommand};
use crate::model::ModelCommand;
use clap::{CommandFactory, FromArgMatches, Parser, Subcommand};
use ieum_search::eval::Collection;
use std::io::Write;
use std::path::PathBuf;
use std::process::ExitCode;

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
    /// Make a sample region and serve it: prints the address and one sign-in a role.
    Demo {
        /// Port to listen on; 0 takes any free one.
        #[arg(long, default_value_t = 8080)]
        port: u16,
        /// Print `{url, accounts}` as the first line, for programs.
        #[arg(long)]
        json: bool,
        /// Fill the folder and end; what the program asks of itself.
        #[arg(long, hide = true)]
        fill_only: bool,
    },
    /// Bring the database up to date and stop.
    Migrate,
    /// Show the configuration.
    Config {
        #[command(subcommand)]
        what: ConfigCommand,
    },
    /// Rank what can solve a problem, with reasons.
    Match {
        /// The problem in Korean or English.
        words: String,
        /// How many answers.
        #[arg(long, default_value_t = 10)]
        k: usize,
        /// `ko` or `en`.
        #[arg(long, default_value = "ko")]
        lang: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Statistics: describe, test, model, audit printed results.
    Stats(StatsCommand),
    /// Regional measures: specialisation, relatedness, complexity, change, places.
    Region(RegionCommand),
    /// Search engine tools.
    Search {
        #[command(subcommand)]
        what: SearchCommand,
    },
    /// The optional model that lets search read Korean and English alike.
    Model {
        #[command(subcommand)]
        what: ModelCommand,
    },
    /// Import a list of things into the catalogue.
    Import {
        /// `instrument`, `organisation`, `service`, …
        kind: String,
        /// CSV, XLSX or JSON lines.
        file: PathBuf,
        /// Facility of rows that name none: id or exact name.
        #[arg(long, default_value = "")]
        facility: String,
        /// Organisation of rows that name none: id or exact name.
        #[arg(long, default_value = "")]
        organisation: String,
        /// Try only, write nothing.
        #[arg(long)]
        dry_run: bool,
        /// Load nothing when a row is faulty.
        #[arg(long)]
        only_all: bool,
    },
    /// Instruments that stand in the register, or in a list, twice: with reasons, as a table, JSON or a report to sign.
    Duplicates {
        /// A list (CSV, XLSX) instead of the register.
        #[arg(long, conflicts_with = "organisations")]
        file: Option<PathBuf>,
        /// Names of organisations to decide about, and organisations entered twice, instead of instruments. Ends with 3 when
        /// somebody has to decide.
        #[arg(long)]
        organisations: bool,
        /// `ko` or `en`.
        #[arg(long, default_value = "ko")]
        lang: String,
        /// Print JSON.
        #[arg(long)]
        json: bool,
        /// Write the report as PDF.
        #[arg(long)]
        pdf: Option<PathBuf>,
    },
    /// People of this node.
    Person {
        #[command(subcommand)]
        what: PersonCommand,
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
enum SearchCommand {
    /// Measure the ranking on a judged collection; prints JSON.
    Eval {
        /// JSON lines `{id, title, text}`.
        #[arg(long)]
        corpus: PathBuf,
        /// JSON lines `{id, text}`.
        #[arg(long)]
        queries: PathBuf,
        /// Tab-separated `query doc grade`.
        #[arg(long)]
        qrels: PathBuf,
        /// Hits a timed search returns.
        #[arg(long, default_value_t = 10)]
        k: usize,
        /// Write the run, question by question, to compare later ones with.
        #[arg(long)]
        save: Option<PathBuf>,
        /// A saved run to compare with: paired bootstrap over the questions.
        #[arg(long)]
        against: Option<PathBuf>,
        /// With the model of the data folder, if it has one.
        #[arg(long)]
        model: bool,
    },
    /// Fit weights to what people chose and say how they do, without writing anything; prints JSON.
    Learn,
    /// Say what each word brings to the score of one thing, as anybody sees it.
    Explain {
        /// The problem, in Korean or English.
        words: String,
        /// Id of the thing, as in its address.
        id: String,
        /// `ko` or `en`.
        #[arg(long, default_value = "ko")]
        lang: String,
        /// Print JSON, with the figures of each term.
        #[arg(long)]
        json: bool,
    },
}

#[derive(Debug, Subcommand)]
enum PersonCommand {
    /// Open an account; the password is read from standard input.
    Add {
        #[arg(long)]
        email: String,
        #[arg(long)]
        name: String,
        /// `operator` or `planner`; other roles belong to an organisation and are given on its page.
        #[arg(long, default_value = "operator")]
        role: String,
    },
}

#[derive(Debug, Subcommand)]
enum ConfigCommand {
    /// Print every key with its value, where it came from, and what it means.
    Explain,
}

/// How `duplicates --organisations` ends when somebody has to decide something.
const TO_DECIDE: u8 = 3;

/// Runs the order of the command line to its end, on threads of its own.
///
/// Here and not in `main.rs`: the compiler writes the steps of a future where they are first taken, and the whole house would be
/// compiled a second time for the program.
pub fn start() -> ExitCode {
    let order = order();
    // Figures need neither the configuration nor the house, and their exit codes are their own.
    if let Command::Stats(StatsCommand(asked)) | Command::Region(RegionCommand(asked)) = &order.command {
        return crate::figures::run(asked);
    }
    let threads = tokio::runtime::Builder::new_multi_thread().enable_all().build();
    let done = threads.map_err(anyhow::Error::from).and_then(|threads| threads.block_on(run(order)));
    done.unwrap_or_else(|error| {
        complain(&error);
        ExitCode::FAILURE
    })
}

/// The order of the command line; what cannot be read ends the program with its reason.
fn order() -> Cli {
    let line: Vec<String> =
        std::env::args_os().skip(1).map(|word| word.to_string_lossy().into_owned()).collect();
    let command = crate::figures::in_readers_language(Cli::command(), &line);
    Cli::from_arg_matches(&command.get_matches()).unwrap_or_else(|error| error.exit())
}

/// Runs one command.
async fn run(cli: Cli) -> anyhow::Result<ExitCode> {
    let mut config = Config::read(cli.config.as_deref())?;
    if let Some(data) = &cli.data {
        config.set(ServerSettings { data: data.display().to_string(), ..config.get() });
    }
    if let Some(url) = &cli.database {
        config.set(DatabaseSettings { url: url.clone(), ..config.get() });
    }
    log(&config.get::<ServerSettings>().log);
    crate::house::recorder();
    let done = match cli.command {
        Command::Stats(StatsCommand(asked)) | Command::Region(RegionCommand(asked)) => {
            return Ok(crate::figures::run(&asked));
        }
        Command::Serve { listen } => {
            if let Some(listen) = listen {
                config.set(ServerSettings { listen, ..config.get() });
            }
            crate::serve::serve(config).await
        }
        Command::Demo { port, json, fill_only } => {
            crate::demo::run(config, crate::demo::Wish { port, data: cli.data, json, fill_only }).await
        }
        Command::Migrate => {
            crate::house::open(config, crate::house::system_clock()).await?;
            Ok(())
        }
        Command::Config { what: ConfigCommand::Explain } => explain(&config),
        Command::Match { words, k, lang, json } => {
            crate::tools::match_words(config, &words, &lang, k, json).await
        }
        Command::Search { what: SearchCommand::Eval { corpus, queries, qrels, k, save, against, model } } => {
            let collection = Collection { corpus: &corpus, queries: &queries, qrels: &qrels, k, every: 1 };
            let model = model.then(|| config.data());
            crate::tools::evaluate(&collection, model.as_deref(), save.as_deref(), against.as_deref())
        }
        Command::Search { what: SearchCommand::Learn } => crate::tools::learn(config).await,
        Command::Search { what: SearchCommand::Explain { words, id, lang, json } } => {
            crate::tools::explain(config, &words, &id, &lang, json).await
        }
        Command::Model { what } => return crate::model::run(&config.data(), &what),
        Command::Import { kind, file, facility, organisation, dry_run, only_all } => {
            let wish = crate::tools::ImportWish { kind, file, facility, organisation, dry_run, only_all };
            crate::tools::import(config, wish).await
        }
        Command::Duplicates { organisations: true, lang, json, pdf, .. } => {
            let (told, open) = crate::namesakes::organisations(config, &lang, json, pdf.as_deref()).await?;
            write!(std::io::stdout().lock(), "{told}")?;
            return Ok(if open { ExitCode::from(TO_DECIDE) } else { ExitCode::SUCCESS });
        }
        Command::Duplicates { file, lang, json, pdf, .. } => {
            crate::twins::duplicates(config, file.as_deref(), &lang, json, pdf.as_deref()).await
        }
        Command::Person { what: PersonCommand::Add { email, name, role } } => {
            crate::tools::add_person(config, &email, &name, &role).await
        }
        Command::Backup { out } => crate::backup::backup(config, &out).await,
        Command::Restore { from } => crate::backup::restore(config, &from).await,
    };
    done.map(|()| ExitCode::SUCCESS)
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
        EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tantivy=warn,sqlx=error"));
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
