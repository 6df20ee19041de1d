//! How the journey map is read.

use mpaka_domain::Handling;
use mpaka_domain::movement::journey::Travellers;
use mpaka_domain::value::Place;
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::rows::{JourneyRow, LegRow, ScreeningRow, TurnRow};
use crate::error::StoreError;
use crate::view::{Page, Reader, Views};

/// A journey before its parts are read.
struct Bare {
    journey_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    version: i64,
    begun: i64,
    subject: Json<Travellers>,
    origin: Json<Place>,
    intended_destination: Option<Json<Place>>,
    facilitation: String,
    handling: Json<Handling>,
}

impl Views {
    /// A journey by its id, if the reader may see it.
    pub async fn journey(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<JourneyRow>, StoreError> {
        let bare = sqlx::query_as!(
            Bare,
            r#"SELECT journey_id, investigation_id, agency, version, begun,
                subject AS "subject: Json<Travellers>", origin AS "origin: Json<Place>",
                intended_destination AS "intended_destination: Json<Place>", facilitation,
                handling AS "handling: Json<Handling>"
            FROM journey
            WHERE journey_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)"#,
            id,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(self.with_parts(reader, bare.into_iter().collect()).await?.pop())
    }

    /// A page of a file's journeys that the reader may see, in the order they were started.
    pub async fn journeys(
        &self,
        reader: &Reader,
        investigation: Uuid,
        page: &Page,
    ) -> Result<Vec<JourneyRow>, StoreError> {
        let bare = sqlx::query_as!(
            Bare,
            r#"SELECT journey_id, investigation_id, agency, version, begun,
                subject AS "subject: Json<Travellers>", origin AS "origin: Json<Place>",
                intended_destination AS "intended_destination: Json<Place>", facilitation,
                handling AS "handling: Json<Handling>"
            FROM journey
            WHERE investigation_id = $1
                AND may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5)
                AND ($6::bigint IS NULL OR begun > $6)
                AND ($7::bigint IS NULL OR begun < $7)
            ORDER BY CASE WHEN $8 THEN -begun ELSE begun END
            LIMIT $9"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.with_parts(reader, bare).await
    }

    async fn with_parts(
        &self,
        reader: &Reader,
        bare: Vec<Bare>,
    ) -> Result<Vec<JourneyRow>, StoreError> {
        if bare.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = bare.iter().map(|journey| journey.journey_id).collect();
        let mut legs = self.legs(reader, &ids).await?;
        let mut turns = self.turns(reader, &ids).await?;
        let screenings = self.screenings(reader, &ids).await?;
        let sealed_in_legs = legs.iter_mut().flat_map(|leg| [&mut leg.data, &mut leg.reason]);
        let sealed_in_turns = turns.iter_mut().map(|turn| &mut turn.data);
        self.keys.reveal(&mut sealed_in_legs.chain(sealed_in_turns).collect::<Vec<_>>()).await?;
        let part = |bare: Bare| JourneyRow {
            legs: legs.iter().filter(|leg| leg.journey_id == bare.journey_id).cloned().collect(),
            turns: turns
                .iter()
                .filter(|turn| turn.journey_id == bare.journey_id)
                .cloned()
                .collect(),
            screenings: screenings
                .iter()
                .filter(|task| task.journey_id == bare.journey_id)
                .cloned()
                .collect(),
            journey_id: bare.journey_id,
            investigation_id: bare.investigation_id,
            agency: bare.agency,
            version: bare.version,
            begun: bare.begun,
            subject: bare.subject.0,
            origin: bare.origin.0,
            intended_destination: bare.intended_destination.map(|place| place.0),
            facilitation: bare.facilitation,
            handling: bare.handling.0,
        };
        Ok(bare.into_iter().map(part).collect())
    }

    async fn legs(&self, reader: &Reader, journeys: &[Uuid]) -> Result<Vec<LegRow>, StoreError> {
        Ok(sqlx::query_as!(
            LegRow,
            r#"SELECT l.journey_id, l.number, l.data, l.event_id, l.corrected_by,
                coalesce(l.reason, 'null') AS "reason!: Value", l.warning,
                l.handling AS "handling: Json<Handling>"
            FROM journey_leg l JOIN journey j USING (journey_id)
            WHERE l.journey_id = ANY ($1)
                AND may_see(j.investigation_id, l.releasable_to, l.compartments, $2, $3, $4, $5)
            ORDER BY l.journey_id, l.number"#,
            journeys,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }

    async fn turns(&self, reader: &Reader, journeys: &[Uuid]) -> Result<Vec<TurnRow>, StoreError> {
        Ok(sqlx::query_as!(
            TurnRow,
            r#"SELECT t.journey_id, t.kind, t.data, t.occurred,
                t.handling AS "handling: Json<Handling>"
            FROM journey_turn t JOIN journey j USING (journey_id)
            WHERE t.journey_id = ANY ($1)
                AND may_see(j.investigation_id, t.releasable_to, t.compartments, $2, $3, $4, $5)
            ORDER BY t.journey_id, t.position"#,
            journeys,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// The tasks, of which those longest open count as done first.
    async fn screenings(
        &self,
        reader: &Reader,
        journeys: &[Uuid],
    ) -> Result<Vec<ScreeningRow>, StoreError> {
        Ok(sqlx::query_as!(
            ScreeningRow,
            r#"SELECT t.journey_id, t.person, t.raised_at, t.place <= (
                    SELECT count(*) FROM journey_screened s
                    WHERE s.investigation_id = t.investigation_id AND s.screened
                ) AS "done!"
            FROM (
                SELECT journey_id, position, person, investigation_id, raised_at, releasable_to,
                    compartments, row_number() OVER (
                        PARTITION BY investigation_id ORDER BY position, person
                    ) AS place
                FROM journey_screening
                WHERE investigation_id IN (
                    SELECT investigation_id FROM journey WHERE journey_id = ANY ($1)
                )
            ) t
            WHERE t.journey_id = ANY ($1)
                AND may_see(t.investigation_id, t.releasable_to, t.compartments, $2, $3, $4, $5)
            ORDER BY t.journey_id, t.position, t.person"#,
            journeys,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }
}
