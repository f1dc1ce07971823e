//! The index as it stood after one commit.

use super::bits::Bits;
use super::importance::Spread;
use super::meaning::Placed;
use super::schema::{Fields, SEPARATOR, Stored, filter_term};
use super::{FieldName, IndexError, Query, Weights};
use crate::analysis::Sounds;
use crate::numbers::{at, number, real};
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, Mutex, OnceLock, PoisonError, RwLock};
use tantivy::columnar::Column;
use tantivy::fieldnorm::FieldNormReader;
use tantivy::index::InvertedIndexReader;
use tantivy::schema::IndexRecordOption;
use tantivy::{DocAddress, Searcher, SegmentReader, TERMINATED};

/// Sets of visible documents remembered for one snapshot.
const REMEMBERED_VIEWERS: usize = 64;
/// Terms whose documents are remembered for one viewer.
const REMEMBERED_TERMS: usize = 20_000;

/// What somebody may see, as long as nothing changes.
pub(crate) struct Viewer {
    pub(crate) visible: Bits,
    /// How many documents that are.
    pub(crate) count: usize,
    /// How many visible documents have a term.
    counts: Mutex<HashMap<String, usize>>,
    /// What is known of terms in a large catalogue.
    measured: Mutex<HashMap<String, Measured>>,
}

/// How common a term is among what somebody may see.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Measured {
    pub(crate) spread: Spread,
    /// The most that it brings to a document, over what it says.
    pub(crate) highest: f64,
}

impl Viewer {
    /// What is known of a term.
    pub(crate) fn measured(&self, term: &str) -> Option<Measured> {
        self.measured.lock().unwrap_or_else(PoisonError::into_inner).get(term).copied()
    }

    /// Remembers what was found out about a term.
    pub(crate) fn remember(&self, term: &str, found: Measured) {
        let mut known = self.measured.lock().unwrap_or_else(PoisonError::into_inner);
        if known.len() >= REMEMBERED_TERMS {
            known.clear();
        }
        known.insert(term.to_owned(), found);
    }
}

pub(crate) struct Snapshot {
    pub(crate) searcher: Searcher,
    pub(crate) segments: Vec<Segment>,
    pub(crate) documents: u32,
    /// What each document says, told apart; 0 for one that is gone or says nothing.
    pub(crate) marks: Vec<u64>,
    /// The English words of names by their sound.
    pub(super) sounds: OnceLock<Sounds>,
    placed: RwLock<Arc<Placed>>,
    viewers: Mutex<HashMap<Vec<String>, Arc<Viewer>>>,
}

/// One piece of the index; its documents are numbered on from `base`.
pub(crate) struct Segment {
    pub(crate) base: u32,
    pub(crate) texts: Vec<TextPart>,
    pub(crate) letters: Arc<InvertedIndexReader>,
    pub(crate) initials: Arc<InvertedIndexReader>,
    reader: SegmentReader,
    filter: Arc<InvertedIndexReader>,
    visibility: Arc<InvertedIndexReader>,
    boost: Option<Column<f64>>,
}

/// One text field of one segment.
pub(crate) struct TextPart {
    pub(crate) name: FieldName,
    pub(crate) index: Arc<InvertedIndexReader>,
    pub(crate) lengths: FieldNormReader,
    /// Weight over length normalisation, by the one-byte length the engine keeps.
    pub(crate) factors: Vec<f64>,
}

impl Snapshot {
    pub(crate) fn new(searcher: Searcher, fields: &Fields, weights: &Weights) -> Result<Self, IndexError> {
        let mut shapes = Vec::new();
        for (name, field) in fields.looked_up() {
            let (mut tokens, mut holders) = (0_u64, 0_usize);
            for reader in searcher.segment_readers() {
                tokens += reader.inverted_index(field)?.total_num_tokens();
                let lengths = reader.get_fieldnorms_reader(field)?;
                holders += (0..reader.max_doc()).filter(|doc| lengths.fieldnorm_id(*doc) > 0).count();
            }
            let average = real(usize::try_from(tokens).unwrap_or(usize::MAX)) / real(holders.max(1));
            shapes.push((name, field, average.max(1.0)));
        }
        let mut base = 0;
        let mut marks = Vec::new();
        let mut segments = Vec::new();
        for reader in searcher.segment_readers() {
            let mut texts = Vec::new();
            for (name, field, average) in shapes.iter().copied() {
                let index = reader.inverted_index(field)?;
                if index.terms().num_terms() == 0 {
                    continue;
                }
                let (weight, length) = weights.of(name);
                let factor = |id: u8| {
                    let tokens = f64::from(FieldNormReader::id_to_fieldnorm(id));
                    weight / (1.0 - length + length * tokens / average)
                };
                let factors = (0..=u8::MAX).map(factor).collect();
                texts.push(TextPart { name, index, lengths: reader.get_fieldnorms_reader(field)?, factors });
            }
            let fast = reader.fast_fields();
            let said: Option<Column<u64>> = fast.column_opt("mark")?;
            let alive = reader.alive_bitset();
            marks.extend((0..reader.max_doc()).map(|doc| {
                let gone = alive.is_some_and(|alive| alive.is_deleted(doc));
                said.as_ref().filter(|_| !gone).and_then(|said| said.first(doc)).unwrap_or_default()
            }));
            segments.push(Segment {
                base,
                texts,
                letters: reader.inverted_index(fields.letters)?,
                initials: reader.inverted_index(fields.initials)?,
                filter: reader.inverted_index(fields.filter)?,
                visibility: reader.inverted_index(fields.visibility)?,
                boost: fast.column_opt("boost")?,
                reader: reader.clone(),
            });
            base += reader.max_doc();
        }
        let (placed, viewers) = (RwLock::default(), Mutex::default());
        let sounds = OnceLock::new();
        Ok(Self { searcher, segments, documents: base, marks, sounds, placed, viewers })
    }

