-- An enrollment that changed while its person's account came back was counted as it had been: whether the account is
-- deleted was asked of the row as the statement had begun to see it, which neither waited for the change nor saw it.
-- First the lock, then the question.
CREATE OR REPLACE FUNCTION recount_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id = NEW.user_id FOR NO KEY UPDATE;
    IF EXISTS (SELECT FROM users WHERE id = NEW.user_id AND status <> 'deleted') THEN
        INSERT INTO daily_counts
        SELECT NEW.tenant_id, kind, day, sum(n) FROM (
            SELECT *, -1 AS n FROM enrollment_counts(OLD.status, OLD.enrolled_at, OLD.completed_at)
            UNION ALL SELECT *, 1 FROM enrollment_counts(NEW.status, NEW.enrolled_at, NEW.completed_at)) AS c
        GROUP BY kind, day HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
