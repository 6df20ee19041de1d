//! What process managers read of the log: what happened, and whose record it is.

use mpaka_domain::casework::investigation::Investigation;
use mpaka_domain::casework::suspect::Suspect;
use mpaka_domain::casework::task::{Task, TaskEvent};
use mpaka_domain::evidence::evidence_item::EvidenceItem;
use mpaka_domain::governance::access_grant::AccessGrant;
use mpaka_domain::intelligence::intelligence_report::IntelligenceReport;
use mpaka_domain::movement::journey::Journey;
use mpaka_domain::nominals::group::Grouping;
use mpaka_domain::nominals::nominal::{Nominal, NominalCategory, NominalKind};
use mpaka_domain::nominals::object_nominal::Object;
use mpaka_domain::nominals::person_nominal::Person;
use mpaka_domain::process::What;
use mpaka_domain::prosecution::disclosure_schedule::DisclosureSchedule;
use mpaka_domain::prosecution::prosecution_file::ProsecutionFile;
use mpaka_domain::protection::victim_case::VictimCase;
use uuid::Uuid;

use crate::error::StoreError;
use crate::record::Recorded;
use crate::view::timeline::place::{Named, named};

/// Whose a record is.
pub(super) struct Whose {
    /// The file that it belongs to; none of a nominal, and of what is done about one.
    pub file: Option<Uuid>,
    /// The agency whose record it is.
    pub agency: String,
}

/// What happened; none where process managers read nothing of it.
pub(super) fn what(recorded: &Recorded) -> Result<Option<What>, StoreError> {
    if let Some((_, event)) = recorded.of::<Investigation>()? {
        return Ok(Some(What::Investigation(event)));
    }
    if let Some((_, event)) = recorded.of::<Suspect>()? {
        return Ok(Some(What::Suspect(event)));
    }
    if let Some((_, event)) = recorded.of::<VictimCase>()? {
        return Ok(Some(What::Victim(event)));
    }
    if let Some((_, event)) = recorded.of::<Journey>()? {
        return Ok(Some(What::Journey(event)));
    }
    if let Some((_, event)) = recorded.of::<EvidenceItem>()? {
        return Ok(Some(What::Exhibit(event)));
    }
    if let Some((_, event)) = recorded.of::<IntelligenceReport>()? {
        return Ok(Some(What::Report(event)));
    }
    if let Some((_, event)) = recorded.of::<ProsecutionFile>()? {
        return Ok(Some(What::Prosecution(event)));
    }
    if let Some((_, event)) = recorded.of::<DisclosureSchedule>()? {
        return Ok(Some(What::Disclosure(event)));
    }
    if let Some((_, event)) = recorded.of::<AccessGrant>()? {
        return Ok(Some(What::Grant(event)));
    }
    if let Some((_, event)) = recorded.of::<Task>()? {
        return Ok(Some(What::Task(event)));
    }
    if let Some(what) = of_nominal::<Person>(recorded, NominalCategory::Person)? {
        return Ok(Some(what));
    }
    if let Some(what) = of_nominal::<Grouping>(recorded, NominalCategory::Group)? {
        return Ok(Some(what));
    }
    of_nominal::<Object>(recorded, NominalCategory::Object)
}

fn of_nominal<K: NominalKind>(
    recorded: &Recorded,
    category: NominalCategory,
) -> Result<Option<What>, StoreError> {
    let Some((_, event)) = recorded.of::<Nominal<K>>()? else { return Ok(None) };
    Ok(event.keeping().map(|keeping| What::Nominal(category, keeping)))
}

/// Whose record it is, when the event is its first.
pub(super) fn whose(recorded: &Recorded, what: &What) -> Result<Option<Whose>, StoreError> {
    if let What::Task(TaskEvent::Created { creation, .. }) = what {
        let (file, agency) = (creation.investigation.map(Uuid::from), creation.agency.to_string());
        return Ok(Some(Whose { file, agency }));
    }
    if let What::Nominal(..) = what {
        // Whoever begins one does so for their own agency (NOM-1).
        let agency = recorded.metadata.actor.agency.to_string();
        return Ok((recorded.version == 1).then_some(Whose { file: None, agency }));
    }
    let Some(Named { file: Some(file), agency: Some(agency), .. }) = named(recorded)? else {
        return Ok(None);
    };
    Ok(Some(Whose { file: Some(file.into()), agency }))
}
