//! What Amazon S3 refuses of a signature, we refuse.

use http::{Method, Request};

use crate::support::{BUCKET, KEY, MINUTE, Signer, Store, execute, http, now, refusal};

fn put(store: &Store) -> http::request::Builder {
    Request::builder().method(Method::PUT).uri(store.url(KEY)).header("content-type", "audio/webm")
}

fn get(store: &Store) -> Request<Vec<u8>> {
    Request::get(store.url(KEY)).body(Vec::new()).unwrap()
}

async fn answer(request: reqwest::Request) -> (u16, String) {
    refusal(execute(request).await).await
}

#[tokio::test]
async fn a_request_signed_in_its_headers_is_served() {
    let store = Store::start().await;
    let signer = Signer::new();
    let request = put(&store).header("x-amz-meta-take", "3").body(b"hello".to_vec()).unwrap();
    assert_eq!(execute(signer.sign(request)).await.status(), 200);
    let response = execute(signer.sign(get(&store))).await;
    assert_eq!(response.headers()["x-amz-meta-take"], "3");
    assert_eq!(response.bytes().await.unwrap(), "hello");
}

#[tokio::test]
async fn a_request_without_a_signature_is_refused() {
    let store = Store::start().await;
    for method in [Method::GET, Method::PUT, Method::DELETE] {
        let response = http().request(method, store.url(KEY)).body("x").send().await.unwrap();
        assert_eq!(refusal(response).await, (403, "AccessDenied".to_owned()));
    }
}

#[tokio::test]
async fn another_body_than_the_signed_one_is_refused_and_not_stored() {
    let store = Store::start().await;
    let mut request = Signer::new().sign(put(&store).body(b"hello".to_vec()).unwrap());
    *request.body_mut() = Some("jello".into());
    assert_eq!(execute(request).await.status(), 400);
    assert_eq!(store.incoming(), 0);
    assert_eq!(answer(Signer::new().sign(get(&store))).await, (404, "NoSuchKey".to_owned()));
}

#[tokio::test]
async fn an_unknown_key_and_a_wrong_secret_are_refused() {
    let store = Store::start().await;
    let stranger = Signer { access_key: "AKIDSTRANGER", ..Signer::new() };
    assert_eq!(answer(stranger.sign(get(&store))).await, (403, "InvalidAccessKeyId".to_owned()));
    let guesser = Signer { secret_key: "guess", ..Signer::new() };
    assert_eq!(answer(guesser.sign(get(&store))).await, (403, "SignatureDoesNotMatch".to_owned()));
}

#[tokio::test]
async fn another_region_or_service_is_refused() {
    let store = Store::start().await;
    let abroad = Signer { region: "eu-north-1", ..Signer::new() };
    assert_eq!(answer(abroad.sign(get(&store))).await, (400, "AuthorizationHeaderMalformed".to_owned()));
    let abroad = Signer { expires_in: Some(MINUTE), ..abroad };
    assert_eq!(answer(abroad.sign(get(&store))).await, (400, "AuthorizationQueryParametersError".to_owned()));
    let service = Signer { service: "sts", ..Signer::new() };
    assert_eq!(answer(service.sign(get(&store))).await, (400, "AuthorizationHeaderMalformed".to_owned()));
}

#[tokio::test]
async fn a_clock_more_than_a_quarter_of_an_hour_off_is_refused() {
    let store = Store::start().await;
    for time in [now() - 16 * MINUTE, now() + 16 * MINUTE] {
        let signer = Signer { time, ..Signer::new() };
        assert_eq!(answer(signer.sign(get(&store))).await, (403, "RequestTimeTooSkewed".to_owned()));
    }
    let signer = Signer { time: now() - 14 * MINUTE, ..Signer::new() };
    assert_eq!(answer(signer.sign(get(&store))).await, (404, "NoSuchKey".to_owned()));
}

