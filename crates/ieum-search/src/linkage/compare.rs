//! Two records side by side: one likeness a field, and the finer figures that a trained judge reads.

use super::bag::soft_cosine;
use super::likeness::{near, typed, winkler};
use super::record::{Corpus, FieldKind, Prepared, Ready};
use super::{code, people};

/// How one field of two records compares.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Compared {
    /// From 0 to 1; `None` when either record says nothing.
    pub(super) likeness: Option<f64>,
    /// The share of records with the value that agrees, when one value agrees wholly.
    pub(super) share: Option<f64>,
}

/// Two records, compared.
#[derive(Debug, Clone)]
pub(super) struct Comparison {
    /// One per field, then one for model codes found anywhere and one for what the glossary calls the names.
    pub(super) fields: Vec<Compared>,
    /// Whether the model of one is the model of the other, or stands in its texts.
    pub(super) same_model: bool,
    /// Finer figures: a fixed number a field ([`figures_of`]), then those over whole records; `None` where a record says nothing.
    pub(super) figures: Vec<Option<f64>>,
}

/// How many finer figures a field gives.
const fn figures_of(kind: FieldKind) -> usize {
    match kind {
        FieldKind::Name => 7,
        FieldKind::Text | FieldKind::Category => 3,
        FieldKind::Code | FieldKind::Identifier | FieldKind::Number | FieldKind::Year => 1,
        FieldKind::People => 2,
    }
}

/// Compares two records of a corpus.
pub(super) fn compare(corpus: &Corpus, left: &Ready, right: &Ready) -> Comparison {
    let mut fields = Vec::with_capacity(corpus.schema.fields.len() + 1);
    let mut figures = Vec::new();
    for (at, field) in corpus.schema.fields.iter().enumerate() {
        let pair =
            (left.values.get(at).and_then(Option::as_ref), right.values.get(at).and_then(Option::as_ref));
        let (Some(l), Some(r)) = pair else {
            fields.push(Compared { likeness: None, share: None });
            figures.extend(std::iter::repeat_n(None, figures_of(field.kind)));
            continue;
        };
        let found = one_field(field.kind, l, r);
        let same = l.squeezed == r.squeezed;
        let share = corpus.tables.get(at).filter(|_| same).map(|tables| tables.values.share(l.value));
        let likeness = if same { 1.0 } else { found.first().copied().unwrap_or(0.0) };
        fields.push(Compared { likeness: Some(likeness), share });
        figures.extend(found.into_iter().map(Some));
    }
    let (code, whole) = wholes(corpus, left, right);
    fields.push(code);
    let concepts = (!left.concepts.weights.is_empty() && !right.concepts.weights.is_empty())
        .then(|| left.concepts.cosine(&right.concepts));
    fields.push(Compared { likeness: concepts, share: None });
    figures.push(concepts);
    figures.extend(whole);
    Comparison { fields, same_model: same_model(corpus, left, right), figures }
}

/// Shortest model that is looked for inside a text, in letters.
const MODEL_LETTERS: usize = 4;

/// Two models are compared; one alone is looked for in the other's codes and texts, however it is spaced there; without any,
/// a code that both texts have is the model.
fn same_model(corpus: &Corpus, left: &Ready, right: &Ready) -> bool {
    let has = |ready: &Ready, model: &str| {
        let letters: Vec<char> = model.chars().collect();
        let written = letters.len() >= MODEL_LETTERS && code::share_of(&letters, &ready.run) >= 1.0;
        written || ready.codes.iter().any(|(_, code)| code == model)
    };
    match (model(corpus, left), model(corpus, right)) {
        (Some(l), Some(r)) => l == r,
        (Some(model), None) => has(right, model),
        (None, Some(model)) => has(left, model),
        (None, None) => left.codes.iter().any(|(_, code)| right.codes.iter().any(|(_, other)| other == code)),
    }
}

