//! Column types that mean the same on every database.

use sea_orm::DbBackend;
use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::{ColumnDef, ForeignKeyAction, TableCreateStatement};

#[derive(Clone, Copy)]
pub(super) struct Types(DbBackend);

impl Types {
    pub(super) fn of(manager: &SchemaManager) -> Self {
        Self(manager.get_database_backend())
    }

    /// Made only where there is none of this name.
    pub(super) fn table(self, name: &'static str) -> TableCreateStatement {
        let mut table = Table::create().table(name).if_not_exists().to_owned();
        if self.0 == DbBackend::MySql {
            table.character_set("utf8mb4").collate("utf8mb4_bin");
        }
        table
    }

    pub(super) fn id(self) -> ColumnDef {
        self.int("id").not_null().auto_increment().primary_key().to_owned()
    }

    /// 64 bits. (SQLite's row id wants the word `integer`.)
    pub(super) fn int(self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        if self.0 == DbBackend::MySql {
            column.big_integer()
        } else {
            column.integer()
        };
        column
    }

    pub(super) fn double(self, name: &'static str) -> ColumnDef {
        ColumnDef::new(name).double().to_owned()
    }

    /// At most so many characters.
    pub(super) fn string(self, name: &'static str, most: u32) -> ColumnDef {
        ColumnDef::new(name).string_len(most).to_owned()
    }

    /// Text of any length. MySQL's `text` ends at 64 KiB, which an hour of speech exceeds.
    pub(super) fn document(self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        if self.0 == DbBackend::MySql {
            column.custom("longtext")
        } else {
            column.text()
        };
        column
    }

    /// UTC, at least to the millisecond.
    pub(super) fn time(self, name: &'static str) -> ColumnDef {
        let mut column = ColumnDef::new(name);
        if self.0 == DbBackend::MySql {
            column.custom("datetime(6)")
        } else {
            column.timestamp_with_time_zone()
        };
        column
    }

    pub(super) fn belongs_to(
        self,
        from: &'static str,
        column: &'static str,
        to: &'static str,
    ) -> ForeignKeyCreateStatement {
        ForeignKey::create().from(from, column).to(to, "id").on_delete(ForeignKeyAction::Cascade).to_owned()
    }
}
