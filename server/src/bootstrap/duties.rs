//! What a process does beside answering requests.

use super::Process;
use crate::{http::HealthState, workers};
use axum::extract::FromRef;
use broker::BrokerConfig;

impl Process {
    /// Begins the workers.
    pub fn work(&self) {
        let services = &self.state.services;
        self.run(workers::outbox_relay::run(
            services.clone(),
            self.state.parts.pool.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::audit_sealer::run(
            services.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::sweeper::run(
            services.clone(),
            self.stopping().clone(),
        ));
        self.take_in_events();
        self.count(
            workers::queue_watch::EVENTS,
            self.state.config.rabbit.broker.clone(),
        );
    }

    /// Begins to count what waits for the media-service, where it runs in this process.
    pub fn count_uploads(&self) {
        self.count(
            workers::queue_watch::STORAGE,
            self.state.config.storage.messages.clone(),
        );
    }

    /// Begins to count what waits in a queue.
    fn count(&self, names: workers::queue_watch::Names, queue: BrokerConfig) {
        self.run(workers::queue_watch::run(
            names,
            queue,
            self.state.config.health.interval,
            self.stopping().clone(),
        ));
    }

    /// Begins to take in the events of other services.
    pub fn take_in_events(&self) {
        self.run(workers::event_consumer::run(
            self.state.services.inbox.clone(),
            self.state.config.rabbit.broker.clone(),
            self.stopping().clone(),
        ));
    }

    /// Begins what every process needs, whatever its duties.
    pub fn attend(&self) {
        self.run(workers::metrics_upkeep::run(
            self.state.metrics.clone(),
            self.stopping().clone(),
        ));
        let cache = &self.state.services.cache;
        self.run(workers::cache_teller::run(
            cache.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::cache_hearer::run(
            cache.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::request_counter::run(
            self.state.limits.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::change_writer::run(
            self.state.services.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::search_escort::run(
            self.state.services.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::replica_watch::run(
            self.state.services.readers.clone(),
            self.stopping().clone(),
        ));
        self.run(workers::part_watch::run(
            HealthState::from_ref(&self.state),
            self.state.config.health.interval,
            self.stopping().clone(),
        ));
    }
}
