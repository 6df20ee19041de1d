//! The code lists of what is asserted about a person.

code_list! {
    /// What two persons are to each other. It reads from the person whose record it is.
    pub enum AssociationKind {
        /// They are related, by blood or by marriage.
        Family,
        /// They are spouses or partners.
        Partner,
        /// They know each other.
        Acquaintance,
        /// They do business together.
        Business,
        /// They live at the same place.
        LivesWith,
        /// They travel together.
        TravelsWith,
        /// They are in contact, by telephone or online.
        InContactWith,
        /// They pay the other.
        Pays,
        /// They work for the other.
        WorksFor,
        /// They give the other orders.
        Directs,
        /// Another, as the detail says.
        Other,
    }
}
