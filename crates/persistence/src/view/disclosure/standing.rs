//! What the rules of a disclosure schedule ask of other records.

use mpaka_domain::casework::text::Reference;
use mpaka_domain::id::{EvidenceItemId, IntelligenceReportId};
use mpaka_domain::prosecution::disclosure_schedule::{
    DisclosureStanding, Material, MaterialStanding,
};
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::{Reader, Views};

impl Views {
    /// What is known around the disclosure schedules of an investigation, whoever asks, with everything
    /// that has been recorded so far taken into account; of the material that is named, what the reader
    /// may see.
    pub async fn disclosure_standing(
        &self,
        reader: &Reader,
        investigation: Uuid,
        material: Option<&Material>,
    ) -> Result<DisclosureStanding, StoreError> {
        let referral = self.referral(investigation).await?;
        let lists = self.disclosure_lists(investigation).await?;
        let reliance = self.reliance(investigation).await?;
        let exhibits = self.seized_exhibits(reader, investigation).await?;
        let completeness =
            self.completeness(reader, investigation, &lists, &reliance, &exhibits).await?;
        let material = match material {
            Some(material) => self.material_standing(reader, investigation, material).await?,
            None => MaterialStanding::Unknown,
        };
        let compromised = exhibits.iter().filter(|exhibit| exhibit.compromised);
        Ok(DisclosureStanding {
            referral,
            material,
            compromised: compromised.map(|exhibit| exhibit.id.into()).collect(),
            accused: reliance.accused,
            gaps: completeness.all,
        })
    }

    async fn material_standing(
        &self,
        reader: &Reader,
        investigation: Uuid,
        material: &Material,
    ) -> Result<MaterialStanding, StoreError> {
        match material {
            Material::Exhibit(exhibit) => {
                self.exhibit_as_material(reader, investigation, *exhibit).await
            }
            Material::SanitisedReport(report) => {
                self.report_as_material(reader, investigation, *report).await
            }
            Material::Record(reference) => self.record_as_material(investigation, reference).await,
        }
    }

    async fn exhibit_as_material(
        &self,
        reader: &Reader,
        investigation: Uuid,
        exhibit: EvidenceItemId,
    ) -> Result<MaterialStanding, StoreError> {
        let row = sqlx::query!(
            r#"SELECT exhibit_ref FROM exhibit
            WHERE evidence_item_id = $1 AND investigation_id = $2
                AND may_see(investigation_id, releasable_to, compartments, $3, $4, $5, $6)"#,
            Uuid::from(exhibit),
            investigation,
            reader.user,
            reader.agency,
            &reader.recipients,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(match row {
            None => MaterialStanding::Unknown,
            Some(row) => row.exhibit_ref.map_or(MaterialStanding::NotSeized, |mark| known(&mark)),
        })
    }

    /// N3: of a report of the investigation, what was sanitised from it, and nothing else. It is named
    /// by those who may read it: its agency, and whoever it went to.
    async fn report_as_material(
        &self,
        reader: &Reader,
        investigation: Uuid,
        report: IntelligenceReportId,
    ) -> Result<MaterialStanding, StoreError> {
        let row = sqlx::query!(
            r#"SELECT s.urn AS "urn?"
            FROM intelligence_report r
            LEFT JOIN sanitised_report s
                ON s.intelligence_report_id = r.intelligence_report_id
                AND s.sanitised_report_id = $1
            WHERE r.investigation_id = $2
                AND (s.sanitised_report_id = $1 OR r.intelligence_report_id = $1)
                AND coalesce(s.compartments, r.compartments) <@ $4
                AND (r.agency = $3 OR EXISTS (
                    SELECT FROM intelligence_dissemination d
                    WHERE d.sanitised_report_id = $1 AND d.to_agency = $3
                ))"#,
            Uuid::from(report),
            investigation,
            reader.agency,
            &reader.compartments
        )
        .fetch_optional(&self.pool)
        .await?;
        Ok(match row {
            None => MaterialStanding::Unknown,
            Some(row) => row.urn.map_or(MaterialStanding::Unsanitised, |urn| known(&urn)),
        })
    }

    /// N3: a report is not listed by its number either.
    async fn record_as_material(
        &self,
        investigation: Uuid,
        reference: &Reference,
    ) -> Result<MaterialStanding, StoreError> {
        let report = sqlx::query_scalar!(
            r#"SELECT EXISTS (
                SELECT FROM intelligence_report
                WHERE investigation_id = $1 AND upper(urn) = upper($2)
            ) AS "report!""#,
            investigation,
            reference.as_str()
        )
        .fetch_one(&self.pool)
        .await?;
        Ok(if report { MaterialStanding::Unsanitised } else { known(reference.as_str()) })
    }
}

/// Marks and numbers fit a reference; what does not is not known.
fn known(name: &str) -> MaterialStanding {
    name.parse()
        .map_or(MaterialStanding::Unknown, |reference| MaterialStanding::Known { reference })
}
