use std::env::VarError;
use std::fmt;
use std::marker::PhantomData;
use std::sync::Mutex;
use std::time::Duration;

use reqwest::redirect;

use super::base_url;
use super::credentials::{Credential, Credentials};
use super::transport::{ApiDocument, Core, Transport};
use crate::runtime::clock::Clock;
use crate::runtime::document::{Api, RateClass, SchemeKind};
use crate::runtime::errors::build::BuildError;
use crate::runtime::events::{Wait, WaitListener};
use crate::runtime::rate_limits::pace::Pacer;
use crate::runtime::retries::{Budget, RetryPolicy};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(10);
/// Shorter than what servers keep idle connections for: a write on one that the server is closing is
/// lost without a trace.
const IDLE: Duration = Duration::from_secs(15);
const TIMEOUT: Duration = Duration::from_secs(30);
const MAX_RESPONSE_BYTES: usize = 32 * 1024 * 1024;
const RETRY_BUDGET: u32 = 50;

/// Builds a client.
///
/// Unless they are set, a connection may take 10 seconds, an attempt with its answer 30 seconds,
/// and an answer 32 MiB.
#[must_use = "a builder does nothing until it is built"]
pub struct ClientBuilder<D> {
    base_url: Option<String>,
    variables: Vec<(&'static str, String)>,
    credentials: Credentials,
    http: Option<reqwest::ClientBuilder>,
    user_agent: Option<String>,
    connect_timeout: Duration,
    timeout: Duration,
    max_response_bytes: usize,
    plain_http: bool,
    policy: RetryPolicy,
    retry_budget: u32,
    classes: Vec<RateClass>,
    pacing: bool,
    max_wait: Option<Duration>,
    listener: WaitListener,
    from_env: bool,
    problem: Option<BuildError>,
    document: PhantomData<fn() -> D>,
}

impl<D: ApiDocument> ClientBuilder<D> {
    /// Sends requests to this URL instead of the document's server.
    pub fn base_url(mut self, url: impl Into<String>) -> Self {
        self.base_url = Some(url.into());
        self
    }

    /// Bounds an attempt, from sending the request to the end of the answer. 30 seconds by default.
    pub fn timeout(mut self, timeout: Duration) -> Self {
        self.timeout = timeout;
        self
    }

    /// Bounds the making of a connection. 10 seconds by default.
    pub fn connect_timeout(mut self, timeout: Duration) -> Self {
        self.connect_timeout = timeout;
        self
    }

    /// Sends this `User-Agent` instead of the crate's own.
    pub fn user_agent(mut self, user_agent: impl Into<String>) -> Self {
        self.user_agent = Some(user_agent.into());
        self
    }

    /// Starts from this HTTP client, for proxies, certificates and the like.
    ///
    /// Redirects, referer, retries, timeouts and `User-Agent` are set on it last, by this builder.
    pub fn http(mut self, http: reqwest::ClientBuilder) -> Self {
        self.http = Some(http);
        self
    }

    /// Allows credentials over plain `http` to hosts other than this machine, where anyone on the
    /// way can read them.
    pub fn allow_plain_http(mut self) -> Self {
        self.plain_http = true;
        self
    }

    /// Bounds the body of an answer. 32 MiB by default.
    pub fn max_response_bytes(mut self, bytes: usize) -> Self {
        self.max_response_bytes = bytes;
        self
    }

    /// Repeats failed calls by this policy, unless a call has one of its own.
    pub fn retry(mut self, policy: RetryPolicy) -> Self {
        self.policy = policy;
        self
    }

    /// Bounds the retries of all clones of the client together while the server fails: 50 by
    /// default. Each five successes earn one back.
    pub fn retry_budget(mut self, retries: u32) -> Self {
        self.retry_budget = retries;
        self
    }

    /// Sets the requests that a class may make in a window, where they are not the document's.
    /// What the server's headers say goes before both.
    pub fn rate_limit(mut self, class: &str, requests: u32, window: Duration) -> Self {
        if let Some(known) = self.classes.iter_mut().find(|known| known.name == class) {
            (known.requests, known.window) = (requests, window);
        } else {
            let known = self.classes.iter().map(|known| known.name).collect();
            let class = class.to_owned();
            self.problem = Some(BuildError::UnknownClass { class, known });
        }
        self
    }

    /// Whether calls wait when the rate limit is reached, before the server has to refuse them.
    /// They do by default.
    pub fn pacing(mut self, pacing: bool) -> Self {
        self.pacing = pacing;
        self
    }

    /// Bounds the time that a call waits for the rate limit; there is no bound by default. A call
    /// that would have to wait longer fails with [`Error::Wait`](crate::runtime::errors::error::Error::Wait).
    pub fn max_wait(mut self, wait: Duration) -> Self {
        self.max_wait = Some(wait);
        self
    }

