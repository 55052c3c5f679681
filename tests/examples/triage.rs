//! Closes conversations without recent messages.
//!
//! ```text
//! cargo run -p tests --example triage -- --older-than-days 60
//! ```
//!
//! If `FERNAND_API_KEY` is set, this works on that account, and closes conversations only with `--apply`. Otherwise it
//! works on a sandbox.

use std::env;
use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use chrono::{TimeDelta, Utc};
use clap::Parser;
use conversations_client::fernand::types::{
    BulkStatus, Conversation, ConversationOrder, ConversationStatus,
};
use conversations_client::fernand::{self, Client};
use sandbox::Sandbox;

/// Closes conversations without recent messages.
#[derive(Parser)]
struct Args {
    /// Minimum age of the last message, in days.
    #[arg(long, value_name = "DAYS", default_value_t = 30)]
    older_than_days: u16,
    /// Maximum number of conversations to close.
    #[arg(long, value_name = "COUNT", default_value_t = 500)]
    limit: usize,
    /// Search that selects the conversations.
    #[arg(long, default_value = "status:opened")]
    query: String,
    /// Close the conversations instead of only listing them.
    #[arg(long)]
    apply: bool,
}

/// The number of conversations that are updated one by one after the bulk update. With it, these are the five writes of
/// a minute.
const MAX_SINGLE_UPDATES: usize = 4;

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let out = &mut io::stdout();
    let result = if env::var_os("FERNAND_API_KEY").is_some() {
        in_account(&args, out).await
    } else {
        in_sandbox(args, out).await
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) if is_closed_pipe(&*error) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

/// Whether the reader of the output has closed it, as `head` does.
fn is_closed_pipe(error: &(dyn Error + 'static)) -> bool {
    let error = error.downcast_ref::<io::Error>();
    error.is_some_and(|error| error.kind() == io::ErrorKind::BrokenPipe)
}

async fn in_account(args: &Args, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    triage(&Client::from_env()?, args, out).await
}

async fn in_sandbox(args: Args, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let sandbox = Sandbox::builder().conversations(40).start().await?;
    let text = "FERNAND_API_KEY is not set, so this works on 40 conversations in a sandbox.";
    writeln!(out, "{text}\n")?;
    // Some conversations cannot be updated, as in a real account.
    for conversation in sandbox.conversations().iter().step_by(10) {
        sandbox.lock_conversation(conversation.id, true);
    }
    let client = Client::builder()
        .api_key(sandbox.api_key())
        .base_url(sandbox.fernand_url())
        .build()?;
    let apply = true;
    triage(&client, &Args { apply, ..args }, out).await
}

async fn triage(client: &Client, args: &Args, out: &mut impl Write) -> Result<(), Box<dyn Error>> {
    let stale = find_stale(client, args).await?;
    if stale.is_empty() {
        writeln!(out, "No conversations to close.")?;
        return Ok(());
    }
    print_table(&stale, out)?;
    if args.apply {
        close(client, &stale, out).await
    } else {
        let text = "No changes were made. Use --apply to close these conversations.";
        Ok(writeln!(out, "{text}")?)
    }
}

async fn find_stale(client: &Client, args: &Args) -> Result<Vec<Conversation>, Box<dyn Error>> {
    let cutoff = Utc::now() - TimeDelta::days(args.older_than_days.into());
    let list = client.list_conversations().q(&args.query).limit(250);
    let mut conversations = list.order(ConversationOrder::Oldest).stream();
    let mut stale = Vec::new();
    while stale.len() < args.limit {
        let Some(conversation) = conversations.next().await.transpose()? else {
            break;
        };
        if conversation.last_update < cutoff {
            stale.push(conversation);
        }
    }
    Ok(stale)
}

async fn close(
    client: &Client,
    stale: &[Conversation],
    out: &mut impl Write,
) -> Result<(), Box<dyn Error>> {
    let ids = stale.iter().map(|conversation| conversation.id);
    let bulk = client.bulk_update_conversations(ids);
    let done = bulk.status(BulkStatus::Closed).send_all().await?;
    writeln!(out, "Closed {} of {}.", done.updated.len(), done.len())?;
    let (single, others) = done
        .not_updated
        .split_at(done.not_updated.len().min(MAX_SINGLE_UPDATES));
    for id in single {
        match close_one(client, *id).await {
            Ok(_) => writeln!(out, "{id} was closed on its own.")?,
            Err(error) => writeln!(out, "{id} was not updated: {error}")?,
        }
    }
    print_ids("Not updated", others, out)?;
    for failed in &done.failed {
        writeln!(out, "Failed: {}: {}", joined(&failed.ids), failed.error)?;
    }
    for unknown in &done.unknown {
        print_ids("Unknown outcome", &unknown.ids, out)?;
    }
    Ok(print_ids("Not tried", &done.not_tried, out)?)
}

/// Closes a conversation that the bulk update left out. The bulk update does not say why, but this error does.
async fn close_one(client: &Client, id: i64) -> Result<Conversation, fernand::Error> {
    let update = client.update_conversation(id);
    update.status(ConversationStatus::Closed).send().await
}

fn print_table(conversations: &[Conversation], out: &mut impl Write) -> io::Result<()> {
    writeln!(out, "{:>8}  {:>4}  {:>5}  SUBJECT", "ID", "DAYS", "AGENT")?;
    for conversation in conversations {
        let Conversation { id, subject, .. } = conversation;
        let days = (Utc::now() - conversation.last_update).num_days();
        let agent = conversation
            .agent_id
            .map_or_else(|| "-".to_owned(), |id| id.to_string());
        writeln!(out, "{id:>8}  {days:>4}  {agent:>5}  {subject}")?;
    }
    writeln!(out)
}

fn print_ids(label: &str, ids: &[i64], out: &mut impl Write) -> io::Result<()> {
    if ids.is_empty() {
        return Ok(());
    }
    writeln!(out, "{label}: {}", joined(ids))
}

fn joined(ids: &[i64]) -> String {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    ids.join(", ")
}

#[cfg(test)]
mod tests {
    use clap::Parser;

    use super::{Args, in_sandbox, io, is_closed_pipe};

    #[tokio::test]
    async fn a_closed_pipe_is_not_an_error() {
        let (reader, mut writer) = io::pipe().unwrap();
        drop(reader);
        let error = in_sandbox(Args::parse_from(["triage"]), &mut writer).await;
        assert!(is_closed_pipe(&*error.unwrap_err()));
    }

    #[tokio::test]
    async fn the_readme_shows_the_actual_output() {
        let readme = include_str!("../../README.md");
        let start = "$ cargo run -p tests --example triage\n";
        let (_, rest) = readme.split_once(start).unwrap();
        let (shown, _) = rest.split_once("```").unwrap();
        let (first, last) = shown.split_once("…\n").unwrap();

        let mut printed = Vec::new();
        let args = Args::parse_from(["triage"]);
        in_sandbox(args, &mut printed).await.unwrap();
        let printed = String::from_utf8(printed).unwrap();
        assert!(
            printed.starts_with(first) && printed.ends_with(last),
            "README.md should show the start and the end of:\n{printed}"
        );
    }
}
