-- Intelligence reports: what was submitted, how it is graded, what was sanitised from it, to whom that
-- went, and what rests on it.

CREATE TABLE intelligence_report (
    intelligence_report_id uuid   PRIMARY KEY,
    investigation_id       uuid   NOT NULL,
    agency                 text   NOT NULL,
    version                bigint NOT NULL,
    begun                  bigint NOT NULL,
    position               bigint NOT NULL,
    urn                    text   NOT NULL,
    submitted_by           text   NOT NULL,
    submitted_at           timestamptz NOT NULL,
    collected              jsonb  NOT NULL,
    content                jsonb  NOT NULL,
    obtained_how           jsonb  NOT NULL,
    source_handle          jsonb  NOT NULL,
    status                 text   NOT NULL,
    grade                  jsonb,
    evaluator              text,
    duty_of_care           jsonb,
    risk_if_disseminated   jsonb,
    corroborations         jsonb  NOT NULL,
    recalled_at            timestamptz,
    recall_reason          jsonb,
    retained_until         date,
    handling               jsonb  NOT NULL,
    compartments           text[] NOT NULL
);

CREATE INDEX intelligence_report_investigation ON intelligence_report (investigation_id, begun);

COMMENT ON COLUMN intelligence_report.begun IS 'The position of its first event, by which a file lists its intelligence.';
COMMENT ON COLUMN intelligence_report.source_handle IS 'Read by the officer who submitted the report, and by nobody else.';
COMMENT ON COLUMN intelligence_report.grade IS 'The grade it has now; corroborations are what else says the same.';
COMMENT ON COLUMN intelligence_report.handling IS 'The most restrictive marking of what is known of the report itself.';

CREATE TABLE sanitised_report (
    sanitised_report_id    uuid   PRIMARY KEY,
    intelligence_report_id uuid   NOT NULL,
    position               bigint NOT NULL,
    urn                    text   NOT NULL,
    content                jsonb  NOT NULL,
    removed                text[] NOT NULL,
    handling               jsonb  NOT NULL,
    compartments           text[] NOT NULL
);

CREATE INDEX sanitised_report_of ON sanitised_report (intelligence_report_id, position);
CREATE INDEX sanitised_report_position ON sanitised_report (position);

COMMENT ON COLUMN sanitised_report.handling IS 'As it was marked when it was sanitised; the conditions of use of the report hold besides.';

CREATE TABLE intelligence_dissemination (
    position               bigint NOT NULL PRIMARY KEY,
    intelligence_report_id uuid   NOT NULL,
    sanitised_report_id    uuid,
    to_agency              text   NOT NULL,
    conditions             text[] NOT NULL,
    ack_by                 date,
    disseminated_by        text   NOT NULL,
    disseminated_at        timestamptz NOT NULL,
    acknowledged_by        text,
    acknowledged_at        timestamptz
);

CREATE INDEX intelligence_dissemination_report ON intelligence_dissemination (intelligence_report_id, position);
CREATE INDEX intelligence_dissemination_to ON intelligence_dissemination (to_agency, sanitised_report_id);

COMMENT ON COLUMN intelligence_dissemination.sanitised_report_id IS 'Null where the report itself went to the unit that it comes from.';

CREATE TABLE intelligence_dependant (
    intelligence_report_id uuid NOT NULL,
    category               text NOT NULL,
    record                 uuid NOT NULL,
    PRIMARY KEY (intelligence_report_id, category, record)
);

COMMENT ON TABLE intelligence_dependant IS 'What rests on a report that was recalled, and is to be looked at again.';

-- By which report a fact was sourced, for when that report is recalled.
CREATE INDEX case_timeline_intelligence ON case_timeline (upper(source ->> 'reference'))
    WHERE source ->> 'kind' = 'INTELLIGENCE_REPORT';
