//! The rules of an exhibit, one function each.

use std::collections::BTreeSet;

use chrono::NaiveDate;

use super::code::EvidenceKind;
use super::event::{Capture, CustodyGap};
use super::exhibit::{Acquisition, Exhibit, Seal};
use super::{EvidenceEvent, EvidenceRejection};
use crate::value::{Hash, PartialTime, SealNumber};
use crate::{Metadata, Personal};

/// Custody that stands open longer than this between offer and acceptance is a gap. Our own default.
pub const LONGEST_HANDOVER_HOURS: i64 = 24;

/// A text about persons that must say something.
pub fn said(text: &Personal<String>, missing: EvidenceRejection) -> Result<(), EvidenceRejection> {
    named(text.get().map_or("", String::as_str), missing)
}

/// A text that must say something.
pub fn named(text: &str, missing: EvidenceRejection) -> Result<(), EvidenceRejection> {
    if text.trim().is_empty() { Err(missing) } else { Ok(()) }
}

/// X2: custody is not accepted surely before it was offered. What took longer than 24 hours between
/// the earliest moments of both is a gap.
pub fn handover(
    offered_at: &PartialTime,
    accepted_at: &PartialTime,
) -> Result<Option<CustodyGap>, EvidenceRejection> {
    if accepted_at.is_certainly_before(offered_at) {
        return Err(EvidenceRejection::AcceptedBeforeOffered);
    }
    let open = accepted_at.earliest() - offered_at.earliest();
    let hours = u32::try_from(open.num_hours()).unwrap_or_default();
    let gap = open > chrono::TimeDelta::hours(LONGEST_HANDOVER_HOURS);
    Ok(gap.then(|| CustodyGap { offered_at: offered_at.clone(), gap_hours: hours }))
}

/// A new seal goes on what is not sealed, and is not one that was broken.
pub fn seal_is_new(exhibit: &Exhibit, new: &SealNumber) -> Result<(), EvidenceRejection> {
    match &exhibit.seal {
        Seal::Whole(_) => Err(EvidenceRejection::StillSealed),
        Seal::Broken(old) if old == new => Err(EvidenceRejection::SealUsedBefore),
        Seal::Unsealed | Seal::Broken(_) => Ok(()),
    }
}

/// X8: a capture of online material can be shown again only with its address, account and clock.
pub fn capture_is_complete(
    kind: EvidenceKind,
    capture: Option<&Capture>,
) -> Result<(), EvidenceRejection> {
    match (kind == EvidenceKind::OpenSourceCapture, capture) {
        (false, None) => Ok(()),
        (false, Some(_)) => Err(EvidenceRejection::NotACapture),
        (true, None) => Err(EvidenceRejection::CaptureMissing),
        (true, Some(Capture { operator_account, time_sync, .. })) => {
            said(operator_account, EvidenceRejection::CaptureAccountMissing)?;
            named(&time_sync.reference, EvidenceRejection::CaptureClockMissing)
        }
    }
}

/// X4: what is derived from data comes from data that was verified in the same session, or whose
/// digest was computed for the occasion and is one recorded; one that differs puts integrity in
/// question (X5). Paper has no digest to verify.
pub fn parent_is_verified(
    exhibit: &Exhibit,
    parent_hash: Option<Hash>,
) -> Result<Option<EvidenceEvent>, EvidenceRejection> {
    match parent_hash {
        Some(hash) => match compared(&exhibit.hashes(), hash) {
            None => Err(EvidenceRejection::ParentAlgorithmNotRecorded),
            check => Ok(check),
        },
        None if exhibit.verified => Ok(None),
        None if !exhibit.acquisitions.is_empty() => Err(EvidenceRejection::ParentNotVerified),
        None if exhibit.ownership.kind.is_digital() => Err(EvidenceRejection::ParentNotAcquired),
        None => Ok(None),
    }
}

/// X5: a digest that differs from those recorded under its algorithm puts integrity in question.
pub fn hash_check(
    recorded: &BTreeSet<Hash>,
    computed: Hash,
) -> Result<EvidenceEvent, EvidenceRejection> {
    compared(recorded, computed).ok_or(EvidenceRejection::AlgorithmNotRecorded)
}

/// X5: what is acquired in the same way from a device on which nothing runs is the same data, so a
/// digest that differs from the earlier one puts integrity in question.
pub fn differs_from_before(earlier: &[Acquisition], taken: &Acquisition) -> Option<EvidenceEvent> {
    let recorded = earlier
        .iter()
        .filter(|acquisition| acquisition.is_repeated_by(taken))
        .flat_map(|acquisition| acquisition.hashes.iter().cloned())
        .collect();
    taken.hashes.iter().find_map(|hash| failure(&recorded, hash))
}

/// What a digest computed anew shows to have changed, if it does.
pub fn failure(recorded: &BTreeSet<Hash>, computed: &Hash) -> Option<EvidenceEvent> {
    compared(recorded, computed.clone())
        .filter(|check| matches!(check, EvidenceEvent::IntegrityFailed { .. }))
}

/// What a digest computed anew shows beside those recorded under its algorithm, if there are any.
fn compared(recorded: &BTreeSet<Hash>, computed: Hash) -> Option<EvidenceEvent> {
    let recorded: Vec<_> =
        recorded.iter().filter(|hash| hash.alg() == computed.alg()).cloned().collect();
    if recorded.is_empty() {
        None
    } else if recorded.contains(&computed) {
        Some(EvidenceEvent::HashVerified { hash: computed, ok: true, file: None, scheduled: false })
    } else {
        Some(EvidenceEvent::IntegrityFailed { computed, recorded, file: None })
    }
}

/// X6: nothing under a hold leaves custody, and two different persons see it leave.
pub fn may_leave_custody(
    exhibit: &Exhibit,
    witnesses: &[Personal<String>],
) -> Result<(), EvidenceRejection> {
    if !exhibit.holds.is_empty() {
        return Err(EvidenceRejection::OnHold);
    }
    let witnesses: BTreeSet<_> = witnesses
        .iter()
        .filter_map(Personal::get)
        .map(|name| name.split_whitespace().collect::<Vec<_>>().join(" ").to_lowercase())
        .filter(|name| !name.is_empty())
        .collect();
    if witnesses.len() < 2 {
        return Err(EvidenceRejection::TwoWitnessesNeeded);
    }
    Ok(())
}

/// X6: nothing is destroyed before its retention period has ended, which is the one that was set, where
/// one was.
pub fn retention_is_over(
    exhibit: &Exhibit,
    expired_on: NaiveDate,
    metadata: &Metadata,
) -> Result<(), EvidenceRejection> {
    if exhibit.retention.as_ref().is_some_and(|set| set.ends_on != expired_on) {
        return Err(EvidenceRejection::RetentionOtherwiseSet);
    }
    let destroyed_on = metadata.occurred.earliest().min(metadata.recorded_at).date_naive();
    if destroyed_on < expired_on { Err(EvidenceRejection::RetentionRuns) } else { Ok(()) }
}
