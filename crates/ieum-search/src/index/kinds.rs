//! The best few of each kind among what was found.

use super::bits::Bits;
use super::schema::{SEPARATOR, filter_term};
use super::score::Front;
use super::snapshot::Snapshot;
use super::{Hit, IndexError};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What was found of one kind.
#[derive(Debug, Clone, PartialEq, Default, Serialize, Deserialize)]
pub struct OfKind {
    /// The kind.
    pub kind: String,
    /// How many documents of it the viewer may see match.
    pub total: usize,
    /// The best of them, best first; as many as were asked for, or fewer.
    pub hits: Vec<Hit>,
}

/// The best documents of one kind before they are told.
pub(super) struct Few {
    pub(super) kind: String,
    pub(super) total: usize,
    pub(super) best: Vec<(f64, u32)>,
}

impl Snapshot {
    /// The best `most` of each kind, the kind with the best document first.
    ///
    /// `ranked` is the front of `among`, best first; kinds that are not in it come after it by `score`. Only what is in
    /// `among` is counted, so that nothing is told of hidden documents.
    pub(super) fn few_of_each(
        &self,
        most: usize,
        (ranked, among): (&[(f64, u32)], &Bits),
        score: impl Fn(u32) -> f64,
    ) -> Result<Vec<Few>, IndexError> {
        let mut front = Bits::new(self.documents);
        ranked.iter().for_each(|(_, doc)| front.insert(*doc));
        let places: BTreeMap<u32, usize> =
            ranked.iter().zip(0..).map(|((_, doc), place)| (*doc, place)).collect();
        let mut kinds: BTreeMap<String, (usize, Vec<usize>)> = BTreeMap::new();
        self.each_of_kind(|kind, doc| {
            if !among.contains(doc) {
                return;
            }
            if !kinds.contains_key(kind) {
                kinds.insert(kind.to_owned(), Default::default());
            }
            let Some((total, found)) = kinds.get_mut(kind) else { return };
            *total += 1;
            if front.contains(doc) {
                found.extend(places.get(&doc));
            }
        })?;
        let mut behind: BTreeMap<&str, Front> = BTreeMap::new();
        for (kind, (_, found)) in &kinds {
            if found.is_empty() {
                behind.insert(kind, Front::new(most));
            }
        }
        if !behind.is_empty() {
            self.each_of_kind(|kind, doc| {
                if let Some(best) = behind.get_mut(kind).filter(|_| among.contains(doc)) {
                    best.push(score(doc), doc);
                }
            })?;
        }
        let mut behind: BTreeMap<String, Vec<(f64, u32)>> =
            behind.into_iter().map(|(kind, best)| (kind.to_owned(), best.done())).collect();
        let mut all: Vec<(usize, Few)> = Vec::new();
        for (kind, (total, mut found)) in kinds {
            found.sort_unstable();
            let first = found.first().copied().unwrap_or(usize::MAX);
            let mut best: Vec<(f64, u32)> =
                found.into_iter().take(most).filter_map(|place| ranked.get(place).copied()).collect();
            if best.is_empty() {
                best = behind.remove(&kind).unwrap_or_default();
                best.sort_unstable_by(super::score::best_first);
            }
            all.push((first, Few { kind, total, best }));
        }
        let highest = |few: &Few| few.best.first().map_or(f64::NEG_INFINITY, |(score, _)| *score);
        all.sort_by(|a, b| a.0.cmp(&b.0).then_with(|| highest(&b.1).total_cmp(&highest(&a.1))));
        Ok(all.into_iter().map(|(_, few)| few).collect())
    }

