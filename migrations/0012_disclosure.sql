-- Disclosure schedules: each fact is shown by its own marking, as those of prosecution files are.

CREATE TABLE disclosure_schedule (
    disclosure_schedule_id uuid   PRIMARY KEY,
    investigation_id       uuid   NOT NULL,
    agency                 text   NOT NULL,
    reference              text,
    version                bigint NOT NULL,
    position               bigint NOT NULL,
    handling               jsonb  NOT NULL,
    releasable_to          text[] NOT NULL,
    compartments           text[] NOT NULL
);

CREATE INDEX disclosure_schedule_investigation ON disclosure_schedule (investigation_id);

COMMENT ON COLUMN disclosure_schedule.agency IS 'The investigating agency, whose officers list.';
COMMENT ON COLUMN disclosure_schedule.handling IS 'The marking of the opening; every fact since then has its own.';

CREATE TABLE disclosure_fact (
    disclosure_schedule_id uuid        NOT NULL,
    version                bigint      NOT NULL,
    kind                   text        NOT NULL,
    data                   jsonb       NOT NULL,
    occurred               jsonb       NOT NULL,
    recorded_at            timestamptz NOT NULL,
    handling               jsonb       NOT NULL,
    releasable_to          text[]      NOT NULL,
    compartments           text[]      NOT NULL,
    PRIMARY KEY (disclosure_schedule_id, version)
);
