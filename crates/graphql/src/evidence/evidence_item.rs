//! An exhibit, as its readers see it.

use async_graphql::connection::Connection;
use async_graphql::{Context, Enum, ID, Object, Result, SimpleObject};
use mpaka_domain::evidence::evidence_item::{
    AcquisitionMethod, CustodyPurpose, EvidenceKind, IntegrityRuling, Relation,
};
use mpaka_domain::value::{self, HashAlgorithm};
use mpaka_persistence::view::Reader;
use mpaka_persistence::view::exhibit::{
    CustodyAction as Action, DerivationRow, ExhibitRow, ExhibitStatus as Status, Finder,
};
use uuid::Uuid;

use crate::casework::investigation::Investigation;
use crate::code::{Code, code_lists};
use crate::envelope::LegalBasis;
use crate::error::fault;
use crate::file::SharedFile;
use crate::handling::Handling;
use crate::page::{Arguments, connection, cost};
use crate::scalar::{Date, EvidenceItemId};
use crate::session::Request;
use crate::values::{Agency, Place};

mod custody;
mod file;
pub mod mutation;

pub use custody::{CustodyAction, CustodyEntry, ExhibitSelector};
pub use file::ExhibitFile;

code_lists! {
    EvidenceKind = "EvidenceKind", "What an exhibit is.";
    AcquisitionMethod = "AcquisitionMethod", "How data was acquired (ISO/IEC 27037).";
    CustodyPurpose = "CustodyPurpose", "What custody is handed over for.";
    Relation = "DerivationRelation", "How an exhibit came from the one it was made from.";
    IntegrityRuling = "IntegrityRuling", "What a supervisor rules when integrity was in question.";
    HashAlgorithm = "HashAlgorithm", "Algorithms that digests are computed with.";
}

/// Where an exhibit stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
pub enum ExhibitStatus {
    /// Found, and not yet in custody.
    Identified,
    /// With the officer who seized it.
    Seized,
    /// Kept, in a known place or by its custodian.
    InStore,
    /// Custody is offered, and not yet accepted or refused; it stays where it was (X1).
    InTransfer,
    /// Being examined.
    InExamination,
    /// Lent on a request for mutual legal assistance.
    LentAbroad,
    /// Before a court.
    InCourt,
    /// Its integrity is in question until a supervisor rules on it (X5).
    Compromised,
    /// Ruled out for its integrity; it is where it was.
    Excluded,
    /// Given back.
    Returned,
    /// Destroyed.
    Destroyed,
}

impl From<Status> for ExhibitStatus {
    fn from(status: Status) -> Self {
        match status {
            Status::Identified => Self::Identified,
            Status::Seized => Self::Seized,
            Status::InStore => Self::InStore,
            Status::InTransfer => Self::InTransfer,
            Status::InExamination => Self::InExamination,
            Status::LentAbroad => Self::LentAbroad,
            Status::InCourt => Self::InCourt,
            Status::Compromised => Self::Compromised,
            Status::Excluded => Self::Excluded,
            Status::Returned => Self::Returned,
            Status::Destroyed => Self::Destroyed,
        }
    }
}

/// One exhibit. Parties to its file see it as its marking allows; the officer of another agency who
/// holds it, or to whom it is offered, sees its line in the register and its custody.
pub struct EvidenceItem {
    row: ExhibitRow,
    file: SharedFile,
}

impl EvidenceItem {
    fn new(row: ExhibitRow) -> Self {
        Self { row, file: SharedFile::default() }
    }

    /// The exhibit, if the reader may see it.
    pub(crate) async fn find(ctx: &Context<'_>, id: Uuid) -> Result<Option<Self>> {
        let reader = Reader::from(ctx.viewer()?);
        let row = ctx.store()?.views().exhibit(&reader, id).await.map_err(fault)?;
        Ok(row.map(Self::new))
    }
}

/// The exhibits of an investigation that the reader may see, in the order they were identified.
pub(crate) async fn connection_of(
    ctx: &Context<'_>,
    investigation: Uuid,
    arguments: Arguments,
) -> Result<Connection<String, EvidenceItem>> {
    let list = format!("exhibits {investigation}");
    let page = arguments.page(ctx, &list)?;
    let reader = Reader::from(ctx.viewer()?);
    let views = ctx.store()?.views();
    let finder = Finder::OfFile(investigation);
    let rows = views.exhibits(&reader, finder, &page).await.map_err(fault)?;
    let file = SharedFile::default();
    connection(ctx, &list, &page, rows, ExhibitRow::place, |row| EvidenceItem {
        row,
        file: file.clone(),
    })
}

