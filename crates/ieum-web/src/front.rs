//! The front of the house: recognises visitors, guards forms, answers problems in words, sets the safety headers.

use crate::app::App;
use crate::problem::Told;
use crate::stale;
use crate::submission::{self, Claim};
use crate::visit::{Proof, Visit};
use crate::{ANYBODY, Doors, Fields, Page, Problem, page};
use axum::Router;
use axum::body::Body;
use axum::extract::{Request, State};
use axum::middleware::{Next, from_fn_with_state};
use axum::response::{IntoResponse, Redirect, Response};
use http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use ieum_kernel::{Actor, Lang, Permission};
use std::sync::Arc;
use tower_http::catch_panic::CatchPanicLayer;
use tower_http::compression::CompressionLayer;

/// What the front itself allows.
pub(crate) const PERMISSIONS: &[Permission] = &[LOOK];
const LOOK: Permission = Permission { key: "web.look", roles: ANYBODY };
static LOOK_REF: Permission = LOOK;

/// The session cookie's name.
pub const SESSION_COOKIE: &str = "ieum_session";
const GUEST_COOKIE: &str = "ieum_guest";
const FLASH_COOKIE: &str = "ieum_flash";
/// The field of an interrupted form that says it had files, which must be chosen again.
pub(crate) const FILES_LOST: &str = "_files";

pub(crate) fn own_doors() -> Doors {
    let own = Doors::new()
        .get("/healthz", &LOOK_REF, async || "ok\n")
        .get("/readyz", &LOOK_REF, ready)
        .get(crate::assets::ROUTE, &LOOK_REF, crate::assets::serve)
        .post("/preferences", &LOOK_REF, preferences);
    crate::api::doors(own, &LOOK_REF)
}

async fn ready(State(app): State<App>) -> Result<&'static str, Problem> {
    app.db.ping().await?;
    Ok("ready\n")
}

/// Keeps theme and density in cookies, so that guests have them too.
async fn preferences(State(app): State<App>, fields: Fields) -> Response {
    let mut response = Redirect::to(local_path(fields.get("back"))).into_response();
    for (name, allowed) in [("theme", ["auto", "light", "dark"].as_slice()), ("density", &["calm", "dense"])]
    {
        let asked = fields.get(name);
        if allowed.contains(&asked) {
            set_cookie(&app, response.headers_mut(), &format!("ieum_{name}"), asked, Some(365 * 86_400));
        }
    }
    response
}

/// A path on this site, or the first page: never another host.
pub fn local_path(asked: &str) -> &str {
    let safe = asked.starts_with('/') && !asked.starts_with("//") && !asked.contains(['\\', '\n', '\r']);
    if safe { asked } else { "/" }
}

