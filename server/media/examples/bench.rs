//! Photos a second, and the memory that they take: `cargo run --release -p media --example bench`.

use bytes::Bytes;
use media::{PictureLimits, Pictures, sample};
use std::{
    error::Error,
    fs,
    time::{Duration, Instant},
};

/// How long each line of the table is measured.
const LONG: Duration = Duration::from_secs(10);

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let photo = Bytes::from(sample::photo()?);
    let cores = PictureLimits::default().at_once;
    println!(
        "A photo of 12 megapixels, {:.1} MB, three pictures of each:\n",
        megabytes(photo.len())
    );
    println!("| at once | photos a second | median ms | slowest ms | most memory, MB |");
    println!("| ---: | ---: | ---: | ---: | ---: |");
    for at_once in [1, cores] {
        measure(&photo, at_once).await?;
    }
    Ok(())
}

async fn measure(photo: &Bytes, at_once: usize) -> Result<(), Box<dyn Error>> {
    // Forgets the most memory that was taken so far.
    fs::write("/proc/self/clear_refs", "5")?;
    let pictures = Pictures::new(PictureLimits {
        at_once,
        ..PictureLimits::default()
    });
    let begun = Instant::now();
    let lines = (0..at_once).map(|_| one_after_the_other(&pictures, photo, begun));
    let times = futures::future::try_join_all(lines).await;
    let mut times = times.map_err(|reason| format!("{reason:?}"))?.concat();
    let seconds = begun.elapsed().as_secs_f64();
    times.sort_unstable();
    let ms = |at: usize| times.get(at).map_or(0, Duration::as_millis);
    println!(
        "| {at_once} | {:.1} | {} | {} | {:.0} |",
        f64::from(u32::try_from(times.len())?) / seconds,
        ms(times.len() / 2),
        ms(times.len() - 1),
        most_memory()?
    );
    Ok(())
}

async fn one_after_the_other(
    pictures: &Pictures,
    photo: &Bytes,
    begun: Instant,
) -> Result<Vec<Duration>, contract::avatar::UploadReason> {
    let mut times = Vec::new();
    while begun.elapsed() < LONG {
        let this = Instant::now();
        pictures.make(None, photo.clone()).await?;
        times.push(this.elapsed());
    }
    Ok(times)
}

/// Of the whole program, the photo included.
fn most_memory() -> Result<f64, Box<dyn Error>> {
    let status = fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"));
    let kilobytes: u32 = line
        .and_then(|line| line.split_whitespace().nth(1))
        .ok_or("no VmHWM")?
        .parse()?;
    Ok(f64::from(kilobytes) * 1024.0 / 1e6)
}

fn megabytes(bytes: usize) -> f64 {
    f64::from(u32::try_from(bytes).unwrap_or(u32::MAX)) / 1e6
}
