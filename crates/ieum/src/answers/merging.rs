//! Two entries that become one: the catalogue merges, and every room hands on what hangs on the one that goes.

use async_trait::async_trait;
use ieum_catalogue::asks::{Hanging, Hangings, Merge};
use ieum_catalogue::entry::KindKey;
use ieum_catalogue::merging;
use ieum_db::Tx;
use ieum_kernel::{Id, Instrument, Organisation, Person};
use ieum_matching::asks::{MergeError, Merges};
use ieum_matching::duplicates;
use ieum_operations::carrying;
use ieum_web::{App, Problem};

/// What catalogue, operations, matching and governance answer together.
pub(super) struct Merging;

fn said(error: merging::MergeError) -> MergeError {
    match error {
        merging::MergeError::Refused(reasons) => {
            let reasons = reasons.iter().map(|r| serde_json::to_value(r).unwrap_or_default());
            MergeError::Refused("merging", reasons.collect())
        }
        other => Problem::from(other).into(),
    }
}

#[async_trait]
impl Merges for Merging {
    async fn merge(
        &self,
        app: &App,
        tx: &mut Tx,
        by: Id<Person>,
        kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), MergeError> {
        merging::merge(app, tx, by, &kept.into(), &gone.into()).await.map_err(said)
    }

    async fn part(
        &self,
        app: &App,
        tx: &mut Tx,
        by: Id<Person>,
        kept: Id<Instrument>,
        gone: Id<Instrument>,
    ) -> Result<(), MergeError> {
        merging::part(app, tx, by, &kept.into(), &gone.into()).await.map_err(said)
    }
}

/// Both as instruments, if they are.
fn instruments(merge: &Merge) -> Option<(Id<Instrument>, Id<Instrument>)> {
    (merge.gone.kind() == KindKey::Instrument).then_some(())?;
    Some((merge.kept.typed()?, merge.gone.typed()?))
}

/// The organisation that goes, if it is one.
fn organisation(merge: &Merge) -> Option<Id<Organisation>> {
    merge.gone.typed().filter(|_| merge.gone.kind() == KindKey::Organisation)
}

#[async_trait]
impl Hangings for Merging {
    async fn weigh(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<Hanging, Problem> {
        let mut hanging = Hanging::default();
        if let Some((kept, gone)) = instruments(merge) {
            hanging.booked_together = carrying::clashes(app, tx, kept, gone).await?;
        }
        if let Some(gone) = organisation(merge) {
            hanging.people = ieum_governance::people_of(tx, gone).await?;
            hanging.work = carrying::in_name_of(tx, gone).await? + duplicates::in_name_of(tx, gone).await?;
        }
        Ok(hanging)
    }

    async fn carry(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<(), Problem> {
        if let Some((kept, gone)) = instruments(merge) {
            carrying::carry(app, tx, merge.by, kept, gone).await?;
            duplicates::carry(tx, kept, gone).await?;
        }
        Ok(())
    }

    async fn put_back(&self, app: &App, tx: &mut Tx, merge: &Merge) -> Result<Hanging, Problem> {
        let mut hanging = Hanging::default();
        if let Some((kept, gone)) = instruments(merge) {
            hanging.booked_together = carrying::put_back(app, tx, merge.by, kept, gone).await?;
            duplicates::put_back(tx, kept, gone).await?;
        }
        Ok(hanging)
    }
}
