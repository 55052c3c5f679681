//! Measures many calls at once through one client: `cargo bench -p tests --bench concurrency`. `-- --quick` measures
//! little.

mod client;

use std::io;
use std::time::Instant;

use client::calls::{SUBJECT, update_by_hand as update};
use client::measure::{cpu_time_of_process, median};
use client::server::Server;
use client::types::fernand::Conversation;
use client::{by_hand, calls};
use conversations_client::fernand;
use peak_alloc::PeakAlloc;
use rustix::process::{Resource, Rlimit, getrlimit, setrlimit};
use tokio::runtime::Runtime;
use tokio::task::JoinSet;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const AT_ONCE: [usize; 4] = [1, 16, 256, 2_048];

fn main() -> io::Result<()> {
    allow_connections();
    client::run(|arguments| match *arguments {
        ["--quick"] => measure_all(3, 500),
        [] => measure_all(20, 4_096),
        _ => Err(io::Error::other("the option is --quick")),
    })
}

/// Raises the limit of open files, which each connection counts for.
fn allow_connections() {
    let Rlimit { maximum, .. } = getrlimit(Resource::Nofile);
    let _ = setrlimit(
        Resource::Nofile,
        Rlimit {
            current: maximum,
            maximum,
        },
    );
}

/// What a client did in a round.
struct Measured {
    wall: f64,
    cpu: f64,
    peak: usize,
}

/// A client that can be shared by tasks.
#[derive(Clone)]
enum Caller {
    Generated(fernand::Client),
    Guarded(reqwest::Client, String),
    Plain(reqwest::Client, String),
}

impl Caller {
    async fn call(&self) {
        match self {
            Self::Generated(client) => {
                let call = client
                    .update_conversation(12345)
                    .status(fernand::types::ConversationStatus::Closed);
                drop(call.subject(SUBJECT).send().await.expect("an update"));
            }
            Self::Guarded(http, url) => {
                let answer = by_hand::send_guarded::<Conversation>(update(http, url, 12345)).await;
                drop(answer.expect("an update"));
            }
            Self::Plain(http, url) => {
                let answer = by_hand::send::<Conversation>(update(http, url, 12345)).await;
                drop(answer.expect("an update"));
            }
        }
    }
}

fn callers(url: &str) -> [Caller; 4] {
    let (name, key) = ("x-api-key", calls::KEY);
    [
        Caller::Generated(calls::fernand_client(url)),
        Caller::Generated(calls::paced_fernand_client(url)),
        Caller::Guarded(by_hand::guarded(name, key), url.to_owned()),
        Caller::Plain(by_hand::plain(name, key), url.to_owned()),
    ]
}

fn measure_all(rounds: usize, calls: usize) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .worker_threads(2)
        .enable_all()
        .build()?;
    println!(
        "Updates on two threads, the server in another process, median of {rounds} rounds in turn of {calls} calls or \
         more. The ratios are calls a second of CPU time ÷ those of the other client.\n"
    );
    println!(
        "| at once | generated | guarded | plain | ÷ guarded | ÷ plain | with pacer ÷ plain | peak memory | paced | guarded | plain |"
    );
    println!("|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|--:|");
    for at_once in AT_ONCE {
        let server = Server::start()?;
        let callers = callers(&server.url);
        let each = calls.div_ceil(at_once);
        let mut measured: [Vec<Measured>; 4] = Default::default();
        // The first round opens the connections.
        for round in 0..=rounds {
            for turn in 0..callers.len() {
                let index = (round + turn) % callers.len();
                let result = measure(&runtime, &callers[index], at_once, each);
                if round > 0 {
                    measured[index].push(result);
                }
            }
        }
        println!("{}", row(at_once, at_once * each, &measured));
    }
    Ok(())
}

fn measure(runtime: &Runtime, caller: &Caller, at_once: usize, each: usize) -> Measured {
    ALLOCATOR.reset_peak_usage();
    let (before, wall, cpu) = (
        ALLOCATOR.current_usage(),
        Instant::now(),
        cpu_time_of_process(),
    );
    runtime.block_on(async {
        let mut tasks = JoinSet::new();
        for _ in 0..at_once {
            let caller = caller.clone();
            tasks.spawn(async move {
                for _ in 0..each {
                    caller.call().await;
                }
            });
        }
        while let Some(ended) = tasks.join_next().await {
            ended.expect("the task does not panic");
        }
    });
    Measured {
        wall: wall.elapsed().as_secs_f64(),
        cpu: cpu_time_of_process().saturating_sub(cpu).as_secs_f64(),
        peak: ALLOCATOR.peak_usage().saturating_sub(before),
    }
}

fn row(at_once: usize, calls: usize, measured: &[Vec<Measured>; 4]) -> String {
    let [generated, paced, guarded, plain] = measured;
    let calls = f64::from(u32::try_from(calls).unwrap_or(u32::MAX));
    let rate = |measured: &[Measured]| calls / median(measured.iter().map(|it| it.wall).collect());
    let ratio = |of: &[Measured], to: &[Measured]| {
        median(of.iter().zip(to).map(|(of, to)| to.cpu / of.cpu).collect())
    };
    let peak =
        |measured: &[Measured]| measured.iter().map(|it| it.peak).max().unwrap_or_default() / 1024;
    format!(
        "| {at_once} | {:.0}/s | {:.0}/s | {:.0}/s | **{:.2}** | **{:.2}** | {:.2} | {} KiB | {} KiB | {} KiB | {} KiB |",
        rate(generated),
        rate(guarded),
        rate(plain),
        ratio(generated, guarded),
        ratio(generated, plain),
        ratio(paced, plain),
        peak(generated),
        peak(paced),
        peak(guarded),
        peak(plain),
    )
}
