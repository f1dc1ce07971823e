//! Keys that open something: made here, shown once, kept only as their hash.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};

/// A key of 256 random bits, as 43 letters that are safe in cookies and links.
pub(crate) fn new_key() -> String {
    URL_SAFE_NO_PAD.encode(ieum_web::random::<32>())
}

/// What is kept of a key: SHA-256, hex. A key this long needs no salt and no slow hash.
pub(crate) fn key_hash(key: &str) -> String {
    hex::encode(Sha256::digest(key.as_bytes()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_long_and_never_the_same() {
        let (one, other) = (new_key(), new_key());
        assert_eq!(one.len(), 43);
        assert_ne!(one, other);
        assert_ne!(key_hash(&one), one);
    }
}
