use std::io::{Read, Write};
use std::net::TcpListener;

use client::{runtime, serde_json};
use pets::{Client, ClientBuilder, operations, types};

/// Returns a value as JSON with sorted keys.
fn json(value: &impl serde::Serialize) -> String {
    serde_json::to_value(value).unwrap().to_string()
}

/// Parses JSON.
fn read<T: serde::de::DeserializeOwned>(text: &str) -> T {
    serde_json::from_str(text).unwrap()
}

/// Returns the request of a call.
fn sent<O: runtime::Operation>(call: impl FnOnce(&Client) -> runtime::Call<O>) -> String {
    sent_by(Client::builder().key("a"), call)
}

/// Returns the request of a call by the client of a builder: its first line and its credentials.
fn sent_by<O: runtime::Operation>(
    builder: ClientBuilder,
    call: impl FnOnce(&Client) -> runtime::Call<O>,
) -> String {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let url = format!("http://{}", listener.local_addr().unwrap());
    let client = builder.base_url(url).allow_plain_http().build().unwrap();
    let server = std::thread::spawn(move || answer(&listener));
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(call(&client).send_raw()).unwrap();
    server.join().unwrap()
}

/// Answers a request without a body.
fn answer(listener: &TcpListener) -> String {
    let (mut stream, _) = listener.accept().unwrap();
    let mut head = Vec::new();
    while !head.ends_with(b"\r\n\r\n") {
        let mut byte = [0];
        stream.read_exact(&mut byte).unwrap();
        head.extend(byte);
    }
    stream
        .write_all(b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\nconnection: close\r\n\r\n{}")
        .unwrap();
    let head = String::from_utf8(head).unwrap();
    let lines = head.lines().enumerate();
    let lines = lines.filter(|(index, line)| *index == 0 || line.starts_with("authorization"));
    lines.map(|(_, line)| line).collect::<Vec<_>>().join("\n")
}
