#!/bin/bash
# Runs once, when the replica's data are made: follows the primary from its first transaction.
set -euo pipefail
mysql --user=root --password="$MYSQL_ROOT_PASSWORD" <<SQL
RESET BINARY LOGS AND GTIDS;
CHANGE REPLICATION SOURCE TO SOURCE_HOST='primary', SOURCE_USER='replication',
  SOURCE_PASSWORD='$MYSQL_REPLICATION_PASSWORD', SOURCE_AUTO_POSITION=1, SOURCE_SSL=1;
START REPLICA;
-- From here on only what comes from the primary is written. As an option it would stop this script too.
SET PERSIST super_read_only = ON;
SQL
