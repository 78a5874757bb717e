//! Acronyms of terms and keys of tickets, which are nobody's names: `large language model (LLM)`, `the CPU`, `ABC-1234`.

use super::look::Look;
use super::run::Run;
use crate::text::list::{List, list};
use crate::text::{Flags, TokenKind, WordShape};

/// Acronyms that are terms in any text.
const TERMS: &List = list!(
    "adhd ai api apis asap bios cad cagr cdn cfo ci cli cms cpu cpus crm crud css csv ct cto dag ddos dna dns dom ebitda ecg \
     eeg ekg eod erp eta etl etf faq faqs fk ftp gan gdp gpu gpus gpg grpc gui hdd hiv hmm html http https ide ides iot \
     ip ipo iq iso json jwt jvm k8s kpi kpis lan lcd led llm llms lstm ltv mba mfa ml mri mvc mvp nft nlp npc ocr okr okrs oop \
     orm os pcb pcr pdf phd pk pnl pov ptsd pwa qa rag ram rbac regex rest rna roi rom rpc rsi saas sdk seo sla smtp soap sql \
     ssd ssh ssl sso svg svm tcp tdd tldr tls todo tpu tts udp ui uri url urls usb utc ux uuid vat vm vpn vps wasm wip xml \
     xss yaml yoy gmt est pst cst cet bmi icu iv er ivf lsat gre gpa bbq diy"
);

/// Whether a run is the acronym of a term.
pub(super) fn is_of_term(look: &Look<'_, '_>, run: &Run) -> bool {
    let Some(token) = look.token(run.first()).filter(|_| run.count() == 1) else {
        return false;
    };
    let word = look.bytes(token);
    let upper = token.shape == WordShape::Upper;
    // `Warren (D-MA)`: a party and a state.
    let seat = matches!(word, [b'D' | b'R' | b'I', b'-', state @ ..] if state.len() == 2);
    let term = || TERMS.has(word) || is_spelled_before(look, run.first(), word);
    seat || upper && (is_key(look, run) || term())
}

/// `ABC-1234`
fn is_key(look: &Look<'_, '_>, run: &Run) -> bool {
    let glued = |index: usize| look.token(index).filter(|t| !t.flags.has(Flags::SPACE));
    let hyphen = glued(run.end).is_some_and(|t| look.bytes(t) == b"-");
    hyphen && glued(run.end + 1).is_some_and(|t| t.kind == TokenKind::Number)
}

/// Whether the acronym stands in brackets behind a term that ends with its last letter's word.
fn is_spelled_before(look: &Look<'_, '_>, at: usize, acronym: &[u8]) -> bool {
    let Some((open, bracket)) = look.spoken_before(at) else {
        return false;
    };
    let term = look
        .spoken_before(open)
        .filter(|_| look.bytes(bracket) == b"(");
    term.is_some_and(|(_, term)| {
        let initial = look.bytes(term).first().map(u8::to_ascii_uppercase);
        term.kind == TokenKind::Word
            && term.shape == WordShape::Lower
            && initial.as_ref() == acronym.last()
    })
}
