-- Access: who was let see what beyond their own, by a grant or in an emergency; each fact is shown by its
-- own marking. Nothing is read differently because of it yet.

CREATE TABLE access_record (
    access_id        uuid   PRIMARY KEY,
    category         text   NOT NULL,
    investigation_id uuid   NOT NULL,
    agency           text   NOT NULL,
    member           text   NOT NULL,
    version          bigint NOT NULL,
    begun            bigint NOT NULL,
    position         bigint NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL
);

CREATE INDEX access_record_file ON access_record (investigation_id, category, begun);
CREATE INDEX access_record_agency ON access_record (agency, member, category, begun);

COMMENT ON COLUMN access_record.category IS 'Whether it was granted (access_grant) or taken in an emergency (break_glass).';
COMMENT ON COLUMN access_record.agency IS 'The agency of whoever has access.';
COMMENT ON COLUMN access_record.member IS 'The user who has access; empty when the whole agency has.';
COMMENT ON COLUMN access_record.begun IS 'The position of its first event, by which a file lists it.';

CREATE TABLE access_fact (
    access_id     uuid        NOT NULL,
    version       bigint      NOT NULL,
    kind          text        NOT NULL,
    data          jsonb       NOT NULL,
    occurred      jsonb       NOT NULL,
    recorded_at   timestamptz NOT NULL,
    handling      jsonb       NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL,
    PRIMARY KEY (access_id, version)
);