pub(crate) fn wrap(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(async || Problem::not_found())
        .method_not_allowed_fallback(async || Problem::new(StatusCode::METHOD_NOT_ALLOWED, "method"))
        .layer(from_fn_with_state(app.clone(), front))
        .layer(CompressionLayer::new())
        .layer(CatchPanicLayer::custom(|_panic| {
            tracing::error!("a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }))
        .with_state(app)
}

async fn front(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let started = std::time::Instant::now();
    let method = request.method().clone();
    let route =
        request.extensions().get::<axum::extract::MatchedPath>().map_or("none", |p| p.as_str()).to_owned();
    let headers = request.headers().clone();
    let path = request.uri().path_and_query().map_or("/", |p| p.as_str()).to_owned();
    let asset = path.starts_with("/assets/");
    let mut guest_key = cookie(&headers, GUEST_COOKIE).map(str::to_owned);
    let fresh_guest =
        guest_key.is_none() && cookie(&headers, SESSION_COOKIE).is_none() && !asset && method == Method::GET;
    if fresh_guest {
        guest_key = Some(hex::encode(crate::random::<16>()));
    }
    let found = recognise(&app, &headers, &path, guest_key.as_deref()).await;
    let (visit, trouble) = match found {
        Ok(visit) => (visit, None),
        Err((visit, problem)) => (visit, Some(problem)),
    };
    let visit = Arc::new(visit);
    request.extensions_mut().insert(Arc::clone(&visit));
    let (mut posted, mut said) = (None, None);
    let response = match trouble {
        Some(problem) => {
            // The house cannot tell who it is; what was typed is shown again all the same.
            posted = plain_form(request).await;
            problem.into_response()
        }
        None if method.is_safe() => next.run(request).await,
        None => match guard_form(&visit, request).await {
            Err(problem) => problem.into_response(),
            Ok((request, form)) => {
                posted = form;
                match heard(request).await {
                    Err(problem) => problem.into_response(),
                    Ok((request, body)) => {
                        said = body;
                        let sent = submission::Sent { form: posted.as_deref(), body: said.as_deref() };
                        once(&app, &visit, &headers, sent, request, next).await
                    }
                }
            }
        },
    };
    let sent = submission::Sent { form: posted.as_deref(), body: said.as_deref() };
    let mut response = finish(&app, &visit, &headers, &method, sent, response);
    let asked_lang =
        Fields::parse(path.split_once('?').map_or("", |(_, q)| q)).get("lang").parse::<Lang>().ok();
    let out = response.headers_mut();
    if let Some(lang) = asked_lang {
        set_cookie(&app, out, "ieum_lang", lang.code(), Some(365 * 86_400));
    }
    if fresh_guest && let Some(key) = &guest_key {
        set_cookie(&app, out, GUEST_COOKIE, key, None);
    }
    if !visit.flash.is_empty() && method == Method::GET && !asset {
        set_cookie(&app, out, FLASH_COOKIE, "", Some(0));
    }
    safety(out, asset);
    let status = response.status().as_u16().to_string();
    metrics::counter!("ieum_http_requests_total", "method" => method.to_string(), "route" => route.clone(), "status" => status)
        .increment(1);
    metrics::histogram!("ieum_http_seconds", "route" => route).record(started.elapsed().as_secs_f64());
    response
}

async fn recognise(
    app: &App,
    headers: &HeaderMap,
    path: &str,
    guest_key: Option<&str>,
) -> Result<Visit, (Visit, Problem)> {
    let text = |name: &str| headers.get(name).and_then(|v| v.to_str().ok());
    let asked = Fields::parse(path.split_once('?').map_or("", |(_, q)| q)).get("lang").parse::<Lang>().ok();
    let cookie_lang = cookie(headers, "ieum_lang").and_then(|c| c.parse().ok());
    let accepted =
        text("accept-language").and_then(|list| list.split(',').find_map(|part| part.parse().ok()));
    let flash = cookie(headers, FLASH_COOKIE).map(|c| read_flash(app, c)).unwrap_or_default();
    let mut visit = Visit {
        actor: Actor::guest(asked.or(cookie_lang).or(accepted).unwrap_or_default()),
        organisation: None,
        proof: Proof::None,
        csrf: String::new(),
        theme: cookie(headers, "ieum_theme").unwrap_or("auto").to_owned(),
        density: cookie(headers, "ieum_density").unwrap_or("calm").to_owned(),
        path: path.to_owned(),
        flash,
        unread: 0,
    };
    if path.starts_with("/assets/") || path == "/healthz" {
        return Ok(visit);
    }
    let token = text("authorization").and_then(|a| a.strip_prefix("Bearer "));
    let session = cookie(headers, SESSION_COOKIE);
    let csrf_seed = session.or(guest_key).unwrap_or_default();
    if !csrf_seed.is_empty() {
        visit.csrf = app.sign("csrf", csrf_seed);
    }
    let known = match (token, session) {
        (Some(token), _) => app.identity.by_token(app, token).await,
        (None, Some(key)) => app.identity.by_session(app, key).await,
        (None, None) => Ok(None),
    };
    let known = match known {
        Ok(known) => known,
        Err(problem) => return Err((visit, problem)),
    };
    match (known, token, session) {
        (Some(known), token, session) => {
            let lang = asked.or(cookie_lang).unwrap_or(known.actor.lang);
            visit.actor = Actor { lang, ..known.actor };
            if cookie(headers, "ieum_theme").is_none() {
                visit.theme = known.theme;
            }
            if cookie(headers, "ieum_density").is_none() {
                visit.density = known.density;
            }
            visit.unread = known.unread;
            visit.organisation = known.organisation;
            visit.proof = match (token, session) {
                (Some(_), _) | (None, None) => Proof::Token,
                (None, Some(key)) => Proof::Session(key.to_owned()),
            };
            Ok(visit)
        }
        (None, Some(_), _) => Err((visit, Problem::new(StatusCode::UNAUTHORIZED, "token"))),
        (None, None, _) => Ok(visit),
    }
}

/// A form must come from our own page: same origin, and the token of this session. Programs with tokens use no cookies.
async fn guard_form(visit: &Visit, request: Request) -> Result<(Request, Option<String>), Problem> {
    if visit.proof == Proof::Token {
        return Ok((request, None));
    }
    let [site, sent, kind] =
        ["sec-fetch-site", "x-csrf-token", "content-type"].map(|name| header_text(&request, name));
    guard_body(visit, request, &site, &sent, &kind).await
}

/// A form without files, as it was sent.
async fn plain_form(request: Request) -> Option<String> {
    let kind = header_text(&request, "content-type");
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return None;
    }
    let bytes = axum::body::to_bytes(request.into_body(), crate::fields::FORM_BYTES).await.ok()?;
    Some(String::from_utf8_lossy(&bytes).into_owned())
}

fn header_text(request: &Request, name: &str) -> String {
    request.headers().get(name).and_then(|v| v.to_str().ok()).unwrap_or_default().to_owned()
}

async fn guard_body(
    visit: &Visit,
    request: Request,
    site: &str,
    sent: &str,
    kind: &str,
) -> Result<(Request, Option<String>), Problem> {
    if matches!(site, "cross-site" | "same-site") {
        return Err(Problem::new(StatusCode::FORBIDDEN, "csrf"));
    }
    let fits = |token: &str| {
        use subtle::ConstantTimeEq;
        !visit.csrf.is_empty() && bool::from(token.as_bytes().ct_eq(visit.csrf.as_bytes()))
    };
    if fits(sent) {
        return Ok((request, None));
    }
    if kind.starts_with("application/x-www-form-urlencoded") {
        let (parts, body) = request.into_parts();
        let limit = u64::try_from(crate::fields::FORM_BYTES).unwrap_or(u64::MAX);
        let bytes = axum::body::to_bytes(body, crate::fields::FORM_BYTES)
            .await
            .map_err(|_too_long| Problem::too_large(limit))?;
        let form = String::from_utf8_lossy(&bytes).into_owned();
        if !fits(Fields::parse(&form).get("_csrf")) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "csrf"));
        }
        return Ok((Request::from_parts(parts, Body::from(bytes)), Some(form)));
    }
    if kind.starts_with("multipart/form-data") {
        let (request, token) = crate::upload::peek_token(request).await?;
        if !fits(&token) {
            return Err(Problem::new(StatusCode::FORBIDDEN, "csrf"));
        }
        if visit.actor.person.is_some() {
            return Ok((request, None));
        }
        // The session has ended meanwhile; what was typed is kept to be sent again.
        let (request, form) = crate::upload::words_only(request).await?;
        return Ok((request, Some(form)));
    }
    if visit.actor.person.is_none() && request.uri().path().starts_with("/api/") {
        return Ok((request, None));
    }
    Err(Problem::new(StatusCode::FORBIDDEN, "csrf"))
}

