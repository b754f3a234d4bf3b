//! Where the storage is, and how long we wait for it.

use aws_credential_types::Credentials;
use aws_sdk_s3::{
    Client,
    config::{
        BehaviorVersion, Config, Region, RequestChecksumCalculation, ResponseChecksumValidation,
        retry::RetryConfig, timeout::TimeoutConfig,
    },
};
use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use url::Url;

/// Longest wait for a connection.
const CONNECT: Duration = Duration::from_secs(2);
/// Longest wait for one try.
const ATTEMPT: Duration = Duration::from_secs(10);
/// Longest wait for an operation with all its tries, and for the bytes of an object.
pub(crate) const OPERATION: Duration = Duration::from_secs(30);
const ATTEMPTS: u32 = 3;
const FIRST_PAUSE: Duration = Duration::from_millis(100);
const LONGEST_PAUSE: Duration = Duration::from_secs(1);

/// Where the storage is, and who we are there.
#[derive(Clone, Debug)]
pub struct StorageConfig {
    /// Where browsers and we reach it; none: Amazon's address of the region.
    pub endpoint: Option<Url>,
    /// Its region.
    pub region: String,
    /// The bucket of all our objects.
    pub bucket: String,
    /// Who we are.
    pub access_key_id: String,
    /// The proof.
    pub secret_access_key: SecretString,
    /// Where everybody reads public objects: `{public_url}/{key}`. Without a slash at the end.
    pub public_url: String,
}

pub(crate) fn client(config: &StorageConfig) -> Client {
    let credentials = Credentials::new(
        &config.access_key_id,
        config.secret_access_key.expose_secret(),
        None,
        None,
        "configuration",
    );
    let timeouts = TimeoutConfig::builder()
        .connect_timeout(CONNECT)
        .operation_attempt_timeout(ATTEMPT)
        .operation_timeout(OPERATION)
        .build();
    let retries = RetryConfig::standard()
        .with_max_attempts(ATTEMPTS)
        .with_initial_backoff(FIRST_PAUSE)
        .with_max_backoff(LONGEST_PAUSE);
    let mut builder = Config::builder()
        .behavior_version(BehaviorVersion::latest())
        .region(Region::new(config.region.clone()))
        .credentials_provider(credentials)
        .timeout_config(timeouts)
        .retry_config(retries)
        // A checksum in a signed address would be that of no bytes at all.
        .request_checksum_calculation(RequestChecksumCalculation::WhenRequired)
        .response_checksum_validation(ResponseChecksumValidation::WhenRequired);
    if let Some(endpoint) = &config.endpoint {
        builder = builder
            .endpoint_url(endpoint.as_str().trim_end_matches('/'))
            // A bucket has a host name of its own at Amazon alone.
            .force_path_style(true);
    }
    Client::from_conf(builder.build())
}
