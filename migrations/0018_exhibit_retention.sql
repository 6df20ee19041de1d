-- Until when exhibits are retained, once that was set.

ALTER TABLE exhibit ADD COLUMN retention_ends date;
ALTER TABLE exhibit ADD COLUMN retention_basis jsonb;

COMMENT ON COLUMN exhibit.retention_ends IS 'The day its retention period ends, from which it may be destroyed; null while none was set.';
COMMENT ON COLUMN exhibit.retention_basis IS 'The law or rule that says so.';