    /// Where the vectors of the documents are, as far as they have been made.
    pub(crate) fn placed(&self) -> Arc<Placed> {
        Arc::clone(&self.placed.read().unwrap_or_else(PoisonError::into_inner))
    }

    pub(crate) fn set_placed(&self, placed: Placed) {
        *self.placed.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(placed);
    }

    /// What a viewer with these terms may see, remembered until the next commit.
    pub(crate) fn viewer(&self, terms: &[String]) -> Result<Arc<Viewer>, IndexError> {
        let mut wanted = terms.to_vec();
        wanted.sort_unstable();
        wanted.dedup();
        if let Ok(viewers) = self.viewers.lock()
            && let Some(known) = viewers.get(&wanted)
        {
            return Ok(known.clone());
        }
        let mut visible = Bits::new(self.documents);
        for segment in &self.segments {
            for term in &wanted {
                segment.each(&segment.visibility, term, |doc| visible.insert(doc))?;
            }
            segment.drop_deleted(&mut visible);
        }
        let viewer = Arc::new(Viewer {
            count: visible.len(),
            visible,
            counts: Mutex::default(),
            measured: Mutex::default(),
        });
        if let Ok(mut viewers) = self.viewers.lock() {
            if viewers.len() >= REMEMBERED_VIEWERS {
                viewers.clear();
            }
            viewers.insert(wanted, viewer.clone());
        }
        Ok(viewer)
    }

    /// Documents that pass the query's filters and kinds, or `None` when there are none to pass.
    pub(crate) fn filtered(&self, query: &Query) -> Result<Option<Bits>, IndexError> {
        let mut by_key: BTreeMap<&str, Vec<String>> = BTreeMap::new();
        for (key, value) in &query.filters {
            by_key.entry(key).or_default().push(filter_term(key, value));
        }
        let kinds: Vec<String> = query.kinds.iter().map(|kind| filter_term("kind", kind)).collect();
        let groups = by_key.into_values().chain((!kinds.is_empty()).then_some(kinds));
        let mut passed: Option<Bits> = None;
        for group in groups {
            let mut any = Bits::new(self.documents);
            for segment in &self.segments {
                for term in &group {
                    segment.each(&segment.filter, term, |doc| any.insert(doc))?;
                }
            }
            match &mut passed {
                Some(all) => all.keep(&any),
                None => passed = Some(any),
            }
        }
        Ok(passed)
    }

    /// How many of `among` have each value of `key`.
    pub(crate) fn count(&self, key: &str, among: &Bits) -> Result<BTreeMap<String, usize>, IndexError> {
        let from = filter_term(key, "");
        let mut counts: BTreeMap<String, usize> = BTreeMap::new();
        for segment in &self.segments {
            let mut of_segment: Vec<(String, usize)> = Vec::new();
            segment.each_from(&from, |term, doc| {
                let value = term.split_once(SEPARATOR).map_or("", |(_, value)| value);
                if of_segment.last().is_none_or(|(last, _)| last != value) {
                    of_segment.push((value.to_owned(), 0));
                }
                if let Some((_, count)) = of_segment.last_mut() {
                    *count += usize::from(among.contains(doc));
                }
            })?;
            for (value, count) in of_segment.into_iter().filter(|(_, count)| *count > 0) {
                *counts.entry(value).or_default() += count;
            }
        }
        Ok(counts)
    }

    /// How many visible documents have `term` in the text field where most have it.
    ///
    /// The dictionary's own count does only when nothing is hidden, or the choice of words would tell of hidden texts.
    pub(crate) fn documents_with(&self, term: &str, viewer: &Viewer) -> usize {
        let visible = &viewer.visible;
        let all_visible = self.documents == number(viewer.count);
        if !all_visible
            && let Some(known) = viewer.counts.lock().unwrap_or_else(PoisonError::into_inner).get(term)
        {
            return *known;
        }
        let mut found = 0;
        for segment in &self.segments {
            let count = |part: &TextPart| {
                if all_visible {
                    let info = part.index.terms().get(term.as_bytes()).ok().flatten();
                    return info.map_or(0, |info| at(info.doc_freq));
                }
                let mut count = 0_usize;
                let read = segment.each(&part.index, term, |doc| count += usize::from(visible.contains(doc)));
                read.map_or(0, |()| count)
            };
            found += segment.texts.iter().map(count).max().unwrap_or_default();
        }
        if !all_visible {
            let mut counts = viewer.counts.lock().unwrap_or_else(PoisonError::into_inner);
            if counts.len() >= REMEMBERED_TERMS {
                counts.clear();
            }
            counts.insert(term.to_owned(), found);
        }
        found
    }

