//! Measures ranking against judged collections.

mod clock;
mod compare;

pub use clock::{process_time, thread_time};
pub use compare::{Compared, compare};

use crate::analysis::Dictionary;
use crate::index::{Document, FieldName, Hits, Index, IndexError, Query, Weights};
use crate::numbers::real;
use crate::semantic::Meanings;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use std::io::{BufRead, BufReader};
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// Who the collection's documents are visible to.
const EVERYONE: &str = "public";

/// Why a collection cannot be measured.
#[derive(Debug, thiserror::Error)]
pub enum EvalError {
    /// A file cannot be read.
    #[error("cannot read {}", path.display())]
    Read {
        /// The file.
        path: PathBuf,
        /// Why.
        #[source]
        source: std::io::Error,
    },
    /// A line is not what the format says.
    #[error("cannot read line {line} of {}", path.display())]
    Line {
        /// The file.
        path: PathBuf,
        /// Line number from 1.
        line: usize,
        /// Why.
        #[source]
        source: Option<serde_json::Error>,
    },
    /// The index failed.
    #[error("cannot search the collection")]
    Index(#[from] IndexError),
}

/// A run, question by question, as it is saved to compare later ones with.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Run {
    /// The figures.
    pub measured: Measured,
    /// nDCG@10 of each question that has a relevant document.
    pub ndcg: BTreeMap<String, f64>,
}

/// The figures of one run.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measured {
    /// Questions with at least one relevant document.
    pub queries: usize,
    /// Normalised discounted cumulative gain at 10, linear gain as in trec_eval, mean over `queries`.
    pub ndcg_at_10: f64,
    /// Share of relevant documents among the first 100 hits, mean over `queries`.
    pub recall_at_100: f64,
    /// Processor seconds of all threads to index everything and commit.
    pub index_seconds: f64,
    /// Documents indexed.
    pub docs: usize,
    /// Median processor milliseconds of a search for the first `k` hits, each question asked once after all had been asked
    /// once.
    pub p50_ms: f64,
    /// 99th percentile of the same.
    pub p99_ms: f64,
    /// Processor seconds to make the vectors of all documents; nothing without a model.
    #[serde(default)]
    pub vector_seconds: Option<f64>,
    /// Questions in which meaning had a say beside words.
    #[serde(default)]
    pub meant: usize,
}

/// What to measure.
#[derive(Debug, Clone)]
pub struct Collection<'a> {
    /// JSON lines `{id, title, text}`.
    pub corpus: &'a Path,
    /// JSON lines `{id, text}`.
    pub queries: &'a Path,
    /// Tab-separated `query document grade`, or the four columns of trec_eval; a heading is passed over.
    pub qrels: &'a Path,
    /// Hits in a timed search; quality is always measured on 100.
    pub k: usize,
    /// Every how many-th question is asked: 1 asks all.
    pub every: usize,
}

#[derive(Deserialize)]
struct CorpusLine {
    #[serde(alias = "_id", deserialize_with = "text_or_number")]
    id: String,
    #[serde(default)]
    title: String,
    #[serde(default)]
    text: String,
}

#[derive(Deserialize)]
struct QueryLine {
    #[serde(alias = "_id", deserialize_with = "text_or_number")]
    id: String,
    text: String,
}

fn text_or_number<'de, D: serde::Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    Ok(match serde_json::Value::deserialize(deserializer)? {
        serde_json::Value::String(text) => text,
        other => other.to_string(),
    })
}

/// A collection as read.
#[derive(Debug, Clone, Default)]
pub struct Read {
    /// Title as name, text as description.
    pub documents: Vec<Document>,
    /// Id and text, in order.
    pub queries: Vec<(String, String)>,
    /// By question and document.
    pub grades: HashMap<String, HashMap<String, f64>>,
}

/// Reads the collection in `folder`: `corpus.jsonl`, `queries.jsonl` and `qrels.tsv`.
///
/// # Errors
/// When a file cannot be read; the line is named.
pub fn read(folder: &Path) -> Result<Read, EvalError> {
    let (corpus, queries, qrels) =
        (folder.join("corpus.jsonl"), folder.join("queries.jsonl"), folder.join("qrels.tsv"));
    read_files(&Collection { corpus: &corpus, queries: &queries, qrels: &qrels, k: 10, every: 1 })
}

