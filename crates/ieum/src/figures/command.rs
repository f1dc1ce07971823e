//! The orders of the command line, made from the methods' own declarations.

use clap::{Arg, ArgAction, ArgMatches, Args, Command, FromArgMatches, value_parser};
use ieum_kernel::Lang;
use ieum_stats::ask::{Family, METHODS, Method, Opt, Takes, method};
use std::path::PathBuf;

/// What the answer is printed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    People,
    Json,
    Csv,
}

/// An order: a method, a file, options.
#[derive(Debug, Clone)]
pub struct Asked {
    pub(super) method: &'static Method,
    pub(super) file: Option<PathBuf>,
    pub(super) sheet: Option<String>,
    pub(super) options: Vec<(String, String)>,
    pub(super) form: Form,
    pub(super) lang: Lang,
    pub(super) explain: bool,
}

/// `ieum stats`
#[derive(Debug, Clone)]
pub struct StatsCommand(pub Asked);

/// `ieum region`
#[derive(Debug, Clone)]
pub struct RegionCommand(pub Asked);

impl FromArgMatches for StatsCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        asked(Family::Stats, matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for StatsCommand {
    fn augment_args(command: Command) -> Command {
        methods(Family::Stats, command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

impl FromArgMatches for RegionCommand {
    fn from_arg_matches(matches: &ArgMatches) -> Result<Self, clap::Error> {
        asked(Family::Region, matches).map(Self)
    }

    fn update_from_arg_matches(&mut self, matches: &ArgMatches) -> Result<(), clap::Error> {
        *self = Self::from_arg_matches(matches)?;
        Ok(())
    }
}

impl Args for RegionCommand {
    fn augment_args(command: Command) -> Command {
        methods(Family::Region, command)
    }

    fn augment_args_for_update(command: Command) -> Command {
        Self::augment_args(command)
    }
}

fn methods(family: Family, command: Command) -> Command {
    let own = METHODS.iter().filter(|method| method.family == family).map(order);
    command.subcommand_required(true).arg_required_else_help(true).subcommands(own)
}

fn order(method: &Method) -> Command {
    let path = || value_parser!(PathBuf);
    Command::new(method.key)
        .about(method.about)
        .arg(Arg::new("file").value_name("FILE").value_parser(path()).help("CSV, TSV, XLSX, XLS, ODS or JSON lines; - reads standard input"))
        .arg(Arg::new("data").long("data").value_name("FILE").value_parser(path()).conflicts_with("file").help("The same"))
        .args(method.options.iter().map(argument))
        .arg(Arg::new("sheet").long("sheet").value_name("NAME").help("Worksheet of a workbook; the first one with content unless given"))
        .arg(Arg::new("json").long("json").action(ArgAction::SetTrue).conflicts_with("csv").help("Print JSON with all the digits of a double"))
        .arg(Arg::new("csv").long("csv").action(ArgAction::SetTrue).help("Print the main table as CSV"))
        .arg(Arg::new("lang").long("lang").env("LANG").hide_env(true).value_name("LANG").help("ko or en; as the locale says unless given"))
        .arg(Arg::new("explain").long("explain").action(ArgAction::SetTrue).help("Print the formula and its source"))
        .after_help("Exit codes: 0 done, 1 the audit found figures that cannot hold, 2 the order or the data cannot be used, 3 nothing could be written")
}

fn argument(option: &Opt) -> Arg {
    let argument = Arg::new(option.key).long(option.key).help(option.about);
    let argument = match option.takes {
        Takes::Flag => return argument.action(ArgAction::SetTrue),
        Takes::Column => argument.value_name("COLUMN"),
        Takes::Columns => argument.value_name("COLUMNS").action(ArgAction::Append),
        Takes::Text => argument.value_name("TEXT").allow_hyphen_values(true),
        Takes::Number => argument.value_name("NUMBER").allow_negative_numbers(true),
        Takes::Whole => argument.value_name("COUNT"),
        Takes::Choice(words) => argument.value_name("WORD").value_parser(words.to_vec()),
        Takes::Table => argument.value_name("FILE"),
    };
    if option.needed { argument.required_unless_present("explain") } else { argument }
}

fn asked(family: Family, matches: &ArgMatches) -> Result<Asked, clap::Error> {
    let missing = || clap::Error::new(clap::error::ErrorKind::MissingSubcommand);
    let (key, matches) = matches.subcommand().ok_or_else(missing)?;
    let method = method(family, key).ok_or_else(missing)?;
    let mut options = Vec::new();
    for option in method.options {
        match option.takes {
            Takes::Flag if matches.get_flag(option.key) => {
                options.push((option.key.to_owned(), String::new()))
            }
            Takes::Flag => {}
            _ => {
                let given = matches.get_many::<String>(option.key).into_iter().flatten();
                options.extend(given.map(|value| (option.key.to_owned(), value.clone())));
            }
        }
    }
    let file = matches.get_one::<PathBuf>("file").or_else(|| matches.get_one::<PathBuf>("data"));
    let explain = matches.get_flag("explain");
    if file.is_none() && !explain {
        return Err(clap::Error::raw(clap::error::ErrorKind::MissingRequiredArgument, "a FILE is needed\n"));
    }
    let form = match (matches.get_flag("json"), matches.get_flag("csv")) {
        (true, _) => Form::Json,
        (_, true) => Form::Csv,
        _ => Form::People,
    };
    Ok(Asked {
        method,
        file: file.cloned(),
        sheet: matches.get_one::<String>("sheet").cloned(),
        options,
        form,
        lang: language(matches.get_one::<String>("lang").map(String::as_str)),
        explain,
    })
}

/// The language a locale such as `ko_KR.UTF-8` names: Korean where none is named, English for any other.
pub(super) fn language(locale: Option<&str>) -> Lang {
    match locale {
        None | Some("") => Lang::Ko,
        Some(locale) => locale.parse().unwrap_or(Lang::En),
    }
}

#[cfg(test)]
mod tests {
    use super::{Form, StatsCommand, language};
    use clap::{Args, Command, FromArgMatches};
    use ieum_kernel::Lang;

    fn read(line: &str) -> Result<super::Asked, String> {
        let command = StatsCommand::augment_args(Command::new("stats"));
        let matches =
            command.try_get_matches_from(line.split_whitespace()).map_err(|error| error.to_string())?;
        StatsCommand::from_arg_matches(&matches).map(|command| command.0).map_err(|error| error.to_string())
    }

    #[test]
    fn an_order_is_read_as_its_method_declares_it() {
        let asked = read("stats ols --data f.csv --formula y~x --errors hc1 --influence --json --lang en")
            .expect("an order");
        assert_eq!((asked.method.key, asked.form, asked.lang), ("ols", Form::Json, Lang::En));
        assert_eq!(asked.options.len(), 3);
        assert_eq!(
            read("stats audit f.csv").expect("an order").file.expect("a file").to_str(),
            Some("f.csv")
        );
        assert!(read("stats ols --explain").is_ok());
        for wrong in [
            "stats",
            "stats ols f.csv",
            "stats audit",
            "stats ols f.csv --formula y~x --errors hc9",
            "stats nothing",
        ] {
            assert!(read(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn the_locale_chooses_the_language() {
        for (locale, lang) in [
            (None, Lang::Ko),
            (Some("ko_KR.UTF-8"), Lang::Ko),
            (Some("en_GB"), Lang::En),
            (Some("C"), Lang::En),
        ] {
            assert_eq!(language(locale), lang);
        }
    }
}
