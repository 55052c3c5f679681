//! Runs the program against a sandbox.

#![allow(dead_code, reason = "each test uses a part of it")]

use std::io::{Read, Write};
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::thread;
use std::time::{Duration, Instant};

use portable_pty::{CommandBuilder, PtySize, native_pty_system};
use rustix::process::{Pid, Signal, kill_process};
use sandbox::{Builder, Sandbox};
use serde_json::Value;

/// The key that must not be in any output.
pub(crate) const KEY: &str = "sk_test_very_secret_1234567890";

/// The longest time that a test waits for something to happen.
const PATIENCE: Duration = Duration::from_secs(60);

/// A sandbox, and a folder for the files of a test.
pub(crate) struct Place {
    pub(crate) sandbox: Sandbox,
    folder: tempfile::TempDir,
}

impl Place {
    /// Starts a sandbox whose rate limits do not make the program wait.
    pub(crate) async fn new() -> Self {
        Self::with(|builder| builder).await
    }

    pub(crate) async fn with(configure: impl FnOnce(Builder) -> Builder) -> Self {
        let limits = "1000x".parse().expect("rate limits");
        let builder = Sandbox::builder().api_key(KEY).rate_limits(limits);
        Self {
            sandbox: configure(builder).start().await.expect("a sandbox"),
            folder: tempfile::tempdir().expect("a temporary folder"),
        }
    }

    /// Returns the path of a file in the folder.
    pub(crate) fn path(&self, name: &str) -> String {
        let path: PathBuf = self.folder.path().join(name);
        path.to_str().expect("the path is UTF-8").to_owned()
    }

    /// Writes a file, and returns its path.
    pub(crate) fn file(&self, name: &str, text: &str) -> String {
        let path = self.path(name);
        std::fs::write(&path, text).expect("a file");
        path
    }

    pub(crate) fn read(&self, name: &str) -> String {
        std::fs::read_to_string(self.path(name)).expect("the file can be read")
    }

    pub(crate) fn command(&self, arguments: &[&str]) -> Command {
        let mut command = program();
        command
            .args(arguments)
            .env("FERNAND_API_KEY", KEY)
            .env("FERNAND_BASE_URL", self.sandbox.fernand_url())
            .env("KUSTOMER_API_KEY", KEY)
            .env("KUSTOMER_BASE_URL", self.sandbox.kustomer_url())
            .env("BIRD_ACCESS_KEY", KEY)
            .env("BIRD_BASE_URL", self.sandbox.bird_url())
            .current_dir(self.folder.path());
        command
    }

    /// Runs the program without standard input.
    pub(crate) fn run(&self, arguments: &[&str]) -> Ended {
        self.run_with(arguments, "")
    }

    /// Runs the program with a text as its standard input.
    pub(crate) fn run_with(&self, arguments: &[&str], input: &str) -> Ended {
        let mut child = self.start(arguments);
        let mut stdin = child.stdin.take().expect("standard input");
        let input = input.to_owned();
        // The program may end without reading its input.
        let writer = thread::spawn(move || drop(stdin.write_all(input.as_bytes())));
        let ended = Ended::wait(child);
        writer.join().expect("the writer does not panic");
        ended
    }

    pub(crate) fn start(&self, arguments: &[&str]) -> Child {
        let mut command = self.command(arguments);
        command
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped());
        command.spawn().expect("the program starts")
    }

    /// Returns the first `count` opened conversations, and a file with their IDs.
    pub(crate) fn opened(&self, count: usize) -> (Vec<i64>, String) {
        let ids: Vec<_> = self.ids_with("opened").into_iter().take(count).collect();
        let file = self.file("ids", &lines(&ids));
        (ids, file)
    }

    /// Returns the IDs of Fernand's conversations with a status.
    pub(crate) fn ids_with(&self, status: &str) -> Vec<i64> {
        let conversations = self.sandbox.conversations().into_iter();
        let with = conversations.filter(|it| it.status.as_str().eq_ignore_ascii_case(status));
        with.map(|it| it.id).collect()
    }

    /// Waits until the sandbox has received this many requests.
    pub(crate) fn wait_for_requests(&self, count: u64) {
        wait_until(|| self.sandbox.counts().received >= count);
    }
}

/// Returns the arguments of Fernand's bulk update.
pub(crate) fn bulk<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["fernand", "bulk-update-conversations"], arguments].concat()
}

/// Returns a text with a line for each ID.
pub(crate) fn lines<'a>(ids: impl IntoIterator<Item = &'a i64>) -> String {
    ids.into_iter().map(|id| format!("{id}\n")).collect()
}

/// Returns the program without the environment of the tests.
pub(crate) fn program() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_conversations"));
    for variable in ["FERNAND", "KUSTOMER", "BIRD"] {
        for suffix in ["API_KEY", "ACCESS_KEY", "JWT", "ORG", "BASE_URL"] {
            command.env_remove(format!("{variable}_{suffix}"));
        }
    }
    command.env_remove("NO_COLOR").env("TERM", "xterm-256color");
    command
}

/// Waits until a condition holds.
pub(crate) fn wait_until(mut is_met: impl FnMut() -> bool) {
    let start = Instant::now();
    while !is_met() {
        assert!(start.elapsed() < PATIENCE, "the condition was not met");
        thread::yield_now();
    }
}

