//! What the description of the API says is what the house does: every door described, every answer held to its schema.
#![expect(clippy::indexing_slicing, reason = "a part that is missing from a document fails the test")]

use anyhow::{Context, Result};
use ieum::config::{Config, DatabaseSettings, ServerSettings};
use ieum::demo::{Account, PASSWORD, SampleClock};
use ieum_db::args;
use ieum_db::testing::fresh;
use ieum_governance::create_token;
use ieum_journeys::{Engine, House, Visitor, both};
use ieum_kernel::Lang;
use ieum_web::testing::misfits;
use ieum_web::{App, SiteSettings, api};
use reqwest::Method;
use serde_json::{Map, Value, json};
use std::collections::{BTreeMap, BTreeSet};
use std::net::{Ipv4Addr, TcpListener};
use std::sync::Arc;

async fn every_door_is_described(house: Arc<House>) -> Result<()> {
    let app = house.app()?;
    let lacking = api::undescribed(&app.doors);
    assert!(lacking.is_empty(), "{}", lacking.join("\n"));
    for lang in Lang::ALL {
        let document = app.openapi(lang);
        let paths = document["paths"].as_object().context("paths")?;
        let described: BTreeSet<String> = paths
            .iter()
            .flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(m, _)| (path, m)))
            .map(|(path, method)| format!("{} {path}", method.to_ascii_uppercase()))
            .collect();
        let of_api = app.doors.iter().filter(|door| door.path.starts_with("/api/"));
        let doors: BTreeSet<String> = of_api.map(|door| format!("{} {}", door.method, door.path)).collect();
        assert_eq!(described, doors, "what is described and what is there");
        check_words(app, &document, lang);
    }
    let english = app.openapi(Lang::En);
    let names: Vec<&String> =
        english["components"]["schemas"].as_object().context("schemas")?.keys().collect();
    let doubled: Vec<_> = names.iter().filter(|name| name.ends_with(|c: char| c.is_ascii_digit())).collect();
    assert!(doubled.is_empty(), "two types have one name: {doubled:?}");
    let ids: Vec<&str> =
        operations(&english).iter().filter_map(|o| o.operation["operationId"].as_str()).collect();
    let once: BTreeSet<&str> = ids.iter().copied().collect();
    assert_eq!(ids.len(), once.len(), "an operationId stands twice");
    Ok(())
}
both!(doors_and_description_agree, every_door_is_described);

/// Every word of the description is there, in its language.
fn check_words(app: &App, document: &Value, lang: Lang) {
    let mut lacking = Vec::new();
    let mut look = |text: &str, place: &str| {
        if text.is_empty() || app.words.keys().any(|key| key == text) {
            lacking.push(format!("{place}: {text}"));
        }
    };
    for one in operations(document) {
        let id = one.operation["operationId"].as_str().unwrap_or_default();
        look(one.operation["summary"].as_str().unwrap_or_default(), &format!("{id} in {lang}"));
        for param in
            one.operation["parameters"].as_array().into_iter().flatten().filter(|p| p["name"].is_string())
        {
            look(
                param["description"].as_str().unwrap_or_default(),
                &format!("{id}: {} in {lang}", param["name"]),
            );
        }
        let body = &one.operation["requestBody"]["content"]["application/json"]["schema"];
        for (name, field) in body["properties"].as_object().into_iter().flatten() {
            if field["readOnly"] != json!(true) {
                look(
                    field["description"].as_str().unwrap_or_default(),
                    &format!("{id}: body {name} in {lang}"),
                );
            }
        }
    }
    for tag in document["tags"].as_array().into_iter().flatten() {
        look(tag["description"].as_str().unwrap_or_default(), &format!("group {}", tag["name"]));
    }
    assert!(lacking.is_empty(), "words are missing:\n{}", lacking.join("\n"));
}

struct Operation<'a> {
    path: &'a str,
    method: Method,
    operation: &'a Value,
}

fn operations(document: &Value) -> Vec<Operation<'_>> {
    let paths = document["paths"].as_object().into_iter().flatten();
    let all =
        paths.flat_map(|(path, item)| item.as_object().into_iter().flatten().map(move |(m, o)| (path, m, o)));
    all.map(|(path, method, operation)| Operation {
        path,
        method: method.to_ascii_uppercase().parse().unwrap_or_default(),
        operation,
    })
    .collect()
}

