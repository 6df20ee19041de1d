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
    label            text NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL
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
    victim_case_id      uuid    PRIMARY KEY,
    investigation_id    uuid    NOT NULL,
    agency              text    NOT NULL,
    version             bigint  NOT NULL,
    position            bigint  NOT NULL,
    registered          bigint  NOT NULL,
    alias               text    NOT NULL,
    jurisdiction        text    NOT NULL,
    status              text    NOT NULL,
    clocks              jsonb   NOT NULL,
    urgency             bigint  NOT NULL,
    supported           boolean NOT NULL,
    support_agencies    text[]  NOT NULL,
    releasable_to       text[]  NOT NULL,
    compartments        text[]  NOT NULL,
    whole_handling      jsonb   NOT NULL,
    whole_releasable_to text[]  NOT NULL,
    whole_compartments  text[]  NOT NULL
);

CREATE INDEX victim_order ON victim (urgency, registered);
CREATE INDEX victim_investigation ON victim (investigation_id, urgency, registered);

COMMENT ON COLUMN victim.urgency IS 'Days from 1970-01-01 to the end of the next time limit; 2147483647 when none runs.';
COMMENT ON COLUMN victim.support_agencies IS 'Agencies that look after the person, and therefore see the file.';
COMMENT ON COLUMN victim.releasable_to IS 'Of the registration; every fact since then has its own marking.';
COMMENT ON COLUMN victim.whole_handling IS 'The most restrictive marking of all facts on the board: status, clocks and urgency follow from all of them.';

-- What the board shows, each fact by its own marking; nothing here says who or where the person is.
CREATE TABLE victim_fact (
    victim_case_id uuid   NOT NULL,
    version        bigint NOT NULL,
    kind           text   NOT NULL,
    data           jsonb  NOT NULL,
    occurred       jsonb  NOT NULL,
    handling       jsonb  NOT NULL,
    releasable_to  text[] NOT NULL,
    compartments   text[] NOT NULL,
    PRIMARY KEY (victim_case_id, version)
);

-- Who and where a victim is: read one person at a time, by those who hold the PROTECTION compartment.
CREATE TABLE victim_identity (
    victim_case_id uuid   NOT NULL,
    version        bigint NOT NULL,
    kind           text   NOT NULL,
    data           jsonb  NOT NULL,
    recorded_at    timestamptz NOT NULL,
    handling       jsonb  NOT NULL,
    releasable_to  text[] NOT NULL,
    compartments   text[] NOT NULL,
    PRIMARY KEY (victim_case_id, version)
);

-- Journeys ---------------------------------------------------------------------------------------

CREATE TABLE journey (
    journey_id           uuid   PRIMARY KEY,
    investigation_id     uuid   NOT NULL,
    agency               text   NOT NULL,
    version              bigint NOT NULL,
    begun                bigint NOT NULL,
    position             bigint NOT NULL,
    subject              jsonb  NOT NULL,
    origin               jsonb  NOT NULL,
    intended_destination jsonb,
    facilitation         text   NOT NULL,
    handling             jsonb  NOT NULL,
    releasable_to        text[] NOT NULL,
    compartments         text[] NOT NULL
);

CREATE INDEX journey_investigation ON journey (investigation_id, begun);

COMMENT ON COLUMN journey.begun IS 'The position of its first event, by which a file lists its journeys.';
COMMENT ON COLUMN journey.facilitation IS 'As it was first judged; how many travel, how it is judged and whether it ended follow from the turns that a reader may see.';

CREATE TABLE journey_leg (
    journey_id    uuid   NOT NULL,
    number        int    NOT NULL,
    data          jsonb  NOT NULL,
    event_id      uuid   NOT NULL,
    corrected_by  uuid,
    reason        jsonb,
    warning       jsonb,
    handling      jsonb  NOT NULL,
    releasable_to text[] NOT NULL,
    compartments  text[] NOT NULL,
    PRIMARY KEY (journey_id, number)
);

COMMENT ON COLUMN journey_leg.event_id IS 'The event that first recorded the leg; corrected_by is the last that corrected it.';

