//! Configuration: defaults that run, one TOML file, `IEUM_` variables over it; unknown keys are errors.

use anyhow::{Context, bail};
use figment::Figment;
use figment::providers::{Env, Format, Toml};
use ieum_web::{MailSettings, RoomSettings, SiteSettings, settings};
use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::path::{Path, PathBuf};

settings! {
    /// The server process.
    pub struct ServerSettings("server") {
        /// Address and port to listen on; port 0 takes any free one.
        listen: String = "127.0.0.1:8080".to_owned(),
        /// Folder of the embedded database, files and mail.
        data: String = "ieum-data".to_owned(),
        /// Seconds a stopping server waits for requests in flight.
        grace_seconds: u64 = 20,
        /// `text` or `json` log lines.
        log: String = "text".to_owned(),
    }
}

settings! {
    /// The database.
    pub struct DatabaseSettings("database") {
        /// `sqlite://PATH` or `postgres://…`; empty means an embedded database in the data folder.
        url: String = String::new(),
        /// Connections that read at the same time.
        readers: u32 = 4,
    }
}

/// One key as `ieum config explain` prints it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// `table.key`.
    pub key: String,
    /// The value in force.
    pub value: String,
    /// `default`, the file, or the variable.
    pub source: String,
    /// What it means.
    pub doc: String,
}

/// The configuration as read.
pub struct Config {
    figment: Figment,
    known: Vec<&'static str>,
    lines: Vec<Line>,
    by_type: HashMap<TypeId, Box<dyn Any + Send + Sync>>,
}

impl Config {
    /// Reads a file (none: only defaults and variables). A named file that is not there is an error.
    pub fn read(file: Option<&Path>) -> anyhow::Result<Self> {
        let mut figment = Figment::new();
        if let Some(path) = file {
            if !path.exists() {
                bail!("cannot find the configuration file {}", path.display());
            }
            figment = figment.merge(Toml::file_exact(path));
        }
        // IEUM_SITE__BASE_URL sets base_url of [site]; variables without two underscores belong to tests and tools.
        let variables = Env::prefixed("IEUM_").filter(|key| key.as_str().contains("__")).split("__");
        let mut config = Self {
            figment: figment.merge(variables),
            known: Vec::new(),
            lines: Vec::new(),
            by_type: HashMap::new(),
        };
        config.load::<ServerSettings>()?;
        config.load::<DatabaseSettings>()?;
        config.load::<crate::file_store::FileSettings>()?;
        config.load::<crate::embedding::EmbeddingSettings>()?;
        config.load::<crate::dictionary::SearchSettings>()?;
        config.load::<SiteSettings>()?;
        config.load::<MailSettings>()?;
        crate::house::load_room_settings(&mut config)?;
        config.refuse_unknown_tables()?;
        config.refuse_written_secrets()?;
        Ok(config)
    }

    /// Reads one table.
    pub fn load<S: RoomSettings>(&mut self) -> anyhow::Result<()> {
        let found = match self.figment.find_value(S::TABLE) {
            Ok(_) => self.figment.extract_inner::<S>(S::TABLE),
            Err(_) => Ok(S::default()),
        };
        let settings = found.with_context(|| format!("cannot read [{}] of the configuration", S::TABLE))?;
        let values = serde_json::to_value(&settings)?;
        for (key, doc) in S::docs() {
            let path = format!("{}.{key}", S::TABLE);
            let source = self.figment.find_metadata(&path).map_or_else(
                || "default".to_owned(),
                |m| m.source.as_ref().map_or_else(|| m.name.to_string(), ToString::to_string),
            );
            let value = values.get(*key).map(ToString::to_string).unwrap_or_default();
            self.lines.push(Line { key: path, value, source, doc: doc.trim().to_owned() });
        }
        self.known.push(S::TABLE);
        self.by_type.insert(TypeId::of::<S>(), Box::new(settings));
        Ok(())
    }

    fn refuse_written_secrets(&self) -> anyhow::Result<()> {
        let secrets = crate::file_store::FROM_ENVIRONMENT.iter().chain(&crate::embedding::FROM_ENVIRONMENT);
        let written = secrets.into_iter().find(|key| {
            let source = self.figment.find_metadata(key).and_then(|found| found.source.as_ref());
            source.is_some_and(|source| source.file_path().is_some())
        });
        match written {
            None => Ok(()),
            Some(key) => bail!("{key} is a secret: take it out of the file and set it in the environment"),
        }
    }

    fn refuse_unknown_tables(&self) -> anyhow::Result<()> {
        let all: figment::value::Dict = self.figment.extract().context("cannot read the configuration")?;
        let unknown: Vec<&String> = all.keys().filter(|k| !self.known.contains(&k.as_str())).collect();
        match unknown.first() {
            None => Ok(()),
            Some(table) => {
                bail!("the configuration has an unknown table [{table}]; known are {}", self.known.join(", "))
            }
        }
    }

    /// One table's settings.
    pub fn get<S: RoomSettings>(&self) -> S {
        self.by_type
            .get(&TypeId::of::<S>())
            .and_then(|any| any.downcast_ref::<S>())
            .cloned()
            .unwrap_or_default()
    }

    /// Replaces one table, for the command line's own options.
    pub fn set<S: RoomSettings>(&mut self, settings: S) {
        self.by_type.insert(TypeId::of::<S>(), Box::new(settings));
    }

    /// All tables by type, for the house.
    pub fn into_settings(self) -> HashMap<TypeId, Box<dyn Any + Send + Sync>> {
        self.by_type
    }

    /// Every key with value, source and meaning.
    pub fn explain(&self) -> &[Line] {
        &self.lines
    }

    /// The data folder.
    pub fn data(&self) -> PathBuf {
        PathBuf::from(self.get::<ServerSettings>().data)
    }

    /// The database's address.
    pub fn database_url(&self) -> String {
        let url = self.get::<DatabaseSettings>().url;
        if url.is_empty() { format!("sqlite://{}", self.data().join("ieum.db").display()) } else { url }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> anyhow::Result<Config> {
        let file = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(file.path(), text).unwrap();
        Config::read(Some(file.path()))
    }

    #[test]
    fn a_file_overrides_and_explains() {
        let config = read("[site]\nbase_url = \"https://ieum.example\"\n").unwrap();
        assert_eq!(config.get::<SiteSettings>().base_url, "https://ieum.example");
        let line = config.explain().iter().find(|l| l.key == "site.base_url").unwrap();
        assert!(line.source.contains("tmp") && line.doc.starts_with("Where people reach"));
        assert!(config.explain().iter().all(|l| !l.doc.is_empty()));
        assert_eq!(config.explain().iter().find(|l| l.key == "site.zone").unwrap().source, "default");
    }

    #[test]
    fn unknown_keys_and_tables_are_errors() {
        assert!(read("[site]\nbase_uri = \"x\"\n").is_err());
        assert!(read("[sight]\nbase_url = \"x\"\n").is_err());
        let written =
            read("[files]\nsecret_key = \"hush\"\n").err().map(|e| e.to_string()).unwrap_or_default();
        assert!(written.contains("files.secret_key is a secret"), "{written}");
        assert!(Config::read(Some(Path::new("no-such-file.toml"))).is_err());
    }
}