/// Asks a house, as everybody who has an account, and holds every answer to the description.
struct Asking {
    client: reqwest::Client,
    url: String,
    tokens: Vec<String>,
    document: Arc<Value>,
    /// Ids met in answers, by prefix.
    ids: BTreeMap<String, Vec<String>>,
    faults: Vec<String>,
    /// Calls that answered as hoped for.
    done: BTreeSet<String>,
    kinds: BTreeSet<String>,
}

impl Asking {
    async fn of(app: &App, clock: &SampleClock, url: &str) -> Result<Self> {
        let mut tokens = Vec::new();
        let sample = ieum::demo::fill(app, clock).await?;
        // No list gives these.
        let mut ids = BTreeMap::new();
        let quotes = "SELECT id FROM quote ORDER BY id LIMIT 40";
        let samples = "SELECT id FROM sample ORDER BY id LIMIT 40";
        for (prefix, sql) in [("quo", quotes), ("smp", samples)] {
            let known: Vec<String> = app.db.reader().all(sql, args![], |row| row.get("id")).await?;
            ids.insert(prefix.to_owned(), known);
        }
        for account in &sample.accounts {
            tokens.push(token_of(app, account).await?);
        }
        Ok(Self {
            client: reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build()?,
            url: url.to_owned(),
            tokens,
            document: app.openapi(Lang::En),
            ids,
            faults: Vec::new(),
            done: BTreeSet::new(),
            kinds: BTreeSet::new(),
        })
    }

    fn components(&self) -> Map<String, Value> {
        self.document["components"]["schemas"].as_object().cloned().unwrap_or_default()
    }

