//! Configuration: one typed struct a room, with defaults that run and a sentence for each key.

/// Where a value of the configuration came from.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize)]
pub struct Explained {
    /// `room.key`.
    pub key: String,
    /// The value in force, as TOML would write it; secrets are shown as `***`.
    pub value: String,
    /// What the key means.
    pub doc: String,
}

/// One room's settings: how to read them and what their keys mean.
pub trait RoomSettings:
    serde::Serialize + serde::de::DeserializeOwned + Default + Clone + Send + Sync + 'static
{
    /// The table's name in the TOML file.
    const TABLE: &'static str;

    /// Key and sentence, in the order written.
    fn docs() -> &'static [(&'static str, &'static str)];
}

/// A setting that nobody may read back: `Debug` and `ieum config explain` show `***`, and a file cannot hold it.
#[derive(Clone, Default, PartialEq, Eq, serde::Deserialize)]
#[serde(transparent)]
pub struct Secret(String);

impl Secret {
    /// A secret, for tests.
    pub fn new(text: &str) -> Self {
        Self(text.to_owned())
    }

    /// The secret itself, for the one place that needs it.
    pub fn reveal(&self) -> &str {
        &self.0
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }
}

impl std::fmt::Debug for Secret {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.shown())
    }
}

impl serde::Serialize for Secret {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.shown())
    }
}

impl Secret {
    fn shown(&self) -> &'static str {
        if self.0.is_empty() { "" } else { "***" }
    }
}

/// Declares a room's settings: struct, defaults, refusal of unknown keys and the sentences of `ieum config explain`.
///
/// ```
/// ieum_web::settings! {
///     /// How bookings behave unless a facility says otherwise.
///     pub struct BookingSettings("booking") {
///         /// Bookings start and end on this grid, minutes.
///         grid_minutes: i64 = 10,
///     }
/// }
/// assert_eq!(BookingSettings::default().grid_minutes, 10);
/// ```
#[macro_export]
macro_rules! settings {
    ($(#[$about:meta])* pub struct $name:ident($table:literal) {
        $($(#[doc = $doc:literal])+ $key:ident: $kind:ty = $default:expr,)*
    }) => {
        $(#[$about])*
        #[derive(Debug, Clone, serde::Serialize, serde::Deserialize)]
        #[serde(deny_unknown_fields, default)]
        pub struct $name {
            $($(#[doc = $doc])+ pub $key: $kind,)*
        }
        impl Default for $name {
            fn default() -> Self {
                Self { $($key: $default,)* }
            }
        }
        impl $crate::RoomSettings for $name {
            const TABLE: &'static str = $table;
            fn docs() -> &'static [(&'static str, &'static str)] {
                &[$((stringify!($key), concat!($($doc),+)),)*]
            }
        }
    };
}

settings! {
    /// The site as a whole.
    pub struct SiteSettings("site") {
        /// Where people reach the site; used in mails, feeds and QR labels.
        base_url: String = "http://127.0.0.1:8080".to_owned(),
        /// The region's name in Korean, shown in the header.
        name_ko: String = "이음".to_owned(),
        /// The region's name in English.
        name_en: String = "Ieum".to_owned(),
        /// A sentence in Korean at the foot of every page, such as whom to call.
        note_ko: String = String::new(),
        /// The same in English.
        note_en: String = String::new(),
        /// IANA zone of civil days, opening hours and deadlines.
        zone: String = "Asia/Seoul".to_owned(),
        /// Largest upload, bytes.
        upload_bytes: u64 = 200 * 1024 * 1024,
        /// Whether cookies are sent over TLS only; turn on behind HTTPS.
        secure_cookies: bool = false,
    }
}

settings! {
    /// How mail leaves the house.
    pub struct MailSettings("mail") {
        /// `folder` writes each mail as a file; `smtp` sends it.
        kind: String = "folder".to_owned(),
        /// Folder for `folder`; empty means `mail` in the data folder.
        folder: String = String::new(),
        /// SMTP host.
        host: String = "localhost".to_owned(),
        /// SMTP port.
        port: u16 = 587,
        /// SMTP user; empty sends without signing in.
        user: String = String::new(),
        /// File that holds the SMTP password; the password itself is never in the configuration.
        password_file: String = String::new(),
        /// `starttls`, `tls` or `none`.
        security: String = "starttls".to_owned(),
        /// Sender shown to people.
        sender: String = "Ieum <no-reply@localhost>".to_owned(),
    }
}
