//! Vectors from a service that speaks the usual way of embeddings (`POST …/v1/embeddings`); off unless an address is set.

use anyhow::{Context, bail};
use ieum_search::semantic::{Encode, fingerprint, unit};
use ieum_web::{Secret, settings};
use serde::Deserialize;
use serde_json::json;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};
use tokio::runtime::Handle;

settings! {
    /// A service outside that turns texts into vectors, instead of the model of `ieum model add`. What is registered and
    /// what people ask is then sent to it.
    pub struct EmbeddingSettings("embedding") {
        /// Address before `/v1/embeddings`, such as `http://127.0.0.1:8000`; empty turns this off.
        url: String = String::new(),
        /// The model's name at the service.
        model: String = String::new(),
        /// Numbers of a vector; an answer of another length counts as none.
        dimensions: u32 = 512,
        /// Longest wait for an answer, milliseconds; search goes by words alone after that.
        timeout_ms: u64 = 800,
        /// Key that the service asks for; only from the environment: `IEUM_EMBEDDING__KEY`.
        key: Secret = Secret::default(),
    }
}

/// Keys of the table that a configuration file must not hold.
pub const FROM_ENVIRONMENT: [&str; 1] = ["embedding.key"];

/// Most dimensions a vector may have.
const DIMENSIONS: u32 = 4_096;
/// Texts sent at once.
const AT_ONCE: usize = 32;
/// Letters of a text that are sent.
const LETTERS: usize = 600;
/// Bytes of an answer for each number of each vector that are read at most.
const NUMBER_BYTES: usize = 40;
/// How long a service that failed is left alone.
const PAUSE: Duration = Duration::from_secs(15);

/// The service that the settings name; nothing when they name none.
///
/// # Errors
/// When the settings do not fit together.
pub fn open(settings: &EmbeddingSettings) -> anyhow::Result<Option<Arc<dyn Encode>>> {
    if settings.url.is_empty() {
        return Ok(None);
    }
    if settings.model.is_empty() || !(1..=DIMENSIONS).contains(&settings.dimensions) {
        bail!("embedding.url needs embedding.model, and embedding.dimensions from 1 to {DIMENSIONS}");
    }
    if !settings.url.starts_with("http://") && !settings.url.starts_with("https://") {
        bail!("embedding.url is {}: it must begin with http:// or https://", settings.url);
    }
    let client = reqwest::Client::builder().timeout(Duration::from_millis(settings.timeout_ms.max(1)));
    Ok(Some(Arc::new(Service {
        client: client.build().context("cannot make a client for the embedding service")?,
        threads: Handle::try_current().context("the embedding service needs running threads")?,
        settings: settings.clone(),
        resting: Mutex::new(None),
    })))
}

struct Service {
    client: reqwest::Client,
    threads: Handle,
    settings: EmbeddingSettings,
    /// Until when it is left alone.
    resting: Mutex<Option<Instant>>,
}

#[derive(Deserialize)]
struct Answered {
    data: Vec<One>,
}

#[derive(Deserialize)]
struct One {
    index: usize,
    embedding: Vec<f64>,
}

impl Encode for Service {
    fn fingerprint(&self) -> u64 {
        let EmbeddingSettings { url, model, dimensions, .. } = &self.settings;
        fingerprint(&format!("{url}\n{model}\n{dimensions}"))
    }

    fn encode(&self, texts: &[&str]) -> Option<Vec<ieum_search::semantic::Vector>> {
        let resting = *self.resting.lock().unwrap_or_else(PoisonError::into_inner);
        if resting.is_some_and(|until| Instant::now() < until) {
            return None;
        }
        let mut out = Vec::new();
        for some in texts.chunks(AT_ONCE) {
            // Searching runs on threads for work that may wait.
            match self.threads.block_on(self.ask(some)) {
                Ok(vectors) => out.extend(vectors),
                Err(error) => {
                    let error = format!("{error:#}");
                    tracing::warn!(%error, "the embedding service does not answer; search goes by words alone");
                    *self.resting.lock().unwrap_or_else(PoisonError::into_inner) =
                        Some(Instant::now() + PAUSE);
                    return None;
                }
            }
        }
        Some(out)
    }
}

