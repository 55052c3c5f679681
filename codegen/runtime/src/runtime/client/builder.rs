use std::env::VarError;
use std::fmt;
use std::marker::PhantomData;
#[cfg(feature = "test-util")]
use std::sync::Arc;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::{Url, redirect};

use super::credentials::{Credential, Credentials};
#[cfg(feature = "test-util")]
use super::in_process::InProcessServer;
use super::transport::{ApiDocument, Core, Transport};
use super::{base_url, proxy};
use crate::runtime::clock::Clock;
use crate::runtime::document::{Api, RateClass, SchemeKind};
use crate::runtime::errors::build::BuildError;
use crate::runtime::events::{Wait, WaitListener};
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::retries::{RetryBudget, RetryPolicy};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Shorter than the time for which servers keep idle connections. A write on a connection that the
/// server is closing is lost.
const POOL_IDLE_TIMEOUT: Duration = Duration::from_secs(15);
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_RESPONSE_BYTES: usize = 32 * 1024 * 1024;
const RETRY_BUDGET: u32 = 50;

/// A builder for a client.
///
/// By default, connecting times out after 10 seconds and an attempt after 30 seconds, and a
/// response body may have up to 32 MiB.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<D> {
    base_url: Option<String>,
    /// The environment variable that the base URL comes from.
    base_url_variable: Option<&'static str>,
    variables: Vec<(&'static str, String)>,
    credentials: Credentials,
    http: Option<reqwest::ClientBuilder>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    max_response_bytes: usize,
    allow_plain_http: bool,
    retry_policy: RetryPolicy,
    retry_budget: u32,
    classes: Vec<RateClass>,
    pacing: bool,
    max_wait: Option<Duration>,
    listener: WaitListener,
    from_env: bool,
    problem: Option<BuildError>,
    #[cfg(feature = "test-util")]
    pub(crate) server: Option<Arc<dyn InProcessServer>>,
    document: PhantomData<fn() -> D>,
}

impl<D: ApiDocument> ClientBuilder<D> {
    /// Sets the base URL. The default is the server that the document declares.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self.base_url_variable = None;
        self
    }

    /// Sets the maximum duration of an attempt, from sending the request to the end of the response
    /// body. The default is 30 seconds.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Sets the maximum time to connect. The default is 10 seconds.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sets the `User-Agent` header. The default names this crate and its version.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Sets the builder of the underlying HTTP client, for example to configure proxies or
    /// certificates.
    ///
    /// By default, the proxies of the environment are used (`HTTPS_PROXY`, `HTTP_PROXY`,
    /// `ALL_PROXY` and `NO_PROXY`), except for a base URL on the local machine. With this method,
    /// the given builder alone decides which proxies are used. Since its decision cannot be
    /// inspected, [`build`](Self::build) fails if a credential is set, the base URL is unencrypted
    /// and on the local machine, and the environment has a proxy for it.
    /// [`allow_plain_http`](Self::allow_plain_http) permits this.
    ///
    /// Its settings for redirects, `Referer`, retries, connect timeout and `User-Agent` are
    /// replaced by those of this builder.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Allows sending credentials over unencrypted HTTP to hosts other than the local machine, and
    /// through proxies. Anyone on the network path can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.allow_plain_http = true;
        self
    }

    /// Sets the maximum size of a response body in bytes. The default is 32 MiB.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Sets the default retry policy. A call can override it.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.retry_policy = policy;
        self
    }

    /// Sets the maximum number of retries that the client and its clones make in total while the
    /// server fails. The default is 50. Every five successes make one more retry available,
    /// up to this number.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Replaces the rate limit that the document declares for `class` with `requests` per `window`.
    /// Limits that response headers report take precedence over both.
    ///
    /// If the document declares no such class, or if `requests` or `window` is zero,
    /// [`build`](Self::build) fails.
    pub fn rate_limit(mut self, class: &str, requests: u32, window: Duration) -> Self {
        if requests == 0 || window.is_zero() {
            let class = class.to_owned();
            self.problem = Some(BuildError::ZeroLimit { class });
        } else if let Some(known) = self.classes.iter_mut().find(|known| known.name == class) {
            (known.requests, known.window) = (requests, window);
        } else {
            let known = self.classes.iter().map(|known| known.name).collect();
            let class = class.to_owned();
            self.problem = Some(BuildError::UnknownClass { class, known });
        }
        self
    }

    /// Sets whether calls wait when the rate limit is reached, instead of sending requests that the
    /// server would refuse. The default is `true`.
    pub fn pacing(mut self, pacing: bool) -> Self {
        self.pacing = pacing;
        self
    }

    /// Sets the maximum time that a call waits for the rate limit. By default there is no maximum.
    ///
    /// A call that would have to wait longer fails with
    /// [`Error::Wait`](crate::runtime::errors::error::Error::Wait).
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = Some(wait);
        self
    }

    /// Sets a callback that runs before each wait: for the rate limit, for a retry, or for a job.
    /// The callback runs on the task of the call and should return quickly.
    pub fn on_wait(mut self, listener: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.listener = WaitListener::new(listener);
        self
    }

    /// Builds the client.
    ///
    /// # Errors
    ///
    /// Returns an error if the base URL, a server variable, a rate limit class or a credential is
    /// invalid, if a credential would be sent unencrypted, or if the builder is from the
    /// environment and the environment has no credential.
    pub fn build(self) -> Result<D::Client, BuildError> {
        Ok(D::Client::from(Transport::new(build_core(self)?)))
    }
}

