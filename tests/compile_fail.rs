//! What the compiler has to refuse, so that it is not left to run time.

#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
