//! One event of each kind, as it is stored.

use uuid::Uuid;

use super::*;
use crate::governance::Subject;
use crate::protection::victim_case::ConsentScope;
use crate::testing::{at, check_samples};
use crate::value::LegalBasis;
use crate::{AgencyId, Personal, Purpose};

pub fn said(text: &str) -> Personal<String> {
    Personal::new(text.to_owned())
}

pub fn agency(code: &str) -> AgencyId {
    AgencyId::parse(code).unwrap()
}

pub fn user(name: &str) -> UserId {
    UserId::parse(name).unwrap()
}

/// Thirty days from the day on which the tests are set.
pub fn period() -> Period {
    Period { valid_from: at("2026-03-02T09:00:00Z"), valid_until: at("2026-04-01T09:00:00Z") }
}

/// Harriet of UK-NMC is to see a victim's case, as the person agreed.
pub fn request() -> Request {
    Request {
        investigation: Uuid::from_u128(117).into(),
        subject: Subject::Record(Uuid::from_u128(51)),
        grantee: Grantee { agency: agency("UK-NMC"), user: Some(user("harriet")) },
        consent: Some(Consent {
            victim_case: Uuid::from_u128(51).into(),
            scope: ConsentScope::ShareWith { agency: agency("UK-NMC") },
        }),
        purpose: Purpose::ProtectVictim,
        legal_basis: LegalBasis::parse("KE", "Data Protection Act 2019", "s.32").unwrap(),
        period: period(),
        reason: said("She is to be supported in London"),
    }
}

pub fn requested() -> AccessGrantEvent {
    let (by, agency) = (user("akinyi"), agency("KE-DCI-TOCU"));
    AccessGrantEvent::Requested { request: Box::new(request()), by, agency }
}

pub fn approved() -> AccessGrantEvent {
    AccessGrantEvent::Approved { by: user("wambui") }
}

pub fn refused() -> AccessGrantEvent {
    AccessGrantEvent::Refused { reason: said("Not needed"), by: user("wambui") }
}

pub fn revoked(code: RevocationReason) -> AccessGrantEvent {
    AccessGrantEvent::Revoked { code, reason: said("She said so today"), by: user("akinyi") }
}

fn samples() -> Vec<AccessGrantEvent> {
    vec![requested(), approved(), refused(), revoked(RevocationReason::ConsentWithdrawn)]
}

#[test]
fn every_event_has_a_sample_that_still_reads() {
    check_samples::<AccessGrant>(&samples());
}
