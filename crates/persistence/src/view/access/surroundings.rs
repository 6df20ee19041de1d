//! What the rules of access ask of other records: whose the file is, what is in it, which consent stands.

use mpaka_domain::governance::access_grant::Consent;
use mpaka_domain::governance::{Subject, Surroundings};
use mpaka_domain::protection::victim_case::{VictimCase, VictimCaseEvent};
use uuid::Uuid;

use crate::error::StoreError;
use crate::view::Views;
use crate::view::fact::event;

impl Views {
    /// What is known around a file and what access is about in it, whoever asks, with everything that
    /// has been recorded so far taken into account.
    pub async fn access_surroundings(
        &self,
        investigation: Uuid,
        subject: &Subject,
        consent: Option<&Consent>,
    ) -> Result<Surroundings, StoreError> {
        self.everything_so_far().await?;
        let row = sqlx::query!(
            r#"SELECT i.lead_agency, ($2::uuid IS NULL OR EXISTS (
                SELECT FROM case_stream s
                WHERE s.stream = $2 AND s.investigation_id = i.investigation_id
            )) AS "in_file!"
            FROM investigation i WHERE i.investigation_id = $1"#,
            investigation,
            subject.record()
        )
        .fetch_optional(&self.pool)
        .await?;
        let Some(row) = row else { return Ok(Surroundings::default()) };
        Ok(Surroundings {
            owner: row.lead_agency.parse().ok(),
            in_file: row.in_file,
            consent_stands: match consent {
                Some(consent) => self.consent_stands(investigation, consent).await?,
                None => true,
            },
        })
    }

    /// Whether a person of the file said yes to a scope, and has not taken it back.
    async fn consent_stands(
        &self,
        investigation: Uuid,
        consent: &Consent,
    ) -> Result<bool, StoreError> {
        let victim_case = Uuid::from(consent.victim_case);
        let facts = sqlx::query!(
            r#"SELECT f.version, f.kind, f.data
            FROM victim_fact f JOIN victim v USING (victim_case_id)
            WHERE f.victim_case_id = $1 AND v.investigation_id = $2
                AND f.kind IN ('consent_recorded', 'consent_withdrawn')
            ORDER BY f.version"#,
            victim_case,
            investigation
        )
        .fetch_all(&self.pool)
        .await?;
        let mut stands = false;
        for fact in facts {
            let said = event::<VictimCase>(victim_case, fact.version, fact.kind, fact.data)?;
            if let VictimCaseEvent::ConsentRecorded { scopes, given, .. } = &said
                && scopes.contains(&consent.scope)
            {
                stands = *given;
            }
            if let VictimCaseEvent::ConsentWithdrawn { scopes } = &said
                && scopes.contains(&consent.scope)
            {
                stands = false;
            }
        }
        Ok(stands)
    }
}
