//! A visitor who speaks HTTP: keeps cookies, follows forms as a browser without script would.

use crate::form::{Form, words};
use crate::house::House;
use anyhow::{Context, Result, bail, ensure};
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode, redirect};
use serde_json::Value;
use std::sync::{Mutex, PoisonError};

/// One person's client.
pub struct Visitor {
    client: Client,
    base: String,
    /// The token of the last page that had a form.
    token: Mutex<Option<String>>,
}

/// What came back.
#[derive(Debug, Clone)]
pub struct Page {
    /// HTTP status.
    pub status: StatusCode,
    /// Path and query it came from.
    pub path: String,
    /// Where a redirect leads.
    pub location: Option<String>,
    /// The media type, without parameters.
    pub kind: String,
    /// The body as text; empty for other bodies.
    pub html: String,
    /// The body as bytes.
    pub bytes: Vec<u8>,
}

impl Page {
    /// The page's words, without tags.
    pub fn words(&self) -> String {
        words(&self.html)
    }

    /// Whether these words stand on the page.
    pub fn says(&self, text: &str) -> bool {
        self.words().contains(text)
    }

    /// The body as JSON.
    ///
    /// # Errors
    /// When it is not JSON.
    pub fn json(&self) -> Result<Value> {
        serde_json::from_slice(&self.bytes)
            .with_context(|| format!("read JSON from {}: {}", self.path, self.html))
    }

    /// The form that is sent to this path (query left out); one that changes something before one that only asks.
    ///
    /// # Errors
    /// When the page has no such form.
    pub fn form(&self, action: &str) -> Result<Form> {
        let path = |text: &str| text.split('?').next().unwrap_or_default().to_owned();
        let own = path(&self.path);
        let mut found: Vec<Form> = Form::all(&self.html);
        found.retain(|form| {
            let to = if form.action.is_empty() { own.clone() } else { path(&form.action) };
            to == path(action)
        });
        found.sort_by_key(|form| form.method != "post");
        let found = found.into_iter().next();
        found.with_context(|| format!("{} has no form to {action}: {}", self.path, self.words()))
    }

    /// Every link on the page: `(words, address)`.
    pub fn links(&self) -> Vec<(String, String)> {
        let links = self.html.split("<a ").skip(1).filter_map(|part| {
            let (tag, rest) = part.split_once('>')?;
            let href = tag.split("href=\"").nth(1)?.split('"').next()?;
            Some((words(rest.split("</a").next()?), crate::form::unescaped(href)))
        });
        links.collect()
    }

    /// The address of the link with these words.
    ///
    /// # Errors
    /// When no link says so.
    pub fn link(&self, said: &str) -> Result<String> {
        let found = self.links().into_iter().find(|(text, _)| text.contains(said));
        found.map(|(_, href)| href).with_context(|| format!("{} has no link {said:?}", self.path))
    }

    /// Fails unless the status is this one; shows the page's words.
    ///
    /// # Errors
    /// When it is another.
    pub fn expect(self, status: u16) -> Result<Self> {
        ensure!(self.status.as_u16() == status, "{} answered {}: {}", self.path, self.status, self.words());
        Ok(self)
    }
}

