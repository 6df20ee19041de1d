-- An append that goes straight to its inserts. The keys of `events`, `commands` and `claims` refuse
-- what must not be written; why they did is asked afterwards, as it rarely happens.

-- A row is kept in one piece where it fits a page. By default a row of over 2 kB is compressed, which
-- sealed fields do not give way to, and then cut up, which costs more than all else of an insert, and
-- again at each read.
ALTER TABLE events SET (toast_tuple_target = 8160);

DROP FUNCTION append_events;

-- Appends the events of a batch of commands, all or none, and answers the position before the first.
--
-- The head row comes first: no other append runs until this one has committed or failed, so that
-- positions are dense and in commit order. A number of statements does it that does not depend on the
-- batch.
--
-- Per command (arrays of equal length): command_ids, actors, fingerprints, categories, streams,
-- expected (the version decided on), counts (how many events), reached (how many in the batch up to its
-- last). Per event, in the order of the commands and of their streams: event_command (the ordinal, from
-- 1, of its command), event_sequence (its place in its stream), event_types … hashes. Per claim:
-- claim_command, claim_kinds, claim_keys. Per new subject key: key_ids, key_subjects, key_wrapped.
-- A command without events changes nothing but is remembered, so that it has the same answer when it
-- is sent again. With tell, whoever listens to mpaka_log is told how far the log goes now.
--
-- Fails with unique_violation when one of the commands cannot be taken: its id is known, its stream is
-- not at the version it was decided on or is of another category, or another stream holds a name that
-- it claims.
CREATE FUNCTION append_events(
    command_ids uuid[], actors text[], fingerprints bytea[], categories text[], streams text[],
    expected bigint[], counts int[], reached bigint[],
    event_command int[], event_sequence bigint[], event_types text[], event_versions text[],
    payloads text[], metadatas text[], event_ids uuid[], recorded timestamptz[],
    canonicals bytea[], hashes bytea[],
    claim_command int[], claim_kinds text[], claim_keys text[],
    key_ids uuid[], key_subjects uuid[], key_wrapped bytea[], key_created timestamptz,
    tell boolean
) RETURNS bigint
LANGUAGE plpgsql AS $$
DECLARE
    head    bigint;
    claimed bigint;
BEGIN
    UPDATE log_head SET position = position + cardinality(event_ids)
    RETURNING position - cardinality(event_ids) INTO STRICT head;

    -- What the key of `events` does not tell: a stream that is shorter than the sender believes, since
    -- the log was set back, and one that has moved on under a command that adds nothing to it.
    -- (Conditions that read no table are apart from those that do: they need no plan.)
    IF 0 < ANY (expected) OR 0 = ANY (counts) THEN
        IF EXISTS (
            SELECT FROM unnest(categories, streams, expected, counts)
                AS a (category, stream, version, count)
            WHERE a.version > 0 AND NOT EXISTS (
                SELECT FROM events e
                WHERE e.aggregate_id = a.stream AND e.sequence = a.version
                    AND e.aggregate_type = a.category
            ) OR a.count = 0 AND EXISTS (
                SELECT FROM events e
                WHERE e.aggregate_id = a.stream AND e.sequence = a.version + 1
            )
        ) THEN
            RAISE unique_violation USING MESSAGE = 'a stream is not what its command was decided on';
        END IF;
    END IF;

    INSERT INTO events (
        aggregate_type, aggregate_id, sequence, event_type, event_version, payload, metadata,
        position, event_id, command_id, recorded_at, canonical, hash
    )
    SELECT
        categories[n.command], streams[n.command], n.sequence, n.event_type, n.event_version,
        n.payload::json, n.metadata::json, head + n.place, n.event_id,
        command_ids[n.command], n.recorded_at, n.canonical, n.hash
    FROM unnest(
        event_command, event_sequence, event_types, event_versions, payloads, metadatas, event_ids,
        recorded, canonicals, hashes
    ) WITH ORDINALITY AS n (
        command, sequence, event_type, event_version, payload, metadata, event_id, recorded_at,
        canonical, hash, place
    );

    INSERT INTO commands (
        command_id, actor, fingerprint, aggregate_type, aggregate_id, sequence, position, recorded_at
    )
    SELECT
        a.command_id, a.actor, a.fingerprint, a.category, a.stream,
        a.version + a.count, head + a.reached, now()
    FROM unnest(command_ids, actors, fingerprints, categories, streams, expected, counts, reached)
        AS a (command_id, actor, fingerprint, category, stream, version, count, reached);

    IF cardinality(claim_command) > 0 THEN
        INSERT INTO claims (kind, key, aggregate_type, aggregate_id)
        SELECT w.kind, w.key, categories[w.command], streams[w.command]
        FROM unnest(claim_command, claim_kinds, claim_keys) AS w (command, kind, key)
        ON CONFLICT (kind, key) DO NOTHING;
        GET DIAGNOSTICS claimed = ROW_COUNT;
        -- A stream may claim again what it holds.
        IF claimed < cardinality(claim_command) THEN
            IF EXISTS (
                SELECT FROM unnest(claim_command, claim_kinds, claim_keys) AS w (command, kind, key)
                JOIN claims h ON h.kind = w.kind AND h.key = w.key
                WHERE h.aggregate_id <> streams[w.command]
            ) THEN
                RAISE unique_violation USING MESSAGE = 'another stream holds a name that is claimed';
            END IF;
        END IF;
    END IF;

    IF cardinality(key_ids) > 0 THEN
        INSERT INTO subject_keys (key_id, subject_id, wrapped, created_at)
        SELECT k.key_id, k.subject_id, k.wrapped, key_created
        FROM unnest(key_ids, key_subjects, key_wrapped) AS k (key_id, subject_id, wrapped);
    END IF;

    IF tell AND cardinality(event_ids) > 0 THEN
        PERFORM pg_notify('mpaka_log', (head + cardinality(event_ids))::text);
    END IF;
    RETURN head;
END
$$;
