//! Parses and checks arbitrary text. The result is diagnostics other than an internal error, which can be rendered.

#![no_main]

use codegen::Source;
use codegen::diagnostic::{Code, ColorChoice, Format};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|text: &str| {
    for name in ["api.yaml", "api.json"] {
        let found = codegen::check(&Source { name, text });
        for format in [Format::Text, Format::Json, Format::Github] {
            let _ = found.render(format, ColorChoice::Always);
        }
        let failed = found
            .iter()
            .find(|found| found.code == Code::GeneratorFailed);
        assert_eq!(failed, None);
    }
});
