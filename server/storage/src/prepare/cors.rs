//! Which pages may upload.

use super::{OURS, unless_none};
use crate::{
    Storage,
    error::{self, Fault, Refusal},
};
use aws_sdk_s3::types::{CorsConfiguration, CorsRule};

/// How long a browser may remember, in seconds.
const MAX_AGE: i32 = 3600;

impl Storage {
    pub(super) async fn allow_uploads(&self, origins: &[String]) -> Result<(), Fault> {
        let bucket = &self.config.bucket;
        let asked = self.client.get_bucket_cors().bucket(bucket).send().await;
        let found = asked.map_err(|error| error::read("GetBucketCors", error));
        let found = unless_none(found, &["NoSuchCORSConfiguration"])?;
        let known = found.and_then(|found| found.cors_rules).unwrap_or_default();
        let ours = rule(origins)?;
        if known.contains(&ours) {
            return Ok(());
        }
        let others = known.into_iter().filter(|rule| rule.id() != Some(OURS));
        let rules = others.chain([ours]).collect();
        let rules = CorsConfiguration::builder().set_cors_rules(Some(rules));
        let rules = rules.build().map_err(|error| unbuildable(&error))?;
        let put = self.client.put_bucket_cors().bucket(bucket);
        let answer = put.cors_configuration(rules).send().await;
        answer.map_err(|error| error::read("PutBucketCors", error))?;
        Ok(())
    }
}

fn rule(origins: &[String]) -> Result<CorsRule, Fault> {
    CorsRule::builder()
        .id(OURS)
        .set_allowed_origins(Some(origins.to_vec()))
        .allowed_methods("PUT")
        .allowed_headers("content-type")
        .expose_headers("ETag")
        .max_age_seconds(MAX_AGE)
        .build()
        .map_err(|error| unbuildable(&error))
}

fn unbuildable(error: &aws_sdk_s3::error::BuildError) -> Fault {
    Fault::Said(Refusal {
        status: 0,
        code: String::new(),
        text: format!("PutBucketCors: {error}"),
    })
}
