//! What the media-service's own process is told: no database, no cache, no sign-in.

use super::{
    AppEnv, ConnectionSection, Env, HealthSection, LogSection, MetricsSection, RabbitSection,
    StorageSection,
};
use std::{
    collections::BTreeMap,
    net::{IpAddr, SocketAddr},
};

/// Everything that the environment says to `server media`.
#[derive(Clone, Debug)]
pub struct MediaProcessConfig {
    /// Where the process runs.
    pub app_env: AppEnv,
    /// `HOST` and `PORT`: where the webhook and the health checks are.
    pub address: SocketAddr,
    /// `HELMET_ENABLED`: whether every answer bears security headers.
    pub security_headers: bool,
    /// Patience with slow clients.
    pub connections: ConnectionSection,
    /// RabbitMQ.
    pub rabbit: RabbitSection,
    /// Object storage.
    pub storage: StorageSection,
    /// Health checks.
    pub health: HealthSection,
    /// Metrics.
    pub metrics: MetricsSection,
    /// Logs.
    pub log: LogSection,
}

/// Beside the user-service (3002), its neighbours and the storage of development (3004).
const PORT: u16 = 3005;

impl MediaProcessConfig {
    /// Reads the variables.
    ///
    /// # Errors
    /// One sentence a problem, naming the variable.
    pub fn read(variables: BTreeMap<String, String>) -> Result<Self, Vec<String>> {
        let mut env = Env::new(variables);
        let app_env = AppEnv::read(&mut env);
        let host = env.value("HOST", IpAddr::from([0, 0, 0, 0]));
        let port = env.number("PORT", PORT, 0, u16::MAX);
        let rabbit = RabbitSection::read(&mut env);
        let config = Self {
            app_env,
            address: SocketAddr::new(host, port),
            security_headers: env.flag("HELMET_ENABLED", true),
            connections: ConnectionSection::read(&mut env),
            storage: StorageSection::read(&mut env, &rabbit),
            rabbit,
            health: HealthSection::read(&mut env),
            metrics: MetricsSection::read(&mut env),
            log: LogSection::read(&mut env),
        };
        env.finish(config)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(pairs: &[(&str, &str)]) -> Result<MediaProcessConfig, Vec<String>> {
        let pairs = pairs
            .iter()
            .map(|(k, v)| ((*k).to_owned(), (*v).to_owned()));
        MediaProcessConfig::read(pairs.collect())
    }

    #[test]
    fn production_asks_for_the_keys_of_storage_and_for_nothing_of_the_user_service() {
        let problems = read(&[("APP_ENV", "production")]).expect_err("no keys are set");
        let named = |name: &str| problems.iter().any(|p| p.starts_with(&format!("{name} ")));
        assert!(named("S3_ACCESS_KEY_ID") && named("S3_SECRET_ACCESS_KEY"));
        assert_eq!(problems.len(), 2, "{problems:?}");
        let keys = [
            ("APP_ENV", "production"),
            ("S3_ACCESS_KEY_ID", "media"),
            ("S3_SECRET_ACCESS_KEY", "a-secret-of-its-own"),
            // What the user-service alone would refuse.
            ("DATABASE_URL", "mysql://localhost"),
            ("JWT_SECRET", "short"),
        ];
        assert_eq!(read(&keys).expect("good").address.port(), PORT);
    }

    #[test]
    fn every_problem_is_told_at_once() {
        let wrong = [
            ("HOST", "everywhere"),
            ("PORT", "http"),
            ("RABBITMQ_URL", "localhost"),
            ("S3_ENDPOINT", "localhost:9000"),
            ("MAX_FILE_SIZE", "0"),
            ("STORAGE_WEBHOOK_TOKEN", "short"),
            ("METRICS_PATH", "metrics"),
            ("LOG_FORMAT", "xml"),
        ];
        let problems = read(&wrong).expect_err("all are wrong");
        for (name, _) in wrong {
            let about = problems
                .iter()
                .filter(|p| p.starts_with(&format!("{name} ")));
            assert_eq!(about.count(), 1, "{name}: {problems:?}");
        }
        assert_eq!(problems.len(), wrong.len());
    }
}
