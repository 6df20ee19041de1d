-- The log: every event, once, in one global order; and what an append needs beside it.

-- The first seven columns are postgres-es's, so that a stock postgres-es reads the table.
CREATE TABLE events (
    aggregate_type text        NOT NULL,
    aggregate_id   text        NOT NULL,
    sequence       bigint      NOT NULL CHECK (sequence >= 1),
    event_type     text        NOT NULL,
    event_version  text        NOT NULL,
    payload        json        NOT NULL CHECK (payload::jsonb IS NOT NULL),
    metadata       json        NOT NULL CHECK (metadata::jsonb IS NOT NULL),
    position       bigint      NOT NULL CONSTRAINT events_position UNIQUE CHECK (position >= 1),
    event_id       uuid        NOT NULL CONSTRAINT events_event_id UNIQUE,
    command_id     uuid        NOT NULL,
    recorded_at    timestamptz NOT NULL,
    canonical      bytea       NOT NULL,
    hash           bytea       NOT NULL CHECK (octet_length(hash) = 32),
    PRIMARY KEY (aggregate_type, aggregate_id, sequence)
);

COMMENT ON TABLE events IS 'The log. Rows are only ever added, by append_events().';
COMMENT ON COLUMN events.position IS 'Place in the global order: dense from 1, given in commit order.';
COMMENT ON COLUMN events.payload IS 'The event, personal fields sealed under their data subject''s key; kept as text, but fit for jsonb, which the views are made of.';
COMMENT ON COLUMN events.canonical IS 'The bytes that hash covers (crates/ledger).';

-- One row: the last position given. Its lock is what makes position order commit order.
CREATE TABLE log_head (
    singleton boolean PRIMARY KEY DEFAULT true CHECK (singleton),
    position  bigint  NOT NULL CHECK (position >= 0)
);

INSERT INTO log_head (position) VALUES (0);

-- What each accepted command did, so that the same command sent again gets the same answer.
CREATE TABLE commands (
    command_id     uuid   PRIMARY KEY,
    actor          text   NOT NULL,
    fingerprint    bytea  NOT NULL,
    aggregate_type text   NOT NULL,
    aggregate_id   text   NOT NULL,
    sequence       bigint NOT NULL,
    position       bigint NOT NULL
);

-- Names that only one stream may hold, such as a reference within an agency and a year.
CREATE TABLE claims (
    kind           text NOT NULL,
    key            text NOT NULL,
    aggregate_type text NOT NULL,
    aggregate_id   text NOT NULL,
    PRIMARY KEY (kind, key)
);

-- The data subjects' keys, each sealed under the master key. A destroyed key is a row without one.
CREATE TABLE subject_keys (
    key_id     uuid        PRIMARY KEY,
    subject_id uuid        NOT NULL,
    wrapped    bytea,
    created_at timestamptz NOT NULL
);

CREATE INDEX subject_keys_subject ON subject_keys (subject_id);

CREATE FUNCTION events_are_append_only() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'events are never changed or deleted';
END
$$;

CREATE TRIGGER events_append_only BEFORE UPDATE OR DELETE ON events
    FOR EACH ROW EXECUTE FUNCTION events_are_append_only();
CREATE TRIGGER events_never_truncated BEFORE TRUNCATE ON events
    FOR EACH STATEMENT EXECUTE FUNCTION events_are_append_only();

-- Appends a batch of commands' events. Each command stands or falls alone; the batch is one
-- transaction. The head row is locked first, so everything below sees all that was committed
-- before, and no other append runs until this one has committed: positions are dense and in commit
-- order, versions and claims are checked without a race.
--
-- Per command (arrays of equal length): command_ids, actors, fingerprints, categories, streams,
-- expected (the version decided on). Per event: event_command (the ordinal, from 1, of its
-- command), event_types … hashes. Per claim: claim_command, claim_kinds, claim_keys. Per new
-- subject key: key_command, key_ids, key_subjects, key_wrapped. A command without events changes
-- nothing but is remembered, so that it has the same answer when it is sent again.
--
-- Answers a row a command: its ordinal, and
--   appended   version and position of its last event;
--   repeated   the same, from when the same command was first accepted;
--   reused     the command id was another command's;
--   conflict   version is what the stream is at;
--   claimed    claim is the ordinal of a claim that another stream holds.
CREATE FUNCTION append_events(
    command_ids uuid[], actors text[], fingerprints bytea[], categories text[], streams text[],
    expected bigint[],
    event_command int[], event_types text[], event_versions text[], payloads text[],
    metadatas text[], event_ids uuid[], recorded timestamptz[], canonicals bytea[], hashes bytea[],
    claim_command int[], claim_kinds text[], claim_keys text[],
    key_command int[], key_ids uuid[], key_subjects uuid[], key_wrapped bytea[],
    key_created timestamptz
) RETURNS TABLE (ordinal int, outcome text, version bigint, last_position bigint, claim int)
LANGUAGE plpgsql AS $$
DECLARE
    head    bigint;
    start   bigint;
    earlier commands%ROWTYPE;
    current bigint;
    added   bigint;
