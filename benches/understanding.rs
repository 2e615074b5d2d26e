//! How many messages are read in a second on one core: the aim is 10,000. Messages of the tuned test file, one after
//! another, and the longest that Telegram lets somebody send.

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use janynda::understanding::read;
use janynda::understanding::table::{Columns, rows};
use std::hint::black_box;

fn reading(criterion: &mut Criterion) {
    let table = include_str!("../content/disclosures/dev.tsv");
    let rows = rows(table, Columns::Labelled).expect("a table of labelled messages");
    // The first message pays for compiling the lists.
    black_box(read("сәлем"));
    let mut group = criterion.benchmark_group("understanding");
    group.throughput(Throughput::Elements(rows.len() as u64));
    group.bench_function("messages", |bench| {
        bench.iter(|| rows.iter().map(|row| read(black_box(row.text)).reasons.len()).sum::<usize>());
    });
    let longest: String = "ол қазір есікті ұрып жатыр, мне страшно, please help. ".chars().cycle().take(4096).collect();
    group.throughput(Throughput::Elements(1));
    group.bench_function("longest message", |bench| bench.iter(|| read(black_box(&longest))));
    group.finish();
}

criterion_group!(benches, reading);
criterion_main!(benches);
