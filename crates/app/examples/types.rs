//! Prints the TypeScript of the door: `make types` writes it where the UI reads it.

fn main() {
    print!("{}", app::typescript::generate());
}
