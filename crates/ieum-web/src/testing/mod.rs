//! For the tests of rooms: a house to ask, every template renders every sample in both languages, and answers fit
//! their description.

pub mod house;
mod schema;

pub use schema::misfits;

use crate::{Room, Templates, Words, message_files, template_files};
use ieum_kernel::{Lang, Zone};
use minijinja::{Value, context};
use serde_json::Value as Json;
use std::path::Path;
use std::sync::Arc;

/// Renders every page of a room with every sample that stands beside it, in both languages, and returns what failed.
///
/// A page `src/booking/pages/list.html` needs `src/booking/pages/list.samples.json`: an object from sample name to
/// the values the page is given. A page without samples is a failure too; partials start with `_` and need none.
pub fn render_samples(room: Room, sources: &Path) -> Vec<String> {
    let mut failures = Vec::new();
    let rooms = [room];
    let zone = Zone::seoul();
    let words = match Words::new(message_files(&rooms), zone.clone()) {
        Ok(words) => Arc::new(words),
        Err(error) => return vec![format!("{error}: {error:?}")],
    };
    let templates = Templates::new(template_files(&rooms), &words, &zone);
    for (path, _) in rooms.iter().flat_map(|r| r.pages.files()) {
        let file_name = path.rsplit('/').next().unwrap_or_default();
        if !path.ends_with(".html") || file_name.starts_with('_') {
            continue;
        }
        let name = path.replace("/pages/", "/");
        let beside = sources.join(path.replace(".html", ".samples.json"));
        let samples: serde_json::Map<String, Json> = match std::fs::read_to_string(&beside)
            .map_err(|e| e.to_string())
            .and_then(|t| serde_json::from_str(&t).map_err(|e| e.to_string()))
        {
            Ok(samples) => samples,
            Err(reason) => {
                failures.push(format!("{name}: no samples ({reason})"));
                continue;
            }
        };
        for (sample, values) in &samples {
            for lang in Lang::ALL {
                let rendered = templates.render(&name, lang, &sample_frame(), Value::from_serialize(values));
                if let Err(error) = rendered {
                    failures.push(format!("{name} with sample {sample} in {lang}: {error:#}"));
                }
            }
        }
    }
    failures
}

/// The frame around a sample page: somebody signed in, everything filled.
pub fn sample_frame() -> Value {
    context! {
        path => "/sample?page=2", bare => "/sample", nav => Vec::<Value>::new(),
        me => context! { id => "per_0", name => "김이음", initials => "김", organisation => "이음정밀", roles => ["member", "manager", "staff", "operator"] },
        unread => 3, density => "calm", theme => "auto", crumbs => Vec::<Value>::new(), csrf => "token", once => "once",
        messages => Vec::<Value>::new(), lang_switch => "/sample?lang=en",
        site => context! { ko => "이음", en => "Ieum", base => "http://127.0.0.1", note_ko => "지어낸 자료예요.", note_en => "Invented data." }, zone => "Asia/Seoul",
    }
}
