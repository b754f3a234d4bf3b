//! Writes the small files of the tests for the fuzzer to start from:
//! `cargo run -p media --example seeds -- server/media/fuzz/corpus/decode`.

#![expect(clippy::unwrap_used, reason = "the files are made as in the tests")]

#[path = "../tests/pictures/blocks.rs"]
mod blocks;
#[path = "../tests/pictures/corpus.rs"]
mod corpus;

use std::{env, error::Error, fs, path::PathBuf};

fn main() -> Result<(), Box<dyn Error>> {
    let folder = PathBuf::from(env::args_os().nth(1).ok_or("say where to write them")?);
    fs::create_dir_all(&folder)?;
    for (name, file) in corpus::all() {
        fs::write(folder.join(name), file)?;
    }
    Ok(())
}
