//! Files of exhibits: sent in pieces, kept sealed, given out to those who may have them, and watched.

use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use mpaka_tests::case::{self, id};
use mpaka_tests::upload::{Upload, begin, beginning, bytes, sha256};
use mpaka_tests::{Client, Server, in_time};
use reqwest::StatusCode;
use reqwest::header::{CONTENT_DISPOSITION, CONTENT_RANGE, CONTENT_TYPE, RANGE};
use serde_json::{Value, json};
use tokio::time::sleep;
use uuid::Uuid;

mod bucket;

/// The bytes of a whole part, of which files are sealed one at a time.
const PART: usize = 8 << 20;

/// A phone in custody of which data with this digest was acquired.
async fn acquired(akinyi: &Client, mark: &str, digest: &str) -> Uuid {
    let file = case::open(akinyi, "TOCU/2026/0941", &[]).await;
    let exhibit = case::seize(akinyi, file, mark, "DIGITAL_DEVICE").await;
    let acquisition = json!({
        "evidenceItemId": exhibit,
        "method": "LOGICAL",
        "tool": "Reader",
        "toolVersion": "7.1",
        "specialist": "Analyst Chebet",
        "hashes": [{ "algorithm": "SHA256", "digest": digest }],
    });
    akinyi.send("acquireExhibit", acquisition).await.accepted();
    exhibit
}

async fn exhibit(client: &Client, exhibit: Uuid) -> Value {
    let query = "query ($id: EvidenceItemId!) { evidenceItem(id: $id) {
        status hashVerified custody { action }
        files { fileId name size mediaType altered checkedAt download
            hashes { algorithm digest } }
    } }";
    client.ask(query, json!({ "id": exhibit })).await["evidenceItem"].take()
}

/// Sends a whole file in one piece; answers its id.
async fn store(client: &Client, exhibit: Uuid, name: &str, bytes: &[u8]) -> Uuid {
    let digest = sha256(bytes);
    let upload = begin(client, exhibit, name, bytes.len(), Some(&digest)).await;
    let answer = upload.send(client, 0, bytes.to_vec()).await;
    let status = answer.status();
    assert_eq!(status, StatusCode::NO_CONTENT, "{}", answer.text().await.unwrap());
    upload.id
}

async fn download(client: &Client, exhibit: Uuid, file: Uuid) -> reqwest::Response {
    let request = client.get(&format!("/files/{exhibit}/{file}"));
    in_time("a file", request.send()).await.unwrap()
}

/// Every object of the store but its mark.
fn objects(server: &Server) -> Vec<PathBuf> {
    objects_in(&server.home.data_dir().join("files"))
}

