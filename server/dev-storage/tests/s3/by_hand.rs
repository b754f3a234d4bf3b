//! Requests that are signed by hand, with what our own client would never say (AWS Signature
//! Version 4).

use crate::world::{BUCKET, KEY, Running, SECRET, now};
use aws_lc_rs::{
    digest::{SHA256, digest},
    hmac::{HMAC_SHA256, Key, Tag, sign},
};
use reqwest::Response;
use url::form_urlencoded::byte_serialize;

const SCOPE: &str = "us-east-1/s3/aws4_request";

fn hex(bytes: impl AsRef<[u8]>) -> String {
    let bytes = bytes.as_ref().iter();
    let pairs: Vec<_> = bytes.map(|byte| format!("{byte:02x}")).collect();
    pairs.concat()
}

/// The SHA-256 of a body in hex.
pub(crate) fn sha256(body: &str) -> String {
    hex(digest(&SHA256, body.as_bytes()))
}

/// Signs a request in its canonical form.
fn signature(time: &str, canonical: &str) -> String {
    let day = &time[..8];
    let hashed = sha256(canonical);
    let text = format!("AWS4-HMAC-SHA256\n{time}\n{day}/{SCOPE}\n{hashed}");
    let with = |key: &[u8], word: &str| sign(&Key::new(HMAC_SHA256, key), word.as_bytes());
    let first = with(format!("AWS4{SECRET}").as_bytes(), day);
    let words = SCOPE.split('/').chain([text.as_str()]);
    let last: Tag = words.fold(first, |key, word| with(key.as_ref(), word));
    hex(last)
}

/// Names and values as lines, and the names. They are given in order.
fn canonical(headers: &[(&str, &str)]) -> (String, String) {
    let lines = headers
        .iter()
        .map(|(name, value)| format!("{name}:{value}\n"));
    let names: Vec<_> = headers.iter().map(|(name, _)| *name).collect();
    (lines.collect(), names.join(";"))
}

impl Running {
    /// Puts a body at [`KEY`] with these headers, in the order of their names, all of them signed.
    /// `hash` is what is said of the body's SHA-256.
    pub(crate) async fn put_signed(
        &self,
        more: &[(&str, &str)],
        hash: &str,
        body: &str,
    ) -> Response {
        let time = now().format("%Y%m%dT%H%M%SZ").to_string();
        let host = self.address.to_string();
        let mut headers = vec![
            ("host", host.as_str()),
            ("x-amz-content-sha256", hash),
            ("x-amz-date", &time),
        ];
        headers.extend(more);
        headers.sort_unstable();
        let (lines, names) = canonical(&headers);
        let request = format!("PUT\n/{BUCKET}/{KEY}\n\n{lines}\n{names}\n{hash}");
        let signature = signature(&time, &request);
        let day = &time[..8];
        let authorization = format!(
            "AWS4-HMAC-SHA256 Credential=matricula/{day}/{SCOPE}, SignedHeaders={names}, \
             Signature={signature}"
        );
        let mut put = self.http.put(self.url(KEY)).body(body.to_owned());
        for (name, value) in headers {
            put = put.header(name, value);
        }
        put.header("authorization", authorization)
            .send()
            .await
            .unwrap()
    }

    /// An address to put at [`KEY`] that signs these headers beside the host.
    pub(crate) fn address_with(&self, more: &[(&str, &str)]) -> String {
        let time = now().format("%Y%m%dT%H%M%SZ").to_string();
        let host = self.address.to_string();
        let mut headers = vec![("host", host.as_str())];
        headers.extend(more);
        headers.sort_unstable();
        let (lines, names) = canonical(&headers);
        let credential = format!("matricula/{}/{SCOPE}", &time[..8]);
        let escaped = |text: &str| byte_serialize(text.as_bytes()).collect::<String>();
        let query = format!(
            "X-Amz-Algorithm=AWS4-HMAC-SHA256&X-Amz-Credential={}&X-Amz-Date={time}\
             &X-Amz-Expires=600&X-Amz-SignedHeaders={}",
            escaped(&credential),
            escaped(&names)
        );
        let request = format!("PUT\n/{BUCKET}/{KEY}\n{query}\n{lines}\n{names}\nUNSIGNED-PAYLOAD");
        let signature = signature(&time, &request);
        format!("{}?{query}&X-Amz-Signature={signature}", self.url(KEY))
    }
}
