//! A file system of a few megabytes that can really be filled: what a house does when its disk is full.

use anyhow::{Context, Result, bail};
use std::fs::File;
use std::io::{ErrorKind, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

/// A small file system in memory; unmounted when dropped.
pub struct SmallDisk {
    place: tempfile::TempDir,
}

impl SmallDisk {
    /// Mounts one of so many megabytes; nothing when this machine does not let us mount.
    ///
    /// # Errors
    /// When there is no folder to mount it on.
    pub fn mount(megabytes: u32) -> Result<Option<Self>> {
        let place = tempfile::tempdir().context("make a folder to mount on")?;
        let size = format!("size={megabytes}m");
        let mounted =
            Command::new("mount").args(["-t", "tmpfs", "-o", &size, "tmpfs"]).arg(place.path()).output();
        Ok(mounted.is_ok_and(|done| done.status.success()).then_some(Self { place }))
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        self.place.path()
    }

    fn filler(&self) -> PathBuf {
        self.path().join("filler")
    }

    /// Fills it to the last byte.
    ///
    /// # Errors
    /// When it fails in another way than being full.
    pub fn fill(&self) -> Result<()> {
        let mut file =
            File::options().create(true).append(true).open(self.filler()).context("open a filler")?;
        for size_bytes in [1024 * 1024, 4096, 1] {
            let piece = vec![0_u8; size_bytes];
            loop {
                match file.write_all(&piece) {
                    Ok(()) => {}
                    Err(error) if error.kind() == ErrorKind::StorageFull => break,
                    Err(error) => bail!("fill the disk: {error}"),
                }
            }
        }
        Ok(())
    }

    /// Makes room again.
    ///
    /// # Errors
    /// When the filler cannot be removed.
    pub fn clear(&self) -> Result<()> {
        std::fs::remove_file(self.filler()).context("remove the filler")
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        // Lazily: the house may still hold files open.
        let _gone = Command::new("umount").arg("-l").arg(self.path()).status();
    }
}
