//! An invented desk, what its people write, and the search for it.

use crate::people;
use age::x25519::Identity;
use janynda::clock::Moment;
use janynda::keyring::KeyRing;
use janynda::roster::{AuthorityKey, AuthoritySecret, UntrustedRoster, VerifiedRoster, sign};
use janynda::seal::{OpenError, Opened, Sealed, open};
use janynda::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, DeploymentId, Flag, How, Kind, Lane, Lang, Plain, Region,
    RequestId, SafeTime, Signs, SomeoneElse, Urgency, Who,
};
use std::sync::LazyLock;

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);
pub const ID: RequestId = RequestId::from_bytes([0xab; 16]);
/// Everything an invented person wrote carries one of these.
pub const CANARIES: [&str; 4] = ["+77010000042", "NAMECANARY", "CODECANARY", "WORDSCANARY"];

pub struct Desk {
    pub roster: VerifiedRoster,
    pub counsellors: Vec<Identity>,
    pub recovery: Identity,
}

pub fn deployment() -> DeploymentId {
    "almaty-1".parse().unwrap()
}

pub fn desk(counsellors: usize) -> Desk {
    let identities: Vec<_> = (0..counsellors).map(|_| Identity::generate()).collect();
    let recovery = Identity::generate();
    let line = |(index, identity): (usize, &Identity)| {
        format!(
            "counsellor alias=c-{index:02} recipient={} languages=kk,ru,en audiences=adult duty=24/7 role=lead \
             since=2026-11-24\n",
            identity.to_public()
        )
    };
    let lines = identities.iter().enumerate().map(line).collect::<Vec<_>>().concat();
    let text = format!(
        "janynda-roster-v1\ndeployment almaty-1\nversion 7\nissued 2026-11-24\nnot-after 2027-02-20\n\
         {lines}recovery recipient={}\n",
        recovery.to_public()
    );
    let new = AuthoritySecret::generate(None).unwrap();
    let key: AuthorityKey = new.public.parse().unwrap();
    let signature = sign(&text, &AuthoritySecret::unlock(&new.secret_file, None).unwrap()).unwrap();
    let untrusted = UntrustedRoster { text: text.as_bytes(), signature: &signature };
    let roster = untrusted.verify(&[key], &deployment(), NOW, None).unwrap();
    Desk { roster, counsellors: identities, recovery }
}

/// Made once: generating and trying recipients is most of the work here.
pub static SMALL: LazyLock<Desk> = LazyLock::new(|| desk(2));

pub fn plain(text: &str) -> Plain {
    Plain::new(text.to_owned())
}

pub fn short() -> CallbackRequest {
    let lane = Lane { audience: Audience::Adult, lang: Lang::Kk };
    CallbackRequest { number: Some(plain(CANARIES[0])), ..people::asks_for_a_call(ID, lane) }
}

/// Everything filled in, with `words` as long as they may be.
pub fn long(words: &str) -> CallbackRequest {
    CallbackRequest {
        urgency: Urgency::Immediate,
        kinds: Kind::ALL.into_iter().collect(),
        flags: Flag::ALL.into_iter().collect(),
        signs: Signs::from_bits(u16::MAX),
        region: Some(Region::EastKazakhstan),
        who: Some(Who::OtherMinor),
        how: How::Either,
        when: SafeTime { part: DayPart::Morning, days: Days::Weekdays },
        someone_else: SomeoneElse::WrongNumber,
        voicemail: Allowed::Yes,
        sms: Allowed::Yes,
        name: Some(plain("NAMECANARY Әсел")),
        code_word: Some(plain("CODECANARY алма")),
        words: Some(plain(words)),
        ..short()
    }
}

pub fn fields(request: &CallbackRequest) -> String {
    let text = |plain: &Option<Plain>| plain.as_ref().map(|plain| plain.expose().to_owned());
    format!(
        "{} {:?} {:?} {:?} {} {} {} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?} {:?}",
        request.id,
        request.lang,
        request.audience,
        request.urgency,
        request.kinds.bits(),
        request.flags.bits(),
        request.signs.bits(),
        request.region,
        request.who,
        request.how,
        text(&request.number),
        request.when,
        request.someone_else,
        request.voicemail,
        request.sms,
        text(&request.name),
        text(&request.code_word),
        text(&request.words),
        request.return_address.as_ref().map(|address| *address.bytes())
    )
}

pub fn opened(sealed: &Sealed, identity: &Identity) -> Result<Opened, OpenError> {
    open(sealed, identity, &ID, &deployment())
}

pub fn assert_no_canary(text: &str) {
    assert!(CANARIES.iter().all(|canary| !text.contains(canary)), "something a person wrote was printed");
}

pub const DAY: i64 = 86_400;

/// A ring of this desk that begins on the day of `now`.
pub fn ring(now: Moment) -> KeyRing {
    KeyRing::create(deployment(), now, [7; 32])
}