CREATE TABLE journey_turn (
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

COMMENT ON TABLE journey_turn IS 'What happened on the way: held, intercepted, deaths and injuries, people joining and leaving, judged otherwise, ended.';

CREATE TABLE journey_screening (
    journey_id       uuid   NOT NULL,
    position         bigint NOT NULL,
    person           int    NOT NULL,
    investigation_id uuid   NOT NULL,
    raised_at        timestamptz NOT NULL,
    releasable_to    text[] NOT NULL,
    compartments     text[] NOT NULL,
    PRIMARY KEY (journey_id, position, person)
);

CREATE INDEX journey_screening_investigation ON journey_screening (investigation_id, position);

COMMENT ON TABLE journey_screening IS 'One task for each person found by an interception.';

CREATE TABLE journey_screened (
    victim_case_id   uuid    PRIMARY KEY,
    investigation_id uuid    NOT NULL,
    screened         boolean NOT NULL
);

CREATE INDEX journey_screened_investigation ON journey_screened (investigation_id);

COMMENT ON TABLE journey_screened IS 'Who was screened in a file, against which its screening tasks are counted.';

-- Exhibits ---------------------------------------------------------------------------------------

CREATE TABLE exhibit (
    evidence_item_id uuid    PRIMARY KEY,
    investigation_id uuid    NOT NULL,
    agency           text    NOT NULL,
    version          bigint  NOT NULL,
    begun            bigint  NOT NULL,
    position         bigint  NOT NULL,
    exhibit_ref      text,
    kind             text    NOT NULL,
    description      jsonb   NOT NULL,
    found_at         jsonb   NOT NULL,
    status           text    NOT NULL,
    status_before    text,
    location         text,
    custodian        text,
    custodian_agency text,
    offered_to       text,
    offered_agency   text,
    offered_for      text,
    seal             text,
    seal_broken      boolean NOT NULL,
    hashes           jsonb   NOT NULL,
    verified         boolean NOT NULL,
    holds            text[]  NOT NULL,
    custody_gap      boolean NOT NULL,
    handling         jsonb   NOT NULL,
    releasable_to    text[]  NOT NULL,
    compartments     text[]  NOT NULL
);

CREATE INDEX exhibit_investigation ON exhibit (investigation_id, begun);
CREATE INDEX exhibit_custodian ON exhibit (custodian, begun);
CREATE INDEX exhibit_offered ON exhibit (offered_to, begun);

COMMENT ON COLUMN exhibit.begun IS 'The position of its first event, by which registers list exhibits.';
COMMENT ON COLUMN exhibit.status_before IS 'Where it is while custody is offered.';
COMMENT ON COLUMN exhibit.holds IS 'The authorities that forbid its return and destruction.';

CREATE TABLE custody_entry (
    evidence_item_id uuid    NOT NULL,
    position         bigint  NOT NULL,
    event_id         uuid    NOT NULL,
    action           text    NOT NULL,
    of_custody       boolean NOT NULL,
    by_user          text    NOT NULL,
    by_agency        text    NOT NULL,
    to_user          text,
    to_agency        text,
    occurred         jsonb   NOT NULL,
    recorded_at      timestamptz NOT NULL,
    gap_hours        int,
    data             jsonb   NOT NULL,
    handling         jsonb   NOT NULL,
    releasable_to    text[]  NOT NULL,
    compartments     text[]  NOT NULL,
    PRIMARY KEY (evidence_item_id, position)
);

COMMENT ON COLUMN custody_entry.of_custody IS 'Tells whose hands, which seal and which place it was in: what goes with the exhibit to whoever holds it.';

CREATE TABLE exhibit_derivation (
    parent   uuid NOT NULL,
    child    uuid NOT NULL,
    relation text,
    PRIMARY KEY (parent, child)
);

CREATE INDEX exhibit_derivation_child ON exhibit_derivation (child);

-- Links ------------------------------------------------------------------------------------------

CREATE TABLE link_stream (
    stream           uuid PRIMARY KEY,
    investigation_id uuid NOT NULL,
    agency           text NOT NULL,
    label            text NOT NULL
);

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
