//! Talking with the provider: discovery, the way there, and the verified answer.

use crate::oidc::{Refusal, described};
use crate::settings::OidcSettings;
use ieum_kernel::Timestamp;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreProviderMetadata};
use openidconnect::{
    AsyncHttpClient, AuthorizationCode, ClientId, ClientSecret, CsrfToken, EndpointMaybeSet, EndpointNotSet,
    EndpointSet, HttpRequest, HttpResponse, IssuerUrl, Nonce, PkceCodeChallenge, PkceCodeVerifier,
    RedirectUrl, Scope, TokenResponse,
};
use std::pin::Pin;
use std::time::Duration;

type Client = CoreClient<
    EndpointSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointNotSet,
    EndpointMaybeSet,
    EndpointMaybeSet,
>;

/// Longest answer of a provider, bytes.
const LONGEST_ANSWER: usize = 1024 * 1024;
/// How long a provider may take, seconds.
const PATIENCE_SECONDS: u64 = 10;

/// Why the provider could not be asked.
#[derive(Debug, thiserror::Error)]
enum AskError {
    #[error("cannot ask the provider")]
    Http(#[from] reqwest::Error),
    #[error("the provider's answer is not HTTP")]
    Answer(#[from] http::Error),
    #[error("the provider's answer is too long")]
    TooLong,
}

/// The way to the provider, and what has to be remembered until the visitor returns.
pub(crate) struct Departure {
    pub(crate) url: String,
    pub(crate) state: String,
    pub(crate) nonce: String,
    pub(crate) verifier: String,
}

/// Whom the provider vouches for.
pub(crate) struct Vouched {
    pub(crate) issuer: String,
    pub(crate) subject: String,
    /// Only when the provider says it has verified it.
    pub(crate) email: Option<String>,
    pub(crate) name: Option<String>,
}

/// A provider ready to be asked.
pub(crate) struct Provider {
    client: Client,
    http: Http,
    issuer: IssuerUrl,
    id: ClientId,
    secret: Option<ClientSecret>,
    /// Whether its description was remembered and may be out of date.
    remembered: bool,
}

/// The way requests go out. Redirects are not followed: a provider must not lead us elsewhere (server-side request
/// forgery).
struct Http(reqwest::Client);

impl<'c> AsyncHttpClient<'c> for Http {
    type Error = AskError;
    type Future = Pin<Box<dyn Future<Output = Result<HttpResponse, AskError>> + Send + 'c>>;

    fn call(&'c self, request: HttpRequest) -> Self::Future {
        Box::pin(ask(&self.0, request))
    }
}

fn unreachable(what: &str, error: &dyn std::fmt::Display) -> Refusal {
    tracing::warn!(%error, "institution: {what}");
    Refusal::Unreachable
}

impl Provider {
    /// Reads the provider's own description and keys, or recalls them.
    pub(crate) async fn find(
        settings: &OidcSettings,
        return_to: String,
        now: Timestamp,
    ) -> Result<Self, Refusal> {
        let http = reqwest::Client::builder()
            .redirect(reqwest::redirect::Policy::none())
            .timeout(Duration::from_secs(PATIENCE_SECONDS))
            .build()
            .map(Http)
            .map_err(|error| unreachable("no client", &error))?;
        let issuer =
            IssuerUrl::new(settings.issuer.clone()).map_err(|error| unreachable("issuer", &error))?;
        let secret = match settings.client_secret_file.as_str() {
            "" => None,
            file => {
                let read = tokio::fs::read_to_string(file).await;
                let words = read.map_err(|error| unreachable("client secret file", &error))?;
                Some(ClientSecret::new(words.trim().to_owned()))
            }
        };
        let return_to = RedirectUrl::new(return_to).map_err(|error| unreachable("own address", &error))?;
        let recalled = described::recall(&settings.issuer, now, settings.believe_minutes);
        let remembered = recalled.is_some();
        let metadata = match recalled {
            Some(metadata) => metadata,
            None => discover(&issuer, &http, now).await?,
        };
        let id = ClientId::new(settings.client_id.clone());
        let client = CoreClient::from_provider_metadata(metadata, id.clone(), secret.clone())
            .set_redirect_uri(return_to);
        Ok(Self { client, http, issuer, id, secret, remembered })
    }

    /// Where to send the visitor.
    pub(crate) fn departure(&self) -> Departure {
        let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
        let (url, state, nonce) = self
            .client
            .authorize_url(
                CoreAuthenticationFlow::AuthorizationCode,
                CsrfToken::new_random,
                Nonce::new_random,
            )
            .add_scope(Scope::new("profile".to_owned()))
            .add_scope(Scope::new("email".to_owned()))
            .set_pkce_challenge(challenge)
            .url();
        Departure {
            url: url.to_string(),
            state: state.secret().clone(),
            nonce: nonce.secret().clone(),
            verifier: verifier.secret().clone(),
        }
    }

    /// Trades the code for the provider's word and verifies it: signature, issuer, audience, nonce and time.
    pub(crate) async fn vouched(
        &self,
        code: &str,
        nonce: &str,
        verifier: &str,
        now: Timestamp,
    ) -> Result<Vouched, Refusal> {
        let exchange = self.client.exchange_code(AuthorizationCode::new(code.to_owned()));
        let answer = exchange
            .map_err(|error| unreachable("no token endpoint", &error))?
            .set_pkce_verifier(PkceCodeVerifier::new(verifier.to_owned()))
            .request_async(&self.http)
            .await
            .map_err(|error| {
                tracing::warn!(%error, "institution: the code was not taken");
                Refusal::Untrusted
            })?;
        let token = answer.id_token().ok_or(Refusal::Untrusted)?;
        let nonce = Nonce::new(nonce.to_owned());
        let untrusted = |error| {
            tracing::warn!(%error, "institution: the token does not hold");
            Refusal::Untrusted
        };
        let held = token.claims(&self.client.id_token_verifier(), &nonce);
        let claims = match held {
            Err(error) if self.remembered => {
                // Keys change: what was remembered may be old, so the provider is asked before anybody is refused.
                tracing::info!(%error, "institution: read again for its keys");
                let metadata = discover(&self.issuer, &self.http, now).await?;
                let renewed =
                    CoreClient::from_provider_metadata(metadata, self.id.clone(), self.secret.clone());
                token.claims(&renewed.id_token_verifier(), &nonce).map_err(untrusted)?
            }
            held => held.map_err(untrusted)?,
        };
        // The library reads the machine's clock; ours decides as well.
        if claims.expiration().timestamp_micros() <= now.micros() {
            return Err(Refusal::Untrusted);
        }
        let verified = claims.email_verified().unwrap_or(false);
        let name = claims.name().and_then(|names| names.get(None).map(|name| name.to_string()));
        Ok(Vouched {
            issuer: claims.issuer().to_string(),
            subject: claims.subject().to_string(),
            email: claims.email().filter(|_| verified).map(|email| email.to_string()),
            name,
        })
    }
}

/// Reads what the provider says of itself, and keeps it.
async fn discover(issuer: &IssuerUrl, http: &Http, now: Timestamp) -> Result<CoreProviderMetadata, Refusal> {
    let metadata = CoreProviderMetadata::discover_async(issuer.clone(), http).await;
    let metadata = metadata.map_err(|error| unreachable("discovery", &error))?;
    described::remember(issuer.as_str(), now, &metadata);
    Ok(metadata)
}

async fn ask(http: &reqwest::Client, request: HttpRequest) -> Result<HttpResponse, AskError> {
    let request = reqwest::Request::try_from(request)?;
    let mut response = http.execute(request).await?;
    let mut answer = http::Response::builder().status(response.status());
    for (name, value) in response.headers() {
        answer = answer.header(name, value);
    }
    let mut body = Vec::new();
    while let Some(part) = response.chunk().await? {
        if body.len() + part.len() > LONGEST_ANSWER {
            return Err(AskError::TooLong);
        }
        body.extend_from_slice(&part);
    }
    Ok(answer.body(body)?)
}
