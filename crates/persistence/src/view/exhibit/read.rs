//! How the custody ledger is read.

use std::collections::BTreeSet;

use chrono::NaiveDate;
use mpaka_domain::Handling;
use mpaka_domain::value::{ExhibitRef, Hash, LegalBasis, Place};
use serde_json::Value;
use sqlx::types::Json;
use uuid::Uuid;

use super::rows::{CustodyRow, DerivationRow, ExhibitRow, Finder};
use crate::error::StoreError;
use crate::view::{Page, Reader, Views};

/// A line of the register before the exhibit's parts are read.
struct Bare {
    evidence_item_id: Uuid,
    investigation_id: Uuid,
    agency: String,
    version: i64,
    begun: i64,
    exhibit_ref: Option<String>,
    kind: String,
    description: Value,
    found_at: Json<Place>,
    status: String,
    location: Option<String>,
    custodian: Option<String>,
    custodian_agency: Option<String>,
    offered_to: Option<String>,
    offered_agency: Option<String>,
    offered_for: Option<String>,
    seal: Option<String>,
    seal_broken: bool,
    hashes: Json<Vec<Hash>>,
    verified: bool,
    holds: Vec<String>,
    retention_ends: Option<NaiveDate>,
    retention_basis: Option<Json<LegalBasis>>,
    custody_gap: bool,
    handling: Json<Handling>,
}

impl Views {
    /// An exhibit by its id, if the reader may see it: as a party to its file, or as the officer who
    /// holds it or is offered it.
    pub async fn exhibit(
        &self,
        reader: &Reader,
        id: Uuid,
    ) -> Result<Option<ExhibitRow>, StoreError> {
        Ok(self.exhibits(reader, Finder::One(id), &Page::ONE).await?.pop())
    }

    /// A page of the exhibits that the reader may see, in the order they were identified.
    pub async fn exhibits(
        &self,
        reader: &Reader,
        finder: Finder,
        page: &Page,
    ) -> Result<Vec<ExhibitRow>, StoreError> {
        let (one, file, in_hand) = match finder {
            Finder::One(id) => (Some(id), None, false),
            Finder::OfFile(id) => (None, Some(id), false),
            Finder::InHand => (None, None, true),
        };
        let bare = sqlx::query_as!(
            Bare,
            r#"SELECT evidence_item_id, investigation_id, agency, version, begun, exhibit_ref, kind,
                description, found_at AS "found_at: Json<Place>", status, location, custodian,
                custodian_agency, offered_to, offered_agency, offered_for, seal, seal_broken,
                hashes AS "hashes: Json<Vec<Hash>>", verified, holds, retention_ends,
                retention_basis AS "retention_basis: Json<LegalBasis>", custody_gap,
                handling AS "handling: Json<Handling>"
            FROM (
                SELECT *, coalesce(
                    (custodian = $1 AND custodian_agency = $2)
                    OR (offered_to = $1 AND offered_agency = $2), false
                ) AS in_hand
                FROM exhibit
            ) x
            WHERE ($5::uuid IS NULL OR evidence_item_id = $5)
                AND ($6::uuid IS NULL OR investigation_id = $6)
                AND (in_hand OR NOT $7)
                AND (
                    (in_hand AND compartments <@ $4)
                    OR may_see(investigation_id, releasable_to, compartments, $1, $2, $3, $4)
                )
                AND ($8::bigint IS NULL OR begun > $8)
                AND ($9::bigint IS NULL OR begun < $9)
            ORDER BY CASE WHEN $10 THEN -begun ELSE begun END
            LIMIT $11"#,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments,
            one,
            file,
            in_hand,
            page.after.map(|(place, _)| place),
            page.before.map(|(place, _)| place),
            page.from_end,
            page.limit()
        )
        .fetch_all(&self.pool)
        .await?;
        self.with_ledger(reader, bare).await
    }

    /// The marks of a file's exhibits that are neither returned nor destroyed, and of those that a
    /// hold forbids to be, whoever asks.
    pub async fn exhibits_standing(
        &self,
        investigation: Uuid,
    ) -> Result<(BTreeSet<ExhibitRef>, BTreeSet<ExhibitRef>), StoreError> {
        let rows = sqlx::query!(
            r#"SELECT exhibit_ref AS "exhibit_ref!", cardinality(holds) > 0 AS "on_hold!"
            FROM exhibit
            WHERE investigation_id = $1 AND exhibit_ref IS NOT NULL
                AND status NOT IN ('RETURNED', 'DESTROYED')"#,
            investigation
        )
        .fetch_all(&self.pool)
        .await?;
        let (mut undisposed, mut on_hold) = (BTreeSet::new(), BTreeSet::new());
        for row in rows {
            let Ok(mark) = ExhibitRef::parse(&row.exhibit_ref) else { continue };
            if row.on_hold {
                on_hold.insert(mark.clone());
            }
            undisposed.insert(mark);
        }
        Ok((undisposed, on_hold))
    }

