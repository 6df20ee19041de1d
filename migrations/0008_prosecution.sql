-- Prosecution files: each fact is shown by its own marking, as those of suspects are.

CREATE TABLE prosecution_file (
    prosecution_file_id uuid   PRIMARY KEY,
    investigation_id    uuid   NOT NULL,
    agency              text   NOT NULL,
    reference           text,
    version             bigint NOT NULL,
    position            bigint NOT NULL,
    handling            jsonb  NOT NULL,
    releasable_to       text[] NOT NULL,
    compartments        text[] NOT NULL
);

CREATE INDEX prosecution_file_investigation ON prosecution_file (investigation_id);

COMMENT ON COLUMN prosecution_file.agency IS 'The prosecuting agency.';
COMMENT ON COLUMN prosecution_file.handling IS 'The marking of the opening; every fact since then has its own.';

CREATE TABLE prosecution_fact (
    prosecution_file_id uuid        NOT NULL,
    version             bigint      NOT NULL,
    kind                text        NOT NULL,
    data                jsonb       NOT NULL,
    occurred            jsonb       NOT NULL,
    recorded_at         timestamptz NOT NULL,
    handling            jsonb       NOT NULL,
    releasable_to       text[]      NOT NULL,
    compartments        text[]      NOT NULL,
    PRIMARY KEY (prosecution_file_id, version)
);
