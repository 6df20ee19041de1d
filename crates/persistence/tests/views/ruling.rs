//! Where an exhibit is after a ruling on its integrity: where it was all along.

use mpaka_domain::evidence::evidence_item::{
    EvidenceCommand, FileFound, IntegrityRuling, KeptFile,
};
use mpaka_domain::value::{Hash, HashAlgorithm};
use mpaka_persistence::ids;
use mpaka_persistence::view::exhibit::ExhibitStatus;
use sqlx::PgPool;
use uuid::Uuid;

use super::casework::{Live, akinyi, live};
use super::exhibit::{
    acquire, colleague, digest, said, seen, seized, send, standing, store, supervisor,
};

fn blake3(digit: &str) -> Hash {
    Hash::try_new(HashAlgorithm::Blake3, &digit.repeat(64)).unwrap()
}

fn rule(ruling: IntegrityRuling) -> EvidenceCommand {
    EvidenceCommand::RuleOnIntegrity { ruling, reason: said("The file was cut short.") }
}

/// A phone in the store with a file of its data.
async fn kept(live: &Live) -> (Uuid, Uuid) {
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(live, file, "JM/1", akinyi).await;
    let kept = ids::next();
    let store_file = EvidenceCommand::StoreFile {
        file: kept.into(),
        name: said("extraction.zip"),
        kept: KeptFile {
            size: 41,
            media_type: "application/zip".to_owned(),
            sha256: digest("a"),
            blake3: blake3("a"),
            blob: blake3("e"),
        },
    };
    for command in [acquire(), store_file, store()] {
        send(live, exhibit, command, akinyi()).await;
    }
    (exhibit, kept)
}

/// The file is read again and is not what was stored.
fn altered(file: Uuid) -> EvidenceCommand {
    let found = FileFound::Altered { stored: blake3("e"), found: blake3("f") };
    EvidenceCommand::CheckFile { file: file.into(), found, scheduled: false }
}

#[sqlx::test(migrations = "../../migrations")]
async fn x5_an_exhibit_in_court_is_there_again_after_the_ruling(pool: PgPool) {
    let live = live(&pool).await;
    let file = live.open("TOCU/2026/0117", akinyi()).await;
    let exhibit = seized(&live, file, "JM/1", akinyi).await;
    let court = "Milimani Law Courts".to_owned();
    for command in [acquire(), store(), EvidenceCommand::SendToCourt { court }] {
        send(&live, exhibit, command, akinyi()).await;
    }
    let verify = EvidenceCommand::VerifyHash { computed: digest("c") };
    send(&live, exhibit, verify, akinyi()).await;
    assert_eq!(standing(&live, exhibit).await, ExhibitStatus::Compromised);
    let rule = EvidenceCommand::RuleOnIntegrity {
        ruling: IntegrityRuling::Reinstate,
        reason: said("The image was cut short; the device is whole."),
    };
    send(&live, exhibit, rule, supervisor()).await;
    let row = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(
        (row.status.as_str(), row.location.as_deref()),
        ("IN_COURT", Some("Milimani Law Courts"))
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn x5_what_is_ruled_out_abroad_is_there_until_it_comes_back(pool: PgPool) {
    let live = live(&pool).await;
    let (exhibit, file) = kept(&live).await;
    let place = async || {
        let row = seen(&live, &colleague(), exhibit).await.unwrap();
        (row.status, row.location)
    };
    let lend = EvidenceCommand::LendAbroad {
        mla_ref: "MLA 31/2026".to_owned(),
        return_by: "2026-09-30".parse().unwrap(),
    };
    let abroad = Some("MLA 31/2026".to_owned());
    send(&live, exhibit, lend, akinyi()).await;
    assert_eq!(place().await, ("LENT_ABROAD".to_owned(), abroad.clone()));
    send(&live, exhibit, altered(file), akinyi()).await;
    send(&live, exhibit, rule(IntegrityRuling::Exclude), supervisor()).await;
    assert_eq!(place().await, ("EXCLUDED".to_owned(), abroad));
    let back = EvidenceCommand::ReturnFromAbroad { seal_ok: true, condition: said("As lent.") };
    send(&live, exhibit, back, akinyi()).await;
    assert_eq!(
        place().await,
        ("EXCLUDED".to_owned(), None),
        "in its custodian's hands, and no use"
    );
}

#[sqlx::test(migrations = "../../migrations")]
async fn x5_what_is_ruled_out_stays_on_its_shelf(pool: PgPool) {
    let live = live(&pool).await;
    let (exhibit, file) = kept(&live).await;
    send(&live, exhibit, altered(file), akinyi()).await;
    send(&live, exhibit, rule(IntegrityRuling::Exclude), supervisor()).await;
    let row = seen(&live, &colleague(), exhibit).await.unwrap();
    assert_eq!(
        (row.status.as_str(), row.location.as_deref()),
        ("EXCLUDED", Some("Store 2, shelf 14"))
    );
}
