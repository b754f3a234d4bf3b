-- Others: who sees whom, the directory of people, and blocks.

CREATE EXTENSION IF NOT EXISTS btree_gin;
CREATE EXTENSION IF NOT EXISTS pg_trgm;

CREATE TABLE blocked_users (
    tenant_id  uuid NOT NULL,
    blocker_id uuid NOT NULL,
    blocked_id uuid NOT NULL CHECK (blocked_id <> blocker_id),
    note       text CHECK (char_length(note) BETWEEN 1 AND 250),
    created_at timestamptz NOT NULL,
    PRIMARY KEY (tenant_id, blocker_id, blocked_id),
    FOREIGN KEY (tenant_id, blocker_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, blocked_id) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE blocked_users IS 'Who has blocked whom. It hides each from the other; only the blocker is told.';
COMMENT ON COLUMN blocked_users.note IS 'For the blocker alone.';
COMMENT ON INDEX blocked_users_pkey IS 'One block a pair and direction; serves a person''s list, and whom they do not see.';
CREATE INDEX blocked_users_blocked_idx ON blocked_users (tenant_id, blocked_id, blocker_id);
COMMENT ON INDEX blocked_users_blocked_idx IS 'Serves the other direction: by whom a person is not seen.';

-- What search compares: lower case, without accents, letters in their plain form, one space between words.
CREATE FUNCTION searchable(value text) RETURNS text LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    btrim(regexp_replace(regexp_replace(
        translate(normalize(lower(normalize(value, NFKD) COLLATE "und-x-icu"), NFKD), 'ς', 'σ'),
        '[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u064b-\u065f\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]', '', 'g'),
        '\s+', ' ', 'g'));

-- The words of such a text: runs of letters and digits, of which the first 20 characters count.
CREATE FUNCTION search_words(value text) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    ARRAY(SELECT left(word, 20) FROM regexp_split_to_table(searchable(value) COLLATE "und-x-icu", '[^[:alnum:]]+') AS word
          WHERE word <> '');

-- Everything by which the index finds words: each beginning of each. Marks (`@instructor`, `=skill`) are found whole.
CREATE FUNCTION beginnings(words text[]) RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN (
    SELECT array_agg(DISTINCT CASE WHEN word ~ '^[@=]' THEN word ELSE left(word, length) END)
    FROM unnest(words) AS word, generate_series(1, CASE WHEN word ~ '^[@=]' THEN 1 ELSE char_length(word) END) AS length);

CREATE TABLE people (
    user_id      uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    reach        smallint NOT NULL CHECK (reach BETWEEN 0 AND 2),
    discoverable boolean NOT NULL,
    username     text COLLATE "C",
    name         text COLLATE "C" NOT NULL,
    words        text[] COLLATE "C" NOT NULL,
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (autovacuum_vacuum_scale_factor = 0.01, autovacuum_vacuum_insert_scale_factor = 0.01);
COMMENT ON TABLE people IS 'What others are found by: one row an account that is not deleted, kept by triggers in the transaction of the change. Whoever looks for others asks visible_people(), never this.';
COMMENT ON COLUMN people.reach IS 'reach() of status and visibility.';
COMMENT ON COLUMN people.name IS 'searchable() of the name that is shown; the order of the directory.';
COMMENT ON COLUMN people.words IS 'search_words() of names, username and skills; each skill as =skill; @instructor or @member; @shown where members may see the person.';
-- ---------------------------------------------------------------------------------------------------------------
-- Who sees whom. Everything that shows people to somebody else asks visible_people(), or visible_person() for one;
-- both ask these two.
--
--   reach     status                               visibility   is seen by
--   0         suspended, inactive                  any          themselves, admins
--   0         active, pending_instructor_review    private      themselves, admins
--   1         active, pending_instructor_review    members      and whoever is signed in, and services
--   2         active, pending_instructor_review    public       and anybody
--   no row    deleted                              any          nobody
--
--   audience  who asks                             sees, in their tenant
--   0         an admin                             everybody
--   1         a member, a service                  reach 1 and 2, but for blocks; and themselves
--   2         anybody                              reach 2
--
-- A block hides each from the other, whoever made it; from an admin it hides nobody.
-- ---------------------------------------------------------------------------------------------------------------
CREATE FUNCTION reach(status text, visibility text) RETURNS smallint LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    CASE WHEN status NOT IN ('active', 'pending_instructor_review') THEN 0
         WHEN visibility = 'public' THEN 2
         WHEN visibility = 'members' THEN 1
         ELSE 0 END;

CREATE FUNCTION is_seen(reach smallint, audience smallint, is_self boolean, is_blocked boolean) RETURNS boolean
    LANGUAGE sql IMMUTABLE PARALLEL SAFE RETURN
    audience = 0 OR is_self OR (reach >= audience AND NOT is_blocked);

-- Between whom and the viewer a block stands, whoever made it.
CREATE FUNCTION blocked_with(tenant uuid, viewer uuid) RETURNS SETOF uuid LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT blocked_id FROM blocked_users WHERE tenant_id = tenant AND blocker_id = viewer
    UNION ALL
    SELECT blocker_id FROM blocked_users WHERE tenant_id = tenant AND blocked_id = viewer;
END;

-- Everybody whom the viewer sees: for lists.
CREATE FUNCTION visible_people(tenant uuid, viewer uuid, audience smallint) RETURNS SETOF people
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT p.* FROM people AS p
    WHERE p.tenant_id = tenant
      AND is_seen(p.reach, audience, p.user_id = viewer,
                  p.user_id IN (SELECT other FROM blocked_with(tenant, viewer) AS other));
END;

-- One person, if the viewer sees them. The block is looked up by itself instead of among all of the viewer's, so
-- that it takes as long to see nobody because of a block as because nobody is there.
CREATE FUNCTION visible_person(tenant uuid, viewer uuid, audience smallint, person uuid) RETURNS SETOF people
    LANGUAGE sql STABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT p.* FROM people AS p
    WHERE p.user_id = person AND p.tenant_id = tenant
      AND is_seen(p.reach, audience, p.user_id = viewer, coalesce(
          (SELECT true FROM blocked_users WHERE tenant_id = tenant AND blocker_id = viewer AND blocked_id = person),
          (SELECT true FROM blocked_users WHERE tenant_id = tenant AND blocker_id = person AND blocked_id = viewer), false));
END;

-- Makes the rows of these persons anew. It locks their users, so whoever changes user_profiles locks the user before.
CREATE FUNCTION keep_people(persons uuid[]) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    -- Of two changes of a person at once, the later one sees the earlier.
    PERFORM 1 FROM users WHERE id = ANY (persons) ORDER BY id FOR NO KEY UPDATE;
    DELETE FROM people USING users WHERE user_id = ANY (persons) AND id = user_id AND status = 'deleted';
    INSERT INTO people AS known (user_id, tenant_id, reach, discoverable, username, name, words)
    SELECT u.id, u.tenant_id, r.reach, p.discoverable, u.username,
           searchable(coalesce(p.display_name, p.first_name || ' ' || p.last_name)),
           ARRAY(SELECT DISTINCT word FROM unnest(
               search_words(concat_ws(' ', p.display_name, p.first_name, p.last_name, u.username, array_to_string(p.skills, ' ')))
               || ARRAY(SELECT '=' || searchable(skill) FROM unnest(p.skills) AS skill)
               || CASE WHEN u.role = 'instructor' THEN '@instructor' ELSE '@member' END
               || CASE WHEN r.reach > 0 THEN ARRAY['@shown'] END) AS word)
    FROM users AS u JOIN user_profiles AS p ON p.user_id = u.id,
         LATERAL (SELECT reach(u.status, p.visibility) AS reach) AS r
    WHERE u.id = ANY (persons) AND u.status <> 'deleted'
    ON CONFLICT (user_id) DO UPDATE
    SET (reach, discoverable, username, name, words) =
        (excluded.reach, excluded.discoverable, excluded.username, excluded.name, excluded.words)
    WHERE (known.reach, known.discoverable, known.username, known.name, known.words)
          IS DISTINCT FROM (excluded.reach, excluded.discoverable, excluded.username, excluded.name, excluded.words);
END $$;

CREATE FUNCTION profiles_made() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_people(ARRAY(SELECT user_id FROM made));
    RETURN NULL;
END $$;
CREATE TRIGGER user_profiles_made AFTER INSERT ON user_profiles REFERENCING NEW TABLE AS made
    FOR EACH STATEMENT EXECUTE FUNCTION profiles_made();

CREATE FUNCTION profile_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_people(ARRAY[NEW.user_id]);
    RETURN NULL;
END $$;
CREATE TRIGGER user_profiles_changed
    AFTER UPDATE OF first_name, last_name, display_name, skills, visibility, discoverable ON user_profiles FOR EACH ROW
    WHEN ((OLD.first_name, OLD.last_name, OLD.display_name, OLD.skills, OLD.visibility, OLD.discoverable)
          IS DISTINCT FROM (NEW.first_name, NEW.last_name, NEW.display_name, NEW.skills, NEW.visibility, NEW.discoverable))
    EXECUTE FUNCTION profile_changed();

CREATE FUNCTION user_changed() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM keep_people(ARRAY[NEW.id]);
    RETURN NULL;
END $$;
CREATE TRIGGER users_changed AFTER UPDATE OF username, role, status ON users FOR EACH ROW
    WHEN ((OLD.username, OLD.role, OLD.status) IS DISTINCT FROM (NEW.username, NEW.role, NEW.status))
    EXECUTE FUNCTION user_changed();

-- Counting a million index entries takes longer than a page may, so what many people may have in common is counted
-- as it changes: the first letters of their words, and their skills. A change adds rows instead of changing one, so
-- that nobody waits for anybody; the sweeper adds them up.
CREATE TABLE people_counts (
    tenant_id uuid NOT NULL REFERENCES tenants (id),
    beginning text COLLATE "C" NOT NULL CHECK (char_length(beginning) <= 4 OR beginning LIKE '=%'),
    role      text NOT NULL CHECK (role IN ('@instructor', '@member')),
    is_shown  boolean NOT NULL,
    people    bigint NOT NULL
) WITH (autovacuum_vacuum_scale_factor = 0.05);
COMMENT ON TABLE people_counts IS 'How many discoverable people have a word that begins so, or a skill, by role and by whether members may see them: the sum of the rows.';
COMMENT ON COLUMN people_counts.beginning IS 'Up to four characters, or =skill; none counts everybody.';
CREATE INDEX people_counts_idx ON people_counts (tenant_id, beginning, role, is_shown) INCLUDE (people);
COMMENT ON INDEX people_counts_idx IS 'Serves the counts of the directory, and the sweeper''s sums.';

CREATE FUNCTION count_people() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        INSERT INTO people_counts SELECT tenant_id, beginning, role, reach > 0, -count(*)
        FROM before, counted(words) WHERE discoverable GROUP BY 1, 2, 3, 4;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        INSERT INTO people_counts SELECT tenant_id, beginning, role, reach > 0, count(*)
        FROM after, counted(words) WHERE discoverable GROUP BY 1, 2, 3, 4;
    END IF;
    RETURN NULL;
END $$;
-- Under which beginnings and role a person is counted.
CREATE FUNCTION counted(words text[]) RETURNS TABLE (beginning text, role text) LANGUAGE sql IMMUTABLE PARALLEL SAFE
BEGIN ATOMIC
    SELECT DISTINCT CASE WHEN word LIKE '=%' AND length > 0 THEN word ELSE left(word, length) END,
           CASE WHEN '@instructor' = ANY (words) THEN '@instructor' ELSE '@member' END
    FROM unnest(words) AS word, generate_series(0, 4) AS length
    WHERE word NOT LIKE '@%' OR length = 0;
END;
CREATE TRIGGER people_inserted AFTER INSERT ON people REFERENCING NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_people();
CREATE TRIGGER people_updated AFTER UPDATE ON people REFERENCING OLD TABLE AS before NEW TABLE AS after
    FOR EACH STATEMENT EXECUTE FUNCTION count_people();
CREATE TRIGGER people_deleted AFTER DELETE ON people REFERENCING OLD TABLE AS before
    FOR EACH STATEMENT EXECUTE FUNCTION count_people();

DO $$ BEGIN PERFORM keep_people(ARRAY(SELECT user_id FROM user_profiles)); END $$;

-- Indexes, faster when all are there.
CREATE INDEX people_username_idx ON people (tenant_id, username);
COMMENT ON INDEX people_username_idx IS 'Serves profiles by username, and the exact match of a search.';
CREATE INDEX people_name_idx ON people (tenant_id, name, user_id) WHERE discoverable;
COMMENT ON INDEX people_name_idx IS 'Serves the directory in its order, and names that begin so.';
CREATE INDEX people_words_idx ON people USING gin (tenant_id, beginnings(words)) WITH (fastupdate = off) WHERE discoverable;
COMMENT ON INDEX people_words_idx IS 'Serves searches by words that begin so, and the filters, where not too many are found.';
CREATE INDEX people_similar_idx ON people USING gin (name gin_trgm_ops) WITH (fastupdate = off) WHERE discoverable;
COMMENT ON INDEX people_similar_idx IS 'Serves names that are similar, where nobody''s words begin as those that are looked for.';

CREATE INDEX user_enrollments_course_idx ON user_enrollments (tenant_id, course_id, enrolled_at DESC, user_id)
    WHERE status <> 'dropped';
COMMENT ON INDEX user_enrollments_course_idx IS 'Serves suggestions: who has begun a course of mine last.';
