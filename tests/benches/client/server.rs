//! A server that answers each request with a fixed response. It runs in a process of its own, so that only the client is
//! measured.

use std::io::{self, BufRead, BufReader};
use std::net::Ipv4Addr;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::Arc;
use std::{env, thread};

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpSocket, TcpStream};

use super::bodies;

/// The argument with which the benchmark starts itself as the server.
pub(crate) const ARGUMENT: &str = "--serve";

/// The process of the server. It ends with the process that started it.
pub(crate) struct Server {
    pub(crate) url: String,
    process: Child,
    _stdin: ChildStdin,
}

impl Server {
    pub(crate) fn start() -> io::Result<Self> {
        let mut process = Command::new(env::current_exe()?)
            .arg(ARGUMENT)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .spawn()?;
        let (Some(stdin), Some(stdout)) = (process.stdin.take(), process.stdout.take()) else {
            return Err(io::Error::other("the server has no pipes"));
        };
        let mut url = String::new();
        BufReader::new(stdout).read_line(&mut url)?;
        Ok(Self {
            url: url.trim().to_owned(),
            process,
            _stdin: stdin,
        })
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

/// Serves until the standard input ends.
pub(crate) fn serve() -> io::Result<()> {
    thread::spawn(|| {
        let _ = io::copy(&mut io::stdin(), &mut io::sink());
        std::process::exit(0);
    });
    let routes: Arc<[Route]> = routes().into();
    tokio::runtime::Builder::new_current_thread()
        .enable_io()
        .build()?
        .block_on(async {
            let socket = TcpSocket::new_v4()?;
            socket.bind((Ipv4Addr::LOCALHOST, 0).into())?;
            let listener = socket.listen(4_096)?;
            println!("http://{}", listener.local_addr()?);
            loop {
                let (stream, _) = listener.accept().await?;
                stream.set_nodelay(true)?;
                let routes = Arc::clone(&routes);
                // An error means that the client has closed the connection.
                tokio::spawn(async move { answer_all(stream, &routes).await });
            }
        })
}

/// The headers of a rate limit that is never reached.
const RATE_LIMIT: &str = "x-ratelimit-limit: 1000000\r\nx-ratelimit-remaining: 999990\r\nx-ratelimit-reset: 1769005830\r\n";

/// The start of the request line, and the response.
struct Route {
    request: String,
    response: Vec<u8>,
    /// Whether the response has the conversations of the request instead.
    is_echo: bool,
}

impl Route {
    fn new(request: &str, status: &str, body: &str) -> Self {
        Self::with_headers(request, status, RATE_LIMIT, body)
    }

    fn with_headers(request: &str, status: &str, headers: &str, body: &str) -> Self {
        let head = format!(
            "HTTP/1.1 {status}\r\ndate: Wed, 21 Jan 2026 14:30:00 GMT\r\ncontent-type: application/json\r\n\
             content-length: {}\r\nx-request-id: req_00000003\r\n{headers}\r\n",
            body.len()
        );
        Self {
            request: request.to_owned(),
            response: [head.as_bytes(), body.as_bytes()].concat(),
            is_echo: false,
        }
    }

    /// The response to a bulk update, with the conversations whose IDs are in the request.
    fn echo(request: &[u8]) -> Vec<u8> {
        let text = String::from_utf8_lossy(request);
        let ids = text
            .split_once("\"ids\":[")
            .and_then(|(_, ids)| ids.split_once(']'));
        let (ids, _) = ids.unwrap_or_default();
        let template = bodies::conversation(0).to_string();
        let conversations: Vec<_> = ids
            .split(',')
            .map(|id| template.replacen("\"id\":12345", &format!("\"id\":{id}"), 1))
            .collect();
        let body = format!("{{\"conversations\":[{}]}}", conversations.join(","));
        Self::with_headers("", "200 OK", "", &body).response
    }
}

/// The first route that matches answers.
fn routes() -> Vec<Route> {
    let conversation = bodies::conversation(0).to_string();
    vec![
        Route::new("GET /conversations", "200 OK", &bodies::page(250)),
        Route {
            is_echo: true,
            ..Route::new("POST /conversations/bulk ", "200 OK", "")
        },
        Route::new(
            "PATCH /conversations/404 ",
            "404 Not Found",
            r#"{"message":"the conversation does not exist"}"#,
        ),
        Route::new("PATCH /conversations/", "200 OK", &conversation),
        Route::new(
            "PUT /v1/conversations/bulk",
            "201 Created",
            &bodies::job("queued", 0),
        ),
        Route::new(
            "GET /v1/bulk/507f1f77bcf86cd799439011 ",
            "200 OK",
            &bodies::job("complete", 1),
        ),
        Route::new("GET /v1/bulk/", "200 OK", &bodies::batches(1)),
        Route::new("PATCH /workspaces/", "200 OK", &bodies::bird()),
        Route::new("", "501 Not Implemented", "{}"),
    ]
}

async fn answer_all(mut stream: TcpStream, routes: &[Route]) -> io::Result<()> {
    let mut buffer = vec![0; 64 * 1024];
    let mut filled = 0;
    loop {
        while let Some(length) = request_length(&buffer[..filled]) {
            let route = routes
                .iter()
                .find(|route| buffer.starts_with(route.request.as_bytes()));
            match route {
                Some(route) if route.is_echo => {
                    let response = Route::echo(&buffer[..length]);
                    stream.write_all(&response).await?;
                }
                Some(route) => stream.write_all(&route.response).await?,
                None => return Ok(()),
            }
            buffer.copy_within(length..filled, 0);
            filled -= length;
        }
        match stream.read(&mut buffer[filled..]).await? {
            0 => return Ok(()),
            read => filled += read,
        }
    }
}

/// The length of the first request, or `None` if it is not complete.
fn request_length(bytes: &[u8]) -> Option<usize> {
    let head = bytes.windows(4).position(|end| end == b"\r\n\r\n")? + 4;
    let name = b"\r\ncontent-length: ";
    let body = match bytes[..head]
        .windows(name.len())
        .position(|line| line == name)
    {
        Some(at) => {
            let digits = bytes[at + name.len()..head]
                .iter()
                .take_while(|byte| byte.is_ascii_digit());
            digits.fold(0, |length, digit| 10 * length + usize::from(digit - b'0'))
        }
        None => 0,
    };
    (bytes.len() >= head + body).then_some(head + body)
}
