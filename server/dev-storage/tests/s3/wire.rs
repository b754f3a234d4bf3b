//! Requests that no decent client sends.

use crate::world::Running;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

impl Running {
    /// Sends a request as it is written here, and gives what comes back until the end. `rest` is
    /// what follows the first lines: more headers, an empty line, and the body.
    pub(crate) async fn send_to(&self, method: &str, target: &str, rest: &str) -> String {
        self.converse(method, target, rest, false).await
    }

    /// The same, but hangs up in the middle. Storage need not answer.
    pub(crate) async fn break_off(&self, method: &str, target: &str, rest: &str) -> String {
        self.converse(method, target, rest, true).await
    }

    async fn converse(&self, method: &str, target: &str, rest: &str, hangs_up: bool) -> String {
        let host = self.address;
        let request =
            format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{rest}");
        let mut stream = TcpStream::connect(host).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        if hangs_up {
            stream.shutdown().await.unwrap();
        }
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }
}
