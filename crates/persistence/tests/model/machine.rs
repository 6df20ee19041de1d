//! Two stores on one database, driven by the steps that drive the model, and compared with it after
//! each.

use std::process;
use std::thread;
use std::time::{SystemTime, UNIX_EPOCH};

use mpaka_domain::{Decider, Metadata};
use mpaka_persistence::{Opened, Receipt, Recorded, SendError, Store, connect, ids, migrate};
use proptest::test_runner::Config;
use proptest_state_machine::{StateMachineTest, prop_state_machine};
use sqlx::{Connection, Executor, PgConnection};
use tokio::runtime::{Builder, Runtime};
use uuid::Uuid;

use super::diary::{
    Diary, DiaryCommand, DiaryEvent, DiaryRejection, Ledger, envelope, open, store, write,
};
use super::reference::{Answer, Ask, Fact, Model, Reference, STREAMS, Sent, Step, TITLES};

prop_state_machine! {
    #![proptest_config(Config {
        cases: 24,
        failure_persistence: None,
        max_shrink_iters: 200,
        ..Config::default()
    })]

    #[test]
    fn the_store_does_as_its_model_does(sequential 10..30 => Engine);
}

/// A database of its own, gone at the end.
struct Database {
    server: String,
    name: String,
}

impl Database {
    async fn new() -> Self {
        let server = std::env::var_os("DATABASE_URL").unwrap().into_string().unwrap();
        let since = SystemTime::now().duration_since(UNIX_EPOCH).unwrap().as_nanos();
        let name = format!("mpaka_model_{}_{since}", process::id());
        let database = Self { server, name };
        database.say(&format!("CREATE DATABASE {}", database.name)).await;
        database
    }

    fn url(&self) -> String {
        let (address, options) = self.server.split_once('?').unwrap_or((&self.server, ""));
        let (server, _) = address.rsplit_once('/').unwrap();
        format!("{server}/{}?{options}", self.name)
    }

    async fn say(&self, statement: &str) {
        let mut connection = PgConnection::connect(&self.server).await.unwrap();
        connection.execute(statement).await.unwrap();
    }

    async fn open(&self) -> Store {
        store(&connect(&self.url()).await.unwrap()).await
    }
}

impl Drop for Database {
    fn drop(&mut self) {
        // Also after a failure, of which there are many while a failing case is made smaller; and on
        // a thread of its own, as the case's runtime may be the one that drops it.
        thread::scope(|scope| {
            scope.spawn(|| {
                let runtime = Builder::new_current_thread().enable_all().build().unwrap();
                let drop = format!("DROP DATABASE {} WITH (FORCE)", self.name);
                runtime.block_on(self.say(&drop));
            });
        });
    }
}

/// What is driven. The stores and their runtime end before the database does.
struct Engine {
    stores: [Store; 2],
    runtime: Runtime,
    database: Database,
    streams: [Uuid; STREAMS],
    /// The envelope of each command by its id in the model.
    envelopes: Vec<Metadata>,
}

fn answer(sent: Result<Receipt, SendError<DiaryRejection>>, made: bool) -> Answer {
    match sent {
        Ok(Receipt { version, position, repeated, .. }) => {
            Answer::Accepted { version, position: made.then_some(position), repeated }
        }
        Err(SendError::Rejected(rejection)) => Answer::Rejected(rejection),
        Err(SendError::Stale { current }) => Answer::Stale { current },
        Err(SendError::CommandReused) => Answer::Reused,
        Err(SendError::IdTaken) => Answer::IdTaken,
        Err(SendError::Unstorable) => Answer::Unstorable,
        Err(fault) => panic!("{fault}"),
    }
}

impl Engine {
    /// Sends a command; the position counts only where it `made` events.
    fn send(&self, store: usize, id: usize, sent: &Sent, made: bool) -> Answer {
        let (streams, stream) = (self.stores[store].streams(), self.streams[sent.stream]);
        let (metadata, expected) = (self.envelopes[id].clone(), sent.expected);
        let command = match &sent.ask {
            Ask::Open { title } => open(TITLES[*title]),
            Ask::Write { text } => write(&text.to_string()),
            Ask::Tear { pages } => DiaryCommand::Tear { pages: *pages },
            Ask::OpenLedger => {
                let sent = streams.send::<Ledger>(stream, (), metadata, expected);
                return answer(self.runtime.block_on(sent), made);
            }
        };
        let sent = streams.send::<Diary>(stream, command, metadata, expected);
        answer(self.runtime.block_on(sent), made)
    }

