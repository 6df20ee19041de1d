//! How the suspects and exhibits of an investigation stand: what rules P1 to P3 ask of a charge.

use mpaka_domain::Handling;
use mpaka_domain::casework::suspect::NonpunishmentDecision;
use mpaka_domain::prosecution::prosecution_file::{
    ChargeStanding, ExhibitStanding, Referral, SuspectStanding,
};
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::exhibit::ExhibitStatus;
use crate::view::{Reader, Views};

/// An exhibit that may prove something.
#[derive(Debug, Clone)]
pub(super) struct ExhibitLine {
    pub id: Uuid,
    pub mark: Option<String>,
    pub standing: ExhibitStanding,
    /// Whether the reader may see it.
    pub seen: bool,
}

struct SuspectLine {
    id: Uuid,
    standing: SuspectStanding,
    seen: bool,
}

impl Views {
    /// To whom an investigation was referred, with everything that has been recorded so far taken into
    /// account.
    pub async fn referral(&self, investigation: Uuid) -> Result<Referral, StoreError> {
        self.everything_so_far().await?;
        let row = sqlx::query!(
            r#"SELECT i.status, array(
                SELECT p.agency FROM investigation_party p
                WHERE p.investigation_id = i.investigation_id AND p.member = ''
                    AND p.role = 'PROSECUTOR'
                ORDER BY p.agency
            ) AS "agencies!"
            FROM investigation i WHERE i.investigation_id = $1"#,
            investigation
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(row.map_or_else(Referral::default, |row| Referral {
            status: row.status.parse().ok(),
            agencies: row.agencies.iter().filter_map(|agency| agency.parse().ok()).collect(),
        }))
    }

    /// How an investigation's suspects and exhibits stand, whoever asks, with everything that has been
    /// recorded so far taken into account.
    pub async fn charge_standing(&self, investigation: Uuid) -> Result<ChargeStanding, StoreError> {
        self.standing(None, investigation).await
    }

    /// The same, of those suspects and exhibits only that the reader may see.
    pub async fn charge_standing_seen_by(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<ChargeStanding, StoreError> {
        self.standing(Some(reader), investigation).await
    }

    async fn standing(
        &self,
        reader: Option<&Reader>,
        investigation: Uuid,
    ) -> Result<ChargeStanding, StoreError> {
        self.everything_so_far().await?;
        let nobody = Reader::nobody();
        let (all, reader) = (reader.is_none(), reader.unwrap_or(&nobody));
        let suspects = self.suspects_standing(reader, investigation).await?;
        let exhibits = self.evidence_standing(reader, investigation).await?;
        Ok(ChargeStanding {
            suspects: suspects
                .into_iter()
                .filter(|suspect| all || suspect.seen)
                .map(|suspect| (suspect.id.into(), suspect.standing))
                .collect(),
            exhibits: exhibits
                .into_iter()
                .filter(|exhibit| all || exhibit.seen)
                .map(|exhibit| (exhibit.id.into(), exhibit.standing))
                .collect(),
        })
    }

    /// P2: a review counts for the signs that were flagged before it.
    async fn suspects_standing(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Vec<SuspectLine>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT s.suspect_id, flagged.version IS NOT NULL AS "flagged!",
                review.decision AS "decision?",
                may_see(s.investigation_id, s.releasable_to, s.compartments, $2, $3, $4, $5)
                    AS "seen!"
            FROM suspect s
            LEFT JOIN LATERAL (
                SELECT f.version FROM suspect_fact f
                WHERE f.suspect_id = s.suspect_id AND f.kind = 'possible_victim_flagged'
                ORDER BY f.version DESC
                LIMIT 1
            ) flagged ON true
            LEFT JOIN LATERAL (
                SELECT f.data ->> 'decision' AS decision FROM suspect_fact f
                WHERE f.suspect_id = s.suspect_id AND f.kind = 'nonpunishment_reviewed'
                    AND f.version > flagged.version
                ORDER BY f.version DESC
                LIMIT 1
            ) review ON true
            WHERE s.investigation_id = $1
            ORDER BY s.suspect_id"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .map(|row| SuspectLine {
                id: row.suspect_id,
                standing: match row.decision.and_then(|decision| decision.parse().ok()) {
                    _ if !row.flagged => SuspectStanding::Unflagged,
                    None => SuspectStanding::ReviewDue,
                    Some(NonpunishmentDecision::Proceed) => SuspectStanding::Reviewed,
                    Some(NonpunishmentDecision::DoNotProceed) => SuspectStanding::NotToBePunished,
                },
                seen: row.seen,
            })
            .collect())
    }

    /// P3: what was made from an exhibit was obtained as that was.
    pub(super) async fn evidence_standing(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Vec<ExhibitLine>, StoreError> {
        let rows = sqlx::query!(
            r#"WITH RECURSIVE made_from (exhibit, origin) AS (
                SELECT evidence_item_id, evidence_item_id FROM exhibit WHERE investigation_id = $1
                UNION
                SELECT m.exhibit, d.parent
                FROM made_from m JOIN exhibit_derivation d ON d.child = m.origin
            )
            SELECT x.evidence_item_id, x.exhibit_ref, x.status,
                (
                    SELECT coalesce(jsonb_agg(DISTINCT c.handling), '[]')
                    FROM made_from m JOIN custody_entry c ON c.evidence_item_id = m.origin
                    WHERE m.exhibit = x.evidence_item_id
                        AND c.action IN ('IDENTIFIED', 'SEIZED', 'ACQUIRED')
                ) AS "obtained!: Json<Vec<Handling>>",
                may_see(x.investigation_id, x.releasable_to, x.compartments, $2, $3, $4, $5)
                    AS "seen!"
            FROM exhibit x
            WHERE x.investigation_id = $1
            ORDER BY x.begun"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows
            .into_iter()
            .filter_map(|row| {
                let standing = if row.obtained.0.iter().all(Handling::is_for_court) {
                    standing(ExhibitStatus::stored(&row.status)?)
                } else {
                    ExhibitStanding::NotForCourt
                };
                let (id, mark, seen) = (row.evidence_item_id, row.exhibit_ref, row.seen);
                Some(ExhibitLine { id, mark, standing, seen })
            })
            .collect())
    }
}

/// Whether an exhibit in this state can be shown to a court.
fn standing(status: ExhibitStatus) -> ExhibitStanding {
    match status {
        ExhibitStatus::Identified => ExhibitStanding::NotSeized,
        ExhibitStatus::Seized
        | ExhibitStatus::InStore
        | ExhibitStatus::InTransfer
        | ExhibitStatus::InExamination
        | ExhibitStatus::LentAbroad
        | ExhibitStatus::InCourt => ExhibitStanding::Admissible,
        ExhibitStatus::Compromised => ExhibitStanding::Compromised,
        ExhibitStatus::Excluded => ExhibitStanding::Excluded,
        ExhibitStatus::Returned => ExhibitStanding::Returned,
        ExhibitStatus::Destroyed => ExhibitStanding::Destroyed,
    }
}
