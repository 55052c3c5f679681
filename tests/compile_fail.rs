//! What the compiler has to refuse, so that it is not left to run time.
//!
//! `TRYBUILD=overwrite cargo test -p tests --test compile_fail` accepts what another version of the compiler says.

#[test]
fn mistakes_do_not_compile() {
    trybuild::TestCases::new().compile_fail("compile_fail/*.rs");
}
