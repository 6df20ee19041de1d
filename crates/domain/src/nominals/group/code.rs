//! The code lists of groups.

code_list! {
    /// What kind of group it is.
    pub enum GroupKind {
        /// A network that smuggles or traffics persons.
        Network,
        /// A part of a network that works by itself.
        Cell,
        /// A gang.
        Gang,
        /// A company or a business.
        Company,
        /// An agency that places workers.
        RecruitmentAgency,
        /// A family or clan that acts together.
        Family,
        /// People who meet online.
        OnlineCommunity,
        /// Another one, as the description says.
        Other,
    }
}

code_list! {
    /// What a group has to do with another. It reads from the group whose record it is.
    pub enum GroupRelationKind {
        /// It is a part of the other.
        PartOf,
        /// It works for the other.
        WorksFor,
        /// It works with the other.
        Allied,
        /// It competes with the other.
        Rival,
        /// It took the place of the other.
        Succeeds,
        /// It is a front for the other.
        FrontFor,
    }
}
