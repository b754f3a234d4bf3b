//! What a bucket's policy lets everybody read. Of the language of policies this is the part that
//! needs no more than the key; a policy that says more is refused rather than misread.

use super::pattern::matches;
use s3s::{S3Result, s3_error};
use serde_json::Value;

const READ: &str = "s3:GetObject";

/// # Errors
/// No policy, or one that says more than who may read what.
pub(super) fn check(policy: &str) -> S3Result<()> {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return Err(s3_error!(MalformedPolicy, "A policy is a JSON object."));
    };
    let statements = statements(&policy);
    let is_known = |statement: &&Value| {
        statement["Effect"] == "Allow"
            && statement["Condition"].is_null()
            && texts(&statement["Resource"]).next().is_some()
    };
    if statements.is_empty() || !statements.iter().all(is_known) {
        return Err(s3_error!(
            MalformedPolicy,
            "This storage knows only statements that allow, without conditions."
        ));
    }
    Ok(())
}

/// Whether everybody may read this object.
pub(super) fn lets_everybody_read(policy: &str, bucket: &str, key: &str) -> bool {
    let Ok(policy) = serde_json::from_str::<Value>(policy) else {
        return false;
    };
    let object = format!("arn:aws:s3:::{bucket}/{key}");
    statements(&policy).into_iter().any(|statement| {
        is_for_everybody(&statement["Principal"])
            && texts(&statement["Action"]).any(|action| matches(action, READ))
            && texts(&statement["Resource"]).any(|resource| matches(resource, &object))
    })
}

fn statements(policy: &Value) -> Vec<&Value> {
    match &policy["Statement"] {
        Value::Array(statements) => statements.iter().collect(),
        statement @ Value::Object(_) => vec![statement],
        _ => Vec::new(),
    }
}

fn is_for_everybody(principal: &Value) -> bool {
    principal == "*" || texts(&principal["AWS"]).any(|name| name == "*")
}

/// One text, or a list of them.
fn texts(value: &Value) -> impl Iterator<Item = &str> {
    let list = value.as_array().map(Vec::as_slice).unwrap_or_default();
    let one = value.as_str().into_iter();
    one.chain(list.iter().filter_map(Value::as_str))
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::json;

    fn policy(principal: &Value, action: &Value) -> String {
        let resource = "arn:aws:s3:::pictures/avatars/*";
        let statement = json!({"Effect": "Allow", "Principal": principal, "Action": action, "Resource": resource});
        json!({"Statement": [statement]}).to_string()
    }

    #[test]
    fn everybody_reads_what_the_policy_names_and_nothing_else() {
        let policy = policy(&json!({"AWS": ["*"]}), &json!(["s3:GetObject"]));
        check(&policy).unwrap();
        assert!(lets_everybody_read(&policy, "pictures", "avatars/1.jpg"));
        assert!(!lets_everybody_read(&policy, "pictures", "uploads/1.jpg"));
        assert!(!lets_everybody_read(&policy, "others", "avatars/1.jpg"));
    }

    #[test]
    fn a_statement_for_somebody_or_for_writing_lets_nobody_read() {
        let read = json!("s3:GetObject");
        for policy in [
            policy(&json!({"AWS": "arn:aws:iam::1:user/ana"}), &read),
            policy(&json!("*"), &json!("s3:PutObject")),
            json!({"Statement": []}).to_string(),
        ] {
            assert!(
                !lets_everybody_read(&policy, "pictures", "avatars/1"),
                "{policy}"
            );
        }
        assert!(lets_everybody_read(
            &policy(&json!("*"), &read),
            "pictures",
            "avatars/1"
        ));
    }

    #[test]
    fn a_policy_that_says_more_is_refused() {
        let deny = json!({"Effect": "Deny", "Principal": "*", "Action": "*", "Resource": "*"});
        let condition = json!({"Effect": "Allow", "Principal": "*", "Action": "*", "Resource": "*", "Condition": {}});
        for policy in [
            "no JSON".to_owned(),
            json!({}).to_string(),
            json!({"Statement": [deny]}).to_string(),
            json!({"Statement": condition}).to_string(),
        ] {
            assert!(check(&policy).is_err(), "{policy}");
        }
    }
}
