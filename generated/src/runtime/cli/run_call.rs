//! Commands that send one request.

use std::pin::pin;
use std::sync::Arc;

use super::cli_operation::CliOperation;
use super::command::{Command, Invocation, Kind, Run};
use super::request::{Prepared, prepare};
use super::session::Session;
use super::signals::Interrupts;
use super::status::ExitStatus;
use super::stop::Stop;
use crate::runtime::calls::call::{Call, call};
use crate::runtime::calls::operation::ErrorOf;
use crate::runtime::calls::sending::Sending;

impl Command {
    /// Creates the command of an operation that sends one request.
    #[must_use]
    pub const fn call<O: CliOperation>(name: &'static str) -> Self {
        Self::new(name, || O::ENDPOINT, Kind::Call, run::<O>)
    }
}

fn run<O: CliOperation>(invocation: Invocation) -> Run {
    Box::pin(async move {
        let session = Session::start(&invocation);
        let ended = send::<O>(&invocation, &session).await;
        session.end(ended)
    })
}

async fn send<O: CliOperation>(
    invocation: &Invocation,
    session: &Session,
) -> Result<ExitStatus, Stop> {
    let Some(prepared) = prepare::<O>(invocation, session)? else {
        return Ok(ExitStatus::Success);
    };
    let Prepared {
        operation,
        transport,
        mut output,
    } = prepared;
    let call = call(&transport, operation);
    let (response, status) = finish_or_stop(call, session).await?;
    output.record(&O::record(&response))?;
    output.finish(session)?;
    Ok(status)
}

/// Waits for the response. The first interruption ends the call if it has not been sent; otherwise it
/// ends the waits for retries, and the second one ends the call.
pub(super) async fn finish_or_stop<O: CliOperation>(
    mut call: Call<O>,
    session: &Session,
) -> Result<(O::Output, ExitStatus), Stop> {
    let sending = Arc::new(Sending::default());
    call.options.sending = Some(Arc::clone(&sending));
    let mut interrupts = Interrupts::new().map_err(Stop::failure)?;
    let mut response = pin!(call.send());
    let mut status = ExitStatus::Success;
    loop {
        tokio::select! {
            response = &mut response => return match response {
                Ok(response) => Ok((response, status)),
                Err(error) => Err(failed::<O>(&error, status, session)),
            },
            () = interrupts.next() => {
                if !sending.is_sent() {
                    return Err(Stop::Interrupted("interrupted; nothing was sent".to_owned()));
                }
                if status == ExitStatus::Interrupted {
                    return Err(Stop::Interrupted(
                        "interrupted; the server may have processed the request".to_owned(),
                    ));
                }
                sending.stop();
                status = ExitStatus::Interrupted;
                session.note("waiting for the response; Ctrl-C again ends without it");
            }
        }
    }
}

fn failed<O: CliOperation>(error: &ErrorOf<O>, status: ExitStatus, session: &Session) -> Stop {
    let doubt = if error.may_have_been_processed() {
        " (the server may have processed the request)"
    } else {
        ""
    };
    let secrets = session.secrets();
    let message = format!("{}{doubt}", secrets.error(error));
    match status {
        ExitStatus::Interrupted => Stop::Interrupted(format!("error: {message}")),
        _ => Stop::error(error, message, &secrets),
    }
}
