-- The last correction of a line is found where it stands, in the order it is asked for: while nothing
-- was known of a table that had just been filled, all of it was read from its end for each line.

CREATE INDEX case_timeline_corrected ON case_timeline (corrects, position)
    WHERE corrects IS NOT NULL;

DROP INDEX case_timeline_corrects;
