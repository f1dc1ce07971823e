//! Signing in at an institution, against a small provider of our own.

use crate::house::House;
use axum::extract::{Form, Query, State};
use axum::response::Json;
use axum::routing::{get, post};
use base64::Engine as _;
use base64::engine::general_purpose::{STANDARD, URL_SAFE_NO_PAD};
use http::StatusCode;
use ieum_db::{Db, each_engine};
use ieum_governance::OidcSettings;
use ieum_kernel::{Clock as _, SystemClock};
use openidconnect::PrivateSigningKey as _;
use openidconnect::core::{CoreEdDsaPrivateSigningKey, CoreJwsSigningAlgorithm};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use std::collections::HashMap;
use std::sync::{Arc, Mutex};

/// What the provider says about the visitor, and how it misbehaves.
#[derive(Clone)]
struct Says {
    subject: &'static str,
    email: Option<&'static str>,
    verified: bool,
    audience: &'static str,
    nonce: Option<&'static str>,
    lifetime_seconds: i64,
    foreign_key: bool,
}

const HONEST: Says = Says {
    subject: "s-1",
    email: Some("prof@univ.example"),
    verified: true,
    audience: "ieum",
    nonce: None,
    lifetime_seconds: 300,
    foreign_key: false,
};

struct Provider {
    issuer: String,
    key: Mutex<CoreEdDsaPrivateSigningKey>,
    /// How often it described itself.
    described: std::sync::atomic::AtomicUsize,
    other_key: CoreEdDsaPrivateSigningKey,
    says: Mutex<Says>,
    /// The challenge and nonce of each code given out.
    codes: Mutex<HashMap<String, (String, String)>>,
}

fn fresh_key() -> CoreEdDsaPrivateSigningKey {
    // PKCS #8 of an Ed25519 key: a fixed beginning (RFC 8410 §7), then 32 random bytes.
    let mut der = hex::decode("302e020100300506032b657004220420").unwrap();
    der.extend_from_slice(&ieum_web::random::<32>());
    let pem = format!("-----BEGIN PRIVATE KEY-----\n{}\n-----END PRIVATE KEY-----\n", STANDARD.encode(der));
    CoreEdDsaPrivateSigningKey::from_ed25519_pem(&pem, None).unwrap()
}

impl Provider {
    async fn start() -> Arc<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let issuer = format!("http://{}", listener.local_addr().unwrap());
        let provider = Arc::new(Self {
            issuer,
            key: Mutex::new(fresh_key()),
            described: std::sync::atomic::AtomicUsize::new(0),
            other_key: fresh_key(),
            says: Mutex::new(HONEST),
            codes: Mutex::default(),
        });
        let router = axum::Router::new()
            .route("/.well-known/openid-configuration", get(discovery))
            .route("/jwks", get(jwks))
            .route("/token", post(token))
            .with_state(Arc::clone(&provider));
        tokio::spawn(async move { axum::serve(listener, router).await.unwrap() });
        provider
    }

    /// The visitor says yes; returns what the provider puts into the way back.
    fn authorize(&self, url: &str) -> (String, String) {
        let query: HashMap<String, String> = Query::try_from_uri(&url.parse().unwrap()).unwrap().0;
        assert!(url.starts_with(&format!("{}/authorize?", self.issuer)), "{url}");
        assert_eq!((query["client_id"].as_str(), query["code_challenge_method"].as_str()), ("ieum", "S256"));
        assert_eq!(query["redirect_uri"], "http://127.0.0.1:8080/sign-in/institution/return");
        let mut codes = self.codes.lock().unwrap();
        let code = format!("code-{}", codes.len());
        codes.insert(code.clone(), (query["code_challenge"].clone(), query["nonce"].clone()));
        (code, query["state"].clone())
    }

    fn id_token(&self, nonce: &str) -> String {
        let says = self.says.lock().unwrap().clone();
        let now = SystemClock.now().micros() / 1_000_000;
        let expires = now + says.lifetime_seconds;
        let claims = json!({
            "iss": self.issuer, "sub": says.subject, "aud": [says.audience], "exp": expires, "iat": now - 600,
            "nonce": says.nonce.unwrap_or(nonce), "email": says.email, "email_verified": says.verified, "name": "Prof. Na",
        });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&json!({ "alg": "EdDSA" })), part(&claims));
        let own = self.key.lock().unwrap();
        let key = if says.foreign_key { &self.other_key } else { &*own };
        let signature = key.sign(&CoreJwsSigningAlgorithm::EdDsa, signed.as_bytes()).unwrap();
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature))
    }
}

