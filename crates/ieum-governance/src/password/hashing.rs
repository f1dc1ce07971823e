//! Hashing by argon2id, away from the threads that answer requests.

use crate::settings::AccountSettings;
use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use ieum_web::App;

/// The hash could not be made or read.
#[derive(Debug, thiserror::Error)]
#[error("cannot hash a password: {0}")]
pub struct HashError(String);

fn hasher(settings: &AccountSettings) -> Result<Argon2<'static>, HashError> {
    let AccountSettings { hash_memory_kib, hash_passes, hash_lanes, .. } = settings;
    let params = Params::new(*hash_memory_kib, *hash_passes, *hash_lanes, None);
    let params = params.map_err(|error| HashError(error.to_string()))?;
    Ok(Argon2::new(Algorithm::Argon2id, Version::V0x13, params))
}

fn make(settings: &AccountSettings, words: &str) -> Result<String, HashError> {
    let made = hasher(settings)?.hash_password_with_salt(words.as_bytes(), &ieum_web::random::<16>());
    made.map(|hash: PasswordHash| hash.to_string()).map_err(|error| HashError(error.to_string()))
}

/// The hash of a password, as PHC text with its own salt and parameters.
///
/// # Errors
/// When the settings are out of argon2's range or the work was interrupted.
pub async fn hash(app: &App, words: &str) -> Result<String, HashError> {
    let (settings, words) = (app.settings::<AccountSettings>(), words.to_owned());
    let made = tokio::task::spawn_blocking(move || make(&settings, &words)).await;
    made.map_err(|error| HashError(error.to_string()))?
}

/// Whether a password fits a hash. Without a hash the same work is done for nothing, so that the time taken does not
/// tell whether the account exists.
///
/// # Errors
/// When the hash cannot be read or the work was interrupted.
pub async fn fits(app: &App, words: &str, hash: Option<&str>) -> Result<bool, HashError> {
    let (settings, words, hash) =
        (app.settings::<AccountSettings>(), words.to_owned(), hash.map(str::to_owned));
    let work = move || match hash {
        None => make(&settings, &words).map(|_unused| false),
        Some(hash) => {
            let kept = PasswordHash::new(&hash).map_err(|error| HashError(error.to_string()))?;
            Ok(Argon2::default().verify_password(words.as_bytes(), &kept).is_ok())
        }
    };
    tokio::task::spawn_blocking(work).await.map_err(|error| HashError(error.to_string()))?
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_carries_its_parameters_and_fits_one_password() {
        let settings = AccountSettings { hash_memory_kib: 64, hash_passes: 1, ..AccountSettings::default() };
        let made = make(&settings, "a good long one").unwrap();
        assert!(made.starts_with("$argon2id$v=19$m=64,t=1,p=1$"), "{made}");
        let kept = PasswordHash::new(&made).unwrap();
        assert!(Argon2::default().verify_password(b"a good long one", &kept).is_ok());
        assert!(Argon2::default().verify_password(b"a good long two", &kept).is_err());
        assert_ne!(make(&settings, "a good long one").unwrap(), made);
    }
}
