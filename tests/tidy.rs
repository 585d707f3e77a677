//! Rules of the house that no compiler holds: who may depend on whom, what is generated, how long a file may be, and where no float belongs.

#![allow(clippy::unwrap_used, reason = "a rule that cannot be checked is broken")]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value;

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().unwrap().to_owned()
}

fn read(path: &str) -> String {
    fs::read_to_string(root().join(path)).unwrap_or_else(|error| panic!("{path}: {error}"))
}

/// Files below `folder` whose names end so, as paths from the root.
fn files(folder: &str, endings: &[&str]) -> Vec<String> {
    let mut found = Vec::new();
    let mut folders = vec![root().join(folder)];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(&folder).into_iter().flatten().flatten() {
            let (path, name) = (entry.path(), entry.file_name().to_string_lossy().into_owned());
            if path.is_dir() && !matches!(name.as_str(), "node_modules" | "target" | "dist") {
                folders.push(path);
            } else if endings.iter().any(|ending| name.ends_with(ending)) {
                found.push(path.strip_prefix(root()).unwrap().to_string_lossy().into_owned());
            }
        }
    }
    found.sort();
    found
}

/// Source without comments and without what stands in strings; good enough to look for a word.
fn code(text: &str) -> String {
    let mut kept = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(first) = rest.chars().next() {
        let skipped = if rest.starts_with("//") {
            rest.find('\n').unwrap_or(rest.len())
        } else if rest.starts_with("/*") {
            rest.find("*/").map_or(rest.len(), |end| end + 2)
        } else if rest.starts_with("'\"'") {
            3
        } else if first == '"' {
            string_length(rest)
        } else {
            kept.push(first);
            first.len_utf8()
        };
        rest = &rest[skipped..];
    }
    kept
}

fn string_length(text: &str) -> usize {
    let mut escaped = false;
    for (at, character) in text.char_indices().skip(1) {
        match character {
            _ if escaped => escaped = false,
            '\\' => escaped = true,
            '"' => return at + 1,
            _ => {}
        }
    }
    text.len()
}

#[test]
fn comments_and_strings_are_no_code() {
    let text = "let a = \"f64 \\\" f64\"; // f64\n/* f64\n */ let b: f32 = c('\"'); let d = \"f64\";";
    assert_eq!(code(text), "let a = ; \n let b: f32 = c(); let d = ;");
}

/// The crates that a manifest's own `[dependencies]` name; what only tests or builds need is no edge.
fn dependencies(manifest: &str) -> BTreeSet<String> {
    let text = read(manifest);
    let section = text.lines().skip_while(|line| line.trim() != "[dependencies]").skip(1).take_while(|line| !line.starts_with('['));
    section
        .filter_map(|line| line.split(['.', '=', ' ']).next())
        .filter(|name| !name.is_empty() && !name.starts_with('#'))
        .map(str::to_owned)
        .collect()
}

/// Crate, and what of ours it may name. A new edge is a change of the design: it belongs there first.
const EDGES: [(&str, &[&str]); 12] = [
    ("domain", &[]),
    ("journal", &["domain"]),
    ("store", &["domain", "journal"]),
    ("sync", &["domain", "journal"]),
    ("printing", &["domain"]),
    ("insight", &["domain"]),
    ("exchange", &["domain"]),
    ("app", &["domain", "journal", "store", "printing", "insight", "exchange", "sync"]),
    ("web", &["app"]),
    ("ctl", &["app", "store", "web"]),
    ("head-office", &["domain", "journal"]),
    ("mostrador", &["app"]),
];

fn crates() -> Vec<String> {
    let folders = fs::read_dir(root().join("crates")).unwrap().flatten().filter(|entry| entry.path().join("Cargo.toml").exists());
    folders.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect()
}

#[test]
fn dependencies_point_one_way() {
    let allowed: BTreeMap<&str, &[&str]> = EDGES.into_iter().collect();
    let manifests = crates().into_iter().map(|name| (format!("crates/{name}/Cargo.toml"), name));
    for (manifest, name) in manifests.chain([("Cargo.toml".to_owned(), "mostrador".to_owned())]) {
        let may = allowed.get(name.as_str()).unwrap_or_else(|| panic!("the design has no crate {name}"));
        let named = dependencies(&manifest);
        let ours: Vec<&String> = named.iter().filter(|other| allowed.contains_key(other.as_str())).collect();
        let wrong: Vec<_> = ours.into_iter().filter(|other| !may.contains(&other.as_str())).collect();
        assert!(wrong.is_empty(), "{name} must not depend on {wrong:?}");
    }
}