async fn discovery(State(provider): State<Arc<Provider>>) -> Json<Value> {
    provider.described.fetch_add(1, std::sync::atomic::Ordering::SeqCst);
    let at = |path: &str| format!("{}{path}", provider.issuer);
    Json(json!({
        "issuer": provider.issuer, "authorization_endpoint": at("/authorize"), "token_endpoint": at("/token"),
        "jwks_uri": at("/jwks"), "response_types_supported": ["code"], "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["EdDSA"],
    }))
}

async fn jwks(State(provider): State<Arc<Provider>>) -> Json<Value> {
    Json(json!({ "keys": [provider.key.lock().unwrap().as_verification_key()] }))
}

async fn token(
    State(provider): State<Arc<Provider>>,
    Form(form): Form<HashMap<String, String>>,
) -> Result<Json<Value>, StatusCode> {
    let found = provider.codes.lock().unwrap().remove(&form["code"]);
    let (challenge, nonce) = found.ok_or(StatusCode::BAD_REQUEST)?;
    if URL_SAFE_NO_PAD.encode(Sha256::digest(&form["code_verifier"])) != challenge {
        return Err(StatusCode::BAD_REQUEST);
    }
    Ok(Json(json!({ "access_token": "a", "token_type": "Bearer", "id_token": provider.id_token(&nonce) })))
}

async fn open(db: Db, open_accounts: bool) -> (House<SystemClock>, Arc<Provider>) {
    let provider = Provider::start().await;
    let settings = OidcSettings {
        issuer: provider.issuer.clone(),
        client_id: "ieum".to_owned(),
        label_en: "Example University".to_owned(),
        open_accounts,
        ..OidcSettings::default()
    };
    (House::with(db, Arc::new(SystemClock), settings).await, provider)
}

/// Goes there and back; returns the answer to coming back.
async fn go(browser: &crate::house::Browser, provider: &Provider) -> crate::house::Answer {
    let left = browser.get("/sign-in/institution?next=/notices").await;
    assert_eq!(left.status, StatusCode::SEE_OTHER, "{}", left.body);
    let (code, state) = provider.authorize(&left.location);
    browser.get(&format!("/sign-in/institution/return?code={code}&state={state}")).await
}

each_engine!(a_first_visit_opens_an_account_and_the_next_finds_it, [], |db| async move {
    let (house, provider) = open(db, true).await;
    let browser = house.browser();
    assert!(browser.get("/sign-in").await.body.contains("Example University"));
    let back = go(&browser, &provider).await;
    assert_eq!((back.status, back.location.as_str()), (StatusCode::SEE_OTHER, "/notices"), "{}", back.body);
    assert!(browser.get("/account").await.body.contains("Prof. Na"));
    *provider.says.lock().unwrap() = Says { email: Some("renamed@univ.example"), ..HONEST };
    let other = house.browser();
    assert_eq!(go(&other, &provider).await.status, StatusCode::SEE_OTHER);
    assert!(
        other.get("/account").await.body.contains("prof@univ.example"),
        "the subject decides, not the address"
    );
});

