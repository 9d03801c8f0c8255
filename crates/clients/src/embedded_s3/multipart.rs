//! Multipart uploads: an object sent in numbered parts, which becomes one when its sender says that it is complete.

use std::fs::File;
use std::io::{self, Write};

use s3s::crypto::{Checksum, Md5};
use s3s::dto::{
    AbortMultipartUploadInput, AbortMultipartUploadOutput, CompleteMultipartUploadInput,
    CompleteMultipartUploadOutput, CompletedPart, CreateMultipartUploadInput, CreateMultipartUploadOutput,
    ETag, ListMultipartUploadsInput, ListMultipartUploadsOutput, ListPartsInput, ListPartsOutput,
    MultipartUpload, Part, StreamingBlob, Timestamp, UploadPartInput, UploadPartOutput,
};
use s3s::{S3Request, S3Result, s3_error};
use tempfile::TempPath;

use super::body_in::receive;
use super::checksums::Checksums;
use super::conditions::write_condition;
use super::disk::Disk;
use super::faults::disk_fault;
use super::layout::hex;
use super::listing::{encode, is_url, page_limit};
use super::object_file::{ObjectMeta, StoredHeaders, encode_tail};
use super::objects::signed;
use super::operations::Operations;
use super::unfinished::{Manifest, StoredPart, UnfinishedUpload};

/// S3's limits: parts are numbered 1 to 10,000, and each but the last has at least 5 MiB.
const PART_NUMBERS: std::ops::RangeInclusive<i32> = 1..=10_000;
const MIN_PART_BYTES: u64 = 5 * 1024 * 1024;

pub(super) async fn create(
    store: &Operations,
    input: CreateMultipartUploadInput,
) -> S3Result<CreateMultipartUploadOutput> {
    let headers = StoredHeaders {
        content_type: input.content_type,
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding,
        content_language: input.content_language,
        user: input.metadata.unwrap_or_default().into_iter().collect(),
    };
    let manifest = Manifest { key: input.key.clone(), initiated: store.now(), headers };
    let id =
        store.blocking(move |disk| UnfinishedUpload::begin(disk, &manifest)).await?.map_err(disk_fault)?;
    Ok(CreateMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(id),
        ..Default::default()
    })
}

pub(super) async fn upload_part(
    store: &Operations,
    request: S3Request<UploadPartInput>,
) -> S3Result<UploadPartOutput> {
    let S3Request { input, headers, trailing_headers, .. } = request;
    let number = input.part_number;
    if !PART_NUMBERS.contains(&number) {
        return Err(s3_error!(
            InvalidArgument,
            "Part number must be an integer between 1 and 10000, inclusive"
        ));
    }
    let length = store.accept_length(input.content_length)?;
    let upload = find(store, input.upload_id, input.key).await?;
    let (upload, parts) =
        store.blocking(move |_| upload.parts().map(|parts| (upload, parts))).await?.map_err(disk_fault)?;
    let others: u64 = parts.iter().filter(|part| part.number != number).map(|part| part.size).sum();
    store.accept_size(others + length)?;

    let body = input.body.unwrap_or_else(|| StreamingBlob::from(s3s::Body::empty()));
    let checksums = Checksums::asked_by(&headers, trailing_headers);
    let file = store.disk.layout.fresh_incoming().map_err(disk_fault)?;
    let received = receive(body, length, checksums, file).await?;
    let md5 = received.md5;
    let file = received.seal(&[]).await?;
    store.blocking(move |_| upload.add(number, md5, file)).await?.map_err(disk_fault)?;
    Ok(UploadPartOutput { e_tag: Some(ETag::Strong(hex(&md5))), ..Default::default() })
}

pub(super) async fn complete(
    store: &Operations,
    input: CompleteMultipartUploadInput,
) -> S3Result<CompleteMultipartUploadOutput> {
    let only_if = write_condition(input.if_match, input.if_none_match)?;
    let chosen = input.multipart_upload.and_then(|upload| upload.parts).unwrap_or_default();
    let upload = find(store, input.upload_id, input.key.clone()).await?;
    let (upload, stored) =
        store.blocking(move |_| upload.parts().map(|parts| (upload, parts))).await?.map_err(disk_fault)?;
    let parts = choose(&chosen, stored)?;
    let size = parts.iter().map(|part| part.size).sum();
    store.accept_size(size)?;

    let meta = ObjectMeta {
        key: input.key.clone(),
        size,
        etag: combined_etag(&parts),
        stored_at: store.now(),
        headers: upload.manifest.headers.clone(),
    };
    let etag = meta.etag.clone();
    let placed = store.blocking(move |disk| {
        let file = assemble(disk, &parts, &meta)?;
        disk.place(file, &meta.key, &only_if)?;
        upload.remove()?;
        Ok::<_, super::disk::PlaceError>(())
    });
    placed.await??;
    Ok(CompleteMultipartUploadOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        e_tag: Some(ETag::Strong(etag)),
        ..Default::default()
    })
}

pub(super) async fn abort(
    store: &Operations,
    input: AbortMultipartUploadInput,
) -> S3Result<AbortMultipartUploadOutput> {
    let upload = find(store, input.upload_id, input.key).await?;
    store.blocking(move |_| upload.remove()).await?.map_err(disk_fault)?;
    Ok(AbortMultipartUploadOutput::default())
}

