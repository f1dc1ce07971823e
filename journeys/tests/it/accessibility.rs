//! Everybody can use every page: each is opened in a browser, wide and narrow, and judged by axe with contrast on.

use ieum::demo::PASSWORD;
use ieum_journeys::{Browser, Engine, Ground, House, Page, Visitor};
use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::io::Write as _;
use std::sync::Arc;

/// Pages looked at for one role; a page of the same shape (another id) counts once.
const MOST: usize = 150;

/// A path with ids and numbers taken out: `/instruments/ins_0192…/edit` is `/instruments/{}/edit`.
fn shape(path: &str) -> String {
    let bare = path.split(['?', '#']).next().unwrap_or_default();
    let is_id = |part: &str| part.chars().any(|c| c.is_ascii_digit()) || part.len() > 24;
    bare.split('/').map(|part| if is_id(part) { "{}" } else { part }).collect::<Vec<_>>().join("/")
}

/// Follows links from the first page and returns one path of each shape, and what is wrong with links that lead nowhere.
async fn paths(visitor: &Visitor) -> anyhow::Result<(Vec<String>, Vec<String>)> {
    let (mut seen, mut found, mut broken) = (BTreeSet::new(), Vec::new(), Vec::new());
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
        if !page.status.is_success() && !may_be_absent {
            broken.push(format!("{path} is linked but answers {}", page.status));
            continue;
        }
        let leads_on = page.links().into_iter().map(|(_, href)| href);
        waiting.extend(leads_on.filter(|href| href.starts_with('/') && !href.starts_with("//")));
        found.push(path);
    }
    Ok((found, broken))
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

/// What axe can see of a page's main part: its tags with their classes and roles, without the words. Two pages of one
/// skeleton are judged once.
fn skeleton(html: &str) -> BTreeSet<String> {
    let main = html.split_once("<main").map_or(html, |(_, rest)| rest);
    let main = main.split_once("</main").map_or(main, |(inside, _)| inside);
    let tags = main.split('<').skip(1).filter_map(|part| part.split('>').next());
    let seen = |tag: &str| -> Option<String> {
        let name = tag.split_whitespace().next()?;
        let kept = ["class=", "role=", "type=", "aria-"].map(|start| {
            let found = tag.split(" ").filter(|part| part.starts_with(start));
            found.map(|part| part.trim_end_matches(char::is_numeric)).collect::<Vec<_>>().join(" ")
        });
        (!name.starts_with('/')).then(|| format!("{name} {}", kept.join(" ")))
    };
    tags.filter_map(seen).collect()
}

