//! Labels to stick on vessels: a code to scan and the same code to read.

use super::store::Line;
use ieum_kernel::Lang;
use ieum_paper::{Fonts, Label, LabelGrid, LabelSheet};
use ieum_web::{App, Problem, encode};
use serde_json::json;
use std::collections::BTreeMap;

/// Where scanning a label leads.
pub(super) fn scan_link(app: &App, code: &str) -> String {
    app.link(&format!("/samples/scan?code={}", encode(code)))
}

/// A sheet of labels, one for every vessel.
pub(super) async fn sheet(app: &App, lang: Lang, samples: &[Line], skip: u8) -> Result<Vec<u8>, Problem> {
    let mut labels = Vec::new();
    for sample in samples {
        let word = |key: String| app.words.plain(lang, &key);
        let mut facts =
            vec![sample.request_number.clone(), word(format!("sample-storage-{}", dashed(&sample.storage)))];
        if sample.hazard != "none" {
            facts.push(word(format!("sample-hazard-{}", sample.hazard)));
        }
        for vessel in 1..=sample.count.clamp(1, 100) {
            let mut lines = facts.clone();
            if sample.count > 1 {
                let args = BTreeMap::from([
                    ("number".to_owned(), json!(vessel)),
                    ("count".to_owned(), json!(sample.count)),
                ]);
                lines.push(app.words.say(lang, "sample-vessel-of", &args));
            }
            let label =
                Label::new(&scan_link(app, &sample.code), sample.code.clone(), sample.name.clone(), lines);
            labels.push(label.map_err(|error| Problem::fault(&error))?);
        }
    }
    let title = app.words.plain(lang, "sample-labels");
    let sheet = LabelSheet { lang, title, grid: LabelGrid::A4_21, skip: skip.min(20), labels };
    match tokio::task::spawn_blocking(move || sheet.pdf(&Fonts::embedded()?)).await {
        Ok(Ok(pdf)) => Ok(pdf),
        Ok(Err(error)) => Err(Problem::fault(&error)),
        Err(error) => Err(Problem::fault(&error)),
    }
}

fn dashed(word: &str) -> String {
    word.replace('_', "-")
}
