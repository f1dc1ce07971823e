//! Forms with files: fields as typed, files within bounds.

use crate::{App, Fields, Problem, fields};
use axum::body::{Body, BodyDataStream};
use axum::extract::{DefaultBodyLimit, FromRequest, Multipart, Request};
use bytes::{Bytes, BytesMut};
use futures_util::{StreamExt, stream};
use http::StatusCode;

/// Most files in one form.
const FILES: usize = 20;
/// Most fields in one form.
const FIELDS: usize = 500;
/// The token is the form's first field, so it stands within so many bytes.
const TOKEN_WITHIN: usize = 4096;

/// One file as it came.
#[derive(Debug, Clone)]
pub struct UploadedFile {
    /// The field it came in.
    pub field: String,
    /// The name the sender gave it.
    pub name: String,
    /// The content, at most the site's upload limit.
    pub content: Bytes,
}

/// A form with files.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The fields.
    pub fields: Fields,
    /// The files that are not empty.
    pub files: Vec<UploadedFile>,
}

impl Upload {
    /// The first file of a field.
    pub fn file(&self, field: &str) -> Option<&UploadedFile> {
        self.files.iter().find(|f| f.field == field)
    }
}

impl FromRequest<App> for Upload {
    type Rejection = Problem;

    async fn from_request(request: Request, app: &App) -> Result<Self, Problem> {
        if is_plain(&request) {
            // Sent again after signing in: the words, without the files.
            return Ok(Self { fields: Fields::from_request(request, app).await?, files: Vec::new() });
        }
        let limit = app.site.upload_bytes;
        let mut parts = Multipart::from_request(with_limit(request, limit), app)
            .await
            .map_err(|_not_multipart| Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, "wrong-type"))?;
        let mut upload = Self::default();
        let mut pairs = Vec::new();
        loop {
            let part = parts.next_field().await.map_err(|error| unreadable(&error, limit))?;
            let Some(part) = part else { break };
            let field = part.name().unwrap_or_default().to_owned();
            let file_name = part.file_name().map(str::to_owned);
            let content = part.bytes().await.map_err(|error| unreadable(&error, limit))?;
            match file_name {
                Some(name) if !content.is_empty() => {
                    upload.files.push(UploadedFile { field, name, content });
                }
                Some(_) => {}
                None => pairs
                    .push((field, fields::clean(&String::from_utf8_lossy(&content).replace("\r\n", "\n")))),
            }
            if upload.files.len() > FILES || pairs.len() > FIELDS {
                return Err(Problem::bad_request());
            }
        }
        upload.fields = Fields::from_pairs(pairs);
        Ok(upload)
    }
}

fn is_plain(request: &Request) -> bool {
    let kind = request.headers().get(http::header::CONTENT_TYPE).and_then(|v| v.to_str().ok());
    kind.unwrap_or_default().starts_with(PLAIN)
}

/// The kind of a form without files.
const PLAIN: &str = "application/x-www-form-urlencoded";

/// Turns a form with files into one without: what was typed stays, the files go. For visitors whose session has ended,
/// so that nothing typed is lost. The field [`crate::front::FILES_LOST`] says that there were files.
///
/// # Errors
/// A body that does not read, or too many words.
pub(crate) async fn words_only(request: Request) -> Result<(Request, String), Problem> {
    let (head, body) = request.into_parts();
    let mut plain = Request::from_parts(head.clone(), Body::empty());
    let request = Request::from_parts(head, body);
    let limit = u64::try_from(fields::FORM_BYTES).unwrap_or(u64::MAX);
    let mut parts = Multipart::from_request(request, &()).await.map_err(|_wrong| Problem::bad_request())?;
    let mut form = String::new();
    let mut add = |name: &str, value: &str| {
        let mark = if form.is_empty() { "" } else { "&" };
        form.push_str(&format!("{mark}{}={}", crate::encode(name), crate::encode(value)));
        form.len() <= fields::FORM_BYTES
    };
    let mut pieces = 0;
    while let Some(mut part) = parts.next_field().await.map_err(|error| unreadable(&error, limit))? {
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some_and(|file| !file.is_empty());
        let mut content = Vec::new();
        while let Some(piece) = part.chunk().await.map_err(|error| unreadable(&error, limit))? {
            if !is_file && content.len() <= fields::FORM_BYTES {
                content.extend_from_slice(&piece);
            }
        }
        pieces += 1;
        let value = String::from_utf8_lossy(&content).replace("\r\n", "\n");
        let fits = if is_file { add(crate::front::FILES_LOST, "yes") } else { add(&name, &value) };
        if !fits || pieces > FIELDS {
            return Err(Problem::too_large(limit));
        }
    }
    plain.headers_mut().insert(http::header::CONTENT_TYPE, http::HeaderValue::from_static(PLAIN));
    plain.headers_mut().remove(http::header::CONTENT_LENGTH);
    *plain.body_mut() = Body::from(form.clone());
    Ok((plain, form))
}

/// The site's limit instead of the framework's own, which is two megabytes.
fn with_limit(mut request: Request, limit: u64) -> Request {
    let bytes = usize::try_from(limit).unwrap_or(usize::MAX).saturating_add(1024 * 1024);
    let (parts, body) = std::mem::take(&mut request).into_parts();
    let mut request = Request::from_parts(parts, Body::new(http_body_util::Limited::new(body, bytes)));
    DefaultBodyLimit::disable().apply(&mut request);
    request
}

fn unreadable(error: &axum::extract::multipart::MultipartError, limit: u64) -> Problem {
    let mut cause: Option<&(dyn std::error::Error + 'static)> = Some(error);
    while let Some(one) = cause {
        if one.to_string().contains("length limit") {
            return Problem::too_large(limit);
        }
        cause = one.source();
    }
    match error.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::too_large(limit),
        _ => Problem::bad_request(),
    }
}

/// Reads ahead to the token, which our forms send first, and puts what was read back in front.
pub(crate) async fn peek_token(request: Request) -> Result<(Request, String), Problem> {
    let (parts, body) = request.into_parts();
    let mut stream: BodyDataStream = body.into_data_stream();
    let mut head = BytesMut::new();
    let token = loop {
        if let Some(token) = token_in(&head) {
            break token;
        }
        if head.len() > TOKEN_WITHIN {
            break String::new();
        }
        match stream.next().await {
            Some(Ok(chunk)) => head.extend_from_slice(&chunk),
            Some(Err(_)) | None => break String::new(),
        }
    };
    let again = stream::once(async move { Ok::<Bytes, axum::Error>(head.freeze()) }).chain(stream);
    Ok((Request::from_parts(parts, Body::from_stream(again)), token))
}

fn token_in(head: &[u8]) -> Option<String> {
    let text = String::from_utf8_lossy(head.get(..head.len().min(TOKEN_WITHIN))?);
    let (_, after) = text.split_once("name=\"_csrf\"")?;
    let (_, value) = after.split_once("\r\n\r\n")?;
    let (token, _) = value.split_once("\r\n")?;
    Some(token.to_owned())
}
