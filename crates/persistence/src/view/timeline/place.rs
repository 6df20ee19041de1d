//! Where an event belongs: the file of its stream, what the file calls it, and what it corrects.

use mpaka_domain::Decider;
use mpaka_domain::casework::investigation::{Investigation, InvestigationEvent};
use mpaka_domain::casework::suspect::{Suspect, SuspectEvent};
use mpaka_domain::casework::task::{Task, TaskEvent};
use mpaka_domain::evidence::evidence_item::{EvidenceEvent, EvidenceItem};
use mpaka_domain::governance::access_grant::{AccessGrant, AccessGrantEvent};
use mpaka_domain::governance::break_glass::{BreakGlass, BreakGlassEvent};
use mpaka_domain::id::InvestigationId;
use mpaka_domain::intelligence::intelligence_report::{IntelligenceEvent, IntelligenceReport};
use mpaka_domain::movement::journey::{Journey, JourneyEvent, Travellers};
use mpaka_domain::nominals::group::Group;
use mpaka_domain::nominals::object_nominal::ObjectNominal;
use mpaka_domain::nominals::person_nominal::PersonNominal;
use mpaka_domain::prosecution::disclosure_schedule::{DisclosureEvent, DisclosureSchedule};
use mpaka_domain::prosecution::prosecution_file::{ProsecutionEvent, ProsecutionFile};
use mpaka_domain::protection::victim_case::{VictimCase, VictimCaseEvent};
use uuid::Uuid;

use crate::error::{StoreError, Unreadable};
use crate::law::is_law;
use crate::record::Recorded;

/// The member that names the corrected event.
const CORRECTS: &str = "corrects_event_id";

/// What an event says of the record it happened to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Named {
    /// The file, when the event is the record's first.
    pub file: Option<InvestigationId>,
    /// The agency whose record it is, when the event is its first.
    pub agency: Option<String>,
    /// What the file calls it from now on; never a name.
    pub label: String,
}

/// What the event says of its record, when it says so. An event of a kind of record that this program
/// does not know is a fault, as is one that its record does not have.
pub(crate) fn named(recorded: &Recorded) -> Result<Option<Named>, StoreError> {
    let first = |file: InvestigationId, agency: &mpaka_domain::AgencyId, label: String| Named {
        file: Some(file),
        agency: Some(agency.to_string()),
        label,
    };
    if let Some((id, event)) = recorded.of::<Investigation>()? {
        let InvestigationEvent::Opened { lead_agency, reference, .. } = event else {
            return Ok(None);
        };
        return Ok(Some(first(id.into(), &lead_agency, reference.to_string())));
    }
    if let Some((_, event)) = recorded.of::<Suspect>()? {
        let SuspectEvent::Nominated { investigation, agency, .. } = event else { return Ok(None) };
        return Ok(Some(first(investigation, &agency, short(Suspect::CATEGORY, recorded.stream))));
    }
    if let Some((_, event)) = recorded.of::<VictimCase>()? {
        let VictimCaseEvent::Registered { investigation, agency, alias, .. } = event else {
            return Ok(None);
        };
        return Ok(Some(first(investigation, &agency, alias.to_string())));
    }
    if let Some((_, event)) = recorded.of::<Journey>()? {
        let JourneyEvent::Started { investigation, agency, subject, .. } = event else {
            return Ok(None);
        };
        let label = match &subject {
            Travellers::PersonAlias(alias) => alias.to_string(),
            Travellers::Group(group) => group.label.clone(),
        };
        return Ok(Some(first(investigation, &agency, label)));
    }
    if let Some((_, event)) = recorded.of::<EvidenceItem>()? {
        if let EvidenceEvent::Identified { investigation, agency, .. } = event {
            let label = short("exhibit", recorded.stream);
            return Ok(Some(first(investigation, &agency, label)));
        }
        let EvidenceEvent::Seized { exhibit_ref, .. } = event else { return Ok(None) };
        return Ok(Some(Named { file: None, agency: None, label: exhibit_ref.to_string() }));
    }
    if let Some((_, event)) = recorded.of::<IntelligenceReport>()? {
        let IntelligenceEvent::Submitted { investigation, agency, urn, .. } = event else {
            return Ok(None);
        };
        return Ok(Some(first(investigation, &agency, urn.to_string())));
    }
    if let Some((_, event)) = recorded.of::<ProsecutionFile>()? {
        let ProsecutionEvent::Opened { investigation, agency, reference } = event else {
            return Ok(None);
        };
        let label = match reference {
            Some(reference) => reference.to_string(),
            None => short(ProsecutionFile::CATEGORY, recorded.stream),
        };
        return Ok(Some(first(investigation, &agency, label)));
    }
    if let Some((_, event)) = recorded.of::<DisclosureSchedule>()? {
        let DisclosureEvent::Opened { investigation, agency, reference } = event else {
            return Ok(None);
        };
        let label = match reference {
            Some(reference) => format!("{} {reference}", DisclosureSchedule::CATEGORY),
            None => short(DisclosureSchedule::CATEGORY, recorded.stream),
        };
        return Ok(Some(first(investigation, &agency, label)));
    }
    if is_a_nominal(recorded)? || is_law(recorded)? {
        return Ok(None);
    }
    if let Some((_, event)) = recorded.of::<Task>()? {
        let TaskEvent::Created { creation, .. } = event else { return Ok(None) };
        // What is done about a nominal is in no file's timeline either.
        let Some(file) = creation.investigation else { return Ok(None) };
        let label = short(Task::CATEGORY, recorded.stream);
        return Ok(Some(first(file, &creation.agency, label)));
    }
    if let Some((_, event)) = recorded.of::<AccessGrant>()? {
        let AccessGrantEvent::Requested { request, agency, .. } = event else { return Ok(None) };
        let label = short("access grant", recorded.stream);
        return Ok(Some(first(request.investigation, &agency, label)));
    }
    if let Some((_, event)) = recorded.of::<BreakGlass>()? {
        let BreakGlassEvent::Opened { emergency, agency, .. } = event else { return Ok(None) };
        let label = short("break glass", recorded.stream);
        return Ok(Some(first(emergency.investigation, &agency, label)));
    }
    Err(recorded.unreadable(Unreadable::Unknown))
}

/// Whether a record is a nominal: their agency's across its files, so that no file has it in its timeline.
fn is_a_nominal(recorded: &Recorded) -> Result<bool, StoreError> {
    Ok(recorded.of::<PersonNominal>()?.is_some()
        || recorded.of::<Group>()?.is_some()
        || recorded.of::<ObjectNominal>()?.is_some())
}

/// A record that the file gives no name: its kind and the end of its id.
fn short(kind: &str, stream: Uuid) -> String {
    let id = stream.simple().to_string();
    format!("{kind} {}", &id[id.len() - 6..])
}

/// The event that this one corrects: every correction names it the same way.
pub(super) fn corrects(recorded: &Recorded) -> Result<Option<Uuid>, StoreError> {
    let data = recorded.sealed_text()?;
    if !data.contains(CORRECTS) {
        return Ok(None);
    }
    Ok(recorded.sealed_data()?[CORRECTS].as_str().and_then(|event| event.parse().ok()))
}
