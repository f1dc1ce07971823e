//! Where a request comes from, and how the page after signing in is rendered.

use crate::settings::AccountSettings;
use axum::extract::{ConnectInfo, FromRequestParts};
use http::header::{HeaderMap, USER_AGENT};
use http::request::Parts;
use ieum_web::{App, Known, Proof, SESSION_COOKIE, Visit, cookie};
use std::convert::Infallible;
use std::net::SocketAddr;

/// Who knocks: address, browser and the session key they came with, if any.
#[derive(Debug, Clone, Default)]
pub(crate) struct Caller {
    pub(crate) address: String,
    pub(crate) agent: String,
    pub(crate) session: Option<String>,
}

impl FromRequestParts<App> for Caller {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let peer = parts.extensions.get::<ConnectInfo<SocketAddr>>().map(|info| info.0.ip().to_string());
        let behind_proxy = app.settings::<AccountSettings>().behind_proxy;
        let agent = parts.headers.get(USER_AGENT).and_then(|v| v.to_str().ok()).unwrap_or_default();
        Ok(Self {
            address: address(peer, &parts.headers, behind_proxy),
            agent: agent.chars().take(200).collect(),
            session: cookie(&parts.headers, SESSION_COOKIE).map(str::to_owned),
        })
    }
}

/// The peer's address, or what our own proxy says it was.
fn address(peer: Option<String>, headers: &HeaderMap, behind_proxy: bool) -> String {
    let forwarded = headers.get_all("x-forwarded-for").iter().next_back().and_then(|v| v.to_str().ok());
    let last = forwarded.and_then(|list| list.rsplit(',').next()).map(str::trim).filter(|a| !a.is_empty());
    match last {
        Some(last) if behind_proxy => last.chars().take(64).collect(),
        _ => peer.unwrap_or_default(),
    }
}

/// The visit as it is right after signing in: what follows on the same answer needs the new session's token.
pub(crate) fn signed_in_visit(app: &App, before: &Visit, known: Known, key: &str) -> Visit {
    Visit {
        actor: ieum_kernel::Actor { lang: before.lang(), ..known.actor },
        organisation: known.organisation,
        proof: Proof::Session(key.to_owned()),
        csrf: app.sign("csrf", key),
        theme: known.theme,
        density: known.density,
        unread: known.unread,
        ..before.clone()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_our_own_proxy_is_believed() {
        let mut headers = HeaderMap::new();
        headers.insert("x-forwarded-for", "6.6.6.6, 10.0.0.9".parse().unwrap());
        assert_eq!(address(Some("1.2.3.4".to_owned()), &headers, false), "1.2.3.4");
        assert_eq!(address(Some("1.2.3.4".to_owned()), &headers, true), "10.0.0.9");
        assert_eq!(address(None, &HeaderMap::new(), true), "");
    }
}