fn objects_in(folder: &Path) -> Vec<PathBuf> {
    fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap().map(Result::unwrap) {
            let path = entry.path();
            if path.is_dir() {
                collect(&path, found);
            } else if !path.ends_with("mpaka.store") {
                found.push(path);
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, &mut found);
    found
}

/// Waits until so many bytes of an upload are there.
async fn reached(upload: &Upload, client: &Client, offset: usize) {
    in_time("the bytes that were sent", async {
        while upload.offset(client).await != offset {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
}

/// The lines of the log that say to whom a file was given out, once there are so many.
async fn log_of_downloads(server: &Server, lines: usize) -> Vec<String> {
    let said = || {
        let log = server.process.said();
        let given = log.lines().filter(|line| line.contains("a file is given out"));
        given.map(str::to_owned).collect::<Vec<_>>()
    };
    in_time("the log of what was given out", async {
        while said().len() < lines {
            sleep(Duration::from_millis(20)).await;
        }
    })
    .await;
    assert_eq!(said().len(), lines);
    said()
}

#[tokio::test]
async fn a_file_is_kept_sealed_and_given_out_as_it_came() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let picture = [&b"\x89PNG\r\n\x1a\n"[..], b"Mercy Achieng, room 4. ", &bytes(70_000)].concat();
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&picture)).await;
    let file = store(&akinyi, exhibit_id, "C:\\cases\\Mercy's notes.txt", &picture).await;

    let shown = exhibit(&akinyi, exhibit_id).await;
    assert_eq!(shown["files"][0]["fileId"], json!(file));
    assert_eq!(shown["files"][0]["name"], "Mercy's notes.txt");
    assert_eq!(shown["files"][0]["mediaType"], "image/png", "its bytes say so, not its name");
    assert_eq!(shown["files"][0]["size"], picture.len());
    assert_eq!(shown["files"][0]["hashes"][0]["digest"], sha256(&picture));
    assert_eq!(shown["custody"].as_array().unwrap().last().unwrap()["action"], "FILE_STORED");

    let answer = download(&akinyi, exhibit_id, file).await;
    let header = |name: &str| answer.headers()[name].to_str().unwrap().to_owned();
    assert_eq!(header(CONTENT_TYPE.as_str()), "application/octet-stream");
    let saved = format!("attachment; filename=\"{file}\"; filename*=UTF-8''Mercy%27s%20notes.txt");
    assert_eq!(header(CONTENT_DISPOSITION.as_str()), saved);
    assert_eq!(header("x-content-type-options"), "nosniff");
    assert!(header("content-security-policy").starts_with("sandbox;"));
    assert_eq!(header("cache-control"), "no-store");
    assert!(header("repr-digest").starts_with("sha-256=:"));
    assert!(answer.bytes().await.unwrap() == picture, "what came is given out");

    let path = format!("/files/{exhibit_id}/{file}");
    let some = akinyi.get(&path).header(RANGE, "bytes=8-12").send().await.unwrap();
    assert_eq!(some.status(), StatusCode::PARTIAL_CONTENT);
    let range = format!("bytes 8-12/{}", picture.len());
    assert_eq!(some.headers()[CONTENT_RANGE].to_str().unwrap(), range);
    assert_eq!(some.bytes().await.unwrap(), "Mercy");
    let beyond = akinyi.get(&path).header(RANGE, "bytes=900000-").send().await.unwrap();
    assert_eq!(beyond.status(), StatusCode::RANGE_NOT_SATISFIABLE);

    let stored = objects(&server);
    assert_eq!(stored.len(), 2, "a part and the list of parts");
    for object in stored {
        let held = fs::read(&object).unwrap();
        assert!(!held.windows(5).any(|text| text == b"Mercy"), "{}", object.display());
    }
    let refused = download(&harriet, exhibit_id, file).await;
    assert_eq!(refused.status(), StatusCode::NOT_FOUND, "it is not shared with her");
    let nobody = Client::nobody(&server.url);
    assert_eq!(download(&nobody, exhibit_id, file).await.status(), StatusCode::UNAUTHORIZED);
    assert!(!server.process.errors().contains("Mercy"), "no name is logged");
    for line in log_of_downloads(&server, 2).await {
        assert!(line.contains("akinyi") && line.contains(&file.to_string()), "{line}");
    }
    let metrics = akinyi.text("/metrics").await;
    assert!(metrics.contains("mpaka_files_stored_total 1"), "{metrics}");
}

#[tokio::test]
async fn an_upload_cut_off_at_any_byte_goes_on_where_it_was() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let data = bytes(2 * PART + 12_345);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let upload = begin(&akinyi, exhibit_id, "image.bin", data.len(), None).await;
    assert_eq!(upload.offset(&akinyi).await, 0);

    let mut offset = 0;
    for cut in [0, 1, 2, 65_536, PART - 1, PART, PART + 1, 2 * PART - 1, 2 * PART, data.len() - 1] {
        let socket = upload.cut_off(&akinyi, offset, &data[offset..], cut - offset).await;
        drop(socket);
        reached(&upload, &akinyi, cut).await;
        offset = cut;
    }
    let elsewhere = upload.send(&akinyi, 5, data[5..9].to_vec()).await;
    assert_eq!(elsewhere.status(), StatusCode::CONFLICT);
    assert_eq!(elsewhere.headers()["upload-offset"], offset.to_string());
    let more = upload.send(&akinyi, offset, vec![0; 2]).await;
    assert_eq!(more.status(), StatusCode::PAYLOAD_TOO_LARGE, "it has one more byte");

    let last = upload.send(&akinyi, offset, data[offset..].to_vec()).await;
    assert_eq!(last.status(), StatusCode::NO_CONTENT);
    assert_eq!(upload.told(&akinyi).await["state"], "STORED");
    let given = download(&akinyi, exhibit_id, upload.id).await.bytes().await.unwrap();
    assert!(given == data, "what was sent in pieces is one file");
    assert_eq!(objects(&server).len(), 4, "three parts and the list: nothing is left behind");
}

#[tokio::test]
async fn an_upload_outlives_a_killed_server() {
    let mut server = Server::start().await;
    let akinyi = server.client("akinyi");
    let data = bytes(PART + 3 * 1_048_576);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let upload = begin(&akinyi, exhibit_id, "image.bin", data.len(), None).await;
    for sent in [1_000_000, data.len() - 1] {
        let akinyi = server.client("akinyi");
        let before = upload.offset(&akinyi).await;
        let part = before - before % PART + PART;
        let socket = upload.cut_off(&akinyi, before, &data[before..], sent - before).await;
        if sent > part {
            reached(&upload, &akinyi, part).await;
        }
        server.process.kill();
        drop(socket);
        server = server.again().await;
        let after = upload.offset(&server.client("akinyi")).await;
        assert!(after == before || after == part, "whole parts are there: {after}");
    }
    let akinyi = server.client("akinyi");
    let offset = upload.offset(&akinyi).await;
    assert_eq!(offset, PART);
    let answer = upload.send(&akinyi, offset, data[offset..].to_vec()).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let given = download(&akinyi, exhibit_id, upload.id).await.bytes().await.unwrap();
    assert!(given == data);
}

