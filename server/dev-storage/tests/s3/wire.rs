//! Requests that no decent client sends.

use crate::world::Running;
use tokio::{
    io::{AsyncReadExt as _, AsyncWriteExt as _},
    net::TcpStream,
};

impl Running {
    /// Sends exactly these bytes, then no more; gives what comes back until the end.
    pub(crate) async fn send_raw(&self, request: &str) -> String {
        let mut stream = TcpStream::connect(self.address).await.unwrap();
        stream.write_all(request.as_bytes()).await.unwrap();
        stream.shutdown().await.unwrap();
        let mut answer = Vec::new();
        stream.read_to_end(&mut answer).await.unwrap();
        String::from_utf8_lossy(&answer).into_owned()
    }

    /// The same with a host, and a connection that ends with the answer. `rest` is what follows the
    /// first header lines: more of them, an empty line, and the body.
    pub(crate) async fn send_to(&self, method: &str, target: &str, rest: &str) -> String {
        let host = self.address;
        let request =
            format!("{method} {target} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{rest}");
        self.send_raw(&request).await
    }
}
