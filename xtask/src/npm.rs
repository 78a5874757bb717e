//! npm, in a folder of the project.

use std::path::Path;
use std::process::Command;

use crate::Failure;
use crate::run::step;

pub(crate) fn npm(folder: &Path) -> Command {
    let mut npm = Command::new("npm");
    npm.current_dir(folder);
    npm
}

/// The npm packages of a folder, as its lock file names them; nothing where they are there already.
pub(crate) fn install(folder: &Path) -> Result<(), Failure> {
    if installed(folder) {
        return Ok(());
    }
    let arguments = ["ci", "--no-audit", "--no-fund", "--silent"];
    step("npm packages", npm(folder).args(arguments))
}

/// Whether npm has installed them since the lock file was last changed.
fn installed(folder: &Path) -> bool {
    let changed = |path: &str| {
        folder
            .join(path)
            .metadata()
            .and_then(|meta| meta.modified())
    };
    // npm writes this one when it is done.
    let done = changed("node_modules/.package-lock.json");
    matches!((changed("package-lock.json"), done), (Ok(lock), Ok(done)) if lock <= done)
}

#[cfg(test)]
mod tests {
    use std::fs::{File, create_dir_all};
    use std::time::{Duration, SystemTime};

    use super::*;

    #[test]
    fn packages_are_installed_anew_when_the_lock_file_changes() {
        let folder = std::env::temp_dir().join(format!("midflight-npm-{}", std::process::id()));
        create_dir_all(folder.join("node_modules")).unwrap();
        let touch = |path: &str, seconds: u64| {
            let file = File::create(folder.join(path)).unwrap();
            let when = SystemTime::UNIX_EPOCH + Duration::from_secs(seconds);
            file.set_modified(when).unwrap();
        };
        touch("package-lock.json", 1);
        assert!(!installed(&folder));
        touch("node_modules/.package-lock.json", 2);
        assert!(installed(&folder));
        touch("package-lock.json", 3);
        assert!(!installed(&folder));
        std::fs::remove_dir_all(folder).unwrap();
    }
}