/// Methods for generated code. Which of them are used depends on the document.
#[allow(
    dead_code,
    reason = "a document may have no credential or server variable of a kind"
)]
impl<D: ApiDocument> ClientBuilder<D> {
    pub(crate) fn new() -> Self {
        Self {
            base_url: None,
            base_url_variable: None,
            variables: Vec::new(),
            credentials: Credentials::new(&D::API),
            http: None,
            user_agent: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            allow_plain_http: false,
            retry_policy: RetryPolicy::new(),
            retry_budget: RETRY_BUDGET,
            classes: D::API.limits.classes.to_vec(),
            pacing: true,
            max_wait: None,
            listener: WaitListener::default(),
            from_env: false,
            problem: None,
            #[cfg(feature = "test-util")]
            server: None,
            document: PhantomData,
        }
    }

    /// Creates a builder with the base URL, the server variables and the credentials from the
    /// environment. If no credential is set, [`build`](Self::build) fails.
    pub fn from_env() -> Self {
        from_variables(|name| std::env::var(name))
    }

    /// Sets the credential of the security scheme at `index`.
    pub(crate) fn credential(mut self, index: usize, value: impl Into<String>) -> Self {
        self.credentials
            .set(index, Credential::Text(value.into().into()));
        self
    }

    /// Sets the user name and password of the security scheme at `index`.
    pub(crate) fn basic(
        mut self,
        index: usize,
        user: impl Into<String>,
        password: impl Into<String>,
    ) -> Self {
        let credential = Credential::Basic {
            user: user.into(),
            password: password.into().into(),
        };
        self.credentials.set(index, credential);
        self
    }

    /// Sets a variable in the server's URL. [`base_url`](Self::base_url) takes precedence over it.
    pub(crate) fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value.into()));
        self
    }
}

/// Builds the transport of a client for a program, which checks itself whether a credential is missing.
#[allow(dead_code, reason = "only a program uses it")]
pub(crate) fn build_transport<D: ApiDocument>(
    builder: ClientBuilder<D>,
) -> Result<Transport<D>, BuildError> {
    let core = build_core(ClientBuilder {
        from_env: false,
        ..builder
    })?;
    Ok(Transport::new(core))
}

/// Builds the state that the clones of a client share. This is a function, since the names of the
/// methods of the builder are those of a document's schemes and variables.
fn build_core<D: ApiDocument>(builder: ClientBuilder<D>) -> Result<Core, BuildError> {
    if let Some(problem) = builder.problem {
        return Err(problem);
    }
    let api = D::API;
    if builder.from_env && builder.credentials.is_empty() && !api.schemes.is_empty() {
        return Err(BuildError::MissingEnv {
            variables: credential_variables(&api),
        });
    }
    for (scheme, credential) in builder.credentials.iter() {
        if let Some(problem) = credential.problem(scheme.kind) {
            return Err(BuildError::Credential {
                method: scheme.method,
                problem,
            });
        }
    }
    let base = match &builder.base_url {
        Some(url) => base_url::parse(url, builder.base_url_variable)?,
        None => base_url::parse(&base_url::from_servers(&api, &builder.variables)?, None)?,
    };
    let is_local = base_url::is_loopback(&base);
    let proxy = proxy::from_variables(&base, |name| std::env::var(name));
    if !builder.credentials.is_empty() && !builder.allow_plain_http {
        // It cannot be known whether a given HTTP client uses the proxy.
        let possible_proxy = proxy.as_deref().filter(|_| builder.http.is_some());
        check_encryption(&base, is_local, possible_proxy)?;
    }
    let (clock, random) = clock_and_random(&builder);
    let (http, proxy) = match builder.http {
        Some(http) => (http, None),
        None if is_local => (default_http().no_proxy(), None),
        None => (default_http(), proxy),
    };
    let http = http
        .user_agent(builder.user_agent.as_deref().unwrap_or(api.user_agent))
        .connect_timeout(builder.connect_timeout)
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .build()
        .map_err(|error| BuildError::Http(error.without_url()))?;
    let mut credentials = builder.credentials;
    credentials.build_headers(&http);
    Ok(Core {
        api,
        scrubber: credentials.scrubber(&http),
        http,
        base_url: base.as_str().trim_end_matches('/').to_owned(),
        origin: base_url::origin(&base),
        base,
        proxy,
        credentials,
        timeout: builder.timeout,
        max_response_bytes: builder.max_response_bytes,
        retry_policy: builder.retry_policy,
        retry_budget: RetryBudget::new(builder.retry_budget),
        pacer: Pacer::new(
            if builder.pacing {
                &builder.classes
            } else {
                &[]
            },
            &clock,
        ),
        max_wait: builder.max_wait,
        listener: builder.listener,
        clock,
        random: Mutex::new(random),
        #[cfg(feature = "test-util")]
        server: builder.server,
    })
}