    async fn with_ledger(
        &self,
        reader: &Reader,
        mut bare: Vec<Bare>,
    ) -> Result<Vec<ExhibitRow>, StoreError> {
        if bare.is_empty() {
            return Ok(Vec::new());
        }
        let ids: Vec<Uuid> = bare.iter().map(|exhibit| exhibit.evidence_item_id).collect();
        let mut lines = self.custody_lines(reader, &ids).await?;
        let mut files = self.exhibit_files(reader, &ids).await?;
        let derivations = self.derivations(reader, &ids).await?;
        let sealed = bare.iter_mut().map(|exhibit| &mut exhibit.description);
        let sealed = sealed.chain(lines.iter_mut().map(|line| &mut line.data));
        let sealed = sealed.chain(files.iter_mut().map(|file| &mut file.name));
        self.keys.reveal(&mut sealed.collect::<Vec<_>>()).await?;
        let derived = |of: Uuid, is_parent: bool| {
            derivations
                .iter()
                .filter(|other| other.of == of && other.is_parent == is_parent)
                .cloned()
                .collect()
        };
        let part = |bare: Bare| ExhibitRow {
            lines: lines
                .iter()
                .filter(|line| line.evidence_item_id == bare.evidence_item_id)
                .cloned()
                .collect(),
            files: files
                .iter()
                .filter(|file| file.evidence_item_id == bare.evidence_item_id)
                .cloned()
                .collect(),
            derived_from: derived(bare.evidence_item_id, true),
            derived: derived(bare.evidence_item_id, false),
            evidence_item_id: bare.evidence_item_id,
            investigation_id: bare.investigation_id,
            agency: bare.agency,
            version: bare.version,
            begun: bare.begun,
            exhibit_ref: bare.exhibit_ref,
            kind: bare.kind,
            description: bare.description,
            found_at: bare.found_at.0,
            status: bare.status,
            location: bare.location,
            custodian: bare.custodian,
            custodian_agency: bare.custodian_agency,
            offered_to: bare.offered_to,
            offered_agency: bare.offered_agency,
            offered_for: bare.offered_for,
            seal: bare.seal,
            seal_broken: bare.seal_broken,
            hashes: bare.hashes.0,
            verified: bare.verified,
            holds: bare.holds,
            retention_ends: bare.retention_ends,
            retention_basis: bare.retention_basis.map(|basis| basis.0),
            custody_gap: bare.custody_gap,
            handling: bare.handling.0,
        };
        Ok(bare.into_iter().map(part).collect())
    }

    /// The ledgers' lines: all that a party to the file may see; to the officer of another agency who
    /// holds an exhibit or is offered it, those of custody and those that their own agency signed.
    async fn custody_lines(
        &self,
        reader: &Reader,
        exhibits: &[Uuid],
    ) -> Result<Vec<CustodyRow>, StoreError> {
        Ok(sqlx::query_as!(
            CustodyRow,
            r#"SELECT c.evidence_item_id, c.event_id, c.action, c.by_user, c.by_agency, c.to_user,
                c.to_agency, c.occurred, c.recorded_at, c.gap_hours, c.data,
                c.handling AS "handling: Json<Handling>"
            FROM custody_entry c JOIN exhibit x USING (evidence_item_id)
            WHERE c.evidence_item_id = ANY ($1) AND (
                may_see(x.investigation_id, c.releasable_to, c.compartments, $2, $3, $4, $5)
                OR ((c.of_custody OR c.by_agency = $3) AND c.compartments <@ $5 AND (
                    (x.custodian = $2 AND x.custodian_agency = $3)
                    OR (x.offered_to = $2 AND x.offered_agency = $3)
                ))
            )
            ORDER BY c.evidence_item_id, c.position"#,
            exhibits,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }

    /// The exhibits that these were made from, and those made from them, as far as the reader may see
    /// the others.
    async fn derivations(
        &self,
        reader: &Reader,
        exhibits: &[Uuid],
    ) -> Result<Vec<DerivationRow>, StoreError> {
        Ok(sqlx::query_as!(
            DerivationRow,
            r#"SELECT d.of AS "of!", d.is_parent AS "is_parent!",
                x.evidence_item_id AS "evidence_item_id!", x.exhibit_ref, x.kind AS "kind!",
                d.relation
            FROM (
                SELECT child AS of, parent AS other, true AS is_parent, relation
                FROM exhibit_derivation WHERE child = ANY ($1)
                UNION ALL
                SELECT parent, child, false, relation
                FROM exhibit_derivation WHERE parent = ANY ($1)
            ) d
            JOIN exhibit x ON x.evidence_item_id = d.other
            WHERE may_see(x.investigation_id, x.releasable_to, x.compartments, $2, $3, $4, $5)
                OR (x.compartments <@ $5 AND (
                    (x.custodian = $2 AND x.custodian_agency = $3)
                    OR (x.offered_to = $2 AND x.offered_agency = $3)
                ))
            ORDER BY d.of, x.begun"#,
            exhibits,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_all(&self.pool)
        .await?)
    }
}
