pub(crate) mod ledger;
pub(crate) mod pace;
pub(crate) mod rate_limit;
