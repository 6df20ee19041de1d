//! The model: streams, titles, command ids and the log as plain collections in memory.

use std::collections::BTreeMap;

use proptest::prelude::*;
use proptest::sample::select;
use proptest_state_machine::ReferenceStateMachine;

use super::diary::DiaryRejection;

/// How many streams the commands are about.
pub const STREAMS: usize = 4;
/// The titles that diaries contend for; the last cannot be stored.
pub const TITLES: [&str; 3] = ["one", "two", "a\0b"];
const UNSTORABLE: usize = 2;

/// What a command asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Ask {
    Open { title: usize },
    Write { text: u8 },
    Tear { pages: u32 },
    OpenLedger,
}

/// What was told of a stream.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fact {
    Opened { title: usize },
    Written { text: u8 },
    Torn,
    LedgerOpened,
}

/// The answer to a command.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// The position is that of its last event; none when it made none.
    Accepted {
        version: i64,
        position: Option<i64>,
        repeated: bool,
    },
    Stale {
        current: i64,
    },
    Reused,
    IdTaken,
    Unstorable,
    Rejected(DiaryRejection),
}

/// A command as it was sent; its place in the list is its id.
#[derive(Debug, Clone)]
pub struct Sent {
    pub stream: usize,
    pub ask: Ask,
    pub expected: Option<i64>,
}

#[derive(Debug, Clone)]
pub enum Step {
    /// Sends a command under an id of its own.
    Send { store: usize, sent: Sent },
    /// Sends a command again as it was.
    Repeat { store: usize, id: usize },
    /// Sends another command under the id of an earlier one.
    Reuse { store: usize, id: usize, sent: Sent },
    /// Closes a store and opens it anew.
    Reopen { store: usize },
    /// Reads some of the log.
    Read { store: usize, after: i64, limit: i64 },
}

/// A stream that exists.
#[derive(Debug, Clone, Default)]
pub struct Kept {
    ledger: bool,
    pages: u32,
    version: i64,
}

/// What the command of an id did.
#[derive(Debug, Clone)]
struct Effect {
    stream: usize,
    ask: Ask,
    version: i64,
    position: Option<i64>,
}

#[derive(Debug, Clone, Default)]
pub struct Model {
    streams: [Option<Kept>; STREAMS],
    titles: BTreeMap<usize, usize>,
    effects: BTreeMap<usize, Effect>,
    pub sent: Vec<Sent>,
    /// Every event: its stream, its version, what it says.
    pub log: Vec<(usize, i64, Fact)>,
    /// The answer to the last step, if it sent a command.
    pub answer: Option<Answer>,
}

impl Model {
    fn send(&mut self, id: usize, Sent { stream, ask, expected }: &Sent) -> Answer {
        if let Some(effect) = self.effects.get(&id) {
            if (effect.stream, &effect.ask) != (*stream, ask) {
                return Answer::Reused;
            }
            let Effect { version, position, .. } = *effect;
            return Answer::Accepted { version, position, repeated: true };
        }
        let ledger = *ask == Ask::OpenLedger;
        let holder = self.streams[*stream].clone();
        let own = holder.clone().filter(|kept| kept.ledger == ledger);
        let current = own.as_ref().map_or(0, |kept| kept.version);
        if let Some(expected) = *expected
            && expected != current
        {
            return Answer::Stale { current };
        }
        let facts = match decide(own.as_ref(), ask) {
            Ok(facts) => facts,
            Err(rejection) => return Answer::Rejected(rejection),
        };
        for fact in &facts {
            let Fact::Opened { title } = fact else { continue };
            if *title == UNSTORABLE {
                return Answer::Unstorable;
            }
            if holder.is_none() && self.titles.contains_key(title) {
                return Answer::Rejected(DiaryRejection::TitleTaken);
            }
        }
        if holder.is_some() && own.is_none() {
            return Answer::IdTaken;
        }
        let mut kept = own.unwrap_or(Kept { ledger, ..Kept::default() });
        for fact in &facts {
            kept.version += 1;
            match fact {
                Fact::Opened { title } => _ = self.titles.insert(*title, *stream),
                Fact::Written { .. } => kept.pages += 1,
                Fact::Torn => kept.pages -= 1,
                Fact::LedgerOpened => {}
            }
            self.log.push((*stream, kept.version, fact.clone()));
        }
        let position = (!facts.is_empty()).then(|| i64::try_from(self.log.len()).unwrap());
        let (stream, ask, version) = (*stream, ask.clone(), kept.version);
        self.streams[stream] = Some(kept);
        self.effects.insert(id, Effect { stream, ask, version, position });
        Answer::Accepted { version, position, repeated: false }
    }
}

