//! Runs the sandbox until it is interrupted.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Fault, Faults, RateLimits, Sandbox, Vendor, Windows};

/// A stand-in for the vendors' servers, on loopback.
#[derive(Parser)]
#[command(name = "sandbox")]
struct Arguments {
    /// The port on 127.0.0.1; 0 takes any that is free.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// How many conversations each vendor has; Bird has 1000 at most.
    #[arg(long, value_name = "N", default_value_t = 100)]
    conversations: usize,
    /// The seed from which the data is made up.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// The key that clients must show.
    #[arg(long, value_name = "KEY", default_value = "sk_sandbox")]
    key: String,
    /// The rate limits: off, documented, or a factor such as 10x for ten times the documented ones.
    #[arg(long, value_name = "LIMITS", default_value = "off")]
    limits: RateLimits,
    /// Lets the windows of the limits slide.
    #[arg(long)]
    sliding: bool,
    /// A fault and its share of the requests, such as 503=0.1; can be given again. The faults: a status, delay:2s,
    /// close, close-midway, cut-short, wrong-json, html, stall, stall-midway; with -after (503-after) what happens
    /// after processing; or mixed.
    #[arg(long = "fault", value_name = "FAULT=SHARE", value_parser = share)]
    faults: Vec<(Option<Fault>, f64)>,
    /// Prints no line for each request.
    #[arg(long)]
    quiet: bool,
}

/// Reads `FAULT=SHARE`; `None` is for the fault `mixed`.
fn share(text: &str) -> Result<(Option<Fault>, f64), String> {
    let (fault, share) = text
        .split_once('=')
        .ok_or("write a fault, =, and its share")?;
    let share: f64 = share.parse().map_err(|_| "the share is not a number")?;
    if !(0.0..=1.0).contains(&share) {
        return Err("the share must be from 0 to 1".to_owned());
    }
    let fault = match fault {
        "mixed" => None,
        fault => Some(fault.parse()?),
    };
    Ok((fault, share))
}

impl Arguments {
    fn faults(&self) -> Faults {
        let seeded = Faults::seeded(self.seed);
        self.faults
            .iter()
            .fold(seeded, |faults, (fault, share)| match fault {
                Some(fault) => faults.with(fault.clone(), *share),
                None => faults.and_mixed(*share),
            })
    }

    fn limits(&self) -> RateLimits {
        if self.sliding {
            self.limits.clone().windows(Windows::Sliding)
        } else {
            self.limits.clone()
        }
    }

    async fn start(&self) -> std::io::Result<Sandbox> {
        Sandbox::builder()
            .port(self.port)
            .conversations(self.conversations)
            .seed(self.seed)
            .api_key(&self.key)
            .rate_limits(self.limits())
            .faults(self.faults())
            .keep_requests(0)
            .echo(!self.quiet)
            .start()
            .await
    }
}

/// Says what runs and how to reach it.
fn introduction(arguments: &Arguments, sandbox: &Sandbox) -> String {
    let limits: Vec<_> = Vendor::ALL
        .iter()
        .map(|&vendor| (format!("{vendor}:"), arguments.limits().describe(vendor)))
        .map(|(name, limits)| format!("  {name:<9} {limits}"))
        .collect();
    format!(
        "\
sandbox on {url}: {count} conversations a vendor, seed {seed}

{limits}

Point a client at it:

  export FERNAND_API_KEY={key}
  export FERNAND_BASE_URL={fernand}
  export KUSTOMER_API_KEY={key}
  export KUSTOMER_BASE_URL={kustomer}
  export BIRD_ACCESS_KEY={key}
  export BIRD_BASE_URL={bird}

or ask it yourself:

{examples}

Ctrl-C stops it.
",
        limits = limits.join("\n"),
        url = sandbox.url(),
        count = arguments.conversations,
        seed = arguments.seed,
        key = sandbox.api_key(),
        fernand = sandbox.fernand_url(),
        kustomer = sandbox.kustomer_url(),
        bird = sandbox.bird_url(),
        examples = examples(sandbox).join("\n"),
    )
}

/// Returns a call for each vendor that can be pasted into a shell.
fn examples(sandbox: &Sandbox) -> Vec<String> {
    let url = sandbox.url();
    let key = sandbox.api_key();
    let json = "-H 'Content-Type: application/json'";
    let fernand =
        format!("  curl -H 'X-API-Key: {key}' '{url}/conversations?q=status:opened&limit=3'");
    let kustomer = sandbox
        .kustomer_conversations()
        .into_iter()
        .next()
        .map(|it| {
            format!(
                "  curl -X PUT -H 'Authorization: Bearer {key}' {json} \\\n    \
             -d '{{\"status\": \"done\"}}' '{url}/v1/conversations/bulk?ids={}'",
                it.id
            )
        });
    let bird = sandbox.bird_conversations().into_iter().next().map(|it| {
        let workspace = sandbox.bird_workspace();
        format!(
            "  curl -X PATCH -H 'Authorization: AccessKey {key}' {json} \\\n    \
             -d '{{\"name\": \"new name\"}}' '{url}/workspaces/{workspace}/conversations/{}'",
            it.id
        )
    });
    [Some(fernand), kustomer, bird]
        .into_iter()
        .flatten()
        .collect()
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let sandbox = match arguments.start().await {
        Ok(sandbox) => sandbox,
        Err(error) => {
            eprintln!("cannot listen on port {}: {error}", arguments.port);
            return ExitCode::FAILURE;
        }
    };
    // Where nobody reads this, the server is of use all the same.
    let _ = std::io::stdout().write_all(introduction(&arguments, &sandbox).as_bytes());
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("cannot wait for Ctrl-C: {error}");
            ExitCode::FAILURE
        }
    }
}
