//! The credentials of a command: where they come from, and what sets one that is missing.

use std::io::{self, Write};

use super::command::Invocation;
use super::given_value::bytes_of;
use super::parser::{basic_options, credential_option};
use super::stop::Stop;
use crate::runtime::client::builder::ClientBuilder;
use crate::runtime::client::transport::{ApiDocument, Core};
use crate::runtime::document::{Scheme, SchemeKind};

impl Invocation {
    /// Adds the credentials of the options to those of the environment.
    pub(super) fn with_credentials<D: ApiDocument>(
        &self,
        mut builder: ClientBuilder<D>,
    ) -> Result<ClientBuilder<D>, Stop> {
        for (index, scheme) in self.group.api.schemes.iter().enumerate() {
            if let Some((user, password)) = self.basic(scheme)? {
                builder = builder.basic(index, user, password);
            }
            let option = credential_option(scheme);
            let Some(path) = self.text(&option) else {
                continue;
            };
            let line = read_line(path, &option)?;
            let credential = line.trim();
            builder = match scheme.kind {
                SchemeKind::Basic => {
                    let (user, password) = credential.split_once(':').ok_or_else(|| {
                        Stop::Usage(format!("`--{option}`: `{path}` is not USER:PASSWORD"))
                    })?;
                    builder.basic(index, user, password)
                }
                _ => builder.credential(index, credential),
            };
        }
        Ok(builder)
    }

    /// Returns the user name and the password of HTTP Basic authentication, if an option gives one of them. The other may
    /// come from the environment.
    fn basic(&self, scheme: &Scheme) -> Result<Option<(String, String)>, Stop> {
        let Some([user_option, password_option]) = basic_options(self.group, scheme) else {
            return Ok(None);
        };
        let (user, file) = (self.text(&user_option), self.text(&password_option));
        if user.is_none() && file.is_none() {
            return Ok(None);
        }
        let variables = scheme.basic_variables();
        let [user_variable, password_variable] = &variables;
        let [user_given, password_given] = variables.each_ref().map(|it| {
            let given = std::env::var(it).unwrap_or_default();
            Some(given.trim().to_owned()).filter(|it| !it.is_empty())
        });
        let user = user.map(str::to_owned).or(user_given).ok_or_else(|| {
            Stop::Usage(format!(
                "`--{password_option}`: the user name is missing; set {user_variable}, or give `--{user_option} NAME`"
            ))
        })?;
        let password = match file {
            Some(path) => read_line(path, &password_option)?,
            None => password_given.ok_or_else(|| {
                Stop::Usage(format!(
                    "`--{user_option}`: the password is missing; set {password_variable}, or give `--{password_option} FILE`"
                ))
            })?,
        };
        Ok(Some((user, password)))
    }

    /// Checks that the client has the credential that the command needs. A dry run only warns.
    pub(super) fn check_credential(&self, core: &Core) -> Result<(), Stop> {
        let has = |name: &&str| {
            core.credentials
                .iter()
                .any(|(scheme, _)| scheme.name == *name)
        };
        let mut alternatives = self.alternatives().iter();
        let Some(remedy) = self.remedy() else {
            return Ok(());
        };
        if alternatives.any(|names| names.iter().all(has)) {
            return Ok(());
        }
        if self.has("dry-run") {
            warn(&format!(
                "there is no credential, which the request needs; {remedy}"
            ));
        }
        if self.sends_nothing() {
            return Ok(());
        }
        Err(Stop::Usage(format!("there is no credential; {remedy}")))
    }

    /// Returns what sets the credential of the command, such as ``set KEY, or give `--key-file FILE` ``.
    /// Returns `None` if the command needs none.
    pub(super) fn remedy(&self) -> Option<String> {
        if self.alternatives().is_empty() {
            return None;
        }
        let of = |text: &dyn Fn(&Scheme) -> String| {
            let alternatives = self.alternatives().iter().map(|names| {
                let schemes = self.group.api.schemes.iter();
                let schemes = schemes.filter(|it| names.contains(&it.name));
                schemes.map(text).collect::<Vec<_>>().join(" and ")
            });
            alternatives.collect::<Vec<_>>().join(" or ")
        };
        let variables = of(&|scheme| scheme.variables().join(" and "));
        let options = of(&|scheme| format!("`--{} FILE`", credential_option(scheme)));
        Some(format!("set {variables}, or give {options}"))
    }

    /// Says where the credential comes from that this method of the builder sets.
    pub(super) fn source_of_credential(&self, method: &str) -> String {
        let mut schemes = self.group.api.schemes.iter();
        let Some(scheme) = schemes.find(|it| it.method == method) else {
            return format!("`{method}`");
        };
        let basic = basic_options(self.group, scheme).into_iter().flatten();
        let mut options = std::iter::once(credential_option(scheme)).chain(basic);
        match options.find(|it| self.text(it).is_some()) {
            Some(option) => format!("of `--{option}`"),
            None => format!("in {}", scheme.variables().join(" and ")),
        }
    }

    /// Returns the alternatives of credentials of the command, each a list of schemes.
    fn alternatives(&self) -> &'static [&'static [&'static str]] {
        let security = (self.command.endpoint)().security;
        security.unwrap_or(self.group.api.security)
    }
}

/// Reads the only line of a file with a credential. The path of a file that cannot be read is not shown, since it may
/// be the credential itself.
fn read_line(path: &str, option: &str) -> Result<String, Stop> {
    let problem = |problem: String| Stop::Usage(format!("`--{option}`: {problem}"));
    let bytes = bytes_of(path).map_err(|error| {
        problem(format!(
            "cannot read the file: {error}; give the name of a file that has the credential"
        ))
    })?;
    let text = String::from_utf8(bytes).map_err(|_| problem("the file is not UTF-8".to_owned()))?;
    if text.trim().is_empty() {
        return Err(problem(format!("`{path}` is empty")));
    }
    let line = text.trim_matches(['\r', '\n']);
    if line.trim().lines().count() > 1 {
        let lines = text.lines().count();
        return Err(problem(format!(
            "the file has {lines} lines, and the credential is one line"
        )));
    }
    warn_if_readable(path);
    Ok(line.to_owned())
}

/// Prints a warning, also if notes are not wanted.
fn warn(warning: &str) {
    let _closed = writeln!(io::stderr(), "warning: {warning}");
}

/// Warns if other users of the machine can read the file with a credential.
#[cfg(unix)]
fn warn_if_readable(path: &str) {
    use std::os::unix::fs::PermissionsExt;
    let is_readable = std::fs::metadata(path)
        .is_ok_and(|metadata| metadata.is_file() && metadata.permissions().mode() & 0o044 != 0);
    if is_readable {
        warn(&format!(
            "other users can read `{path}`; `chmod 600` makes it private"
        ));
    }
}

#[cfg(not(unix))]
fn warn_if_readable(_path: &str) {}
