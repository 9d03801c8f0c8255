#!/bin/bash
# Runs once, when the primary's data are made: a user who may read the log that the replica follows.
set -euo pipefail
mysql --user=root --password="$MYSQL_ROOT_PASSWORD" <<SQL
CREATE USER 'replication'@'%' IDENTIFIED BY '$MYSQL_REPLICATION_PASSWORD' REQUIRE SSL;
GRANT REPLICATION SLAVE ON *.* TO 'replication'@'%';
SQL
