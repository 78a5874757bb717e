use midflight_core::entity::names::{self, Known, SIGNS};
use midflight_core::entity::{Kind, Scanner};
use midflight_core::graph::{Resolver, StreamId};
use midflight_core::text::{Lexicon, Reader, Step, Window};
use midflight_core::Kinds;
use std::io::Write;
struct No;
impl Known for No { fn kind_of(&self, _: &str) -> Option<Kind> { None } }

fn sentences(text: &str, lex: &Lexicon, mut f: impl FnMut(&Window)) {
    let mut w = Window::default();
    let mut r = Reader::default();
    let mut rest = text;
    loop {
        rest = r.push(&mut w, rest);
        let ended = rest.is_empty();
        loop {
            match r.step(&mut w, lex, ended) {
                Step::Idle => break,
                Step::Field => {}
                Step::Sentence => { f(&w); r.release(&mut w); }
            }
        }
        if ended { break }
    }
}
const NAMES: [&str; 7] = ["none","person","organization","location","product","event","work"];
fn trim(t: &str, mut s: usize, mut e: usize, person: bool) -> (usize, usize) {
    const TITLES: &str = "mr mrs ms miss mx dr prof professor sir dame lord lady president chancellor secretary senator sen representative rep congressman congresswoman governor gov mayor judge justice general gen colonel col major maj captain capt lieutenant lt sergeant sgt admiral adm commander king queen prince princess emperor empress pope cardinal archbishop bishop father reverend rev";
    loop {
        let p = &t[s..e];
        if p.starts_with(['@', '#']) && p.len() > 1 { s += 1; continue }
        if let Some(i) = p.find(' ') {
            let w = p[..i].trim_end_matches('.').to_lowercase();
            if ["the","a","an"].contains(&w.as_str()) || (person && TITLES.split(' ').any(|x| x == w)) { s += i + 1; continue }
        }
        if p.ends_with("'s") { e -= 2; continue }
        if p.ends_with("’s") { e -= 4; continue }
        if p.len() > 1 && p.ends_with(['.', ',', ' ', ';', ':', '!', '?', ')']) { e -= 1; continue }
        return (s, e);
    }
}
struct Case { signs: Vec<u16>, label: usize, open: bool, weight: f32 }
fn cases(path: &str, lex: &Lexicon, out: &mut Vec<Case>) -> (usize, usize) {
    let full = path.contains("wnut") || path.contains("crossner");
    let base = if path.contains("btc") { 0.5 } else if path.contains("uner") { 2.0 } else { 1.0 };
    let (mut golds, mut reach) = (0, 0);
    for line in std::fs::read_to_string(path).unwrap().lines() {
        let row: serde_json::Value = serde_json::from_str(line).unwrap();
        let text = row["text"].as_str().unwrap();
        let mut gold = vec![]; let mut skip = vec![];
        for s in row["spans"].as_array().unwrap() {
            let (a, b) = (s["start"].as_u64().unwrap() as usize, s["end"].as_u64().unwrap() as usize);
            let k = s["kind"].as_str().unwrap();
            if s["label"] == "handle" { skip.push((a, b)); continue }
            let k = if k == "group" { "organization" } else { k };
            if let Some(k) = NAMES.iter().position(|n| *n == k) {
                let (a, b) = trim(text, a, b, k == 1);
                if k <= 3 { golds += 1; }
                gold.push((a, b, k));
            }
        }
        sentences(text, lex, |w| {
            let v = w.view(true);
            let base_at = w.base as usize;
            let mut at = 0;
            while at < v.tokens.len() {
                let mut next = at + 1;
                for (s, e, signs) in names::explain(&v, at, &No) {
                    let (s, e) = trim(text, s + base_at, e + base_at, false);
                    if skip.iter().any(|k| k.0 < e && s < k.1) { continue }
                    let hit = gold.iter().find(|g| g.0 == s && g.1 == e);
                    let near = gold.iter().any(|g| g.0 < e && s < g.1);
                    let label = hit.map_or(0, |g| g.2);
                    if label > 0 && label <= 3 { reach += 1; }
                    if label == 3 && lex.classes(&text[s..e]).any(midflight_core::text::Classes::DEMONYM) { next = v.token_behind(at + 1, e - base_at); break }
                    let weight = base * if label == 0 && near { 0.4 } else { 1.0 };
                    out.push(Case { signs: signs.iter().map(|&x| x as u16).collect(), label, open: !full, weight });
                    if hit.is_some() { next = v.token_behind(at + 1, e - base_at); break }
                }
                at = next;
            }
        });
    }
    (golds, reach)
}
fn fit(cases: &[Case]) -> (Vec<[f32; 7]>, [f32; 7]) {
    let mut w = vec![[0f32; 7]; SIGNS + 1];
    let mut g = vec![[1e-2f32; 7]; SIGNS + 1];
    let mut order: Vec<usize> = (0..cases.len()).collect();
    let mut seed = 12345u64;
    let l2 = 1e-5;
    for epoch in 0..40 {
        for i in (1..order.len()).rev() { seed = seed.wrapping_mul(6364136223846793005).wrapping_add(1442695040888963407); order.swap(i, (seed >> 33) as usize % (i + 1)); }
        let mut loss = 0.0;
        for &i in &order {
            let c = &cases[i];
            let mut z = w[SIGNS];
            for &s in &c.signs { for k in 0..7 { z[k] += w[s as usize][k]; } }
            let m = z.iter().copied().fold(f32::MIN, f32::max);
            let mut p = z.map(|x| (x - m).exp());
            let t: f32 = p.iter().sum();
            p = p.map(|x| x / t);
            let allowed = |k: usize| if c.label == 0 { k == 0 || (c.open && k >= 4) } else { k == c.label };
            let q: f32 = (0..7).filter(|&k| allowed(k)).map(|k| p[k]).sum();
            loss -= q.max(1e-9).ln() * c.weight;
            let mut d = [0f32; 7];
            for k in 0..7 { d[k] = (p[k] - if allowed(k) { p[k] / q.max(1e-9) } else { 0.0 }) * c.weight; }
            for s in c.signs.iter().map(|&s| s as usize).chain([SIGNS]) {
                for k in 1..7 {
                    let gr = d[k] + l2 * w[s][k] - 0.0;
                    g[s][k] += gr * gr;
                    w[s][k] -= 0.1 * gr / g[s][k].sqrt();
                }
            }
        }
        if epoch % 10 == 9 { eprintln!("epoch {epoch} loss {}", loss / cases.len() as f32); }
    }
    let b = w.pop().unwrap();
    (w, b)
}
fn main() {
    let args: Vec<String> = std::env::args().collect();
    let lex = Lexicon::builtin();
    if args[1] == "fit" {
        let mut all = vec![];
        for p in &args[2..] { let n = all.len(); let r = cases(p, &lex, &mut all); eprintln!("{p} cases {} golds {} reach {}", all.len() - n, r.0, r.1); }
        let (w, b) = fit(&all);
        let q = |x: f32| (x * 16.0).round().clamp(-127.0, 127.0) as i32;
        let row = |r: &[f32; 7]| r[1..].iter().map(|&x| q(x).to_string()).collect::<Vec<_>>().join(", ");
        println!("//! The weights of the signs, in the order of [`super::evidence`]: person, organization, location,\n//! product, event, work. Fitted by regularised logistic regression on the training corpora that\n//! `data/lexicon/README.md` names.\n\nuse super::evidence::SIGNS;\n\n/// What a run of words has without any sign.\npub(super) const BIAS: [i8; 6] = [{}];\n\n/// Sixteenths of a natural logarithm of the odds against no name.\n#[rustfmt::skip]\npub(super) const WEIGHTS: [[i8; 6]; SIGNS] = [", row(&b));
        for (i, r) in w.iter().enumerate() { println!("    [{}], // {i}", row(r)); }
        println!("];");
        return;
    }
    // analyze --wire text --lines FILE
    let path = args.last().unwrap();
    let text = std::fs::read_to_string(path).unwrap();
    let out = std::io::stdout(); let mut out = std::io::BufWriter::new(out.lock());
    for (n, line) in text.split('\n').enumerate() {
        let mut res = Resolver::new(StreamId(n as u64), 4096);
        sentences(line, &lex, |w| {
            let v = w.view(true);
            let mut sc = Scanner::default();
            while let Some((_, f)) = sc.advance(&v, Kinds::ALL, &res) {
                let t = &w.text[f.start..f.end];
                let _ = res.resolve(f.kind, t);
                writeln!(out, "{}", serde_json::json!({"type":"mention","line":n,"channel":"text","choice":0,"start":w.base as usize+f.start,"end":w.base as usize+f.end,"kind":f.kind.name(),"text":t,"confidence":f.confidence})).unwrap();
            }
        });
    }
}
