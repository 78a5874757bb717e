//! `midflight proxy` as people call it: options, files, and what is told of those that are wrong.
#![cfg(unix)]
#![allow(clippy::unwrap_used, reason = "a helper of tests fails as a test does")]

mod support;

use support::process::Process;
use support::replay::http;
use support::scripted::{Scripted, answer};
use support::{File, run};

const MAIL: &str = "ada@looms.example";

#[test]
fn wrong_usage_is_told_with_what_was_expected() {
    let check = |arguments: &[&str], expected: &str| {
        let done = run(&[&["proxy"], arguments].concat());
        assert_eq!(done.code, 2, "{arguments:?}: {}", done.stderr);
        assert!(
            done.stderr.contains(expected),
            "{arguments:?}: {}",
            done.stderr
        );
        done.stderr
    };
    let url = "http://a.example";
    check(&[], "--upstream <URL>|--config <FILE>");
    check(
        &["--upstream", "a.example"],
        "expected http(s)://HOST[:PORT][/PATH]",
    );
    check(
        &["--upstream", "localhost:80"],
        "expected http(s)://HOST[:PORT][/PATH]",
    );
    let told = check(
        &["--upstream", "http://u:pass-word@a.example"],
        "without user and password",
    );
    assert!(!told.contains("pass-word"), "{told}");
    for address in ["8787", ":8787", "localhost:8787", "127.0.0.1"] {
        check(
            &["--upstream", url, "--listen", address],
            "expected IP:PORT",
        );
        check(&["--upstream", url, "--admin", address], "expected IP:PORT");
    }
    check(
        &["--upstream", url, "--redact", "emial"],
        "[possible values: default, person, ",
    );
    check(
        &["--upstream", url, "--redact", ""],
        "possible values: default, ",
    );
    check(
        &["--upstream", url, "--redact-requests", "emial"],
        "possible values: default, ",
    );
    check(
        &["--upstream", url, "--redact-style", "stars"],
        "placeholder, hash, mask",
    );
    check(
        &["--upstream", url, "--redact-style", "hash"],
        "--redact-key-file <FILE>",
    );
}

#[test]
fn redact_names_kinds_as_the_proxy_does() {
    let text = format!("{MAIL} on 3 May 2021\n");
    let masked = |kinds: &str| {
        let file = File::new("kinds.txt", &text);
        let done = run(&["redact", "--wire", "text", "--kinds", kinds, file.name()]);
        assert_eq!((done.code, done.stderr.as_str()), (0, ""), "{kinds}");
        done.stdout
    };
    assert_eq!(masked("default"), "[EMAIL_1] on 3 May 2021\n");
    assert_eq!(masked("default,date"), "[EMAIL_1] on [DATE_1]\n");
    assert_eq!(masked("date"), format!("{MAIL} on [DATE_1]\n"));
}

/// What an upstream's part of the file says goes before the rest of it, and the options before that.
#[tokio::test]
async fn the_options_go_before_all_of_the_file() {
    let json = "content-type: application/json\r\n";
    let body = format!("{{\"a\":\"{MAIL}\"}}");
    for (in_upstream, options, expected) in [
        ("", &[][..], MAIL),
        ("redact = [\"email\"]", &[], "[EMAIL_1]"),
        ("redact = []", &["--redact", "default"], "[EMAIL_1]"),
        (
            "redact = [\"phone\"]",
            &["--redact", "phone,email"],
            "[EMAIL_1]",
        ),
        ("redact = [\"email\"]", &["--redact", "phone"], MAIL),
        (
            "redact = [\"email\"]",
            &["--redact-requests", "phone"],
            "[EMAIL_1]",
        ),
    ] {
        let server = Scripted::serve(vec![answer("200 OK", json, &body)]);
        let text = format!(
            "[[upstream]]\nurl = \"http://{}\"\n{in_upstream}\n",
            server.address
        );
        let file = File::new("options.toml", text);
        let with = [
            "proxy",
            "--config",
            file.name(),
            "--listen",
            "127.0.0.1:0",
            "--no-admin",
        ];
        let mut process = Process::start(&[&with[..], options].concat());
        let url = process.address();
        let passed = http().get(url).send().await.unwrap().text().await.unwrap();
        assert_eq!(
            passed,
            format!("{{\"a\":\"{expected}\"}}"),
            "{in_upstream} {options:?}"
        );
    }
}

/// What goes to this machine is seen by nobody else.
#[tokio::test]
async fn the_environments_proxy_is_asked_for_other_machines_alone() {
    let text = "content-type: text/plain\r\n";
    let near = Scripted::serve(vec![answer("200 OK", text, "near")]);
    let gateway = Scripted::serve(vec![answer("200 OK", text, "by the gateway")]);
    let environment = [("HTTP_PROXY", format!("http://{}", gateway.address))];
    let loopback = format!("http://{}", near.address);
    for (upstream, expected) in [
        (loopback.as_str(), "near"),
        ("http://upstream.example", "by the gateway"),
    ] {
        let arguments = ["proxy", "--upstream", upstream, "--listen", "127.0.0.1:0"];
        let arguments = [&arguments[..], &["--no-admin"]].concat();
        let mut process = Process::start_with(&arguments, &environment);
        let url = process.address();
        let passed = http().get(url).send().await.unwrap().text().await.unwrap();
        assert_eq!(passed, expected);
    }
}
