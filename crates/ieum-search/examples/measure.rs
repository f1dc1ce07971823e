//! Measures the ranking on judged collections: `measure FOLDER [EVERY] [model=FILE] [name=value …]`, for experiments with weights.

use ieum_search::Weights;
use ieum_search::eval::{Collection, run};
use ieum_search::semantic::{Meanings, Model};
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let mut folders = Vec::new();
    let mut weights = Weights::default();
    let mut every = 1;
    let mut vectors: Option<String> = None;
    let mut model: Option<Arc<Model>> = None;
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("model", path)) => model = Some(Arc::new(Model::open(Path::new(path))?)),
            Some(("vectors", folder)) => vectors = Some(folder.to_owned()),
            Some(("every", value)) => every = value.parse()?,
            Some((name, value)) => set(&mut weights, name, value.parse()?)?,
            None => folders.push(argument),
        }
    }
    for folder in folders {
        let vectors = vectors.as_ref().map(|made| Path::new(made).join(folder.replace('/', "_")));
        let meanings = model.clone().map(|model| Arc::new(Meanings::open(model, vectors.as_deref())));
        let folder = Path::new(&folder);
        let (corpus, queries, qrels) =
            (folder.join("corpus.jsonl"), folder.join("queries.jsonl"), folder.join("qrels.tsv"));
        let collection = Collection { corpus: &corpus, queries: &queries, qrels: &qrels, k: 10, every };
        let measured = run(&collection, weights.clone(), meanings)?.measured;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        writeln!(std::io::stdout(), "{name} {}", serde_json::to_string(&measured)?)?;
    }
    Ok(())
}

fn set(weights: &mut Weights, name: &str, value: f64) -> Result<(), String> {
    let [n, .., description, _] = &mut weights.field;
    let [n_length, .., description_length, _] = &mut weights.length;
    let whole = format!("{value:.0}").parse::<usize>().unwrap_or_default();
    match name {
        "k1" => weights.k1 = value,
        "related_rarity" => weights.related_rarity = value,
        "weak" => weights.weak = value,
        "k1_pairs" => weights.k1_pairs = value,
        "name" => *n = value,
        "description" => *description = value,
        "name_b" => *n_length = value,
        "b" => *description_length = value,
        "share" => weights.name_share = value,
        "synonym" => weights.synonym = value,
        "solution" => weights.solution = value,
        "translation" => weights.translation = value,
        "related" => weights.related = value,
        "related_documents" => weights.related_documents = whole,
        "related_words" => weights.related_words = whole,
        "related_from" => weights.related_from_terms = whole,
        "importance" => weights.importance = value,
        "enough" => weights.enough = value,
        "meaning" => weights.meaning = value,
        "meaning_from" => weights.meaning_from = value,
        "meaning_covered" => weights.meaning_covered = value,
        "meaning_power" => weights.meaning_power = value,
        "beside" => weights.beside = value,
        "beside_pairs" => weights.beside_pairs = value,
        _ => return Err(format!("no such weight: {name}")),
    }
    Ok(())
}
