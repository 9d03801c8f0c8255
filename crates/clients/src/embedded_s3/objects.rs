//! Single objects: put, get, head, delete.

use std::io::{Seek, SeekFrom};

use futures::future::try_join_all;
use s3s::dto::{
    DeleteObjectInput, DeleteObjectOutput, DeleteObjectsInput, DeleteObjectsOutput, DeletedObject, ETag,
    GetObjectInput, GetObjectOutput, HeadObjectInput, HeadObjectOutput, Metadata, PutObjectInput,
    PutObjectOutput, Range, StreamingBlob,
};
use s3s::{S3Request, S3Result, s3_error};
use tokio::io::AsyncReadExt;
use tokio_util::io::ReaderStream;

use super::body_in::{ReceivedBody, receive};
use super::checksums::Checksums;
use super::conditions::{ReadConditions, last_modified, range_applies, write_condition};
use super::disk::Precondition;
use super::faults::disk_fault;
use super::layout::hex;
use super::object_file::{ObjectMeta, StoredHeaders, encode_tail};
use super::operations::Operations;

/// Read from disk at a time: what one reader costs in memory.
const READ_BYTES: usize = 128 * 1024;
/// What S3 says of an object whose writer named no type.
const UNKNOWN_TYPE: &str = "binary/octet-stream";

pub(super) async fn put(store: &Operations, request: S3Request<PutObjectInput>) -> S3Result<PutObjectOutput> {
    let S3Request { input, headers, trailing_headers, .. } = request;
    let length = store.accept_length(input.content_length)?;
    let only_if = write_condition(input.if_match, input.if_none_match)?;
    store.check(input.key.clone(), only_if.clone()).await?;

    let stored = StoredHeaders {
        content_type: input.content_type,
        cache_control: input.cache_control,
        content_disposition: input.content_disposition,
        content_encoding: input.content_encoding,
        content_language: input.content_language,
        user: input.metadata.unwrap_or_default().into_iter().collect(),
    };
    let body = input.body.unwrap_or_else(|| StreamingBlob::from(s3s::Body::empty()));
    let checksums = Checksums::asked_by(&headers, trailing_headers);
    let file = store.disk.layout.fresh_incoming().map_err(disk_fault)?;
    let received = receive(body, length, checksums, file).await?;
    let etag = keep(store, input.key, stored, received, only_if).await?;
    Ok(PutObjectOutput { e_tag: Some(ETag::Strong(etag)), ..Default::default() })
}

/// Seals a received body and gives it its key; says its ETag.
async fn keep(
    store: &Operations,
    key: String,
    headers: StoredHeaders,
    body: ReceivedBody,
    only_if: Precondition,
) -> S3Result<String> {
    let etag = hex(&body.md5);
    let meta =
        ObjectMeta { key: key.clone(), size: body.size, etag: etag.clone(), stored_at: store.now(), headers };
    let file = body.seal(&encode_tail(&meta).map_err(disk_fault)?).await?;
    store.blocking(move |disk| disk.place(file, &key, &only_if)).await??;
    Ok(etag)
}

pub(super) async fn get(store: &Operations, request: S3Request<GetObjectInput>) -> S3Result<GetObjectOutput> {
    let S3Request { input, headers, .. } = request;
    let (mut file, meta) = find(store, input.key).await?;
    let conditions = ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&meta)?;

    let range = input.range.filter(|_| range_applies(&headers, &meta));
    let bytes = range.map_or(Ok(0..meta.size), |range| satisfy(range, meta.size))?;
    file.seek(SeekFrom::Start(bytes.start)).map_err(disk_fault)?;
    let length = bytes.end - bytes.start;
    let content = tokio::fs::File::from_std(file).take(length);
    let modified = last_modified(&meta);
    Ok(GetObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        body: Some(StreamingBlob::wrap(ReaderStream::with_capacity(content, READ_BYTES))),
        cache_control: meta.headers.cache_control,
        content_disposition: meta.headers.content_disposition,
        content_encoding: meta.headers.content_encoding,
        content_language: meta.headers.content_language,
        content_length: Some(signed(length)),
        content_range: range
            .map(|_| format!("bytes {}-{}/{}", bytes.start, bytes.end.saturating_sub(1), meta.size)),
        content_type: Some(meta.headers.content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned())),
        e_tag: Some(ETag::Strong(meta.etag)),
        last_modified: Some(modified),
        metadata: user_metadata(meta.headers.user),
        ..Default::default()
    })
}