fn read_files(collection: &Collection) -> Result<Read, EvalError> {
    let documents = lines(collection.corpus, |line: CorpusLine| {
        Document::new(line.id, "document")
            .with(FieldName::Name, line.title)
            .with(FieldName::Description, line.text)
            .visible_to(EVERYONE)
    })?;
    let queries = lines(collection.queries, |line: QueryLine| (line.id, line.text))?;
    Ok(Read { documents, queries, grades: judgements(collection.qrels)? })
}

/// What a collection is measured with.
#[derive(Clone, Default)]
pub struct Setup {
    /// Figures of the ranking.
    pub weights: Weights,
    /// What reads meaning, if anything.
    pub meanings: Option<Arc<Meanings>>,
    /// A dictionary of Korean, if there is one.
    pub dictionary: Option<Arc<Dictionary>>,
}

/// Indexes the corpus in memory, asks every question and compares with the judgements.
///
/// # Errors
/// When a file cannot be read; the line is named.
pub fn evaluate(collection: &Collection, weights: Weights) -> Result<Measured, EvalError> {
    Ok(run(collection, Setup { weights, ..Setup::default() })?.measured)
}

/// As [`evaluate`], with each question's nDCG@10.
///
/// # Errors
/// As [`evaluate`].
pub fn run(collection: &Collection, setup: Setup) -> Result<Run, EvalError> {
    let Setup { weights, meanings, dictionary } = setup;
    let Read { documents, queries, grades: qrels } = read_files(collection)?;
    let index = Index::create_in_ram_with(weights, dictionary)?;
    let started = process_time();
    index.add_new(&documents)?;
    index.commit()?;
    let index_seconds = process_time().saturating_sub(started).as_secs_f64();
    index.set_lexicon(crate::vocabulary::Lexicon::shipped());
    let mut vector_seconds = None;
    if let Some(meanings) = meanings {
        let started = process_time();
        index.set_meanings(Some(meanings));
        index.catch_up(usize::MAX)?;
        vector_seconds = Some(process_time().saturating_sub(started).as_secs_f64());
    }

    let mut ndcg_of = BTreeMap::new();
    let (mut gain, mut recall, mut asked, mut meant) = (0.0, 0.0, 0, 0);
    let mut again = Vec::new();
    for (id, text) in queries.iter().step_by(collection.every.max(1)) {
        let Some(grades) = qrels.get(id).filter(|grades| grades.values().any(|g| *g > 0.0)) else {
            continue;
        };
        let query = Query {
            text: text.clone(),
            visibility: vec![EVERYONE.to_owned()],
            limit: 100,
            floor: 0.0,
            reasons: false,
            ..Query::default()
        };
        let Hits { hits, meaning, .. } = index.search(&query)?;
        meant += usize::from(meaning > 0.0);
        let ranked: Vec<&str> = hits.iter().map(|hit| hit.id.as_str()).collect();
        asked += 1;
        let reached = ndcg(&ranked, grades, 10);
        gain += reached;
        ndcg_of.insert(id.clone(), reached);
        recall += recall_at(&ranked, grades, 100);
        again.push(Query { limit: collection.k.max(1), ..query });
    }
    let mut times = Vec::with_capacity(again.len());
    for query in &again {
        let started = thread_time();
        index.search(query)?;
        times.push(thread_time().saturating_sub(started).as_secs_f64() * 1_000.0);
    }
    times.sort_by(f64::total_cmp);
    let mean = |sum: f64| if asked > 0 { sum / real(asked) } else { 0.0 };
    let measured = Measured {
        queries: asked,
        ndcg_at_10: mean(gain),
        recall_at_100: mean(recall),
        index_seconds,
        docs: documents.len(),
        p50_ms: percentile(&times, 50),
        p99_ms: percentile(&times, 99),
        vector_seconds,
        meant,
    };
    Ok(Run { measured, ndcg: ndcg_of })
}