/// What a program sent, kept beside the request: so that the same key with another body is noticed, and a stale change
/// is answered with both versions.
async fn heard(request: Request) -> Result<(Request, Option<bytes::Bytes>), Problem> {
    let kind = header_text(&request, "content-type");
    let form = kind.starts_with("application/x-www-form-urlencoded") || kind.starts_with("multipart/");
    if form || !request.uri().path().starts_with("/api/") {
        return Ok((request, None));
    }
    let (parts, body) = request.into_parts();
    let limit = u64::try_from(crate::fields::FORM_BYTES).unwrap_or(u64::MAX);
    let read = axum::body::to_bytes(body, crate::fields::FORM_BYTES).await;
    let bytes = read.map_err(|_too_long| Problem::too_large(limit))?;
    Ok((Request::from_parts(parts, Body::from(bytes.clone())), Some(bytes)))
}

/// Runs a form once: the same form sent again gets the first answer.
async fn once(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    sent: submission::Sent<'_>,
    request: Request,
    next: Next,
) -> Response {
    let claim = match submission::claim(app, visit, headers, sent, request.method()).await {
        Ok(claim) => claim,
        Err(problem) => return problem.into_response(),
    };
    match claim {
        Claim::Unkeyed => next.run(request).await,
        Claim::Again(response) => response,
        Claim::First(key) => {
            let response = next.run(request).await;
            submission::settle(app, &key, response).await
        }
    }
}

