//! Secrets: by their forms, by what they are assigned to, by where they stand. All are invented.

mod patterns_support;
mod support;

use midflight_core::entity::Kind;
use midflight_core::{Config, Engine, Kinds, Wire};
use patterns_support::mentions;
use support::masked;

/// Checks what is found in a text in which `§` stands for the secret.
fn check(secret: &str, texts: &[&str]) {
    for text in texts {
        let text = text.replace('§', secret);
        assert_eq!(found(&text), [secret], "{text}");
    }
}

fn found(text: &str) -> Vec<String> {
    let all = mentions(text, Kinds::ALL).into_iter();
    let secrets = all.filter(|(_, kind)| *kind == Kind::Secret);
    secrets.map(|(mention, _)| mention).collect()
}

fn check_none(texts: &[&str]) {
    for text in texts {
        assert!(found(text).is_empty(), "{text}: {:?}", found(text));
    }
}

/// Letters and digits that look random, the same in every run.
fn random(length: usize, of: &str) -> String {
    let mut state = 0x2545_f491_4f6c_dd1d_u64;
    let mut next = || {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        of.as_bytes()[(state % of.len() as u64) as usize] as char
    };
    (0..length).map(|_| next()).collect()
}

const ALNUM: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789";
const HEX: &str = "0123456789abcdef";
const BASE32: &str = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

const AROUND: &[&str] = &[
    "§",
    "My key is §, please keep it.",
    "It is `§`.",
    "(\"§\")",
    "export KEY=§",
    "{\"key\":\"§\",\"n\":1}",
    "Authorization: Bearer §",
    "https://api.example.org/v1?key=§&n=1",
];

