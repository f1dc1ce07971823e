//! A review on paper, for a committee to sign: 구매 전 중복 검토서.

use super::finding::Finding;
use super::review::Review;
use ieum_kernel::Lang;
use ieum_paper::{Align, Block, Column, Pair, Paper, Signature, Table, Width};
use ieum_web::{App, format};
use serde_json::{Value, json};
use std::collections::BTreeMap;

struct Say<'a> {
    app: &'a App,
    lang: Lang,
}

impl Say<'_> {
    fn word(&self, key: &str) -> String {
        self.app.words.plain(self.lang, key)
    }

    fn with(&self, key: &str, args: &[(&str, Value)]) -> String {
        let args: BTreeMap<String, Value> = args.iter().map(|(n, v)| ((*n).to_owned(), v.clone())).collect();
        self.app.words.say(self.lang, key, &args)
    }
}

/// The paper.
pub(super) fn paper(app: &App, lang: Lang, review: &Review, asked_by: &str, decided_by: &str) -> Paper {
    let say = Say { app, lang };
    let mut paper = Paper::new(lang, say.word("purchase-paper-title"));
    paper.number.clone_from(&review.number);
    paper.meta = vec![
        Pair::new(say.word("purchase-paper-date"), format::day(lang, app.zone.day(review.made_at))),
        Pair::new(say.word("purchase-asked-by"), asked_by),
    ];
    paper.blocks.push(Block::Paragraph { text: say.word("purchase-paper-lead") });
    for wish in &review.findings {
        paper.blocks.push(Block::Heading { level: 2, text: wish.words.clone() });
        if wish.is_new() {
            let (heading, text) = (String::new(), say.word("purchase-nothing"));
            paper.blocks.push(Block::Notice { heading, text });
        }
        let rows: Vec<Vec<String>> = wish
            .groups()
            .into_iter()
            .flat_map(|(key, list, _)| list.iter().map(move |finding| (key, finding)))
            .map(|(key, finding)| row(&say, key, finding))
            .collect();
        if !rows.is_empty() {
            paper.blocks.push(Block::Table(Table {
                caption: String::new(),
                columns: vec![
                    Column::new(say.word("purchase-paper-sort"), Align::Start, Width::Share(2)),
                    Column::new(say.word("purchase-paper-instrument"), Align::Start, Width::Share(3)),
                    Column::new(say.word("purchase-paper-where"), Align::Start, Width::Share(3)),
                    Column::new(say.word("purchase-paper-use"), Align::Start, Width::Share(2)),
                    Column::new(say.word("purchase-paper-fits"), Align::Start, Width::Share(3)),
                ],
                rows,
                totals: Vec::new(),
            }));
        }
        if wish.narrower_more > 0 {
            let text = say.with("purchase-more", &[("count", json!(wish.narrower_more))]);
            paper.blocks.push(Block::Paragraph { text });
        }
    }
    let mut pairs = Vec::new();
    if let Some(decided) = &review.decided {
        let key = format!("purchase-decision-{}", decided.decision.key());
        pairs.push(Pair::new(say.word("purchase-decision"), say.word(&key)));
        pairs.push(Pair::new(say.word("purchase-reason"), decided.reason.clone()));
        pairs.push(Pair::new(say.word("purchase-decided-at"), format::day(lang, app.zone.day(decided.at))));
    } else {
        pairs.push(Pair::new(say.word("purchase-decision"), say.word("purchase-open")));
    }
    paper.blocks.push(Block::KeyValues { heading: say.word("purchase-decision"), columns: 1, pairs });
    let line = |key: &str, name: &str| Signature {
        label: say.word(key),
        name: name.to_owned(),
        mark: say.word("duplicates-paper-mark"),
    };
    paper.blocks.push(Block::Signatures {
        lines: vec![line("purchase-asked-by", asked_by), line("purchase-decided-by", decided_by)],
    });
    paper
}

fn row(say: &Say, key: &str, finding: &Finding) -> Vec<String> {
    let model = format!("{} {}", finding.maker, finding.model);
    let instrument = [finding.name.in_lang(say.lang), model.trim()].join("\n");
    let (facility, organisation) =
        (finding.facility.in_lang(say.lang), finding.organisation.in_lang(say.lang));
    let mut place = vec![facility.to_owned()];
    // Many a facility is called by its organisation: told once.
    if !facility.contains(organisation) {
        place.push(organisation.to_owned());
    }
    if let Some(km) = finding.distance_km {
        place.push(say.with("purchase-distance", &[("km", json!(km))]));
    }
    let share = match finding.use_percent {
        Some(percent) => say.with("purchase-use", &[("percent", json!(percent))]),
        None => say.word("purchase-use-unknown"),
    };
    let mut used = vec![share];
    if !finding.use_scope.is_empty() {
        used.push(say.word(&format!("purchase-scope-{}", finding.use_scope)));
    }
    let mut fits: Vec<String> =
        finding.covers.iter().map(|span| say.with("purchase-covers", &[("span", json!(span))])).collect();
    if let Some([narrow, wide]) = &finding.kind_of {
        let (narrow, wide) = (narrow.in_lang(say.lang), wide.in_lang(say.lang));
        fits.push(say.with("purchase-kind-of", &[("narrow", json!(narrow)), ("wide", json!(wide))]));
    }
    fits.extend(finding.misses.iter().map(|missed| {
        let key = if missed.has.is_empty() { "purchase-silent" } else { "purchase-misses" };
        say.with(key, &[("wished", json!(missed.wished)), ("has", json!(missed.has))])
    }));
    let kept =
        |lines: Vec<String>| lines.into_iter().filter(|l| !l.is_empty()).collect::<Vec<_>>().join("\n");
    vec![say.word(&format!("purchase-group-{key}")), instrument, kept(place), kept(used), kept(fits)]
}
