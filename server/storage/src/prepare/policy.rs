//! What everybody may read.

use super::{OURS, unless_none};
use crate::{
    Storage,
    error::{self, Fault, Refusal},
};
use serde_json::{Value, json};

/// The version of the language of policies, by its date.
const LANGUAGE: &str = "2012-10-17";

impl Storage {
    pub(super) async fn publish(&self, prefix: &str) -> Result<(), Fault> {
        let bucket = &self.config.bucket;
        let asked = self.client.get_bucket_policy().bucket(bucket).send().await;
        let found = asked.map_err(|error| error::read("GetBucketPolicy", error));
        let found = unless_none(found, &["NoSuchBucketPolicy"])?;
        let known = found.and_then(|found| found.policy);
        let Some(policy) = with_ours(known.as_deref(), bucket, prefix)? else {
            return Ok(());
        };
        let put = self.client.put_bucket_policy().bucket(bucket);
        let answer = put.policy(policy.to_string()).send().await;
        answer.map_err(|error| error::read("PutBucketPolicy", error))?;
        Ok(())
    }
}

/// The policy with our statement among the others'; none where it has it already.
fn with_ours(known: Option<&str>, bucket: &str, prefix: &str) -> Result<Option<Value>, Fault> {
    let known = known.filter(|text| !text.trim().is_empty());
    let mut policy = match known.map(serde_json::from_str) {
        None => json!({"Version": LANGUAGE, "Statement": []}),
        Some(Ok(policy)) => policy,
        Some(Err(error)) => return Err(unreadable(&error.to_string())),
    };
    let mut statements = match policy.get_mut("Statement").map(Value::take) {
        Some(Value::Array(statements)) => statements,
        // One statement needs no list.
        Some(statement @ Value::Object(_)) => vec![statement],
        _ => return Err(unreadable("it has no statements")),
    };
    let ours = statement(bucket, prefix);
    if statements.contains(&ours) {
        return Ok(None);
    }
    statements.retain(|statement| statement["Sid"] != OURS);
    statements.push(ours);
    policy["Statement"] = statements.into();
    Ok(Some(policy))
}

fn statement(bucket: &str, prefix: &str) -> Value {
    let folder = prefix.trim_end_matches('/');
    json!({
        "Sid": OURS,
        "Effect": "Allow",
        "Principal": {"AWS": ["*"]},
        "Action": ["s3:GetObject"],
        "Resource": [format!("arn:aws:s3:::{bucket}/{folder}/*")],
    })
}

fn unreadable(why: &str) -> Fault {
    Fault::Said(Refusal {
        status: 0,
        code: String::new(),
        text: format!("GetBucketPolicy: the policy of the bucket cannot be read: {why}"),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn added(known: Option<&str>) -> Option<Value> {
        with_ours(known, "pictures", "avatars/").unwrap()
    }

    #[test]
    fn a_bucket_without_a_policy_gets_ours_once() {
        let policy = added(None).unwrap();
        assert_eq!(
            policy["Statement"][0]["Resource"],
            json!(["arn:aws:s3:::pictures/avatars/*"])
        );
        assert_eq!(policy["Statement"].as_array().unwrap().len(), 1);
        assert_eq!(added(Some(&policy.to_string())), None);
    }

    #[test]
    fn statements_of_others_stay_and_an_old_one_of_ours_goes() {
        let other = json!({"Sid": "backup", "Effect": "Allow"});
        let old = statement("pictures", "faces");
        let known = json!({"Version": LANGUAGE, "Id": "x", "Statement": [other, old]});
        let policy = added(Some(&known.to_string())).unwrap();
        let ours = statement("pictures", "avatars");
        assert_eq!(policy["Statement"], json!([other, ours]));
        assert_eq!(policy["Id"], "x");
        let single = json!({"Version": LANGUAGE, "Statement": other});
        let policy = added(Some(&single.to_string())).unwrap();
        assert_eq!(policy["Statement"], json!([other, ours]));
    }

    #[test]
    fn a_policy_that_cannot_be_read_is_not_written_over() {
        for known in ["{", "[]", "{}"] {
            assert!(
                with_ours(Some(known), "pictures", "avatars").is_err(),
                "{known}"
            );
        }
    }
}