#[test]
fn keys_with_a_form_of_their_own() {
    for key in [
        format!("sk-proj-{}", random(64, ALNUM)),
        format!("sk-{}", random(48, ALNUM)),
        format!("sk-ant-api03-{}AA", random(93, ALNUM)),
        format!("AKIA{}", random(16, BASE32)),
        format!("ghp_{}", random(36, ALNUM)),
        format!("github_pat_{}", random(82, ALNUM)),
        format!("glpat-{}", random(20, ALNUM)),
        format!("glpat-{}.01.{}", random(27, ALNUM), random(9, HEX)),
        format!("glpat-{}.{}", random(40, ALNUM), random(9, HEX)),
        format!("gldt-{}", random(20, ALNUM)),
        format!("glrt-t1_{}.01.{}", random(40, ALNUM), random(9, HEX)),
        format!("glrt-{}", random(20, ALNUM)),
        format!("glcbt-64_{}", random(20, ALNUM)),
        format!("glptt-{}", random(40, HEX)),
        format!("glft-{}", random(20, ALNUM)),
        format!("glimt-{}", random(25, ALNUM)),
        format!("glagent-{}", random(50, ALNUM)),
        format!("glsoat-{}", random(20, ALNUM)),
        format!("sk-ant-oat01-{}-{}AA", random(50, ALNUM), random(42, ALNUM)),
        format!("sk-ant-sid01-{}-{}AA", random(86, ALNUM), random(6, ALNUM)),
        format!("sk-ant-admin01-{}AA", random(93, ALNUM)),
        format!("ya29.a0Af_{}", random(150, ALNUM)),
        format!("ya29.c.b0A{}", random(200, ALNUM)),
        format!("xoxe.xoxp-1-{}", random(166, ALNUM)),
        format!("xoxe-1-{}", random(147, ALNUM)),
        format!("AIza{}", random(35, ALNUM)),
        format!(
            "xoxb-{}-{}-{}",
            random(12, "0123456789"),
            random(12, "0123456789"),
            random(24, ALNUM)
        ),
        format!("sk_live_{}", random(24, ALNUM)),
        format!(
            "hf_{}",
            random(34, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
        ),
        format!("npm_{}", random(36, ALNUM)),
        format!("pypi-AgEIcHlwaS5vcmc{}", random(80, ALNUM)),
        format!("SG.{}.{}", random(22, ALNUM), random(43, ALNUM)),
        format!("dop_v1_{}", random(64, HEX)),
        format!("abc8Q~{}", random(34, ALNUM)),
        format!(
            "eyJ{}.eyJ{}.{}",
            random(30, ALNUM),
            random(60, ALNUM),
            random(43, ALNUM)
        ),
    ] {
        check(&key, AROUND);
    }
}

#[test]
fn forms_that_are_not_quite_right() {
    check_none(&[
        "ghp_xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx",
        "AKIAXXXXXXXXXXXXXXXX and AKIAIOSFODNN7EXAMPLE",
        &format!("ghp_{}", random(30, ALNUM)),
        &format!("xAKIA{}", random(16, BASE32)),
        &format!("video_box.ico-{}.png", random(32, HEX)),
        "sk-learn, ski-lift, eyJ.eyJ, and hf_model",
        "glpat-, glrt-xxxxxxxxxxxxxxxxxxxxxxxx, gldt-token, ya29.example, ya29.mp4, sk-ant-oat01-, xoxe-1-abcdefg",
        &format!("sk-ant-oat01-{}", "a".repeat(80)),
    ]);
}

#[test]
fn values_by_what_they_are_assigned_to() {
    let hex = random(32, HEX);
    let uuid = "7c9e6679-7425-40de-944b-e07fc1f90ae7";
    check(
        &hex,
        &[
            "facebook_client_secret: §",
            "ALGOLIA_API_KEY = \"§\"",
            "secret_key=§",
        ],
    );
    check(
        uuid,
        &[
            "HEROKU_API_KEY=§",
            "const snykToken = \"§\";",
            "'hubspot key' => '§'",
        ],
    );
    let value = random(40, ALNUM);
    check(
        &value,
        &[
            "auth_token: §",
            "\"access_token\": \"§\"",
            "api.secret ::= '§'",
        ],
    );
    check_none(&[
        &format!("id: {uuid}"),
        &format!("primary_key = {uuid}"),
        "The key: be patient, and the token is yours.",
        "token = get_token_from_environment_2()",
        "password_reset_url = https://example.org/reset",
        "api_key = \"YOUR_API_KEY_HERE_1234\"",
        "key=value, access: 2026-11-20 14:30",
    ]);
}

/// As long as session tokens are.
#[test]
fn long_values_by_what_they_are_assigned_to() {
    for length in [257, 300, 700, 1500] {
        let value = random(length, &[ALNUM, "+/"].concat()) + "==";
        check(
            &value,
            &[
                "AWS_SESSION_TOKEN=§",
                "{\"SessionToken\": \"§\", \"n\": 1}",
                "refresh_token: §",
                "api_key=§",
                "\"client_secret\": \"§\"",
                "Cookie: session=§",
                "set-cookie: a=b; connect.sid=§; Path=/",
                "curl -H 'Cookie: session_id=§'",
            ],
        );
    }
    let words = "the-key-is-in-the-document-of-the-first-version-2-and-".repeat(8);
    check_none(&[
        &format!("token: {words}"),
        &format!("data={}", random(300, ALNUM)),
        &format!("The cookie: theme={}", random(30, ALNUM)),
        "Cookie: session=0000000000000000000000, Cookie: session=<your session id 1>",
        "Cookie: lang=en; session=open",
    ]);
}

#[test]
fn passwords() {
    check(
        "hunter2!x",
        &[
            "password: §",
            "My Password = \"§\".",
            "pwd=§;",
            "Server=db.example.org;User Id=sa;Password=§;",
            "{\"passwd\":\"§\"}",
        ],
    );
    check_none(&[
        "password: required",
        "Password: at least 8 characters",
        "password=$DB_PASSWORD",
        "password: ********",
        "The password is secret.",
    ]);
}

#[test]
fn credentials_in_urls() {
    check(
        "ada:S3cr-et",
        &[
            "https://§@example.org/path",
            "postgres://§@db.example.org:5432/app?x=1",
            "Use mongodb+srv://§@cluster0.example.net.",
            "DATABASE_URL=mysql://§@10.0.0.7/app",
        ],
    );
    check_none(&[
        "https://user:password@example.org/",
        "https://example.org:8080/@ada",
        "postgres://$USER:$PASSWORD@db/app",
        "ftp://ada@example.org/",
    ]);
}

#[test]
fn credentials_of_requests() {
    let token = random(20, ALNUM);
    check(
        &token,
        &[
            "Authorization: Bearer §",
            "curl -H \"Authorization: Token §\" https://example.org",
            "curl -H 'X-Api-Key: §' https://example.org",
            "curl --header \"Api-Token: §\"",
        ],
    );
    check(
        "ada:S3cr3t-x",
        &[
            "curl -u § https://example.org",
            "curl --user '§' https://example.org",
        ],
    );
    check_none(&[
        "curl -u user:pass https://example.org",
        "Authorization: Bearer XXXXXXXXXXXX",
        "curl -H \"Authorization: Bearer $(get token)\"",
        "The bearer of the letter 12 came.",
    ]);
}

#[test]
fn private_keys() {
    let body: String = (0..8).map(|_| random(64, ALNUM) + "\n").collect();
    let key = format!("-----BEGIN RSA PRIVATE KEY-----\n{body}-----END RSA PRIVATE KEY-----");
    check(&key, &["§", "Here it is:\n\n§\n\nKeep it."]);
    let line = key.replace('\n', "\\n");
    check(&line, &["{\"private_key\":\"§\"}"]);
    let cut = key[..key.len() - 40].trim_end().to_owned();
    check(&cut, &["§"]);
    check_none(&[
        "-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----",
        "-----BEGIN OPENSSH PRIVATE KEY----------END OPENSSH PRIVATE KEY-----",
        "A file that starts with -----BEGIN and goes on.",
    ]);
}

/// Lines before the base64, in prose and in code, whatever has come of the text behind them.
#[test]
fn private_keys_with_a_head() {
    let body: String = (0..5).map(|_| random(63, ALNUM) + "/\n").collect();
    let end = "Keep it in room 12.\n";
    let engine = Engine::new(Config::default()).unwrap();
    for (head, tail) in [
        (
            "-----BEGIN PGP PRIVATE KEY BLOCK-----\nVersion: GnuPG v2.0.22 (GNU/Linux)\nComment: See https://gpg.example\n\n",
            "=aB3d\n-----END PGP PRIVATE KEY BLOCK-----",
        ),
        (
            "-----BEGIN RSA PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\nDEK-Info: AES-128-CBC,0123456789ABCDEF\n\n",
            "-----END RSA PRIVATE KEY-----",
        ),
        (
            "---- BEGIN SSH2 ENCRYPTED PRIVATE KEY ----\nComment: \"1024-bit dsa\"\n",
            "---- END SSH2 ENCRYPTED PRIVATE KEY ----",
        ),
    ] {
        for text in [
            format!("{head}{body}{tail}\n\n{end}"),
            format!("Here:\n```\n{head}{body}{tail}\n```\n{end}"),
            format!("- Key:\n\n{head}{body}{tail}\n\n{end}"),
        ] {
            for size in [1, 7, 64, 100, 511, text.len()] {
                let out = masked(
                    &engine,
                    Wire::Text,
                    Kinds::sensitive(),
                    text.as_bytes().chunks(size),
                );
                let out = String::from_utf8(out).unwrap();
                assert!(!out.contains(&body[..12]), "{size}: {out}");
                assert!(out.ends_with(end), "{size}: {out}");
            }
        }
    }
    check_none(&[
        "---- BEGIN SSH2 PUBLIC KEY ----\nAAAAB3NzaC1yc2EAAAABIwAAAIEA1on8gxCGJJWSRT4uOrR13mUaUk0hRf4RzxSZ1zRb\n---- END SSH2 PUBLIC KEY ----",
        "| a | b |\n| ---- | ---- |\n| 1 | 2 |",
        "Chapter\n\n---- \n\nNext",
    ]);
}

/// Each line of code is a sentence of its own, and no window holds a key of 10,000 bytes.
#[test]
fn a_private_key_is_masked_over_sentences_and_windows() {
    let body = (random(63, ALNUM) + "/\n").repeat(160);
    let key = format!(
        "-----BEGIN PRIVATE KEY-----\nProc-Type: 4,ENCRYPTED\n{body}-----END PRIVATE KEY-----"
    );
    let engine = Engine::new(Config::default()).unwrap();
    for text in [
        format!("Here:\n```\n{key}\n```\nKeep it in room 12.\n"),
        format!("{key}\nKeep it in room 12.\n"),
        format!(
            "{{\"key\":\"{}\"}} Keep it in room 12.\n",
            key.replace('\n', "\\n")
        ),
    ] {
        for size in [1, 100, text.len()] {
            let pieces = text.as_bytes().chunks(size);
            let out = masked(&engine, Wire::Text, Kinds::sensitive(), pieces);
            let out = String::from_utf8(out).unwrap();
            assert!(!out.contains(&body[..12]), "{out}");
            assert!(out.ends_with("Keep it in room 12.\n"), "{out}");
        }
    }
}

#[test]
fn prose_holds_none() {
    check_none(&[
        "12 boxes, 3.5 kg, room 415, order 4111-22, 2026-11-20",
        "See https://example.org/a/b?c=d#e and commit 3f786850e387550fdab836ed7e6dc881de23001b.",
        "The access: by road; the key: C major; the author: Ada (1815–1852).",
        "sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08",
        "id 123e4567-e89b-12d3-a456-426614174000 and \"type\":\"object\",\"id\":\"item_89TTZqSp2SxJJDvaztCvVUhQ\"",
    ]);
}
