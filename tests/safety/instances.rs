//! Two writers on one journal would fork it. However many programs start at once, one sells and the others say why they do not.

use std::fs;
use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use scenarios::Till;

const AT_ONCE: usize = 8;

/// 1,000 in the full run.
fn rounds() -> usize {
    std::env::var("INSTANCES").map_or(20, |rounds| rounds.parse().unwrap())
}

/// A program that waits for its word to start, so that all of them start together.
fn waiting(home: &Path) -> Child {
    let mut shell = Command::new("sh");
    shell.args(["-c", r#"read -r go; exec "$0" serve --port 0 --ui ui"#, env!("CARGO_BIN_EXE_mostradorctl-mortal")]);
    shell.current_dir(home).env("MOSTRADOR_HOME", home).env_remove("RUST_LOG");
    shell.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
}

/// Whether this program has the till. Whoever has it not has ended, and has said why.
fn has_the_till(program: &mut Child) -> bool {
    let mut said = BufReader::new(program.stdout.take().unwrap()).lines().map_while(Result::ok);
    if said.any(|line| line.starts_with("http://")) {
        return true;
    }
    let mut complaint = String::new();
    program.stderr.take().unwrap().read_to_string(&mut complaint).unwrap();
    assert!(complaint.contains("already_open"), "the others say that the till is open: {complaint:?}");
    assert_eq!(program.wait().unwrap().code(), Some(1));
    false
}

/// Answers how many of the programs had the till.
fn all_at_once(home: &Path) -> usize {
    fs::create_dir_all(home.join("ui")).unwrap();
    fs::write(home.join("ui/index.html"), "").unwrap();
    let mut programs: Vec<Child> = (0..AT_ONCE).map(|_| waiting(home)).collect();
    // the end of its input is the word
    programs.iter_mut().for_each(|program| drop(program.stdin.take()));
    let owners = programs.iter_mut().filter_map(|program| has_the_till(program).then_some(())).count();
    for program in &mut programs {
        let _ = program.kill();
        program.wait().unwrap();
    }
    owners
}

#[test]
fn of_eight_programs_at_once_exactly_one_writes() {
    let mut till = Till::of("MX", None);
    till.close();
    for round in 0..rounds() {
        // every other time on a machine that has no database yet
        let new = tempfile::tempdir().unwrap();
        let home = if round % 2 == 0 { till.folder() } else { new.path() };
        assert_eq!(all_at_once(home), 1, "round {round}: exactly one writer");
    }
    let epochs: i64 = till.reader().query_row("select count(*) from epochs", [], |row| row.get(0)).unwrap();
    assert_eq!(epochs, 1, "nobody took another for a copy");
    println!("{} rounds of {AT_ONCE} programs at once: exactly one writer in each", rounds());
}