pub(super) async fn head(
    store: &Operations,
    request: S3Request<HeadObjectInput>,
) -> S3Result<HeadObjectOutput> {
    let input = request.input;
    let (_, meta) = find(store, input.key).await?;
    let conditions = ReadConditions {
        if_match: input.if_match,
        if_none_match: input.if_none_match,
        if_modified_since: input.if_modified_since,
        if_unmodified_since: input.if_unmodified_since,
    };
    conditions.check(&meta)?;
    let modified = last_modified(&meta);
    Ok(HeadObjectOutput {
        accept_ranges: Some("bytes".to_owned()),
        cache_control: meta.headers.cache_control,
        content_disposition: meta.headers.content_disposition,
        content_encoding: meta.headers.content_encoding,
        content_language: meta.headers.content_language,
        content_length: Some(signed(meta.size)),
        content_type: Some(meta.headers.content_type.unwrap_or_else(|| UNKNOWN_TYPE.to_owned())),
        e_tag: Some(ETag::Strong(meta.etag)),
        last_modified: Some(modified),
        metadata: user_metadata(meta.headers.user),
        ..Default::default()
    })
}

pub(super) async fn delete(store: &Operations, input: DeleteObjectInput) -> S3Result<DeleteObjectOutput> {
    if input.if_match.is_some()
        || input.if_match_size.is_some()
        || input.if_match_last_modified_time.is_some()
    {
        return Err(s3_error!(NotImplemented, "Conditional deletes are not implemented."));
    }
    store.blocking(move |disk| disk.remove(&input.key)).await?.map_err(disk_fault)?;
    Ok(DeleteObjectOutput::default())
}

pub(super) async fn delete_many(
    store: &Operations,
    input: DeleteObjectsInput,
) -> S3Result<DeleteObjectsOutput> {
    let quiet = input.delete.quiet.unwrap_or(false);
    let removals = input.delete.objects.into_iter().map(|object| async move {
        let key = object.key.clone();
        store.blocking(move |disk| disk.remove(&key)).await?.map_err(disk_fault)?;
        Ok::<_, s3s::S3Error>(DeletedObject { key: Some(object.key), ..Default::default() })
    });
    let deleted = try_join_all(removals).await?;
    Ok(DeleteObjectsOutput { deleted: (!quiet).then_some(deleted), ..Default::default() })
}

async fn find(store: &Operations, key: String) -> S3Result<(std::fs::File, ObjectMeta)> {
    let found = store.blocking(move |disk| disk.find(&key)).await?.map_err(disk_fault)?;
    found.ok_or_else(|| s3_error!(NoSuchKey, "The specified key does not exist."))
}

fn satisfy(range: Range, size: u64) -> S3Result<std::ops::Range<u64>> {
    let bytes = range.check(size)?;
    // `bytes=-5` of an empty object: satisfiable for s3s, but there is no byte to name in Content-Range.
    if bytes.is_empty() {
        Err(s3_error!(InvalidRange, "The requested range is not satisfiable"))
    } else {
        Ok(bytes)
    }
}

fn user_metadata(user: std::collections::BTreeMap<String, String>) -> Option<Metadata> {
    (!user.is_empty()).then(|| user.into_iter().collect())
}

/// The S3 model counts bytes in `i64`; a file is never that large.
pub(super) fn signed(bytes: u64) -> i64 {
    i64::try_from(bytes).unwrap_or(i64::MAX)
}