#[tokio::test]
async fn a_digest_that_does_not_match_is_refused_and_nothing_is_left() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let (data, mut other) = (bytes(1000), bytes(1000));
    other[500] ^= 1;
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;

    let upload = begin(&akinyi, exhibit_id, "a.bin", data.len(), Some(&sha256(&data))).await;
    let refused = upload.send(&akinyi, 0, other.clone()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["code"], "DIGEST_MISMATCH");
    let told = upload.told(&akinyi).await;
    assert_eq!(
        (&told["state"], &told["refusal"]["code"]),
        (&json!("REFUSED"), &json!("DIGEST_MISMATCH"))
    );
    assert_eq!(upload.head(&akinyi).await.status(), StatusCode::GONE);

    let undeclared = begin(&akinyi, exhibit_id, "a.bin", data.len(), None).await;
    let refused = undeclared.send(&akinyi, 0, other.clone()).await;
    assert_eq!(refused.status(), StatusCode::UNPROCESSABLE_ENTITY);
    let body: Value = refused.json().await.unwrap();
    assert_eq!(body["errors"][0]["extensions"]["rule"], "X5", "it is not what was acquired");

    let before = beginning(&akinyi, exhibit_id, "a.bin", 1000, Some(&sha256(&other)));
    let before = before.send().await.unwrap();
    assert_eq!(before.status(), StatusCode::UNPROCESSABLE_ENTITY, "before a byte is sent");

    let shown = exhibit(&akinyi, exhibit_id).await;
    assert_eq!((&shown["files"], &shown["status"]), (&json!([]), &json!("SEIZED")));
    assert_eq!(objects(&server), Vec::<PathBuf>::new());
    let said = server.process.errors();
    assert!(said.contains("an upload was refused") && said.contains(&upload.id.to_string()));
    assert!(akinyi.text("/metrics").await.contains("mpaka_uploads_refused_total 2"));
}

#[tokio::test]
async fn one_flipped_byte_compromises_the_exhibit_and_stops_its_disclosure() {
    let server = Server::start().await;
    let (akinyi, naliaka) = (server.client("akinyi"), server.client("naliaka"));
    let data = bytes(100_000);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let file = store(&akinyi, exhibit_id, "image.bin", &data).await;
    let verify = || json!({ "evidenceItemId": exhibit_id, "fileId": file });
    akinyi.send("verifyFile", verify()).await.accepted();
    let whole = exhibit(&akinyi, exhibit_id).await;
    assert_eq!(
        (&whole["hashVerified"], &whole["files"][0]["altered"]),
        (&json!(true), &json!(false))
    );
    assert_ne!(whole["files"][0]["checkedAt"], Value::Null);

    let part = objects(&server).into_iter().max_by_key(|path| path.metadata().unwrap().len());
    let part = part.unwrap();
    let mut held = fs::read(&part).unwrap();
    held[50_000] ^= 1;
    fs::write(&part, &held).unwrap();
    akinyi.send("verifyFile", verify()).await.accepted();
    let altered = exhibit(&akinyi, exhibit_id).await;
    assert_eq!(altered["status"], "COMPROMISED");
    assert_eq!(altered["files"][0]["altered"], true);
    assert_eq!(
        altered["custody"].as_array().unwrap().last().unwrap()["action"],
        "INTEGRITY_FAILED"
    );

    let disclosure = json!({ "evidenceItemId": exhibit_id, "schedule": "MG6C", "itemNo": 1 });
    let refused = akinyi.send("discloseExhibit", disclosure.clone()).await.refused();
    assert_eq!(refused.rule.as_deref(), Some("X5"));
    let given = download(&akinyi, exhibit_id, file).await;
    assert_eq!(given.status(), StatusCode::CONFLICT, "it is not given out either");

    let ruling = json!({
        "evidenceItemId": exhibit_id, "ruling": "REINSTATE", "reason": "The disk failed; sent again.",
    });
    naliaka.send("ruleOnIntegrity", ruling).await.accepted();
    let again = store(&akinyi, exhibit_id, "image.bin", &data).await;
    assert!(download(&akinyi, exhibit_id, again).await.bytes().await.unwrap() == data);
    akinyi.send("discloseExhibit", disclosure).await.accepted();
}

