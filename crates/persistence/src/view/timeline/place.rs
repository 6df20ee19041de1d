//! Where an event belongs: the file of its stream, what the file calls it, and what it corrects.

use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::{Investigation, InvestigationEvent};
use mpaka_domain::casework::suspect::{Suspect, SuspectEvent};
use mpaka_domain::evidence::evidence_item::{EvidenceEvent, EvidenceItem};
use mpaka_domain::id::InvestigationId;
use mpaka_domain::movement::journey::{Journey, JourneyEvent, Travellers};
use mpaka_domain::protection::victim_case::{VictimCase, VictimCaseEvent};
use sqlx::PgConnection;
use uuid::Uuid;

use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::marking;

/// What an event says of the record it happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::view) struct Named {
    /// The file, when the event is the record's first.
    pub file: Option<InvestigationId>,
    /// The agency whose record it is, when the event is its first.
    pub agency: Option<String>,
    /// What the file calls it from now on; never a name.
    pub label: String,
}

/// What the event says of its record, when it says so.
pub(in crate::view) fn named(recorded: &Recorded) -> Result<Option<Named>, StoreError> {
    let first = |file: InvestigationId, agency: &mpaka_domain::AgencyId, label: String| Named {
        file: Some(file),
        agency: Some(agency.to_string()),
        label,
    };
    if let Some((id, InvestigationEvent::Opened { lead_agency, reference, .. })) =
        recorded.of::<Investigation>()?
    {
        return Ok(Some(first(id.into(), &lead_agency, reference.to_string())));
    }
    if let Some((_, SuspectEvent::Nominated { investigation, agency, .. })) =
        recorded.of::<Suspect>()?
    {
        return Ok(Some(first(investigation, &agency, short(Suspect::CATEGORY, recorded.stream))));
    }
    if let Some((_, VictimCaseEvent::Registered { investigation, agency, alias, .. })) =
        recorded.of::<VictimCase>()?
    {
        return Ok(Some(first(investigation, &agency, alias.to_string())));
    }
    if let Some((_, JourneyEvent::Started { investigation, agency, subject, .. })) =
        recorded.of::<Journey>()?
    {
        let label = match &subject {
            Travellers::PersonAlias(alias) => alias.to_string(),
            Travellers::Group(group) => group.label.clone(),
        };
        return Ok(Some(first(investigation, &agency, label)));
    }
    if let Some((_, EvidenceEvent::Identified { investigation, agency, .. })) =
        recorded.of::<EvidenceItem>()?
    {
        return Ok(Some(first(investigation, &agency, short("exhibit", recorded.stream))));
    }
    if let Some((_, EvidenceEvent::Seized { exhibit_ref, .. })) = recorded.of::<EvidenceItem>()? {
        return Ok(Some(Named { file: None, agency: None, label: exhibit_ref.to_string() }));
    }
    Ok(None)
}

/// A record that the file gives no name: its kind and the end of its id.
fn short(kind: &str, stream: Uuid) -> String {
    let id = stream.simple().to_string();
    format!("{kind} {}", &id[id.len() - 6..])
}

/// Keeps which file the event's stream belongs to, and what it is called.
pub(super) async fn file(recorded: &Recorded, view: &mut PgConnection) -> Result<(), StoreError> {
    let Some(named) = named(recorded)? else { return Ok(()) };
    match named.file {
        Some(file) => {
            let (releasable_to, compartments) = marking(&recorded.metadata.handling);
            sqlx::query!(
                "INSERT INTO case_stream (
                    stream, category, investigation_id, label, releasable_to, compartments
                ) VALUES ($1, $2, $3, $4, $5, $6)",
                recorded.stream,
                recorded.category,
                Uuid::from(file),
                named.label,
                &releasable_to,
                &compartments
            )
            .execute(view)
            .await?;
        }
        None => {
            sqlx::query!(
                "UPDATE case_stream SET label = $2 WHERE stream = $1",
                recorded.stream,
                named.label
            )
            .execute(view)
            .await?;
        }
    }
    Ok(())
}

/// The event that this one corrects: every correction names it the same way.
pub(super) fn corrects(recorded: &Recorded) -> Option<Uuid> {
    recorded.sealed_data()["corrects_event_id"].as_str()?.parse().ok()
}
