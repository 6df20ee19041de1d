-- What is read: tables made from the log, each of which can be emptied and made again.
-- Personal values stand in them sealed, as in the log; selectors are indexed under keyed hashes.

CREATE TABLE projections (
    name     text   PRIMARY KEY,
    version  int    NOT NULL,
    position bigint NOT NULL CHECK (position >= 0)
);

COMMENT ON COLUMN projections.position IS 'The last event taken into account; moves with the rows.';

-- Investigations ---------------------------------------------------------------------------------

CREATE TABLE investigation (
    investigation_id   uuid        PRIMARY KEY,
    version            bigint      NOT NULL,
    position           bigint      NOT NULL,
    reference          text        NOT NULL,
    title              text        NOT NULL,
    status             text        NOT NULL,
    crime_types        text[]      NOT NULL,
    territory          text[]      NOT NULL,
    lead_agency        text        NOT NULL,
    sio                text        NOT NULL,
    deputies           text[]      NOT NULL,
    origin             jsonb       NOT NULL,
    prosecuting_agency text,
    outcome            text,
    legal_basis        jsonb       NOT NULL,
    purpose            text        NOT NULL,
    handling           jsonb       NOT NULL,
    releasable_to      text[]      NOT NULL,
    compartments       text[]      NOT NULL,
    opened_at          timestamptz NOT NULL,
    changed_at         timestamptz NOT NULL
);

CREATE INDEX investigation_reference ON investigation (reference);
CREATE INDEX investigation_position ON investigation (position, investigation_id);

-- Whose file it is: whole agencies (member is null), or single people of other agencies.
CREATE TABLE investigation_party (
    investigation_id uuid NOT NULL,
    agency           text NOT NULL,
    member           text NOT NULL DEFAULT '',
    role             text NOT NULL,
    valid_until      timestamptz,
    PRIMARY KEY (investigation_id, agency, member)
);

COMMENT ON COLUMN investigation_party.member IS 'A user; empty when the whole agency is a party.';

CREATE TABLE investigation_decision (
    investigation_id uuid   NOT NULL,
    number           int    NOT NULL,
    data             jsonb  NOT NULL,
    decided_by       text   NOT NULL,
    occurred         jsonb  NOT NULL,
    recorded_at      timestamptz NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL,
    PRIMARY KEY (investigation_id, number)
);

-- The one rule of who sees what, as a predicate: mpaka_domain::Handling::shows in SQL.
CREATE FUNCTION may_see(
    file uuid, releasable_to text[], compartments text[],
    reader text, reader_agency text, reader_recipients text[], reader_compartments text[]
) RETURNS boolean STABLE LANGUAGE sql AS $$
    SELECT compartments <@ reader_compartments AND (
        releasable_to && reader_recipients
        OR EXISTS (
            SELECT FROM investigation_party p
            WHERE p.investigation_id = file AND p.agency = reader_agency
                AND p.member IN ('', reader)
                AND (p.valid_until IS NULL OR p.valid_until > now())
        )
    )
$$;

-- Timeline ---------------------------------------------------------------------------------------

-- Which file a stream belongs to.
CREATE TABLE case_stream (
    stream           uuid PRIMARY KEY,
    category         text NOT NULL,
    investigation_id uuid NOT NULL,
    label            text NOT NULL
);

COMMENT ON COLUMN case_stream.label IS 'What the file calls it: a reference, an alias, an exhibit reference; never a name.';

