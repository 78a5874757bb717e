//! Calls of the binary, and input for it.
#![allow(dead_code, reason = "each test file uses a part")]

#[cfg(feature = "otlp")]
pub(crate) mod collector;
pub(crate) mod echo;
pub(crate) mod mirror;
pub(crate) mod process;
pub(crate) mod proxying;
pub(crate) mod reading;
pub(crate) mod replay;
pub(crate) mod scripted;

use std::io::Write;
use std::path::PathBuf;
use std::process::{Command, Stdio};

/// A small stream with reasoning, text, a tool call and usage.
pub(crate) const OPENAI_CHAT: &[u8] = br#"data: {"choices":[{"index":0,"delta":{"reasoning_content":"Say hi."}}]}

data: {"choices":[{"index":0,"delta":{"content":"Write to ada@"}}]}

data: {"choices":[{"index":0,"delta":{"content":"looms.example."}}]}

data: {"choices":[{"index":0,"delta":{"tool_calls":[{"index":0,"id":"call_1","type":"function","function":{"name":"send","arguments":"{\"to\":\"bo@looms.example\"}"}}]}}]}

data: {"choices":[{"index":0,"delta":{},"finish_reason":"tool_calls"}]}

data: {"choices":[],"usage":{"prompt_tokens":12,"completion_tokens":5,"total_tokens":17}}

data: [DONE]

"#;

/// A text with names, values and statements.
pub(crate) const TEXT: &str = "Ada Lovelace founded Looms Ltd in London on 3 May 2021. \
Her address is ada@looms.example, and the price is $1,250.00.\n\nLovelace leads Looms Ltd. \
See https://looms.example/é for **version 2.1.0** — 日本語。\n";

/// A line of which many make a long file.
pub(crate) const LONG_TEXT: &str = "Ada Lovelace founded Looms Ltd in London.\n";

/// What a call came to.
pub(crate) struct Done {
    pub(crate) code: i32,
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Done {
    /// The output but for the summary, which may differ from run to run.
    pub(crate) fn without_summary(&self) -> String {
        let lines = self.stdout.lines();
        let kept = lines.filter(|line| !line.starts_with(r#"{"type":"summary""#));
        kept.flat_map(|line| [line, "\n"]).collect()
    }
}

/// The binary, with nothing in the environment that changes its looks.
pub(crate) fn midflight() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_midflight"));
    for variable in ["NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE", "TERM"] {
        command.env_remove(variable);
    }
    command
}

/// Calls it with nothing on standard input.
pub(crate) fn run(arguments: &[&str]) -> Done {
    run_with(arguments, b"")
}

/// Calls it with this on standard input.
pub(crate) fn run_with(arguments: &[&str], input: &[u8]) -> Done {
    let mut command = midflight();
    command
        .args(arguments)
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped());
    let mut child = command.spawn().unwrap();
    let mut stdin = child.stdin.take().unwrap();
    let input = input.to_vec();
    let writer = std::thread::spawn(move || drop(stdin.write_all(&input)));
    let output = child.wait_with_output().unwrap();
    writer.join().unwrap();
    Done {
        code: output.status.code().unwrap(),
        stdout: String::from_utf8(output.stdout).unwrap(),
        stderr: String::from_utf8(output.stderr).unwrap(),
    }
}

/// The objects of that type.
pub(crate) fn of_type(output: &str, kind: &str) -> Vec<serde_json::Value> {
    let objects = output
        .lines()
        .map(|line| serde_json::from_str(line).unwrap());
    objects
        .filter(|object: &serde_json::Value| object["type"] == kind)
        .collect()
}

/// A file that lasts as long as the test.
pub(crate) struct File(PathBuf);

impl File {
    pub(crate) fn new(name: &str, content: impl AsRef<[u8]>) -> Self {
        let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR"));
        let path = folder.join(format!("{}-{name}", std::process::id()));
        std::fs::write(&path, content).unwrap();
        Self(path)
    }

    pub(crate) fn name(&self) -> &str {
        self.0.to_str().unwrap()
    }
}

impl Drop for File {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}
