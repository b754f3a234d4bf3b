-- What waits comes in the order in which it goes out. The old order gave a planner that had last looked when nothing
-- waited the choice to compare every waiting event with every other one.
CREATE INDEX outbox_events_oldest_idx ON outbox_events (occurred_at, id) WHERE published_at IS NULL;
COMMENT ON INDEX outbox_events_oldest_idx IS 'Serves the relay''s claim, oldest first, and the metrics of depth and lag: only what waits is in it.';
DROP INDEX outbox_events_waiting_idx;
-- A claim passes over what has gone out until it is vacuumed away: as much as that, however much is kept.
ALTER TABLE outbox_events SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 100000);