    /// Sends a call and holds the answer to its description; the status and the answer.
    async fn send(
        &mut self,
        one: &Operation<'_>,
        path: &str,
        token: &str,
        body: Option<&Value>,
    ) -> Result<(u16, Value)> {
        let mut request =
            self.client.request(one.method.clone(), format!("{}{path}", self.url)).bearer_auth(token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await?;
        let status = answer.status().as_u16();
        let kind =
            answer.headers().get("content-type").and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned();
        let text = answer.text().await?;
        let value: Value = serde_json::from_str(&text).unwrap_or(Value::Null);
        let id = one.operation["operationId"].as_str().unwrap_or_default();
        let place = format!("{id}: {} {path} as somebody: {status}", one.method);
        let described = &one.operation["responses"][status.to_string()];
        if described.is_null() || status >= 500 {
            self.faults.push(format!("{place} is not described: {text}"));
            return Ok((status, value));
        }
        for (media, content) in described["content"].as_object().into_iter().flatten() {
            if !kind.starts_with(media.as_str()) {
                self.faults.push(format!("{place}: {kind} instead of {media}"));
            }
            let misfits = misfits(&value, &content["schema"], &self.components());
            self.faults.extend(misfits.into_iter().take(5).map(|misfit| format!("{place}: {misfit}")));
        }
        if status >= 400 {
            let kind = value["type"].as_str().unwrap_or_default().to_owned();
            let known = described["x-problem-types"].as_array().into_iter().flatten();
            if !known.into_iter().any(|k| k.as_str() == Some(&kind)) {
                self.faults.push(format!("{place}: the problem type {kind} is not described"));
            }
            self.kinds.insert(kind);
        } else {
            self.done.insert(id.to_owned());
            self.gather(&value);
        }
        Ok((status, value))
    }

    fn gather(&mut self, value: &Value) {
        match value {
            Value::String(text) => {
                if let Some((prefix, rest)) =
                    text.split_once('_').filter(|(p, rest)| p.len() == 3 && rest.len() == 26)
                {
                    debug_assert!(!rest.is_empty());
                    let known = self.ids.entry(prefix.to_owned()).or_default();
                    if !known.contains(text) && known.len() < 40 {
                        known.push(text.clone());
                    }
                }
            }
            Value::Array(items) => items.iter().for_each(|item| self.gather(item)),
            Value::Object(map) => map.values().for_each(|item| self.gather(item)),
            _ => {}
        }
    }

    /// The paths to try for a call: its holes filled with ids met so far.
    fn paths(&self, one: &Operation<'_>) -> Vec<String> {
        let mut paths = vec![one.path.to_owned()];
        for param in
            one.operation["parameters"].as_array().into_iter().flatten().filter(|p| p["in"] == "path")
        {
            let hole = format!("{{{}}}", param["name"].as_str().unwrap_or_default());
            let values: Vec<String> =
                match param["schema"]["examples"][0].as_str().and_then(|id| id.split_once('_')) {
                    Some((prefix, _)) => self.ids.get(prefix).cloned().unwrap_or_default(),
                    None if hole == "{kind}" => vec!["instrument".to_owned(), "service".to_owned()],
                    None if one.path.contains("/prices/") => ["ins", "svc"]
                        .iter()
                        .flat_map(|p| self.ids.get(*p).cloned().unwrap_or_default())
                        .collect(),
                    // An entry that ships with every house.
                    None if one.path.contains("/vocabulary/") => vec!["gas-chromatography".to_owned()],
                    None => vec!["none".to_owned()],
                };
            paths = paths.iter().flat_map(|path| values.iter().map(|v| path.replace(&hole, v))).collect();
        }
        // The needed part of the query, by its example.
        let needed = one.operation["parameters"].as_array().into_iter().flatten();
        let query: Vec<String> = needed
            .filter(|p| p["in"] == "query" && p["required"] == json!(true))
            .map(|p| format!("{}=pesticide", p["name"].as_str().unwrap_or_default()))
            .collect();
        if !query.is_empty() {
            paths.iter_mut().for_each(|path| *path = format!("{path}?{}", query.join("&")));
        }
        paths
    }

    /// Walks every read that has not answered well: as everybody, over ids met so far.
    async fn read(&mut self) -> Result<()> {
        let document = Arc::clone(&self.document);
        let lacking = |one: &Operation<'_>| {
            one.method == Method::GET
                && one.operation["operationId"].as_str().is_some_and(|id| !self.done.contains(id))
        };
        let gets: Vec<_> = operations(&document).into_iter().filter(lacking).collect();
        let tokens = self.tokens.clone();
        for with_holes in [false, true] {
            for one in gets.iter().filter(|one| one.path.contains('{') == with_holes) {
                for path in self.paths(one).into_iter().take(60) {
                    let mut well = false;
                    for token in &tokens {
                        well |= self.send(one, &path, token, None).await?.0 == 200;
                        if well && with_holes {
                            break;
                        }
                    }
                    if well && with_holes {
                        break;
                    }
                }
            }
        }
        Ok(())
    }

    /// An example with ids that are there: the nth of each kind.
    fn filled(&self, example: &Value, nth: usize) -> Value {
        match example {
            Value::String(text) if text.ends_with("01jc3w8h5k7m9n2p4q6r8s0t1v") => {
                let known = text.split_once('_').and_then(|(prefix, _)| self.ids.get(prefix));
                known.and_then(|ids| ids.get(nth % ids.len().max(1))).map_or(json!(text), |id| json!(id))
            }
            Value::Array(items) => items.iter().map(|item| self.filled(item, nth)).collect(),
            Value::Object(map) => map.iter().map(|(k, v)| (k.clone(), self.filled(v, nth))).collect(),
            other => other.clone(),
        }
    }

    /// Walks every change with its example: whatever comes back is described.
    async fn change(&mut self) -> Result<()> {
        let document = Arc::clone(&self.document);
        let tokens = self.tokens.clone();
        let changes: Vec<_> = operations(&document).into_iter().filter(|o| o.method != Method::GET).collect();
        for one in changes.iter().filter(|one| one.method != Method::DELETE) {
            let example = &one.operation["requestBody"]["content"]["application/json"]["example"];
            for (nth, path) in self.paths(one).into_iter().take(4).enumerate() {
                for token in &tokens {
                    let body = (!example.is_null()).then(|| self.filled(example, nth));
                    self.send(one, &path, token, body.as_ref()).await?;
                    // What nobody could mean: every field of another kind.
                    self.send(one, &path, token, Some(&json!({ "title": 7, "version": "x" }))).await?;
                }
            }
        }
        Ok(())
    }
}