/// Returns the clock and the random numbers of a client. With a server in the same process, they are
/// the same in every run.
#[cfg(feature = "test-util")]
fn clock_and_random<D>(builder: &ClientBuilder<D>) -> (Clock, fastrand::Rng) {
    match &builder.server {
        Some(server) => (server.clock(), fastrand::Rng::with_seed(0)),
        None => (Clock::start(), fastrand::Rng::new()),
    }
}

#[cfg(not(feature = "test-util"))]
fn clock_and_random<D>(_builder: &ClientBuilder<D>) -> (Clock, fastrand::Rng) {
    (Clock::start(), fastrand::Rng::new())
}

/// Checks that a credential is not sent unencrypted to another machine: to the host of the base
/// URL, or through a proxy.
fn check_encryption(base: &Url, is_local: bool, proxy: Option<&str>) -> Result<(), BuildError> {
    if base.scheme() != "http" {
        return Ok(());
    }
    let origin = base_url::origin(base);
    match proxy {
        _ if !is_local => Err(BuildError::PlainHttp { origin }),
        Some(proxy) => Err(BuildError::PlainHttpProxy {
            origin,
            proxy: proxy.to_owned(),
        }),
        None => Ok(()),
    }
}

fn default_http() -> reqwest::ClientBuilder {
    reqwest::Client::builder().pool_idle_timeout(POOL_IDLE_TIMEOUT)
}

/// Creates a builder from environment variables, which `look_up` reads.
pub(crate) fn from_variables<D: ApiDocument>(
    look_up: impl Fn(&str) -> Result<String, VarError>,
) -> ClientBuilder<D> {
    let mut builder = ClientBuilder::new();
    let mut problem = None;
    let mut read = |name: &str| match look_up(name) {
        Ok(value) => Some(value.trim().to_owned()).filter(|value| !value.is_empty()),
        Err(VarError::NotPresent) => None,
        Err(VarError::NotUnicode(_)) => {
            problem = Some(BuildError::NotUnicode {
                variable: name.to_owned(),
            });
            None
        }
    };
    builder.from_env = true;
    builder.base_url = read(D::API.base_url_env);
    builder.base_url_variable = Some(D::API.base_url_env);
    for variable in D::API.servers.iter().flat_map(|server| server.variables) {
        if let Some(value) = read(variable.env) {
            builder = builder.server_variable(variable.name, value);
        }
    }
    for (index, scheme) in D::API.schemes.iter().enumerate() {
        if scheme.kind == SchemeKind::Basic {
            let [user, password] = scheme.basic_variables().map(|name| read(&name));
            if let (Some(user), Some(password)) = (user, password) {
                builder = builder.basic(index, user, password);
            }
        } else if let Some(value) = read(scheme.env) {
            builder = builder.credential(index, value);
        }
    }
    builder.problem = problem;
    builder
}

impl<D> fmt::Debug for ClientBuilder<D> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("ClientBuilder")
            .field("variables", &self.variables)
            .field("credentials", &self.credentials)
            .field("timeout", &self.timeout)
            .field("connect_timeout", &self.connect_timeout)
            .field("max_response_bytes", &self.max_response_bytes)
            .finish_non_exhaustive()
    }
}

fn credential_variables(api: &Api) -> Vec<String> {
    let schemes = api.schemes.iter();
    schemes.map(|it| it.variables().join(" and ")).collect()
}