#[test]
fn only_the_shell_names_tauri() {
    for name in crates() {
        let named = dependencies(&format!("crates/{name}/Cargo.toml"));
        assert!(!named.iter().any(|other| other.starts_with("tauri")), "{name} depends on tauri");
    }
    for file in files("crates", &[".rs"]) {
        assert!(!code(&read(&file)).contains("tauri"), "{file} names tauri: only src-tauri may");
    }
    for file in files("ui/src", &[".ts", ".tsx"]).iter().filter(|file| !file.starts_with("ui/src/api/")) {
        let text = read(file);
        assert!(!text.contains("@tauri-apps") && !text.contains("__TAURI"), "{file} names tauri: only ui/src/api may");
    }
}

#[test]
fn the_screens_types_are_the_doors() {
    let generated = app::typescript::generate();
    assert!(read("ui/src/api/generated.ts") == generated, "ui/src/api/generated.ts is out of date: run `make types`");
}

#[test]
fn no_float_stands_beside_money() {
    for name in ["domain", "journal", "store", "app", "exchange"] {
        for file in files(&format!("crates/{name}"), &[".rs"]) {
            let text = read(&file);
            let code = code(&text);
            let words: BTreeSet<&str> = code.split(|it: char| !it.is_ascii_alphanumeric() && it != '_').collect();
            assert!(!words.contains("f64") && !words.contains("f32"), "{file} computes with floats");
        }
    }
}

#[test]
fn no_file_is_longer_than_can_be_read() {
    let sources = ["crates", "src-tauri", "ui/src", "tests"].into_iter().flat_map(|folder| files(folder, &[".rs", ".ts", ".tsx"]));
    let is_test = |file: &str| file.contains("tests") || file.contains("_tests.rs") || file.contains(".test.");
    let long: Vec<String> = sources
        .filter(|file| !file.ends_with("generated.ts"))
        .map(|file| (read(&file).lines().count(), file))
        .filter(|(lines, file)| *lines > if is_test(file) { 600 } else { 500 })
        .map(|(lines, file)| format!("{file}: {lines}"))
        .collect();
    assert!(long.is_empty(), "split these:\n{}", long.join("\n"));
}

/// What stands in quotes right after `before`, however the lines are broken.
fn quoted_after(text: &str, before: &str) -> Vec<String> {
    let after = text.split(before).skip(1).map(str::trim_start);
    after.filter_map(|rest| rest.strip_prefix('"')?.split('"').next()).map(str::to_owned).collect()
}

/// The codes that can reach a screen: refusals of the domain, failures of the door, and those that a use case chooses between.
fn error_codes() -> BTreeSet<String> {
    let refusal = read("crates/domain/src/refusal.rs");
    let mut codes: BTreeSet<String> = quoted_after(&refusal, "=>").into_iter().collect();
    for file in files("crates/app/src", &[".rs"]).iter().chain(&files("crates/web/src", &[".rs"])).chain(&files("src-tauri", &[".rs"])) {
        let text = read(file);
        codes.extend(quoted_after(&text, "Failure::new("));
        if file.ends_with("failure.rs") {
            codes.extend(quoted_after(&text, "Self::new("));
        }
    }
    codes.extend(quoted_after(&read("crates/sync/src/lib.rs"), "=>"));
    codes.extend(["barcode_taken", "sku_taken", "printer_off", "printer_none"].map(str::to_owned));
    codes
}

fn words(language: &str) -> Value {
    serde_json::from_str(&read(&format!("ui/src/shared/i18n/{language}.json"))).unwrap()
}

#[test]
fn every_error_code_has_its_text_in_both_languages() {
    let codes = error_codes();
    assert!(codes.len() > 30 && codes.contains("tender_short") && codes.contains("session_expired"), "the search finds codes: {codes:?}");
    for language in ["es", "en"] {
        let errors = words(language)["errors"].clone();
        let told = |code: &str| ["title", "text"].iter().all(|part| errors[code][part].is_string());
        let missing: Vec<&String> = codes.iter().filter(|code| !told(code)).collect();
        assert!(missing.is_empty(), "{language}.json has no errors.… for {missing:?}");
    }
}

