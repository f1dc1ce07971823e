//! Which rooms the house has: one line a room, in the order their tables are made.

use crate::config::Config;
use ieum_db::MigrationSet;
use ieum_web::{Room, tool_migrations};

/// Every room.
pub fn rooms() -> Vec<Room> {
    vec![
        ieum_governance::room(),
        ieum_catalogue::room(),
        ieum_matching::room(),
        ieum_operations::room(),
        ieum_commercial::room(),
        crate::house::own_room(),
    ]
}

/// Reads the settings of every room: one line a table.
pub fn settings(config: &mut Config) -> anyhow::Result<()> {
    config.load::<ieum_governance::AccountSettings>()?;
    config.load::<ieum_governance::OidcSettings>()?;
    config.load::<ieum_matching::learning::LearningSettings>()?;
    config.load::<ieum_operations::booking::BookingSettings>()?;
    config.load::<ieum_operations::request::RequestSettings>()?;
    config.load::<ieum_operations::quote::QuoteSettings>()?;
    config.load::<ieum_operations::billing::BillingSettings>()?;
    config.load::<ieum_operations::desk::DeskSettings>()?;
    config.load::<ieum_matching::idle::IdleSettings>()?;
    Ok(())
}

/// Every table of the house, tools first: for programs that need the schema without the server.
pub fn migration_sets() -> Vec<MigrationSet> {
    tool_migrations().into_iter().chain(rooms().into_iter().map(|room| room.migrations)).collect()
}