BEGIN
    SELECT h.position INTO STRICT head FROM log_head h FOR UPDATE;
    start := head;

    FOR i IN 1 .. coalesce(array_length(command_ids, 1), 0) LOOP
        ordinal := i;
        outcome := NULL;
        version := NULL;
        last_position := NULL;
        claim := NULL;

        SELECT c.* INTO earlier FROM commands c WHERE c.command_id = command_ids[i];
        IF FOUND THEN
            IF earlier.actor = actors[i] AND earlier.fingerprint = fingerprints[i] THEN
                outcome := 'repeated';
                version := earlier.sequence;
                last_position := earlier.position;
            ELSE
                outcome := 'reused';
            END IF;
            RETURN NEXT;
            CONTINUE;
        END IF;

        SELECT coalesce(max(e.sequence), 0) INTO current FROM events e
        WHERE e.aggregate_type = categories[i] AND e.aggregate_id = streams[i];
        IF current <> expected[i] THEN
            outcome := 'conflict';
            version := current;
            RETURN NEXT;
            CONTINUE;
        END IF;

        SELECT min(wanted.ordinality) INTO claim
        FROM unnest(claim_command, claim_kinds, claim_keys)
            WITH ORDINALITY AS wanted (command, kind, key, ordinality)
        JOIN claims held ON held.kind = wanted.kind AND held.key = wanted.key
        WHERE wanted.command = i
            AND (held.aggregate_type, held.aggregate_id)
                IS DISTINCT FROM (categories[i], streams[i]);
        IF claim IS NOT NULL THEN
            outcome := 'claimed';
            RETURN NEXT;
            CONTINUE;
        END IF;

        INSERT INTO claims (kind, key, aggregate_type, aggregate_id)
        SELECT wanted.kind, wanted.key, categories[i], streams[i]
        FROM unnest(claim_command, claim_kinds, claim_keys) AS wanted (command, kind, key)
        WHERE wanted.command = i
        ON CONFLICT (kind, key) DO NOTHING;

        INSERT INTO subject_keys (key_id, subject_id, wrapped, created_at)
        SELECT k.key_id, k.subject_id, k.wrapped, key_created
        FROM unnest(key_command, key_ids, key_subjects, key_wrapped)
            AS k (command, key_id, subject_id, wrapped)
        WHERE k.command = i;

        INSERT INTO events (
            aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
            position, event_id, command_id, recorded_at, canonical, hash
        )
        SELECT
            categories[i], streams[i],
            current + row_number() OVER (ORDER BY n.place),
            n.event_type, n.event_version, n.payload::json, n.metadata::json,
            head + row_number() OVER (ORDER BY n.place),
            n.event_id, command_ids[i], n.recorded_at, n.canonical, n.hash
        FROM unnest(
            event_command, event_types, event_versions, payloads, metadatas, event_ids, recorded,
            canonicals, hashes
        ) WITH ORDINALITY AS n (
            command, event_type, event_version, payload, metadata, event_id, recorded_at, canonical,
            hash, place
        )
        WHERE n.command = i;
        GET DIAGNOSTICS added = ROW_COUNT;

        head := head + added;
        outcome := 'appended';
        version := current + added;
        last_position := head;
        INSERT INTO commands (
            command_id, actor, fingerprint, aggregate_type, aggregate_id, sequence, position
        ) VALUES (
            command_ids[i], actors[i], fingerprints[i], categories[i],
            streams[i], version, last_position
        );
        RETURN NEXT;
    END LOOP;

    IF head > start THEN
        UPDATE log_head SET position = head;
        PERFORM pg_notify('mpaka_log', head::text);
    END IF;
END
$$;
