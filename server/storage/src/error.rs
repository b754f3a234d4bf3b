//! Why storage did not do it: whether it may yet, or will go on saying no.

use aws_sdk_s3::{
    config::http::HttpResponse,
    error::{ProvideErrorMetadata, SdkError},
};
use std::error::Error;

/// Why storage did not do it.
#[derive(Clone, Debug, thiserror::Error)]
pub enum StorageError {
    /// It cannot be reached, or has a fault for the moment: later it may work.
    #[error("storage is unavailable: {0}")]
    Unavailable(String),
    /// It was reached and said no: it will go on to.
    #[error("storage refused: {0}")]
    Refused(String),
}

/// A no with its number and word; `text` has both in a sentence.
#[derive(Debug)]
pub(crate) struct Refusal {
    pub(crate) status: u16,
    pub(crate) code: String,
    pub(crate) text: String,
}

/// What came instead of an answer.
#[derive(Debug)]
pub(crate) enum Fault {
    Away(String),
    Said(Refusal),
}

/// Words by which S3 asks for patience, whatever the status.
const LATER: [&str; 7] = [
    "InternalError",
    "OperationAborted",
    "RequestTimeout",
    "ServiceUnavailable",
    "SlowDown",
    "ThrottlingException",
    "TooManyRequests",
];

pub(crate) const FORBIDDEN: u16 = 403;
pub(crate) const NOT_FOUND: u16 = 404;
/// There is no such operation here: a 501 that no patience helps.
const NOT_IMPLEMENTED: u16 = 501;

impl Refusal {
    /// Whether storage does not know us, so that whatever we ask is refused.
    pub(crate) fn is_of_us(&self) -> bool {
        matches!(
            self.code.as_str(),
            "InvalidAccessKeyId" | "SignatureDoesNotMatch"
        )
    }
}

impl From<Refusal> for StorageError {
    fn from(refusal: Refusal) -> Self {
        Self::Refused(refusal.text)
    }
}

impl From<Fault> for StorageError {
    fn from(fault: Fault) -> Self {
        match fault {
            Fault::Away(text) => Self::Unavailable(text),
            Fault::Said(refusal) => refusal.into(),
        }
    }
}

/// Reads the client library's error of an operation.
pub(crate) fn read<E>(operation: &str, error: SdkError<E, HttpResponse>) -> Fault
where
    E: ProvideErrorMetadata + Error + 'static,
{
    match error {
        SdkError::ServiceError(service) => {
            let status = service.raw().status().as_u16();
            let said = service.err();
            judge(operation, status, said.code(), said.message())
        }
        // Nothing was sent: no patience helps.
        SdkError::ConstructionFailure(_) => Fault::Said(Refusal {
            status: 0,
            code: String::new(),
            text: format!("{operation}: {}", causes(&error)),
        }),
        _ => Fault::Away(format!("{operation}: {}", causes(&error))),
    }
}

fn judge(operation: &str, status: u16, code: Option<&str>, message: Option<&str>) -> Fault {
    let code = code.unwrap_or_default();
    let words: Vec<&str> = [Some(code), message]
        .into_iter()
        .flatten()
        .filter(|word| !word.is_empty())
        .collect();
    let text = format!("{operation}: {status} {}", words.join(": "));
    let text = text.trim_end().to_owned();
    let is_passing = status >= 500 && status != NOT_IMPLEMENTED;
    if is_passing || matches!(status, 408 | 429) || LATER.contains(&code) {
        return Fault::Away(text);
    }
    Fault::Said(Refusal {
        status,
        code: code.to_owned(),
        text,
    })
}

/// The error and what is behind it, in one line.
pub(crate) fn causes(error: &(dyn Error + 'static)) -> String {
    let chain = std::iter::successors(Some(error), |&error| error.source());
    let mut words: Vec<String> = chain.map(ToString::to_string).collect();
    words.dedup();
    words.join(": ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn is_unavailable(status: u16, code: &str) -> bool {
        matches!(
            judge("PutObject", status, Some(code), None).into(),
            StorageError::Unavailable(_)
        )
    }

    #[test]
    fn a_fault_of_storage_passes_and_a_no_does_not() {
        for (status, code) in [
            (500, "InternalError"),
            (502, ""),
            (503, "SlowDown"),
            (429, ""),
            (400, "RequestTimeout"),
            (409, "OperationAborted"),
        ] {
            assert!(is_unavailable(status, code), "{status} {code}");
        }
        for (status, code) in [
            (400, "InvalidRequest"),
            (403, "AccessDenied"),
            (403, "SignatureDoesNotMatch"),
            (403, "RequestTimeTooSkewed"),
            (404, "NoSuchBucket"),
            (501, "NotImplemented"),
        ] {
            assert!(!is_unavailable(status, code), "{status} {code}");
        }
    }

    #[test]
    fn a_refusal_says_what_was_asked_and_what_was_answered() {
        let told = |code, message| StorageError::from(judge("PutObject", 403, code, message));
        assert_eq!(
            told(Some("AccessDenied"), Some("Access Denied.")).to_string(),
            "storage refused: PutObject: 403 AccessDenied: Access Denied."
        );
        assert_eq!(
            told(None, None).to_string(),
            "storage refused: PutObject: 403"
        );
    }
}
