//! How long the request side takes: sealing to a lane, opening what was sealed, wrapping it for its row.
//!
//! `cargo bench --bench request_side`. What is asked of it: sealing to 8 recipients and the durable insert together
//! stay under 10 ms, claiming, fetching and opening with 16 stanzas under 60 ms.
#![expect(clippy::unwrap_used, reason = "a bench that cannot go on should say where it broke")]

#[path = "../tests/interop/desk.rs"]
mod desk;

use criterion::{Criterion, criterion_group, criterion_main};
use desk::{Desk, ID, NOW, deployment, request};
use janynda::keyring::{Keep, KeyRing};
use janynda::seal::{open, seal, take_out, wrap};
use std::hint::black_box;

fn sealing(criterion: &mut Criterion) {
    let request = request();
    for readers in [8, 32] {
        let desk = Desk::of(readers);
        criterion.bench_function(&format!("seal to {readers} recipients"), |bench| {
            bench.iter(|| seal(black_box(&request), &desk.roster, NOW).unwrap());
        });
    }
}

/// age tries one stanza after another, so the place of a reader's own is what counts.
fn opening(criterion: &mut Criterion) {
    let desk = Desk::of(16);
    let sealed = seal(&request(), &desk.roster, NOW).unwrap();
    let lane: Vec<String> = desk.roster.recipients(request().lane()).iter().map(ToString::to_string).collect();
    for (place, recipient) in [("first", lane.first().unwrap()), ("last", lane.last().unwrap())] {
        let reader = desk.readers.iter().find(|one| one.to_public().to_string() == *recipient).unwrap();
        criterion.bench_function(&format!("open with 16 stanzas, the {place} is hers"), |bench| {
            bench.iter(|| open(black_box(&sealed), reader, &ID, &deployment()).unwrap());
        });
    }
}

fn wrapping(criterion: &mut Criterion) {
    let sealed = seal(&request(), &Desk::of(8).roster, NOW).unwrap();
    let ring = KeyRing::create(deployment(), NOW, [5; 32]);
    let key = ring.newest_day_key(Keep::Waiting);
    let wrap = || wrap(black_box(&sealed), &ID, key, [1; 24]).unwrap();
    criterion.bench_function("wrap for its row", |bench| bench.iter(wrap));
    let wrapped = wrap();
    criterion.bench_function("take out of its row", |bench| {
        bench.iter(|| take_out(black_box(&wrapped), &ID, key).unwrap());
    });
}

criterion_group!(request_side, sealing, opening, wrapping);
criterion_main!(request_side);
