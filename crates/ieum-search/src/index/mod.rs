//! The index: documents in, ranked hits with reasons out.

mod apart;
mod beside;
mod bits;
mod document;
mod importance;
mod kinds;
mod lists;
mod meaning;
mod narrow;
mod plan;
mod query;
mod ranking;
mod reasons;
mod related;
mod schema;
mod score;
mod search;
mod slips;
mod snapshot;
mod sounds;
mod spelling;
mod suggest;
mod weights;

pub use apart::{Apart, DocumentApart, TermApart, TermPart};
pub use document::{Document, FieldName};
pub use importance::Traits;
pub use kinds::OfKind;
pub use query::{ANSWERS_FROM, Hit, Hits, Query, Reason, SPEAKS_TO_MOST, Via};
pub use ranking::{FACTS, Features, PARTS, Ranking};
pub use suggest::{Suggestion, SuggestionWay};
pub use weights::Weights;

use crate::analysis::{Dictionary, Sieve, TOKENIZER, WordTokenizer};
use crate::semantic::Meanings;
use crate::vocabulary::Lexicon;
use meaning::Placed;
use schema::Fields;
use score::Scratch;
use snapshot::Snapshot;
use std::path::Path;
use std::sync::{Arc, Mutex, PoisonError, RwLock};
use tantivy::merge_policy::NoMergePolicy;
use tantivy::tokenizer::{TextAnalyzer, TokenizerManager};
use tantivy::{IndexReader, IndexWriter, ReloadPolicy, TantivyDocument, TantivyError, Term};

/// Memory for documents not yet committed, in bytes; the engine takes no less than 15 million.
const WRITER_BYTES: usize = 32_000_000;

/// Pieces of the index that are left as they are.
const PIECES: usize = 3;

/// Blocks of stored texts kept unpacked, 16 kB each: feedback and suggestions read the same names again and again.
const STORED_BLOCKS: usize = 400;

