//! A small aggregate to drive the engine with: a diary, kept by whoever opened it, under a title
//! that nobody else may use.

use std::collections::BTreeSet;

use chrono::{DateTime, Utc};
use mpaka_domain::handling::{Classification, HandlingCode, Tlp};
use mpaka_domain::value::{LegalBasis, PartialTime};
use mpaka_domain::{
    Actor, AgencyId, Claim, Decider, Handling, Law, Metadata, Personal, Purpose, Refusal, Role,
    UserId,
};
use mpaka_persistence::{MasterKey, Store, ids};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use sqlx::PgPool;

#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Diary {
    pub pages: u32,
    pub last: Option<Personal<String>>,
    open: bool,
}

#[derive(Debug, Clone, Serialize)]
pub enum DiaryCommand {
    Open { title: String },
    Write { text: Personal<String> },
    Tear { pages: u32 },
}

#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum DiaryEvent {
    Opened { title: String },
    Written { text: Personal<String> },
    Torn {},
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DiaryRejection {
    NotOpen,
    TitleTaken,
    TooFewPages,
}

impl std::fmt::Display for DiaryRejection {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::error::Error for DiaryRejection {}

impl Refusal for DiaryRejection {
    fn code(&self) -> &'static str {
        match self {
            Self::NotOpen => "NOT_OPEN",
            Self::TitleTaken => "TITLE_TAKEN",
            Self::TooFewPages => "TOO_FEW_PAGES",
        }
    }

    fn rule(&self) -> Option<&'static str> {
        None
    }

    fn path(&self) -> &'static str {
        ""
    }
}

impl Decider for Diary {
    const CATEGORY: &'static str = "diary";
    const HOLDS_PERSONAL_DATA: bool = true;
    type Command = DiaryCommand;
    type Event = DiaryEvent;
    type Rejection = DiaryRejection;

    fn decide(
        &self,
        command: DiaryCommand,
        _: &Metadata,
        _: &Law,
    ) -> Result<Vec<DiaryEvent>, DiaryRejection> {
        match command {
            DiaryCommand::Open { .. } if self.open => Ok(vec![]),
            DiaryCommand::Open { title } => Ok(vec![DiaryEvent::Opened { title }]),
            _ if !self.open => Err(DiaryRejection::NotOpen),
            DiaryCommand::Write { text } => Ok(vec![DiaryEvent::Written { text }]),
            DiaryCommand::Tear { pages } if pages > self.pages => Err(DiaryRejection::TooFewPages),
            DiaryCommand::Tear { pages } => Ok(vec![DiaryEvent::Torn {}; pages as usize]),
        }
    }

    fn evolve(mut self, event: &DiaryEvent) -> Self {
        match event {
            DiaryEvent::Opened { .. } => self.open = true,
            DiaryEvent::Written { text } => {
                self.pages += 1;
                self.last = Some(text.clone());
            }
            DiaryEvent::Torn {} => self.pages -= 1,
        }
        self
    }

    fn claims(event: &DiaryEvent, _: &Metadata) -> Vec<Claim> {
        match event {
            DiaryEvent::Opened { title } => vec![Claim { kind: "title", key: title.clone() }],
            DiaryEvent::Written { .. } | DiaryEvent::Torn {} => vec![],
        }
    }

    fn taken(_: &Claim) -> DiaryRejection {
        DiaryRejection::TitleTaken
    }
}

pub fn master() -> MasterKey {
    MasterKey::new([7; 32])
}

pub async fn store(pool: &PgPool) -> Store {
    Store::open(pool.clone(), &master()).await.unwrap()
}

pub fn open(title: &str) -> DiaryCommand {
    DiaryCommand::Open { title: title.to_owned() }
}

pub fn write(text: &str) -> DiaryCommand {
    DiaryCommand::Write { text: Personal::new(text.to_owned()) }
}

/// An envelope with a command id of its own.
pub fn envelope() -> Metadata {
    let now: DateTime<Utc> = "2026-03-02T09:00:00Z".parse().unwrap();
    Metadata {
        command: ids::next().into(),
        correlation: ids::next().into(),
        causation: None,
        actor: Actor {
            user: UserId::parse("akinyi").unwrap(),
            agency: AgencyId::parse("KE-DCI-TOCU").unwrap(),
            role: Role::Investigator,
        },
        on_behalf_of: None,
        occurred: PartialTime::instant(now),
        recorded_at: now,
        legal_basis: LegalBasis::parse("KE", "Counter-Trafficking in Persons Act 2010", "s.3")
            .unwrap(),
        purpose: Purpose::Investigate,
        handling: Handling {
            classification: Classification::Restricted,
            tlp: Tlp::Amber,
            code: HandlingCode::P,
            conditions: BTreeSet::new(),
            europol: BTreeSet::new(),
            releasable_to: BTreeSet::new(),
            compartments: BTreeSet::new(),
            review_by: None,
        },
        source: None,
        exercise: false,
    }
}

/// Another kind of record, to contend for ids with.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Ledger;

#[derive(
    Debug,
    Clone,
    PartialEq,
    Serialize,
    Deserialize,
    JsonSchema,
    strum::IntoStaticStr,
    strum::VariantNames,
)]
#[serde(rename_all = "snake_case")]
#[strum(serialize_all = "snake_case")]
pub enum LedgerEvent {
    Opened {},
}

impl Decider for Ledger {
    const CATEGORY: &'static str = "ledger";
    const HOLDS_PERSONAL_DATA: bool = false;
    type Command = ();
    type Event = LedgerEvent;
    type Rejection = DiaryRejection;

    fn decide(&self, (): (), _: &Metadata, _: &Law) -> Result<Vec<LedgerEvent>, DiaryRejection> {
        Ok(vec![LedgerEvent::Opened {}])
    }

    fn evolve(self, _: &LedgerEvent) -> Self {
        self
    }

    fn taken(_: &Claim) -> DiaryRejection {
        DiaryRejection::TitleTaken
    }
}
