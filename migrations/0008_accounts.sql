-- Administration: the list of a tenant's users, what is counted of it, selections, and numbers over time.

-- What admins find users by. Everything is kept by triggers in the transaction of whatever changes users or
-- user_profiles, as `people` is.
CREATE TABLE user_search (
    user_id           uuid PRIMARY KEY,
    tenant_id         uuid NOT NULL,
    role              text NOT NULL,
    status            text NOT NULL CHECK (status <> 'deleted'),
    email_verified    boolean NOT NULL,
    profile_completed boolean NOT NULL,
    created_at        timestamptz NOT NULL,
    last_active_at    timestamptz,
    first_name        text COLLATE "C" NOT NULL,
    last_name         text COLLATE "C" NOT NULL,
    email             text COLLATE "C" NOT NULL,
    text              text COLLATE "C" NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
COMMENT ON TABLE user_search IS 'What admins list, filter and sort users by: one row an account that is not deleted, kept by triggers in the transaction of the change.';
COMMENT ON COLUMN user_search.first_name IS 'searchable(); so are last_name and email.';
COMMENT ON COLUMN user_search.text IS 'searchable() first, last and display name, e-mail address and username, a line each: what is looked for has no line break, so it is found within one.';

CREATE TABLE user_texts (
    user_id   uuid PRIMARY KEY,
    tenant_id uuid NOT NULL,
    text      text COLLATE "C" NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (autovacuum_vacuum_insert_scale_factor = 0.01);
COMMENT ON TABLE user_texts IS 'user_search.text once more, apart: its index costs the most to change, and a role, a status or a sign-in does not touch it here.';

-- ---------------------------------------------------------------------------------------------------------------
-- Counts. A change adds rows instead of changing one, so that nobody waits for anybody; the sweeper adds them up.
-- ---------------------------------------------------------------------------------------------------------------
CREATE TABLE counted_terms (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    term      text COLLATE "C" NOT NULL CHECK (term <> ''),
    since     timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, term)
);
COMMENT ON TABLE counted_terms IS 'Parts of texts that were looked for and found many: from then on how many they find is counted as it changes.';

CREATE TABLE user_counts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    counted   text COLLATE "C" NOT NULL CHECK (counted IN ('', '@verified', '@completed') OR counted LIKE '=%'),
    month     date NOT NULL,
    role      text NOT NULL,
    status    text NOT NULL,
    users     bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE user_counts IS 'How many users there are, by the month in which their account was made, role and status: the sum of the rows.';
COMMENT ON COLUMN user_counts.counted IS 'Nothing: everybody. @verified: whose address is verified. @completed: whose profile is complete. =term: in whose text a counted term is.';
COMMENT ON COLUMN user_counts.month IS 'Its first day, in UTC.';
CREATE INDEX user_counts_idx ON user_counts (tenant_id, counted, month, role, status) INCLUDE (users);
COMMENT ON INDEX user_counts_idx IS 'Serves the totals of the list, the month in which a page begins, and the sweeper''s sums.';

CREATE TABLE active_days (
    tenant_id uuid NOT NULL,
    user_id   uuid NOT NULL,
    day       date NOT NULL,
    PRIMARY KEY (tenant_id, user_id, day),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE active_days IS 'Who signed in on which day (UTC), so that each counts once a day.';
CREATE INDEX active_days_day_idx ON active_days (day);
COMMENT ON INDEX active_days_day_idx IS 'Serves the sweeper, which drops what no overview tells of any more.';

CREATE TABLE daily_counts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    kind      text COLLATE "C" NOT NULL CHECK (kind IN ('registered', 'active', 'enrolled', 'completed') OR kind LIKE '@%'),
    day       date,
    count     bigint NOT NULL,
    CHECK ((day IS NULL) = (kind LIKE '@%'))
) WITH (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE daily_counts IS 'What each day (UTC) came to, of accounts that are not deleted: the sum of the rows.';
COMMENT ON COLUMN daily_counts.kind IS 'Accounts made, people who signed in, enrollments begun, courses completed; and, of no day, @status: enrollments that stand so now.';
CREATE INDEX daily_counts_idx ON daily_counts (tenant_id, kind, day) INCLUDE (count);
COMMENT ON INDEX daily_counts_idx IS 'Serves overviews, and the sweeper''s sums.';

-- Which terms are counted does not change while somebody's change is under way: whoever changes user_search holds
-- this shared, whoever adds or drops a term, alone.
CREATE FUNCTION counted_terms_lock(tenant uuid) RETURNS bigint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    hashtextextended('counted_terms ' || tenant, 0);

CREATE FUNCTION first_of_month(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    date_trunc('month', at AT TIME ZONE 'UTC')::date;

-- Under what a user is counted.
CREATE FUNCTION counted_as(tenant uuid, value text, email_verified boolean, profile_completed boolean)
    RETURNS SETOF text LANGUAGE sql STABLE
BEGIN ATOMIC
    SELECT ''
    UNION ALL SELECT '@verified' WHERE email_verified
    UNION ALL SELECT '@completed' WHERE profile_completed
    UNION ALL SELECT '=' || term FROM counted_terms WHERE tenant_id = tenant AND strpos(value, term) > 0;
END;

CREATE FUNCTION count_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Each statement sees what was committed before it begins, so the terms are those of after the lock.
    IF TG_OP = 'INSERT' THEN
        PERFORM pg_advisory_xact_lock_shared(counted_terms_lock(tenant_id))
        FROM (SELECT DISTINCT tenant_id FROM after ORDER BY tenant_id) AS t;
        INSERT INTO user_counts
        SELECT tenant_id, counted, first_of_month(created_at), role, status, count(*)
        FROM after, counted_as(tenant_id, text, email_verified, profile_completed) AS counted GROUP BY 1, 2, 3, 4, 5;
    ELSIF TG_OP = 'DELETE' THEN
        PERFORM pg_advisory_xact_lock_shared(counted_terms_lock(tenant_id))
        FROM (SELECT DISTINCT tenant_id FROM before ORDER BY tenant_id) AS t;
        INSERT INTO user_counts
        SELECT tenant_id, counted, first_of_month(created_at), role, status, -count(*)
        FROM before, counted_as(tenant_id, text, email_verified, profile_completed) AS counted GROUP BY 1, 2, 3, 4, 5;
    ELSE
        PERFORM pg_advisory_xact_lock_shared(counted_terms_lock(tenant_id))
        FROM (SELECT DISTINCT tenant_id FROM before ORDER BY tenant_id) AS t;
        INSERT INTO user_counts
        SELECT tenant_id, counted, first_of_month(created_at), role, status, sum(n)
        FROM (SELECT tenant_id, role, status, email_verified, profile_completed, created_at, text, sum(n) AS n
              FROM (SELECT b.*, -1 AS n FROM before AS b UNION ALL SELECT a.*, 1 FROM after AS a) AS both_sides
              GROUP BY 1, 2, 3, 4, 5, 6, 7 HAVING sum(n) <> 0) AS changed,
             counted_as(tenant_id, text, email_verified, profile_completed) AS counted
        GROUP BY 1, 2, 3, 4, 5 HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_search_inserted AFTER INSERT ON user_search REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER user_search_updated AFTER UPDATE ON user_search REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_users();
CREATE TRIGGER user_search_deleted AFTER DELETE ON user_search REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION count_users();

-- Makes the rows of these users anew.
CREATE FUNCTION keep_user_search(persons uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Of two changes of a person at once, the later one sees the earlier.
    PERFORM 1 FROM users WHERE id = ANY (persons) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM user_search USING users WHERE user_id = ANY (persons) AND id = user_id AND users.status = 'deleted';
    DELETE FROM user_texts USING users WHERE user_id = ANY (persons) AND id = user_id AND users.status = 'deleted';
    INSERT INTO user_search AS known (user_id, tenant_id, role, status, email_verified, profile_completed, created_at,
                                      last_active_at, first_name, last_name, email, text)
    SELECT u.id, u.tenant_id, u.role, u.status, u.email_verified, p.profile_completed, u.created_at, u.last_active_at,
           t.first_name, t.last_name, t.email,
           concat_ws(E'\n', t.first_name, t.last_name, searchable(p.display_name), t.email, searchable(u.username))
    FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id,
         LATERAL (SELECT searchable(p.first_name) AS first_name, searchable(p.last_name) AS last_name,
                         searchable(u.email) AS email OFFSET 0) AS t
    WHERE u.id = ANY (persons) AND u.status <> 'deleted'
    -- Rows lie in the order in which they are asked for most.
    ORDER BY u.created_at
    ON CONFLICT (user_id) DO UPDATE
    SET (role, status, email_verified, profile_completed, last_active_at, first_name, last_name, email, text) =
        (excluded.role, excluded.status, excluded.email_verified, excluded.profile_completed, excluded.last_active_at,
         excluded.first_name, excluded.last_name, excluded.email, excluded.text)
    WHERE (known.role, known.status, known.email_verified, known.profile_completed, known.last_active_at,
           known.first_name, known.last_name, known.email, known.text)
          IS DISTINCT FROM (excluded.role, excluded.status, excluded.email_verified, excluded.profile_completed,
           excluded.last_active_at, excluded.first_name, excluded.last_name, excluded.email, excluded.text);
    INSERT INTO user_texts AS known (user_id, tenant_id, text)
    SELECT user_id, tenant_id, text FROM user_search WHERE user_id = ANY (persons)
    ON CONFLICT (user_id) DO UPDATE SET text = excluded.text WHERE known.text <> excluded.text;
END $$;

-- The same where neither texts nor whether there is an account have changed.
CREATE FUNCTION keep_user_states(persons uuid[]) RETURNS void LANGUAGE sql AS $$
    UPDATE user_search AS known
    SET (role, status, email_verified, last_active_at) = (u.role, u.status, u.email_verified, u.last_active_at)
    FROM users AS u
    WHERE known.user_id = ANY (persons) AND u.id = known.user_id AND u.status <> 'deleted'
      AND (known.role, known.status, known.email_verified, known.last_active_at)
          IS DISTINCT FROM (u.role, u.status, u.email_verified, u.last_active_at);
$$;

CREATE OR REPLACE FUNCTION profiles_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_people(ARRAY(SELECT user_id FROM made)), keep_user_search(ARRAY(SELECT user_id FROM made));
    RETURN NULL;
END $$;

CREATE FUNCTION profile_searched() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_user_search(ARRAY[NEW.user_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER user_profiles_searched
    AFTER UPDATE OF first_name, last_name, display_name, profile_completed ON user_profiles FOR EACH ROW
    WHEN ((OLD.first_name, OLD.last_name, OLD.display_name, OLD.profile_completed)
          IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.display_name, NEW.profile_completed))
    EXECUTE FUNCTION profile_searched();

-- What a change of users means for what is kept of them. Everybody whom a statement changes is kept at once, which
-- costs a fraction of keeping one after the other: a row notes who, and the end of the statement, or a list that has
-- grown long, keeps them. (A trigger that is given all rows of a statement could not leave out the many statements
-- that change none of these columns.)
CREATE FUNCTION keep_noted() RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    noted text;
BEGIN
    noted := current_setting('matricula.changed_people', true);
    IF length(noted) > 0 THEN
        PERFORM set_config('matricula.changed_people', '', true);
        PERFORM keep_people(string_to_array(left(noted, -1), ',')::uuid[]);
    END IF;
    noted := current_setting('matricula.changed_names', true);
    IF length(noted) > 0 THEN
        PERFORM set_config('matricula.changed_names', '', true);
        PERFORM keep_user_search(string_to_array(left(noted, -1), ',')::uuid[]);
    END IF;
    noted := current_setting('matricula.changed_states', true);
    IF length(noted) > 0 THEN
        PERFORM set_config('matricula.changed_states', '', true);
        PERFORM keep_user_states(string_to_array(left(noted, -1), ',')::uuid[]);
    END IF;
END $$;

CREATE FUNCTION note_user() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    noted text := concat(current_setting(TG_ARGV[0], true), NEW.id, ',');
BEGIN
    PERFORM set_config(TG_ARGV[0], noted, true);
    IF length(noted) > 9250 THEN
        PERFORM keep_noted();
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION users_noted() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_noted();
    RETURN NULL;
END $$;

DROP TRIGGER users_changed ON users;
DROP FUNCTION user_changed();
CREATE TRIGGER users_changed AFTER UPDATE OF username, role, status ON users FOR EACH ROW
    WHEN ((OLD.username, OLD.role, OLD.status) IS DISTINCT FROM (NEW.username, NEW.role, NEW.status))
    EXECUTE FUNCTION note_user('matricula.changed_people');
CREATE TRIGGER users_renamed AFTER UPDATE OF username, email, status ON users FOR EACH ROW
    WHEN ((OLD.username, OLD.email, OLD.status = 'deleted') IS DISTINCT FROM (NEW.username, NEW.email, NEW.status = 'deleted'))
    EXECUTE FUNCTION note_user('matricula.changed_names');
CREATE TRIGGER users_moved AFTER UPDATE OF role, status, email_verified, last_active_at ON users FOR EACH ROW
    WHEN ((OLD.role, OLD.status, OLD.email_verified, OLD.last_active_at)
          IS DISTINCT FROM (NEW.role, NEW.status, NEW.email_verified, NEW.last_active_at))
    EXECUTE FUNCTION note_user('matricula.changed_states');
CREATE TRIGGER users_updated AFTER UPDATE OF username, email, role, status, email_verified, last_active_at ON users
    FOR EACH STATEMENT EXECUTE FUNCTION users_noted();

-- ---------------------------------------------------------------------------------------------------------------
-- What each day came to.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION utc_day(at timestamptz) RETURNS date LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    (at AT TIME ZONE 'UTC')::date;

-- As what an enrollment is counted.
CREATE FUNCTION enrollment_counts(status text, enrolled_at timestamptz, completed_at timestamptz)
    RETURNS TABLE (kind text, day date) LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT 'enrolled', utc_day(enrolled_at)
    UNION ALL SELECT 'completed', utc_day(completed_at) WHERE completed_at IS NOT NULL
    UNION ALL SELECT '@' || status, NULL;
END;

-- Of accounts that come or go, everything is counted that is known of them.
CREATE FUNCTION count_days_of_users() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'INSERT' THEN
        INSERT INTO daily_counts
        SELECT tenant_id, 'registered', utc_day(created_at), count(*) FROM after GROUP BY 1, 3
        UNION ALL
        SELECT tenant_id, 'active', day, count(*) FROM after JOIN active_days USING (tenant_id, user_id) GROUP BY 1, 3
        UNION ALL
        SELECT e.tenant_id, c.kind, c.day, count(*) FROM after JOIN user_enrollments AS e USING (tenant_id, user_id),
            enrollment_counts(e.status, e.enrolled_at, e.completed_at) AS c GROUP BY 1, 2, 3;
    ELSE
        INSERT INTO daily_counts
        SELECT tenant_id, 'registered', utc_day(created_at), -count(*) FROM before GROUP BY 1, 3
        UNION ALL
        SELECT tenant_id, 'active', day, -count(*) FROM before JOIN active_days USING (tenant_id, user_id) GROUP BY 1, 3
        UNION ALL
        SELECT e.tenant_id, c.kind, c.day, -count(*) FROM before JOIN user_enrollments AS e USING (tenant_id, user_id),
            enrollment_counts(e.status, e.enrolled_at, e.completed_at) AS c GROUP BY 1, 2, 3;
        DELETE FROM active_days AS d USING before AS b WHERE (d.tenant_id, d.user_id) = (b.tenant_id, b.user_id);
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_search_came AFTER INSERT ON user_search REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_users();
CREATE TRIGGER user_search_went AFTER DELETE ON user_search REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION count_days_of_users();

-- All that is known of earlier sign-ins is the last one.
INSERT INTO active_days SELECT tenant_id, id, utc_day(last_login_at) FROM users
WHERE status <> 'deleted' AND last_login_at > now() - interval '400 days';
DO $$ BEGIN PERFORM keep_user_search(ARRAY(SELECT user_id FROM user_profiles)); END $$;

-- Locking the user first makes sure that their account does not go unseen in between. Whoever signs in, enrolls or
-- completes changes the user in the same transaction anyway.
CREATE FUNCTION count_sign_ins() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id IN (SELECT user_id FROM made) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO daily_counts
    SELECT made.tenant_id, 'active', made.day, count(*) FROM made JOIN users ON users.id = made.user_id
    WHERE users.status <> 'deleted' GROUP BY 1, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER active_days_made AFTER INSERT ON active_days REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION count_sign_ins();

CREATE FUNCTION count_enrollments() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id IN (SELECT user_id FROM made) ORDER BY id FOR NO KEY UPDATE;
    INSERT INTO daily_counts
    SELECT made.tenant_id, c.kind, c.day, count(*) FROM made JOIN users ON users.id = made.user_id,
        enrollment_counts(made.status, made.enrolled_at, made.completed_at) AS c
    WHERE users.status <> 'deleted' GROUP BY 1, 2, 3;
    RETURN NULL;
END $$;
CREATE TRIGGER user_enrollments_made AFTER INSERT ON user_enrollments REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION count_enrollments();

CREATE FUNCTION recount_enrollment() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM 1 FROM users WHERE id = NEW.user_id AND status <> 'deleted' FOR NO KEY UPDATE;
    IF FOUND THEN
        INSERT INTO daily_counts
        SELECT NEW.tenant_id, kind, day, sum(n) FROM (
            SELECT *, -1 AS n FROM enrollment_counts(OLD.status, OLD.enrolled_at, OLD.completed_at)
            UNION ALL SELECT *, 1 FROM enrollment_counts(NEW.status, NEW.enrolled_at, NEW.completed_at)) AS c
        GROUP BY kind, day HAVING sum(n) <> 0;
    END IF;
    RETURN NULL;
END $$;
CREATE TRIGGER user_enrollments_changed AFTER UPDATE OF status, enrolled_at, completed_at ON user_enrollments FOR EACH ROW
    WHEN ((OLD.status, OLD.enrolled_at, OLD.completed_at) IS DISTINCT FROM (NEW.status, NEW.enrolled_at, NEW.completed_at))
    EXECUTE FUNCTION recount_enrollment();

-- ---------------------------------------------------------------------------------------------------------------
-- "Select all": who was found when it was said.
-- ---------------------------------------------------------------------------------------------------------------
CREATE TABLE user_selections (
    id         uuid PRIMARY KEY,
    tenant_id  uuid NOT NULL,
    chosen_by  uuid NOT NULL,
    query      jsonb NOT NULL CHECK (jsonb_typeof(query) = 'object'),
    user_ids   uuid[] NOT NULL CHECK (cardinality(user_ids) <= 10000),
    created_at timestamptz NOT NULL,
    FOREIGN KEY (tenant_id, chosen_by) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE user_selections IS 'Whom an admin has chosen by a query, for an hour, so that what is done to them touches nobody who came since.';
COMMENT ON COLUMN user_selections.user_ids IS 'In the order of the list then.';
CREATE INDEX user_selections_created_at_idx ON user_selections (created_at);
COMMENT ON INDEX user_selections_created_at_idx IS 'Serves the sweeper, which drops what is over an hour old.';

-- Indexes of the list, faster when all are there. Each order ends in the id.
CREATE INDEX user_search_created_at_idx ON user_search (tenant_id, created_at, user_id) INCLUDE (role, status);
COMMENT ON INDEX user_search_created_at_idx IS 'Serves the list by createdAt, from any month on.';
CREATE INDEX user_search_never_last_idx ON user_search (tenant_id, coalesce(last_active_at, '-infinity'), user_id)
    INCLUDE (role, status, last_active_at);
COMMENT ON INDEX user_search_never_last_idx IS 'Serves the list by lastActiveAt, the latest first and whoever never was at the end.';
CREATE INDEX user_search_longest_first_idx ON user_search (tenant_id, coalesce(last_active_at, 'infinity'), user_id)
    INCLUDE (role, status, last_active_at);
COMMENT ON INDEX user_search_longest_first_idx IS 'Serves the same, the longest ago first and whoever never was at the end too.';
CREATE INDEX user_search_first_name_idx ON user_search (tenant_id, first_name, user_id) INCLUDE (role, status);
COMMENT ON INDEX user_search_first_name_idx IS 'Serves the list by firstName.';
CREATE INDEX user_search_last_name_idx ON user_search (tenant_id, last_name, user_id) INCLUDE (role, status);
COMMENT ON INDEX user_search_last_name_idx IS 'Serves the list by lastName.';
CREATE INDEX user_search_email_idx ON user_search (tenant_id, email, user_id) INCLUDE (role, status);
COMMENT ON INDEX user_search_email_idx IS 'Serves the list by email.';
CREATE INDEX user_search_role_idx ON user_search (tenant_id, role, status);
COMMENT ON INDEX user_search_role_idx IS 'Serves filters that find few.';
CREATE INDEX user_texts_idx ON user_texts USING gin (tenant_id, text gin_trgm_ops) WITH (fastupdate = off);
COMMENT ON INDEX user_texts_idx IS 'Serves searches for parts of texts, where not too many are found.';
