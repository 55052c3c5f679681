//! Memory follows the bytes that arrive. This is the only test of its process, since it measures all
//! allocations of the process.

use std::io::{BufRead, BufReader, Write};
use std::net::TcpListener;
use std::sync::Arc;
use std::thread;

use conversations_client::fernand::{Client, Error};
use conversations_client::runtime::RetryPolicy;
use peak_alloc::PeakAlloc;

#[global_allocator]
static ALLOCATOR: PeakAlloc = PeakAlloc;

const MIB: usize = 1024 * 1024;
/// What connections, buffers and short texts need, however long the body is.
const OTHER: usize = 2 * MIB;

/// Responds to every request with the same bytes, without allocating for them. Returns the URL.
fn serve(response: Arc<[Vec<u8>; 2]>) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.unwrap();
            let mut lines = BufReader::new(stream.try_clone().unwrap()).lines();
            while lines.next().unwrap().unwrap() != "" {}
            for part in &*response {
                // The client closes the connection if it does not read on.
                let _ = stream.write_all(part);
            }
        }
    });
    url
}

fn repeated(part: &str, bytes: usize) -> String {
    let mut text = part.repeat(bytes / part.len());
    text.truncate(text.len() - 1);
    text
}

fn conversations(bytes: usize) -> String {
    let conversation = r#"{"id":1,"contact_id":2,"subject":"A subject","status":"open",
        "last_update":"2024-01-01T00:00:00Z","tags":[1,2],"recipients":[]},"#;
    repeated(conversation, bytes)
}

/// What a call did.
struct Measured {
    /// The maximum of the memory during the call, beyond that before it.
    peak: usize,
    /// The memory that the result holds.
    kept: usize,
    error: Option<Error>,
}

fn call(client: &Client) -> Measured {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    ALLOCATOR.reset_peak_usage();
    let before = ALLOCATOR.current_usage();
    let result = runtime.block_on(client.list_conversations().send());
    let peak = ALLOCATOR.peak_usage() - before;
    drop(runtime);
    let kept = ALLOCATOR.current_usage().saturating_sub(before);
    Measured {
        peak,
        kept,
        error: result.err(),
    }
}

#[test]
fn memory_follows_the_bytes_that_arrive() {
    const BODY: usize = 16 * MIB;
    let numbers = repeated("0,", BODY);
    let page = conversations(BODY);
    let text = repeated("text ", BODY);
    let escapes = repeated(r"\n,", BODY);
    let texts = repeated(&format!("\"{}\",", "text ".repeat(14_000)), BODY);
    // The part of the page that is built before a value turns out to be of another shape.
    let part_of_page = 5 * BODY / 2;
    let cases = [
        ("an error in JSON", 400, format!("[{numbers}]"), 0),
        ("an error as text", 500, repeated("é ", BODY), 0),
        ("an error of escapes", 404, repeated("\\u0041", BODY), 0),
        ("not JSON", 200, repeated("<p>", BODY), 0),
        (
            "an object of another shape",
            200,
            format!(r#"{{"data":{{"a":[{numbers}]}}}}"#),
            0,
        ),
        (
            "a wrong value before others",
            200,
            format!(r#"{{"data":[{{"id":"x"}},{page}]}}"#),
            0,
        ),
        (
            "a wrong value after others",
            200,
            format!(r#"{{"data":[{page},{{"id":"x"}}]}}"#),
            part_of_page,
        ),
        (
            "a long text of another shape",
            200,
            format!(r#"{{"data":[{{"id":"{text}"}}]}}"#),
            0,
        ),
        (
            "a long text of escapes of another shape",
            200,
            format!(r#"{{"data":[{{"id":"{escapes}"}}]}}"#),
            0,
        ),
        (
            "many texts of another shape",
            200,
            format!(r#"{{"data":[{{"tags":[1,{texts}]}}]}}"#),
            0,
        ),
        ("a page", 200, format!(r#"{{"data":[{page}]}}"#), 0),
    ];
    for (what, status, body, built) in cases {
        for is_chunked in [false, true] {
            let length = body.len();
            let url = serve(Arc::new(response(status, &body, is_chunked)));
            let client = Client::builder().api_key("sk_test").base_url(url);
            let client = client.retry(RetryPolicy::off()).pacing(false);
            let Measured { peak, kept, error } = call(&client.build().unwrap());
            let value = if error.is_none() { kept } else { built };
            assert!(
                peak <= 2 * length + value + OTHER,
                "{what}: {peak} bytes for {length}"
            );
            assert_eq!(error.is_none(), what == "a page", "{what}: {error:?}");
            if let Some(error) = error {
                assert!(kept < MIB, "{what}: an error keeps {kept} bytes");
                let shown = format!("{error:?} {error}").len();
                assert!(shown < MIB, "{what}: an error shows {shown} bytes");
            }
        }
    }
}

/// The head and the body of a response.
fn response(status: u16, body: &str, is_chunked: bool) -> [Vec<u8>; 2] {
    let (length, body) = if is_chunked {
        let body = format!("{:x}\r\n{body}\r\n0\r\n\r\n", body.len());
        ("transfer-encoding: chunked".to_owned(), body)
    } else {
        (format!("content-length: {}", body.len()), body.to_owned())
    };
    let head = format!("HTTP/1.1 {status} \r\nconnection: close\r\n{length}\r\n\r\n");
    [head.into_bytes(), body.into_bytes()]
}
