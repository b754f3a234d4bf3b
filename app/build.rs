//! Turns `locales/*.json` into the module `i18n`. A key that a language lacks stops the build.

use leptos_i18n_build::{Config, ParseOptions, TranslationsInfos};
use std::{env, error::Error, path::PathBuf};

#[expect(
    clippy::disallowed_methods,
    reason = "OUT_DIR is how cargo speaks to build scripts"
)]
fn main() -> Result<(), Box<dyn Error>> {
    println!("cargo::rerun-if-changed=build.rs");
    // Words with values in them become plain strings (`td_string!`), not views.
    let options = ParseOptions::new().interpolate_display(true);
    let config = Config::new("en")?.add_locale("es")?.parse_options(options);
    let words = TranslationsInfos::parse(config)?;
    words.rerun_if_locales_changed();
    words.emit_diagnostics();
    words.generate_i18n_module(PathBuf::from(env::var("OUT_DIR")?).join("i18n"))?;
    Ok(())
}
