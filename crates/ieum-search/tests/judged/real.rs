//! Records of the real lists that are kept beside the source and never in it.

use super::{Outcome, Record, Tongue::*};
use ieum_search::FieldName::*;
use serde::Deserialize;
use serde::de::DeserializeOwned;
use std::path::Path;

/// Whether an id of the corpus is of a real list.
pub(crate) fn is_listed(id: &str) -> bool {
    ["keri/", "emsl/", "biotools/", "chmo/"].iter().any(|list| id.starts_with(list))
}

#[derive(Deserialize)]
struct Keri {
    id: String,
    ko: String,
    en: String,
    model: String,
    maker: String,
    desc: String,
}

#[derive(Deserialize)]
struct Emsl {
    id: String,
    display_name: String,
    name: String,
}

#[derive(Deserialize)]
struct Tool {
    id: String,
    name: String,
    #[serde(default)]
    description: Option<String>,
    #[serde(default)]
    topics: Vec<String>,
    #[serde(default)]
    operations: Vec<String>,
}

#[derive(Deserialize)]
struct Term {
    id: String,
    name: String,
    #[serde(default)]
    def: Option<String>,
    #[serde(default)]
    syn: Vec<String>,
}

/// Every record of the lists; the set's list of ids says what of it is in the corpus.
pub(crate) fn records(lists: &Path) -> Outcome<Vec<Record>> {
    let mut records: Vec<Record> = lines::<Keri>(&lists.join("keri/keri_sample.jsonl"))?
        .into_iter()
        .map(|row| {
            Record::new(format!("keri/{}", row.id), "instrument")
                .with(Name, Korean, row.ko)
                .with(Name, English, row.en)
                .with(Alias, Neither, format!("{} {}", row.maker, row.model))
                .with(Description, Korean, row.desc)
        })
        .collect();
    for row in csv::Reader::from_path(lists.join("emsl_dms/eus_instruments.csv"))?.deserialize() {
        let row: Emsl = row?;
        records.push(
            Record::new(format!("emsl/{}", row.id), "instrument")
                .with(Name, English, row.display_name.replace("\\n", " "))
                .with(Alias, English, row.name.replace("\\n", " ")),
        );
    }
    records.extend(lines::<Tool>(&lists.join("biotools/tools.jsonl"))?.into_iter().map(|row| {
        Record::new(format!("biotools/{}", row.id), "software")
            .with(Name, English, row.name)
            .with(Method, English, row.operations.join(", "))
            .with(TestItem, English, row.topics.join(", "))
            .with(Description, English, row.description.unwrap_or_default())
    }));
    records.extend(lines::<Term>(&lists.join("chmo/chmo.jsonl"))?.into_iter().map(|row| {
        Record::new(format!("chmo/{}", row.id), "method")
            .with(Name, English, row.name)
            .with(Alias, English, format!("{} {}", row.id, row.syn.join(", ")))
            .with(Description, English, row.def.unwrap_or_default())
    }));
    Ok(records)
}

fn lines<T: DeserializeOwned>(path: &Path) -> Outcome<Vec<T>> {
    let text = std::fs::read_to_string(path)?;
    let filled = text.lines().filter(|line| !line.trim().is_empty());
    Ok(filled.map(serde_json::from_str).collect::<Result<_, _>>()?)
}