fn decide(diary: Option<&Kept>, ask: &Ask) -> Result<Vec<Fact>, DiaryRejection> {
    match (ask, diary) {
        (Ask::OpenLedger, _) => Ok(vec![Fact::LedgerOpened]),
        (Ask::Open { .. }, Some(_)) => Ok(vec![]),
        (Ask::Open { title }, None) => Ok(vec![Fact::Opened { title: *title }]),
        (_, None) => Err(DiaryRejection::NotOpen),
        (Ask::Write { text }, Some(_)) => Ok(vec![Fact::Written { text: *text }]),
        (Ask::Tear { pages }, Some(diary)) if *pages > diary.pages => {
            Err(DiaryRejection::TooFewPages)
        }
        (Ask::Tear { pages }, Some(_)) => Ok(vec![Fact::Torn; *pages as usize]),
    }
}

fn sent(model: &Model) -> impl Strategy<Value = Sent> + use<> {
    let ask = prop_oneof![
        3 => (0..TITLES.len()).prop_map(|title| Ask::Open { title }),
        6 => any::<u8>().prop_map(|text| Ask::Write { text }),
        3 => (0..4_u32).prop_map(|pages| Ask::Tear { pages }),
        1 => Just(Ask::OpenLedger),
    ];
    let versions = model.streams.clone().map(|kept| kept.map_or(0, |kept| kept.version));
    // Often the version that the stream is at, and sometimes one off.
    let expected = prop_oneof![
        4 => Just(None),
        3 => Just(Some(0)),
        1 => select(vec![Some(-1), Some(1)]),
    ];
    (0..STREAMS, ask, expected).prop_map(move |(stream, ask, off)| {
        let expected = off.map(|off| versions[stream] + off);
        Sent { stream, ask, expected }
    })
}

pub struct Reference;

impl ReferenceStateMachine for Reference {
    type State = Model;
    type Transition = Step;

    fn init_state() -> BoxedStrategy<Model> {
        Just(Model::default()).boxed()
    }

    fn transitions(model: &Model) -> BoxedStrategy<Step> {
        let (store, length) = (0..2_usize, i64::try_from(model.log.len()).unwrap());
        let send =
            (store.clone(), sent(model)).prop_map(|(store, sent)| Step::Send { store, sent });
        let reopen = store.clone().prop_map(|store| Step::Reopen { store });
        let read = (store.clone(), 0..=length, 1..9_i64)
            .prop_map(|(store, after, limit)| Step::Read { store, after, limit });
        if model.sent.is_empty() {
            return send.boxed();
        }
        let id = 0..model.sent.len();
        let repeat = (store.clone(), id.clone()).prop_map(|(store, id)| Step::Repeat { store, id });
        let reuse =
            (store, id, sent(model)).prop_map(|(store, id, sent)| Step::Reuse { store, id, sent });
        prop_oneof![12 => send, 3 => repeat, 2 => reuse, 1 => reopen, 3 => read].boxed()
    }

    fn preconditions(model: &Model, step: &Step) -> bool {
        match step {
            Step::Repeat { id, .. } | Step::Reuse { id, .. } => *id < model.sent.len(),
            Step::Send { .. } | Step::Reopen { .. } | Step::Read { .. } => true,
        }
    }

    fn apply(mut model: Model, step: &Step) -> Model {
        model.answer = match step {
            Step::Send { sent, .. } => {
                model.sent.push(sent.clone());
                Some(model.send(model.sent.len() - 1, sent))
            }
            Step::Repeat { id, .. } => {
                let sent = model.sent[*id].clone();
                Some(model.send(*id, &sent))
            }
            Step::Reuse { id, sent, .. } => Some(model.send(*id, sent)),
            Step::Reopen { .. } | Step::Read { .. } => None,
        };
        model
    }
}
