//! The `sandbox` command, which runs the server until it is interrupted.

use std::io::Write;
use std::process::ExitCode;

use clap::Parser;
use sandbox::{Fault, Faults, RateLimits, Sandbox, Vendor, Windows};

/// Runs a local server that behaves like the APIs of Fernand, Kustomer and Bird.
#[derive(Parser)]
#[command(name = "sandbox")]
struct Arguments {
    /// Port on 127.0.0.1; 0 selects a free port.
    #[arg(long, default_value_t = 8787)]
    port: u16,
    /// Number of conversations of each vendor, at most 1000 for Bird.
    #[arg(long, value_name = "N", default_value_t = 100)]
    conversations: usize,
    /// Seed of the generated data and of the faults.
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// API key that clients must send.
    #[arg(long, value_name = "KEY", default_value = "sk_sandbox")]
    key: String,
    /// Rate limits: off, documented, or a factor such as 10x for ten times the documented limits.
    #[arg(long, value_name = "LIMITS", default_value = "off")]
    limits: RateLimits,
    /// Use sliding windows for the rate limits, instead of fixed windows.
    #[arg(long)]
    sliding: bool,
    /// Inject a fault into a share of the requests, such as 503=0.1. The option can be repeated.
    ///
    /// Faults: an error status, delay:2s, close, close-midway, cut-short, wrong-json, html, stall, stall-midway, and
    /// mixed for a mixture. Status, delay, close, html and stall happen before the request is processed, or after it
    /// with the suffix -after (503-after).
    #[arg(long = "fault", value_name = "FAULT=SHARE", value_parser = fault_and_share)]
    faults: Vec<(Option<Fault>, f64)>,
    /// Do not print a line for each request.
    #[arg(long)]
    quiet: bool,
}

/// Parses `FAULT=SHARE`. `None` is the fault `mixed`.
fn fault_and_share(text: &str) -> Result<(Option<Fault>, f64), String> {
    let (fault, share) = text
        .split_once('=')
        .ok_or("expected FAULT=SHARE, such as 503=0.1")?;
    let share: f64 = share.parse().map_err(|_| "the share must be a number")?;
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

/// Returns the start-up message: the settings of the sandbox and how to reach it.
fn startup_message(arguments: &Arguments, sandbox: &Sandbox) -> String {
    let limits: Vec<_> = Vendor::ALL
        .iter()
        .map(|&vendor| (format!("{vendor}:"), arguments.limits().describe(vendor)))
        .map(|(name, limits)| format!("  {name:<9} {limits}"))
        .collect();
    format!(
        "\
sandbox listening on {url}: {count} conversations per vendor, seed {seed}

Rate limits:

{limits}

To connect a client, export these variables:

  export FERNAND_API_KEY={key}
  export FERNAND_BASE_URL={fernand}
  export KUSTOMER_API_KEY={key}
  export KUSTOMER_BASE_URL={kustomer}
  export BIRD_ACCESS_KEY={key}
  export BIRD_BASE_URL={bird}

Or send requests with curl:

{examples}

Press Ctrl-C to stop.
",
        limits = limits.join("\n"),
        url = sandbox.url(),
        count = arguments.conversations,
        seed = arguments.seed,
        key = sandbox.api_key(),
        fernand = sandbox.fernand_url(),
        kustomer = sandbox.kustomer_url(),
        bird = sandbox.bird_url(),
        examples = curl_commands(sandbox).join("\n"),
    )
}

/// Returns a curl command for each vendor.
fn curl_commands(sandbox: &Sandbox) -> Vec<String> {
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
            eprintln!("error: cannot listen on port {}: {error}", arguments.port);
            return ExitCode::FAILURE;
        }
    };
    // The server is useful even if standard output is closed.
    let _ = std::io::stdout().write_all(startup_message(&arguments, &sandbox).as_bytes());
    match tokio::signal::ctrl_c().await {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("error: cannot wait for Ctrl-C: {error}");
            ExitCode::FAILURE
        }
    }
}
