//! Names in sentences: what is found, and of which kind.

mod names;

use names::{mentions, mentions_with};

use midflight_core::Kind;
use midflight_core::graph::{Resolver, StreamId};

/// `expected`: the mentions in order, `text/k` with the first letter of the kind (`product` in full), divided by `; `.
#[track_caller]
fn check(text: &str, expected: &str) {
    assert_eq!(mentions(text), expected, "in {text:?}");
}

#[test]
fn persons() {
    check(
        "The first program was written by Ada Lovelace.",
        "Ada Lovelace/p",
    );
    check("Yesterday Dr. Maria Gonzalez arrived.", "Maria Gonzalez/p");
    check("I met Dr. Gruber.", "Gruber/p");
    check(
        "I met Mr Håkon Sørensen and Mrs. Tveit.",
        "Håkon Sørensen/p; Tveit/p",
    );
    check("I met. Gruber was there.", "");
    check(
        "The letter was signed by J. K. Rowling last week.",
        "J. K. Rowling/p",
    );
    check("Here Ludwig van Beethoven lived.", "Ludwig van Beethoven/p");
    check(
        "They met Martin Luther King Jr. in Memphis.",
        "Martin Luther King Jr/p; Memphis/l",
    );
    check("He met John Smith's sister.", "John Smith/p");
    check(
        "They met Martin Luther King in Memphis.",
        "Martin Luther King/p; Memphis/l",
    );
    check(
        "They met John Adams Jr. in Memphis.",
        "John Adams Jr/p; Memphis/l",
    );
    check("However Smith said no.", "Smith/p");
}

/// Words that open a sentence have a capital like a name's.
#[test]
fn a_name_begins_behind_the_word_that_opens_the_sentence() {
    for word in [
        "When",
        "Because",
        "So",
        "Then",
        "However",
        "Once",
        "Meanwhile",
    ] {
        check(
            &format!("{word} Mira Castellan came, all was done."),
            "Mira Castellan/p",
        );
        check(
            &format!("{word} Ada Lovelace wrote to her."),
            "Ada Lovelace/p",
        );
    }
    check("The First Republic Bank failed.", "First Republic Bank/o");
    check("First Republic Bank failed.", "First Republic Bank/o");
}

/// Tools write code as it is, without fences.
#[test]
fn types_in_code_are_no_names() {
    check(
        "The parts are\n    #[derive(Clone, Debug, Default, Hash)]\n",
        "",
    );
    check("use loom::{self, Debug, Display};", "");
    check("let pat = Box::new(Pat::weave(shed)?);", "");
    check("    nodes: &Node,", "");
    check("    H: Iterator + ?Sized,", "");
    check("from typing import Any, Generic, List", "");
    check("Reed[] spools", "");
    check("const wood: Reed = spool;", "");
    check("spool = Pair[Reed, Ines]", "");
    check("    // Ada Lovelace wrote this.", "Ada Lovelace/p");
    check(
        "greet(\"Ada Lovelace\"); // for Grace Hopper",
        "Ada Lovelace/p; Grace Hopper/p",
    );
    check(
        "return to Ada Lovelace (London)",
        "Ada Lovelace/p; London/l",
    );
    check(
        "use the loom that Ada Lovelace built for Ines.",
        "Ada Lovelace/p; Ines/p",
    );
    check(
        "<b>Ada Lovelace</b><br>Grace Hopper<br>",
        "Ada Lovelace/p; Grace Hopper/p",
    );
    check(
        "Signed: ||Grace Hopper|| &Ada Lovelace",
        "Grace Hopper/p; Ada Lovelace/p",
    );
}

/// `Copyright (c) 2026 Ada Lovelace`
#[test]
fn a_licence_names_its_holder() {
    check("Copyright (c) 2013-2019, Ines Holm", "Ines Holm/p");
    check("THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE", "");
}

#[test]
fn organizations() {
    check("She works for Brightwater Inc. today.", "Brightwater Inc/o");
    check(
        "He studied at the University of Toronto.",
        "University of Toronto/o",
    );
    check(
        "The rate was raised by the Bank of England.",
        "Bank of England/o",
    );
    check("She joined Procter & Gamble in 1999.", "Procter & Gamble/o");
    check("It was reported by the New York Times.", "New York Times/o");
    check("Engineers at IBM and NASA agreed.", "IBM/o; NASA/o");
    check("He flew with American Airlines.", "American Airlines/o");
}

#[test]
fn places() {
    check("Paris is lovely.", "Paris/l");
    check(
        "She moved from San Francisco to New York City.",
        "San Francisco/l; New York City/l",
    );
    check("They live in the United Kingdom.", "United Kingdom/l");
    check("We climbed Mount Kenya.", "Mount Kenya/l");
    check("It flows into the Hudson River.", "Hudson River/l");
    check("He was born in Wexmoor.", "Wexmoor/l");
    check("The U.S. economy grew.", "U.S./l");
}

