//! `cargo xtask new`: lays out a room or a thing the way every other one is laid out.

use crate::machine::say;
use crate::rust_source::kebab;
use anyhow::{Context, Result, bail};
use clap::Subcommand;
use std::path::Path;

#[derive(Subcommand)]
pub(crate) enum What {
    /// A new part of the domain: `cargo xtask new room foresight`
    Room { name: String },
    /// A new thing in a room: `cargo xtask new thing operations booking`
    Thing { room: String, name: String },
}

/// Writes the files and says what is left to do by hand.
pub(crate) fn run(root: &Path, what: &What) -> Result<bool> {
    let (files, next) = match what {
        What::Room { name } => (room(name)?, room_next(name)),
        What::Thing { room, name } => (thing(room, name)?, thing_next(room, name)),
    };
    for (path, text) in &files {
        let place = root.join(path);
        if place.exists() {
            bail!("{path} already exists");
        }
        std::fs::create_dir_all(place.parent().context("name the folder")?)?;
        std::fs::write(&place, text).with_context(|| format!("write {path}"))?;
        say(&format!("wrote {path}"));
    }
    say(&next);
    Ok(true)
}

/// Lower-case letters and underscores only.
fn named(name: &str) -> Result<&str> {
    let fits = name.starts_with(|c: char| c.is_ascii_lowercase())
        && name.chars().all(|c| c.is_ascii_lowercase() || c == '_');
    if fits { Ok(name) } else { bail!("{name:?} is no name: use lower-case letters and `_`") }
}

fn pascal(name: &str) -> String {
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters
            .next()
            .map(|first| first.to_uppercase().chain(letters).collect::<String>())
            .unwrap_or_default()
    };
    name.split('_').map(capital).collect()
}

fn room(name: &str) -> Result<Vec<(String, String)>> {
    let name = named(name)?;
    let folder = format!("crates/ieum-{}", kebab(name));
    let manifest = format!(
        "[package]\nname = \"ieum-{}\"\nversion.workspace = true\nedition.workspace = true\nrust-version.workspace = true\n\
         license.workspace = true\npublish.workspace = true\n\n[lints]\nworkspace = true\n\n[dependencies]\n\
         ieum-kernel.workspace = true\nieum-db.workspace = true\nieum-web.workspace = true\nthiserror.workspace = true\n\
         serde.workspace = true\n",
        kebab(name)
    );
    let readme = format!(
        "# {name}\n\nWhat it is for, in one sentence.\n\n**Words**: the rows of GLOSSARY.md this room owns.\n\n\
         **Doors**: what other crates may hold, what it asks (`src/asks.rs`), what it shows (`public_*` views).\n\n\
         **Not here**: what it deliberately does not do, and who does.\n"
    );
    let library = format!(
        "//! {}: what this part of the domain is for, in one sentence.\n\npub mod asks;\n",
        pascal(name)
    );
    let asks = "//! What this room asks of others, as traits that the house answers.\n".to_owned();
    let put = |path: &str, text: String| (format!("{folder}/{path}"), text);
    Ok(vec![
        put("Cargo.toml", manifest),
        put("README.md", readme),
        put("src/lib.rs", library),
        put("src/asks.rs", asks),
    ])
}

fn room_next(name: &str) -> String {
    format!(
        "next: a row for ieum-{0} in xtask/src/checks/crates.rs and in the workspace's dependencies, one line in \
         crates/ieum/src/rooms.rs, its words in GLOSSARY.md, and `cargo xtask new thing {0} NAME`",
        kebab(name)
    )
}