/// Turns a problem into a page or JSON, in words.
fn finish(
    app: &App,
    visit: &Visit,
    headers: &HeaderMap,
    method: &Method,
    sent: submission::Sent<'_>,
    mut response: Response,
) -> Response {
    let Some(problem) = response.extensions_mut().remove::<Problem>() else { return response };
    let posted = sent.form;
    let lang = visit.lang();
    let bare = visit.path.split('?').next().unwrap_or_default();
    let accepts = headers.get(header::ACCEPT).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let for_program = bare.starts_with("/api/") || accepts.contains("json") && !accepts.contains("html");
    let title = app.words.say(lang, &problem.key, &problem.args);
    let detail_key = format!("{}-detail", problem.key);
    let detail = if app.words.knows(lang, &detail_key) {
        app.words.say(lang, &detail_key, &problem.args)
    } else {
        String::new()
    };
    let reasons: Vec<String> = problem
        .refusals
        .iter()
        .flat_map(|(thing, list)| list.iter().map(move |r| (thing, r)))
        .map(|(thing, r)| page::say_refusal(&app.words, lang, thing, r).unwrap_or_else(|key| key))
        .collect();
    let errors: Vec<String> = problem.errors.iter().map(|e| app.words.say(lang, &e.key, &e.args)).collect();
    if for_program {
        let told = Told { title, detail, reasons, errors };
        let yours = sent.body.and_then(|body| serde_json::from_slice(body).ok());
        let body = problem.json(&told, yours).to_string();
        let kind = (header::CONTENT_TYPE, HeaderValue::from_static("application/problem+json"));
        return (problem.status, [kind], body).into_response();
    }
    if problem.status == StatusCode::UNAUTHORIZED && method == Method::GET {
        return Redirect::to(&format!("/sign-in?next={}", crate::encode(&visit.path))).into_response();
    }
    let page = match posted {
        Some(form) if problem.status == StatusCode::UNAUTHORIZED => Page::new("kit/resume.html")
            .with("resume_path", &visit.path)
            .with("resume_body", form)
            .with("files_lost", Fields::parse(form).has(FILES_LOST))
            .with("expired", cookie(headers, SESSION_COOKIE).is_some())
            .with("fields", kept_fields(form)),
        _ => Page::new("problem.html")
            .with("title", &title)
            .with("detail", &detail)
            .with("code", problem.status.as_u16())
            .with("reasons", &reasons)
            .with("errors", &errors)
            .with("kind", &problem.kind)
            .with("extra", &problem.extra)
            .with("versions", both_versions(app, lang, &visit.path, posted, &problem))
            .with(
                "again",
                if problem.status == StatusCode::CONFLICT { came_from(headers) } else { String::new() },
            )
            .with("posted", posted.map(kept_fields).unwrap_or_default()),
    };
    match app.html(page, visit) {
        Ok(html) => (problem.status, axum::response::Html(html)).into_response(),
        Err(_) => (problem.status, title).into_response(),
    }
}

