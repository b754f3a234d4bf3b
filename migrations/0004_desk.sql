-- What a learner manages alone: settings, and the courses they take.

ALTER TABLE user_profiles
    ADD COLUMN settings_version    bigint NOT NULL DEFAULT 1 CHECK (settings_version >= 1),
    ADD COLUMN settings_updated_at timestamptz;
COMMENT ON COLUMN user_profiles.settings_version IS 'Moves with every change of the settings; their ETag.';
COMMENT ON COLUMN user_profiles.settings_updated_at IS 'When the settings last changed; NULL: not since the account was made.';

CREATE TABLE courses (
    tenant_id    uuid NOT NULL REFERENCES tenants (id),
    id           uuid NOT NULL,
    title        text CHECK (char_length(title) BETWEEN 1 AND 200),
    search_text  text NOT NULL DEFAULT '',
    titled_at    timestamptz,
    published_at timestamptz,
    deleted_at   timestamptz,
    PRIMARY KEY (tenant_id, id)
);
COMMENT ON TABLE courses IS 'What the course-service has told of its courses. Each time is that of the newest event of its kind, so events may come in any order.';
COMMENT ON COLUMN courses.title IS 'NULL where only the end of the course was told.';
COMMENT ON COLUMN courses.search_text IS 'The title in lower case and without accents, for the search of the catalogue.';
COMMENT ON COLUMN courses.deleted_at IS 'The course is on offer when it was published, and later than it was deleted.';
CREATE INDEX courses_catalogue_idx ON courses (tenant_id, search_text, id)
    WHERE published_at IS NOT NULL AND (deleted_at IS NULL OR deleted_at < published_at);
COMMENT ON INDEX courses_catalogue_idx IS 'Serves the catalogue: the courses on offer by title.';

CREATE TABLE user_enrollments (
    id                 uuid PRIMARY KEY,
    tenant_id          uuid NOT NULL,
    user_id            uuid NOT NULL,
    course_id          uuid NOT NULL,
    status             text NOT NULL DEFAULT 'active' CHECK (status IN ('active', 'completed', 'dropped', 'suspended')),
    progress           numeric(5, 2) NOT NULL DEFAULT 0 CHECK (progress BETWEEN 0 AND 100),
    time_spent_seconds bigint NOT NULL DEFAULT 0 CHECK (time_spent_seconds >= 0),
    progressed_at      timestamptz,
    enrolled_at        timestamptz NOT NULL,
    completed_at       timestamptz,
    last_accessed_at   timestamptz,
    version            bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    created_at         timestamptz NOT NULL,
    updated_at         timestamptz NOT NULL,
    CONSTRAINT user_enrollments_tenant_user_course_key UNIQUE (tenant_id, user_id, course_id),
    CONSTRAINT user_enrollments_completed_check CHECK (status <> 'completed' OR completed_at IS NOT NULL),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id)
) WITH (fillfactor = 90);
COMMENT ON TABLE user_enrollments IS 'Who takes which course and how far they are. Dropped ones stay, for history.';
COMMENT ON COLUMN user_enrollments.course_id IS 'The course in the course-service; it need not be known here.';
COMMENT ON COLUMN user_enrollments.progressed_at IS 'Time of the last applied report of progress: an older report changes nothing.';
COMMENT ON COLUMN user_enrollments.completed_at IS 'First completion; it never moves, whatever becomes of the status.';
COMMENT ON INDEX user_enrollments_tenant_user_course_key IS 'One row a person and course, however many requests race; serves every list of a person''s enrollments.';
