//! Reasons as sentences in the reader's language: which word met which part, and by which way.

use ieum_kernel::Lang;
use ieum_search::vocabulary::whole_word;
use ieum_search::{FieldName, Reason, Via};
use ieum_web::App;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// Sentences a result shows at most.
const MOST: usize = 3;
/// Part of the score from which on meaning is told.
const TOLD: f64 = 0.15;

const fn field_key(field: FieldName) -> &'static str {
    match field {
        FieldName::Name => "find-field-name",
        FieldName::Alias => "find-field-alias",
        FieldName::Method => "find-field-method",
        FieldName::TestItem => "find-field-test-item",
        FieldName::Spec => "find-field-spec",
        FieldName::Description => "find-field-description",
        FieldName::Organisation => "find-field-organisation",
    }
}

/// Why a thing was found, heaviest reason first.
pub(crate) fn sentences(app: &App, lang: Lang, reasons: &[Reason]) -> Vec<String> {
    // One sentence a word and way; the fields it met are named together.
    let mut grouped: Vec<(String, &Via, Vec<FieldName>)> = Vec::new();
    for reason in reasons {
        let word = reason.word.clone();
        match grouped.iter_mut().find(|(w, via, _)| *w == word && *via == &reason.via) {
            Some((_, _, fields)) if !fields.contains(&reason.kind) => fields.push(reason.kind),
            Some(_) => {}
            None => grouped.push((word, &reason.via, vec![reason.kind])),
        }
    }
    for (_, _, fields) in &mut grouped {
        fields.sort_by_key(|field| field_key(*field));
    }
    let (related, told): (Vec<_>, Vec<_>) =
        grouped.into_iter().partition(|(_, via, _)| matches!(via, Via::Related | Via::Meaning));
    let near = reasons.iter().find(|reason| reason.via == Via::Meaning && reason.share >= TOLD);
    // Words that stand there as written and in the same places share a sentence; a word that stands there as written
    // needs no second sentence about its translation.
    let mut plain: Vec<(Vec<String>, Vec<FieldName>)> = Vec::new();
    for (word, _, fields) in told.iter().filter(|(_, via, _)| **via == Via::Direct) {
        match plain.iter_mut().find(|(_, at)| at == fields) {
            Some((words, _)) => words.push(word.clone()),
            None => plain.push((vec![word.clone()], fields.clone())),
        }
    }
    let mut out: Vec<String> = plain
        .iter()
        .take(MOST)
        .map(|(words, fields)| sentence(app, lang, &quoted(app, lang, words), &Via::Direct, fields))
        .collect();
    let stood =
        |part: &str| plain.iter().any(|(words, _)| words.iter().any(|word| part.starts_with(word.as_str())));
    let stands = |asked: &str| asked.split_whitespace().all(stood);
    for (word, via, fields) in told.iter().filter(|(_, via, _)| **via != Via::Direct).take(MOST * 2) {
        let from = match via {
            Via::Synonym { from, .. }
            | Via::Translation { from, .. }
            | Via::Sound { from, .. }
            | Via::Fuzzy { from, .. } => from,
            Via::Solution { .. } | Via::Direct | Via::Related | Via::Meaning => word,
        };
        let sentence = sentence(app, lang, word, via, fields);
        match via {
            _ if out.contains(&sentence) => {}
            // How such a problem is usually looked into says more than which of its words stand there.
            Via::Solution { .. } => out.insert(0, sentence),
            _ if stands(from) => {}
            _ => out.push(sentence),
        }
    }
    if let Some(reason) = near {
        // Before the words where it says more than they do, else after them.
        out.truncate(MOST - 1);
        let place = if reason.share > 0.5 { 0 } else { out.len() };
        out.insert(place, meaning(app, lang, reason));
    }
    out.truncate(MOST);
    if out.is_empty() && !related.is_empty() {
        out.push(app.words.plain(lang, "find-reason-related"));
    }
    out
}

/// That the texts mean much the same, with its part of the score.
fn meaning(app: &App, lang: Lang, reason: &Reason) -> String {
    let percent = format!("{:.0}", reason.share * 100.0);
    app.words.say(lang, "find-reason-meaning", &BTreeMap::from([("percent".to_owned(), json!(percent))]))
}

/// One reason as a sentence.
pub(crate) fn one(app: &App, lang: Lang, reason: &Reason) -> String {
    let args = |word: &str| BTreeMap::from([("word".to_owned(), json!(word))]);
    if reason.via == Via::Meaning {
        return meaning(app, lang, reason);
    }
    if reason.via == Via::Related {
        return app.words.say(lang, "find-reason-shared", &args(&reason.matched));
    }
    let word = app.words.say(lang, "find-quoted", &args(&reason.word));
    sentence(app, lang, &word, &reason.via, &[reason.kind])
}

/// Words in quotation marks, the first few.
fn quoted(app: &App, lang: Lang, words: &[String]) -> String {
    let quote = |word: &String| {
        let args = BTreeMap::from([("word".to_owned(), json!(word))]);
        app.words.say(lang, "find-quoted", &args)
    };
    words.iter().take(4).map(quote).collect::<Vec<_>>().join(", ")
}

/// Words that were learned or heard are stems in the index; people are shown the word.
fn readable(words: &str) -> String {
    words.split(' ').map(|word| whole_word(word).unwrap_or(word)).collect::<Vec<_>>().join(" ")
}

fn sentence(app: &App, lang: Lang, word: &str, via: &Via, fields: &[FieldName]) -> String {
    let say = |key: &str, args: &[(&str, &str)]| {
        let args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), json!(v))).collect();
        app.words.say(lang, key, &args)
    };
    let named =
        |field: Option<&FieldName>| field.map(|f| app.words.plain(lang, field_key(*f))).unwrap_or_default();
    let place = match fields.len() {
        0 | 1 => named(fields.first()),
        _ => say("find-fields-two", &[("one", &named(fields.first())), ("two", &named(fields.get(1)))]),
    };
    match via {
        Via::Direct | Via::Related | Via::Meaning => {
            say("find-reason-direct", &[("word", word), ("place", &place)])
        }
        Via::Synonym { from, to } => {
            say("find-reason-synonym", &[("from", from), ("to", to), ("place", &place)])
        }
        Via::Translation { from, to } => {
            say("find-reason-translation", &[("from", from), ("to", &readable(to)), ("place", &place)])
        }
        Via::Sound { from, to } => {
            say("find-reason-sound", &[("from", from), ("to", &readable(to)), ("place", &place)])
        }
        Via::Solution { from, to } => {
            say("find-reason-solution", &[("from", from), ("to", to), ("place", &place)])
        }
        Via::Fuzzy { from, to } => say("find-reason-fuzzy", &[("from", from), ("to", to), ("place", &place)]),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn stems_are_shown_as_words() {
        assert_eq!(super::readable("microscop"), "microscope");
        assert_eq!(super::readable("electron microscope"), "electron microscope");
        assert_eq!(super::readable("scanning electron microscopy"), "scanning electron microscopy");
        assert_eq!(super::readable("zirkol"), "zirkol");
    }
}
