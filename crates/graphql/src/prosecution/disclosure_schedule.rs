//! The disclosure schedules of an investigation, as their readers see them.

use async_graphql::{Context, ID, Object, Result, SimpleObject};
use mpaka_domain::Personal;
use mpaka_domain::prosecution::disclosure_schedule::{
    DisclosureClass, DisclosureDecision, DisclosureForm, DisclosureStatus, Material, PiiOutcome,
};
use mpaka_persistence::view::disclosure::DisclosureRow;
use mpaka_persistence::view::{Fact, Reader};
use strum::VariantArray;
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::casework::suspect::Noted;
use crate::code::{Code, code_lists};
use crate::error::fault;
use crate::handling::Handling;
use crate::scalar::{DisclosureScheduleId, EvidenceItemId, IntelligenceReportId};
use crate::session::Request;
use crate::values::Agency;

mod document;
mod gap;
mod item;
pub mod mutation;
mod version;

pub use document::{DisclosureDocument, DisclosureDocumentFormat};
pub use gap::{DisclosureCompleteness, DisclosureGap, DisclosureGapKind};
pub use item::{DisclosureItem, DisclosureReview, PiiRuling};
pub use version::{DisclosureService, DisclosureVersion};

code_lists! {
    DisclosureClass = "DisclosureClass", "On which of the two disclosure schedules an item is listed.";
    DisclosureForm = "DisclosureForm", "The forms of disclosure schedules, as in England and Wales.";
    DisclosureDecision = "DisclosureDecision", "What a prosecutor decides on an item.";
    DisclosureStatus = "DisclosureStatus", "Where an item of a disclosure schedule stands.";
    PiiOutcome = "PiiOutcome", "What a court ruled on an application for public interest immunity.";
}

/// The disclosure schedules of one investigation: what is held and not used, and what the defence was
/// served. What you may not see of them is left out.
pub struct DisclosureSchedule(DisclosureRow);

impl DisclosureSchedule {
    /// The schedules, if the reader may see them.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().disclosure(&reader, id).await.map_err(fault)?;
        Ok(row.map(Self))
    }

    /// The schedules of an investigation, if there are any and the reader may see them.
    pub(crate) async fn of(ctx: &Context<'_>, investigation: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let row = views.disclosure_of(&reader, investigation).await.map_err(fault)?;
        Ok(row.map(Self))
    }

    fn list(&self, class: DisclosureClass) -> DisclosureList {
        let row = &self.0;
        let items = row.known.lists.items(class).iter();
        let items = items.map(|(no, item)| DisclosureItem::now(row, (class, *no), item)).collect();
        let versions = row.known.versions_of(class);
        DisclosureList {
            form: Code(class.form()),
            class: Code(class),
            items,
            versions: versions.map(|version| DisclosureVersion::of(row, version)).collect(),
        }
    }
}

/// The disclosure schedules of one investigation: what is held and not used, and what the defence was
/// served. What you may not see of them is left out.
#[Object]
impl DisclosureSchedule {
    /// Their id.
    pub(crate) async fn id(&self) -> ID {
        self.0.disclosure_schedule_id.into()
    }

    /// How many events the record has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.0.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        Investigation::find(ctx, self.0.investigation_id).await
    }

    /// The investigating agency, whose officers list.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.0.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// What the case is called on the schedules.
    async fn reference(&self) -> Option<&str> {
        self.0.reference.as_deref()
    }

    /// How the opening may be passed on and used. Later facts have markings of their own.
    async fn handling(&self) -> Handling {
        Handling(self.0.handling.clone())
    }

    /// The schedules as they are now: of both forms, or of one.
    async fn schedules(
        &self,
        #[graphql(desc = "Only the schedule on this form.")] form: Option<Code<DisclosureForm>>,
    ) -> Vec<DisclosureList> {
        let asked = |class: &&DisclosureClass| form.is_none_or(|form| form.0 == class.form());
        DisclosureClass::VARIANTS.iter().filter(asked).map(|class| self.list(*class)).collect()
    }

    /// What was marked as used by the prosecution, beside what charges rely on.
    async fn used(&self) -> Vec<UsedMaterial> {
        self.0.known.used.iter().map(UsedMaterial::of).collect()
    }

    /// Whether every exhibit and statement of the investigation is used or listed (D3), and what is not.
    async fn completeness(&self, ctx: &Context<'_>) -> Result<DisclosureCompleteness> {
        DisclosureCompleteness::of(ctx, self.0.investigation_id).await
    }

    /// What is neither used nor listed, as far as you may see it; `completeness` says whether there is
    /// more.
    async fn gaps(&self, ctx: &Context<'_>) -> Result<Vec<DisclosureGap>> {
        Ok(DisclosureCompleteness::of(ctx, self.0.investigation_id).await?.gaps)
    }
}

/// One of the two schedules: a form, its items as they are now, and its versions as they were served.
#[derive(SimpleObject)]
pub struct DisclosureList {
    /// The form.
    form: Code<DisclosureForm>,
    /// What is listed on it.
    class: Code<DisclosureClass>,
    /// Its items, by number.
    items: Vec<DisclosureItem>,
    /// The versions that were served, by number.
    versions: Vec<DisclosureVersion>,
}

/// Something that the prosecution uses and that no charge's element names.
#[derive(SimpleObject)]
pub struct UsedMaterial {
    /// The exhibit, where it is one.
    evidence_item_id: Option<EvidenceItemId>,
    /// The sanitised report, where it is one.
    sanitised_report_id: Option<IntelligenceReportId>,
    /// The reference of what is neither.
    record: Option<String>,
    /// As what it is used; null once erased.
    reason: Option<String>,
    #[graphql(flatten)]
    noted: Noted,
}

impl UsedMaterial {
    fn of((material, fact): (&Material, &Fact<Personal<String>>)) -> Self {
        let (evidence_item_id, sanitised_report_id, record) = taken_apart(material);
        let reason = fact.what.get().cloned();
        Self { evidence_item_id, sanitised_report_id, record, reason, noted: fact.into() }
    }
}

/// Material as the schema names it: an exhibit, a sanitised report, or a record by its reference.
fn taken_apart(
    material: &Material,
) -> (Option<EvidenceItemId>, Option<IntelligenceReportId>, Option<String>) {
    match material {
        Material::Exhibit(exhibit) => (Some(EvidenceItemId(*exhibit)), None, None),
        Material::SanitisedReport(report) => (None, Some(IntelligenceReportId(*report)), None),
        Material::Record(reference) => (None, None, Some(reference.to_string())),
    }
}

/// What can be read of disclosure schedules.
#[derive(Default)]
pub struct DisclosureScheduleQuery;

/// What can be read of disclosure schedules.
#[Object]
impl DisclosureScheduleQuery {
    /// Disclosure schedules by their id; null where there are none, or none for you to see.
    async fn disclosure_schedule(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The schedules' id.")] id: DisclosureScheduleId,
    ) -> Result<Option<DisclosureSchedule>> {
        DisclosureSchedule::find(ctx, id.into()).await
    }
}
