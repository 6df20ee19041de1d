//! The lines of an exhibit's custody ledger, out.

use async_graphql::{Enum, Json, Object, Result, SimpleObject};
use chrono::{DateTime, Utc};
use mpaka_domain::evidence::evidence_item::CustodyPurpose;
use mpaka_domain::value;
use mpaka_persistence::view::exhibit::{CustodyAction as Action, CustodyRow};
use serde::Deserialize;
use serde_json::Value;

use super::Officer;
use crate::code::Code;
use crate::handling::Handling;
use crate::scalar::EventId;
use crate::selector::Selector;
use crate::time::PartialTime;
use crate::values::Place;

/// Declares what the schema calls the actions of the ledger.
macro_rules! actions {
    ($($(#[$meta:meta])* $action:ident,)+) => {
        /// What was done with an exhibit.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
        pub enum CustodyAction { $($(#[$meta])* $action,)+ }

        impl From<Action> for CustodyAction {
            fn from(action: Action) -> Self {
                match action { $(Action::$action => Self::$action,)+ }
            }
        }
    };
}

actions! {
    /// It was found and described.
    Identified,
    /// It was taken into custody and marked.
    Seized,
    /// Its data was copied for examination.
    Acquired,
    /// A file was taken in whole and is kept, sealed.
    FileStored,
    /// Its custodian offered custody to another officer.
    Offered,
    /// The officer it was offered to took custody.
    Accepted,
    /// The officer it was offered to refused custody; it stays where it was.
    Refused,
    /// Its custodian took the offer back; it stays where it was.
    Withdrawn,
    /// Its seal was broken.
    SealBroken,
    /// It was put under a new seal.
    Resealed,
    /// It was examined.
    Examined,
    /// Another exhibit was made from it.
    Derived,
    /// A number, handle, account or document was found in it.
    SelectorRecorded,
    /// A digest computed anew is the one recorded.
    HashVerified,
    /// A digest computed anew is not the one recorded.
    IntegrityFailed,
    /// A supervisor ruled on its integrity.
    IntegrityRuled,
    /// It was put in the store.
    Stored,
    /// It was lent abroad.
    LentAbroad,
    /// It came back from abroad.
    ReturnedFromAbroad,
    /// It was sent to a court.
    SentToCourt,
    /// It came back from court.
    ReturnedFromCourt,
    /// Its return and destruction were forbidden.
    HoldPlaced,
    /// A hold was lifted.
    HoldLifted,
    /// It was set until when it is retained.
    RetentionSet,
    /// It was assessed whether showing it would do serious harm.
    SensitivityAssessed,
    /// It was put on a disclosure schedule.
    Disclosed,
    /// It was given back.
    Returned,
    /// It was destroyed.
    Destroyed,
}

/// A line of an exhibit's custody ledger.
pub struct CustodyEntry {
    action: CustodyAction,
    row: CustodyRow,
}

impl CustodyEntry {
    /// The line as a view stores it.
    pub(super) fn read(row: &CustodyRow) -> Result<Self> {
        let action = Action::stored(&row.action).ok_or("an unknown action")?;
        Ok(Self { action: action.into(), row: row.clone() })
    }

    fn text(&self, field: &str) -> Option<&str> {
        self.row.data[field].as_str()
    }
}

/// A line of an exhibit's custody ledger.
#[Object]
impl CustodyEntry {
    /// What was done.
    async fn action(&self) -> CustodyAction {
        self.action
    }

    /// The officer who signed for it.
    async fn by(&self) -> Option<Officer> {
        Officer::read(Some(&self.row.by_user), Some(&self.row.by_agency))
    }

    /// The officer into whose hands it went or was offered.
    async fn to(&self) -> Option<Officer> {
        Officer::read(self.row.to_user.as_ref(), self.row.to_agency.as_ref())
    }

    /// When it was done, as exactly as it is known.
    async fn occurred(&self) -> Result<PartialTime> {
        PartialTime::stored(&self.row.occurred)
    }

    /// When it was recorded.
    async fn recorded_at(&self) -> DateTime<Utc> {
        self.row.recorded_at
    }

    /// For how many hours custody had stood open when it was accepted, when that was more than 24.
    async fn gap_hours(&self) -> Option<i32> {
        self.row.gap_hours
    }

    /// What custody was offered for.
    async fn purpose(&self) -> Option<Code<CustodyPurpose>> {
        self.text("purpose").and_then(Code::stored)
    }

    /// Whether the seal was whole when it changed hands or came back.
    async fn seal_ok(&self) -> Option<bool> {
        self.row.data["seal_ok"].as_bool()
    }

    /// In what state it was received; null where it was not, or erased.
    async fn condition(&self) -> Option<&str> {
        self.text("condition")
    }

    /// Where it was found or handed over.
    async fn place(&self) -> Result<Option<Place>> {
        let Some(place) = self.row.data.get("place") else { return Ok(None) };
        let place = value::Place::deserialize(place).map_err(|_| "an unreadable place")?;
        Ok(Some(Place(place)))
    }

    /// The store and the shelf, or the court.
    async fn location(&self) -> Option<&str> {
        self.text("location").or_else(|| self.text("court"))
    }

    /// The seal it was put under.
    async fn seal(&self) -> Option<&str> {
        self.text("seal").or_else(|| self.text("new"))
    }

    /// The seal it was under before.
    async fn seal_before(&self) -> Option<&str> {
        self.text("old")
    }

    /// Why; null where no reason is asked for, or erased.
    async fn reason(&self) -> Option<&str> {
        self.text("reason")
    }

    /// The authority it was done under.
    async fn authority_ref(&self) -> Option<&str> {
        self.text("authority_ref").or_else(|| self.text("mla_ref"))
    }

    /// Who saw it; without those that were erased.
    async fn witnesses(&self) -> Vec<&str> {
        let several = self.row.data["witnesses"].as_array().into_iter().flatten();
        several.filter_map(Value::as_str).chain(self.text("witness")).collect()
    }

    /// The event that recorded it.
    async fn event_id(&self) -> EventId {
        self.row.event_id.into()
    }

    /// All that was recorded; `schema/events` describes it by type. Erased personal fields are null.
    async fn data(&self) -> Json<&Value> {
        Json(&self.row.data)
    }

    /// How it may be passed on and used.
    async fn handling(&self) -> Handling {
        Handling(self.row.handling.0.clone())
    }
}

/// A number, handle, account or document found in an exhibit.
#[derive(SimpleObject)]
pub struct ExhibitSelector {
    /// What was found; null once erased.
    selector: Option<Selector>,
    /// Where in the exhibit and as what, such as a call log; null once erased.
    context: Option<String>,
    /// The event that recorded it.
    event_id: EventId,
    /// How it may be passed on and used.
    handling: Handling,
}

impl ExhibitSelector {
    /// The selector of a ledger's line as a view stores it.
    pub(super) fn read(row: &CustodyRow) -> Result<Self> {
        let selector = Option::<value::Selector>::deserialize(&row.data["selector"])
            .map_err(|_| "an unreadable selector")?;
        Ok(Self {
            selector: selector.map(Selector),
            context: row.data["context"].as_str().map(str::to_owned),
            event_id: row.event_id.into(),
            handling: Handling(row.handling.0.clone()),
        })
    }
}
