"""Does with boto3 what S3 tools do, against the store at $ENDPOINT; any surprise is an exception."""

import os
import tempfile
import urllib.error
import urllib.request

import boto3
from boto3.s3.transfer import TransferConfig
from botocore.config import Config
from botocore.exceptions import ClientError

ENDPOINT, BUCKET = os.environ["ENDPOINT"], os.environ["BUCKET"]


def client(**config):
    return boto3.client("s3", endpoint_url=ENDPOINT, config=Config(s3={"addressing_style": "path"}, **config))


def refused(code, call, **arguments):
    try:
        call(**arguments)
    except ClientError as error:
        assert error.response["Error"]["Code"] == code, error
    else:
        raise AssertionError(f"expected {code}")


def put_get_head_delete(s3):
    key = "boto/größe & ünïcode +%.webm"
    put = s3.put_object(Bucket=BUCKET, Key=key, Body=b"hello", ContentType="audio/webm", Metadata={"take": "3"})
    assert put["ETag"] == '"5d41402abc4b2a76b9719d911017c592"'
    got = s3.get_object(Bucket=BUCKET, Key=key)
    assert (got["Body"].read(), got["ContentType"], got["Metadata"]) == (b"hello", "audio/webm", {"take": "3"})
    part = s3.get_object(Bucket=BUCKET, Key=key, Range="bytes=1-3")
    assert (part["Body"].read(), part["ContentRange"]) == (b"ell", "bytes 1-3/5")
    head = s3.head_object(Bucket=BUCKET, Key=key)
    assert (head["ContentLength"], head["ETag"]) == (5, put["ETag"])
    refused("PreconditionFailed", s3.put_object, Bucket=BUCKET, Key=key, Body=b"x", IfNoneMatch="*")
    refused("PreconditionFailed", s3.get_object, Bucket=BUCKET, Key=key, IfMatch='"other"')
    refused("InvalidRange", s3.get_object, Bucket=BUCKET, Key=key, Range="bytes=5-")
    s3.delete_object(Bucket=BUCKET, Key=key)
    s3.delete_object(Bucket=BUCKET, Key=key)
    refused("404", s3.head_object, Bucket=BUCKET, Key=key)
    refused("NoSuchKey", s3.get_object, Bucket=BUCKET, Key=key)


def checksums(s3):
    for algorithm in ["CRC32", "SHA1", "SHA256"]:
        s3.put_object(Bucket=BUCKET, Key="boto/sum", Body=b"hello", ChecksumAlgorithm=algorithm)
    refused("BadDigest", s3.put_object, Bucket=BUCKET, Key="boto/bad", Body=b"hello", ChecksumCRC32="AAAAAA==")
    refused("BadDigest", s3.put_object, Bucket=BUCKET, Key="boto/bad", Body=b"x", ContentMD5="XUFAKrxLKna5cZ2REBfFkg==")
    refused("404", s3.head_object, Bucket=BUCKET, Key="boto/bad")


def listing(s3):
    keys = [f"list/{number} +ü" for number in range(5)]
    for key in keys:
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"")
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=BUCKET, Prefix="list/", PaginationConfig={"PageSize": 2})
    assert [entry["Key"] for page in pages for entry in page.get("Contents", [])] == keys
    deleted = s3.delete_objects(Bucket=BUCKET, Delete={"Objects": [{"Key": key} for key in keys]})
    assert sorted(entry["Key"] for entry in deleted["Deleted"]) == keys
    assert s3.list_objects_v2(Bucket=BUCKET, Prefix="list/")["KeyCount"] == 0
    assert [bucket["Name"] for bucket in s3.list_buckets()["Buckets"]] == [BUCKET]
    s3.head_bucket(Bucket=BUCKET)


def files(s3):
    """upload_file sends in parts above 8 MB, download_file fetches in ranges."""
    content = os.urandom(20 * 1024 * 1024 + 17)
    with tempfile.TemporaryDirectory() as folder:
        sent, received = os.path.join(folder, "sent"), os.path.join(folder, "received")
        with open(sent, "wb") as file:
            file.write(content)
        transfer = TransferConfig(multipart_threshold=8 * 1024 * 1024, max_concurrency=3)
        s3.upload_file(sent, BUCKET, "boto/file", Config=transfer, ExtraArgs={"ContentType": "audio/wav"})
        s3.download_file(BUCKET, "boto/file", received, Config=transfer)
        with open(received, "rb") as file:
            assert file.read() == content
    head = s3.head_object(Bucket=BUCKET, Key="boto/file")
    assert (head["ContentType"], head["ETag"].endswith('-3"')) == ("audio/wav", True)
    assert not s3.list_multipart_uploads(Bucket=BUCKET).get("Uploads")


def http(method, url, body=None, **headers):
    headers = {name.replace("_", "-"): value for name, value in headers.items()}
    request = urllib.request.Request(url, data=body, method=method, headers=headers)
    try:
        with urllib.request.urlopen(request) as response:
            return response.status, response.read()
    except urllib.error.HTTPError as error:
        return error.code, error.read()


def presigned(s3):
    target = {"Bucket": BUCKET, "Key": "boto/presigned"}
    permit = {**target, "ContentType": "audio/webm", "ContentLength": 5, "IfNoneMatch": "*"}
    put = s3.generate_presigned_url("put_object", Params=permit, ExpiresIn=60)
    headers = {"Content_Type": "audio/webm", "If_None_Match": "*"}
    assert http("PUT", put, b"hello!", **headers)[0] == 403
    assert http("PUT", put, b"hello", **{**headers, "Content_Type": "text/html"})[0] == 403
    assert http("PUT", put, b"hello", **headers)[0] == 200
    assert http("PUT", put, b"jello", **headers)[0] == 412
    get = s3.generate_presigned_url("get_object", Params=target, ExpiresIn=60)
    assert http("GET", get) == (200, b"hello")
    assert http("GET", get, Range="bytes=-2") == (206, b"lo")
    forged = get[:-1] + ("0" if get[-1] != "0" else "1")
    assert http("GET", forged)[0] == 403


s3 = client(signature_version="s3v4")
put_get_head_delete(s3)
checksums(s3)
listing(s3)
files(s3)
presigned(s3)
old = client(signature_version="s3")
refused("InvalidRequest", old.put_object, Bucket=BUCKET, Key="boto/v2", Body=b"x")