#[test]
fn several_in_one_sentence() {
    check(
        "Google CEO Sundar Pichai spoke in Berlin.",
        "Google/o; Sundar Pichai/p; Berlin/l",
    );
    check(
        "German Chancellor Angela Merkel visited Washington.",
        "Angela Merkel/p; Washington/l",
    );
    check(
        "Ada Park, CEO of Brightwater Labs, lives in Oslo.",
        "Ada Park/p; Brightwater Labs/o; Oslo/l",
    );
    check("Then CEO Ada Park resigned.", "Ada Park/p");
    check(
        "Marie Curie was born in Warsaw and worked at the University of Paris.",
        "Marie Curie/p; Warsaw/l; University of Paris/o",
    );
}

#[test]
fn what_is_no_name() {
    for text in [
        "However, this is not a name.",
        "Sure! Here is an example of a function.",
        "The quick brown fox jumps over the lazy dog.",
        "OK, let me know if you need more.",
        "On Monday I will write again.",
        "The German government agreed.",
        "Follow @ada and #paris today.",
        "Run `Paris` in the shell.",
        "Note: Use the default value.",
        "The President said so.",
        "## Key Features",
        "**Important:** Save your work.",
        "1. Open the file.\n2. Close the file.",
    ] {
        check(text, "");
    }
}

#[test]
fn names_within_markup() {
    check("**Ada Lovelace** was a mathematician.", "Ada Lovelace/p");
    check(
        "See [Ada Lovelace](https://example.org) there.",
        "Ada Lovelace/p",
    );
    check("- *Paris* is the capital of France.", "Paris/l; France/l");
    check(
        "\"Angela Merkel\" is (in Berlin).",
        "Angela Merkel/p; Berlin/l",
    );
}

#[test]
fn what_the_stream_named_before_is_known() {
    let text = "Then Wexmoor agreed.";
    let mut known = Resolver::new(StreamId(1), 64);
    known.resolve(Kind::Person, "Ida Wexmoor").unwrap();
    assert_eq!(mentions_with(text, &known), "Wexmoor/p");
    let brother = "Then Håkon Wexmoor agreed.";
    assert_eq!(mentions_with(brother, &known), "Håkon Wexmoor/p");
    let mut known = Resolver::new(StreamId(1), 64);
    known.resolve(Kind::Organization, "Wexmoor").unwrap();
    assert_eq!(mentions_with(text, &known), "Wexmoor/o");
}

/// What is written like a person's name, but tells by one of its words that it is none.
#[test]
fn what_is_no_person() {
    for text in [
        "Serve it with Basmati Rice, Peanut Butter, Lime Juice and Garlic Powder.",
        "Add Smoked Paprika and Fresh Basil to the pan.",
        "Use Olive Oil, Soy Sauce and Greek Yogurt.",
        "He plays for Paris Saint-Germain.",
        "Style it with Tailwind CSS now.",
        "I am Claude, a large language model, an AI so to speak.",
        "Contact Human Resources for that.",
        "The Grace period ends soon.",
        "He has Crohn's disease.",
        "It was on Valentine's Day.",
    ] {
        check(text, "");
    }
    for text in [
        "We use Apache Kafka and Apache Maven.",
        "Please go to Gate B12 now.",
        "Viele Grüße aus Berlin",
        "They visited the Trevi Fountain.",
        "The Sparkasse Köln was closed.",
    ] {
        assert!(!mentions(text).contains("/p"), "in {text:?}");
    }
    check(
        "Condoleezza Rice met Jerry Rice.",
        "Condoleezza Rice/p; Jerry Rice/p",
    );
    check(
        "Harvey Milk spoke to Standard Oil.",
        "Harvey Milk/p; Standard Oil/o",
    );
    check("Yves Saint-Laurent designed it.", "Yves Saint-Laurent/p");
    check("They met Ada's brother.", "Ada/p");
    check("It was written by C. Prodan.", "C. Prodan/p");
}

#[test]
fn bodies_with_and_in_their_names() {
    check(
        "He leads the National Institute of Allergy and Infectious Diseases.",
        "National Institute of Allergy and Infectious Diseases/o",
    );
    check(
        "It was approved by the Food and Drug Administration.",
        "Food and Drug Administration/o",
    );
    check(
        "The Centers for Disease Control and Prevention said so.",
        "Centers for Disease Control and Prevention/o",
    );
    check(
        "He taught at the Kobe Institute of Computing and Konan University.",
        "Kobe Institute of Computing/o; Konan University/o",
    );
    check(
        "She worked at the Department of Energy and IBM.",
        "Department of Energy/o; IBM/o",
    );
    check(
        "He works at the Bank of England and Barclays.",
        "Bank of England/o; Barclays/o",
    );
}

/// One word or a known name leaves no choice, whatever stands around it.
#[test]
fn what_single_words_settle() {
    check("The Amazon River is long.", "Amazon River/l");
    check("The Nile River flows north.", "Nile River/l");
    check(
        "They dived at the Great Barrier Reef.",
        "Great Barrier Reef/l",
    );
    check("Alphabet Inc. grew fast.", "Alphabet Inc/o");
    check(
        "It is larger than the United States now.",
        "United States/l",
    );
    check(
        "She works at Morgan Stanley in London.",
        "Morgan Stanley/o; London/l",
    );
}

