//! Compiles PocketSphinx into the crate when `script/fetch-speech` has fetched it; without it the crate builds too,
//! and its engine says what is missing.

use std::path::Path;
use std::{env, error, fs, io};

#[path = "build/sources.rs"]
mod sources;

const VENDOR: &str = "../../vendor/pocketsphinx-5.1.1";

fn main() -> Result<(), Box<dyn error::Error>> {
    println!("cargo::rustc-check-cfg=cfg(pocketsphinx)");
    println!("cargo::rerun-if-changed=build.rs");
    println!("cargo::rerun-if-changed=build");
    println!("cargo::rerun-if-changed={VENDOR}");

    let vendor = Path::new(&env::var("CARGO_MANIFEST_DIR")?).join(VENDOR);
    if !vendor.is_dir() {
        println!(
            "cargo::warning=built without on-device speech recognition: run script/fetch-speech and build again"
        );
        return Ok(());
    }
    let vendor = vendor.canonicalize()?;
    let out = env::var("OUT_DIR")?;
    write_headers(Path::new(&out))?;
    let source = vendor.join("src");
    cc::Build::new()
        .files(sources::SOURCES.iter().map(|name| source.join(name)))
        .include(&out)
        .include(&source)
        .include(vendor.join("include"))
        .define("HAVE_CONFIG_H", None)
        .define("POCKETSPHINX_EXPORTS", None)
        .define("SPHINXBASE_EXPORTS", None)
        // Unoptimised it is slower than speech, also where the rest is built for debugging.
        .opt_level(3)
        .debug(false)
        .warnings(false)
        .extra_warnings(false)
        .try_compile("pocketsphinx")?;

    println!("cargo::rustc-cfg=pocketsphinx");
    println!("cargo::rustc-env=POCKETSPHINX_MODEL={}", vendor.join("model.tar.gz").display());
    Ok(())
}

/// Writes the two headers that CMake would have configured.
///
/// `HAVE_POPEN` stays undefined: the library would run a shell to read compressed files, and ours are not.
fn write_headers(out: &Path) -> io::Result<()> {
    let target = |what: &str| env::var(format!("CARGO_CFG_TARGET_{what}")).unwrap_or_default();
    // 64-bit Windows alone has a pointer that is wider than a long.
    let long = if target("POINTER_WIDTH") == "64" && target("OS") != "windows" { 8 } else { 4 };
    let sizes = format!("#define SIZEOF_LONG {long}\n#define SIZEOF_LONG_LONG 8\n");
    let mut config = format!("{sizes}#define DEFAULT_RADIX 12\n#define PS_USE_THREAD_LOCAL_RNG\n");
    for found in ["HAVE_LONG_LONG", "HAVE_SNPRINTF", "HAVE_STDINT_H", "HAVE_SYS_STAT_H", "HAVE_SYS_TYPES_H"] {
        config.push_str(&format!("#define {found} 1\n"));
    }
    if env::var("CARGO_CFG_UNIX").is_ok() {
        config.push_str("#define HAVE_UNISTD_H 1\n");
    }
    if target("ENDIAN") == "big" {
        config.push_str("#define WORDS_BIGENDIAN\n");
    }
    fs::write(out.join("config.h"), config)?;
    fs::create_dir_all(out.join("pocketsphinx"))?;
    fs::write(
        out.join("pocketsphinx/sphinx_config.h"),
        format!("#define DEFAULT_RADIX 12\n#define HAVE_STDINT_H 1\n{sizes}#define HAVE_LONG_LONG 1\n"),
    )
}
