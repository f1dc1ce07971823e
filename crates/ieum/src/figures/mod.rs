//! `ieum stats …` and `ieum region …`: a file in, figures out, in the reader's words.
//!
//! Which methods there are, what they ask for and what they compute is said once, in `ieum_stats::ask`; this folder reads files, words
//! what was found and prints it.

mod answers;
mod command;
mod help;
mod print;
mod progress;
mod read;
mod words;

pub use answers::Worded;
pub use command::{Asked, RegionCommand, StatsCommand};
pub use help::in_readers_language;
pub use read::{Trouble, table_from};
pub use words::{said, worded};

use ieum_stats::ask::{Request, Takes, answer};
use std::io::Write;
use std::process::ExitCode;

/// How an order to compute ended; programs may rely on the numbers.
///
/// 0 the figures were printed; 1 the audit found figures that cannot hold; 2 the order or the data cannot be used as they are; 3 the
/// answer could not be written.
pub fn run(asked: &Asked) -> ExitCode {
    match compute(asked) {
        Ok(code) => ExitCode::from(code),
        Err(error) => {
            crate::cli::complain(&error);
            ExitCode::from(3)
        }
    }
}

fn compute(asked: &Asked) -> anyhow::Result<u8> {
    let words = words::own()?;
    let lang = asked.lang;
    let mut out = std::io::BufWriter::new(std::io::stdout().lock());
    if asked.explain {
        print::explanation(&mut out, &words, lang, asked.method)?;
        if asked.file.is_none() {
            out.flush()?;
            return Ok(0);
        }
    }
    let progress = progress::Progress::begin(&words, lang);
    let computed = request(asked)
        .and_then(|request| Ok((answer(asked.method, &request).map_err(Trouble::Refused)?, request)));
    drop(progress);
    let (answer, _request) = match computed {
        Ok(computed) => computed,
        Err(trouble) => {
            let mut told = std::io::stderr().lock();
            for line in trouble.told(&words, lang) {
                writeln!(told, "ieum: {line}")?;
            }
            return Ok(2);
        }
    };
    let figures = words::worded(&words, lang, asked.method, answer.figures);
    match asked.form {
        command::Form::Json => writeln!(out, "{}", serde_json::to_string_pretty(&figures)?)?,
        command::Form::Csv => print::csv(&mut out, &figures)?,
        command::Form::People => print::people(&mut out, &words, lang, &figures)?,
    }
    out.flush()?;
    Ok(u8::from(answer.doubts))
}

fn request(asked: &Asked) -> Result<Request, Trouble> {
    let file = asked.file.as_deref().ok_or(Trouble::NoFile)?;
    let mut request = Request::about(read::table(file, asked.sheet.as_deref())?);
    for (key, value) in &asked.options {
        let takes_table =
            asked.method.options.iter().any(|option| option.key == key && option.takes == Takes::Table);
        request = if takes_table {
            request.beside(key, read::table(value.as_ref(), None)?)
        } else {
            request.option(key, value.clone())
        };
    }
    Ok(request)
}
