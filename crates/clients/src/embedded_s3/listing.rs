//! Listing: the keys that start with a prefix, in order, page by page (ListObjectsV2).

use std::collections::BTreeMap;
use std::fs::{self, File};
use std::io;
use std::path::Path;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use s3s::dto::{CommonPrefix, ETag, EncodingType, ListObjectsV2Input, ListObjectsV2Output, Object};
use s3s::{S3Result, s3_error};

use super::conditions::last_modified;
use super::disk::Disk;
use super::faults::disk_fault;
use super::layout::folder_of;
use super::object_file::{self, ObjectMeta};
use super::objects::signed;
use super::operations::Operations;

/// S3's own limit of one page.
pub(super) const MAX_PAGE: usize = 1000;
/// What stays as it is under `encoding-type=url`.
const KEPT: &AsciiSet = &NON_ALPHANUMERIC.remove(b'-').remove(b'_').remove(b'.').remove(b'~').remove(b'/');

/// What is asked for.
struct Query {
    prefix: String,
    delimiter: Option<String>,
    /// Only names after this one.
    after: String,
    /// At most this many, and one more to tell whether there are more.
    limit: usize,
}

/// One line of a page: an object, or all the objects that share a name up to the delimiter.
enum Entry {
    Object(Box<ObjectMeta>),
    CommonPrefix,
}

pub(super) async fn list(store: &Operations, input: ListObjectsV2Input) -> S3Result<ListObjectsV2Output> {
    let limit = page_limit(input.max_keys);
    let after = match &input.continuation_token {
        Some(token) => decode_token(token)?,
        None => input.start_after.clone().unwrap_or_default(),
    };
    let delimiter = input.delimiter.clone().filter(|delimiter| !delimiter.is_empty());
    let query = Query { prefix: input.prefix.clone().unwrap_or_default(), delimiter, after, limit };
    let mut entries = store.blocking(move |disk| collect(disk, &query)).await?.map_err(disk_fault)?;

    let truncated = limit > 0 && entries.len() > limit;
    while entries.len() > limit {
        entries.pop_last();
    }
    let next = entries.last_key_value().map(|(name, _)| encode(name)).filter(|_| truncated);
    let shown = |text: String| if is_url(input.encoding_type.as_ref()) { encode(&text) } else { text };
    let key_count = i32::try_from(entries.len()).unwrap_or(i32::MAX);
    let (mut contents, mut common_prefixes) = (Vec::new(), Vec::new());
    for (name, entry) in entries {
        match entry {
            Entry::Object(meta) => contents.push(object(shown(name), *meta)),
            Entry::CommonPrefix => common_prefixes.push(CommonPrefix { prefix: Some(shown(name)) }),
        }
    }
    Ok(ListObjectsV2Output {
        name: Some(input.bucket),
        prefix: input.prefix.map(shown),
        delimiter: input.delimiter.map(shown),
        start_after: input.start_after.map(shown),
        encoding_type: input.encoding_type.clone(),
        max_keys: Some(i32::try_from(limit).unwrap_or(i32::MAX)),
        key_count: Some(key_count),
        is_truncated: Some(truncated),
        continuation_token: input.continuation_token,
        next_continuation_token: next,
        contents: Some(contents),
        common_prefixes: Some(common_prefixes),
        ..Default::default()
    })
}

fn object(key: String, meta: ObjectMeta) -> Object {
    Object {
        key: Some(key),
        last_modified: Some(last_modified(&meta)),
        size: Some(signed(meta.size)),
        e_tag: Some(ETag::Strong(meta.etag)),
        ..Default::default()
    }
}

/// The first entries after `query.after`: as many as asked for and one more, whatever else there is.
fn collect(disk: &Disk, query: &Query) -> io::Result<BTreeMap<String, Entry>> {
    let mut entries = BTreeMap::new();
    for folder in fs::read_dir(disk.layout.objects())? {
        collect_folder(&folder?.path(), query, &mut entries)?;
    }
    Ok(entries)
}

fn collect_folder(folder: &Path, query: &Query, entries: &mut BTreeMap<String, Entry>) -> io::Result<()> {
    for file in unless_gone(fs::read_dir(folder))?.into_iter().flatten() {
        let Some(meta) = read(&file?.path())? else { continue };
        let shared = folder_of(&meta.key);
        if !shared.starts_with(&query.prefix) && !query.prefix.starts_with(shared) {
            return Ok(());
        }
        if meta.key.starts_with(&query.prefix) {
            add(meta, query, entries);
        }
    }
    Ok(())
}

fn add(meta: ObjectMeta, query: &Query, entries: &mut BTreeMap<String, Entry>) {
    let below = &meta.key[query.prefix.len()..];
    let group = query.delimiter.as_ref().and_then(|delimiter| Some(below.find(delimiter)? + delimiter.len()));
    let (name, entry) = match group {
        Some(end) => (meta.key[..query.prefix.len() + end].to_owned(), Entry::CommonPrefix),
        None => (meta.key.clone(), Entry::Object(Box::new(meta))),
    };
    if name > query.after {
        entries.insert(name, entry);
    }
    if entries.len() > query.limit + 1 {
        entries.pop_last();
    }
}

/// A damaged object has no key to list, and must not hide the others.
fn read(path: &Path) -> io::Result<Option<ObjectMeta>> {
    let Some(mut file) = unless_gone(File::open(path))? else { return Ok(None) };
    match object_file::read_meta(&mut file) {
        Ok(meta) => Ok(Some(meta)),
        Err(error) if error.kind() == io::ErrorKind::InvalidData => {
            tracing::error!(path = %path.display(), "an object of the store is damaged and is left out of a listing");
            Ok(None)
        }
        Err(error) => Err(error),
    }
}

/// What was deleted while we looked is not there; that is no fault.
fn unless_gone<T>(result: io::Result<T>) -> io::Result<Option<T>> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    }
}

/// As many as asked for, within S3's limit.
pub(super) fn page_limit(asked: Option<i32>) -> usize {
    asked.map_or(MAX_PAGE, |asked| usize::try_from(asked).unwrap_or(0).min(MAX_PAGE))
}

/// Names that XML can not carry go through `encoding-type=url`, which every S3 library asks for.
pub(super) fn is_url(encoding: Option<&EncodingType>) -> bool {
    encoding.is_some_and(|encoding| encoding.as_str() == EncodingType::URL)
}

pub(super) fn encode(text: &str) -> String {
    utf8_percent_encode(text, KEPT).to_string()
}

/// A continuation token is the last name of the page before.
fn decode_token(token: &str) -> S3Result<String> {
    let name = percent_decode_str(token).decode_utf8();
    name.map(Into::into)
        .map_err(|_| s3_error!(InvalidArgument, "The continuation token provided is incorrect"))
}