fn thing(room: &str, name: &str) -> Result<Vec<(String, String)>> {
    let (room, name) = (named(room)?, named(name)?);
    let (title, key) = (pascal(name), kebab(name));
    let crate_folder = format!("crates/ieum-{}", kebab(room));
    let folder = format!("{crate_folder}/src/{name}");
    let put = |path: &str, text: String| (format!("{folder}/{path}"), text);
    let module = format!(
        "//! {title}: what it is, in one sentence.\n\npub mod policy;\nmod routes;\npub mod service;\nmod store;\n\
         #[path = \"{name}.rs\"]\nmod thing;\n\npub use routes::doors;\npub use thing::{title};\n"
    );
    let own = format!(
        "use ieum_kernel::Id;\nuse serde::Serialize;\n\n/// What it is, in one sentence; units, ranges and source below.\n\
         #[derive(Debug, Clone, PartialEq, Serialize)]\npub struct {title} {{\n    /// Its identity.\n    pub id: Id<{title}>,\n}}\n"
    );
    let policy = format!(
        "//! The rules of {name}: pure functions of facts, answering with every reason at once.\n\nuse serde::Serialize;\n\n\
         /// All that a rule may look at.\npub struct Facts<'a> {{\n    /// What the person asks for.\n    pub ask: &'a str,\n}}\n\n\
         /// Why the answer is no: one variant, one rule, one test, one message in each language.\n\
         #[derive(Debug, Clone, PartialEq, Serialize, thiserror::Error)]\n#[serde(tag = \"rule\", rename_all = \"kebab-case\")]\n\
         pub enum Refusal {{\n    /// Something must be asked for.\n    #[error(\"asks for nothing\")]\n    Empty,\n}}\n\n\
         /// Every rule, in the order people read the reasons.\nconst RULES: &[fn(&Facts) -> Option<Refusal>] = &[not_empty];\n\n\
         /// Returns all reasons at once.\npub fn refusals(facts: &Facts) -> Vec<Refusal> {{\n    \
         RULES.iter().filter_map(|rule| rule(facts)).collect()\n}}\n\n/// Something must be asked for.\n\
         fn not_empty(f: &Facts) -> Option<Refusal> {{\n    f.ask.is_empty().then_some(Refusal::Empty)\n}}\n\n\
         #[cfg(test)]\nmod tests {{\n    use super::*;\n\n    #[track_caller]\n    fn check(ask: &str, expected: &[Refusal]) {{\n        \
         assert_eq!(refusals(&Facts {{ ask }}), expected);\n    }}\n\n    #[test]\n    fn nothing_is_refused() {{\n        \
         check(\"\", &[Refusal::Empty]);\n        check(\"something\", &[]);\n    }}\n}}\n"
    );
    let words = |word: &str, reason: &str| format!("{key}-title = {word}\n{key}-refused-empty = {reason}\n");
    Ok(vec![
        put("mod.rs", module),
        put(&format!("{name}.rs"), own),
        put("policy.rs", policy),
        put("store.rs", format!("//! What we keep of {name}: its SQL, one text for both databases.\n")),
        put(
            "service.rs",
            format!(
                "//! The order of things for {name}: take the turn, gather facts, ask the rules, write.\n"
            ),
        ),
        put(
            "routes.rs",
            format!(
                "//! What people see of {name}.\n\nuse ieum_web::Doors;\n\n/// Its pages and its API, each with its \
                 permission.\npub fn doors() -> Doors {{\n    Doors::new()\n}}\n"
            ),
        ),
        put(
            "pages/list.html",
            format!(
                "{{% extends \"layout.html\" %}}\n{{% block main %}}\n<h1>{{{{ t(\"{key}-title\") }}}}</h1>\n{{% endblock %}}\n"
            ),
        ),
        put("pages/list.samples.json", "{ \"empty\": {} }\n".to_owned()),
        (format!("{crate_folder}/locales/ko/{key}.ftl"), words(&title, "무엇을 할지 적어 주세요.")),
        (format!("{crate_folder}/locales/en/{key}.ftl"), words(&title, "Say what you ask for.")),
    ])
}

fn thing_next(room: &str, name: &str) -> String {
    format!(
        "next: `pub mod {name};` and its doors in crates/ieum-{0}/src/lib.rs, a migration that says why in its first line, \
         a row in GLOSSARY.md, then `cargo xtask lock` and `cargo xtask rules`",
        kebab(room)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_laid_out_is_rust() {
        let files = [room("foresight").unwrap(), thing("operations", "usage_session").unwrap()].concat();
        for (path, text) in files.iter().filter(|(path, _)| path.ends_with(".rs")) {
            assert!(syn::parse_file(text).is_ok(), "{path}");
        }
        assert!(files.iter().any(|(path, _)| path == "crates/ieum-operations/locales/ko/usage-session.ftl"));
        assert!(room("Fore sight").is_err());
    }
}
