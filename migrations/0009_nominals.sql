-- Nominals: what agencies hold about persons, groups and objects. They belong to an agency and to no
-- file: whose a record is decides who sees it, and every fact is shown by its own marking.

CREATE TABLE nominal (
    nominal_id    uuid        PRIMARY KEY,
    category      text        NOT NULL,
    agency        text        NOT NULL,
    reference     text        NOT NULL,
    kind          text,
    selector      jsonb,
    token         bytea,
    status        text        NOT NULL,
    review_on     date        NOT NULL,
    version       bigint      NOT NULL,
    position      bigint      NOT NULL,
    recorded_at   timestamptz NOT NULL,
    recorded_by   text        NOT NULL,
    legal_basis   jsonb       NOT NULL,
    purpose       text        NOT NULL,
    handling      jsonb       NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL
);

CREATE INDEX nominal_position ON nominal (position);
CREATE INDEX nominal_token ON nominal (token) WHERE token IS NOT NULL;

COMMENT ON COLUMN nominal.category IS 'The category of its stream: what it is about.';
COMMENT ON COLUMN nominal.kind IS 'What kind of object or group it is, where it is one.';
COMMENT ON COLUMN nominal.selector IS 'What an object is known by, sealed.';
COMMENT ON COLUMN nominal.token IS 'The keyed hash of that selector, as in selector_use.';
COMMENT ON COLUMN nominal.handling IS 'The marking of the first event; every fact since then has its own.';

CREATE TABLE nominal_fact (
    nominal_id    uuid        NOT NULL,
    number        bigint      NOT NULL,
    event_id      uuid        NOT NULL,
    data          jsonb       NOT NULL,
    other         uuid,
    token         bytea,
    source        jsonb       NOT NULL,
    occurred      jsonb       NOT NULL,
    recorded_at   timestamptz NOT NULL,
    recorded_by   text        NOT NULL,
    handling      jsonb       NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL,
    PRIMARY KEY (nominal_id, number)
);

CREATE INDEX nominal_fact_other ON nominal_fact (other) WHERE other IS NOT NULL;
CREATE INDEX nominal_fact_token ON nominal_fact (token) WHERE token IS NOT NULL;
CREATE INDEX nominal_fact_intelligence ON nominal_fact (upper(source ->> 'reference'))
    WHERE source ->> 'kind' = 'INTELLIGENCE_REPORT';

COMMENT ON COLUMN nominal_fact.other IS 'The other nominal that the fact names.';
COMMENT ON COLUMN nominal_fact.token IS 'The keyed hash of the selector or document that the fact tells of.';

-- What was said against facts. That a fact is contested or withdrawn is shown to whoever sees the fact;
-- by whom and why, by the marking of the objection.
CREATE TABLE nominal_objection (
    nominal_id    uuid        NOT NULL,
    version       bigint      NOT NULL,
    number        bigint      NOT NULL,
    event_id      uuid        NOT NULL,
    withdraws     boolean     NOT NULL,
    reason        jsonb       NOT NULL,
    source        jsonb,
    recorded_at   timestamptz NOT NULL,
    recorded_by   text        NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL,
    PRIMARY KEY (nominal_id, version)
);

CREATE INDEX nominal_objection_intelligence ON nominal_objection (upper(source ->> 'reference'))
    WHERE source ->> 'kind' = 'INTELLIGENCE_REPORT';

CREATE TABLE nominal_review (
    nominal_id    uuid        NOT NULL,
    version       bigint      NOT NULL,
    review_on     date,
    reason        jsonb       NOT NULL,
    recorded_at   timestamptz NOT NULL,
    recorded_by   text        NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL,
    PRIMARY KEY (nominal_id, version)
);

COMMENT ON COLUMN nominal_review.review_on IS 'The day of the next review; null where the record is no longer kept.';