impl Service {
    async fn ask(&self, texts: &[&str]) -> anyhow::Result<Vec<ieum_search::semantic::Vector>> {
        let EmbeddingSettings { url, model, dimensions, key, .. } = &self.settings;
        let input: Vec<String> = texts.iter().map(|text| text.chars().take(LETTERS).collect()).collect();
        let address = format!("{}/v1/embeddings", url.trim_end_matches('/'));
        let mut request = self.client.post(address).json(&json!({ "model": model, "input": input }));
        if !key.is_empty() {
            request = request.bearer_auth(key.reveal());
        }
        let mut answer = request.send().await?.error_for_status()?;
        let dimensions = usize::try_from(*dimensions)?;
        let most = texts.len() * dimensions * NUMBER_BYTES + 10_000;
        let mut body = Vec::new();
        while let Some(chunk) = answer.chunk().await? {
            body.extend_from_slice(&chunk);
            if body.len() > most {
                bail!("the answer is longer than {most} bytes");
            }
        }
        let mut answered: Answered =
            serde_json::from_slice(&body).context("the answer is not as expected")?;
        answered.data.sort_by_key(|one| one.index);
        let in_order = answered.data.iter().enumerate().all(|(place, one)| place == one.index);
        if answered.data.len() != texts.len() || !in_order {
            bail!("{} texts were sent and {} vectors came back", texts.len(), answered.data.len());
        }
        let vector = |one: One| {
            let found = one.embedding.len();
            let made = Some(one.embedding).filter(|numbers| numbers.len() == dimensions);
            made.and_then(|numbers| unit(&numbers)).with_context(|| format!("a vector of {found} numbers"))
        };
        answered.data.into_iter().map(vector).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::Json;
    use axum::http::{HeaderMap, StatusCode};
    use axum::routing::post;
    use serde_json::Value;

    /// A small service: the first letter decides the direction; some texts make it fail.
    async fn service(headers: HeaderMap, Json(asked): Json<Value>) -> Result<Json<Value>, StatusCode> {
        let key = headers.get("authorization").and_then(|value| value.to_str().ok());
        if key != Some("Bearer hush") || asked["model"] != "small" {
            return Err(StatusCode::UNAUTHORIZED);
        }
        let texts: Vec<&str> = asked["input"].as_array().unwrap().iter().filter_map(Value::as_str).collect();
        if texts.contains(&"fail") {
            return Err(StatusCode::INTERNAL_SERVER_ERROR);
        }
        let numbers = |text: &str| match text.chars().next() {
            Some('a') => json!([3.0, 4.0, 0.0]),
            Some('b') => json!([0.0, 0.0, 2.0]),
            _ => json!([1.0]),
        };
        let made = texts.iter().enumerate().rev();
        let data: Vec<Value> =
            made.map(|(index, text)| json!({ "index": index, "embedding": numbers(text) })).collect();
        Ok(Json(json!({ "data": data })))
    }

    async fn started() -> String {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let router = axum::Router::new().route("/v1/embeddings", post(service));
        tokio::spawn(async move { axum::serve(listener, router).await });
        format!("http://{address}")
    }

    fn settings(url: &str, key: &str) -> EmbeddingSettings {
        EmbeddingSettings {
            url: url.to_owned(),
            model: "small".to_owned(),
            dimensions: 3,
            timeout_ms: 5_000,
            key: Secret::new(key),
        }
    }

    async fn encoded(encoder: &Arc<dyn Encode>, texts: &[&'static str]) -> Option<Vec<Vec<f64>>> {
        let (encoder, texts) = (Arc::clone(encoder), texts.to_vec());
        let made = tokio::task::spawn_blocking(move || encoder.encode(&texts)).await.unwrap()?;
        Some(made.into_iter().map(|vector| vector.into_iter().map(f64::from).collect()).collect())
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_service_gives_vectors_of_length_one_in_order() {
        let encoder = open(&settings(&started().await, "hush")).unwrap().unwrap();
        let made = encoded(&encoder, &["b", "a"]).await.unwrap();
        assert_eq!(made[0], [0.0, 0.0, 1.0]);
        assert!((made[1][0] - 0.6).abs() < 1e-6 && (made[1][1] - 0.8).abs() < 1e-6);
    }

    #[tokio::test(flavor = "multi_thread")]
    async fn a_service_that_fails_is_left_alone_for_a_while() {
        let url = started().await;
        for (key, text) in [("hush", "fail"), ("hush", "short"), ("wrong", "a")] {
            let encoder = open(&settings(&url, key)).unwrap().unwrap();
            assert!(encoded(&encoder, &[text]).await.is_none(), "{text}");
            assert!(encoded(&encoder, &["a"]).await.is_none());
        }
        let nobody = open(&settings("http://127.0.0.1:1", "hush")).unwrap().unwrap();
        assert!(encoded(&nobody, &["a"]).await.is_none());
    }

    #[tokio::test]
    async fn settings_that_do_not_fit_are_refused() {
        assert!(open(&EmbeddingSettings::default()).unwrap().is_none());
        assert!(open(&settings("ftp://x", "")).is_err());
        assert!(open(&EmbeddingSettings { model: String::new(), ..settings("http://x", "") }).is_err());
        assert!(open(&EmbeddingSettings { dimensions: 0, ..settings("http://x", "") }).is_err());
        assert!(!format!("{:?}", settings("http://x", "hush")).contains("hush"));
    }
}
