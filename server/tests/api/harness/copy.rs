//! A second world that begins as the first is.

use super::TestApp;
use tokio::net::TcpListener;

impl TestApp {
    /// Another server by the same clock, with a copy of the database and an empty cache. This one loses its
    /// connections for good, since Postgres copies what nobody uses.
    pub async fn copy(&self) -> Self {
        self.pool().close().await;
        let database = self.database.as_ref().expect("a database of its own");
        let database = database.copy().await;
        let mut variables = self.variables.clone();
        variables.extend(database.variables());
        let clock = self.state().services.clock.clone();
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        Self::run(clock, variables, listener, Some(database)).await
    }
}
