//! Objects in the nominal index: one record a selector in an agency, in secret, and who uses what.

use mpaka_domain::nominals::nominal::{NominalCategory, NominalRejection};
use mpaka_domain::nominals::object_nominal::{
    ObjectCommand as Command, ObjectFact, ObjectIdentity, ObjectKind, ObjectNominal,
    ObjectRelation, ObjectRelationKind, ObjectStatus,
};
use mpaka_domain::nominals::person_nominal::{ObjectUse, ObjectUseKind, PersonFact};
use mpaka_domain::value::{CountryCode, Msisdn, NominalReference, Plate, Selector};
use mpaka_domain::{Metadata, Personal};
use mpaka_persistence::view::nominal::{FactKnown, NominalFilter};
use mpaka_persistence::{MasterKey, SendError, Store, ids};
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, PAGE, akinyi, harriet, live};
use super::nominal::{on_exhibit, own};
use super::rebuild::rows;

fn plate(text: &str) -> Selector {
    Selector::Plate(Plate::try_new(CountryCode::parse("KE").unwrap(), text).unwrap())
}

fn begin(reference: &str, selector: Selector) -> Command {
    Command::Record {
        reference: NominalReference::parse(reference).unwrap(),
        identity: ObjectIdentity::of(selector),
        review_on: "2028-03-01".parse().unwrap(),
    }
}

impl Live {
    async fn object(&self, id: Uuid, command: Command, metadata: Metadata) {
        let sent = self.store.streams().send::<ObjectNominal>(id, command, metadata, None).await;
        self.store.positions().all_reached(sent.unwrap().position).await.unwrap();
    }

    async fn of_object(&self, reference: &str, selector: Selector, metadata: Metadata) -> Uuid {
        let id = ids::next();
        self.object(id, begin(reference, selector), metadata).await;
        id
    }
}

async fn is_taken(store: &Store, reference: &str, selector: Selector, metadata: Metadata) -> bool {
    let begin = begin(reference, selector);
    match store.streams().send::<ObjectNominal>(ids::next(), begin, metadata, None).await {
        Ok(_) => false,
        Err(SendError::Rejected(NominalRejection::IdentityTaken)) => true,
        Err(other) => panic!("{other}"),
    }
}

#[sqlx::test(migrations = "../../migrations")]
async fn nom_7_an_agency_has_one_record_of_a_plate_and_claims_it_in_secret(pool: PgPool) {
    let live = live(&pool).await;
    live.of_object("TOCU/O/1", plate("KZX 118C"), akinyi()).await;
    assert!(is_taken(&live.store, "TOCU/O/2", plate("kzx-118c"), akinyi()).await);
    assert!(!is_taken(&live.store, "TOCU/O/3", plate("KZX 119C"), akinyi()).await);
    assert!(!is_taken(&live.store, "NMC/O/1", plate("KZX 118C"), harriet()).await, "by another");
    // Opened again, the same name has the same claim.
    let again = Store::open(pool.clone(), &MasterKey::new([7; 32])).await.unwrap();
    assert!(is_taken(&again, "TOCU/O/4", plate("KZX 118C"), akinyi()).await);

    let kept: Vec<String> =
        sqlx::query_scalar("SELECT key FROM claims WHERE kind = 'object_selector' ORDER BY key")
            .fetch_all(&pool)
            .await
            .unwrap();
    assert_eq!(kept.len(), 3);
    assert!(kept.iter().all(|key| !key.contains("KZX")), "{kept:?}");
    let digests: Vec<_> = kept.iter().map(|key| key.rsplit_once('/').unwrap()).collect();
    assert!(digests.iter().all(|(_, digest)| digest.len() == 64));
    let of = |agency: &str| digests.iter().filter(|(of, _)| *of == agency).count();
    assert_eq!((of("KE-DCI-TOCU"), of("UK-NMC")), (2, 1));
    let distinct: std::collections::BTreeSet<_> = digests.iter().map(|(_, d)| d).collect();
    assert_eq!(distinct.len(), 3, "agencies' claims of one plate cannot be told to be one");
    let index: Vec<Vec<u8>> =
        sqlx::query_scalar("SELECT token FROM nominal").fetch_all(&pool).await.unwrap();
    let index: Vec<_> = index
        .iter()
        .map(|t| t.iter().fold(String::new(), |hex, b| format!("{hex}{b:02x}")))
        .collect();
    assert!(digests.iter().all(|(_, d)| !index.contains(&(*d).to_owned())), "nor by the index");
}

