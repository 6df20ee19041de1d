-- Files of exhibits: those that are kept (a table of the custody ledger's view), those that are being
-- received, and which store they are in.

CREATE TABLE exhibit_file (
    file_id          uuid        PRIMARY KEY,
    evidence_item_id uuid        NOT NULL,
    position         bigint      NOT NULL,
    event_id         uuid        NOT NULL,
    name             jsonb       NOT NULL,
    size             bigint      NOT NULL,
    media_type       text        NOT NULL,
    hashes           jsonb       NOT NULL,
    blob             text        NOT NULL,
    stored_at        timestamptz NOT NULL,
    checked_at       timestamptz NOT NULL,
    altered          boolean     NOT NULL,
    handling         jsonb       NOT NULL,
    releasable_to    text[]      NOT NULL,
    compartments     text[]      NOT NULL
);

CREATE INDEX exhibit_file_exhibit ON exhibit_file (evidence_item_id, position);
CREATE INDEX exhibit_file_due ON exhibit_file (checked_at) WHERE NOT altered;

COMMENT ON COLUMN exhibit_file.blob IS 'The address of its manifest in the store: a BLAKE3 digest.';
COMMENT ON COLUMN exhibit_file.checked_at IS 'When it was last read whole and compared; when it was stored, until then.';

-- The mark of the store that this database's files are in: one row, made with the first upload.
CREATE TABLE file_store (
    only_one boolean PRIMARY KEY DEFAULT true CHECK (only_one),
    store_id uuid    NOT NULL
);

-- Uploads: how far each has come. Not history: what becomes of one is an event of its exhibit.
CREATE TABLE file_upload (
    upload_id        uuid        PRIMARY KEY,
    evidence_item_id uuid        NOT NULL,
    actor            jsonb       NOT NULL,
    envelope         jsonb       NOT NULL,
    size             bigint      NOT NULL CHECK (size > 0),
    received         bigint      NOT NULL DEFAULT 0 CHECK (received BETWEEN 0 AND size),
    declared         text,
    key_id           uuid        NOT NULL,
    wrapped          bytea       NOT NULL,
    name             bytea       NOT NULL,
    state            text        NOT NULL DEFAULT 'OPEN'
        CHECK (state IN ('OPEN', 'WHOLE', 'STORED', 'REFUSED', 'GONE')),
    refusal          jsonb,
    position         bigint,
    touched_at       timestamptz NOT NULL DEFAULT now()
);

CREATE INDEX file_upload_touched ON file_upload (touched_at);

COMMENT ON COLUMN file_upload.declared IS 'The SHA-256 digest that the sender computed, where they say one.';
COMMENT ON COLUMN file_upload.wrapped IS 'The file''s key, under the key of the exhibit''s data.';
COMMENT ON COLUMN file_upload.name IS 'The file''s name, sealed under the key of the exhibit''s data.';
COMMENT ON COLUMN file_upload.state IS 'WHOLE: all bytes are there and are being judged. GONE: its objects are being removed.';

CREATE TABLE file_upload_part (
    upload_id uuid    NOT NULL REFERENCES file_upload ON DELETE CASCADE,
    part      int     NOT NULL CHECK (part >= 0),
    length    int     NOT NULL CHECK (length > 0),
    address   bytea   NOT NULL,
    PRIMARY KEY (upload_id, part)
);

COMMENT ON TABLE file_upload_part IS 'The sealed parts of an upload in the store, all full but the last.';
