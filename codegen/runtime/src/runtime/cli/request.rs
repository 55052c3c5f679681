//! What happens before a request is sent: a confirmation, or printing it instead.

use reqwest::Request;
use serde_json::Value as Json;

use super::cli_operation::CliOperation;
use super::command::Invocation;
use super::confirm::ask;
use super::curl::curl;
use super::human::Count;
use super::session::{Printer, Session};
use super::stop::Stop;
use crate::runtime::calls::request::{Options, build_request};
use crate::runtime::client::transport::{ApiDocument, Transport};
use crate::runtime::excerpt::shorten_to;

/// The number of entries that are sent without a confirmation.
const MAX_UNCONFIRMED: usize = 25;

/// What a command needs to send requests.
pub(super) struct Prepared<O: CliOperation> {
    pub(super) operation: O,
    pub(super) transport: Transport<O::Document>,
    pub(super) output: Printer,
}

/// Prepares a command that sends no batches. Asks for a confirmation if the command needs one. Returns
/// `None` if the request is printed instead of sent.
pub(super) fn prepare<O: CliOperation>(
    invocation: &Invocation,
    session: &Session,
) -> Result<Option<Prepared<O>>, Stop> {
    let mut arguments = invocation.arguments()?;
    session.hide(&mut arguments);
    let mut shown = arguments.hidden();
    let body = shown.given();
    let change = arguments.change();
    let operation = O::from_arguments(&mut arguments)?;
    change.check(invocation.command, &operation)?;
    let transport = invocation.transport::<O::Document>(session.on_wait())?;
    let mut output = Printer::of_records(invocation)?;
    if invocation.sends_nothing() {
        let request = build(&transport, &operation, session)?;
        let request = match invocation.command.secrets {
            [] => request,
            _ => build_shown(
                &transport,
                &O::from_arguments(&mut shown).map_err(cannot_show)?,
            )?,
        };
        if invocation.has("print-request") {
            print_curl::<O>(&request, &mut output)?;
        } else {
            let (method, url) = (request.method(), request.url());
            output.line(&format!("would send {method} {url}"))?;
        }
        return Ok(None);
    }
    confirm(invocation, session, &body, 1)?;
    Ok(Some(Prepared {
        operation,
        transport,
        output,
    }))
}

/// Builds the request of an operation.
pub(super) fn build<O: CliOperation>(
    transport: &Transport<O::Document>,
    operation: &O,
    session: &Session,
) -> Result<Box<Request>, Stop> {
    let core = transport.core();
    let request = build_request(core, operation, &O::ENDPOINT, &Options::default());
    request.map_err(|error| Stop::invalid(&error, &session.secrets()))
}

/// Builds the request of an operation with placeholders for secrets, which may violate constraints.
pub(super) fn build_shown<O: CliOperation>(
    transport: &Transport<O::Document>,
    operation: &O,
) -> Result<Box<Request>, Stop> {
    let options = Options {
        is_checked: true,
        ..Options::default()
    };
    let request = build_request(transport.core(), operation, &O::ENDPOINT, &options);
    request.map_err(cannot_show)
}

/// Returns the error of a request that can be sent, and not be shown with placeholders for secrets.
pub(super) fn cannot_show<E>(_: E) -> Stop {
    Stop::Failure("the request is valid, and cannot be shown without its passwords".to_owned())
}

/// Prints a request as a command for `curl`.
pub(super) fn print_curl<O: CliOperation>(
    request: &Request,
    output: &mut Printer,
) -> Result<(), Stop> {
    let api = <O::Document as ApiDocument>::API;
    output.line(&curl(request, &api, &O::ENDPOINT))
}

/// Asks for a confirmation if the request needs one.
pub(super) fn confirm(
    invocation: &Invocation,
    session: &Session,
    body: &Json,
    entries: usize,
) -> Result<(), Stop> {
    if invocation.has("yes") || !needs_confirmation(invocation, body, entries) {
        return Ok(());
    }
    let command = invocation.name();
    let what = match entries {
        0 | 1 => String::new(),
        entries => format!(" to {} entries", Count(entries)),
    };
    let question = match described(body).as_str() {
        "" => format!("Send `{command}`{what}?"),
        body => format!("Send `{command}`{what}, with {body}?"),
    };
    match session.suspend(|| ask(&question)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(Stop::Failure("not confirmed; nothing was sent".to_owned())),
        Err(error) => Err(Stop::Usage(format!(
            "`{command}`{what} needs a confirmation, and {error}; give `--yes`"
        ))),
    }
}

fn needs_confirmation(invocation: &Invocation, body: &Json, entries: usize) -> bool {
    let command = invocation.command;
    let is_rule_met = |rule: &&[(&str, &str)]| {
        rule.iter().all(|(name, value)| {
            let value = serde_json::from_str::<Json>(value).ok();
            value.as_ref() == body.get(name)
        })
    };
    (command.endpoint)().method == "DELETE"
        || entries > MAX_UNCONFIRMED
        || command.confirm.iter().any(is_rule_met)
}

/// Describes the values of a body in one line, such as `status "DELETE", tag "stale"`.
fn described(body: &Json) -> String {
    const MAX_CHARS: usize = 200;
    let text = match body {
        Json::Null => String::new(),
        Json::Object(properties) => {
            let values = properties.iter();
            let values: Vec<_> = values
                .map(|(name, value)| format!("{name} {value}"))
                .collect();
            values.join(", ")
        }
        body => body.to_string(),
    };
    shorten_to(MAX_CHARS, &text)
}
