//! The code lists of a protection file that are our own or a mechanism's.

code_list! {
    /// Whose law and mechanism the person is protected under.
    pub enum Jurisdiction {
        /// The United Kingdom: the National Referral Mechanism, Modern Slavery Act 2015.
        Uk,
        /// Kenya: the National Referral Mechanism, Counter-Trafficking in Persons Act 2010.
        Ke,
        /// Another country; the care pathway without a country's own rules.
        Other,
    }
}

code_list! {
    /// Whether the person has reached 18 years.
    pub enum Majority {
        /// 18 or older.
        Adult,
        /// Younger than 18.
        Child,
        /// Not settled: treated as a child until it is (Modern Slavery Act 2015, s.51).
        AgeDisputed,
    }
}

code_list! {
    /// How safe the person is at registration.
    pub enum ImmediateSafety {
        /// In a safe place.
        Safe,
        /// May be reached by those who harmed them.
        AtRisk,
        /// In danger now.
        InDanger,
        /// Not yet known.
        Unknown,
    }
}

code_list! {
    /// Who said yes or no.
    pub enum ConsentGiver {
        /// The person.
        Person,
        /// A parent or guardian who is not suspected.
        Guardian,
        /// A lawyer or another representative.
        LegalRepresentative,
    }
}

code_list! {
    /// Who must hear of a child before it is referred.
    pub enum GuardianKind {
        /// A parent or guardian who is not suspected.
        Guardian,
        /// An independent child trafficking guardian (Modern Slavery Act 2015, s.48).
        Ictg,
        /// A children officer, in Kenya.
        ChildrenOfficer,
    }
}

code_list! {
    /// The questionnaire a person was screened with; it names the list its indicators come from.
    pub enum ScreeningTool {
        /// IOM Human Trafficking Case Data Standard 2.0.
        Htcds,
        /// The eleven indicators of forced labour of the International Labour Organization.
        Ilo11,
        /// The indicators of the United Nations Office on Drugs and Crime.
        Unodc,
        /// The screening interview of the International Organization for Migration.
        Iom,
    }
}

code_list! {
    /// How strongly an indicator shows.
    pub enum IndicatorStrength {
        /// One sign, open to other explanations.
        Weak,
        /// Several signs.
        Medium,
        /// Plain.
        Strong,
    }
}

code_list! {
    /// What a screening came to.
    pub enum ScreeningOutcome {
        /// Indicators of trafficking were found.
        IndicatorsFound,
        /// None were found.
        NoIndicators,
        /// The person is to be screened again.
        Inconclusive,
    }
}

code_list! {
    /// The mechanism a person is referred to.
    pub enum Mechanism {
        /// The United Kingdom's National Referral Mechanism.
        UkNrm,
        /// Kenya's National Referral Mechanism.
        KeNrm,
        /// The mechanism of another country.
        Other,
    }
}

code_list! {
    /// The United Kingdom's competent authorities for referrals.
    pub enum CompetentAuthority {
        /// The Single Competent Authority.
        Sca,
        /// The Immigration Enforcement Competent Authority.
        Ieca,
    }
}

code_list! {
    /// Which way a decision on a referral went.
    pub enum GroundsOutcome {
        /// There are such grounds.
        Positive,
        /// There are none.
        Negative,
    }
}

code_list! {
    /// Which of the two decisions on a referral is meant.
    pub enum GroundsDecision {
        /// Reasonable grounds to believe that the person is a victim.
        ReasonableGrounds,
        /// Conclusive grounds: on the balance of probabilities.
        ConclusiveGrounds,
    }
}

code_list! {
    /// What came of a reconsideration.
    pub enum ReconsiderationOutcome {
        /// The negative decision stands.
        Upheld,
        /// The decision is now positive.
        Overturned,
    }
}

code_list! {
    /// Why a recovery period is longer than it must be.
    pub enum ExtensionReason {
        /// The person's health.
        Health,
        /// The person's or a child's safety.
        Safeguarding,
        /// Information that bears on the decision is awaited.
        InformationAwaited,
        /// The person asked for more time.
        RequestOfThePerson,
    }
}