/// What the record's model field says.
fn model<'a>(corpus: &Corpus, ready: &'a Ready) -> Option<&'a str> {
    let fields = corpus.schema.fields.iter().zip(&ready.values);
    let mut models =
        fields.filter(|(field, _)| field.kind == FieldKind::Code).filter_map(|(_, value)| value.as_ref());
    models.next().map(|value| value.squeezed.as_str())
}

/// The figures of one field; the first is its likeness.
fn one_field(kind: FieldKind, l: &Prepared, r: &Prepared) -> Vec<f64> {
    match kind {
        FieldKind::Name => {
            let soft = soft_cosine(&l.words, &r.words);
            let terms = l.terms.cosine(&r.terms);
            let (a, b) = (l.words.bag.held_by(&r.words.bag), r.words.bag.held_by(&l.words.bag));
            let first = winkler(head(&l.letters), head(&r.letters));
            vec![
                soft.max(terms),
                terms,
                l.trigrams.cosine(&r.trigrams),
                typed(&l.letters, &r.letters),
                a.min(b),
                a.max(b),
                first,
            ]
        }
        FieldKind::Text => {
            let (a, b) = (l.terms.held_by(&r.terms), r.terms.held_by(&l.terms));
            vec![l.terms.cosine(&r.terms), a.min(b), a.max(b)]
        }
        FieldKind::Category => {
            let held = l.words.bag.held_by(&r.words.bag).max(r.words.bag.held_by(&l.words.bag));
            let sound = winkler(&l.sound, &r.sound);
            let spelled = typed(&l.letters, &r.letters);
            vec![held.max(sound).max(spelled), sound, held]
        }
        FieldKind::Code => vec![code::likeness(&l.squeezed, &r.squeezed)],
        FieldKind::Identifier => vec![if l.squeezed == r.squeezed { 1.0 } else { 0.0 }],
        FieldKind::Number => vec![match (l.number, r.number) {
            (Some(a), Some(b)) => near(a, b),
            _ => 0.0,
        }],
        FieldKind::Year => vec![match (l.number, r.number) {
            (Some(a), Some(b)) => (1.0 - (a - b).abs() * 0.4).max(0.0),
            _ => 0.0,
        }],
        FieldKind::People => {
            let (less, more) = people::shared(&l.people, &r.people);
            vec![less, more]
        }
    }
}

fn head(letters: &[char]) -> &[char] {
    letters.get(..letters.len().min(6)).unwrap_or_default()
}

/// The model codes of both records, wherever they stand, and the figures over whole records.
fn wholes(corpus: &Corpus, left: &Ready, right: &Ready) -> (Compared, Vec<Option<f64>>) {
    let mut best: Option<(f64, f64)> = None;
    for (l_id, l) in &left.codes {
        for (r_id, r) in &right.codes {
            let likeness = code::likeness(l, r);
            let rarity = corpus.codes.tells(*l_id).min(corpus.codes.tells(*r_id));
            if best.is_none_or(|(found, rare)| likeness * rarity > found * rare) {
                best = Some((likeness, rarity));
            }
        }
    }
    let in_run = |codes: &[(u32, String)], run: &[char]| {
        let shares = codes.iter().map(|(_, code)| code::share_in(code, run));
        shares.fold(None, |best: Option<f64>, share| Some(best.map_or(share, |b| b.max(share))))
    };
    let (a, b) = (left.all.held_by(&right.all), right.all.held_by(&left.all));
    let measures = (!left.measures.weights.is_empty() && !right.measures.weights.is_empty())
        .then(|| left.measures.cosine(&right.measures));
    let names = code::share_of(&left.name_run, &right.run).max(code::share_of(&right.name_run, &left.run));
    let figures = vec![
        Some(left.all.cosine(&right.all)),
        Some(a.min(b)),
        Some(a.max(b)),
        best.map(|(likeness, ..)| likeness),
        best.map(|(likeness, rarity)| likeness * rarity),
        in_run(&left.codes, &right.run),
        in_run(&right.codes, &left.run),
        measures,
        Some(names),
    ];
    let likeness = best.map(|(likeness, rarity)| likeness * rarity);
    (Compared { likeness, share: None }, figures)
}