/// A token of an account of the sample region.
async fn token_of(app: &App, account: &Account) -> Result<String> {
    let email = account.email.parse().map_err(|_wrong| anyhow::anyhow!("{}", account.email))?;
    let person = ieum_governance::person_by_email(app, &email).await?;
    Ok(create_token(app, person.context("an account of the sample")?.id, "api").await?)
}

/// What no example makes: a plan that somebody keeps on its page, and a computation in the background.
async fn made_otherwise(asking: &mut Asking) -> Result<()> {
    let firm = Visitor::at(&asking.url)?;
    firm.sign_in("firm@sample.ieum", PASSWORD).await?;
    let needs = firm.get("/needs").await?.expect(200)?;
    let mut kept = None;
    for (_, href) in needs.links().into_iter().filter(|(_, href)| href.starts_with("/needs/ned_")) {
        let action = format!("{href}/plans");
        let page = firm.get(&action).await?;
        if page.status.is_success() && page.form(&action).is_ok() {
            kept = firm.submit_only(&page, &action, &[]).await?.location;
            break;
        }
    }
    let kept = kept.context("no plan was kept")?;
    let table = json!({ "data": "y,x\n1,1\n2,2\n4,3\n", "options": { "formula": "y ~ x" }, "later": true });
    let token = asking.tokens.first().context("somebody")?;
    let run = asking.client.post(format!("{}/api/v1/stats/ols", asking.url)).bearer_auth(token).json(&table);
    let run: Value = run.send().await?.error_for_status()?.json().await?;
    let plan = kept.split('/').next_back().and_then(|part| part.split('?').next()).map(str::to_owned);
    asking.gather(&json!([plan, run]));
    Ok(())
}

/// On one database: what is held here is the description, not the store.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn answers_are_what_is_described() -> Result<()> {
    let db = fresh(Engine::Sqlite, &[]).await?;
    let data = tempfile::tempdir()?;
    let port = TcpListener::bind((Ipv4Addr::LOCALHOST, 0))?.local_addr()?.port();
    let listen = format!("127.0.0.1:{port}");
    let url = format!("http://{listen}");
    let mut config = Config::read(None)?;
    let folder = data.path().display().to_string();
    config.set(ServerSettings { listen: listen.clone(), data: folder, ..config.get() });
    config.set(DatabaseSettings { url: db.url().to_owned(), ..config.get() });
    config.set(SiteSettings { base_url: url.clone(), ..config.get() });
    let clock = Arc::new(SampleClock::default());
    let house = ieum::house::open(config, Arc::<SampleClock>::clone(&clock)).await?;
    let running = ieum::serve::start(house, &listen, std::time::Duration::from_secs(2)).await?;
    let mut asking = Asking::of(&running.app, &clock, &url).await?;
    asking.read().await?;
    asking.change().await?;
    made_otherwise(&mut asking).await?;
    // Things that the sample region has none of have been made meanwhile.
    asking.read().await?;
    let document = Arc::clone(&asking.document);
    let silent: Vec<String> = operations(&document)
        .iter()
        .filter(|one| one.method == Method::GET)
        .filter_map(|one| one.operation["operationId"].as_str().map(str::to_owned))
        .filter(|id| !asking.done.contains(id))
        .collect();
    let creates =
        ["instruments-create", "organisations-create", "needs-create", "requests-create", "match-post"];
    let unmade: Vec<&str> = creates.into_iter().filter(|id| !asking.done.contains(*id)).collect();
    assert!(asking.faults.is_empty(), "{} faults:\n{}", asking.faults.len(), asking.faults.join("\n"));
    assert!(silent.is_empty(), "nothing was shown by {silent:?}");
    assert!(unmade.is_empty(), "nothing was made by {unmade:?}");
    // Every kind of problem met has its page, in both languages.
    for kind in &asking.kinds {
        for lang in Lang::ALL {
            let page = asking.client.get(format!("{}{kind}?lang={lang}", asking.url)).send().await?;
            assert_eq!(page.status().as_u16(), 200, "{kind} in {lang}");
        }
    }
    running.stop().await;
    Ok(())
}

