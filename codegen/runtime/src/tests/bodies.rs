use bytes::Bytes;

use crate::runtime::calls::body::Body;
use crate::runtime::calls::read;

#[test]
fn a_body_of_one_chunk_is_not_copied() {
    let chunk = Bytes::from("a chunk".to_owned());
    let mut body = Body::new(Some(chunk.len()));
    body.push(Bytes::new());
    body.push(chunk.clone());
    assert_eq!(body.into_bytes().as_ptr(), chunk.as_ptr());
}

#[test]
fn the_chunks_of_a_body_are_joined() {
    for seed in 0..100 {
        let mut random = fastrand::Rng::with_seed(seed);
        let longest = random.choice([10, 1_000, 300_000]).expect("a length");
        let chunks: Vec<Vec<u8>> = (0..random.usize(0..20))
            .map(|_| {
                (0..random.usize(0..longest))
                    .map(|_| random.u8(..))
                    .collect()
            })
            .collect();
        let whole = chunks.concat();
        let announced = [None, Some(0), Some(whole.len()), Some(usize::MAX)];
        let mut body = Body::new(random.choice(announced).expect("a length"));
        for chunk in chunks {
            body.push(chunk.into());
        }
        assert_eq!(body.len(), whole.len());
        assert!(body.into_bytes() == whole, "{seed}");
    }
}

#[test]
fn texts_and_bytes_are_not_copied() {
    let body = || Bytes::from("a text".to_owned().into_bytes());
    let (mut text, mut bytes) = (body(), body());
    let addresses = [text.as_ptr(), bytes.as_ptr()];
    let text = read::text(&mut text).expect("it is UTF-8");
    let bytes = read::bytes(&mut bytes).expect("any bytes");
    assert_eq!([text.as_ptr(), bytes.as_ptr()], addresses);
    assert_eq!((text.as_str(), &*bytes), ("a text", b"a text".as_slice()));
}

#[test]
fn a_text_that_is_not_utf8_stays_in_the_body() {
    let mut body = Bytes::from_static(b"a \xff");
    assert!(read::text(&mut body).is_err());
    assert_eq!(*body, *b"a \xff");
}
