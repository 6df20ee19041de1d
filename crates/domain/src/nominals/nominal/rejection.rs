//! Why a nominal refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why a nominal refuses a command.
    pub enum NominalRejection {
        NotRecorded = None, "nominalId", "nothing is recorded under this id; begin the record first";
        AlreadyRecorded = None, "nominalId",
            "this id is already another record; begin yours under a new id";
        ReferenceTaken = None, "reference",
            "your agency keeps another record under this reference; assert what you know in that one, \
             or choose another reference";
        RoleMayNotWrite = Some("NOM-1"), "",
            "your role reads nominals and does not write them; ask an investigator or a supervisor of \
             your agency";
        NotYourRecord = Some("NOM-1"), "nominalId",
            "this record is another agency's; ask that agency to correct it, or assert what you know in \
             a record of your own agency";
        ReasonMissing = None, "reason", "say why";
        FactMissing = None, "fact", "say what is asserted";
        SourceMissing = Some("NOM-2"), "source",
            "every fact names what it rests on; give the report, exhibit, statement or observation as \
             the source";
        NoSuchFact { number: u32 } = Some("NOM-3"), "number",
            "there is no fact {number} in this record; give the number of one that was asserted";
        FactWithdrawn { number: u32 } = Some("NOM-3"), "number",
            "fact {number} was taken back, so there is nothing to contest; if it holds after all, \
             assert it anew with its source";
        OtherwiseGraded { number: u32 } = Some("NOM-4"), "source.grade",
            "fact {number} says the same from the same source with another grade, and a source counts \
             once; withdraw that fact first, or give its grade";
        ReviewNotAhead = Some("NOM-5"), "reviewOn",
            "the day of the review lies in the past; give a day from tomorrow on";
        ReviewTooFar { years: u32 } = Some("NOM-5"), "reviewOn",
            "a record is looked at again within {years} years; give an earlier day";
        RecordExpired = Some("NOM-5"), "",
            "this record is no longer kept for use; retain it with a reason first, and then assert \
             the fact";
        IdentityTaken = Some("NOM-7"), "selector",
            "your agency already has a record of this plate, number, document, account or handle; find \
             it by its selector in the list of nominals and assert what you know there; if it is not \
             shown to you, ask a supervisor";
        NamesItself = Some("NOM-8"), "fact",
            "a record cannot be connected with itself; name another one";
        NotOfYourAgency { needs: super::NominalCategory } = Some("NOM-8"), "fact",
            "the other record must be about {needs} and be your agency's and shown to you; begin one \
             first, or correct the id";
    }
}
