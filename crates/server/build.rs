//! Builds the server again when the web app that it embeds has been built again.

fn main() {
    println!("cargo::rerun-if-changed=../../app/dist/web/index.html");
}
