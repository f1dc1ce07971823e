//! `/vocabulary/understood`: what search makes of a sentence, so that whoever changes a word sees what it does.

use super::KEEP;
use super::routes::named;
use crate::find::lexicon;
use axum::extract::State as Held;
use axum::response::Response;
use ieum_search::analysis;
use ieum_search::vocabulary::Link;
use ieum_web::{App, Doors, Fields, Page, Problem, SignedIn};
use serde_json::{Value, json};

/// Letters of a sentence that are tried.
pub(super) const SENTENCE: usize = 300;

pub(super) fn doors(doors: Doors) -> Doors {
    doors.get("/vocabulary/understood", &KEEP, understood)
}

/// What search makes of a sentence: entries that are named, and other ways to say its words.
pub(super) fn understand(app: &App, sentence: &str) -> (Vec<Value>, Vec<Value>) {
    let lexicon = lexicon(app);
    let named_in: Vec<Value> = lexicon
        .named_in(sentence)
        .iter()
        .map(|one| json!({ "by": one.by, "entry": named(one.entry) }))
        .collect();
    let link = |link: Link| match link {
        Link::Synonym => "synonym",
        Link::Translation => "translation",
        Link::Solution => "solution",
    };
    // One line a word and way: what it is widened by, in order.
    let mut ways: Vec<(String, &str, Vec<String>)> = Vec::new();
    for expansion in lexicon.expand(&analysis::words(sentence)) {
        let (from, way) = (expansion.from, link(expansion.link));
        match ways.iter_mut().find(|(f, w, _)| *f == from && *w == way) {
            Some((_, _, to)) if to.contains(&expansion.to) || to.len() == 20 => {}
            Some((_, _, to)) => to.push(expansion.to),
            None => ways.push((from, way, vec![expansion.to])),
        }
    }
    let ways =
        ways.into_iter().map(|(from, way, to)| json!({ "from": from, "way": way, "to": to })).collect();
    (named_in, ways)
}

async fn understood(Held(app): Held<App>, me: SignedIn, fields: Fields) -> Result<Response, Problem> {
    let sentence: String = fields.get("q").trim().chars().take(SENTENCE).collect();
    let (named_in, ways) = understand(&app, &sentence);
    let page = Page::new("vocabulary/understood.html")
        .with("q", &sentence)
        .with("named", named_in)
        .with("ways", ways)
        .crumb("vocabulary-title", "/vocabulary");
    app.render(page, me.visit())
}
