//! The facts that the board is made from, each by its own marking.

use std::collections::BTreeMap;

use mpaka_domain::Handling;
use mpaka_domain::protection::victim_case::VictimCase;
use mpaka_domain::value::PartialTime;
use sqlx::PgConnection;
use sqlx::types::Json;
use uuid::Uuid;

use super::board::Board;
use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::fact::event;
use crate::view::{Reader, Views, marking};

/// Keeps an event that the board is made from.
pub(super) async fn keep(
    victim_case: Uuid,
    recorded: &Recorded,
    view: &mut PgConnection,
) -> Result<(), StoreError> {
    let (releasable_to, compartments) = marking(&recorded.metadata.handling);
    sqlx::query!(
        "INSERT INTO victim_fact (
            victim_case_id, version, kind, data, occurred, handling, releasable_to, compartments
        ) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)",
        victim_case,
        recorded.version,
        recorded.name(),
        recorded.sealed_data()?,
        Json(&recorded.metadata.occurred) as _,
        Json(&recorded.metadata.handling) as _,
        &releasable_to,
        &compartments
    )
    .execute(view)
    .await?;
    Ok(())
}

impl Views {
    /// The boards of files, each made of the facts that the reader may see, with the most restrictive
    /// marking of those (E4).
    pub(super) async fn victim_boards(
        &self,
        reader: &Reader,
        victim_cases: &[Uuid],
    ) -> Result<BTreeMap<Uuid, (Board, Handling)>, StoreError> {
        let facts = sqlx::query!(
            r#"SELECT f.victim_case_id, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.handling AS "handling: Json<Handling>"
            FROM victim_fact f JOIN victim v USING (victim_case_id)
            WHERE f.victim_case_id = ANY ($1) AND (
                may_see(v.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
                OR (f.compartments <@ $5 AND $3 = ANY (v.support_agencies))
            )
            ORDER BY f.victim_case_id, f.version"#,
            victim_cases,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        let mut boards: BTreeMap<Uuid, (Board, Handling)> = BTreeMap::new();
        for fact in facts {
            let event =
                event::<VictimCase>(fact.victim_case_id, fact.version, fact.kind, fact.data)?;
            if let Some((board, handling)) = boards.get_mut(&fact.victim_case_id) {
                board.add(event, &fact.occurred.0);
                *handling = handling.and(&fact.handling.0);
            } else if let Some(board) = Board::opened_by(&event) {
                boards.insert(fact.victim_case_id, (board, fact.handling.0));
            }
        }
        Ok(boards)
    }
}