async fn every_kind_has_a_page(house: Arc<House>) -> Result<()> {
    let app = house.app()?;
    let mut kinds: BTreeSet<String> = BTreeSet::new();
    for one in operations(&app.openapi(Lang::En)) {
        for (_, answer) in one.operation["responses"].as_object().into_iter().flatten() {
            let listed = answer["x-problem-types"].as_array().into_iter().flatten().filter_map(Value::as_str);
            kinds.extend(listed.map(str::to_owned));
        }
    }
    let refused =
        app.words.keys().filter_map(|key| key.split_once("-refused-")).filter(|(t, _)| *t != "problem");
    kinds.extend(refused.map(|(thing, rule)| format!("/rules/{thing}/{rule}")));
    assert!(kinds.len() > 50, "only {} kinds", kinds.len());
    for lang in Lang::ALL {
        let page = reqwest::get(format!("{}/api?lang={lang}", house.url())).await?;
        assert_eq!(page.status().as_u16(), 200, "the description for people, in {lang}");
    }
    for kind in &kinds {
        for lang in Lang::ALL {
            let page = reqwest::get(format!("{}{kind}?lang={lang}", house.url())).await?;
            assert_eq!(page.status().as_u16(), 200, "{kind} in {lang}");
        }
    }
    Ok(())
}

/// Every type that a problem can name leads to a page.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn every_problem_type_is_explained() -> Result<()> {
    House::visit(Engine::Sqlite, every_kind_has_a_page).await
}

async fn one_answer(house: Arc<House>) -> Result<()> {
    let app = house.app()?;
    let (_, people) = ieum::demo::settle(app).await?;
    let token = token_of(app, people.accounts.first().context("an account")?).await?;
    let client = reqwest::Client::new();
    let send = |key: &'static str, title: &'static str| {
        let request = client.post(format!("{}/api/v1/needs", house.url())).bearer_auth(&token);
        let body = json!({ "title": title, "words": format!("{title}: it breaks at ten newtons.") });
        request.header("idempotency-key", key).json(&body).send()
    };
    let first = send("a", "Brittle").await?;
    assert_eq!(first.status().as_u16(), 201);
    let first: Value = first.json().await?;
    let again = send("a", "Brittle").await?;
    assert_eq!(again.status().as_u16(), 201);
    assert_eq!(again.json::<Value>().await?, first, "the same key gets the same answer");
    let other = send("a", "Ductile").await?;
    assert_eq!(other.status().as_u16(), 422);
    assert_eq!(other.json::<Value>().await?["type"], "/rules/problem/key-reused");
    assert_eq!(send("b", "Ductile").await?.status().as_u16(), 201);
    let mine: Value =
        client.get(format!("{}/api/v1/needs", house.url())).bearer_auth(&token).send().await?.json().await?;
    assert_eq!(mine["needs"].as_array().context("needs")?.len(), 2, "each key made one");
    Ok(())
}
both!(a_key_is_answered_once, one_answer);

const HOW_TO: &str = include_str!("../../../docs/how-to/use-the-api.md");
const HOW_TO_KO: &str = include_str!("../../../docs/how-to/use-the-api.ko.md");

/// The commands of a page, in order.
fn commands(page: &str) -> String {
    let blocks = page.split("```sh\n").skip(1).filter_map(|rest| rest.split("```").next());
    blocks.collect::<Vec<_>>().join("\n")
}

async fn commands_run(house: Arc<House>) -> Result<()> {
    assert_eq!(commands(HOW_TO), commands(HOW_TO_KO), "both languages show the same commands");
    let app = house.app()?;
    let (_, people) = ieum::demo::settle(app).await?;
    let token = token_of(app, people.accounts.first().context("an account")?).await?;
    let folder = tempfile::tempdir()?;
    let script = folder.path().join("run.sh");
    std::fs::write(&script, format!("set -eu\n{}", commands(HOW_TO)))?;
    let done = tokio::process::Command::new("sh")
        .arg(&script)
        .current_dir(folder.path())
        .env("IEUM_URL", house.url())
        .env("IEUM_TOKEN", token)
        .output()
        .await?;
    let said =
        format!("{}\n{}", String::from_utf8_lossy(&done.stdout), String::from_utf8_lossy(&done.stderr));
    assert!(done.status.success(), "{said}");
    Ok(())
}

/// The page that tells how to use the API tells the truth.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_how_to_runs() -> Result<()> {
    House::visit(Engine::Sqlite, commands_run).await
}
