//! The same in a bucket of an S3-compatible service.

use mpaka_tests::Home;
use mpaka_tests::bucket::Bucket;

use super::*;

async fn server_of(bucket: &Bucket) -> Server {
    let home = Home::new().await.with(bucket.variables());
    Server::start_with(home, &["--files", &bucket.place()]).await
}

#[tokio::test]
async fn a_bucket_keeps_files_as_a_folder_does() {
    let bucket = Bucket::start().await;
    let server = server_of(&bucket).await;
    let akinyi = server.client("akinyi");
    let data = [&b"Mercy Achieng, room 4. "[..], &bytes(PART + 70_000)].concat();
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;

    let upload = begin(&akinyi, exhibit_id, "image.bin", data.len(), None).await;
    let socket = upload.cut_off(&akinyi, 0, &data, PART + 5).await;
    drop(socket);
    reached(&upload, &akinyi, PART + 5).await;
    let rest = upload.send(&akinyi, PART + 5, data[PART + 5..].to_vec()).await;
    assert_eq!(rest.status(), StatusCode::NO_CONTENT, "{}", rest.text().await.unwrap());
    let stored = objects_in(&bucket.objects());
    assert_eq!(stored.len(), 3, "two parts and the list: what was cut off is gone: {stored:?}");
    for object in &stored {
        let held = fs::read(object).unwrap();
        assert!(!held.windows(5).any(|text| text == b"Mercy"), "{}", object.display());
    }
    let given = download(&akinyi, exhibit_id, upload.id).await.bytes().await.unwrap();
    assert!(given == data, "what came is given out");

    let abandoned = begin(&akinyi, exhibit_id, "again.bin", data.len(), None).await;
    let sent = abandoned.send(&akinyi, 0, data[..PART + 5].to_vec()).await;
    assert_eq!(sent.status(), StatusCode::NO_CONTENT);
    assert_eq!(abandoned.end(&akinyi).await, StatusCode::NO_CONTENT);
    assert_eq!(objects_in(&bucket.objects()).len(), 3, "nothing of it is left");

    let verify = || json!({ "evidenceItemId": exhibit_id, "fileId": upload.id });
    akinyi.send("verifyFile", verify()).await.accepted();
    assert_eq!(exhibit(&akinyi, exhibit_id).await["hashVerified"], true);
    let part = stored.into_iter().max_by_key(|path| path.metadata().unwrap().len()).unwrap();
    let mut held = fs::read(&part).unwrap();
    held[50_000] ^= 1;
    fs::write(&part, &held).unwrap();
    akinyi.send("verifyFile", verify()).await.accepted();
    assert_eq!(exhibit(&akinyi, exhibit_id).await["status"], "COMPROMISED");
}

#[tokio::test]
async fn a_bucket_that_is_not_there_alters_no_file() {
    let bucket = Bucket::start().await;
    let server = server_of(&bucket).await;
    let akinyi = server.client("akinyi");
    let data = bytes(1000);
    let exhibit_id = acquired(&akinyi, "JM/1", &sha256(&data)).await;
    let file = store(&akinyi, exhibit_id, "a.bin", &data).await;
    drop(bucket);
    let verify = json!({ "query": "mutation ($input: VerifyFileInput!) { verifyFile(input: $input) {
        userErrors { code } } }",
        "variables": { "input": { "evidenceItemId": exhibit_id, "fileId": file } } });
    let answer = akinyi.post(&verify).await;
    assert!(answer.code() != "", "a fault, and no finding");
    let shown = exhibit(&akinyi, exhibit_id).await;
    assert_ne!(shown["status"], "COMPROMISED");
    assert_eq!(shown["files"][0]["altered"], false);
}
