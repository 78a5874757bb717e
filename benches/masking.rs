//! How far masking is behind the model in ordinary prose, token by token, beside what a filter has to do that
//! knows values by their whole sentence only.
//!
//! Prints bytes and tokens held back behind a token: the 99th percentile and how many tokens were at most
//! one token behind. Asserts what was masked, and that everything else came out as it was.

use midflight_core::latency::Figures;
use midflight_core::{Config, Engine, Kind, Kinds, Wire};

/// Text as models write it, with values that are to be masked.
const ARTICLE: &str = include_str!("article.txt");
/// Paragraphs without names, so that what is held back is prose's own.
const PROSE: &str = "The harbour was quiet when the first boats came in, and nobody on the quay had \
expected more than the usual crates. By noon the market smelled of salt and diesel; two men argued about \
the price of ice, a child counted gulls, and the rain, which had threatened all morning, held off. \
It isn't clear who began the song. Some say it was the woman who mends nets by the old crane, others \
that it came from the water itself: a low tune, hardly more than a hum, that went from one deck to the \
next until even the engines seemed to keep time. \"We have had worse years,\" the ice seller said, \"and \
better ones, but we've never had one like this.\" He had sold 12 boxes, 3.5 kg each, before ten.\n\n\
- Weather: dry, 14 degrees, wind from the west.\n- Boats: nine, of which two were late.\n\nIn the \
evening the lamps went on one after another, and the tide turned. What they talked about, as far as \
anyone remembers, was bread, tyres, a wedding in spring and the room with the broken window.\n\n";

/// Pieces of text as a tokenizer makes them: a word with the space before it, or a mark.
fn tokens(text: &str) -> Vec<&str> {
    let (mut tokens, mut start, mut last) = (Vec::new(), 0, ' ');
    for (at, c) in text.char_indices() {
        let boundary = if c.is_alphanumeric() {
            !last.is_alphanumeric() && last != ' '
        } else {
            true
        };
        if boundary && at > start {
            tokens.push(&text[start..at]);
            start = at;
        }
        // Most words are a token, long ones two.
        if at - start >= 10 && c.is_alphanumeric() {
            tokens.push(&text[start..at]);
            start = at;
        }
        last = c;
    }
    tokens.push(&text[start..]);
    tokens
}

/// What was behind each token.
struct Behind {
    bytes: Figures,
    /// Tokens that were not wholly written yet, behind each one.
    tokens: Vec<usize>,
    /// How often all that was held back was within one word.
    in_a_word: usize,
    out: String,
}

/// How many of the tokens are not wholly written where so many bytes are held back.
fn unwritten(tokens: &[&str], mut held: usize) -> usize {
    let waiting = tokens.iter().rev().take_while(|token| {
        let waits = held > 0;
        held = held.saturating_sub(token.len());
        waits
    });
    waiting.count()
}

fn measure(engine: &Engine, kinds: Kinds, tokens: &[&str]) -> Behind {
    let mut redactor = engine.redactor(Wire::Text, kinds).measured();
    let (mut out, mut behind) = (Vec::new(), Vec::with_capacity(tokens.len()));
    let (mut said, mut in_a_word) = (String::new(), 0);
    for (at, token) in tokens.iter().enumerate() {
        redactor
            .write(token.as_bytes(), &mut |bytes| out.extend_from_slice(bytes))
            .expect("the pool is large enough");
        said.push_str(token);
        let held = redactor.held();
        let words = said[said.len() - held..].split_whitespace().count();
        in_a_word += usize::from(words <= 1);
        behind.push(unwritten(&tokens[..=at], held));
    }
    redactor
        .finish(&mut |bytes| out.extend_from_slice(bytes))
        .expect("the pool is large enough");
    Behind {
        bytes: redactor.held_back().expect("it is measured").figures(),
        tokens: behind,
        in_a_word,
        out: String::from_utf8(out).expect("text"),
    }
}

/// The least that a filter can be behind which never lets the beginning of an e-mail address go: where text
/// ends with what may be the local part of one (RFC 5322, section 3.2.3), up to its start.
fn at_least(tokens: &[&str]) -> Vec<usize> {
    let mut text = String::new();
    let count = |(at, token): (usize, &&str)| {
        text.push_str(token);
        let local = |c: char| c.is_alphanumeric() || "_%+-&.".contains(c);
        let start = text.trim_end_matches(local).len();
        unwritten(&tokens[..=at], text.len() - start)
    };
    tokens.iter().enumerate().map(count).collect()
}

/// The same for a filter that masks sentence by sentence.
fn by_sentence(tokens: &[&str]) -> Vec<usize> {
    let mut behind = 0;
    let mut count = |token: &&str| {
        let ends = token.trim_end().ends_with(['.', '!', '?', '\n']);
        behind = if ends { 0 } else { behind + 1 };
        behind
    };
    tokens.iter().map(&mut count).collect()
}

fn report(name: &str, mut behind: Vec<usize>, bytes: Option<Figures>) -> f64 {
    behind.sort_unstable();
    let at_most_one = behind.partition_point(|&tokens| tokens <= 1) as f64 / behind.len() as f64;
    let at = |of_100: usize| behind[(behind.len() * of_100 / 100).min(behind.len() - 1)];
    let bytes = bytes.map_or_else(String::new, |bytes| {
        let Figures {
            p50, p95, p99, max, ..
        } = bytes;
        format!("; bytes p50 {p50}, p95 {p95}, p99 {p99}, max {max}")
    });
    println!(
        "{name:34} {:6.2} % at most one token behind; tokens p50 {}, p95 {}, p99 {}, max {}{bytes}",
        at_most_one * 100.0,
        at(50),
        at(95),
        at(99),
        behind[behind.len() - 1]
    );
    at_most_one
}

fn main() {
    let engine = Engine::new(Config::default()).expect("the default configuration is valid");
    let prose = PROSE.repeat(20);
    let words = tokens(&prose);
    println!("{} tokens of ordinary prose", words.len());
    let patterns = Kind::ALL
        .into_iter()
        .filter(|kind| kind.is_sensitive() && *kind != Kind::Person);
    let patterns: Kinds = patterns.collect();
    for (name, kinds) in [
        ("midflight, all sensitive kinds", Kinds::sensitive()),
        ("midflight, all but names", patterns),
    ] {
        let behind = measure(&engine, kinds, &words);
        assert_eq!(behind.out, prose, "nothing in it is masked");
        let in_a_word = behind.in_a_word as f64 / words.len() as f64;
        report(name, behind.tokens, Some(behind.bytes));
        println!("{:34} {:6.2} % within one word", "", in_a_word * 100.0);
    }
    report("at least, for any filter", at_least(&words), None);
    report("sentence by sentence", by_sentence(&words), None);

    let article = ARTICLE
        .replace("{domain}", "looms.example")
        .replace("{person}", "Ada Park");
    let article = article.repeat(20);
    let words = tokens(&article);
    println!("{} tokens of an article with values in it", words.len());
    let behind = measure(&engine, Kinds::sensitive(), &words);
    let masked = |mark: &str| behind.out.matches(mark).count();
    let values = ["[EMAIL_1]", "[IP_1]", "[PERSON_1]"];
    for value in values {
        assert!(masked(value) >= 20, "{value} in {}", behind.out);
    }
    assert!(
        !behind.out.contains("ingrid.sorensen@"),
        "the address is masked"
    );
    report(
        "midflight, all sensitive kinds",
        behind.tokens.clone(),
        Some(behind.bytes),
    );
    report("sentence by sentence", by_sentence(&words), None);
}