/// The nearest-rank percentile of sorted `times`, 0 when there are none.
pub fn percentile(times: &[f64], percent: usize) -> f64 {
    let rank = (times.len() * percent).div_ceil(100).max(1);
    times.get(rank - 1).copied().unwrap_or_default()
}

/// Järvelin and Kekäläinen 2002 with linear gain and `log2(rank + 1)` discount, as trec_eval's `ndcg_cut`.
pub fn ndcg(ranked: &[&str], grades: &HashMap<String, f64>, cut: usize) -> f64 {
    let discount = |place: usize| real(place + 2).log2();
    let gain = |id: &&str| grades.get(*id).copied().unwrap_or_default().max(0.0);
    let reached: f64 =
        ranked.iter().take(cut).enumerate().map(|(place, id)| gain(id) / discount(place)).sum();
    let mut best: Vec<f64> = grades.values().copied().filter(|grade| *grade > 0.0).collect();
    best.sort_by(|a, b| b.total_cmp(a));
    let ideal: f64 = best.iter().take(cut).enumerate().map(|(place, grade)| grade / discount(place)).sum();
    if ideal > 0.0 { reached / ideal } else { 0.0 }
}

fn recall_at(ranked: &[&str], grades: &HashMap<String, f64>, cut: usize) -> f64 {
    let relevant = grades.values().filter(|grade| **grade > 0.0).count();
    let found =
        ranked.iter().take(cut).filter(|id| grades.get(**id).is_some_and(|grade| *grade > 0.0)).count();
    real(found) / real(relevant.max(1))
}

fn lines<L: serde::de::DeserializeOwned, T>(path: &Path, make: impl Fn(L) -> T) -> Result<Vec<T>, EvalError> {
    let mut out = Vec::new();
    for (line, text) in (1..).zip(text_lines(path)?) {
        if !text.trim().is_empty() {
            let parsed = serde_json::from_str(&text).map_err(|source| EvalError::Line {
                path: path.to_owned(),
                line,
                source: Some(source),
            })?;
            out.push(make(parsed));
        }
    }
    Ok(out)
}

fn text_lines(path: &Path) -> Result<Vec<String>, EvalError> {
    let failed = |source| EvalError::Read { path: path.to_owned(), source };
    let file = std::fs::File::open(path).map_err(failed)?;
    BufReader::new(file).lines().collect::<Result<_, _>>().map_err(failed)
}

fn judgements(path: &Path) -> Result<HashMap<String, HashMap<String, f64>>, EvalError> {
    let mut out: HashMap<String, HashMap<String, f64>> = HashMap::new();
    for (line, text) in (1..).zip(text_lines(path)?) {
        if text.trim().is_empty() {
            continue;
        }
        let columns: Vec<&str> = text.split('\t').map(str::trim).collect();
        let parsed = match columns.as_slice() {
            [query, document, grade] | [query, _, document, grade] => {
                grade.parse::<f64>().ok().map(|grade| (*query, *document, grade))
            }
            _ => None,
        };
        match parsed {
            Some((query, document, grade)) => {
                out.entry(query.to_owned()).or_default().insert(document.to_owned(), grade);
            }
            None if line == 1 => {}
            None => return Err(EvalError::Line { path: path.to_owned(), line, source: None }),
        }
    }
    Ok(out)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gain_is_linear_and_discounted_by_rank() {
        let grades = HashMap::from([("a".to_owned(), 3.0), ("b".to_owned(), 1.0), ("c".to_owned(), -1.0)]);
        assert!((ndcg(&["a", "b"], &grades, 10) - 1.0).abs() < 1e-12);
        // (1/log2(2) + 3/log2(3)) / (3/log2(2) + 1/log2(3))
        let expected = (1.0 + 3.0 / 3f64.log2()) / (3.0 + 1.0 / 3f64.log2());
        assert!((ndcg(&["b", "a", "c"], &grades, 10) - expected).abs() < 1e-12);
        assert_eq!(ndcg(&["x"], &grades, 10), 0.0);
    }

    #[test]
    fn the_percentile_is_the_nearest_rank() {
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 50), 2.0);
        assert_eq!(percentile(&[1.0, 2.0, 3.0, 4.0], 99), 4.0);
        assert_eq!(percentile(&[], 50), 0.0);
    }
}
