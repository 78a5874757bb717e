//! What takes long to make is kept, beside all that it was made of.

use std::fs;
use std::path::Path;

use crate::Failure;

/// Makes `to` by `make`, which is handed the path to write to, or copies what was made before: `kept` is a
/// folder for it, and `of` everything that it is made of.
pub(crate) fn once(
    kept: &Path,
    of: &[u8],
    to: &Path,
    make: impl FnOnce(&Path) -> Result<(), Failure>,
) -> Result<(), Failure> {
    let (result, origin) = (kept.join("result"), kept.join("origin"));
    if fs::read(&origin).is_ok_and(|known| Some(known) == stamp(of, &result)) {
        return copy(&result, to);
    }
    fs::create_dir_all(kept).map_err(|error| Failure::file(kept, &error))?;
    let fresh = kept.join(format!("fresh-{}", std::process::id()));
    make(&fresh)?;
    let stamp = stamp(of, &fresh).unwrap_or_default();
    copy(&fresh, to)?;
    // What is half written has neither name, and between the two renames the stamp fits nothing.
    rename(&fresh, &result)?;
    fs::write(&fresh, stamp).map_err(|error| Failure::file(&fresh, &error))?;
    rename(&fresh, &origin)
}

/// What was made and what it was made of; `None` where it is not there.
fn stamp(of: &[u8], result: &Path) -> Option<Vec<u8>> {
    let bytes = fs::read(result).ok()?;
    let sum = format!("{} {:08x}\n", bytes.len(), crc32fast::hash(&bytes));
    Some([sum.as_bytes(), of].concat())
}

fn rename(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::rename(from, to).map_err(|error| Failure::file(from, &error))
}

fn copy(from: &Path, to: &Path) -> Result<(), Failure> {
    fs::copy(from, to)
        .map(|_| ())
        .map_err(|error| Failure::file(from, &error))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::*;

    /// Makes `text`; whether it had to be made.
    fn made(folder: &Path, of: &str, text: &str) -> bool {
        let mut anew = false;
        let make = |path: &Path| {
            anew = true;
            fs::write(path, text).map_err(|error| Failure::file(path, &error))
        };
        let done = once(
            &folder.join("kept"),
            of.as_bytes(),
            &folder.join("to"),
            make,
        );
        assert!(done.is_ok());
        assert_eq!(fs::read_to_string(folder.join("to")).unwrap(), text);
        anew
    }

    fn folder(name: &str) -> PathBuf {
        let name = format!("midflight-{name}-{}", std::process::id());
        let folder = std::env::temp_dir().join(name);
        fs::create_dir_all(&folder).unwrap();
        folder
    }

    #[test]
    fn it_is_made_anew_when_what_it_is_made_of_changes() {
        let folder = folder("made");
        assert!(made(&folder, "a", "A"));
        assert!(!made(&folder, "a", "A"));
        assert!(made(&folder, "b", "B"));
        assert!(made(&folder, "a", "A"));
        fs::remove_dir_all(folder).unwrap();
    }

    #[test]
    fn what_is_half_written_or_fails_is_not_taken() {
        let folder = folder("half");
        made(&folder, "a", "A and more");
        fs::write(folder.join("kept/result"), "A").unwrap();
        assert!(made(&folder, "a", "A and more"));
        fs::write(folder.join("kept/origin"), "10").unwrap();
        assert!(made(&folder, "a", "A and more"));
        let broken = |_: &Path| Err(Failure("broken".into()));
        let to = folder.join("to");
        assert!(once(&folder.join("kept"), b"b", &to, broken).is_err());
        assert!(!made(&folder, "a", "A and more"));
        fs::remove_dir_all(folder).unwrap();
    }
}