    /// What an event of the log says, in the model's words.
    fn told(&self, recorded: &Opened) -> (usize, i64, Fact) {
        let stream = self.streams.iter().position(|stream| *stream == recorded.stream).unwrap();
        let fact = match recorded.of::<Diary>().unwrap() {
            Some((_, DiaryEvent::Opened { title })) => {
                Fact::Opened { title: TITLES.iter().position(|known| *known == title).unwrap() }
            }
            Some((_, DiaryEvent::Written { text })) => {
                Fact::Written { text: text.get().unwrap().parse().unwrap() }
            }
            Some((_, DiaryEvent::Torn {})) => Fact::Torn,
            None => Fact::LedgerOpened,
        };
        (stream, recorded.version, fact)
    }

    /// The same event as its stream has it, with its personal fields opened.
    fn opened(&self, store: usize, recorded: &Recorded) -> Opened {
        let history = self.stores[store].streams().history(&recorded.category, recorded.stream);
        let history = self.runtime.block_on(history).unwrap();
        history.into_iter().find(|opened| opened.event == recorded.event).unwrap()
    }

    /// Reads a part of the log and compares it with the same part of the model's.
    fn compare(&self, store: usize, after: i64, limit: i64, model: &Model) {
        let read = self.stores[store].log().after(after, limit);
        let read = self.runtime.block_on(read).unwrap();
        let from = usize::try_from(after).unwrap();
        let expected = model.log.iter().skip(from).take(usize::try_from(limit).unwrap());
        let expected: Vec<_> = (after + 1..).zip(expected.cloned()).collect();
        let read: Vec<_> = read
            .into_iter()
            .map(|entry| {
                let recorded = entry.recorded().unwrap();
                (recorded.position, self.told(&self.opened(store, &recorded)))
            })
            .collect();
        assert_eq!(read, expected);
    }
}

impl StateMachineTest for Engine {
    type SystemUnderTest = Self;
    type Reference = Reference;

    fn init_test(_: &Model) -> Self {
        let runtime = Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let (database, stores) = runtime.block_on(async {
            let database = Database::new().await;
            migrate(&connect(&database.url()).await.unwrap()).await.unwrap();
            let stores = [database.open().await, database.open().await];
            (database, stores)
        });
        let streams = std::array::from_fn(|_| ids::next());
        Self { stores, runtime, database, streams, envelopes: Vec::new() }
    }

    fn apply(mut engine: Self, model: &Model, step: Step) -> Self {
        let made = matches!(model.answer, Some(Answer::Accepted { position: Some(_), .. }));
        let answer = match &step {
            Step::Send { store, sent } => {
                engine.envelopes.push(envelope());
                Some(engine.send(*store, engine.envelopes.len() - 1, sent, made))
            }
            Step::Repeat { store, id } => Some(engine.send(*store, *id, &model.sent[*id], made)),
            Step::Reuse { store, id, sent } => Some(engine.send(*store, *id, sent, made)),
            Step::Reopen { store } => {
                engine.runtime.block_on(engine.stores[*store].close());
                engine.stores[*store] = engine.runtime.block_on(engine.database.open());
                None
            }
            Step::Read { store, after, limit } => {
                engine.compare(*store, *after, *limit, model);
                None
            }
        };
        assert_eq!(answer, model.answer, "{step:?}");
        engine
    }

    fn check_invariants(engine: &Self, model: &Model) {
        let length = i64::try_from(model.log.len()).unwrap();
        for store in 0..2 {
            engine.compare(store, 0, length + 1, model);
            let store = &engine.stores[store];
            assert_eq!(engine.runtime.block_on(store.log().head()).unwrap(), length);
            for (number, stream) in engine.streams.iter().enumerate() {
                let mut history = Vec::new();
                for category in [Diary::CATEGORY, Ledger::CATEGORY] {
                    let part = store.streams().history(category, *stream);
                    history.extend(engine.runtime.block_on(part).unwrap());
                }
                let history: Vec<_> = history.iter().map(|event| engine.told(event)).collect();
                let expected = model.log.iter().filter(|(stream, ..)| *stream == number);
                assert_eq!(history, expected.cloned().collect::<Vec<_>>());
            }
        }
    }
}