    /// Calls this function before a call waits, for the rate limit or to be repeated. It must not
    /// take long.
    pub fn on_wait(mut self, listener: impl Fn(&Wait) + Send + Sync + 'static) -> Self {
        self.listener = WaitListener::new(listener);
        self
    }

    /// Makes the client.
    ///
    /// # Errors
    ///
    /// Fails when the base URL, a server variable or a credential cannot be used, when a credential
    /// would travel in the clear, or when a client from the environment finds no credential there.
    pub fn build(self) -> Result<D::Client, BuildError> {
        Ok(D::Client::from(Transport::new(core(self)?)))
    }
}

/// What generated code sets; which of it depends on the document.
#[allow(
    dead_code,
    reason = "a document may have no credential or server variable of a kind"
)]
impl<D: ApiDocument> ClientBuilder<D> {
    pub(crate) fn new() -> Self {
        Self {
            base_url: None,
            variables: Vec::new(),
            credentials: Credentials::new(&D::API),
            http: None,
            user_agent: None,
            connect_timeout: CONNECT_TIMEOUT,
            timeout: TIMEOUT,
            max_response_bytes: MAX_RESPONSE_BYTES,
            plain_http: false,
            policy: RetryPolicy::new(),
            retry_budget: RETRY_BUDGET,
            classes: D::API.limits.classes.to_vec(),
            pacing: true,
            max_wait: None,
            listener: WaitListener::default(),
            from_env: false,
            problem: None,
            document: PhantomData,
        }
    }

    /// Takes base URL, server variables and credentials from the environment; a variable that is
    /// missing is an error of [`build`](Self::build).
    pub fn from_env() -> Self {
        from_variables(|name| std::env::var(name))
    }

    /// Sets the credential of the scheme at `index` of the document's schemes.
    pub(crate) fn credential(mut self, index: usize, value: impl Into<String>) -> Self {
        self.credentials
            .set(index, Credential::Text(value.into().into()));
        self
    }

    /// Sets user name and password of the scheme at `index` of the document's schemes.
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

    /// Sets a variable in the server's URL; [`base_url`](Self::base_url) goes before it.
    pub(crate) fn server_variable(mut self, name: &'static str, value: impl Into<String>) -> Self {
        self.variables.retain(|(other, _)| *other != name);
        self.variables.push((name, value.into()));
        self
    }
}

/// What the clones of a client share. It is no method of the builder, whose methods take names from a document.
fn core<D: ApiDocument>(builder: ClientBuilder<D>) -> Result<Core, BuildError> {
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
        Some(url) => base_url::parse(url)?,
        None => base_url::parse(&base_url::from_servers(&api, &builder.variables)?)?,
    };
    let in_clear = base.scheme() == "http" && !base_url::is_loopback(&base);
    if in_clear && !builder.credentials.is_empty() && !builder.plain_http {
        return Err(BuildError::PlainHttp {
            origin: base_url::origin(&base),
        });
    }
    let http = builder
        .http
        .unwrap_or_else(|| reqwest::Client::builder().pool_idle_timeout(IDLE))
        .user_agent(builder.user_agent.as_deref().unwrap_or(api.user_agent))
        .connect_timeout(builder.connect_timeout)
        .redirect(redirect::Policy::none())
        .referer(false)
        .retry(reqwest::retry::never())
        .build()
        .map_err(|error| BuildError::Http(error.without_url()))?;
    Ok(Core {
        api,
        http,
        base_url: base.as_str().trim_end_matches('/').to_owned(),
        origin: base_url::origin(&base),
        credentials: builder.credentials,
        timeout: builder.timeout,
        max_response_bytes: builder.max_response_bytes,
        policy: builder.policy,
        budget: Budget::new(builder.retry_budget),
        pacer: Pacer::new(if builder.pacing {
            &builder.classes
        } else {
            &[]
        }),
        max_wait: builder.max_wait,
        listener: builder.listener,
        clock: Clock::start(),
        random: Mutex::new(fastrand::Rng::new()),
    })
}

/// A builder with what `look_up` finds by the names of environment variables.
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
    for variable in D::API.servers.iter().flat_map(|server| server.variables) {
        if let Some(value) = read(variable.env) {
            builder = builder.server_variable(variable.name, value);
        }
    }
    for (index, scheme) in D::API.schemes.iter().enumerate() {
        if scheme.kind == SchemeKind::Basic {
            let [user, password] = basic_variables(scheme.env).map(|name| read(&name));
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

fn basic_variables(env: &str) -> [String; 2] {
    [format!("{env}_USERNAME"), format!("{env}_PASSWORD")]
}

fn credential_variables(api: &Api) -> Vec<String> {
    api.schemes
        .iter()
        .map(|scheme| match scheme.kind {
            SchemeKind::Basic => basic_variables(scheme.env).join(" and "),
            _ => scheme.env.to_owned(),
        })
        .collect()
}