/// What the door may notify of when the program opens.
#[test]
fn every_notice_has_its_text_in_both_languages() {
    let text = read("crates/app/src/use_cases/preferences.rs");
    let is_notice = |word: &&str| word.starts_with("epoch_") || *word == "journal_damaged";
    let mut codes: Vec<String> = text.split('"').filter(is_notice).map(str::to_owned).collect();
    codes.extend(
        read("crates/app/src/health/mod.rs")
            .split('"')
            .filter(|word| word.starts_with("disk_") || word.starts_with("copy_"))
            .map(str::to_owned),
    );
    assert!(codes.len() >= 3, "the search finds the notices of a new epoch and of a damaged journal: {codes:?}");
    for language in ["es", "en"] {
        let notices = words(language)["notice"].clone();
        let missing: Vec<&String> = codes.iter().filter(|code| notices[code.as_str()].is_null()).collect();
        assert!(missing.is_empty(), "{language}.json has no notice.… for {missing:?}: the owner reads the bare code");
    }
}

fn keys(value: &Value, path: &str, found: &mut BTreeSet<String>) {
    match value {
        Value::Object(members) => members.iter().for_each(|(name, value)| keys(value, &format!("{path}.{name}"), found)),
        _ => drop(found.insert(path.to_owned())),
    }
}

#[test]
fn both_languages_say_the_same_things() {
    let [es, en] = ["es", "en"].map(|language| {
        let mut found = BTreeSet::new();
        keys(&words(language), "", &mut found);
        found
    });
    let only: Vec<&String> = es.symmetric_difference(&en).collect();
    assert!(only.is_empty(), "in one language only: {only:?}");
}

/// An auditor and a machine without a display can run it.
#[test]
fn the_control_program_needs_no_window() {
    let program = root().join("target/debug/mostradorctl");
    if !program.exists() {
        eprintln!("not built: target/debug/mostradorctl (cargo build -p ctl)");
        return;
    }
    let listed = std::process::Command::new("ldd").arg(&program).output().unwrap();
    let libraries = String::from_utf8(listed.stdout).unwrap();
    assert!(libraries.contains("libc.so"), "ldd lists libraries: {libraries}");
    for heavy in ["gtk", "webkit", "javascriptcore"] {
        assert!(!libraries.to_lowercase().contains(heavy), "mostradorctl needs {heavy}");
    }
}

/// A comment says why; it never promises to be done later.
#[test]
fn nothing_is_left_for_later() {
    let marks = ["TO".to_owned() + "DO", "FIX".to_owned() + "ME"];
    for file in ["crates", "src-tauri", "ui/src", "tests"].into_iter().flat_map(|folder| files(folder, &[".rs", ".ts", ".tsx"])) {
        let text = read(&file);
        let words: BTreeSet<&str> = text.split(|it: char| !it.is_alphanumeric()).collect();
        assert!(!marks.iter().any(|mark| words.contains(mark.as_str())), "{file} leaves something for later");
    }
}

/// The features with which cargo builds a package for use: what only its tests need is not among them.
fn features_of(package: &str) -> String {
    let mut cargo = std::process::Command::new(env!("CARGO"));
    cargo.args(["tree", "--offline", "--package", package, "--edges", "normal,features", "--invert", "store"]);
    let listed = cargo.current_dir(root()).output().unwrap();
    assert!(listed.status.success(), "cargo tree: {}", String::from_utf8_lossy(&listed.stderr));
    String::from_utf8(listed.stdout).unwrap()
}

/// Failpoints and planted faults are for tests: what a shop runs has none.
#[test]
fn no_released_program_has_the_faults_of_the_tests() {
    let planted = "store feature \"testing\"";
    assert!(features_of("scenarios").contains(planted), "the search finds the feature where it is");
    for released in ["mostrador", "ctl"] {
        assert!(!features_of(released).contains(planted), "{released} is built with the store's feature testing");
    }
}

/// Shell and browser show the same screens: neither runs a script that is not the program's own.
#[test]
fn both_content_policies_are_strict() {
    let shell: Value = serde_json::from_str(&read("tauri.conf.json")).unwrap();
    let shell = shell["app"]["security"]["csp"].as_str().unwrap().to_owned();
    let web = read("crates/web/src/pages.rs").split("const POLICY").nth(1).unwrap().to_owned();
    for policy in [shell, web] {
        for rule in ["default-src 'self'", "script-src 'self';", "object-src 'none'", "base-uri 'none'", "form-action 'none'"] {
            assert!(policy.contains(rule), "{rule} is missing");
        }
    }
}