/// One exhibit. Parties to its file see it as its marking allows; the officer of another agency who
/// holds it, or to whom it is offered, sees its line in the register and its custody.
#[Object]
impl EvidenceItem {
    /// Its id.
    pub(crate) async fn id(&self) -> ID {
        self.row.evidence_item_id.into()
    }

    /// How many events it has; give it back as `expectedVersion`.
    async fn version(&self) -> i64 {
        self.row.version
    }

    /// The investigation; null when it is not shared with you.
    async fn investigation(&self, ctx: &Context<'_>) -> Result<Option<Investigation>> {
        self.file.find(ctx, self.row.investigation_id).await
    }

    /// The agency whose exhibit it is.
    async fn agency(&self) -> Result<Agency> {
        Agency::stored(&self.row.agency).ok_or_else(|| "an unknown agency".into())
    }

    /// How its line in the register may be passed on and used. The lines of its custody have markings
    /// of their own.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.clone())
    }

    /// Its mark, unique in the investigation (X7); null until it is seized.
    async fn exhibit_ref(&self) -> Option<&str> {
        self.row.exhibit_ref.as_deref()
    }

    /// What it is.
    async fn kind(&self) -> Option<Code<EvidenceKind>> {
        Code::stored(&self.row.kind)
    }

    /// What it looks like; null once erased.
    async fn description(&self) -> Option<&str> {
        self.row.description.as_str()
    }

    /// Where it was found.
    async fn found_at(&self) -> Place {
        Place(self.row.found_at.clone())
    }

    /// Where it stands.
    async fn status(&self) -> Result<ExhibitStatus> {
        let status = Status::stored(&self.row.status).map(Into::into);
        status.ok_or_else(|| "an unknown status".into())
    }

    /// The store and the shelf, the court, or the request on which it is abroad; null where nobody has said.
    async fn location(&self) -> Option<&str> {
        self.row.location.as_deref()
    }

    /// The one officer who holds it (X1); null before it is seized and after it left custody.
    async fn custodian(&self) -> Option<Officer> {
        Officer::read(self.row.custodian.as_ref(), self.row.custodian_agency.as_ref())
    }

    /// The officer to whom custody is offered.
    async fn offered_to(&self) -> Option<Officer> {
        Officer::read(self.row.offered_to.as_ref(), self.row.offered_agency.as_ref())
    }

    /// What custody is offered for.
    async fn offered_for(&self) -> Option<Code<CustodyPurpose>> {
        self.row.offered_for.as_deref().and_then(Code::stored)
    }

    /// Whether custody ever stood open for more than 24 hours between offer and acceptance.
    async fn custody_gap(&self) -> bool {
        self.row.custody_gap
    }

    /// The longest that custody stood open, in hours, when that was more than 24.
    async fn gap_hours(&self) -> Option<i32> {
        self.row.lines.iter().filter_map(|line| line.gap_hours).max()
    }

    /// Its custody ledger: what was done with it and by whom, in the order it was recorded.
    async fn custody(&self) -> Result<Vec<CustodyEntry>> {
        self.row.lines.iter().map(CustodyEntry::read).collect()
    }

    /// The last seal it was put under.
    async fn seal(&self) -> Option<&str> {
        self.row.seal.as_deref()
    }

    /// Whether that seal is broken.
    async fn seal_broken(&self) -> bool {
        self.row.seal_broken
    }

    /// The digests recorded of it.
    async fn hashes(&self) -> Vec<Hash> {
        self.row.hashes.iter().map(Hash::from).collect()
    }

    /// Whether one of them was verified since it last changed hands, was opened or acquired.
    async fn hash_verified(&self) -> bool {
        self.row.verified
    }

    /// Whether a hold forbids to return or destroy it.
    async fn on_hold(&self) -> bool {
        !self.row.holds.is_empty()
    }

    /// The orders and requests that holds rest on.
    async fn holds(&self) -> &[String] {
        &self.row.holds
    }

    /// Until when it is retained; null while nobody has set that.
    async fn retention(&self) -> Option<ExhibitRetention> {
        ExhibitRetention::read(&self.row)
    }

    /// The files that are kept of it, as far as you may have them, in the order they came.
    async fn files(&self) -> Vec<ExhibitFile> {
        self.row.files.iter().map(ExhibitFile::read).collect()
    }

    /// The exhibits that it was made from, as far as you may see them.
    async fn derived_from(&self) -> Vec<RelatedExhibit> {
        self.row.derived_from.iter().map(RelatedExhibit::from).collect()
    }

    /// The exhibits that were made from it, as far as you may see them.
    async fn derived(&self) -> Vec<RelatedExhibit> {
        self.row.derived.iter().map(RelatedExhibit::from).collect()
    }

    /// The numbers, handles, accounts and documents found in it, as far as you may see them.
    async fn selectors(&self) -> Result<Vec<ExhibitSelector>> {
        let action = Action::SelectorRecorded.as_str();
        let lines = self.row.lines.iter().filter(|line| line.action == action);
        lines.map(ExhibitSelector::read).collect()
    }

    /// How many of them you may see.
    async fn selector_count(&self) -> usize {
        self.row.selectors()
    }
}

