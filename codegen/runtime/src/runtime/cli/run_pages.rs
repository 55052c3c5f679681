//! Commands that print the items of pages.

use serde::Serialize;

use super::cli_operation::{CliOperation, Record};
use super::command::{Command, Invocation, Kind, Run};
use super::human::counted;
use super::request::{Prepared, prepare};
use super::session::Session;
use super::signals::Interrupts;
use super::status::ExitStatus;
use super::stop::Stop;
use crate::runtime::calls::call::call;
use crate::runtime::pages::Paged;

impl Command {
    /// Creates the command of an operation whose results are split into pages.
    #[must_use]
    pub const fn pages<O: CliOperation + Paged<Item: Serialize>>(name: &'static str) -> Self {
        Self::new(name, || O::ENDPOINT, Kind::Pages, run::<O>)
    }
}

fn run<O: CliOperation + Paged<Item: Serialize>>(invocation: Invocation) -> Run {
    Box::pin(async move {
        let session = Session::start(&invocation);
        let ended = send::<O>(&invocation, &session).await;
        session.end(ended)
    })
}

async fn send<O: CliOperation + Paged<Item: Serialize>>(
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
    let is_all = invocation.has("all");
    let mut interrupts = Interrupts::new().map_err(Stop::failure)?;
    let mut pages = call(&transport, operation).pages();
    let mut printed = 0;
    let ended = loop {
        let page = tokio::select! {
            page = pages.next() => page,
            () = interrupts.next() => break Err(Stop::Interrupted("interrupted".to_owned())),
        };
        let page = match page {
            None => break Ok(()),
            Some(Err(error)) => {
                break Err(Stop::error(&error, error.to_string(), &session.secrets()));
            }
            Some(Ok(page)) => page,
        };
        let has_more = page.next.is_some();
        let items = page.into_items();
        for item in &items {
            output.record(&Record::json(item))?;
        }
        printed += items.len();
        if is_all {
            session.page(items.len());
        } else {
            if has_more {
                session.note("there are more pages; `--all` prints the items of all of them");
            }
            break Ok(());
        }
    };
    output.finish(session)?;
    if ended.is_err() && is_all {
        let next = match pages.cursor() {
            Some(cursor) => format!("; the next page has the cursor {cursor:?}"),
            None => String::new(),
        };
        let items = counted(printed, "item was", "items were");
        session.note(&format!("{items} printed{next}"));
    }
    ended.map(|()| ExitStatus::Success)
}
