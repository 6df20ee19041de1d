//! The code lists of objects.

use crate::value::SelectorKind;

code_list! {
    /// What kind of object a record is about. It follows from what the object is known by.
    pub enum ObjectKind {
        /// A vehicle, by its plate or its identification number.
        Vehicle,
        /// A telephone number, a SIM card's subscriber or a handset.
        Phone,
        /// A travel or identity document.
        Document,
        /// A bank account, a mobile-money number or a hawala code.
        Account,
        /// An account on an online platform.
        Handle,
        /// A crypto address.
        Wallet,
        /// A ship.
        Vessel,
        /// An advert, by its look.
        Advert,
    }
}

impl ObjectKind {
    /// What a selector of a kind identifies.
    pub fn of(selector: SelectorKind) -> Self {
        match selector {
            SelectorKind::Plate | SelectorKind::Vin => Self::Vehicle,
            SelectorKind::Phone | SelectorKind::Imei | SelectorKind::Imsi => Self::Phone,
            SelectorKind::TravelDocument => Self::Document,
            SelectorKind::BankAccount | SelectorKind::MobileMoney | SelectorKind::Hawala => {
                Self::Account
            }
            SelectorKind::Handle => Self::Handle,
            SelectorKind::CryptoAddress => Self::Wallet,
            SelectorKind::Vessel => Self::Vessel,
            SelectorKind::Advert => Self::Advert,
        }
    }
}

code_list! {
    /// What became of an object.
    pub enum ObjectStatus {
        /// It is in use.
        InUse,
        /// It was reported stolen.
        Stolen,
        /// It was reported lost.
        Lost,
        /// An authority took it.
        Seized,
        /// It was blocked, closed or cancelled.
        Blocked,
        /// It was sold or given away.
        Disposed,
        /// It was destroyed.
        Destroyed,
    }
}

code_list! {
    /// What an object has to do with another. It reads from the object whose record it is.
    pub enum ObjectRelationKind {
        /// It is fixed to the other, as a plate to a vehicle.
        FixedTo,
        /// It is in the other, as a SIM card in a handset.
        InsertedIn,
        /// It was opened or registered with the other, as an account with a telephone number.
        RegisteredWith,
        /// It sends money to the other.
        Pays,
        /// It is in contact with the other.
        InContactWith,
        /// It is the same thing under another number.
        SameThing,
    }
}