/// An officer of an agency.
#[derive(SimpleObject)]
pub struct Officer {
    /// The name they sign in with.
    user: String,
    /// The agency they act for.
    agency: Option<Agency>,
}

impl Officer {
    fn read(user: Option<&String>, agency: Option<&String>) -> Option<Self> {
        Some(Self { user: user?.clone(), agency: agency.and_then(|code| Agency::stored(code)) })
    }
}

/// Until when an exhibit is retained (X6).
#[derive(SimpleObject)]
pub struct ExhibitRetention {
    /// The day its retention period ends, from which it may be destroyed.
    ends_on: Date,
    /// The law or rule that says so.
    provision: LegalBasis,
}

impl ExhibitRetention {
    fn read(row: &ExhibitRow) -> Option<Self> {
        let provision = LegalBasis(row.retention_basis.clone()?);
        Some(Self { ends_on: row.retention_ends?.into(), provision })
    }
}

/// The digest of a file or an image.
#[derive(SimpleObject)]
pub struct Hash {
    /// The algorithm.
    algorithm: Code<HashAlgorithm>,
    /// The digest in lower-case hexadecimal.
    digest: String,
}

impl From<&value::Hash> for Hash {
    fn from(hash: &value::Hash) -> Self {
        Self { algorithm: Code(hash.alg()), digest: hash.value().to_owned() }
    }
}

/// An exhibit that another was made from, or that was made from another.
#[derive(SimpleObject)]
pub struct RelatedExhibit {
    /// Its id.
    evidence_item_id: EvidenceItemId,
    /// Its mark; null until it is seized.
    exhibit_ref: Option<String>,
    /// What it is.
    kind: Option<Code<EvidenceKind>>,
    /// How the one came from the other; null until that was recorded.
    relation: Option<Code<Relation>>,
}

impl From<&DerivationRow> for RelatedExhibit {
    fn from(row: &DerivationRow) -> Self {
        Self {
            evidence_item_id: row.evidence_item_id.into(),
            exhibit_ref: row.exhibit_ref.clone(),
            kind: Code::stored(&row.kind),
            relation: row.relation.as_deref().and_then(Code::stored),
        }
    }
}

/// What can be read of exhibits.
#[derive(Default)]
pub struct EvidenceItemQuery;

/// What can be read of exhibits.
#[Object]
impl EvidenceItemQuery {
    /// An exhibit by its id; null where there is none, or none for you to see.
    async fn evidence_item(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "The exhibit's id.")] id: EvidenceItemId,
    ) -> Result<Option<EvidenceItem>> {
        EvidenceItem::find(ctx, id.into()).await
    }

    /// The exhibits that you hold or are offered, whoever's they are, in the order they were
    /// identified.
    #[graphql(complexity = "cost(first, last, child_complexity)")]
    async fn exhibits_in_hand(
        &self,
        ctx: &Context<'_>,
        #[graphql(desc = "How many from the start, at most 200.")] first: Option<i32>,
        #[graphql(desc = "After the one of this cursor.")] after: Option<String>,
        #[graphql(desc = "How many from the end, at most 200.")] last: Option<i32>,
        #[graphql(desc = "Before the one of this cursor.")] before: Option<String>,
    ) -> Result<Connection<String, EvidenceItem>> {
        let page = Arguments { first, after, last, before }.page(ctx, "exhibits in hand")?;
        let reader = Reader::from(ctx.viewer()?);
        let views = ctx.store()?.views();
        let rows = views.exhibits(&reader, Finder::InHand, &page).await.map_err(fault)?;
        connection(ctx, "exhibits in hand", &page, rows, ExhibitRow::place, EvidenceItem::new)
    }
}
