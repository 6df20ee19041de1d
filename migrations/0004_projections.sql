-- Views that meet an event they cannot take in: the event and what follows it in its stream are set
-- aside for that view alone, by name, until the view is made anew.

ALTER TABLE projections ADD COLUMN parked bigint NOT NULL DEFAULT 0 CHECK (parked >= 0);

COMMENT ON COLUMN projections.parked IS 'How many rows of projection_parked are this view''s.';

CREATE TABLE projection_parked (
    projection text        NOT NULL,
    position   bigint      NOT NULL,
    category   text        NOT NULL,
    stream     text        NOT NULL,
    version    bigint      NOT NULL,
    event_type text        NOT NULL,
    error      text,
    behind     bigint,
    attempts   int         NOT NULL,
    parked_at  timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, position),
    CHECK ((error IS NULL) <> (behind IS NULL))
);

CREATE INDEX projection_parked_stream ON projection_parked (projection, stream, category);

COMMENT ON COLUMN projection_parked.error IS 'Why the view could not take the event in; never a value of the event.';
COMMENT ON COLUMN projection_parked.behind IS 'The parked event of the same stream that this one waits behind.';

-- Decisions to leave an event out of a view for good: kept when the view is made anew.
CREATE TABLE projection_skipped (
    projection text        NOT NULL,
    position   bigint      NOT NULL,
    category   text        NOT NULL,
    stream     text        NOT NULL,
    version    bigint      NOT NULL,
    event_type text        NOT NULL,
    error      text,
    reason     text        NOT NULL,
    skipped_by text        NOT NULL DEFAULT session_user,
    skipped_at timestamptz NOT NULL DEFAULT now(),
    PRIMARY KEY (projection, position)
);

COMMENT ON COLUMN projection_skipped.skipped_by IS 'The database''s user; who that is, the operator''s reason says.';

-- How far the making anew of a view is; true only while somebody holds the lock on it.
CREATE TABLE projection_rebuilds (
    projection text   PRIMARY KEY,
    position   bigint NOT NULL
);

-- A part of an advisory lock's key, as pg_locks shows it.
CREATE FUNCTION lock_part(name text) RETURNS oid IMMUTABLE LANGUAGE sql AS $$
    SELECT (hashtext(name)::bigint & 4294967295)::oid
$$;
