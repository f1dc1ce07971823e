//! What a need asks for, read by the vocabulary: what is to be found out, about which kind of sample, and in which form.

use crate::need::Said;
use ieum_search::{Entry, EntryKind, Lexicon, Vocabulary, analysis};
use std::collections::BTreeSet;

/// Most things one plan finds out; further ones are said to be open.
const TOPICS: usize = 3;
/// Most samples that are reckoned with.
const MOST: i64 = 1000;
/// What a customer asks for when somebody is to tell what results mean.
pub(super) const INTERPRETATION: &str = "data-interpretation";
/// What results become in the end.
const CERTIFICATE: &str = "certificate";
/// Units that say how much of a thing there is, not how many: their number is no count of samples.
const AMOUNTS: [&str; 16] =
    ["g", "kg", "mg", "t", "l", "ml", "ul", "m", "cm", "mm", "um", "nm", "m2", "cm2", "m3", "%"];

/// One thing to be found out; entries that lead to each other, or are found by the same technique, are one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Topic {
    /// Ids of the entries.
    pub ids: Vec<String>,
    /// The words of the need.
    pub words: String,
}

/// What a need asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Wanted {
    /// What is to be found out, in the order of the words.
    pub topics: Vec<Topic>,
    /// Ids of the states the sample may be in; empty when nothing says what it is.
    pub have: Vec<String>,
    /// Whether somebody has to say what the results mean.
    pub interpretation: bool,
    /// Id of the certification wanted.
    pub certificate: Option<String>,
    /// How many samples there are, at least one.
    pub quantity: i64,
    /// Whether the need says how many.
    pub quantity_said: bool,
}

/// Reads what a need says.
pub(super) fn read(lexicon: &Lexicon, said: &Said) -> Wanted {
    let named = lexicon.named_in(&said.question());
    let vocabulary = &lexicon.vocabulary;
    let of_kind = |kinds: &'static [EntryKind]| {
        named.iter().filter(move |n| kinds.contains(&n.entry.kind)).map(|n| (n.entry, n.by.as_str()))
    };
    let told = of_kind(&[EntryKind::Test, EntryKind::Analyte, EntryKind::Technique, EntryKind::Instrument]);
    let told = told.map(|(entry, by)| (vec![entry], by));
    // Whoever says what is wrong asks for any of the tests that look into it.
    let problems = of_kind(&[EntryKind::Problem]).map(|(e, by)| (vocabulary.related(e).collect(), by));
    let mut topics = merged(vocabulary, problems.chain(told));
    topics.truncate(TOPICS);
    let material = lexicon.named_in(&said.material);
    let matrices = material.iter().chain(&named).filter(|n| n.entry.kind == EntryKind::Matrix);
    let have = matrices.map(|n| vocabulary.gives(n.entry)).find(|states| !states.is_empty());
    let mut have = have.map(<[String]>::to_vec).unwrap_or_default();
    // For a laboratory, a finished thing is a solid sample as well.
    if have.iter().any(|state| state == "item") && !have.iter().any(|state| state == "solid-sample") {
        have.push("solid-sample".to_owned());
    }
    let gives = |entry: &Entry, state: &str| vocabulary.gives(entry).iter().any(|given| given == state);
    let services = || of_kind(&[EntryKind::Service, EntryKind::Test]);
    let quantity = count(&said.quantity);
    Wanted {
        have,
        interpretation: analysis::asks_why(&said.question())
            || services().any(|(entry, _)| gives(entry, "written-report")),
        certificate: services().find(|(entry, _)| gives(entry, CERTIFICATE)).map(|(e, _)| e.id.clone()),
        topics,
        quantity: quantity.unwrap_or(1),
        quantity_said: quantity.is_some(),
    }
}