/// Why the index cannot do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum IndexError {
    /// There is no index in the folder.
    #[error("no index in this folder")]
    Missing,
    /// The files are damaged or unreadable. Build the index again from the database.
    #[error("the index is damaged")]
    Corrupt(#[source] TantivyError),
    /// The files were written by another version. Build the index again from the database.
    #[error("the index was written by another version")]
    OtherVersion,
    /// Another process writes to the index.
    #[error("another process writes to the index")]
    Busy(#[source] TantivyError),
    /// The engine failed.
    #[error("the index engine failed")]
    Engine(#[source] TantivyError),
    /// A file could not be read or written.
    #[error("cannot read or write the index")]
    Io(#[from] std::io::Error),
}

impl From<TantivyError> for IndexError {
    fn from(error: TantivyError) -> Self {
        match error {
            TantivyError::DataCorruption(_) | TantivyError::DeserializeError(_) => Self::Corrupt(error),
            TantivyError::IncompatibleIndex(_) => Self::OtherVersion,
            TantivyError::LockFailure(..) => Self::Busy(error),
            _ => Self::Engine(error),
        }
    }
}

impl IndexError {
    /// Whether building the index again from the database puts it right.
    pub fn needs_rebuilding(&self) -> bool {
        matches!(self, Self::Missing | Self::Corrupt(_) | Self::OtherVersion)
    }
}

/// A full-text index. Cheap to share behind an `Arc`; searching never waits for writing.
pub struct Index {
    engine: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    writer: Mutex<Option<IndexWriter>>,
    snapshot: RwLock<Arc<Snapshot>>,
    lexicon: RwLock<Arc<Lexicon>>,
    meanings: RwLock<Option<Arc<Meanings>>>,
    weights: Weights,
    /// Weights of the parts of a score where they are not the formula's.
    ranking: RwLock<Option<Ranking>>,
    scratch: Mutex<Vec<Scratch>>,
    sieves: Mutex<Vec<Sieve>>,
    dictionary: Option<Arc<Dictionary>>,
}

impl Index {
    /// An empty index in memory.
    ///
    /// # Errors
    /// Only when the engine fails.
    pub fn create_in_ram() -> Result<Self, IndexError> {
        Self::create_in_ram_with(Weights::default(), None)
    }

    /// An empty index in memory with other ranking figures, for experiments, and with a dictionary if there is one.
    ///
    /// # Errors
    /// Only when the engine fails.
    pub fn create_in_ram_with(
        weights: Weights,
        dictionary: Option<Arc<Dictionary>>,
    ) -> Result<Self, IndexError> {
        let (schema, fields) = Fields::build(told_by(dictionary.as_ref()));
        let engine = tantivy::Index::builder().schema(schema).create_in_ram()?;
        Self::with_engine(engine, fields, weights, dictionary)
    }

    /// An empty index in `folder`, which is made if need be; an index already there is removed.
    ///
    /// # Errors
    /// When the folder cannot be written.
    pub fn create(folder: &Path) -> Result<Self, IndexError> {
        Self::create_with(folder, None)
    }

    /// As [`Index::create`], with a dictionary that Korean is looked up in as well.
    ///
    /// # Errors
    /// As [`Index::create`].
    pub fn create_with(folder: &Path, dictionary: Option<Arc<Dictionary>>) -> Result<Self, IndexError> {
        if folder.join("meta.json").exists() || folder.join(".managed.json").exists() {
            std::fs::remove_dir_all(folder)?;
        }
        std::fs::create_dir_all(folder)?;
        let (schema, fields) = Fields::build(told_by(dictionary.as_ref()));
        let engine = tantivy::Index::builder().schema(schema).create_in_dir(folder)?;
        Self::with_engine(engine, fields, Weights::default(), dictionary)
    }

    /// The index in `folder`.
    ///
    /// # Errors
    /// [`IndexError::needs_rebuilding`] tells whether to [`Index::create`] it and add everything again.
    pub fn open(folder: &Path) -> Result<Self, IndexError> {
        Self::open_with(folder, None)
    }

    /// As [`Index::open`], with a dictionary; an index made with another, or with none, is of another version.
    ///
    /// # Errors
    /// As [`Index::open`].
    pub fn open_with(folder: &Path, dictionary: Option<Arc<Dictionary>>) -> Result<Self, IndexError> {
        if !folder.join("meta.json").exists() {
            return Err(IndexError::Missing);
        }
        // The engine panics on some damaged files (a footer longer than its file), so that is an answer too.
        let open = std::panic::AssertUnwindSafe(|| Self::open_files(folder, Weights::default(), dictionary));
        std::panic::catch_unwind(open).unwrap_or_else(|_| Err(broken("a file cannot be read")))
    }

    /// As [`Index::open`] with other ranking figures, for experiments.
    ///
    /// # Errors
    /// When the files cannot be read.
    pub fn open_for(folder: &Path, weights: Weights) -> Result<Self, IndexError> {
        Self::open_files(folder, weights, None)
    }

    fn open_files(
        folder: &Path,
        weights: Weights,
        dictionary: Option<Arc<Dictionary>>,
    ) -> Result<Self, IndexError> {
        let engine = tantivy::Index::open_in_dir(folder).map_err(damaged)?;
        let (schema, fields) = Fields::build(told_by(dictionary.as_ref()));
        if engine.schema() != schema {
            return Err(IndexError::OtherVersion);
        }
        if !engine.validate_checksum().map_err(damaged)?.is_empty() {
            return Err(broken("a file does not match its checksum"));
        }
        Self::with_engine(engine, fields, weights, dictionary).map_err(|error| match error {
            IndexError::Engine(inner) => damaged(inner),
            other => other,
        })
    }

    fn with_engine(
        mut engine: tantivy::Index,
        fields: Fields,
        weights: Weights,
        dictionary: Option<Arc<Dictionary>>,
    ) -> Result<Self, IndexError> {
        let tokenizers = TokenizerManager::default();
        tokenizers.register(TOKENIZER, TextAnalyzer::from(WordTokenizer::default()));

        engine.set_tokenizers(tokenizers);
        let reader = engine
            .reader_builder()
            .reload_policy(ReloadPolicy::Manual)
            .doc_store_cache_num_blocks(STORED_BLOCKS)
            .try_into()?;
        let snapshot = Snapshot::new(reader.searcher(), &fields, &weights)?;
        Ok(Self {
            engine,
            fields,
            reader,
            writer: Mutex::new(None),
            snapshot: RwLock::new(Arc::new(snapshot)),
            lexicon: RwLock::new(Arc::new(Lexicon::default())),
            meanings: RwLock::default(),
            weights,
            ranking: RwLock::new(None),
            scratch: Mutex::default(),
            sieves: Mutex::default(),
            dictionary,
        })
    }

    /// Uses `lexicon` for synonyms and translations from now on.
    pub fn set_lexicon(&self, lexicon: Lexicon) {
        *self.lexicon.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(lexicon);
    }

    /// Weighs the parts of scores by `ranking` from now on, within its bounds.
    pub fn set_ranking(&self, ranking: Ranking) {
        let other = Some(ranking.bounded()).filter(|own| *own != Ranking::formula(self.weights.boost));
        *self.ranking.write().unwrap_or_else(PoisonError::into_inner) = other;
    }

    /// How the parts of scores are weighed now.
    pub fn ranking(&self) -> Ranking {
        self.other_ranking().unwrap_or(Ranking::formula(self.weights.boost))
    }

    /// The weights, where they are not the formula's.
    fn other_ranking(&self) -> Option<Ranking> {
        *self.ranking.read().unwrap_or_else(PoisonError::into_inner)
    }

    /// Adds documents, replacing those with the same id. Nothing is found until [`Index::commit`].
    ///
    /// # Errors
    /// When another process writes to the index, or the disk is full.
    pub fn add<'a>(&self, documents: impl IntoIterator<Item = &'a Document>) -> Result<(), IndexError> {
        self.write(|writer| {
            for document in documents {
                writer.delete_term(Term::from_field_text(self.fields.id, &document.id));
                writer.add_document(self.fields.document(document, self.dictionary.as_deref()))?;
            }
            Ok(())
        })
    }

    /// Adds documents whose ids are known to be new, as when everything is built again: quicker than [`Index::add`].
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn add_new<'a>(&self, documents: impl IntoIterator<Item = &'a Document>) -> Result<(), IndexError> {
        self.write(|writer| {
            for document in documents {
                writer.add_document(self.fields.document(document, self.dictionary.as_deref()))?;
            }
            Ok(())
        })
    }

    /// Removes documents by id; unknown ids are no error.
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn remove<'a>(&self, ids: impl IntoIterator<Item = &'a str>) -> Result<(), IndexError> {
        self.write(|writer| {
            for id in ids {
                writer.delete_term(Term::from_field_text(self.fields.id, id));
            }
            Ok(())
        })
    }

    /// Removes everything.
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn clear(&self) -> Result<(), IndexError> {
        self.write(|writer| writer.delete_all_documents().map(drop))
    }

    /// Makes what was added and removed count, for every search that begins after this returns.
    ///
    /// # Errors
    /// As [`Index::add`]; what was not committed is then lost.
    pub fn commit(&self) -> Result<(), IndexError> {
        self.write(|writer| writer.commit().map(drop))?;
        self.renew()
    }

    fn renew(&self) -> Result<(), IndexError> {
        self.reader.reload()?;
        let snapshot = Snapshot::new(self.reader.searcher(), &self.fields, &self.weights)?;
        if let Some(meanings) = self.meanings() {
            snapshot.set_placed(Placed::new(&snapshot.marks, meanings.vectors()));
        }
        *self.snapshot.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(snapshot);
        Ok(())
    }

    /// Puts the pieces that a long list has left into one, so that every word is looked up once: worth it after everything has
    /// been added, and work for a while.
    ///
    /// # Errors
    /// As [`Index::add`].
    pub fn settle(&self) -> Result<(), IndexError> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        // What is being put together in the background comes first; the next change makes its own writer.
        if let Some(writer) = held.take() {
            writer.wait_merging_threads()?;
        }
        let pieces = self.engine.searchable_segment_ids()?;
        if pieces.len() > PIECES {
            let mut writer = self.engine.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?;
            writer.set_merge_policy(Box::new(NoMergePolicy));
            writer.merge(&pieces).wait()?;
            writer.wait_merging_threads()?;
        }
        drop(held);
        self.renew()
    }

    /// How many documents there are, whoever may see them.
    pub fn documents(&self) -> u64 {
        self.snapshot().searcher.num_docs()
    }

    fn write(
        &self,
        change: impl FnOnce(&mut IndexWriter) -> Result<(), TantivyError>,
    ) -> Result<(), IndexError> {
        let mut held = self.writer.lock().unwrap_or_else(PoisonError::into_inner);
        let mut writer = match held.take() {
            Some(writer) => writer,
            None => self.engine.writer_with_num_threads::<TantivyDocument>(1, WRITER_BYTES)?,
        };
        // A writer that failed is dropped, with its lock, and made anew by the next change.
        change(&mut writer)?;
        *held = Some(writer);
        Ok(())
    }

    fn snapshot(&self) -> Arc<Snapshot> {
        self.snapshot.read().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// What questions are widened by now.
    pub fn lexicon(&self) -> Arc<Lexicon> {
        self.lexicon.read().unwrap_or_else(PoisonError::into_inner).clone()
    }
}

fn told_by(dictionary: Option<&Arc<Dictionary>>) -> Option<u64> {
    dictionary.map(|dictionary| dictionary.fingerprint())
}

fn broken(how: &str) -> IndexError {
    IndexError::Corrupt(TantivyError::InternalError(how.to_owned()))
}

fn damaged(error: TantivyError) -> IndexError {
    match IndexError::from(error) {
        IndexError::Engine(inner) => IndexError::Corrupt(inner),
        other => other,
    }
}

#[cfg(test)]
mod tests;
