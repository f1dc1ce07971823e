//! Which rooms the house has: one line a room, in the order their tables are made.

use crate::config::Config;
use ieum_db::MigrationSet;
use ieum_web::{Room, tool_migrations};

/// Every room.
pub fn rooms() -> Vec<Room> {
    vec![crate::house::own_room()]
}

/// Reads the settings of every room: one line a table.
pub fn settings(_config: &mut Config) -> anyhow::Result<()> {
    Ok(())
}

/// Every table of the house, tools first: for programs that need the schema without the server.
pub fn migration_sets() -> Vec<MigrationSet> {
    tool_migrations().into_iter().chain(rooms().into_iter().map(|room| room.migrations)).collect()
}
