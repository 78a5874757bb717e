//! Where sentences end.

use crate::support::{lexicon, sentences};

#[track_caller]
fn check(text: &str, expected: &[&str]) {
    assert_eq!(sentences(text, &lexicon()), expected, "of {text:?}");
}

/// A text that is one sentence.
#[track_caller]
fn whole(text: &str) {
    check(text, &[text]);
}

#[test]
fn plain_prose() {
    check("", &[]);
    check("  \n ", &[]);
    check("One line", &["One line"]);
    check("It rains. We stay.", &["It rains.", "We stay."]);
    check(
        "Does it rain? No! We go.",
        &["Does it rain?", "No!", "We go."],
    );
    check("It rains; we stay.", &["It rains; we stay."]);
    check("\n\n It rains.\n", &["It rains."]);
    check("He left. 40 people came.", &["He left.", "40 people came."]);
    check(
        "It was iron. eBay sold it.",
        &["It was iron.", "eBay sold it."],
    );
}

#[test]
fn abbreviations() {
    whole("We met Dr. Okafor and Mrs. Lind in St. Ives.");
    whole("Ask Prof. Will Adeyemi or Rev. Mark Stone.");
    whole("Fruit, e.g. Apples, or nuts, i.e. Almonds, will do.");
    whole("Lions vs. Tigers is the game.");
    whole("See No. 5 and Fig. 12 and pp. 30 of vol. 2 for it.");
    check("He said no. They left.", &["He said no.", "They left."]);
    check(
        "No. 5 won. No. It lost.",
        &["No. 5 won.", "No.", "It lost."],
    );
    whole("Hexagon Inc. Chairman Berg resigned.");
    check(
        "She joined Hexagon Inc. The firm grew.",
        &["She joined Hexagon Inc.", "The firm grew."],
    );
    check(
        "She runs Hexagon Ltd. However, it lost.",
        &["She runs Hexagon Ltd.", "However, it lost."],
    );
    whole("He moved to Springfield, Mass. and stayed.");
    whole("On Jan. 5 and Sept. 12 it snowed.");
    whole("Walk down Elm St. past the mill.");
    whole("Bring pens, paper, etc. for the test.");
    check(
        "Bring pens, etc. Paper is there.",
        &["Bring pens, etc.", "Paper is there."],
    );
    whole("It is approx. 5 km away.");
    whole("Okoro et al. (2019) found it.");
}

#[test]
fn abbreviations_with_inner_dots() {
    whole("The U.S. Department of Labor and the U.N. Council met.");
    check(
        "He left the U.S. He came back.",
        &["He left the U.S.", "He came back."],
    );
    check(
        "They live in the U.S. Will they stay?",
        &["They live in the U.S. Will they stay?"],
    );
    whole("At 5 p.m. Monday it closed.");
    check(
        "It opens at 9 a.m. The doors close at 5 p.m.",
        &["It opens at 9 a.m.", "The doors close at 5 p.m."],
    );
    whole("She has a Ph.D. in physics and a B.Sc. Hons degree.");
    whole("Washington D.C. Mayor Lund spoke.");
}

#[test]
fn initials() {
    whole("Then J. R. R. Tolkien wrote to C.S. Lewis.");
    whole("Today George W. Bush met J.K. Rowling.");
    whole("A. Lund and B. Ek came.");
    check(
        "He took vitamin C. The cold went.",
        &["He took vitamin C.", "The cold went."],
    );
    check("So did I. Then we left.", &["So did I.", "Then we left."]);
}

#[test]
fn numbers_versions_and_addresses() {
    whole("Pi is 3.14 and a million is 1.000.000 or 1,000,000.");
    whole("Use v1.2.3 or Python 3.12 here.");
    whole("Read https://example.org/a.html?b=C.D and www.example.org. or not");
    check(
        "Read https://example.org/a. Then stop.",
        &["Read https://example.org/a.", "Then stop."],
    );
    check(
        "Read this. https://example.org has it.",
        &["Read this.", "https://example.org has it."],
    );
    whole("Node.js and Web 2.0 at 127.0.0.1 on .NET Core");
    check(
        "It was 1998. The war was over.",
        &["It was 1998.", "The war was over."],
    );
    check(
        "Write to ann@example.org. She answers.",
        &["Write to ann@example.org.", "She answers."],
    );
}

#[test]
fn ellipses_and_interrobangs() {
    whole("Well... maybe it will.");
    whole("Well... I think so.");
    check("It ended... They slept.", &["It ended...", "They slept."]);
    check("It ended… They slept.", &["It ended…", "They slept."]);
    check("What?! No way!! Yes.", &["What?!", "No way!!", "Yes."]);
    check("You did what‽ Stop it.", &["You did what‽", "Stop it."]);
    check("really? yes", &["really?", "yes"]);
    whole("They work at Yahoo! and like it.");
    check(
        "We met at Yahoo! They like it.",
        &["We met at Yahoo!", "They like it."],
    );
    check("wow! that is big", &["wow!", "that is big"]);
}