async fn guests(house: Arc<House>) -> anyhow::Result<()> {
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let mut wrong: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let (reached, broken) = paths(&Visitor::new(&house)?).await?;
    assert!(broken.is_empty(), "{}", broken.join("\n"));
    for path in reached {
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

/// Other ways to see pages, which the shapes of links do not tell apart: lists on the map, and a search by kind, as a list and on the
/// map.
const VIEWS: [&str; 7] = [
    "/instruments?view=map",
    "/services?view=map",
    "/experts?view=map",
    "/facilities?view=map",
    "/find?q=%EB%B6%84%EC%84%9D",
    "/find?view=list&q=%EB%B6%84%EC%84%9D",
    "/find?view=map&q=%EB%B6%84%EC%84%9D",
];

async fn views(house: Arc<House>) -> anyhow::Result<()> {
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let visitor = Visitor::new(&house)?;
    let mut wrong = Vec::new();
    for view in VIEWS {
        let page = visitor.get(view).await?.expect(200)?;
        let (map, by_kind) = (page.html.contains("id=\"place-1\""), page.html.contains("<h3 id=\"kind-"));
        assert_eq!(map, view.contains("view=map"), "{view} shows places");
        assert_eq!(by_kind, view.starts_with("/find?q"), "{view} shows kinds");
        for lang in ["ko", "en"] {
            wrong.extend(judge(&browser, view, lang).await?);
        }
    }
    browser.close().await?;
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_view_of_lists_and_of_a_search() -> anyhow::Result<()> {
    let ground = Ground { lived_in: true, ..Ground::default() };
    House::visit_on(Engine::Sqlite, ground, views).await
}

/// Pages of each role that look like none seen before, in the language of the turn. Both languages get their share of
/// every role; what differs between them is words, which the samples' tests render in both.
async fn roles(house: Arc<House>) -> anyhow::Result<()> {
    let Some(browser) = Browser::open(&house, 1280).await? else { return Ok(()) };
    let mut wrong = Vec::new();
    let mut seen: BTreeSet<String> = BTreeSet::new();
    let mut judged = 0;
    for role in ["firm", "boss", "staff", "reviewer", "billing", "expert", "planner", "operator"] {
        let visitor = Visitor::new(&house)?;
        visitor.sign_in(&format!("{role}@sample.ieum"), PASSWORD).await?;
        browser.sign_in(&format!("{role}@sample.ieum"), PASSWORD).await?;
        let (reached, broken) = paths(&visitor).await?;
        wrong.extend(broken.into_iter().map(|fault| format!("{role}: {fault}")));
        for path in reached {
            let page = visitor.get(&path).await?;
            let new: Vec<String> =
                skeleton(&page.html).into_iter().filter(|tag| !seen.contains(tag)).collect();
            if new.is_empty() {
                continue;
            }
            seen.extend(new);
            judged += 1;
            let lang = if judged % 2 == 0 { "ko" } else { "en" };
            wrong.extend(
                judge(&browser, &path, lang).await?.into_iter().map(|fault| format!("{role}: {fault}")),
            );
        }
    }
    browser.close().await?;
    assert!(judged > 20, "only {judged} pages were judged");
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// Ids of what the sample region holds, for the holes in the doors' paths.
async fn ids(house: &House) -> anyhow::Result<BTreeMap<&'static str, Vec<String>>> {
    let tables = [
        ("needs", "SELECT id FROM need ORDER BY id DESC LIMIT 40"),
        ("requests", "SELECT id FROM request WHERE submitted_at IS NOT NULL ORDER BY id DESC LIMIT 40"),
        ("quotes", "SELECT id FROM quote ORDER BY id DESC LIMIT 3"),
        ("reservations", "SELECT id FROM reservation WHERE holds_time ORDER BY starts_at DESC LIMIT 3"),
        ("samples", "SELECT id FROM sample ORDER BY id DESC LIMIT 3"),
        ("measurements", "SELECT id FROM measurement ORDER BY id DESC LIMIT 3"),
        ("reports", "SELECT id FROM report ORDER BY id DESC LIMIT 3"),
        ("charges", "SELECT id FROM charge ORDER BY id DESC LIMIT 3"),
        ("invoices", "SELECT id FROM invoice ORDER BY id DESC LIMIT 3"),
        ("people", "SELECT id FROM public_person ORDER BY id LIMIT 3"),
        ("organisations", "SELECT id FROM public_organisation ORDER BY id LIMIT 3"),
        ("facilities", "SELECT id FROM public_facility ORDER BY id LIMIT 3"),
        ("instruments", "SELECT id FROM public_instrument ORDER BY id LIMIT 3"),
        ("methods", "SELECT id FROM public_method ORDER BY id LIMIT 3"),
        ("services", "SELECT id FROM public_service ORDER BY id LIMIT 3"),
        ("experts", "SELECT id FROM public_expert ORDER BY id LIMIT 3"),
    ];
    let mut found = BTreeMap::new();
    for (name, sql) in tables {
        let all = house.db().reader().all(sql, ieum_db::args![], |row| row.get::<String>("id")).await?;
        found.insert(name, all);
    }
    Ok(found)
}

/// Paths that may open a door, its holes filled.
fn tries(door: &str, ids: &BTreeMap<&str, Vec<String>>) -> Vec<String> {
    let parts: Vec<&str> = door.split('/').collect();
    if !door.contains('{') {
        return vec![door.to_owned()];
    }
    let thing = parts.iter().take_while(|part| !part.starts_with('{')).last().copied().unwrap_or_default();
    let known = ids.get(if thing == "prices" { "instruments" } else { thing });
    let fill = |id: &String| {
        let filled = parts.iter().map(|part| match *part {
            "{step}" => "check",
            "{kind}" => "instrument",
            hole if hole.starts_with('{') => id.as_str(),
            said => said,
        });
        filled.collect::<Vec<_>>().join("/")
    };
    known.into_iter().flatten().map(fill).collect()
}

/// Every page behind a door without a form fits a telephone: no sideways scroll at 360 px.
async fn narrow(house: Arc<House>) -> anyhow::Result<()> {
    let Some(browser) = Browser::open(&house, 360).await? else { return Ok(()) };
    let ids = ids(&house).await?;
    let mut doors: Vec<&str> = Vec::new();
    for door in house.app()?.doors.iter().filter(|door| door.method == "GET") {
        if !door.path.starts_with("/api/") && !door.path.contains("{file}") && !door.path.contains("{*") {
            doors.push(door.path);
        }
    }
    let (mut wrong, mut opened) = (Vec::new(), BTreeSet::new());
    for role in ["operator", "staff", "firm", "boss", "billing", "reviewer"] {
        let visitor = Visitor::new(&house)?;
        visitor.sign_in(&format!("{role}@sample.ieum"), PASSWORD).await?;
        browser.sign_in(&format!("{role}@sample.ieum"), PASSWORD).await?;
        for door in &doors {
            if opened.contains(door) {
                continue;
            }
            for path in tries(door, &ids) {
                let page = visitor.get_only(&path).await?;
                if page.status.is_success() && page.kind == "text/html" {
                    opened.insert(*door);
                    browser.go(&path).await?;
                    if browser.scrolls_sideways().await? {
                        wrong.push(format!("{role}: {path} ({door}) scrolls sideways at 360 px"));
                    }
                    break;
                }
            }
        }
    }
    browser.close().await?;
    let closed: Vec<_> = doors.iter().filter(|door| !opened.contains(*door)).collect();
    let _unread = writeln!(
        std::io::stderr(),
        "{} of {} doors lead to pages; not opened: {closed:?}",
        opened.len(),
        doors.len()
    );
    assert!(opened.len() > 60, "only {} pages were opened: {closed:?}", opened.len());
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    Ok(())
}

/// One region serves both walks: it takes a while to live through two years.
async fn both_walks(house: Arc<House>) -> anyhow::Result<()> {
    narrow(Arc::clone(&house)).await?;
    roles(house).await
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_page_of_every_role() -> anyhow::Result<()> {
    let ground = Ground { lived_in: true, ..Ground::default() };
    House::visit_on(Engine::Sqlite, ground, both_walks).await
}
