//! Everybody can use every page: each is opened in a browser, wide and narrow, and judged by axe with contrast on.

use ieum_journeys::{Browser, Engine, House, Page, Visitor};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::Arc;

/// Pages looked at for one role; a page of the same shape (another id) counts once.
const MOST: usize = 150;

/// A path with ids and numbers taken out: `/instruments/ins_0192…/edit` is `/instruments/{}/edit`.
fn shape(path: &str) -> String {
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let is_id = |part: &str| part.chars().any(|c| c.is_ascii_digit()) || part.len() > 24;
    bare.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Follows links from the first page and returns one path of each shape.
async fn paths(visitor: &Visitor) -> anyhow::Result<Vec<String>> {
    let (mut seen, mut found) = (BTreeSet::new(), Vec::new());
    let mut waiting = VecDeque::from(["/".to_owned()]);
    while let Some(path) = waiting.pop_front() {
        if found.len() >= MOST || !seen.insert(shape(&path)) {
            continue;
        }
        let page: Page = visitor.get(&path).await?;
        if page.kind != "text/html" {
            continue;
        }
        // The first page belongs to a room that may be absent; a page that says so must be usable too.
        let may_be_absent = path == "/" && page.status.as_u16() == 404;
        assert!(
            page.status.is_success() || may_be_absent,
            "{path} is linked but answers {}: {}",
            page.status,
            page.words()
        );
        let leads_on = page.links().into_iter().map(|(_, href)| href);
        waiting.extend(leads_on.filter(|href| href.starts_with('/') && !href.starts_with("//")));
        found.push(path);
    }
    Ok(found)
}

/// Opens each page and returns what is wrong with it.
async fn judge(browser: &Browser, path: &str, lang: &str) -> anyhow::Result<Vec<String>> {
    let mark = if path.contains('?') { '&' } else { '?' };
    browser.go(&format!("{path}{mark}lang={lang}")).await?;
    let mut wrong = Vec::new();
    for violation in browser.axe().await? {
        let places = violation.nodes.iter().take(3).cloned().collect::<Vec<_>>().join(" ; ");
        wrong.push(format!("{path} in {lang}: {} ({}): {places}", violation.id, violation.help));
    }
    browser.resize(320, 900).await?;
    if browser.scrolls_sideways().await? {
        wrong.push(format!("{path} in {lang}: scrolls sideways at 320 px"));
    }
    browser.resize(1280, 1000).await?;
    Ok(wrong)
}

async fn guests(house: Arc<House>) -> anyhow::Result<()> {
    // The layout links into rooms; before the first room has moved in there is nothing behind those links.
    if ieum::rooms::rooms().len() < 2 {
        return Ok(());
    }
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for path in paths(&Visitor::new(&house)?).await? {
        for lang in ["ko", "en"] {
            wrong.entry(path.clone()).or_default().extend(judge(&browser, &path, lang).await?);
        }
    }
    browser.close().await?;
    let all: Vec<_> = wrong.into_values().flatten().collect();
    assert!(all.is_empty(), "{}", all.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_a_guest_can_reach() -> anyhow::Result<()> {
    House::visit(Engine::Sqlite, guests).await
}