#[test]
fn a_lower_case_word_goes_on() {
    whole("He came. and went.");
    whole("It costs approx. five.");
    whole("The ver. that we use");
}

#[test]
fn quotes_and_brackets() {
    check(
        "She said \"go.\" He went.",
        &["She said \"go.\"", "He went."],
    );
    check("She said “go.” He went.", &["She said “go.”", "He went."]);
    check("(It rained.) We stayed.", &["(It rained.)", "We stayed."]);
    check(
        "It rained (hard). We stayed.",
        &["It rained (hard).", "We stayed."],
    );
    whole("\"Really?\" he asked.");
    whole("\"Really?\" Mary asked.");
    whole("“In Paris!” Tom Baker cried.");
    check(
        "\"Really?\" She nodded. \"Where?\" The door opened.",
        &[
            "\"Really?\"",
            "She nodded.",
            "\"Where?\"",
            "The door opened.",
        ],
    );
    whole("It rained (did it?) and stopped.");
    check(
        "It rains. \"Stay,\" she said.",
        &["It rains.", "\"Stay,\" she said."],
    );
    check("It rains. “Stay.”", &["It rains.", "“Stay.”"]);
    check("It rains. (We stay.)", &["It rains.", "(We stay.)"]);
    check(
        "It rained.[12] We stayed.[^1] They left.",
        &["It rained.[12]", "We stayed.[^1]", "They left."],
    );
    check(
        "« Il pleut. » Elle reste.",
        &["« Il pleut. »", "Elle reste."],
    );
    check(
        "Es regnet. „Bleib.“ Sie geht.",
        &["Es regnet.", "„Bleib.“", "Sie geht."],
    );
}

#[test]
fn scripts_without_spaces() {
    check(
        "我很好。你呢？谢谢！再见",
        &["我很好。", "你呢？", "谢谢！", "再见"],
    );
    check(
        "他说：「好。」然后走了。",
        &["他说：「好。」", "然后走了。"],
    );
    whole("「はい。」と彼は言った。");
    check(
        "東京タワーは高い。Tokyo is big.",
        &["東京タワーは高い。", "Tokyo is big."],
    );
    check("你好!再见", &["你好!", "再见"]);
    check("यह घर है। वह बड़ा है।", &["यह घर है।", "वह बड़ा है।"]);
    check("यह घर है।वह बड़ा है।", &["यह घर है।", "वह बड़ा है।"]);
    check("그는 갔다. 나는 남았다.", &["그는 갔다.", "나는 남았다."]);
    check("هل أنت هنا؟ نعم.", &["هل أنت هنا؟", "نعم."]);
    check("Это дом. Он большой.", &["Это дом.", "Он большой."]);
    check("「何？」", &["「何？」"]);
}

#[test]
fn emoji() {
    check("Great! 🎉 Next one.", &["Great! 🎉", "Next one."]);
    check("Great!🎉🎉 Next one.", &["Great!🎉🎉", "Next one."]);
    check(
        "We won 🎉 The cup is ours",
        &["We won 🎉", "The cup is ours"],
    );
    whole("I ❤️ Lisbon and 🍕 too");
    check("So good 👍🏽 Thanks", &["So good 👍🏽", "Thanks"]);
    check(
        "✅ Tests pass\n✅ Docs built",
        &["✅ Tests pass", "✅ Docs built"],
    );
}

#[test]
fn headings_and_rules() {
    check(
        "# A Short History\nIt began.",
        &["# A Short History", "It began."],
    );
    check(
        "## 2. Scope. And More\ntext",
        &["## 2. Scope.", "And More", "text"],
    );
    check("It ends\n## Next\nMore", &["It ends", "## Next", "More"]);
    whole("Use C# and #hashtag here");
    check("Above\n\n---\n\nBelow", &["Above", "---", "Below"]);
    check("Title\n=====\nText", &["Title", "=====", "Text"]);
    check(
        "**Early life**\nShe was born.",
        &["**Early life**", "She was born."],
    );
}

#[test]
fn lists() {
    check("- Paris\n- Rome\n", &["- Paris", "- Rome"]);
    check("* Paris\n+ Rome\n• Oslo", &["* Paris", "+ Rome", "• Oslo"]);
    check(
        "1. Paris\n2. Rome\n10) Oslo",
        &["1. Paris", "2. Rome", "10) Oslo"],
    );
    check("Cities:\n- Paris", &["Cities:", "- Paris"]);
    check(
        "- Paris\n  is big\n- Rome",
        &["- Paris\n  is big", "- Rome"],
    );
    check(
        "- Paris\n  - Left bank\n  - Right bank",
        &["- Paris", "- Left bank", "- Right bank"],
    );
    check("- Paris\nRome is big.", &["- Paris", "Rome is big."]);
    check(
        "1. **Ada** wrote. She knew.\n2. No",
        &["1. **Ada** wrote.", "She knew.", "2. No"],
    );
    check("- [x] Done\n- [ ] Open", &["- [x] Done", "- [ ] Open"]);
    whole("It happened in\n1998. and then");
    check(
        "First 1. Eat. 2. Sleep.",
        &["First 1.", "Eat.", "2. Sleep."],
    );
    check("1. Paris\n\n   More. Text", &["1. Paris", "More.", "Text"]);
}

