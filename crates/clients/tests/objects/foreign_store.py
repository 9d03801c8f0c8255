"""Runs OpenStack Swift with its S3 API on loopback until standard input ends; prints its address as one JSON line.

Swift is another implementation of S3 than ours, in use since 2010, and verifies Signature Version 4. Its four servers
run here in one process, on sockets that listen before anything is asked of them, so that nobody waits by the clock.

A line on standard input says how many seconds its clock is ahead from now on, and is printed again when it is. The clock
is moved in here and not by libfaketime, under which `time.sleep` fails now and then (EINVAL), and the upload with it.
"""

import getpass
import json
import pathlib
import sys
import tempfile
import time
import warnings

seconds_ahead = 0
true_time = time.time
time.time = lambda: true_time() + seconds_ahead  # before anybody else takes hold of it

warnings.filterwarnings("ignore")  # Swift rests on libraries that say that they are old.

import eventlet  # noqa: E402
from swift.common import utils  # noqa: E402

utils.monkey_patch()

import boto3  # noqa: E402  (after the patching, as Swift wants)
from botocore.config import Config  # noqa: E402
from eventlet import tpool, wsgi  # noqa: E402
from swift.common import storage_policy  # noqa: E402
from swift.common.ring import RingBuilder  # noqa: E402
from swift.common.wsgi import SwiftHttpProtocol, loadapp  # noqa: E402

BUCKET, REGION, ACCESS_KEY, SECRET_KEY = "recordings", "us-east-1", "test:tester", "testing"

SWIFT = """
[swift-hash]
swift_hash_path_suffix = test
[storage-policy:0]
name = default
default = yes
"""

DEFAULT = """
[DEFAULT]
user = {user}
swift_dir = {folder}
devices = {folder}/devices
mount_check = false
# On a full disk it would refuse everything while there is still room.
fallocate_reserve = 0
"""

STORAGE = """
[pipeline:main]
pipeline = {name}-server
[app:{name}-server]
use = egg:swift#{name}
conn_timeout = 20
node_timeout = 60
"""

PROXY = """
[pipeline:main]
pipeline = catch_errors gatekeeper listing_formats bulk s3api tempauth slo proxy-server
[filter:catch_errors]
use = egg:swift#catch_errors
[filter:gatekeeper]
use = egg:swift#gatekeeper
[filter:listing_formats]
use = egg:swift#listing_formats
[filter:bulk]
use = egg:swift#bulk
[filter:s3api]
use = egg:swift#s3api
location = {region}
[filter:tempauth]
use = egg:swift#tempauth
user_test_tester = {secret} .admin
[filter:slo]
use = egg:swift#slo
[app:proxy-server]
use = egg:swift#proxy
account_autocreate = true
# A busy machine is no broken one: Swift gives its parts half a second to connect, unless told otherwise.
conn_timeout = 20
node_timeout = 60
# There is no second server to ask while the only one is shut out for its errors.
error_suppression_limit = 1000000
"""


def write_ring(folder, name, port):
    """Says to the proxy where the one server of this kind listens."""
    builder = RingBuilder(part_power=8, replicas=1, min_part_hours=0)
    builder.add_dev({"id": 0, "region": 1, "zone": 1, "ip": "127.0.0.1", "port": port, "device": "d", "weight": 1})
    builder.rebalance()
    builder.get_ring().save(str(folder / f"{name}.ring.gz"))


def serve(folder):
    """Says the port of the server that speaks S3."""
    (folder / "devices" / "d").mkdir(parents=True)
    (folder / "swift.conf").write_text(SWIFT)
    utils.set_swift_dir(str(folder))
    storage_policy.reload_storage_policies()
    sockets = {name: eventlet.listen(("127.0.0.1", 0)) for name in ["account", "container", "object", "proxy"]}
    for name in ["account", "container", "object"]:
        write_ring(folder, name, sockets[name].getsockname()[1])
    for name, listener in sockets.items():
        config = folder / f"{name}.conf"
        template = DEFAULT + (PROXY if name == "proxy" else STORAGE)
        config.write_text(template.format(
            name=name, folder=folder, user=getpass.getuser(), region=REGION, secret=SECRET_KEY))
        # As Swift's own `run_server` does; that one would exchange the event loop under us.
        eventlet.spawn(
            wsgi.server, listener, loadapp(str(config)), utils.NullLogger(),
            protocol=SwiftHttpProtocol, capitalize_response_headers=False)
    return sockets["proxy"].getsockname()[1]


with tempfile.TemporaryDirectory() as name:
    endpoint = f"http://127.0.0.1:{serve(pathlib.Path(name))}"
    client = boto3.client(
        "s3", endpoint_url=endpoint, region_name=REGION, aws_access_key_id=ACCESS_KEY, aws_secret_access_key=SECRET_KEY,
        config=Config(s3={"addressing_style": "path"}))
    client.create_bucket(Bucket=BUCKET)
    print(json.dumps({
        "endpoint": endpoint, "bucket": BUCKET, "region": REGION,
        "access_key_id": ACCESS_KEY, "secret_access_key": SECRET_KEY,
    }), flush=True)
    while line := tpool.execute(sys.stdin.readline):
        seconds_ahead = int(line)
        print(seconds_ahead, flush=True)