/// What is kept now beside what was typed, for an edit that came too late.
fn both_versions(
    app: &App,
    lang: Lang,
    path: &str,
    posted: Option<&str>,
    problem: &Problem,
) -> Vec<stale::Line> {
    match (posted, &problem.extra) {
        (Some(form), Some(present)) if problem.status == StatusCode::CONFLICT => {
            stale::lines(&app.words, lang, path, form, present)
        }
        _ => Vec::new(),
    }
}

/// The page of this site that led here, path and query; empty when the browser does not say.
pub fn came_from(headers: &HeaderMap) -> String {
    let referer = headers.get(header::REFERER).and_then(|v| v.to_str().ok()).unwrap_or_default();
    let after_host = referer.split_once("://").and_then(|(_, rest)| rest.split_once('/'));
    let path = after_host.map(|(_, path)| format!("/{path}")).unwrap_or_default();
    if local_path(&path) == path { path } else { String::new() }
}

/// What somebody had typed, so that a page which cannot go on still shows it.
fn kept_fields(form: &str) -> Vec<(String, String)> {
    let secret = |name: &str| name.starts_with('_') || name.contains("password");
    Fields::parse(form).pairs().iter().filter(|(n, v)| !secret(n) && !v.trim().is_empty()).cloned().collect()
}

/// The page that sends a form again after signing in; `None` when nothing was interrupted.
pub fn resume_page(fields: &Fields) -> Option<Page> {
    let path = fields.get("_resume_path");
    if !fields.has("_resume_path") || local_path(path) != path {
        return None;
    }
    let said = Fields::parse(fields.get("_resume_body"));
    let machinery = ["_csrf", "_once", FILES_LOST];
    let kept: Vec<(String, String)> =
        said.pairs().iter().filter(|(n, _)| !machinery.contains(&n.as_str())).cloned().collect();
    let page = Page::new("kit/resume-go.html").with("action", path).with("fields", kept);
    Some(page.with("files_lost", said.has(FILES_LOST)))
}

fn safety(headers: &mut HeaderMap, asset: bool) {
    for (name, value) in [
        ("content-security-policy", crate::assets::CONTENT_SECURITY_POLICY),
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "same-origin"),
        ("cross-origin-opener-policy", "same-origin"),
        ("permissions-policy", "camera=(), microphone=(), geolocation=()"),
    ] {
        let name = HeaderName::from_static(name);
        if !headers.contains_key(&name) {
            headers.insert(name, HeaderValue::from_static(value));
        }
    }
    if !asset && !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("private, no-store"));
    }
}

/// One cookie of a request.
pub fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|v| v.to_str().ok())
        .flat_map(|line| line.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(n, v)| *n == name && !v.is_empty())
        .map(|(_, v)| v)
}

/// Sets a cookie: not readable by scripts, not sent across sites. `max_age` in seconds; `None` lasts for the browser session.
pub fn set_cookie(app: &App, headers: &mut HeaderMap, name: &str, value: &str, max_age: Option<i64>) {
    let age = max_age.map(|seconds| format!("; Max-Age={seconds}")).unwrap_or_default();
    let secure = if app.site.secure_cookies { "; Secure" } else { "" };
    let line = format!("{name}={value}; Path=/; HttpOnly; SameSite=Lax{age}{secure}");
    if let Ok(line) = HeaderValue::from_str(&line) {
        headers.append(header::SET_COOKIE, line);
    }
}

fn read_flash(app: &App, cookie: &str) -> Vec<String> {
    let Some((signature, keys)) = cookie.split_once('.') else { return Vec::new() };
    if !app.signed("flash", keys, signature) {
        return Vec::new();
    }
    keys.split(',').filter(|k| !k.is_empty()).map(str::to_owned).collect()
}

/// Goes on to a page (303) and says a message there, once.
pub fn see_other(app: &App, path: &str, message: Option<&str>) -> Response {
    let mut response = Redirect::to(path).into_response();
    if let Some(key) = message {
        let value = format!("{}.{key}", app.sign("flash", key));
        set_cookie(app, response.headers_mut(), FLASH_COOKIE, &value, Some(60));
    }
    response
}
