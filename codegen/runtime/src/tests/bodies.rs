use bytes::Bytes;

use crate::runtime::calls::body::Body;

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