#[tokio::test]
async fn an_upload_is_its_senders_and_ends_when_they_say_so() {
    let server = Server::start().await;
    let (akinyi, otieno) = (server.client("akinyi"), server.client("otieno"));
    let data = bytes(1000);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let upload = begin(&akinyi, exhibit_id, "a.bin", data.len(), None).await;
    upload.send(&akinyi, 0, data[..500].to_vec()).await;
    assert_eq!(upload.head(&otieno).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(upload.send(&otieno, 500, vec![0]).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(upload.end(&otieno).await, StatusCode::NOT_FOUND);
    assert_eq!(upload.end(&akinyi).await, StatusCode::NO_CONTENT);
    assert_eq!(upload.head(&akinyi).await.status(), StatusCode::NOT_FOUND);
    assert_eq!(objects(&server), Vec::<PathBuf>::new());

    let stored = store(&akinyi, exhibit_id, "a.bin", &data).await;
    let stored = Upload { path: format!("/files/uploads/{stored}"), id: stored };
    assert_eq!(stored.end(&akinyi).await, StatusCode::GONE, "what is stored is evidence");
    assert_eq!(download(&akinyi, exhibit_id, stored.id).await.status(), StatusCode::OK);
}

#[tokio::test]
async fn what_is_no_upload_is_refused_before_any_byte() {
    let server = Server::start().await;
    let (akinyi, harriet) = (server.client("akinyi"), server.client("harriet"));
    let data = bytes(1000);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let status = async |request: reqwest::RequestBuilder| request.send().await.unwrap().status();
    let of = |client: &Client, size| beginning(client, exhibit_id, "a.bin", size, None);
    assert_eq!(status(of(&harriet, 9)).await, StatusCode::NOT_FOUND);
    assert_eq!(status(of(&Client::nobody(&server.url), 9)).await, StatusCode::UNAUTHORIZED);
    assert_eq!(status(of(&akinyi, 0)).await, StatusCode::UNPROCESSABLE_ENTITY);
    assert_eq!(status(of(&akinyi, 1 << 40)).await, StatusCode::PAYLOAD_TOO_LARGE);
    let unknown = beginning(&akinyi, id("nothing"), "a.bin", 9, None);
    assert_eq!(status(unknown).await, StatusCode::NOT_FOUND);
    let unversioned = akinyi.at_path(reqwest::Method::POST, "/files/uploads");
    assert_eq!(status(unversioned).await, StatusCode::PRECONDITION_FAILED);
    let options = akinyi.at_path(reqwest::Method::OPTIONS, "/files/uploads").send().await.unwrap();
    assert_eq!(options.headers()["tus-extension"], "creation,expiration,termination");
    assert_eq!(options.headers()["tus-max-size"], (64_u64 << 30).to_string());

    let key = Uuid::new_v5(&Uuid::NAMESPACE_OID, b"once").to_string();
    let twice = [(), ()].map(|()| of(&akinyi, 9).header("idempotency-key", &key));
    let mut places = Vec::new();
    for request in twice {
        places.push(request.send().await.unwrap().headers()["location"].clone());
    }
    assert_eq!(places[0], places[1], "the same request begins one upload");
}

#[tokio::test]
async fn a_large_file_passes_through_a_few_parts_of_memory() {
    let server = Server::start().await;
    let akinyi = server.client("akinyi");
    let data = bytes(256 << 20);
    let digest = sha256(&data);
    let exhibit_id = acquired(&akinyi, "JM/1", &digest).await;
    // Whatever is made at the first use is there.
    let resident = || {
        let status = format!("/proc/{}/status", server.process.id());
        let status = fs::read_to_string(status).unwrap();
        let line = status.lines().find(|line| line.starts_with("VmHWM:")).unwrap();
        line.split_whitespace().nth(1).unwrap().parse::<usize>().unwrap() << 10
    };
    let before = resident();
    let upload = begin(&akinyi, exhibit_id, "disk.img", data.len(), Some(&digest)).await;
    let answer = upload.send(&akinyi, 0, data).await;
    assert_eq!(answer.status(), StatusCode::NO_CONTENT);
    let mut given = download(&akinyi, exhibit_id, upload.id).await;
    let mut length = 0;
    while let Some(piece) = in_time("a piece", given.chunk()).await.unwrap() {
        length += piece.len();
    }
    assert_eq!(length, 256 << 20);
    let grown = resident() - before;
    assert!(grown < 96 << 20, "{} MiB more at the most", grown >> 20);
}