/// Puts entries together that are one thing to be found out.
fn merged<'a>(vocabulary: &Vocabulary, told: impl Iterator<Item = (Vec<&'a Entry>, &'a str)>) -> Vec<Topic> {
    let mut groups: Vec<(Topic, BTreeSet<String>)> = Vec::new();
    for (entries, by) in told.filter(|(entries, _)| !entries.is_empty()) {
        let ids: Vec<String> = entries.iter().map(|entry| entry.id.clone()).collect();
        let around: BTreeSet<String> = ids.iter().flat_map(|id| reach(vocabulary, id)).collect();
        match groups.iter_mut().find(|(_, known)| !known.is_disjoint(&around)) {
            Some((topic, known)) => {
                topic.ids.extend(ids);
                known.extend(around);
            }
            None => groups.push((Topic { ids, words: by.to_owned() }, around)),
        }
    }
    groups.into_iter().map(|(topic, _)| topic).collect()
}

/// An entry, its wider entries, and the tests, techniques and instruments it leads to within two steps: what finds it
/// out.
pub(super) fn reach(vocabulary: &Vocabulary, id: &str) -> BTreeSet<String> {
    let Some(entry) = vocabulary.entry(id) else { return BTreeSet::new() };
    let finds = |e: &&Entry| matches!(e.kind, EntryKind::Test | EntryKind::Technique | EntryKind::Instrument);
    let first: Vec<&Entry> = vocabulary.related(entry).filter(finds).collect();
    let second = first.iter().flat_map(|e| vocabulary.related(e)).filter(finds);
    let mut found: BTreeSet<String> = second.map(|e| e.id.clone()).collect();
    found.extend(first.iter().map(|e| e.id.clone()));
    found.insert(entry.id.clone());
    found
}

/// The first number of a quantity that counts pieces: `시료 3개`, `20 samples`; `200 g` counts none.
pub(crate) fn count(quantity: &str) -> Option<i64> {
    let mut rest = quantity;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        let tail = rest.get(start..)?;
        let length = tail.find(|c: char| !c.is_ascii_digit() && c != ',').unwrap_or(tail.len());
        let (digits, after) = tail.split_at(length);
        let unit: String =
            after.trim_start().chars().take_while(|c| c.is_ascii_alphanumeric() || *c == '%').collect();
        let fraction = after.starts_with('.');
        if !fraction && !AMOUNTS.contains(&unit.to_lowercase().as_str()) {
            return digits.replace(',', "").parse().ok().filter(|n| (1..=MOST).contains(n));
        }
        rest =
            if fraction { after.get(1..)?.trim_start_matches(|c: char| c.is_ascii_digit()) } else { after };
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(words: &str, material: &str, topics: usize, have: &str, certificate: bool) {
        let said = Said { words: words.into(), material: material.into(), ..Said::default() };
        let wanted = read(&Lexicon::shipped(), &said);
        assert_eq!(wanted.topics.len(), topics, "{words}: {:?}", wanted.topics);
        assert_eq!(wanted.have.first().map_or("", String::as_str), have, "{words}");
        assert_eq!(wanted.certificate.is_some(), certificate, "{words}");
    }

    #[test]
    fn what_is_to_be_found_out_is_read_in_both_languages() {
        check("잔류농약을 알고 싶어요", "토양", 1, "solid-sample", false);
        check("We need the tensile strength.", "steel", 1, "item", false);
        check("잔류농약과 인장강도가 필요해요", "", 2, "", false);
        check("전기안전시험을 거쳐 KC 안전인증을 받고 싶어요", "", 1, "", true);
        check("도와주세요", "", 0, "", false);
    }

    #[test]
    fn only_pieces_are_counted() {
        for (quantity, expected) in [
            ("시료 3개", Some(3)),
            ("20 samples", Some(20)),
            ("200 g", None),
            ("200 g씩 12개", Some(12)),
            ("1.5 kg", None),
            ("1,000", Some(1000)),
            ("", None),
            ("5,000,000개", None),
        ] {
            assert_eq!(count(quantity), expected, "{quantity}");
        }
    }
}