#[sqlx::test(migrations = "../../migrations")]
async fn an_object_shows_what_it_is_known_by_and_who_uses_it(pool: PgPool) {
    let live = live(&pool).await;
    let van = live.of_object("TOCU/O/1", plate("KZX 118C"), akinyi()).await;
    let phone = Selector::Phone(Msisdn::parse("+254 199 000 141").unwrap());
    let phone = live.of_object("TOCU/O/2", phone, akinyi()).await;
    let driver = live.of_person("TOCU/N/1", akinyi()).await;
    let named = async |other, within| {
        live.store.views().named_nominal(&own(), other, Some(within)).await.unwrap()
    };
    let stolen =
        Command::AssertFact { fact: ObjectFact::Status(ObjectStatus::Stolen), named: None };
    live.object(van, stolen, on_exhibit(akinyi(), "JM/1")).await;
    let relation = ObjectRelation {
        object: van.into(),
        kind: ObjectRelationKind::RegisteredWith,
        during: None,
        detail: None,
    };
    let fact = ObjectFact::Relation(relation);
    let relate = Command::AssertFact { fact, named: named(van, phone).await };
    live.object(phone, relate, on_exhibit(akinyi(), "JM/1")).await;
    let used =
        ObjectUse { object: van.into(), kind: ObjectUseKind::Drives, during: None, detail: None };
    live.asserted_of(driver, PersonFact::Use(used.clone()), van).await;

    let row = live.nominal(&own(), van).await.unwrap();
    assert_eq!((row.category, row.kind.as_deref()), (NominalCategory::Object, Some("VEHICLE")));
    assert_eq!(row.selector, Some(Personal::new(plate("KZX 118C"))));
    assert_eq!(row.facts[0].fact, FactKnown::Object(ObjectFact::Status(ObjectStatus::Stolen)));
    let mentions: Vec<_> = row.mentions.iter().map(|fact| fact.nominal_id).collect();
    assert_eq!(mentions.len(), 2);
    assert!(mentions.contains(&driver) && mentions.contains(&phone));

    let about = |about| NominalFilter { about: vec![about], ..NominalFilter::default() };
    let listed = async |filter: NominalFilter| {
        let rows = live.store.views().nominals(&own(), &filter, &PAGE).await.unwrap();
        rows.into_iter().map(|row| row.nominal_id).collect::<Vec<_>>()
    };
    assert_eq!(listed(about(NominalCategory::Person)).await, [driver]);
    assert_eq!(listed(about(NominalCategory::Object)).await, [phone, van]);
    let kind = |kind| NominalFilter { object_kinds: vec![kind], ..NominalFilter::default() };
    assert_eq!(listed(kind(ObjectKind::Vehicle)).await, [van]);
    assert!(listed(kind(ObjectKind::Vessel)).await.is_empty());
    let by_plate = NominalFilter { selector: Some(plate("KZX 118C")), ..NominalFilter::default() };
    assert_eq!(listed(by_plate).await, [van]);

    let before = rows(&pool).await;
    assert!(before.iter().all(|row| !row.contains("KZX118C")), "no plate is kept in clear");
    assert!(live.store.rebuild("nominal_index", &|_, _| {}).await.unwrap());
    assert_eq!(rows(&pool).await, before);
}
