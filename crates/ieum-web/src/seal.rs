//! Signatures and chance: the house's secret never leaves this file.

use hmac::{Hmac, Mac};
use ieum_db::{Db, DbError, args};
use ieum_kernel::Clock;
use sha2::Sha256;
use subtle::ConstantTimeEq;

/// So many unguessable bytes from the operating system.
pub fn random<const N: usize>() -> [u8; N] {
    let mut bytes = [0; N];
    if let Err(error) = getrandom::fill(&mut bytes) {
        // Without chance nothing here is safe: stop rather than go on with guessable secrets.
        tracing::error!(%error, "the operating system gives no random bytes");
        std::process::abort();
    }
    bytes
}

pub(crate) fn sign(secret: &[u8], purpose: &str, text: &str) -> String {
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(secret) else { return String::new() };
    mac.update(purpose.as_bytes());
    mac.update(&[0]);
    mac.update(text.as_bytes());
    hex::encode(mac.finalize().into_bytes())
}

pub(crate) fn fits(secret: &[u8], purpose: &str, text: &str, signature: &str) -> bool {
    let expected = sign(secret, purpose, text);
    !expected.is_empty() && bool::from(expected.as_bytes().ct_eq(signature.as_bytes()))
}

/// The house's secret: made at the first start, kept in the database so that several servers share it.
pub(crate) async fn secret(db: &Db, clock: &dyn Clock) -> Result<Vec<u8>, DbError> {
    let made = hex::encode(random::<32>());
    let mut tx = db.begin().await?;
    let insert =
        "INSERT INTO web_secret (name, value, made_at) VALUES ($1, $2, $3) ON CONFLICT (name) DO NOTHING";
    tx.run(insert, args!["site", made, clock.now()]).await?;
    let select = "SELECT value FROM web_secret WHERE name = $1";
    let kept: String = tx.one(select, args!["site"], |row| row.get("value")).await?;
    tx.commit().await?;
    Ok(hex::decode(&kept).unwrap_or_else(|_| kept.into_bytes()))
}
