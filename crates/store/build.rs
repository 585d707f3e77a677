// refinery embeds the migrations at compile time and tracks no files.
fn main() {
    println!("cargo:rerun-if-changed=../../migrations/till");
}
