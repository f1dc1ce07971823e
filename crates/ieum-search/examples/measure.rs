//! Measures the ranking on judged collections: `measure FOLDER… [every=N] [model=FILE] [dictionary=FOLDER] [name=value …]`, for
//! experiments with weights. `halves` are nDCG@10 of the first, third … question and of the others: weights are tuned on the
//! first half and told of the second.

use ieum_search::Weights;
use ieum_search::analysis::Dictionary;
use ieum_search::eval::{Collection, Run, Setup, run};
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
    let mut dictionary = None;
    for argument in std::env::args().skip(1) {
        match argument.split_once('=') {
            Some(("model", path)) => model = Some(Arc::new(Model::open(Path::new(path))?)),
            Some(("dictionary", folder)) => dictionary = Some(Arc::new(Dictionary::open(Path::new(folder))?)),
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
        let setup = Setup { weights: weights.clone(), meanings, dictionary: dictionary.clone() };
        let Run { measured, ndcg } = run(&collection, setup)?;
        let name = folder.file_name().unwrap_or_default().to_string_lossy();
        let order = ieum_search::eval::read(folder)?.queries;
        let [first, second] = [0, 1].map(|odd| {
            let asked = order.iter().filter_map(|(id, _)| ndcg.get(id)).skip(odd).step_by(2);
            let (sum, count) = asked.fold((0.0, 0.0_f64), |(sum, count), own| (sum + own, count + 1.0));
            sum / count.max(1.0)
        });
        let said = serde_json::to_string(&measured)?;
        writeln!(std::io::stdout(), "{name} halves {first:.4} {second:.4} {said}")?;
    }
    Ok(())
}

fn set(weights: &mut Weights, name: &str, value: f64) -> Result<(), String> {
    let [n, .., description, _] = &mut weights.field;
    let [n_length, .., description_length, _] = &mut weights.length;
    let whole = format!("{value:.0}").parse::<usize>().unwrap_or_default();
    match name {
        "k1" => weights.k1 = value,
        "sharp" => weights.related_sharpness = value,
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
        "narrow" => weights.narrow_from = if value > 0.0 { 0 } else { u32::MAX },
        "morphemes" => weights.morphemes = value,
        "beside_pairs" => weights.beside_pairs = value,
        _ => return Err(format!("no such weight: {name}")),
    }
    Ok(())
}
