//! Generates from arbitrary text. The result is valid Rust, or diagnostics other than an internal error.

#![no_main]

use codegen::diagnostic::Code;
use codegen::{Options, Source};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    let name = "api.yaml";
    match codegen::generate(&Source { name, text }, &Options::default()) {
        Ok(module) => {
            for file in module.files {
                if let Err(error) = syn::parse_file(&file.text) {
                    panic!("{} is not Rust: {error}", file.path);
                }
            }
        }
        Err(found) => {
            let failed = found
                .iter()
                .find(|found| found.code == Code::GeneratorFailed);
            assert_eq!(failed, None);
        }
    }
});