#[tokio::test]
async fn a_permit_for_more_than_seven_days_is_refused() {
    let store = Store::start().await;
    let week = 7 * 24 * 60 * MINUTE;
    let within = Signer { expires_in: Some(week), ..Signer::new() };
    assert_eq!(answer(within.sign(get(&store))).await, (404, "NoSuchKey".to_owned()));
    let beyond = Signer { expires_in: Some(week + MINUTE), ..Signer::new() };
    assert_eq!(answer(beyond.sign(get(&store))).await, (400, "AuthorizationQueryParametersError".to_owned()));
}

#[tokio::test]
async fn a_header_for_s3_that_was_not_signed_is_refused() {
    let store = Store::start().await;
    for expires_in in [None, Some(MINUTE)] {
        let signer = Signer { expires_in, ..Signer::new() };
        let mut request = signer.sign(put(&store).body(b"hello".to_vec()).unwrap());
        request.headers_mut().insert("x-amz-meta-injected", "1".parse().unwrap());
        assert_eq!(answer(request).await, (403, "AccessDenied".to_owned()));
    }
    assert_eq!(answer(Signer::new().sign(get(&store))).await.0, 404);
}

#[tokio::test]
async fn signature_version_2_is_refused() {
    let store = Store::start().await;
    let in_header = http().get(store.url(KEY)).header("authorization", "AWS AKIDEXAMPLE:c2lnbmF0dXJl");
    assert_eq!(refusal(in_header.send().await.unwrap()).await, (400, "InvalidRequest".to_owned()));
    let query = "AWSAccessKeyId=AKIDEXAMPLE&Expires=4102444800&Signature=c2lnbmF0dXJl";
    let in_query = http().get(format!("{}?{query}", store.url(KEY)));
    assert_eq!(refusal(in_query.send().await.unwrap()).await, (400, "InvalidRequest".to_owned()));
}

#[tokio::test]
async fn two_signatures_at_once_are_refused() {
    let store = Store::start().await;
    let signer = Signer { expires_in: Some(MINUTE), ..Signer::new() };
    let mut request = signer.sign(get(&store));
    let other = Signer::new().sign(get(&store));
    request.headers_mut().insert("authorization", other.headers()["authorization"].clone());
    assert_eq!(answer(request).await, (400, "InvalidArgument".to_owned()));
}

#[tokio::test]
async fn another_bucket_is_not_there() {
    let store = Store::start().await;
    for path in ["other-bucket/key", "other-bucket", "other-bucket/?list-type=2"] {
        let request = Request::get(format!("{}{path}", store.origin)).body(Vec::new()).unwrap();
        assert_eq!(answer(Signer::new().sign(request)).await, (404, "NoSuchBucket".to_owned()), "{path}");
    }
    let make = Request::put(format!("{}other-bucket", store.origin)).body(Vec::new()).unwrap();
    assert_eq!(answer(Signer::new().sign(make)).await.0, 404);
    let own = Request::get(format!("{}{BUCKET}?list-type=2", store.origin)).body(Vec::new()).unwrap();
    assert_eq!(execute(Signer::new().sign(own)).await.status(), 200);
}

#[tokio::test]
async fn what_the_store_does_not_do_it_says() {
    let store = Store::start().await;
    let copy = put(&store).header("x-amz-copy-source", format!("/{BUCKET}/other")).body(Vec::new()).unwrap();
    assert_eq!(answer(Signer::new().sign(copy)).await, (501, "NotImplemented".to_owned()));
    let form = Request::post(format!("{}{BUCKET}", store.origin))
        .header("content-type", "multipart/form-data; boundary=x");
    let form = reqwest::Request::try_from(form.body(Vec::new()).unwrap()).unwrap();
    assert_eq!(answer(form).await, (501, "NotImplemented".to_owned()));
}

#[tokio::test]
async fn an_object_may_not_be_larger_than_allowed() {
    let options = clients::embedded_s3::Options { max_object_bytes: 10, ..crate::support::options() };
    let store = Store::start_with(options).await;
    let fits = put(&store).body(vec![0; 10]).unwrap();
    assert_eq!(execute(Signer::new().sign(fits)).await.status(), 200);
    let large = put(&store).body(vec![0; 11]).unwrap();
    assert_eq!(answer(Signer::new().sign(large)).await, (400, "EntityTooLarge".to_owned()));
}
