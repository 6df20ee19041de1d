-- The law is read from the log by itself, whatever else the log holds.

CREATE INDEX events_law ON events (position)
    WHERE aggregate_type IN ('calendar', 'case_template', 'clock_rule', 'code_system', 'statute');
