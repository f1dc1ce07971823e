//! `ieum stats --help` and `ieum region --help` in Korean for readers of Korean; in English they are what the methods themselves say.

use super::command::language;
use super::words::own;
use clap::{Arg, ArgAction, Command};
use ieum_kernel::Lang;
use ieum_stats::ask::{Family, METHODS, Method};
use ieum_web::Words;

/// The orders with their help in the language that `--lang` or the locale names, as far as this line is about figures.
pub fn in_readers_language(command: Command, line: &[String]) -> Command {
    let is_about = |family: Family| line.iter().any(|word| word == family.name());
    // An order without a method is answered with help as well.
    let wants_help =
        line.iter().any(|word| matches!(word.as_str(), "--help" | "-h" | "help")) || line.len() == 1;
    if !wants_help || !(is_about(Family::Stats) || is_about(Family::Region)) || asked_for(line) != Lang::Ko {
        return command;
    }
    let Ok(words) = own() else { return command };
    // Figures read no configuration, and what is said of it is in English.
    let command = command.mut_args(|argument| {
        let of_site = matches!(argument.get_id().as_str(), "config" | "database" | "data");
        if of_site { argument.hide(true) } else { argument }
    });
    [Family::Stats, Family::Region].into_iter().fold(command, |command, family| {
        command.mut_subcommand(family.name(), |command| of_family(command, family, &words))
    })
}

/// The language of the line: `--lang`, else the locale.
fn asked_for(line: &[String]) -> Lang {
    let given = line.iter().enumerate().find_map(|(at, word)| match word.strip_prefix("--lang") {
        Some("") => line.get(at + 1).cloned(),
        Some(rest) => rest.strip_prefix('=').map(str::to_owned),
        None => None,
    });
    let locale = || {
        let asked = Command::new("locale").arg(Arg::new("lang").long("lang").env("LANG"));
        let asked = asked.try_get_matches_from(["locale"]).ok();
        asked.and_then(|asked| asked.get_one::<String>("lang").cloned())
    };
    language(given.or_else(locale).as_deref())
}

fn of_family(command: Command, family: Family, words: &Words) -> Command {
    let say = |key: &str| words.plain(Lang::Ko, &format!("figures-help-{key}"));
    let command = METHODS.iter().filter(|method| method.family == family).fold(command, |command, method| {
        command.mut_subcommand(method.key, |command| of_method(command, method, words))
    });
    dressed(command, words)
        .about(say(family.name()))
        .subcommand_help_heading(heading(words, "methods"))
        .disable_help_subcommand(true)
}

fn of_method(command: Command, method: &Method, words: &Words) -> Command {
    let say = |key: &str| words.plain(Lang::Ko, &format!("figures-help-{key}"));
    let called = |id: &str| {
        let own = format!("figures-option-{}-{}-{id}", method.family.name(), method.key);
        let shared = format!("figures-option-{id}");
        let known = [own, shared].into_iter().find(|key| words.knows(Lang::Ko, key));
        known.map(|key| words.plain(Lang::Ko, &key))
    };
    let worded = |argument: Arg| {
        let id = argument.get_id().to_string();
        let is_own = method.options.iter().any(|option| option.key == id);
        let text = if is_own {
            called(&id)
        } else {
            let key = if id == "file" { "of-file" } else { id.as_str() };
            Some(say(key)).filter(|text| !text.starts_with("figures-"))
        };
        let place = if id == "file" { "file" } else { "options" };
        let argument = argument.help_heading(heading(words, place));
        text.map_or_else(|| argument.clone(), |text| argument.clone().help(text))
    };
    let label = format!("figures-method-{}-{}", method.family.name(), method.key);
    let about = words.plain(Lang::Ko, &label);
    dressed(command.mut_args(worded), words).about(about).after_help(say("codes"))
}

/// A heading; the command line keeps it as long as the program runs.
fn heading(words: &Words, key: &str) -> &'static str {
    words.plain(Lang::Ko, &format!("figures-help-{key}")).leak()
}

/// Usage and the flag for help in Korean.
fn dressed(command: Command, words: &Words) -> Command {
    let say = |key: &str| words.plain(Lang::Ko, &format!("figures-help-{key}"));
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help(say("help"));
    command
        .disable_help_flag(true)
        .arg(help.help_heading(heading(words, "options")))
        .help_template(format!("{{about}}\n\n{}: {{usage}}\n\n{{all-args}}{{after-help}}", say("usage")))
}

#[cfg(test)]
mod tests {
    use super::{asked_for, in_readers_language};
    use crate::cli::Cli;
    use clap::CommandFactory;
    use ieum_kernel::Lang;

    fn line(text: &str) -> Vec<String> {
        text.split(' ').map(str::to_owned).collect()
    }

    #[test]
    fn the_line_says_in_which_language() {
        assert_eq!(asked_for(&line("stats ols --lang en --help")), Lang::En);
        assert_eq!(asked_for(&line("stats --lang=ko")), Lang::Ko);
    }

    #[test]
    fn help_is_in_korean_for_readers_of_korean() {
        for order in ["stats ols --help --lang ko", "region lisa --help --lang ko", "stats --help --lang ko"]
        {
            let words = line(order);
            let command = in_readers_language(Cli::command(), &words);
            let words = std::iter::once("ieum".to_owned())
                .chain(words.into_iter().filter(|word| word != "--lang" && word != "ko"));
            let help = command.try_get_matches_from(words).expect_err("help").to_string();
            assert!(help.contains("쓰는 법"), "{help}");
            for english in ["Options:", "Usage:", "Commands:", "Print help", "Column of", "confidence of"] {
                let own: Vec<&str> = help.lines().filter(|line| line.contains(english)).collect();
                assert!(own.is_empty(), "{own:?} in {help}");
            }
        }
        let help = in_readers_language(Cli::command(), &line("stats ols --help --lang en"))
            .try_get_matches_from(["ieum", "stats", "ols", "--help"])
            .expect_err("help")
            .to_string();
        assert!(help.contains("Linear regression"), "{help}");
    }

    #[test]
    fn every_option_has_a_name_in_both_languages() {
        let words = super::own().expect("messages");
        for method in ieum_stats::ask::METHODS {
            for lang in Lang::ALL {
                let label = format!("figures-method-{}-{}", method.family.name(), method.key);
                assert!(words.knows(lang, &label), "{label}");
                for option in method.options {
                    let own =
                        format!("figures-option-{}-{}-{}", method.family.name(), method.key, option.key);
                    let shared = format!("figures-option-{}", option.key);
                    assert!(
                        words.knows(lang, &own) || words.knows(lang, &shared),
                        "{shared} of {}",
                        method.key
                    );
                }
            }
        }
    }
}