#[test]
fn events() {
    check(
        "The bridge was closed during the 1976 Summer Olympics.",
        "1976 Summer Olympics/e",
    );
    check(
        "She lost the May 2010 Kenyan general election.",
        "May 2010 Kenyan general election/e",
    );
    check(
        "He ran in the 2004 Hong Kong local elections.",
        "2004 Hong Kong local elections/e",
    );
    check(
        "They met at the 2019 Conference on Harbour Design in Oslo.",
        "2019 Conference on Harbour Design/e; Oslo/l",
    );
    check("The mill burned down in World War II.", "World War II/e");
    check("After World War I the mill burned down.", "World War I/e");
    check("It was sold in World War 2 by the state.", "World War 2/e");
    check(
        "The band played at the Eurovision Song Contest 2017.",
        "Eurovision Song Contest 2017/e",
    );
    check("She sang at Super Bowl XLII.", "Super Bowl XLII/e");
    check("She sang at Expo 2020 in Dubai.", "Expo 2020/e; Dubai/l");
    check("He fell in the Battle of Hastings.", "Battle of Hastings/e");
    check(
        "It won a prize at the Bergen Film Festival.",
        "Bergen Film Festival/e",
    );
}

/// A year before a name is mostly no event's.
#[test]
fn years_before_names() {
    check(
        "In 1992 Ada Lovelace moved to Oslo.",
        "Ada Lovelace/p; Oslo/l",
    );
    check(
        "In May 2012 Ada Lovelace lost the election.",
        "Ada Lovelace/p",
    );
    check("In 2019 Germany held its general election.", "Germany/l");
    check("In 2004\nSummer Olympics", "Summer Olympics/e");
}

/// What stands in a cell stands alone, as in a list.
#[test]
fn cells_of_tables() {
    check("| Kenya | Nairobi | 55 |", "Kenya/l; Nairobi/l");
    check("| Siemens | nice |", "Siemens/o");
}

#[test]
fn works_in_marks() {
    check("She starred in the film *Parasite*.", "Parasite/w");
    check(
        "His novel “The Salt of the Harbour” sold well.",
        "The Salt of the Harbour/w",
    );
    check(
        "They played \"Lost Harbour\" by Ines Okafor.",
        "Lost Harbour/w; Ines Okafor/p",
    );
    check(
        "They played \"Lost Harbour,\" by Ines Okafor.",
        "Lost Harbour/w; Ines Okafor/p",
    );
    check("I liked *Lost Harbour* (1999) most.", "Lost Harbour/w");
    check(
        "I am reading *The Salt of the Harbour* again.",
        "The Salt of the Harbour/w",
    );
    check(
        "They played **\"Lost Harbour\"** by Ines Okafor.",
        "Lost Harbour/w; Ines Okafor/p",
    );
    check(
        "It is on the album *A Night at the Harbour*.",
        "A Night at the Harbour/w",
    );
    check("Do read *Rain and Iron* again.", "Rain and Iron/w");
}

#[test]
fn marks_that_hold_no_title() {
    check("Click \"Save As\" and wait.", "");
    check("She said \"The harbour is closed\" twice.", "");
    check("*Important*: this is no book.", "");
    check("*Note*: The harbour is closed.", "");
    check("the term \"Rain and Iron\" is new", "");
}

#[test]
fn acronyms_of_terms() {
    check("The tides were told by a harmonic tide model (HTM).", "");
    check("The CPU and the GPU share their memory.", "");
    check(
        "She works at the Bergen Harbour Authority (BHA).",
        "Bergen Harbour Authority/o; BHA/o",
    );
    check("An API of NASA was asked.", "NASA/o");
    check("The ticket HARB-1234 is done.", "");
    check("Okafor (D-MA) agreed.", "Okafor/p");
}

#[test]
fn a_general_hospital_has_no_rank() {
    check(
        "She was treated at Bergen General Hospital.",
        "Bergen General Hospital/o",
    );
    check(
        "He was brought to St. Mary's Hospital with pain.",
        "St. Mary's Hospital/l",
    );
    check("He met General Grant in Bergen.", "Grant/p; Bergen/l");
}

#[test]
fn what_is_listed_needs_no_context() {
    check("We use Netflix for this.", "Netflix/o");
    check("We use Ollama for this.", "Ollama/product");
    check("She sells the Galaxy S24 here.", "Galaxy S24/product");
    check(
        "I asked ChatGPT and GPT-4o about it.",
        "ChatGPT/product; GPT-4o/product",
    );
    check(
        "We tested Claude 3.5 Sonnet and Gemini 1.5 Pro.",
        "Claude 3.5 Sonnet/product; Gemini 1.5 Pro/product",
    );
    check("I asked Claude Sonnet about it.", "Claude Sonnet/product");
    check("I am Claude, a weaver from Lyon.", "Claude/p; Lyon/l");
    check("Claude Monet was born in Paris.", "Claude Monet/p; Paris/l");
}
