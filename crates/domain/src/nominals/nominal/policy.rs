//! The rules of a nominal, one function each.

use chrono::{Months, NaiveDate};

use super::command::{NamedNominal, NominalCommand};
use super::event::NominalEvent;
use super::kind::NominalFact;
use super::rejection::NominalRejection as Rejection;
use crate::metadata::{Actor, Role};
use crate::{AgencyId, Metadata, Personal, SourceRef};

/// The longest time until a record is looked at again, in years (our own default).
pub(super) const REVIEW_WITHIN: u32 = 10;

/// A record is begun for the actor's own agency, until a day on which it is looked at again.
pub(super) fn recording<I, F>(
    command: NominalCommand<I, F>,
    metadata: &Metadata,
) -> Result<Vec<NominalEvent<I, F>>, Rejection> {
    role_may_write(metadata.actor.role)?;
    let NominalCommand::Record { reference, identity, review_on } = command else {
        return Err(Rejection::NotRecorded);
    };
    is_looked_at_again(review_on, metadata)?;
    let agency = metadata.actor.agency.clone();
    Ok(vec![NominalEvent::Recorded { agency, reference, identity, review_on }])
}

/// NOM-1: investigators and supervisors record what their agency holds.
fn role_may_write(role: Role) -> Result<(), Rejection> {
    match role {
        Role::Investigator | Role::Supervisor => Ok(()),
        Role::Analyst
        | Role::Prosecutor
        | Role::VictimSupportOfficer
        | Role::LiaisonOfficer
        | Role::Auditor
        | Role::Integrator
        | Role::System => Err(Rejection::RoleMayNotWrite),
    }
}

/// NOM-1: a record is one agency's, and nobody else writes in it.
pub(super) fn is_of_their_agency(actor: &Actor, agency: &AgencyId) -> Result<(), Rejection> {
    role_may_write(actor.role)?;
    require(actor.agency == *agency, Rejection::NotYourRecord)
}

/// NOM-2: every fact names what it rests on.
pub(super) fn source_is_named(metadata: &Metadata) -> Result<SourceRef, Rejection> {
    let named = metadata.source.clone();
    named.filter(|source| !source.reference.trim().is_empty()).ok_or(Rejection::SourceMissing)
}

/// NOM-4: the same source is the same however its reference is written.
pub(super) fn is_same_source(one: &SourceRef, other: &SourceRef) -> bool {
    one.kind == other.kind && one.reference.trim().eq_ignore_ascii_case(other.reference.trim())
}

/// NOM-5: a record is looked at again, on a day to come and not too far away.
pub(super) fn is_looked_at_again(day: NaiveDate, metadata: &Metadata) -> Result<(), Rejection> {
    let today = metadata.recorded_at.date_naive();
    require(day > today, Rejection::ReviewNotAhead)?;
    let last = today.checked_add_months(Months::new(12 * REVIEW_WITHIN));
    let within = last.is_none_or(|last| day <= last);
    require(within, Rejection::ReviewTooFar { years: REVIEW_WITHIN })
}

/// NOM-8: a fact connects a record with another of the same agency, and of the right category.
pub(super) fn connects(
    fact: &impl NominalFact,
    named: Option<&NamedNominal>,
    agency: &AgencyId,
) -> Result<(), Rejection> {
    let Some((_, needs)) = fact.names() else { return Ok(()) };
    match named {
        Some(NamedNominal::Itself) => Err(Rejection::NamesItself),
        Some(another) if another.is(agency, needs) => Ok(()),
        Some(NamedNominal::Another { .. }) | None => Err(Rejection::NotOfYourAgency { needs }),
    }
}

/// A reason is given.
pub(super) fn is_said(reason: &Personal<String>) -> Result<(), Rejection> {
    let said = reason.get().is_some_and(|reason| !reason.trim().is_empty());
    require(said, Rejection::ReasonMissing)
}

/// A rule that fits one line.
pub(super) fn require(holds: bool, rejection: Rejection) -> Result<(), Rejection> {
    if holds { Ok(()) } else { Err(rejection) }
}
