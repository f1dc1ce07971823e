//! Where uploaded files are kept: a folder under the data, or an S3-compatible service in a build that has the feature `s3`.

use anyhow::{Context, bail};
use ieum_web::{Secret, settings};
use object_store::ObjectStore;
use std::sync::Arc;

settings! {
    /// Where uploaded files are kept.
    pub struct FileSettings("files") {
        /// Empty keeps files in the folder `files` under the data; `s3://BUCKET/PREFIX` keeps them in an S3-compatible
        /// service, which a build with the feature `s3` can use.
        url: String = String::new(),
        /// Address of the service, such as `https://s3.example.org`; empty means Amazon's own for the region.
        endpoint: String = String::new(),
        /// Region of the bucket, as the service names it.
        region: String = "us-east-1".to_owned(),
        /// Whether the bucket's name is part of the host, as Amazon prefers; most other services want it in the path.
        bucket_in_host: bool = false,
        /// Access key; only from the environment: `IEUM_FILES__ACCESS_KEY`.
        access_key: Secret = Secret::default(),
        /// Secret key; only from the environment: `IEUM_FILES__SECRET_KEY`.
        secret_key: Secret = Secret::default(),
    }
}

/// Keys of the table that a configuration file must not hold.
pub const FROM_ENVIRONMENT: [&str; 2] = ["files.access_key", "files.secret_key"];

/// The store that the settings name; nothing for the folder under the data.
///
/// # Errors
/// When the address is no `s3://BUCKET`, the keys are missing, or this build cannot speak S3.
pub fn open(settings: &FileSettings) -> anyhow::Result<Option<Arc<dyn ObjectStore>>> {
    if settings.url.is_empty() {
        return Ok(None);
    }
    let Some(rest) = settings.url.strip_prefix("s3://") else {
        bail!("files.url is {}: leave it empty, or write s3://BUCKET or s3://BUCKET/PREFIX", settings.url);
    };
    let (bucket, prefix) =
        rest.trim_end_matches('/').split_once('/').unwrap_or((rest.trim_end_matches('/'), ""));
    if bucket.is_empty() {
        bail!("files.url names no bucket: write s3://BUCKET or s3://BUCKET/PREFIX");
    }
    if settings.access_key.is_empty() || settings.secret_key.is_empty() {
        bail!("files.url needs IEUM_FILES__ACCESS_KEY and IEUM_FILES__SECRET_KEY in the environment");
    }
    service(settings, bucket, prefix).map(Some).with_context(|| format!("cannot use {}", settings.url))
}

#[cfg(feature = "s3")]
fn service(settings: &FileSettings, bucket: &str, prefix: &str) -> anyhow::Result<Arc<dyn ObjectStore>> {
    let builder = object_store::aws::AmazonS3Builder::new()
        .with_bucket_name(bucket)
        .with_region(&settings.region)
        .with_access_key_id(settings.access_key.reveal())
        .with_secret_access_key(settings.secret_key.reveal())
        .with_virtual_hosted_style_request(settings.bucket_in_host)
        .with_allow_http(settings.endpoint.starts_with("http://"));
    let builder = match settings.endpoint.as_str() {
        "" => builder,
        endpoint => builder.with_endpoint(endpoint),
    };
    let store = builder.build()?;
    Ok(match prefix {
        "" => Arc::new(store),
        prefix => Arc::new(object_store::prefix::PrefixStore::new(store, prefix)),
    })
}

#[cfg(not(feature = "s3"))]
fn service(_: &FileSettings, _: &str, _: &str) -> anyhow::Result<Arc<dyn ObjectStore>> {
    bail!("this build keeps files in a folder only; build it with `--features s3`")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn check(url: &str, keys: bool, expected: &str) {
        let key = Secret::new(if keys { "key" } else { "" });
        let settings = FileSettings {
            url: url.to_owned(),
            access_key: key.clone(),
            secret_key: key,
            ..FileSettings::default()
        };
        let said = match open(&settings) {
            Ok(None) => "folder".to_owned(),
            Ok(Some(_)) => "service".to_owned(),
            Err(error) => format!("{error:#}"),
        };
        assert!(said.contains(expected), "{said}");
    }

    #[test]
    fn a_folder_unless_an_address_with_keys_is_given() {
        check("", false, "folder");
        check("/somewhere", true, "leave it empty");
        check("s3://", true, "no bucket");
        check("s3://files", false, "IEUM_FILES__ACCESS_KEY");
        check("s3://files/region", true, if cfg!(feature = "s3") { "service" } else { "--features s3" });
    }

    #[test]
    fn keys_are_never_shown() {
        let settings = FileSettings { secret_key: Secret::new("hush"), ..FileSettings::default() };
        assert!(!format!("{settings:?}").contains("hush"));
        assert!(!serde_json::to_string(&settings).unwrap().contains("hush"));
    }
}