code_list! {
    /// Why protection is refused or withdrawn (Nationality and Borders Act 2022, s.63).
    pub enum DisqualificationGround {
        /// A threat to public order.
        PublicOrder,
        /// The claim to be a victim was made in bad faith.
        BadFaith,
    }
}

code_list! {
    /// What a person needs help with.
    pub enum NeedDomain {
        /// A safe place to live.
        SafeAccommodation,
        /// Medical care.
        Medical,
        /// Care for mental health.
        MentalHealth,
        /// Legal advice.
        Legal,
        /// Money to live on.
        Financial,
        /// An interpreter.
        Interpreter,
        /// Care for children.
        Childcare,
        /// Identity and travel documents.
        Documents,
        /// Safety from those who harmed them.
        Safety,
    }
}

code_list! {
    /// How much help is needed.
    pub enum NeedLevel {
        /// Asked, and none needed.
        None,
        /// Some.
        Low,
        /// Considerable.
        Medium,
        /// Much.
        High,
        /// At once.
        Urgent,
    }
}

code_list! {
    /// What kind of place a person can be found at.
    pub enum WhereaboutsKind {
        /// A safe house or other accommodation.
        Accommodation,
        /// Where a provider sees the person.
        ProviderAddress,
        /// Anywhere else.
        Other,
    }
}

code_list! {
    /// How the exploitation led to the act a person is accused of.
    pub enum ExploitationLink {
        /// The person was compelled to do it (Modern Slavery Act 2015, s.45(1)).
        Compelled,
        /// The act is a direct consequence of being trafficked (Counter-Trafficking in Persons Act
        /// 2010, s.14; Modern Slavery Act 2015, s.45(4)).
        DirectConsequence,
    }
}

code_list! {
    /// How a witness is protected when giving evidence.
    pub enum SpecialMeasure {
        /// Screens between witness and accused (Youth Justice and Criminal Evidence Act 1999, s.23).
        Screens,
        /// A live video link (the same act, s.24).
        VideoLink,
        /// In private (the same act, s.25; Counter-Trafficking in Persons Act 2010, s.11).
        InPrivate,
        /// A recorded interview as evidence in chief (the 1999 act, s.27).
        RecordedInterview,
        /// An intermediary (the 1999 act, s.29).
        Intermediary,
        /// Anonymity (Coroners and Justice Act 2009, s.86).
        Anonymity,
    }
}

code_list! {
    /// By which way compensation is sought.
    pub enum CompensationKind {
        /// The National Assistance Trust Fund for Victims of Trafficking in Persons
        /// (Counter-Trafficking in Persons Act 2010, ss.22-24).
        Fund,
        /// Restitution by the offender (Counter-Trafficking in Persons Act 2010, s.13).
        Restitution,
        /// A reparation order (Modern Slavery Act 2015, ss.8-10).
        Reparation,
    }
}

code_list! {
    /// Why a protection file is closed.
    pub enum CloseReason {
        /// The support that was planned has been given.
        SupportCompleted,
        /// The person went home to a named provider.
        Repatriated,
        /// Another body looks after the person now.
        Transferred,
        /// The person wants no further support.
        SupportDeclined,
        /// A deciding organisation found that the person is not a victim.
        NotAVictim,
        /// The person can no longer be reached.
        ContactLost,
        /// The person died.
        Died,
    }
}

impl Majority {
    /// Whether the person has the protection of a child.
    pub fn is_protected_as_child(self) -> bool {
        self != Self::Adult
    }
}

impl Jurisdiction {
    /// The mechanism to which its authorities refer.
    pub fn mechanism(self) -> Mechanism {
        match self {
            Self::Uk => Mechanism::UkNrm,
            Self::Ke => Mechanism::KeNrm,
            Self::Other => Mechanism::Other,
        }
    }
}
