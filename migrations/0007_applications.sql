-- Becoming an instructor: applications and their review.

CREATE TABLE instructor_applications (
    id           uuid PRIMARY KEY,
    tenant_id    uuid NOT NULL,
    user_id      uuid NOT NULL,
    status       text NOT NULL DEFAULT 'pending' CHECK (status IN ('pending', 'approved', 'rejected', 'withdrawn')),
    motivation   text NOT NULL CHECK (char_length(motivation) BETWEEN 50 AND 2000),
    expertise    text[] NOT NULL CHECK (cardinality(expertise) BETWEEN 1 AND 10),
    links        jsonb NOT NULL DEFAULT '[]' CHECK (jsonb_typeof(links) = 'array' AND jsonb_array_length(links) <= 5),
    submitted_at timestamptz NOT NULL,
    decided_at   timestamptz,
    decided_by   uuid,
    reason       text CHECK (char_length(reason) BETWEEN 1 AND 500),
    claimed_by   uuid,
    claimed_at   timestamptz,
    version      bigint NOT NULL DEFAULT 1 CHECK (version >= 1),
    CONSTRAINT instructor_applications_decided_check CHECK ((status = 'pending') = (decided_at IS NULL)),
    CONSTRAINT instructor_applications_rejected_check CHECK (status <> 'rejected' OR reason IS NOT NULL),
    CONSTRAINT instructor_applications_decider_check CHECK ((status IN ('approved', 'rejected')) = (decided_by IS NOT NULL)),
    CONSTRAINT instructor_applications_claim_check CHECK ((claimed_by IS NULL) = (claimed_at IS NULL)),
    FOREIGN KEY (tenant_id, user_id) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, decided_by) REFERENCES users (tenant_id, id),
    FOREIGN KEY (tenant_id, claimed_by) REFERENCES users (tenant_id, id)
);
COMMENT ON TABLE instructor_applications IS 'Each submission is a row of its own and stays.';
COMMENT ON COLUMN instructor_applications.decided_at IS 'When it was approved, rejected or withdrawn.';
COMMENT ON COLUMN instructor_applications.claimed_by IS 'Which admin has taken it up; it counts for a while, and forbids nothing.';
COMMENT ON COLUMN instructor_applications.version IS 'Moves with every change but a claim: a decision names the version that was read.';
CREATE UNIQUE INDEX instructor_applications_pending_key ON instructor_applications (tenant_id, user_id) WHERE status = 'pending';
COMMENT ON INDEX instructor_applications_pending_key IS 'One application of a person under review, however many requests race.';
CREATE INDEX instructor_applications_person_idx ON instructor_applications (tenant_id, user_id, submitted_at, id);
COMMENT ON INDEX instructor_applications_person_idx IS 'Serves a person''s last application.';
CREATE INDEX instructor_applications_queue_idx ON instructor_applications (tenant_id, status, submitted_at, id);
COMMENT ON INDEX instructor_applications_queue_idx IS 'Serves the queue of reviewers, the oldest first, and its length.';

CREATE INDEX users_admins_idx ON users (tenant_id) WHERE role = 'admin';
COMMENT ON INDEX users_admins_idx IS 'Serves the count of a tenant''s active admins, of whom one stays.';
