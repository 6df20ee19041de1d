//! Finding an exhibit, taking it into custody and copying its data.

use async_graphql::{Context, InputObject, Object, Result};
use mpaka_domain::evidence::evidence_item::{
    AcquisitionMethod, Capture, EvidenceCommand as Command, EvidenceItem as Aggregate,
    EvidenceKind, TimeSync,
};
use mpaka_domain::value::{ExhibitRef, SealNumber};

use super::{HashInput, change, hashes, short, signed, told};
use crate::code::Code;
use crate::envelope::Envelope;
use crate::error::{At, UserError};
use crate::scalar::{EvidenceItemId, InvestigationId};
use crate::send::begin;
use crate::values::PlaceInput;

exhibit_payloads! {
    /// What came of identifying an exhibit.
    IdentifyExhibitPayload,
    /// What came of seizing an exhibit.
    SeizeExhibitPayload,
    /// What came of acquiring an exhibit's data.
    AcquireExhibitPayload,
}

/// Records that something was found that may prove a fact.
#[derive(InputObject)]
pub struct IdentifyExhibitInput {
    /// The investigation it belongs to.
    pub investigation_id: InvestigationId,
    /// The id to identify it under; made for you when left out.
    pub evidence_item_id: Option<EvidenceItemId>,
    /// What it looks like, so that it can be told apart from others.
    pub description: String,
    /// What it is.
    pub kind: Code<EvidenceKind>,
    /// Where it was found.
    pub place: PlaceInput,
    /// The first responder who found it, as they sign (ISO/IEC 27037, DEFR).
    pub by: String,
    /// The exhibit it was made from, if it was.
    pub derived_from: Option<EvidenceItemId>,
    /// What every command says beside its own fields.
    #[graphql(flatten)]
    pub envelope: Envelope,
}

inputs! {
    /// Takes an exhibit into custody and gives it its mark. Whoever records this holds it.
    SeizeExhibitInput {
        /// Its mark, unique in the investigation (X7), such as `JM/1`.
        exhibit_ref: String,
        /// The authority it is taken under: a warrant's number, a provision, a consent's reference.
        authority_ref: String,
        /// The seal it was put under; left out for what cannot be sealed.
        seal: Option<String>,
        /// Who saw it taken, as they sign.
        witness: String,
        /// How many photographs were taken.
        #[graphql(default)]
        photos: u32,
    }

    /// Records that an exhibit's data was copied for examination.
    AcquireExhibitInput {
        /// How.
        method: Code<AcquisitionMethod>,
        /// The tool.
        tool: String,
        /// The tool's version.
        tool_version: String,
        /// The digests of what was acquired, at least one.
        hashes: Vec<HashInput>,
        /// The specialist who did it, as they sign (ISO/IEC 27037, DES).
        specialist: String,
        /// Whether the device was running.
        #[graphql(default)]
        live: bool,
        /// What a capture of online material must record besides (X8); for that kind only.
        capture: Option<CaptureInput>,
    }
}

/// What a capture of online material must record so that it can be shown again (X8).
#[derive(InputObject)]
pub struct CaptureInput {
    /// The digest of the address that was captured.
    pub url_hash: HashInput,
    /// The account the operator was signed in with, or that there was none.
    pub operator_account: String,
    /// How the capturing machine's clock was checked.
    pub time_sync: TimeSyncInput,
}

/// A clock compared with a reference.
#[derive(InputObject)]
pub struct TimeSyncInput {
    /// The reference, such as a time server's name.
    pub reference: String,
    /// How far the machine's clock was ahead, in milliseconds.
    pub offset_ms: i64,
}

impl IdentifyExhibitInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Identify {
            investigation: self.investigation_id.0,
            description: told("description", &self.description)?,
            kind: self.kind.0,
            place: self.place.read().at("place")?,
            by: signed("by", &self.by)?,
            derived_from: self.derived_from.map(|parent| parent.0),
        })
    }
}

impl SeizeExhibitInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Seize {
            exhibit_ref: ExhibitRef::parse(&self.exhibit_ref).at("exhibitRef")?,
            authority_ref: short("authorityRef", &self.authority_ref)?,
            seal: self.seal.as_deref().map(SealNumber::parse).transpose().at("seal")?,
            witness: signed("witness", &self.witness)?,
            photos: self.photos,
        })
    }
}

impl AcquireExhibitInput {
    fn command(&self) -> Result<Command, UserError> {
        Ok(Command::Acquire {
            method: self.method.0,
            tool: short("tool", &self.tool)?,
            tool_version: short("toolVersion", &self.tool_version)?,
            hashes: hashes("hashes", &self.hashes)?,
            specialist: signed("specialist", &self.specialist)?,
            live: self.live,
            capture: self.capture.as_ref().map(CaptureInput::read).transpose().at("capture")?,
        })
    }
}

impl CaptureInput {
    fn read(&self) -> Result<Capture, UserError> {
        Ok(Capture {
            url_hash: self.url_hash.read().at("urlHash")?,
            operator_account: signed("operatorAccount", &self.operator_account)?,
            time_sync: TimeSync {
                reference: short("timeSync.reference", &self.time_sync.reference)?,
                offset_ms: self.time_sync.offset_ms,
            },
        })
    }
}

/// What can be done to find and take exhibits.
#[derive(Default)]
pub struct SeizureMutation;

/// What can be done to find and take exhibits.
#[Object]
impl SeizureMutation {
    /// Records that something was found that may prove a fact.
    async fn identify_exhibit(
        &self,
        ctx: &Context<'_>,
        input: IdentifyExhibitInput,
    ) -> Result<IdentifyExhibitPayload> {
        let id = input.envelope.record(ctx, input.evidence_item_id);
        let file = input.investigation_id.into();
        let answer = begin::<Aggregate>(ctx, file, id, &input.envelope, input.command()).await?;
        IdentifyExhibitPayload::from(ctx, answer).await
    }

    /// Takes an exhibit into custody and gives it its mark. You hold it from then on.
    async fn seize_exhibit(
        &self,
        ctx: &Context<'_>,
        input: SeizeExhibitInput,
    ) -> Result<SeizeExhibitPayload> {
        let answer = change(ctx, input.evidence_item_id, &input.envelope, input.command()).await?;
        SeizeExhibitPayload::from(ctx, answer).await
    }

    /// Records that an exhibit's data was copied for examination.
    async fn acquire_exhibit(
        &self,
        ctx: &Context<'_>,
        input: AcquireExhibitInput,
    ) -> Result<AcquireExhibitPayload> {
        let answer = change(ctx, input.evidence_item_id, &input.envelope, input.command()).await?;
        AcquireExhibitPayload::from(ctx, answer).await
    }
}
