//! D3: which exhibits and statements of an investigation are neither used nor listed.

use std::collections::BTreeSet;

use mpaka_domain::Handling;
use mpaka_domain::casework::text::Reference;
use mpaka_domain::id::{EvidenceItemId, SuspectId};
use mpaka_domain::prosecution::disclosure_schedule::{DisclosureSchedule, Lists, Material};
use mpaka_domain::prosecution::prosecution_file::{ChargeStatus, ProsecutionFile};
use mpaka_domain::value::PartialTime;
use sqlx::types::Json;
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::exhibit::ExhibitStatus;
use crate::view::fact::{StoredFact, event, unopened};
use crate::view::{Reader, Views, prosecution};

/// What kind of material is neither used nor listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GapKind {
    /// An exhibit that was seized.
    Exhibit,
    /// A statement or interview that was recorded under a mark that no exhibit of the file has.
    Statement,
}

/// Something that is neither used nor listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// What it is.
    pub kind: GapKind,
    /// The exhibit, where it is one.
    pub evidence_item_id: Option<Uuid>,
    /// Its mark.
    pub mark: String,
}

/// Whether everything is used or listed, and what is not as far as the reader may see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Completeness {
    /// What is neither used nor listed, exhibits first, and that the reader may see.
    pub gaps: Vec<Gap>,
    /// How many there are, whoever may see them.
    pub all: u32,
    /// Whether there are none, whoever may see them; told to those only whose file it is, as anybody else
    /// is not to learn that there is more than they see.
    pub complete: Option<bool>,
}

/// What the charges of an investigation rely on.
pub(super) struct Reliance {
    /// The exhibits that prove an element of a charge that stands.
    pub exhibits: BTreeSet<EvidenceItemId>,
    /// The suspects of charges that were approved and not given up.
    pub accused: BTreeSet<SuspectId>,
}

/// An exhibit that was seized.
pub(super) struct SeizedExhibit {
    pub id: Uuid,
    pub mark: String,
    pub compromised: bool,
    /// Whether the reader may see it.
    pub seen: bool,
}

struct Statement {
    mark: String,
    seen: bool,
}

