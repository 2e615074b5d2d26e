//! Somebody writes to the database behind the desk's back: bits, ends, and contents of other rows. Nothing of it is
//! handed out, and nobody else's request suffers.

use super::world::{ADULT, TEAM, World, deployment, fence};
use janynda::protocol::{Claimed, Code, paths};
use janynda::seal::{self, OpenError, Sealed};
use janynda::vocab::{Outcome, RequestId, Urgency};
use sqlx::sqlite::SqliteConnection;
use sqlx::{Connection as _, Row as _};

/// A connection of somebody who has the database and no key.
struct Hand(SqliteConnection);

impl Hand {
    async fn on(world: &World) -> Hand {
        let url = format!("sqlite://{}/janynda.db", world.folder.path().display());
        Hand(SqliteConnection::connect(&url).await.unwrap())
    }

    async fn blob(&mut self, id: RequestId) -> Vec<u8> {
        let query = sqlx::query("SELECT blob FROM requests WHERE id = ?").bind(id.bytes().to_vec());
        query.fetch_one(&mut self.0).await.unwrap().get(0)
    }

    async fn puts(&mut self, id: RequestId, blob: &[u8]) {
        let query = sqlx::query("UPDATE requests SET blob = ? WHERE id = ?").bind(blob).bind(id.bytes().to_vec());
        assert_eq!(query.execute(&mut self.0).await.unwrap().rows_affected(), 1);
    }

    /// Every way to change the content of `id` that is tried: what was done, and what stands there then.
    async fn changes(&mut self, id: RequestId, other: RequestId) -> Vec<(String, Vec<u8>)> {
        let (right, others) = (self.blob(id).await, self.blob(other).await);
        // Every byte is tried in `tests/seal/wrap.rs`; here some of each part, over the whole way.
        let bits = (0..right.len()).step_by(997).chain([right.len() - 1]).map(|at| {
            let mut changed = right.clone();
            changed[at] ^= 1 << (at % 8);
            (format!("a bit of byte {at}"), changed)
        });
        let lengths = [0, 1, 4096, right.len() - 1];
        let cut = lengths.map(|length| (format!("cut off after {length}"), right[..length].to_vec()));
        let longer = ("a byte more".to_owned(), [&right[..], b"x"].concat());
        bits.chain(cut).chain([longer, ("the content of another row".to_owned(), others)]).collect()
    }
}

#[tokio::test]
async fn a_waiting_request_that_somebody_changed_is_given_to_nobody_and_holds_nobody_up() {
    let world = World::new().await;
    let changed = world.leave(1, ADULT, Urgency::Immediate, None).await;
    let whole = world.leave_one(2).await;
    let (mut hand, dana) = (Hand::on(&world).await, world.log_in(&TEAM.dana).await);
    let right = hand.blob(changed).await;
    for (how, blob) in hand.changes(changed, whole).await {
        hand.puts(changed, &blob).await;
        assert_eq!(dana.claim(changed).await.code(), Code::Lost, "{how}");
        let next: Claimed = dana.press(paths::CLAIM_NEXT).await.read();
        let next = next.request.unwrap_or_else(|| panic!("{how}: nothing was given"));
        assert_eq!(next.id, whole, "{how}: the next one behind it");
        assert_eq!(hand.blob(changed).await, blob, "{how}: left as it was found");
        assert_eq!(dana.release(whole, fence(&next)).await.status, 204);
    }
    hand.puts(changed, &right).await;
    assert_eq!(dana.claim(changed).await.status, 200, "control: as it was sealed it is given");
}

#[tokio::test]
async fn a_claimed_request_that_somebody_changed_is_not_handed_out_and_can_be_ended() {
    let world = World::new().await;
    let (changed, other) = (world.leave_one(1).await, world.leave_one(2).await);
    let (mut hand, dana) = (Hand::on(&world).await, world.log_in(&TEAM.dana).await);
    let before_its_claim = hand.blob(changed).await;
    let (fence, others_fence) = (dana.hold(changed).await, dana.hold(other).await);
    let right = hand.blob(changed).await;
    let mut tried = hand.changes(changed, other).await;
    tried.push(("as it was before its claim".to_owned(), before_its_claim));
    for (how, blob) in tried {
        hand.puts(changed, &blob).await;
        assert_eq!(dana.blob(changed, fence).await.code(), Code::Lost, "{how}");
        assert_eq!(dana.blob(other, others_fence).await.status, 200, "{how}: the other one");
    }
    hand.puts(changed, &right).await;
    assert_eq!(dana.blob(changed, fence).await.status, 200, "control: as it was put there it is handed out");
    hand.puts(changed, &right[..4096]).await;
    assert_eq!(dana.extend(changed, fence).await.status, 200);
    assert_eq!(dana.close(changed, fence, Outcome::HandedOn).await.status, 200);
    assert_eq!(dana.list().await.requests.len(), 1);
}

#[tokio::test]
async fn a_whole_row_under_another_id_opens_for_nobody() {
    let world = World::new().await;
    let right = world.leave_one(1).await;
    let (mut hand, dana) = (Hand::on(&world).await, world.log_in(&TEAM.dana).await);
    let copy = RequestId::from_bytes([0xee; 16]);
    let sql = "INSERT INTO requests (id, lane, urgent, hour, day, roster_version, status, withdraw_hash, code_mac, blob) \
               SELECT ?, lane, urgent, hour, day, roster_version, status, ?, code_mac, blob FROM requests WHERE id = ?";
    let query = sqlx::query(sql).bind(copy.bytes().to_vec()).bind(vec![9; 16]).bind(right.bytes().to_vec());
    query.execute(&mut hand.0).await.unwrap();
    assert_eq!(dana.list().await.requests.len(), 2, "it stands in the list, whoever put it there");
    assert_eq!(dana.claim(copy).await.code(), Code::Lost);
    // Even where a desk hands it out under the other id, her program refuses it: the id stands inside.
    let fence = dana.hold(right).await;
    let sealed = Sealed::from_age_file(dana.blob(right, fence).await.body).unwrap();
    let opened = seal::open(&sealed, &TEAM.dana, &copy, &deployment());
    assert_eq!(opened.err(), Some(OpenError::OtherRequest));
    assert!(seal::open(&sealed, &TEAM.dana, &right, &deployment()).is_ok(), "control");
}
