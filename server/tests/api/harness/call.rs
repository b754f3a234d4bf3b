//! A call and its answer.

use super::Person;
use reqwest::{
    RequestBuilder,
    header::{CONTENT_TYPE, HeaderMap, HeaderValue},
};
use serde_json::Value;
use std::{
    future::{Future, IntoFuture},
    pin::Pin,
};

/// A call that is sent when awaited.
pub struct Call {
    builder: RequestBuilder,
    path: String,
}

impl Call {
    pub fn new(builder: RequestBuilder, path: &str) -> Self {
        Self {
            builder,
            path: path.to_owned(),
        }
    }

    fn map(self, change: impl FnOnce(RequestBuilder) -> RequestBuilder) -> Self {
        Self {
            builder: change(self.builder),
            path: self.path,
        }
    }

    /// With this person's token.
    pub fn by(self, person: &Person) -> Self {
        self.bearer(&person.token())
    }

    /// With this token.
    pub fn bearer(self, token: &str) -> Self {
        self.header("authorization", &format!("Bearer {token}"))
    }

    pub fn header(self, name: &str, value: &str) -> Self {
        self.map(|b| b.header(name, HeaderValue::from_bytes(value.as_bytes()).unwrap()))
    }

    pub fn json(self, body: &Value) -> Self {
        self.map(|b| b.json(body))
    }

    /// With a form, as a browser sends it.
    pub fn form(self, fields: &[(&str, &str)]) -> Self {
        self.map(|b| b.form(fields))
    }

    /// With a form that has this picture.
    pub fn picture(self, bytes: &[u8]) -> Self {
        let head =
            "--edge\r\nContent-Disposition: form-data; name=\"file\"; filename=\"me\"\r\n\r\n";
        let body = [head.as_bytes(), bytes, b"\r\n--edge--\r\n"].concat();
        self.body("multipart/form-data; boundary=edge", body)
    }

    /// With any body under any type.
    pub fn body(self, content_type: &str, body: impl Into<reqwest::Body>) -> Self {
        self.map(|b| b.header(CONTENT_TYPE, content_type).body(body))
    }
}

impl IntoFuture for Call {
    type Output = Reply;
    type IntoFuture = Pin<Box<dyn Future<Output = Reply> + Send>>;

    fn into_future(self) -> Self::IntoFuture {
        Box::pin(async move {
            let answer = self.builder.send().await.unwrap();
            let (status, headers) = (answer.status().as_u16(), answer.headers().clone());
            let text = answer.text().await.unwrap();
            let reply = Reply {
                status,
                headers,
                text,
            };
            if self.path.starts_with("/api/v1/") && self.path != "/api/v1/openapi.json" {
                reply.is_framed();
            }
            reply
        })
    }
}

/// An answer, read to its end.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub headers: HeaderMap,
    pub text: String,
}

impl Reply {
    /// Stops the test unless the status is this one.
    #[track_caller]
    pub fn is(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}", self.text);
        self
    }

    /// Stops the test unless the API failed with this status and code. Gives the body.
    #[track_caller]
    pub fn fails(self, status: u16, code: &str) -> Value {
        let body = self.is(status).json();
        assert_eq!(body["code"], code, "{body}");
        body
    }

    /// Stops the test unless these fields were wrong in these ways, in this order.
    #[track_caller]
    pub fn refuses(self, fields: &[(&str, &str)]) {
        let body = self.fails(400, "validation_failed");
        assert_eq!(bad_fields(&body), fields, "{body}");
    }

    #[track_caller]
    pub fn json(&self) -> Value {
        serde_json::from_str(&self.text).unwrap_or_else(|_| panic!("not JSON: {}", self.text))
    }

    /// `data` of a success.
    #[track_caller]
    pub fn data(&self) -> Value {
        let body = self.json();
        assert_eq!(body["success"], true, "{body}");
        body["data"].clone()
    }

    /// A header, or nothing.
    pub fn header(&self, name: &str) -> &str {
        self.headers.get(name).map_or("", |v| v.to_str().unwrap())
    }

    /// Every answer of the API that has a body has the contract's frame around it.
    fn is_framed(&self) {
        let id = self.header("x-request-id");
        assert!(!id.is_empty(), "an answer without X-Request-Id");
        if self.text.is_empty() {
            return;
        }
        let body = self.json();
        assert_eq!(self.header("content-type"), "application/json", "{body}");
        let time = body["timestamp"].as_str().expect("a timestamp");
        assert!(
            time.ends_with('Z') && chrono::DateTime::parse_from_rfc3339(time).is_ok(),
            "{time}"
        );
        let allowed: &[&str] = if self.status < 400 {
            assert_eq!(body["success"], true, "{body}");
            &["success", "data", "message", "pagination", "timestamp"]
        } else {
            assert_eq!(body["success"], false, "{body}");
            // An answer that is given again names the first request.
            if self.header("idempotency-replayed").is_empty() {
                assert_eq!(body["requestId"], id, "{body}");
            }
            assert!(
                body["error"].is_string() && body["code"].is_string(),
                "{body}"
            );
            &[
                "success",
                "error",
                "code",
                "fields",
                "current",
                "retryAfter",
                "requestId",
                "timestamp",
            ]
        };
        for name in body.as_object().expect("an object").keys() {
            assert!(allowed.contains(&name.as_str()), "{name} in {body}");
        }
    }
}

/// Which fields a failure names, and what is wrong with each.
pub fn bad_fields(body: &Value) -> Vec<(&str, &str)> {
    let fields = body["fields"].as_array().map(Vec::as_slice);
    fields
        .unwrap_or_default()
        .iter()
        .map(|f| {
            assert!(f["message"].as_str().is_some_and(|m| !m.is_empty()), "{f}");
            (f["field"].as_str().unwrap(), f["code"].as_str().unwrap())
        })
        .collect()
}
