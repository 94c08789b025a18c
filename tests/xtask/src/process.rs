//! Starting other programs from the root of the workspace.

use std::ffi::OsString;
use std::path::Path;
use std::process::{Command, ExitStatus, Stdio};
use std::time::{Duration, Instant};

use crate::failure::Failure;

/// How often a program with a time limit is looked after.
const LOOK_AFTER: Duration = Duration::from_millis(50);

/// A program to start, and its name for messages.
pub(crate) struct Program {
    command: Command,
    in_words: String,
}

/// What cargo tells the programs that it starts about themselves.
const ABOUT_US: [&str; 3] = ["CARGO_MANIFEST_", "CARGO_PKG_", "CARGO_BIN_"];

/// The cargo that started this program, as if it had been started from a shell.
pub(crate) fn cargo(root: &Path) -> Program {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| OsString::from("cargo"));
    let mut program = program(root, cargo);
    "cargo".clone_into(&mut program.in_words);
    // Some dependencies are built anew whenever one of these differs from the last time.
    for (name, _) in std::env::vars_os() {
        let told_by_cargo = |name: &str| ABOUT_US.iter().any(|prefix| name.starts_with(prefix));
        if name.to_str().is_some_and(told_by_cargo) {
            program.command.env_remove(name);
        }
    }
    program
}

pub(crate) fn program(root: &Path, name: impl Into<OsString>) -> Program {
    let name = name.into();
    let mut command = Command::new(&name);
    command.current_dir(root);
    let in_words = Path::new(&name).file_name().unwrap_or(&name).to_string_lossy().into_owned();
    Program { command, in_words }
}

impl Program {
    pub(crate) fn args<'a>(mut self, arguments: impl IntoIterator<Item = &'a str>) -> Self {
        for argument in arguments {
            self.in_words.push(' ');
            self.in_words.push_str(argument);
            self.command.arg(argument);
        }
        self
    }

    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.command.env(name, value);
        self
    }

    /// Runs it with its output shown; `next` is what to do if it fails.
    pub(crate) fn run(mut self, next: &str) -> Result<(), Failure> {
        match self.command.status() {
            Ok(status) if status.success() => Ok(()),
            Ok(status) => Err(Failure::new(format!("`{}` {}.", self.in_words, ended(status)), next)),
            Err(error) => {
                Err(Failure::new(format!("`{}` could not be started ({error}).", self.in_words), next))
            }
        }
    }

    /// Runs it to its end, and gives what it prints; what it says on stderr is shown. `next` is what to do if it fails.
    pub(crate) fn output(mut self, next: &str) -> Result<String, Failure> {
        match self.command.stderr(Stdio::inherit()).output() {
            Ok(output) if output.status.success() => Ok(String::from_utf8_lossy(&output.stdout).into_owned()),
            Ok(output) => Err(Failure::new(format!("`{}` {}.", self.in_words, ended(output.status)), next)),
            Err(error) => {
                Err(Failure::new(format!("`{}` could not be started ({error}).", self.in_words), next))
            }
        }
    }

    /// The first line that it prints, or `None` if it is not there or fails.
    pub(crate) fn first_line(mut self) -> Option<String> {
        let output =
            self.command.stdin(Stdio::null()).output().ok().filter(|output| output.status.success())?;
        Some(String::from_utf8_lossy(&output.stdout).lines().next().unwrap_or_default().to_owned())
    }

    /// Whether it succeeds in silence within a time limit; it is ended when that is over.
    pub(crate) fn succeeds_within(mut self, limit: Duration) -> bool {
        let silent = self.command.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null());
        let Ok(mut child) = silent.spawn() else {
            return false;
        };
        let begun = Instant::now();
        loop {
            match child.try_wait() {
                Ok(Some(status)) => return status.success(),
                Ok(None) if begun.elapsed() < limit => std::thread::sleep(LOOK_AFTER),
                Ok(None) | Err(_) => {
                    // It may have ended in between; either way nobody waits for it any longer.
                    let _ = child.kill();
                    let _ = child.wait();
                    return false;
                }
            }
        }
    }
}

fn ended(status: ExitStatus) -> String {
    status
        .code()
        .map_or_else(|| "was ended by a signal".to_owned(), |code| format!("failed with exit code {code}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_program_that_is_not_there_has_no_first_line() {
        assert_eq!(program(Path::new("."), "no-such-program").args(["--version"]).first_line(), None);
    }

    #[test]
    fn a_failure_names_the_whole_command_and_the_next_step() {
        let failure =
            program(Path::new("."), "false").args(["--all"]).run("Try again.").expect_err("it fails");
        assert_eq!(failure.to_string(), "Stopped: `false --all` failed with exit code 1.\nNext: Try again.");
    }

    #[test]
    fn a_program_that_takes_too_long_is_ended() {
        let begun = Instant::now();
        assert!(!program(Path::new("."), "sleep").args(["60"]).succeeds_within(Duration::from_millis(100)));
        assert!(begun.elapsed() < Duration::from_secs(30));
        assert!(program(Path::new("."), "true").succeeds_within(Duration::from_secs(30)));
    }
}