pub(super) async fn list_parts(store: &Operations, input: ListPartsInput) -> S3Result<ListPartsOutput> {
    let upload = find(store, input.upload_id.clone(), input.key.clone()).await?;
    let mut parts = store.blocking(move |_| upload.parts()).await?.map_err(disk_fault)?;
    let after = input.part_number_marker.unwrap_or(0);
    let limit = page_limit(input.max_parts);
    parts.retain(|part| part.number > after);
    let truncated = parts.len() > limit;
    parts.truncate(limit);
    let part = |part: &StoredPart| Part {
        part_number: Some(part.number),
        e_tag: Some(ETag::Strong(part.etag())),
        size: Some(signed(part.size)),
        ..Default::default()
    };
    Ok(ListPartsOutput {
        bucket: Some(input.bucket),
        key: Some(input.key),
        upload_id: Some(input.upload_id),
        part_number_marker: Some(after),
        next_part_number_marker: parts.last().map(|part| part.number),
        max_parts: i32::try_from(limit).ok(),
        is_truncated: Some(truncated),
        parts: Some(parts.iter().map(part).collect()),
        ..Default::default()
    })
}

pub(super) async fn list_uploads(
    store: &Operations,
    input: ListMultipartUploadsInput,
) -> S3Result<ListMultipartUploadsOutput> {
    if input.delimiter.is_some() {
        return Err(s3_error!(NotImplemented, "Unfinished uploads can not be grouped by a delimiter."));
    }
    let prefix = input.prefix.clone().unwrap_or_default();
    let after = (input.key_marker.clone().unwrap_or_default(), input.upload_id_marker.clone());
    let limit = page_limit(input.max_uploads);
    let mut uploads = store.blocking(UnfinishedUpload::all).await?.map_err(disk_fault)?;
    uploads.retain(|upload| upload.manifest.key.starts_with(&prefix) && comes_after(upload, &after));
    let truncated = uploads.len() > limit;
    uploads.truncate(limit);

    let shown = |text: String| if is_url(input.encoding_type.as_ref()) { encode(&text) } else { text };
    let last =
        uploads.last().filter(|_| truncated).map(|upload| (upload.manifest.key.clone(), upload.id.clone()));
    let listed = uploads.into_iter().map(|upload| MultipartUpload {
        key: Some(shown(upload.manifest.key)),
        upload_id: Some(upload.id),
        initiated: Some(Timestamp::from(std::time::SystemTime::from(upload.manifest.initiated))),
        ..Default::default()
    });
    Ok(ListMultipartUploadsOutput {
        uploads: Some(listed.collect()),
        bucket: Some(input.bucket),
        prefix: input.prefix.map(shown),
        key_marker: input.key_marker.map(shown),
        upload_id_marker: input.upload_id_marker,
        next_key_marker: last.as_ref().map(|(key, _)| shown(key.clone())),
        next_upload_id_marker: last.map(|(_, id)| id),
        encoding_type: input.encoding_type.clone(),
        max_uploads: i32::try_from(limit).ok(),
        is_truncated: Some(truncated),
        ..Default::default()
    })
}

async fn find(store: &Operations, id: String, key: String) -> S3Result<UnfinishedUpload> {
    let found =
        store.blocking(move |disk| UnfinishedUpload::find(disk, &id, &key)).await?.map_err(disk_fault)?;
    found.ok_or_else(|| s3_error!(NoSuchUpload, "The specified multipart upload does not exist."))
}

/// Uploads of the marker's key come after it only when both markers are given, as in S3.
fn comes_after(upload: &UnfinishedUpload, (key, id): &(String, Option<String>)) -> bool {
    match id {
        Some(id) => (&upload.manifest.key, &upload.id) > (key, id),
        None => upload.manifest.key > *key,
    }
}

/// The stored parts that the sender names, in that order.
fn choose(chosen: &[CompletedPart], mut stored: Vec<StoredPart>) -> S3Result<Vec<StoredPart>> {
    if chosen.is_empty() {
        return Err(s3_error!(MalformedXML, "A multipart upload needs at least one part."));
    }
    let mut parts: Vec<StoredPart> = Vec::with_capacity(chosen.len());
    for part in chosen {
        let etag = part.e_tag.as_ref().map(ETag::value);
        let found =
            stored.iter().position(|s| Some(s.number) == part.part_number && Some(s.etag().as_str()) == etag);
        let found = found.ok_or_else(|| {
            s3_error!(InvalidPart, "One or more of the specified parts could not be found.")
        })?;
        if parts.last().is_some_and(|last| last.number >= stored[found].number) {
            return Err(s3_error!(InvalidPartOrder, "The list of parts was not in ascending order."));
        }
        parts.push(stored.swap_remove(found));
    }
    if parts.iter().rev().skip(1).any(|part| part.size < MIN_PART_BYTES) {
        return Err(s3_error!(
            EntityTooSmall,
            "Your proposed upload is smaller than the minimum allowed size"
        ));
    }
    Ok(parts)
}

/// S3's ETag of a multipart object: the MD5 of the parts' MD5s, and how many there were.
fn combined_etag(parts: &[StoredPart]) -> String {
    let mut md5 = Md5::new();
    for part in parts {
        md5.update(&part.md5);
    }
    format!("{}-{}", hex(md5.finalize().as_ref()), parts.len())
}

/// Writes the parts into one file that is on disk when this returns.
fn assemble(disk: &Disk, parts: &[StoredPart], meta: &ObjectMeta) -> io::Result<TempPath> {
    let file = disk.layout.fresh_incoming()?;
    let mut whole = File::create_new(&file)?;
    for part in parts {
        io::copy(&mut File::open(&part.path)?, &mut whole)?;
    }
    whole.write_all(&encode_tail(meta)?)?;
    whole.sync_all()?;
    Ok(file)
}