    /// Each segment with the number after that of its last document.
    pub(crate) fn ranges(&self) -> impl Iterator<Item = (&Segment, u32)> {
        let ends = self.segments.iter().skip(1).map(|next| next.base).chain(std::iter::once(self.documents));
        self.segments.iter().zip(ends)
    }

    fn segment(&self, doc: u32) -> Option<(u32, &Segment)> {
        let place = self.segments.partition_point(|s| s.base <= doc).checked_sub(1)?;
        self.segments.get(place).map(|segment| (doc - segment.base, segment))
    }

    /// Id and kind of a document.
    ///
    /// They lie with the stored texts: a block of those is unpacked once and remembered, while the dictionary of a column
    /// is read through from its last mark for every id.
    pub(crate) fn identity(&self, fields: &Fields, doc: u32) -> Result<(String, String), IndexError> {
        let Some(address) = self.address(doc) else { return Ok(Default::default()) };
        Ok(fields.identity(&self.searcher.doc::<Stored>(address)?))
    }

    /// The sum of facts of a document, 0 when it has none.
    pub(crate) fn boost(&self, doc: u32) -> f64 {
        let found = self.segment(doc).and_then(|(local, segment)| segment.boost.as_ref()?.first(local));
        found.unwrap_or_default()
    }

    /// The document with this id, if there is one.
    pub(crate) fn number_of(&self, fields: &Fields, id: &str) -> Result<Option<u32>, IndexError> {
        for segment in &self.segments {
            let mut found = None;
            let index = segment.reader.inverted_index(fields.id)?;
            let deleted = |doc: u32| {
                segment.reader.alive_bitset().is_some_and(|alive| alive.is_deleted(doc - segment.base))
            };
            segment.each(&index, id, |doc| found = (!deleted(doc)).then_some(doc).or(found))?;
            if found.is_some() {
                return Ok(found);
            }
        }
        Ok(None)
    }

    pub(crate) fn address(&self, doc: u32) -> Option<DocAddress> {
        let place = self.segments.partition_point(|s| s.base <= doc).checked_sub(1)?;
        let segment = self.segments.get(place)?;
        Some(DocAddress::new(number(place), doc - segment.base))
    }
}

impl Segment {
    /// Every document, by its number in the snapshot, that has the exact `term` in `index`.
    pub(crate) fn each(
        &self,
        index: &InvertedIndexReader,
        term: &str,
        mut then: impl FnMut(u32),
    ) -> Result<(), IndexError> {
        self.each_while(index, term, |doc| {
            then(doc);
            true
        })
    }

    /// The same, first documents first, as long as `then` says so.
    pub(crate) fn each_while(
        &self,
        index: &InvertedIndexReader,
        term: &str,
        mut then: impl FnMut(u32) -> bool,
    ) -> Result<(), IndexError> {
        let Some(info) = index.terms().get(term.as_bytes())? else { return Ok(()) };
        let mut postings = index.read_block_postings_from_terminfo(&info, IndexRecordOption::Basic)?;
        while postings.block_len() > 0 {
            for doc in postings.docs() {
                if *doc != TERMINATED && !then(self.base + doc) {
                    return Ok(());
                }
            }
            postings.advance();
        }
        Ok(())
    }

    /// Every document that has a filter term with this beginning, term by term.
    pub(crate) fn each_from(&self, from: &str, mut then: impl FnMut(&str, u32)) -> Result<(), IndexError> {
        let mut stream = self.filter.terms().range().ge(from.as_bytes()).into_stream()?;
        while stream.advance() {
            let Some(term) = std::str::from_utf8(stream.key()).ok().filter(|t| t.starts_with(from)) else {
                break;
            };
            self.each(&self.filter, term, |doc| then(term, doc))?;
        }
        Ok(())
    }

    fn drop_deleted(&self, visible: &mut Bits) {
        if let Some(alive) = self.reader.alive_bitset() {
            for doc in (0..self.reader.max_doc()).filter(|doc| alive.is_deleted(*doc)) {
                visible.remove(self.base + doc);
            }
        }
    }
}

impl TextPart {
    /// The weight over length normalisation of one document of this segment.
    pub(crate) fn factor(&self, local: u32) -> f64 {
        self.factor_of(self.lengths.fieldnorm_id(local))
    }

    /// The same by the byte of a length.
    pub(crate) fn factor_of(&self, length: u8) -> f64 {
        self.factors.get(usize::from(length)).copied().unwrap_or_default()
    }
}
