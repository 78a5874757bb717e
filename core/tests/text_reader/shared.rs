//! The texts beside the repository: every one is read to its end, covered and split alike, and
//! sentences that stand alone there are seldom divided.

use std::fs;
use std::path::PathBuf;

use midflight_core::text::Lexicon;

use crate::support::{read, sentences};

/// A file beside the repository. Without it nothing is tested, except where CI is set.
fn shared(name: &str) -> Option<String> {
    let root = PathBuf::from(concat!(env!("CARGO_MANIFEST_DIR"), "/../../shared"));
    let found = fs::read_to_string(root.join(name)).ok();
    if found.is_none() {
        assert!(std::env::var("CI").is_err(), "CI needs ../shared/{name}");
        println!("skipped: no ../shared");
    }
    found
}

#[test]
fn sentences_of_newspapers_and_encyclopedias_stay_whole() {
    let Some(text) = shared("data/triples/carb-dev.txt") else {
        return;
    };
    let lexicon = Lexicon::builtin();
    let (mut lines, mut split) = (0, 0);
    for line in text.lines() {
        let parts = sentences(line, &lexicon);
        lines += 1;
        split += usize::from(parts.len() > 1);
        if parts.len() > 1 {
            println!("{}", parts.join(" ⏎ "));
        }
    }
    println!("{split} of {lines} sentences were divided");
    assert!(split * 50 <= lines, "{split} of {lines} were divided");
}

#[test]
fn texts_of_the_entity_data_are_read_alike_in_any_pieces() {
    let lexicon = Lexicon::builtin();
    for name in ["crossner-dev30", "uner-ewt-dev30", "wnut17-dev"] {
        let Some(lines) = shared(&format!("data/ner/dev/{name}.jsonl")) else {
            return;
        };
        let mut all = 0;
        for line in lines.lines() {
            let document: serde_json::Value = serde_json::from_str(line).unwrap();
            let text = document["text"].as_str().unwrap();
            let whole = read([text], &lexicon);
            let pieces = text.split_inclusive(['e', ' ', '.']);
            assert_eq!(read(pieces, &lexicon), whole, "{text:?}");
            all += whole.sentences.len();
            let parts = sentences(text, &lexicon);
            if parts.len() > 1 {
                println!("{}", parts.join(" ⏎ "));
            }
        }
        println!("{name}: {} texts, {all} sentences", lines.lines().count());
    }
}
