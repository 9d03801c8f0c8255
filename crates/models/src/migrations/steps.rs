//! Steps that can be taken again: MySQL commits each statement by itself, so a migration that was interrupted begins anew on
//! what it has left. (A table is made only where there is none: see [`Types::table`](super::types::Types::table).)

use sea_orm_migration::prelude::*;
use sea_orm_migration::sea_query::ColumnDef;

/// Adds the column to the table, unless it is there.
pub(super) async fn add_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    mut column: ColumnDef,
) -> Result<(), DbErr> {
    let name = column.get_column_name();
    if manager.has_column(table, name).await? {
        return Ok(());
    }
    manager.alter_table(Table::alter().table(table).add_column(&mut column).to_owned()).await
}

/// An index to be.
pub(super) struct NewIndex {
    pub(super) name: &'static str,
    pub(super) table: &'static str,
    pub(super) columns: &'static [&'static str],
    pub(super) is_unique: bool,
}

impl NewIndex {
    /// Makes it, unless it is there.
    pub(super) async fn create(self, manager: &SchemaManager<'_>) -> Result<(), DbErr> {
        if manager.has_index(self.table, self.name).await? {
            return Ok(());
        }
        let mut index = Index::create().name(self.name).table(self.table).to_owned();
        for column in self.columns {
            index.col(*column);
        }
        if self.is_unique {
            index.unique();
        }
        manager.create_index(index).await
    }
}