impl Views {
    /// Whether everything that an investigation holds is used or listed.
    pub async fn disclosure_completeness(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Completeness, StoreError> {
        let lists = self.disclosure_lists(investigation).await?;
        let reliance = self.reliance(investigation).await?;
        let exhibits = self.seized_exhibits(reader, investigation).await?;
        self.completeness(reader, investigation, &lists, &reliance, &exhibits).await
    }

    pub(super) async fn completeness(
        &self,
        reader: &Reader,
        investigation: Uuid,
        lists: &Lists,
        reliance: &Reliance,
        exhibits: &[SeizedExhibit],
    ) -> Result<Completeness, StoreError> {
        let mut gaps = Vec::new();
        for SeizedExhibit { id, mark, seen, .. } in exhibits {
            let exhibit = EvidenceItemId::from(*id);
            let accounted = reliance.exhibits.contains(&exhibit)
                || lists.accounts_for(&Material::Exhibit(exhibit));
            if !accounted {
                let (kind, evidence_item_id) = (GapKind::Exhibit, Some(*id));
                gaps.push((*seen, Gap { kind, evidence_item_id, mark: mark.clone() }));
            }
        }
        let marks: BTreeSet<&str> = exhibits.iter().map(|exhibit| exhibit.mark.as_str()).collect();
        for Statement { mark, seen } in self.statements(reader, investigation).await? {
            let recorded = mark.parse::<Reference>().ok().map(Material::Record);
            let accounted = marks.contains(mark.as_str())
                || recorded.is_some_and(|record| lists.accounts_for(&record));
            if !accounted {
                gaps.push((seen, Gap { kind: GapKind::Statement, evidence_item_id: None, mark }));
            }
        }
        let party = self.is_party(reader, investigation).await?;
        Ok(Completeness {
            all: u32::try_from(gaps.len()).unwrap_or(u32::MAX),
            complete: party.then_some(gaps.is_empty()),
            gaps: gaps.into_iter().filter(|(seen, _)| *seen).map(|(_, gap)| gap).collect(),
        })
    }

    /// Whether a file is the reader's: what is released to nobody and kept to no compartment shows it.
    async fn is_party(&self, reader: &Reader, investigation: Uuid) -> Result<bool, StoreError> {
        Ok(sqlx::query_scalar!(
            r#"SELECT may_see($1, '{}', '{}', $2, $3, $4, $5) AS "party!""#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_one(&self.pool)
        .await?)
    }

    /// The schedules of an investigation, whoever may see them, their texts unread.
    pub(super) async fn disclosure_lists(&self, investigation: Uuid) -> Result<Lists, StoreError> {
        let facts = sqlx::query!(
            r#"SELECT f.disclosure_schedule_id, f.version, f.kind, f.data
            FROM disclosure_fact f JOIN disclosure_schedule d USING (disclosure_schedule_id)
            WHERE d.investigation_id = $1
            ORDER BY f.version"#,
            investigation
        )
        .fetch_all(&self.pool)
        .await?;
        let mut lists = Lists::default();
        for fact in facts {
            let stream = fact.disclosure_schedule_id;
            lists.learn(&event::<DisclosureSchedule>(stream, fact.version, fact.kind, fact.data)?);
        }
        Ok(lists)
    }

    /// What the charges of an investigation rely on, whoever may see them.
    pub(super) async fn reliance(&self, investigation: Uuid) -> Result<Reliance, StoreError> {
        let facts = sqlx::query_as!(
            StoredFact,
            r#"SELECT f.prosecution_file_id AS stream, f.version, f.kind, f.data,
                f.occurred AS "occurred: Json<PartialTime>", f.recorded_at,
                f.handling AS "handling: Json<Handling>"
            FROM prosecution_fact f JOIN prosecution_file p USING (prosecution_file_id)
            WHERE p.investigation_id = $1
            ORDER BY f.version"#,
            investigation
        )
        .fetch_all(&self.pool)
        .await?;
        let facts = facts.into_iter().map(unopened::<ProsecutionFile>).collect::<Result<_, _>>()?;
        let known = prosecution::Known::from_facts(facts);
        let mut reliance = Reliance { exhibits: BTreeSet::new(), accused: BTreeSet::new() };
        for charge in known.charges.values() {
            match charge.status() {
                ChargeStatus::Refused | ChargeStatus::Withdrawn => continue,
                ChargeStatus::Approved | ChargeStatus::Filed | ChargeStatus::Decided => {
                    reliance.accused.insert(charge.suspect);
                }
                ChargeStatus::Proposed => {}
            }
            let elements = charge.accusation.elements.iter();
            reliance.exhibits.extend(elements.flat_map(|element| element.evidence.iter()));
        }
        Ok(reliance)
    }

    /// The exhibits of an investigation that were seized, in the order they were found in.
    pub(super) async fn seized_exhibits(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Vec<SeizedExhibit>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT evidence_item_id, exhibit_ref AS "exhibit_ref!", status,
                may_see(investigation_id, releasable_to, compartments, $2, $3, $4, $5) AS "seen!"
            FROM exhibit
            WHERE investigation_id = $1 AND exhibit_ref IS NOT NULL
            ORDER BY begun"#,
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
            .map(|row| SeizedExhibit {
                id: row.evidence_item_id,
                mark: row.exhibit_ref,
                compromised: ExhibitStatus::stored(&row.status) == Some(ExhibitStatus::Compromised),
                seen: row.seen,
            })
            .collect())
    }

    /// The marks under which statements of victims and interviews of suspects were recorded.
    async fn statements(
        &self,
        reader: &Reader,
        investigation: Uuid,
    ) -> Result<Vec<Statement>, StoreError> {
        let rows = sqlx::query!(
            r#"SELECT said.mark AS "mark!", bool_or(said.seen) AS "seen!" FROM (
                SELECT f.data ->> 'exhibit_ref' AS mark,
                    may_see(v.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
                        AS seen
                FROM victim_fact f JOIN victim v USING (victim_case_id)
                WHERE v.investigation_id = $1
                    AND f.kind IN ('statement_taken', 'impact_statement_filed')
                UNION ALL
                SELECT f.data ->> 'exhibit_ref',
                    may_see(s.investigation_id, f.releasable_to, f.compartments, $2, $3, $4, $5)
                FROM suspect_fact f JOIN suspect s USING (suspect_id)
                WHERE s.investigation_id = $1 AND f.kind = 'interviewed'
            ) said
            WHERE said.mark IS NOT NULL
            GROUP BY said.mark
            ORDER BY said.mark"#,
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?;
        Ok(rows.into_iter().map(|row| Statement { mark: row.mark, seen: row.seen }).collect())
    }
}
