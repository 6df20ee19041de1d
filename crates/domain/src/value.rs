//! Value objects: parsed once, valid for ever after.
//!
//! Every value here is made by a constructor that parses (`parse` for one text, `try_new` for several
//! parts) and answers a [`ValueError`] that says what to correct. A stored value is parsed again when
//! it is read, so a value in hand is always a valid one. Values that point at a person (names,
//! numbers, documents, accounts, handles) show nothing of themselves in `Debug`.

#[macro_use]
mod text;

mod account;
mod birth;
mod code;
mod document;
mod error;
mod evidence;
mod grade;
mod money;
mod name;
mod online;
mod person;
mod phone;
mod place;
mod reference;
mod selector;
mod time;
mod vehicle;

pub use account::{
    BankAccount, DomesticAccount, HawalaRef, Iban, MobileMoney, UkAccount, WalletKind,
};
pub use birth::{AgeRange, BirthBasis, BirthDate, BirthPrecision, Majority};
pub use code::{CountryCode, CurrencyCode, LanguageTag, SubdivisionCode};
pub use document::{DocumentKind, Genuineness, Mrz, MrzFormat, TravelDocument};
pub use error::ValueError;
pub use evidence::{ExhibitRef, Hash, HashAlgorithm, SealNumber};
pub use grade::{Grade, GradeScheme};
pub use money::Money;
pub use name::{Culture, NamePart, NamePartKind, PersonName, Script};
pub use online::{AdvertFingerprint, Chain, CryptoAddress, OnlineHandle};
pub use person::{AgeBand, Gender};
pub use phone::{Iccid, Imei, Imsi, Msisdn};
pub use place::{GeoPoint, Place, PlaceKind, PointSource};
pub use reference::{InvestigationReference, LegalBasis, NominalReference, Urn, VictimAlias};
pub use selector::{Selector, SelectorKind};
pub use time::{Calendar, Clock, EthiopianDate, PartialTime, Precision, StatedHour, UtcOffset};
pub use vehicle::{ImoNumber, Plate, Vin};