CREATE TABLE case_timeline (
    position          bigint      PRIMARY KEY,
    event_id          uuid        NOT NULL UNIQUE,
    investigation_id  uuid        NOT NULL,
    category          text        NOT NULL,
    stream            uuid        NOT NULL,
    version           bigint      NOT NULL,
    event_type        text        NOT NULL,
    occurred          jsonb       NOT NULL,
    occurred_earliest timestamptz NOT NULL,
    occurred_latest   timestamptz NOT NULL,
    recorded_at       timestamptz NOT NULL,
    recorded_by       text        NOT NULL,
    recorded_agency   text        NOT NULL,
    recorded_role     text        NOT NULL,
    legal_basis       jsonb       NOT NULL,
    purpose           text        NOT NULL,
    source            jsonb,
    handling          jsonb       NOT NULL,
    releasable_to     text[]      NOT NULL,
    compartments      text[]      NOT NULL,
    data              jsonb       NOT NULL,
    corrects          uuid,
    exercise          boolean     NOT NULL
);

CREATE INDEX case_timeline_order ON case_timeline (investigation_id, occurred_earliest, position);
CREATE INDEX case_timeline_corrects ON case_timeline (corrects) WHERE corrects IS NOT NULL;

-- Suspects ---------------------------------------------------------------------------------------

CREATE TABLE suspect (
    suspect_id       uuid   PRIMARY KEY,
    investigation_id uuid   NOT NULL,
    agency           text   NOT NULL,
    version          bigint NOT NULL,
    position         bigint NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL
);

CREATE INDEX suspect_investigation ON suspect (investigation_id, position);

COMMENT ON COLUMN suspect.handling IS 'The marking of the nomination; every fact since then has its own.';

-- Each fact is shown by its own marking, so that a suspect released to a partner does not release
-- what is found out about them later.
CREATE TABLE suspect_fact (
    suspect_id    uuid        NOT NULL,
    version       bigint      NOT NULL,
    kind          text        NOT NULL,
    data          jsonb       NOT NULL,
    occurred      jsonb       NOT NULL,
    recorded_at   timestamptz NOT NULL,
    handling      jsonb       NOT NULL,
    releasable_to text[]      NOT NULL,
    compartments  text[]      NOT NULL,
    PRIMARY KEY (suspect_id, version)
);

-- Victims ----------------------------------------------------------------------------------------

CREATE TABLE victim (
    victim_case_id   uuid   PRIMARY KEY,
    investigation_id uuid   NOT NULL,
    agency           text   NOT NULL,
    version          bigint NOT NULL,
    position         bigint NOT NULL,
    alias            text   NOT NULL,
    jurisdiction     text   NOT NULL,
    majority         text   NOT NULL,
    status           text   NOT NULL,
    language         text,
    consents         jsonb  NOT NULL,
    referral         jsonb,
    providers        text[] NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL
);

CREATE INDEX victim_investigation ON victim (investigation_id, position);

CREATE TABLE victim_clock (
    victim_case_id uuid NOT NULL,
    code           text NOT NULL,
    started_at     timestamptz NOT NULL,
    due_at         timestamptz NOT NULL,
    met_at         timestamptz,
    PRIMARY KEY (victim_case_id, code)
);

-- Read only by those who hold the PROTECTION compartment, and never in a list.
CREATE TABLE victim_identity (
    victim_case_id uuid   PRIMARY KEY,
    identity       jsonb  NOT NULL,
    recorded_at    timestamptz NOT NULL,
    handling       jsonb  NOT NULL,
    releasable_to  text[] NOT NULL,
    compartments   text[] NOT NULL
);

-- Journeys ---------------------------------------------------------------------------------------

CREATE TABLE journey (
    journey_id           uuid   PRIMARY KEY,
    investigation_id     uuid   NOT NULL,
    agency               text   NOT NULL,
    version              bigint NOT NULL,
    position             bigint NOT NULL,
    subject              jsonb  NOT NULL,
    origin               jsonb  NOT NULL,
    intended_destination jsonb,
    facilitation         text   NOT NULL,
    status               text   NOT NULL,
    persons              int    NOT NULL,
    outcome              text,
    handling             jsonb  NOT NULL,
    releasable_to        text[] NOT NULL,
    compartments         text[] NOT NULL
);

CREATE INDEX journey_investigation ON journey (investigation_id, position);

