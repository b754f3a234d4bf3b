//! Writes a 12-megapixel photo with EXIF data: `cargo run -p media --example photo -- photo.jpg`.

use std::{env, error::Error, fs};

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("say where to write it")?;
    fs::write(path, media::sample::photo()?)?;
    Ok(())
}
