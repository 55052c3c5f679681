use reqwest::Method;

/// Returns the method with this name, which must be a token of HTTP.
pub fn method(name: &'static str) -> Method {
    let method = Method::from_bytes(name.as_bytes());
    method.unwrap_or_else(|_| unreachable!("the name of a method is a token"))
}
