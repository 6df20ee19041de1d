//! Making a view from the log, beside one statement written by hand that makes the same rows.

use std::time::Instant;

use sqlx::{Executor, PgConnection};

use crate::Bench;
use crate::error::BenchError;
use crate::ground::connect;
use crate::measure::{Rate, median, number, seconds};
use crate::system::Mpaka;

/// The measure of the timeline.
pub const PROJECTION: &str = "projection";

/// Empty tables like the view's, for the rows made by hand.
const LAY_OUT: &str = "
DROP SCHEMA IF EXISTS by_hand CASCADE;
CREATE SCHEMA by_hand;
CREATE TABLE by_hand.case_stream (LIKE public.case_stream INCLUDING ALL);
CREATE TABLE by_hand.case_timeline (LIKE public.case_timeline INCLUDING ALL);
";

/// The timeline of a log that holds investigations only, in one statement.
const BY_HAND: &str = "
WITH read AS (
    SELECT e.position, e.event_id, e.aggregate_type, e.aggregate_id::uuid AS stream, e.sequence,
        e.event_type, e.recorded_at, e.payload::jsonb AS payload, e.metadata::jsonb AS envelope
    FROM events e
), parsed AS (
    SELECT r.*, (r.envelope ->> 'occurred')::jsonb AS occurred,
        (r.envelope ->> 'handling')::jsonb AS handling,
        r.payload -> (split_part(r.event_type, '.', 2)) AS data
    FROM read r
), marked AS (
    SELECT p.*,
        ARRAY(SELECT jsonb_array_elements_text(p.handling -> 'releasable_to')) AS releasable_to,
        ARRAY(SELECT jsonb_array_elements_text(p.handling -> 'compartments')) AS compartments
    FROM parsed p
), filed AS (
    INSERT INTO by_hand.case_stream (
        stream, category, investigation_id, label, releasable_to, compartments
    )
    SELECT m.stream, m.aggregate_type, m.stream, m.data ->> 'reference', m.releasable_to,
        m.compartments
    FROM marked m WHERE m.event_type = 'investigation.opened'
    RETURNING stream, investigation_id
)
INSERT INTO by_hand.case_timeline (
    position, event_id, investigation_id, category, stream, version, event_type, occurred,
    occurred_earliest, occurred_latest, recorded_at, recorded_by, recorded_agency, recorded_role,
    legal_basis, purpose, source, handling, releasable_to, compartments, data, corrects, exercise
)
SELECT m.position, m.event_id, f.investigation_id, m.aggregate_type, m.stream, m.sequence,
    m.event_type, m.occurred, (m.occurred ->> 'earliest')::timestamptz,
    (m.occurred ->> 'latest')::timestamptz, m.recorded_at, m.envelope ->> 'user',
    m.envelope ->> 'agency', m.envelope ->> 'role', (m.envelope ->> 'legal_basis')::jsonb,
    m.envelope ->> 'purpose', (m.envelope ->> 'source')::jsonb, m.handling, m.releasable_to,
    m.compartments, m.data, (m.data ->> 'corrects_event_id')::uuid, m.envelope ? 'exercise'
FROM marked m JOIN filed f ON f.stream = m.stream
";

/// How many rows the view's tables and those made by hand do not share.
const DIFFERENCE: &str = "
SELECT (SELECT count(*) FROM (
        (TABLE public.case_timeline EXCEPT TABLE by_hand.case_timeline)
        UNION ALL (TABLE by_hand.case_timeline EXCEPT TABLE public.case_timeline)
    ) AS lines) + (SELECT count(*) FROM (
        (TABLE public.case_stream EXCEPT TABLE by_hand.case_stream)
        UNION ALL (TABLE by_hand.case_stream EXCEPT TABLE public.case_stream)
    ) AS streams)
";

/// Makes the timeline both ways, in turn, and checks that the rows are the same.
pub async fn measure(bench: &mut Bench, url: &str) -> Result<Vec<Rate>, BenchError> {
    bench.note("making the timeline");
    let (mut by_hand, mut by_view) = (Vec::new(), Vec::new());
    for _ in 0..bench.scale.rounds {
        let engine = Mpaka::open(url).await?;
        let events = u64::try_from(engine.store.log().head().await?).unwrap_or_default();
        let mut connection = connect(url).await?;
        connection.execute(LAY_OUT).await?;
        bench.ground.checkpoint().await?;
        let began = Instant::now();
        connection.execute(BY_HAND).await?;
        by_hand.push(number(events) / seconds(began.elapsed()));
        bench.ground.checkpoint().await?;
        let began = Instant::now();
        engine.store.rebuild("case_timeline", &|_, _| {}).await?;
        by_view.push(number(events) / seconds(began.elapsed()));
        same(&mut connection).await?;
        engine.close().await;
    }
    let rate = |system, rates| Rate {
        measure: PROJECTION,
        system,
        events: bench.scale.read,
        events_per_second: median(rates),
    };
    Ok(vec![rate("sql", by_hand), rate("mpaka", by_view)])
}

async fn same(connection: &mut PgConnection) -> Result<(), BenchError> {
    let differing: i64 = sqlx::query_scalar(DIFFERENCE).fetch_one(connection).await?;
    if differing > 0 { Err(BenchError::Differ(differing)) } else { Ok(()) }
}