    /// Every document with its kind.
    fn each_of_kind(&self, mut then: impl FnMut(&str, u32)) -> Result<(), IndexError> {
        let from = filter_term("kind", "");
        for segment in &self.segments {
            segment.each_from(&from, |term, doc| {
                then(term.split_once(SEPARATOR).map_or("", |(_, kind)| kind), doc);
            })?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use crate::vocabulary::{Lexicon, TranslationTable, Vocabulary};
    use crate::{Document, FieldName, Hits, Index, Query};
    use std::sync::Arc;

    fn document(id: &str, kind: &str, name: &str, who: &str) -> Document {
        Document::new(id, kind).with(FieldName::Name, name).visible_to(who)
    }

    fn asked(index: &Index, text: &str, few: usize) -> Hits {
        let (text, visibility) = (text.to_owned(), vec!["public".to_owned()]);
        let facets = vec!["kind".to_owned()];
        let query = Query { text, visibility, facets, of_each_kind: few, limit: 5, ..Query::default() };
        index.search(&query).expect("searched")
    }

    fn made(documents: &[Document]) -> Index {
        let index = Index::create_in_ram().expect("an index in memory");
        index.set_lexicon(Lexicon::default());
        index.add(documents).expect("added");
        index.commit().expect("committed");
        index
    }

    fn told(hits: &Hits) -> Vec<(&str, usize, Vec<&str>)> {
        let mut told = Vec::new();
        for of in &hits.kinds {
            let ids = of.hits.iter().map(|hit| hit.id.as_str()).collect();
            told.push((of.kind.as_str(), of.total, ids));
        }
        told
    }

    #[test]
    fn each_kind_has_its_best_few_and_the_best_kind_comes_first() {
        let index = made(&[
            document("s1", "service", "잔류농약 분석", "public"),
            document("s2", "service", "잔류농약 분석 교육 과정 안내", "public"),
            document("s3", "service", "잔류농약 시료 전처리 대행 서비스와 안내", "public"),
            document("m1", "method", "잔류농약 다성분 동시 분석법 개요", "public"),
            document("m2", "method", "비밀 잔류농약 분석", "org:7"),
            document("n1", "need", "잔류농약 분석", "per_1"),
        ]);
        let hits = asked(&index, "잔류농약 분석", 2);
        assert_eq!(told(&hits), [("service", 3, vec!["s1", "s2"]), ("method", 1, vec!["m1"])]);
        for of in &hits.kinds {
            assert_eq!(hits.facets["kind"][&of.kind], of.total, "the same as the counts beside the list");
            assert!(of.hits.iter().all(|hit| !hit.reasons.is_empty()), "{of:?}");
        }
        assert_eq!(hits.kinds[0].hits[0], hits.hits[0], "the best is the best of its kind");
        assert!(asked(&index, "잔류농약 분석", 0).kinds.is_empty());
    }

    #[test]
    fn a_kind_far_behind_is_still_there() {
        let mut documents: Vec<Document> =
            (0..400).map(|n| document(&format!("i{n}"), "instrument", "현미경 현미경", "public")).collect();
        documents.push(document(
            "o2",
            "organisation",
            "아주 긴 이름을 가진 어느 지역의 광학 현미경 연구소",
            "public",
        ));
        documents.push(document("o1", "organisation", "어느 지역의 현미경 연구소", "public"));
        let hits = asked(&made(&documents), "현미경", 3);
        assert_eq!((hits.kinds[0].kind.as_str(), hits.kinds[0].total), ("instrument", 400));
        assert_eq!(hits.kinds[0].hits.len(), 3);
        let last = &hits.kinds[1];
        assert_eq!(last.hits.iter().map(|hit| hit.id.as_str()).collect::<Vec<_>>(), ["o1", "o2"]);
    }

    #[test]
    fn what_rests_on_a_guess_alone_is_no_good_answer() {
        let index = made(&[
            document("d1", "service", "Data collection", "public"),
            document("d2", "service", "Data analysis", "public"),
            document("d3", "service", "Residue analysis", "public"),
            document("d4", "service", "Fatigue test", "public"),
        ]);
        // `이터` ends both 데이터 and 엘리베이터.
        let pairs = [
            ("공공데이터 수집", "public data collection"),
            ("연구데이터 분석", "research data analysis"),
            ("데이터 표준화", "data standardisation"),
            ("잔류농약 분석", "residue analysis"),
            ("잔류농약 시험", "residue test"),
            ("피로 시험", "fatigue test"),
        ];
        let shipped = Vocabulary::shipped();
        let table = Arc::new(TranslationTable::train(pairs.into_iter().chain(shipped.pairs())));
        index.set_lexicon(Lexicon { vocabulary: Arc::default(), table });
        let guess = asked(&index, "우주 엘리베이터", 0);
        assert!(guess.total > 0 && !guess.has_good_answer(), "{guess:?}");
        assert_eq!(guess.guessed, [("엘리베이터".to_owned(), "data".to_owned())]);
        let known = asked(&index, "잔류농약", 0);
        assert_eq!(known.hits[0].id, "d3");
        assert!(known.guessed.is_empty() && known.has_good_answer(), "{known:?}");
    }
}