impl Visitor {
    /// Somebody new at the door.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn new(house: &House) -> Result<Self> {
        Self::at(house.url())
    }

    /// Somebody new at the door of this address.
    ///
    /// # Errors
    /// When no client can be made.
    pub fn at(url: &str) -> Result<Self> {
        // No connection is used twice: one that the house is about to close cannot spoil the next request.
        let client = Client::builder()
            .cookie_store(true)
            .redirect(redirect::Policy::none())
            .pool_max_idle_per_host(0)
            .build()?;
        Ok(Self { client, base: url.to_owned(), token: Mutex::new(None) })
    }

    /// Opens a page; redirects are followed.
    ///
    /// # Errors
    /// When the house does not answer.
    pub async fn get(&self, path: &str) -> Result<Page> {
        let page = self.send(self.request(Method::GET, path), path).await?;
        self.follow(page).await
    }

    /// Opens a page without following a redirect.
    ///
    /// # Errors
    /// When the house does not answer.
    pub async fn get_only(&self, path: &str) -> Result<Page> {
        self.send(self.request(Method::GET, path), path).await
    }

    /// Fills in and sends the form that goes to `action`, with what the page already holds and the token it carries.
    ///
    /// # Errors
    /// When the page has no such form or the house does not answer.
    pub async fn submit(&self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Result<Page> {
        let sent = self.submit_only(page, action, typed).await?;
        self.follow(sent).await
    }

    /// Like [`Visitor::submit`], but stays at the form's own answer.
    ///
    /// # Errors
    /// When the page has no such form or the house does not answer.
    pub async fn submit_only(&self, page: &Page, action: &str, typed: &[(&str, &str)]) -> Result<Page> {
        let mut form = page.form(action)?;
        typed.iter().for_each(|(name, value)| form.set(name, value));
        let to = if form.action.is_empty() { page.path.clone() } else { form.action.clone() };
        if form.method != "post" {
            let query = reqwest::Url::parse_with_params("http://x/", &form.fields)?;
            let path = to.split('?').next().unwrap_or_default().to_owned();
            return self.get_only(&format!("{path}?{}", query.query().unwrap_or_default())).await;
        }
        let request = self.request(Method::POST, &to);
        let request =
            if form.is_multipart { request.multipart(multipart(&form)) } else { request.form(&form.fields) };
        self.send(request, &to).await
    }

    /// Sends a form with one file in it.
    ///
    /// # Errors
    /// When the page has no such form or the house does not answer.
    pub async fn upload(
        &self,
        page: &Page,
        action: &str,
        typed: &[(&str, &str)],
        file: (&str, &str, Vec<u8>),
    ) -> Result<Page> {
        let mut form = page.form(action)?;
        typed.iter().for_each(|(name, value)| form.set(name, value));
        let (field, name, bytes) = file;
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let body = multipart(&form).part(field.to_owned(), part);
        let sent = self.send(self.request(Method::POST, &form.action).multipart(body), &form.action).await?;
        self.follow(sent).await
    }

    /// Posts fields by hand, with the token of the last page seen.
    ///
    /// # Errors
    /// When the house does not answer.
    pub async fn post(&self, path: &str, fields: &[(&str, &str)]) -> Result<Page> {
        self.send(self.with_token(self.request(Method::POST, path)).form(fields), path).await
    }

    /// Asks the API.
    ///
    /// # Errors
    /// When the house does not answer.
    pub async fn api(&self, method: &str, path: &str, body: Option<&Value>) -> Result<Page> {
        let method = Method::from_bytes(method.as_bytes())?;
        let request = self.with_token(self.request(method, path)).header("accept", "application/json");
        self.send(if let Some(body) = body { request.json(body) } else { request }, path).await
    }

    /// Signs in through the form.
    ///
    /// # Errors
    /// When the sign-in is refused.
    pub async fn sign_in(&self, email: &str, password: &str) -> Result<Page> {
        let page = self.get("/sign-in").await?;
        let done = self.submit_only(&page, "/sign-in", &[("email", email), ("password", password)]).await?;
        ensure!(
            done.status == StatusCode::SEE_OTHER,
            "{email} cannot sign in: {} {}",
            done.status,
            done.words()
        );
        self.follow(done).await
    }

    fn request(&self, method: Method, path: &str) -> RequestBuilder {
        let url = if path.starts_with("http") { path.to_owned() } else { format!("{}{path}", self.base) };
        self.client.request(method, url)
    }

    fn with_token(&self, request: RequestBuilder) -> RequestBuilder {
        let token = self.token.lock().unwrap_or_else(PoisonError::into_inner).clone();
        match token {
            Some(token) => request.header("x-csrf-token", token),
            None => request,
        }
    }

    async fn follow(&self, mut page: Page) -> Result<Page> {
        for _ in 0..10 {
            let Some(to) = page.location.clone().filter(|_| page.status.is_redirection()) else {
                return Ok(page);
            };
            page = self.send(self.request(Method::GET, &to), &to).await?;
        }
        bail!("{} leads in a circle", page.path)
    }

    async fn send(&self, request: RequestBuilder, path: &str) -> Result<Page> {
        let answer: Response = request.send().await.with_context(|| format!("ask for {path}"))?;
        let header = |name: &str| answer.headers().get(name)?.to_str().ok().map(str::to_owned);
        let (location, kind) = (header("location"), header("content-type").unwrap_or_default());
        let (status, path) = (answer.status(), path.trim_start_matches(self.base.as_str()).to_owned());
        let bytes = answer.bytes().await.with_context(|| format!("read {path}"))?.to_vec();
        let html = String::from_utf8(bytes.clone()).unwrap_or_default();
        let kind = kind.split(';').next().unwrap_or_default().to_owned();
        let seen =
            Form::all(&html).into_iter().flat_map(|form| form.fields).find(|(name, _)| name == "_csrf");
        if let Some((_, token)) = seen {
            *self.token.lock().unwrap_or_else(PoisonError::into_inner) = Some(token);
        }
        Ok(Page { status, path, location, kind, html, bytes })
    }
}

fn multipart(form: &Form) -> reqwest::multipart::Form {
    // The token comes first: the house looks for it before it reads any file.
    let mut fields = form.fields.clone();
    fields.sort_by_key(|(name, _)| name != "_csrf");
    fields.into_iter().fold(reqwest::multipart::Form::new(), |body, (name, value)| body.text(name, value))
}