CREATE TABLE journey_leg (
    journey_id    uuid   NOT NULL,
    number        int    NOT NULL,
    data          jsonb  NOT NULL,
    event_id      uuid   NOT NULL,
    corrected     boolean NOT NULL,
    warning       jsonb,
    handling      jsonb  NOT NULL,
    releasable_to text[] NOT NULL,
    compartments  text[] NOT NULL,
    PRIMARY KEY (journey_id, number)
);

CREATE TABLE journey_stop (
    journey_id    uuid   NOT NULL,
    position      bigint NOT NULL,
    kind          text   NOT NULL,
    data          jsonb  NOT NULL,
    occurred      jsonb  NOT NULL,
    handling      jsonb  NOT NULL,
    releasable_to text[] NOT NULL,
    compartments  text[] NOT NULL,
    PRIMARY KEY (journey_id, position)
);

COMMENT ON TABLE journey_stop IS 'What happened on the way: held, intercepted, deaths and injuries, people joining and leaving.';

CREATE TABLE journey_screening (
    journey_id       uuid   NOT NULL,
    position         bigint NOT NULL,
    person           int    NOT NULL,
    investigation_id uuid   NOT NULL,
    raised_at        timestamptz NOT NULL,
    PRIMARY KEY (journey_id, position, person)
);

-- Exhibits ---------------------------------------------------------------------------------------

CREATE TABLE exhibit (
    evidence_item_id uuid   PRIMARY KEY,
    investigation_id uuid   NOT NULL,
    agency           text   NOT NULL,
    version          bigint NOT NULL,
    position         bigint NOT NULL,
    exhibit_ref      text,
    kind             text   NOT NULL,
    description      jsonb  NOT NULL,
    status           text   NOT NULL,
    custodian        text,
    custodian_agency text,
    offered_to       text,
    offered_agency   text,
    seal             text,
    hashes           jsonb  NOT NULL,
    on_hold          boolean NOT NULL,
    derived_from     uuid,
    custody_gap      boolean NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL
);

CREATE INDEX exhibit_investigation ON exhibit (investigation_id, position);

CREATE TABLE custody_entry (
    evidence_item_id uuid   NOT NULL,
    position         bigint NOT NULL,
    action           text   NOT NULL,
    by_user          text   NOT NULL,
    by_agency        text   NOT NULL,
    to_user          text,
    to_agency        text,
    occurred         jsonb  NOT NULL,
    recorded_at      timestamptz NOT NULL,
    gap_hours        int,
    data             jsonb  NOT NULL,
    PRIMARY KEY (evidence_item_id, position)
);

-- Links ------------------------------------------------------------------------------------------

CREATE TABLE selector_use (
    token            bytea  NOT NULL,
    position         bigint NOT NULL,
    place            int    NOT NULL,
    kind             text   NOT NULL,
    selector         jsonb  NOT NULL,
    investigation_id uuid   NOT NULL,
    agency           text   NOT NULL,
    category         text   NOT NULL,
    stream           uuid   NOT NULL,
    label            text   NOT NULL,
    handling         jsonb  NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL,
    PRIMARY KEY (token, position, place)
);

COMMENT ON COLUMN selector_use.token IS 'HMAC-SHA-256 of the normalised selector, so that equal selectors meet without being readable.';

CREATE TABLE link_candidate (
    link_id        uuid   PRIMARY KEY,
    token          bytea  NOT NULL,
    kind           text   NOT NULL,
    left_position  bigint NOT NULL,
    left_place     int    NOT NULL,
    right_position bigint NOT NULL,
    right_place    int    NOT NULL,
    left_file      uuid   NOT NULL,
    right_file     uuid   NOT NULL,
    proposed_at    timestamptz NOT NULL,
    position       bigint NOT NULL,
    UNIQUE (token, left_file, right_file)
);

CREATE INDEX link_candidate_position ON link_candidate (position, link_id);