/// What a run of the program printed.
#[derive(Debug)]
pub(crate) struct Ended {
    /// The exit status. `None` after a signal.
    pub(crate) status: Option<i32>,
    pub(crate) out: String,
    pub(crate) err: String,
}

impl Ended {
    /// Waits for the end of a program.
    pub(crate) fn wait(child: Child) -> Self {
        let output = child.wait_with_output();
        Self::of(output.expect("the program can be waited for"))
    }

    /// Runs a program.
    pub(crate) fn run(command: &mut Command) -> Self {
        Self::of(command.output().expect("the program runs"))
    }

    fn of(output: Output) -> Self {
        let text = |bytes| String::from_utf8(bytes).expect("the output is UTF-8");
        let ended = Self {
            status: output.status.code(),
            out: text(output.stdout),
            err: text(output.stderr),
        };
        assert!(!ended.out.contains(KEY), "the key is in the output");
        assert!(!ended.err.contains(KEY), "the key is in the messages");
        ended
    }

    /// Asserts the exit status, and returns the same.
    #[track_caller]
    pub(crate) fn exits_with(self, status: i32) -> Self {
        assert_eq!(self.status, Some(status), "{}\n{}", self.out, self.err);
        self
    }

    /// Returns the lines of the output as JSON.
    #[track_caller]
    pub(crate) fn json_lines(&self) -> Vec<Value> {
        json_lines(&self.out)
    }
}

#[track_caller]
pub(crate) fn json_lines(text: &str) -> Vec<Value> {
    let lines = text.lines();
    lines
        .map(|line| serde_json::from_str(line).expect("each line is JSON"))
        .collect()
}

/// Kills a program without a chance to react.
pub(crate) fn kill(child: &Child) {
    send(child, Signal::KILL);
}

/// Sends a signal to a program.
pub(crate) fn send(child: &Child, signal: Signal) {
    let id = i32::try_from(child.id()).expect("a process ID");
    let id = Pid::from_raw(id).expect("a process ID");
    kill_process(id, signal).expect("the program runs");
}

/// The program on a pseudo terminal of 80 columns.
pub(crate) struct Terminal {
    child: Box<dyn portable_pty::Child + Send + Sync>,
    writer: Box<dyn Write + Send>,
    shown: Arc<Mutex<Vec<u8>>>,
    reader: thread::JoinHandle<()>,
}

impl Terminal {
    pub(crate) fn start(place: &Place, arguments: &[&str]) -> Self {
        Self::start_command(place, &place.command(arguments))
    }

    pub(crate) fn start_command(place: &Place, command: &Command) -> Self {
        let size = PtySize {
            rows: 24,
            cols: 80,
            pixel_width: 0,
            pixel_height: 0,
        };
        let pair = native_pty_system().openpty(size).expect("a terminal");
        let mut builder = CommandBuilder::new(command.get_program());
        builder.args(command.get_args());
        builder.env_clear();
        for (name, value) in command.get_envs() {
            if let Some(value) = value {
                builder.env(name, value);
            }
        }
        builder.cwd(place.folder.path().as_os_str());
        let child = pair
            .slave
            .spawn_command(builder)
            .expect("the program starts");
        drop(pair.slave);
        let mut output = pair.master.try_clone_reader().expect("a reader");
        let writer = pair.master.take_writer().expect("a writer");
        let shown = Arc::new(Mutex::new(Vec::new()));
        let reader = thread::spawn({
            let shown = Arc::clone(&shown);
            move || {
                let mut bytes = [0; 4096];
                // At the end of the program, Linux reports an error instead of the end of the output.
                while let Ok(count @ 1..) = output.read(&mut bytes) {
                    lock(&shown).extend_from_slice(&bytes[..count]);
                }
                drop(pair.master);
            }
        });
        Self {
            child,
            writer,
            shown,
            reader,
        }
    }

    /// Waits until the program has written a text.
    pub(crate) fn wait_for(&self, text: &str) {
        wait_until(|| String::from_utf8_lossy(&lock(&self.shown)).contains(text));
    }

    /// Types a text.
    pub(crate) fn write(&mut self, text: &str) {
        self.writer
            .write_all(text.as_bytes())
            .expect("the terminal");
        self.writer.flush().expect("the terminal");
    }

    /// Waits for the end of the program. Returns what it has written, and its exit status.
    pub(crate) fn end(mut self) -> (String, u32) {
        let status = self.child.wait().expect("the program can be waited for");
        self.reader.join().expect("the reader does not panic");
        let shown = String::from_utf8_lossy(&lock(&self.shown)).into_owned();
        assert!(!shown.contains(KEY), "the key is on the terminal");
        (shown, status.exit_code())
    }
}

fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

/// Runs a command in a session without a terminal.
pub(crate) fn without_terminal(command: &mut Command, input: &str) -> Ended {
    let mut session = Command::new("setsid");
    session
        .arg("--wait")
        .arg(command.get_program())
        .args(command.get_args());
    for (name, value) in command.get_envs() {
        match value {
            Some(value) => session.env(name, value),
            None => session.env_remove(name),
        };
    }
    let mut child = session
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .expect("setsid starts");
    let mut stdin = child.stdin.take().expect("standard input");
    // The program may end without reading its input.
    let _closed = stdin.write_all(input.as_bytes());
    drop(stdin);
    Ended::wait(child)
}
