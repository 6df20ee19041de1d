//! Why a journey refuses a command.

use crate::decider::refusals;

refusals! {
    /// Why a journey refuses a command.
    pub enum JourneyRejection {
        RoleMayNotWrite = None, "",
            "your role reads but does not record journeys; ask an investigator of the agency";
        NotYourFile = None, "",
            "this journey is another agency's record; send them a request";
        NotStarted = None, "journeyId",
            "this journey has not been started; start it first";
        AlreadyStarted = None, "journeyId",
            "this journey has been started; record legs on it, or start another under a new id";
        NotAllowedOnceEnded = None, "",
            "this journey has ended and takes corrections only; start another for what came after";
        GroupLabelUnfit = None, "subject.group.label",
            "a group's label is 1 to 40 characters and names nobody, as in G-23";
        GroupDoesNotAddUp = Some("J2"), "subject.group",
            "the group does not add up: it has at least one person, adults and children make its \
             size, and women are no more than that";
        GroupTooLarge { most: u32 } = Some("J2"), "subject.group.size",
            "a group has at most {most} persons; correct the number, or start a journey for each part";
        TooManyLegs { most: u32 } = None, "leg",
            "a journey has at most {most} legs; end this one and start another from here";
        NoSuchLeg { number: u32 } = None, "number",
            "there is no leg {number} yet; record it instead";
        LegArrivesBeforeItLeaves = Some("J1"), "leg.arrive",
            "the leg arrives before it leaves; correct one of the times";
        GapWithoutReason = Some("J1"), "leg.gap",
            "say why it is not known how they came there, or leave the gap out";
        LegStartsWhereNoOneWas { n: u32 } = Some("J1"), "leg.from",
            "leg {n} starts where no one was: start it where the leg before ended (or the journey \
             began), or give the reason for the gap";
        LegLeavesTooEarly { n: u32 } = Some("J1"), "leg.depart",
            "leg {n} leaves before the one before it arrived; correct one of the times";
        NextLegStartsElsewhere { n: u32 } = Some("J1"), "leg.to",
            "leg {n} would start where no one was: end this leg where that one starts, or correct \
             that one first";
        NextLegLeavesTooEarly { n: u32 } = Some("J1"), "leg.arrive",
            "leg {n} would leave before this one arrives; correct one of the times";
        NobodyTravels = Some("J2"), "",
            "nobody travels any more: all were intercepted, left or died; end the journey";
        NotAGroup = Some("J2"), "",
            "this is one person's journey, which nobody joins or leaves; start one for the group";
        NoPersons = Some("J2"), "persons",
            "say how many persons, at least one";
        TooManyJoin { most: u32, travelling: u32 } = Some("J2"), "persons",
            "{travelling} travel here, and a group has at most {most} persons; correct the number, \
             or start a journey for those who joined";
        MoreThanTravel { travelling: u32 } = Some("J2"), "persons",
            "only {travelling} travel here; record who joined first, or correct the number";
        NobodyFound = Some("J3"), "personsFound",
            "an interception finds at least one person, who is to be screened";
        MoreFoundThanTravel { travelling: u32 } = Some("J2"), "personsFound",
            "only {travelling} travel here; record who joined first, or correct the number";
        TooManyFound { most: u32 } = Some("J3"), "personsFound",
            "one interception finds at most {most} persons, each of whom is to be screened; correct \
             the number";
        HoldEndsBeforeItBegins = None, "hold.to",
            "they were released before they were held; correct one of the times";
        CauseMissing = None, "cause",
            "say what they died of or how they were hurt, as far as is known";
        ReasonMissing = Some("E3"), "reason",
            "say what showed that the leg was otherwise";
        ReasonsMissing = None, "reasons",
            "say what shows that the journey is to be judged otherwise";
        SomeStillTravel { travelling: u32 } = Some("J2"), "outcome",
            "{travelling} are not recorded as dead; record their deaths first, or choose another outcome";
    }
}
