//! An item of a disclosure schedule: what is listed, and what was decided on it.

use async_graphql::SimpleObject;
use mpaka_domain::Personal;
use mpaka_domain::prosecution::disclosure_schedule::{
    DisclosureClass, DisclosureDecision, DisclosureStatus, Item, PiiOutcome, Review, Ruling,
};
use mpaka_persistence::view::Fact;
use mpaka_persistence::view::disclosure::DisclosureRow;

use super::taken_apart;
use crate::casework::suspect::Noted;
use crate::code::Code;
use crate::scalar::{EvidenceItemId, IntelligenceReportId};

/// An item of a disclosure schedule.
#[derive(SimpleObject)]
pub struct DisclosureItem {
    /// Its number on the schedule, from 1.
    no: u32,
    /// The exhibit, where it is one.
    evidence_item_id: Option<EvidenceItemId>,
    /// The sanitised report, where it is one.
    sanitised_report_id: Option<IntelligenceReportId>,
    /// What it is called: an exhibit's mark, a sanitised report's number, a record's reference.
    reference: String,
    /// What it is; null once erased.
    description: Option<String>,
    /// Why it is sensitive; null of items that are not, and once erased.
    sensitivity: Option<String>,
    /// Where it stands.
    status: Code<DisclosureStatus>,
    /// Whether withholding it is final: a court's ruling, or a prosecutor's decision on what does not
    /// meet the disclosure test.
    withholding_final: bool,
    /// What a prosecutor decided on it as it is described; null until then.
    review: Option<DisclosureReview>,
    /// What a court ruled on its immunity.
    ruling: Option<PiiRuling>,
    /// Whether a version with it was served, so that it stays as it is described (D2).
    served: bool,
    /// Its number on the other schedule, once it was moved there.
    moved_to: Option<u32>,
    /// Whether the exhibit's own record says that it was disclosed under this number, as far as you may
    /// see it; null of what is no exhibit. It is recorded there by `discloseExhibit`.
    recorded_on_exhibit: Option<bool>,
    /// When it was listed; null in a version that was served.
    listed: Option<ListedItem>,
}

/// When an item was listed.
#[derive(SimpleObject)]
pub struct ListedItem {
    #[graphql(flatten)]
    noted: Noted,
}

/// What a prosecutor decided on an item.
#[derive(SimpleObject)]
pub struct DisclosureReview {
    /// The decision.
    decision: Code<DisclosureDecision>,
    /// Whether it might reasonably be considered capable of undermining the prosecution (UK Criminal
    /// Procedure and Investigations Act 1996 s.3).
    undermines_prosecution: bool,
    /// Whether it might reasonably be considered capable of assisting the accused.
    assists_accused: bool,
    /// Why it is withheld or a court is asked, or what is taken out; null once erased.
    reason: Option<String>,
    /// When it was decided; null in a version that was served.
    decided: Option<ListedItem>,
}

/// What a court ruled on an application for public interest immunity.
#[derive(SimpleObject)]
pub struct PiiRuling {
    /// The ruling.
    outcome: Code<PiiOutcome>,
    /// The court.
    court: String,
    /// The ruling's reference.
    reference: String,
}

impl DisclosureItem {
    /// An item as it is now.
    pub(super) fn now(row: &DisclosureRow, at: (DisclosureClass, u32), item: &Item) -> Self {
        let mut shown = Self::then(row, at, item);
        shown.listed = row.known.listed.get(&at).map(ListedItem::at);
        if let Some(review) = &mut shown.review {
            review.decided = row.known.reviewed.get(&at).map(ListedItem::at);
        }
        shown
    }

    /// An item as it was in a version that was served.
    pub(super) fn then(
        row: &DisclosureRow,
        (class, no): (DisclosureClass, u32),
        item: &Item,
    ) -> Self {
        let (evidence_item_id, sanitised_report_id, _) = taken_apart(&item.material);
        let status = item.status();
        let on_exhibit = |exhibit: EvidenceItemId| {
            row.on_exhibits.contains(&(exhibit.into(), class.form().as_str().to_owned(), no))
        };
        Self {
            no,
            evidence_item_id,
            sanitised_report_id,
            reference: item.reference.to_string(),
            description: item.description.get().cloned(),
            sensitivity: item.reason.as_ref().and_then(Personal::get).cloned(),
            status: Code(status),
            withholding_final: matches!(
                status,
                DisclosureStatus::Withheld | DisclosureStatus::PiiUpheld
            ),
            review: item.review.as_ref().map(DisclosureReview::of),
            ruling: item.ruling.as_ref().map(PiiRuling::of),
            served: item.served,
            moved_to: item.moved_to,
            recorded_on_exhibit: evidence_item_id.map(on_exhibit),
            listed: None,
        }
    }
}

impl ListedItem {
    fn at(fact: &Fact<()>) -> Self {
        Self { noted: fact.into() }
    }
}

impl DisclosureReview {
    fn of(review: &Review) -> Self {
        Self {
            decision: Code(review.decision),
            undermines_prosecution: review.test.undermines_prosecution,
            assists_accused: review.test.assists_accused,
            reason: review.reason.as_ref().and_then(Personal::get).cloned(),
            decided: None,
        }
    }
}

impl PiiRuling {
    fn of(ruling: &Ruling) -> Self {
        let (court, reference) = (ruling.court.to_string(), ruling.ruling.to_string());
        Self { outcome: Code(ruling.outcome), court, reference }
    }
}
