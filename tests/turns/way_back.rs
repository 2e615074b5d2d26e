//! A person who asks to be answered in the chat: the way back to it is in the request and nowhere else.

use crate::room::Room;
use age::secrecy::SecretString;
use age::x25519::Identity;
use janynda::conversation::Answers;
use janynda::counsellor::identity;
use janynda::keyring::Keep;
use janynda::seal::{self, Opened};
use janynda::store::{Actor, Held, QueueRow};
use janynda::vocab::{How, RequestSecret, ReturnAddress};

impl Room {
    /// Sends a request by these buttons, answered with a number where one is asked for; gives its row.
    async fn asks_for(&mut self, how: &str) -> QueueRow {
        self.types("/start").await;
        for id in ["button-tell", "kind-economic", "button-callback", "button-consent-adult", how] {
            self.taps(id).await;
        }
        if self.shows("number-question") {
            self.types("+7 701 000 00 00").await;
        }
        self.taps("when-any").await;
        // A call asks what is safe besides.
        if self.offers("button-safest") {
            self.taps("button-safest").await;
        }
        for id in ["button-skip-rest", "button-send"] {
            self.taps(id).await;
        }
        assert!(self.shows("sent-sealed"));
        self.queue().await.last().unwrap().clone()
    }

    fn counsellor(&self) -> Identity {
        let passphrase = std::fs::read_to_string(&self.written.passphrase).unwrap();
        let file = std::fs::read(&self.written.counsellors[0]).unwrap();
        identity::unlock(&file, &SecretString::from(passphrase.trim().to_owned())).unwrap()
    }

    /// What a counsellor reads who holds the request.
    async fn opened(&self, row: &QueueRow) -> Opened {
        let held = self.claimed(row.id).await;
        let name = "aigul".parse().unwrap();
        let actor = Actor { holder: self.reader(), name: &name, now: self.clock.now() };
        let Held::Done((_, blob)) = self.intake.store().fetch(row.id, actor, held.fence).await.unwrap() else {
            panic!("her own claim is not hers")
        };
        let day = held.claimed_day.unwrap();
        let sealed = self.ring.change(|ring| {
            let key = ring.as_ref().unwrap().day_key(Keep::Claimed, day).unwrap();
            seal::take_out(&blob, &row.id, key).unwrap()
        });
        seal::open(&sealed, &self.counsellor(), &row.id, &self.written.deployment).unwrap()
    }

    /// Where an address leads under the return key of the day its request was sent.
    fn leads_to(&self, address: &ReturnAddress, row: &QueueRow, day: i64) -> Option<[u8; 8]> {
        self.ring.change(|ring| {
            let key = ring.as_ref().unwrap().day_key(Keep::Return, day)?;
            let route = seal::open_return_address(address, key, &row.id, &self.written.deployment).ok()?;
            Some(*route.bytes())
        })
    }
}

#[tokio::test(flavor = "multi_thread")]
async fn who_asks_to_be_answered_here_carries_a_way_back_that_only_the_server_of_that_day_reads() {
    let mut room = Room::whose_requests_are_answered(Answers::InChat).await;
    let row = room.asks_for("how-here").await;
    let day = room.clock.now().day();
    let opened = room.opened(&row).await;
    assert_eq!((opened.request.how, opened.request.number.is_none()), (How::Here, true));
    let address = opened.request.return_address.unwrap();
    assert_eq!(room.leads_to(&address, &row, day), Some(*Room::route().bytes()));
    // Her device holds no trace of the chat, and another day's key, as another request's place, opens nothing.
    let route = *Room::route().bytes();
    assert!(!address.bytes().windows(route.len()).any(|window| window == route));
    room.midnight();
    assert_eq!(room.leads_to(&address, &row, day + 1), None);
    assert_eq!(room.leads_to(&address, &row, day), Some(route), "an answer of tomorrow still finds the chat");
    let other = seal::request_id(&RequestSecret::from_bytes([9; 16]));
    assert_eq!(room.leads_to(&address, &QueueRow { id: other, ..row }, day), None);
}

#[tokio::test(flavor = "multi_thread")]
async fn who_gives_a_number_leaves_no_way_back() {
    let mut room = Room::whose_requests_are_answered(Answers::InChat).await;
    let row = room.asks_for("how-call").await;
    let opened = room.opened(&row).await;
    assert!(opened.request.number.is_some() && opened.request.return_address.is_none());
}

#[tokio::test(flavor = "multi_thread")]
async fn the_way_back_ends_with_the_receipts() {
    let mut room = Room::whose_requests_are_answered(Answers::InChat).await;
    let row = room.asks_for("how-here").await;
    let day = room.clock.now().day();
    let address = room.opened(&row).await.request.return_address.unwrap();
    room.clock.advance(45 * 86_400);
    room.ratchet();
    assert_eq!(room.leads_to(&address, &row, day), None);
}
