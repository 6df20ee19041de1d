//! Examining an exhibit, what is made from it and found in it, and whether it is unchanged.

use async_graphql::{Context, Object, Result};
use mpaka_domain::Personal;
use mpaka_domain::evidence::evidence_item::{
    EvidenceCommand as Command, IntegrityRuling, Relation,
};

use super::{HashInput, change, hashes, signed, told};
use crate::code::Code;
use crate::error::At;
use crate::scalar::{EventId, EvidenceItemId};
use crate::selector::SelectorInput;

exhibit_payloads! {
    /// What came of recording an examination.
    ExamineExhibitPayload,
    /// What came of recording that an exhibit was made from this one.
    DeriveExhibitPayload,
    /// What came of recording what was found in an exhibit.
    RecordExhibitSelectorPayload,
    /// What came of comparing a digest with the one recorded.
    VerifyHashPayload,
    /// What came of ruling on integrity.
    RuleOnIntegrityPayload,
}

inputs! {
    /// Records an examination. None is made while custody is being handed over (X3).
    ExamineExhibitInput {
        /// What was done.
        action: String,
        /// Who did it, as they sign.
        examiner: String,
        /// The event that gave cause to it.
        was_informed_by: Option<EventId>,
        /// What was found.
        results: String,
    }

    /// Records that another exhibit was made from this one, whose digest must have been verified
    /// (X4).
    DeriveExhibitInput {
        /// The new exhibit.
        child: EvidenceItemId,
        /// How it came from this one.
        relation: Code<Relation>,
        /// The digests of the new exhibit.
        #[graphql(default)]
        hashes: Vec<HashInput>,
        /// This exhibit's digest as computed for the occasion, when it was not verified before.
        parent_hash: Option<HashInput>,
    }

    /// Records a number, handle, account or document found in an exhibit.
    RecordExhibitSelectorInput {
        /// What was found.
        selector: SelectorInput,
        /// Where in the exhibit and as what, such as a call log.
        context: String,
    }

    /// Compares a digest computed now with the one recorded. A difference puts integrity in
    /// question (X5).
    VerifyHashInput {
        /// The digest computed now.
        computed: HashInput,
    }

    /// Rules on an exhibit whose integrity is in question; for a supervisor of its agency (X5).
    RuleOnIntegrityInput {
        /// The ruling.
        ruling: Code<IntegrityRuling>,
        /// Why.
        reason: String,
    }
}

/// What can be done to examine exhibits.
#[derive(Default)]
pub struct ExaminationMutation;

/// What can be done to examine exhibits.
#[Object]
impl ExaminationMutation {
    /// Records an examination. None is made while custody is being handed over (X3).
    async fn examine_exhibit(
        &self,
        ctx: &Context<'_>,
        input: ExamineExhibitInput,
    ) -> Result<ExamineExhibitPayload> {
        let command = || {
            Ok(Command::Examine {
                action: told("action", &input.action)?,
                examiner: signed("examiner", &input.examiner)?,
                was_informed_by: input.was_informed_by.map(|event| event.0),
                results: told("results", &input.results)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        ExamineExhibitPayload::from(ctx, answer).await
    }

    /// Records that another exhibit was made from this one, whose digest must have been verified
    /// (X4).
    async fn derive_exhibit(
        &self,
        ctx: &Context<'_>,
        input: DeriveExhibitInput,
    ) -> Result<DeriveExhibitPayload> {
        let command = || {
            Ok(Command::Derive {
                child: input.child.0,
                relation: input.relation.0,
                hashes: hashes("hashes", &input.hashes)?,
                parent_hash: input
                    .parent_hash
                    .as_ref()
                    .map(HashInput::read)
                    .transpose()
                    .at("parentHash")?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        DeriveExhibitPayload::from(ctx, answer).await
    }

    /// Records a number, handle, account or document found in an exhibit. The link inbox compares
    /// it with those of other files.
    async fn record_exhibit_selector(
        &self,
        ctx: &Context<'_>,
        input: RecordExhibitSelectorInput,
    ) -> Result<RecordExhibitSelectorPayload> {
        let command = || {
            Ok(Command::RecordSelector {
                selector: input.selector.read().map(Personal::new).at("selector")?,
                context: told("context", &input.context)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        RecordExhibitSelectorPayload::from(ctx, answer).await
    }

    /// Compares a digest computed now with the one recorded. A difference puts integrity in
    /// question (X5).
    async fn verify_hash(
        &self,
        ctx: &Context<'_>,
        input: VerifyHashInput,
    ) -> Result<VerifyHashPayload> {
        let command = input.computed.read().at("computed");
        let command = command.map(|computed| Command::VerifyHash { computed });
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        VerifyHashPayload::from(ctx, answer).await
    }

    /// Rules on an exhibit whose integrity is in question; for a supervisor of its agency (X5).
    async fn rule_on_integrity(
        &self,
        ctx: &Context<'_>,
        input: RuleOnIntegrityInput,
    ) -> Result<RuleOnIntegrityPayload> {
        let command = || {
            Ok(Command::RuleOnIntegrity {
                ruling: input.ruling.0,
                reason: told("reason", &input.reason)?,
            })
        };
        let command = command();
        let answer = change(ctx, input.evidence_item_id, &input.envelope, command).await?;
        RuleOnIntegrityPayload::from(ctx, answer).await
    }
}
