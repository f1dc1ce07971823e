//! Every component, rendered in both languages, light and dark, calm and dense.
//!
//! The pages are also written to the target folder (`tmp/gallery`), with style, script and fonts beside them, to look at
//! and to give to axe.
#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test stops where its sample is wrong")]

use ieum_kernel::{Lang, Zone};
use ieum_web::{TemplateFile, Templates, Words, message_files, template_files};
use minijinja::Value;
use serde_json::{Value as Json, json};
use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const PAGES: [(&str, &str); 7] = [
    ("list.html", include_str!("gallery/list.html")),
    ("intake.html", include_str!("gallery/intake.html")),
    ("thing.html", include_str!("gallery/thing.html")),
    ("week.html", include_str!("gallery/week.html")),
    ("trouble.html", include_str!("gallery/trouble.html")),
    ("kit/resume.html", ""),
    ("kit/resume-go.html", ""),
];

const ASSETS: [&str; 5] = ["app.css", "app.js", "fonts.css", "htmx.js", "mark.svg"];

fn templates() -> Templates {
    let zone = Zone::seoul();
    let words = Arc::new(Words::new(message_files(&[]), zone.clone()).unwrap());
    let own = PAGES.iter().filter(|(_, text)| !text.is_empty());
    let all = || {
        let mut files = template_files(&[]);
        files.extend(
            own.clone().map(|(name, text)| TemplateFile { name: (*name).into(), text: (*text).into() }),
        );
        files
    };
    Templates::new(all(), &words, &zone)
}

fn sample(lang: Lang) -> Json {
    let text = match lang {
        Lang::Ko => include_str!("gallery/sample.ko.json"),
        Lang::En => include_str!("gallery/sample.en.json"),
    };
    serde_json::from_str(text).unwrap()
}

fn render(templates: &Templates, name: &str, lang: Lang, theme: &str, density: &str) -> String {
    let sample = sample(lang);
    let mut page = sample["page"].clone();
    for (key, value) in [("theme", theme), ("density", density), ("csrf", "token"), ("once", "once")] {
        page[key] = json!(value);
    }
    let mut values = json!({ "s": sample["s"], "errors": {}, "typed": {} });
    if name == "intake.html" {
        values["errors"] = sample["errors"].clone();
        values["typed"] = sample["typed"].clone();
    }
    if name == "trouble.html" {
        values["errors"] = json!([]);
    }
    for (key, value) in sample["trouble"].as_object().unwrap() {
        values[key] = value.clone();
    }
    templates
        .render(name, lang, &Value::from_serialize(&page), Value::from_serialize(&values))
        .unwrap_or_else(|e| {
            panic!("{name} in {lang}: {e:#}");
        })
}

/// The values of an attribute, in order.
fn attributes<'a>(html: &'a str, name: &str) -> Vec<&'a str> {
    let start = format!(" {name}=\"");
    html.split(start.as_str()).skip(1).filter_map(|rest| rest.split('"').next()).collect()
}

#[track_caller]
fn check(name: &str, html: &str) {
    let ids = attributes(html, "id");
    let known: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), known.len(), "{name}: an id stands twice");
    for attribute in ["for", "aria-describedby"] {
        for id in attributes(html, attribute).iter().flat_map(|list| list.split_whitespace()) {
            assert!(known.contains(id), "{name}: {attribute} names {id}, which is not there");
        }
    }
    for link in attributes(html, "href").iter().filter_map(|href| href.strip_prefix('#')) {
        assert!(known.contains(link) || link.starts_with("f-"), "{name}: #{link} leads nowhere");
    }
    for inline in [" style=\"", " onclick=", " onchange=", "<style", "javascript:"] {
        assert!(!html.contains(inline), "{name}: {inline} is forbidden by the content policy");
    }
    for input in html.split("<input ").skip(1).filter_map(|rest| rest.split('>').next()) {
        let silent = ["hidden", "submit"].iter().any(|kind| input.contains(&format!("type=\"{kind}\"")));
        let named =
            attributes(&format!(" {input}"), "id").iter().any(|id| html.contains(&format!("for=\"{id}\"")));
        assert!(silent || named, "{name}: no label for <input {input}>");
    }
    assert_eq!(html.matches("<h1").count(), 1, "{name}: one first heading");
    assert!(html.matches("button-primary").count() <= 1, "{name}: one primary action a page");
}

#[test]
fn every_component_renders_everywhere() {
    let templates = templates();
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    for lang in Lang::ALL {
        for (theme, density) in [("light", "calm"), ("dark", "dense"), ("auto", "dense"), ("dark", "calm")] {
            for (name, _) in PAGES {
                let html = render(&templates, name, lang, theme, density);
                check(name, &html);
                let stem = name.trim_end_matches(".html").replace("kit/", "");
                keep(&folder, &format!("{stem}-{lang}-{theme}-{density}.html"), &html);
            }
        }
    }
}

/// Writes a page where a browser can open it from the disk.
fn keep(folder: &Path, name: &str, html: &str) {
    std::fs::create_dir_all(folder).unwrap();
    let mut local = html.replace("&#x2f;", "/");
    for asset in ASSETS {
        let url = ieum_web::assets::asset(asset).unwrap();
        assert!(local.contains(url), "{name} does not load {asset}");
        local = local.replace(url, url.trim_start_matches('/'));
    }
    std::fs::write(folder.join(name), local).unwrap();
}

/// Writes an embedded file below the folder, as the server answers it.
async fn keep_asset(folder: &Path, hash: &str, name: &str) -> Vec<u8> {
    let place = axum::extract::Path((hash.to_owned(), name.to_owned()));
    let answer = ieum_web::assets::serve(place, http::HeaderMap::new()).await;
    assert_eq!(answer.status(), http::StatusCode::OK, "{name}");
    let bytes = axum::body::to_bytes(answer.into_body(), usize::MAX).await.unwrap();
    let target = folder.join("assets").join(hash);
    std::fs::create_dir_all(&target).unwrap();
    std::fs::write(target.join(name), &bytes).unwrap();
    bytes.to_vec()
}

#[tokio::test]
async fn every_file_a_page_names_is_answered() {
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("gallery");
    for asset in ASSETS {
        let url = ieum_web::assets::asset(asset).unwrap();
        let hash = url.split('/').nth(2).unwrap();
        let bytes = keep_asset(&folder, hash, asset).await;
        if asset == "fonts.css" {
            for font in String::from_utf8(bytes).unwrap().split("url(../").skip(1) {
                let (hash, rest) = font.split_once('/').unwrap();
                keep_asset(&folder, hash, rest.split(')').next().unwrap()).await;
            }
        }
    }
}

#[test]
fn what_was_typed_and_what_is_wrong_stand_at_the_field() {
    let html = render(&templates(), "intake.html", Lang::Ko, "light", "calm");
    let sample = sample(Lang::Ko);
    assert!(html.contains(&format!("value=\"{}\"", sample["typed"]["title"].as_str().unwrap())));
    assert!(html.contains("aria-describedby=\"f-words-error\" aria-invalid=\"true\""));
    assert_eq!(
        html.matches(sample["errors"]["words"].as_str().unwrap()).count(),
        2,
        "in the summary and at the field"
    );
    assert!(!html.contains("type=\"password\" value"), "a password is never sent back");
}