each_engine!(the_provider_is_read_once_and_again_when_its_keys_change, [], |db| async move {
    let (house, provider) = open(db, true).await;
    let described = || provider.described.load(std::sync::atomic::Ordering::SeqCst);
    for _ in 0..3 {
        assert_eq!(go(&house.browser(), &provider).await.status, StatusCode::SEE_OTHER);
    }
    assert_eq!(described(), 1, "remembered between leaving, coming back and the next visits");
    *provider.key.lock().unwrap() = fresh_key();
    assert_eq!(go(&house.browser(), &provider).await.status, StatusCode::SEE_OTHER, "the new key is fetched");
    assert_eq!(described(), 2);
    // A token that no key of theirs verifies is still refused, and what is remembered grows no older than an hour.
    provider.says.lock().unwrap().foreign_key = true;
    assert_eq!(go(&house.browser(), &provider).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(described(), 3);
});

each_engine!(what_is_remembered_grows_old, [], |db| async move {
    let provider = Provider::start().await;
    let settings = OidcSettings {
        issuer: provider.issuer.clone(),
        client_id: "ieum".to_owned(),
        ..OidcSettings::default()
    };
    let clock = Arc::new(ieum_kernel::TestClock::at("2026-03-02T08:00Z"));
    let house = House::with(db, Arc::clone(&clock), settings).await;
    let leave = async || house.browser().get("/sign-in/institution").await.status;
    for (minutes, read) in [(0, 1), (59, 1), (1, 2), (-30, 3)] {
        clock.advance_minutes(minutes);
        assert_eq!(leave().await, StatusCode::SEE_OTHER);
        assert_eq!(
            provider.described.load(std::sync::atomic::Ordering::SeqCst),
            read,
            "after {minutes} more"
        );
    }
});

each_engine!(a_token_that_does_not_hold_is_refused, [], |db| async move {
    let (house, provider) = open(db, true).await;
    for says in [
        Says { nonce: Some("another"), ..HONEST },
        Says { audience: "somebody-else", ..HONEST },
        Says { lifetime_seconds: -3600, ..HONEST },
        Says { foreign_key: true, ..HONEST },
    ] {
        *provider.says.lock().unwrap() = says;
        let browser = house.browser();
        let back = go(&browser, &provider).await;
        assert_eq!(back.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(back.body.contains("cannot be verified"), "{}", back.body);
        assert!(browser.session().is_none());
    }
});

each_engine!(a_visit_counts_once_and_only_in_its_own_browser, [], |db| async move {
    let (house, provider) = open(db, true).await;
    let browser = house.browser();
    let left = browser.get("/sign-in/institution").await;
    let (code, state) = provider.authorize(&left.location);
    let path = format!("/sign-in/institution/return?code={code}&state={state}");
    let stolen = house.browser().get(&path).await;
    assert!(stolen.body.contains("in another browser"), "{}", stolen.body);
    assert_eq!(browser.get(&path).await.status, StatusCode::SEE_OTHER);
    browser.cookies.lock().unwrap().insert("ieum_institution".to_owned(), state);
    assert_eq!(browser.get(&path).await.status, StatusCode::UNPROCESSABLE_ENTITY);
    let declined = house.browser();
    let left = declined.get("/sign-in/institution").await;
    let (_, state) = provider.authorize(&left.location);
    let back = declined.get(&format!("/sign-in/institution/return?error=access_denied&state={state}")).await;
    assert!(back.body.contains("was not finished"), "{}", back.body);
});

each_engine!(an_address_alone_never_takes_over_an_account, [], |db| async move {
    let (house, provider) = open(db, true).await;
    house.person("prof@univ.example").await;
    let browser = house.browser();
    let back = go(&browser, &provider).await;
    assert!(back.body.contains("An account with the same email exists"), "{}", back.body);
    let owner = house.signed_in("prof@univ.example").await;
    assert_eq!(go(&owner, &provider).await.status, StatusCode::SEE_OTHER, "connected after signing in");
    assert_eq!(go(&browser, &provider).await.status, StatusCode::SEE_OTHER);
});

each_engine!(strangers_stay_out_when_accounts_are_not_opened, [], |db| async move {
    let (house, provider) = open(db, false).await;
    let back = go(&house.browser(), &provider).await;
    assert!(back.body.contains("You are not known here"), "{}", back.body);
    let quiet = House::open(house.app.db.clone()).await;
    assert_eq!(quiet.browser().get("/sign-in/institution").await.status, StatusCode::NOT_FOUND);
});

#[tokio::test]
async fn a_provider_that_does_not_answer_is_said_so() {
    let db = ieum_db::testing::fresh(ieum_db::Engine::Sqlite, &[]).await.unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let issuer = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let settings = OidcSettings { issuer, client_id: "ieum".to_owned(), ..OidcSettings::default() };
    let house = House::with(db.clone(), Arc::new(SystemClock), settings).await;
    let answer = house.browser().get("/sign-in/institution").await;
    assert!(answer.body.contains("does not answer"), "{}", answer.body);
}
