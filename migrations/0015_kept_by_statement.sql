-- Rules that were kept row by row and hold by statement: each row of a key costs Postgres a query. A new entry and a new
-- event were checked against tenants and users, of which the statement that writes them has the rows in hand.

-- In the order in which almost every change takes them. Who makes a tenant takes them otherwise: whoever is in the way of
-- the other then is told so after a second, as is this where somebody (a dump, a verification) has a table; then again.
SET LOCAL lock_timeout = '1s';
LOCK TABLE users, outbox_events, audit_log, audit_seals, audit_unsealed, tenants IN ACCESS EXCLUSIVE MODE;

-- Of whom an event tells is counted in users by the statement that writes it, and joined to it.
ALTER TABLE outbox_events DROP CONSTRAINT outbox_events_tenant_id_user_id_fkey;
COMMENT ON COLUMN outbox_events.user_id IS 'Somebody in users: whoever writes an event has counted it there, in the same statement.';

-- Each statement that writes entries notes that they wait, once a tenant.
ALTER TABLE audit_log DROP CONSTRAINT audit_log_tenant_id_fkey;
ALTER TABLE audit_unsealed ADD CONSTRAINT audit_unsealed_tenant_id_fkey FOREIGN KEY (tenant_id) REFERENCES tenants (id);
COMMENT ON CONSTRAINT audit_unsealed_tenant_id_fkey ON audit_unsealed IS 'Nothing is logged of a tenant that is not there: each entry has waited here.';

-- Whoever seals has locked the tenant's chain.
ALTER TABLE audit_seals DROP CONSTRAINT audit_seals_tenant_id_fkey;

-- Locks people and reads how they stand at once, where it was one after the other. How somebody stands is asked of the row
-- that was waited for: behind OFFSET 0, or those who come back meanwhile would be left out before they are waited for.
CREATE OR REPLACE FUNCTION count_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO daily_counts
    SELECT one.tenant_id, c.kind, c.day, count(*) FROM (
        SELECT made.tenant_id, made.status, made.enrolled_at, made.completed_at, users.status AS standing
        FROM made JOIN users ON users.id = made.user_id ORDER BY users.id OFFSET 0 FOR NO KEY UPDATE OF users) AS one,
        enrollment_counts(one.status, one.enrolled_at, one.completed_at) AS c
    WHERE one.standing <> 'deleted' GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
