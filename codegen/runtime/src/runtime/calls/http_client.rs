use reqwest::{Client, Method, RequestBuilder, Url};

/// An HTTP client with the methods of [`Client`] that start a request.
///
/// The base URL is parsed once for each client instead of once for each request.
#[derive(Clone, Copy, Debug)]
pub struct HttpClient<'a> {
    pub(crate) client: &'a Client,
    /// The base URL.
    pub(crate) base: &'a Url,
    /// The same without a trailing slash.
    pub(crate) baseurl: &'a str,
}

impl HttpClient<'_> {
    /// Starts a `GET` request.
    pub fn get(&self, url: String) -> RequestBuilder {
        self.request(Method::GET, url)
    }

    /// Starts a `POST` request.
    pub fn post(&self, url: String) -> RequestBuilder {
        self.request(Method::POST, url)
    }

    /// Starts a `PUT` request.
    pub fn put(&self, url: String) -> RequestBuilder {
        self.request(Method::PUT, url)
    }

    /// Starts a `PATCH` request.
    pub fn patch(&self, url: String) -> RequestBuilder {
        self.request(Method::PATCH, url)
    }

    /// Starts a `DELETE` request.
    pub fn delete(&self, url: String) -> RequestBuilder {
        self.request(Method::DELETE, url)
    }

    /// Starts a `HEAD` request.
    pub fn head(&self, url: String) -> RequestBuilder {
        self.request(Method::HEAD, url)
    }

    /// Starts a request with any method.
    pub fn request(&self, method: Method, url: String) -> RequestBuilder {
        match self.parse(&url) {
            Some(url) => self.client.request(method, url),
            None => self.client.request(method, url),
        }
    }

    /// Parses a URL that adds a path to the base URL. Returns `None` if it has another form.
    pub(crate) fn parse(&self, url: &str) -> Option<Url> {
        let path = url.strip_prefix(self.baseurl)?;
        if !path.starts_with('/') || path.contains(['?', '#']) {
            return None;
        }
        let mut url = self.base.clone();
        match self.base.path().trim_end_matches('/') {
            "" => url.set_path(path),
            base => url.set_path(&format!("{base}{path}")),
        }
        Some(url)
    }
}
