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
use std::process::ExitCode;

use chrono::{TimeDelta, Utc};
use clap::Parser;
use conversations_client::fernand::Client;
use conversations_client::fernand::types::{BulkStatus, Conversation, ConversationOrder};
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

#[tokio::main]
async fn main() -> ExitCode {
    let args = Args::parse();
    let result = if env::var_os("FERNAND_API_KEY").is_some() {
        in_account(&args).await
    } else {
        in_sandbox(args).await
    };
    match result {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: {error}");
            ExitCode::FAILURE
        }
    }
}

async fn in_account(args: &Args) -> Result<(), Box<dyn Error>> {
    triage(&Client::from_env()?, args).await
}

async fn in_sandbox(args: Args) -> Result<(), Box<dyn Error>> {
    println!("FERNAND_API_KEY is not set, so this works on 40 conversations in a sandbox.\n");
    let sandbox = Sandbox::builder().conversations(40).start().await?;
    // Some conversations cannot be updated, as in a real account.
    for conversation in sandbox.conversations().iter().step_by(10) {
        sandbox.lock_conversation(conversation.id, true);
    }
    let client = Client::builder()
        .api_key(sandbox.api_key())
        .base_url(sandbox.fernand_url())
        .build()?;
    let apply = true;
    triage(&client, &Args { apply, ..args }).await
}

async fn triage(client: &Client, args: &Args) -> Result<(), Box<dyn Error>> {
    let stale = find_stale(client, args).await?;
    if stale.is_empty() {
        println!("No conversations to close.");
        return Ok(());
    }
    print_table(&stale);
    if args.apply {
        close(client, &stale).await
    } else {
        println!("No changes were made. Use --apply to close these conversations.");
        Ok(())
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

async fn close(client: &Client, stale: &[Conversation]) -> Result<(), Box<dyn Error>> {
    let ids = stale.iter().map(|conversation| conversation.id);
    let bulk = client.bulk_update_conversations(ids);
    let done = bulk.status(BulkStatus::Closed).send_all().await?;
    println!("Closed {} of {}.", done.updated.len(), done.len());
    if !done.not_updated.is_empty() {
        println!("Not updated: {}", joined(&done.not_updated));
    }
    for failed in &done.failed {
        println!("Failed: {}: {}", joined(&failed.ids), failed.error);
    }
    for unknown in &done.unknown {
        println!("Unknown outcome: {}", joined(&unknown.ids));
    }
    if !done.not_tried.is_empty() {
        println!("Not tried: {}", joined(&done.not_tried));
    }
    Ok(())
}

fn print_table(conversations: &[Conversation]) {
    println!("{:>8}  {:>4}  {:>5}  SUBJECT", "ID", "DAYS", "AGENT");
    for conversation in conversations {
        let Conversation { id, subject, .. } = conversation;
        let days = (Utc::now() - conversation.last_update).num_days();
        let agent = conversation
            .agent_id
            .map_or_else(|| "-".to_owned(), |id| id.to_string());
        println!("{id:>8}  {days:>4}  {agent:>5}  {subject}");
    }
    println!();
}

fn joined(ids: &[i64]) -> String {
    let ids: Vec<_> = ids.iter().map(ToString::to_string).collect();
    ids.join(", ")
}
