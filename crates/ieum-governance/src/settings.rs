//! What an operator may set about accounts.

ieum_web::settings! {
    /// Accounts, passwords and sessions.
    pub struct AccountSettings("accounts") {
        /// Whether anybody may open an account; otherwise only invited people.
        open: bool = true,
        /// Memory of one password hash, KiB (OWASP Password Storage Cheat Sheet: argon2id with 19 MiB, 2 passes, 1 lane).
        hash_memory_kib: u32 = 19_456,
        /// Passes of one password hash.
        hash_passes: u32 = 2,
        /// Lanes of one password hash.
        hash_lanes: u32 = 1,
        /// A session ends after this long without a visit, minutes.
        idle_minutes: i64 = 720,
        /// A session ends after this long in any case, days.
        session_days: i64 = 14,
        /// A password reset link works this long, minutes.
        reset_minutes: i64 = 60,
        /// A link that confirms an address works this long, minutes.
        confirm_minutes: i64 = 2_880,
        /// An invitation works this long, days.
        invitation_days: i64 = 14,
        /// Whether the visitor's address is the last one in X-Forwarded-For; only behind a proxy of one's own.
        behind_proxy: bool = false,
    }
}

ieum_web::settings! {
    /// Sign-in at an institution by OpenID Connect.
    pub struct OidcSettings("oidc") {
        /// Address of the provider, such as https://login.example.ac.kr; empty turns this way off.
        issuer: String = String::new(),
        /// The name this site has at the provider.
        client_id: String = String::new(),
        /// File that holds the secret shared with the provider; the secret itself is never in the configuration.
        client_secret_file: String = String::new(),
        /// How long the provider's own description and keys are believed, minutes; 0 asks at every sign-in. A token that
        /// they do not verify makes us ask at once.
        believe_minutes: i64 = 60,
        /// Words on the button, in Korean.
        label_ko: String = String::new(),
        /// Words on the button, in English.
        label_en: String = String::new(),
        /// Whether somebody unknown gets an account at the first sign-in.
        open_accounts: bool = false,
    }
}
