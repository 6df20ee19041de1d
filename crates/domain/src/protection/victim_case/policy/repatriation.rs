//! The return home, never against the person's will or a child's interests (V7).

use super::{Answer, Check};
use crate::protection::victim_case::{
    ConsentScope, File, Jurisdiction, Majority, Organisation, Reference, Repatriation, Status,
    VictimCaseEvent as Event, VictimCaseRejection as Rejection,
};

/// A return is planned at any time in the United Kingdom, and from the support plan on the care
/// line; an adult consents, and a child's best interests are determined.
pub fn may_be_planned(file: &File, best_interests_ref: Option<&Reference>) -> Check {
    let has_support_plan = matches!(file.status, Status::SupportPlan | Status::Repatriation);
    if file.jurisdiction != Jurisdiction::Uk && !has_support_plan {
        return Err(file.not_allowed());
    }
    if file.majority == Majority::Adult {
        return adult_consents(file);
    }
    if best_interests_ref.is_some() {
        Ok(())
    } else {
        Err(Rejection::RepatriationNeedsBestInterests)
    }
}

/// A return that was planned is confirmed with the provider who received the person, and only while
/// an adult's consent stands.
pub fn confirm(file: &File, receiving_provider: Organisation) -> Answer {
    match file.repatriation {
        Repatriation::NotPlanned => Err(Rejection::RepatriationNotPlanned),
        Repatriation::Confirmed => Ok(vec![]),
        Repatriation::Planned => {
            if file.majority == Majority::Adult {
                adult_consents(file)?;
            }
            Ok(vec![Event::RepatriationConfirmed { receiving_provider }])
        }
    }
}

fn adult_consents(file: &File) -> Check {
    if file.given.contains(&ConsentScope::Repatriation) {
        Ok(())
    } else {
        Err(Rejection::RepatriationNeedsConsent)
    }
}