#[test]
fn tables() {
    check(
        "| Name | Born |\n|---|---|\n| Ada | 1815 |\nText",
        &["| Name | Born |", "|---|---|", "| Ada | 1815 |", "Text"],
    );
    whole("| It is done. | Yes. |");
    check("See:\n| a | b |\n\nText", &["See:", "| a | b |", "Text"]);
}

#[test]
fn quoted_lines() {
    check(
        "> It rains\n> all day. We stay.",
        &["> It rains\n> all day.", "We stay."],
    );
    check(
        "> It rains.\n> We stay.\n\nWhy?",
        &["> It rains.", "> We stay.", "Why?"],
    );
    check(
        "He said\n> It rains\nand left",
        &["He said", "> It rains", "and left"],
    );
    check("> - one\n> - two", &["> - one", "> - two"]);
    check(">It rains\n>all day", &[">It rains\n>all day"]);
}

#[test]
fn code() {
    check(
        "Run:\n```sh\ncd a. B\nls -l\n\nls\n```\nDone. Next.",
        &[
            "Run:", "```sh", "cd a. B", "ls -l", "ls", "```", "Done.", "Next.",
        ],
    );
    check("~~~~\n```\na\n~~~~\nb", &["~~~~", "```", "a", "~~~~", "b"]);
    check(
        "```\n# no heading\n- no item\n```",
        &["```", "# no heading", "- no item", "```"],
    );
    whole("Call `a. B` or `x? Y` now");
    check("Call `f`. Then `g`.", &["Call `f`.", "Then `g`."]);
    check("It`s fine. We go.", &["It`s fine.", "We go."]);
    check(
        "A `tick stays open. Here\n\nThe next. One",
        &["A `tick stays open. Here", "The next.", "One"],
    );
    check(
        "He said `` go. '' They went.",
        &["He said `` go. ''", "They went."],
    );
}

#[test]
fn emphasis_and_links() {
    check("It is **done.** We go.", &["It is **done.**", "We go."]);
    check("It is *done*. _We_ go.", &["It is *done*.", "_We_ go."]);
    check(
        "**It rains.** **We stay.**",
        &["**It rains.**", "**We stay.**"],
    );
    whole("See [Dr. Lund](https://example.org/a.b) at noon");
    check(
        "See [the docs.](https://example.org) They help.",
        &["See [the docs.](https://example.org)", "They help."],
    );
    check(
        "See [it](https://example.org). [Ada](x) knew.",
        &["See [it](https://example.org).", "[Ada](x) knew."],
    );
    check("![A map.](a.png)\n\nText", &["![A map.](a.png)", "Text"]);
}

#[test]
fn line_ends() {
    whole("The Eiffel\nTower stands in\nParis");
    whole("He met Dr.\nLund");
    check("It rains.\nWe stay.", &["It rains.", "We stay."]);
    check("It rains\n\nWe stay", &["It rains", "We stay"]);
    check("It rains\r\n\r\nWe stay", &["It rains", "We stay"]);
    whole("It rains\r\nall day");
    check(
        "Roses are red  \nViolets are blue",
        &["Roses are red", "Violets are blue"],
    );
    check(
        "Roses are red\\\nViolets are blue",
        &["Roses are red\\", "Violets are blue"],
    );
    check(
        "Name: Ada\nAge: 36\nCity: London",
        &["Name: Ada", "Age: 36", "City: London"],
    );
    check(
        "**Name:** Ada\n**Born in:** 1815",
        &["**Name:** Ada", "**Born in:** 1815"],
    );
    check("The answer is:\nForty", &["The answer is:", "Forty"]);
    check("It rains \t \n \t \n We stay", &["It rains", "We stay"]);
}

#[test]
fn long_sentences_are_closed_by_force_between_fields() {
    let words = "word ".repeat(2000);
    let parts = sentences(&words, &lexicon());
    assert!(parts.len() > 2 && parts.iter().all(|part| part.len() <= 4096));
    let letters = "a".repeat(10_000);
    let parts = sentences(&letters, &lexicon());
    assert_eq!(parts.concat(), letters);
    let gap = format!("one{}two", " ".repeat(20_000));
    check(&gap, &["one", "two"]);
    let tokens = "a.b.c.".repeat(1000);
    assert_eq!(sentences(&tokens, &lexicon()).concat(), tokens);
}
