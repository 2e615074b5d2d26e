//! An invented desk: a signed roster, the keys on it, and one request with everything filled in.

use age::x25519::Identity;
use janynda::clock::Moment;
use janynda::roster::{AuthorityKey, AuthoritySecret, UntrustedRoster, VerifiedRoster, sign};
use janynda::vocab::{
    Allowed, Audience, CallbackRequest, DayPart, Days, DeploymentId, Flag, How, Kind, Lang, Plain, Region, RequestId,
    SafeTime, Sign, SomeoneElse, Urgency, Who,
};

/// 2026-11-24, noon UTC.
pub const NOW: Moment = Moment(1_795_521_600);
pub const ID: RequestId = RequestId::from_bytes([0xab; 16]);

pub fn deployment() -> DeploymentId {
    "almaty-1".parse().unwrap()
}

pub struct Desk {
    pub roster: VerifiedRoster,
    /// Whoever reads the lane of [`request`]: the counsellors, and recovery last.
    pub readers: Vec<Identity>,
}

impl Desk {
    /// A desk whose lane has so many readers.
    pub fn of(readers: usize) -> Desk {
        let readers: Vec<_> = (0..readers).map(|_| Identity::generate()).collect();
        let (recovery, counsellors) = readers.split_last().unwrap();
        let line = |(index, identity): (usize, &Identity)| {
            format!(
                "counsellor alias=c-{index:02} recipient={} languages=kk,ru,en audiences=adult duty=24/7 role=lead \
                 since=2026-11-24\n",
                identity.to_public()
            )
        };
        let lines = counsellors.iter().enumerate().map(line).collect::<Vec<_>>().concat();
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
        Desk { roster, readers }
    }
}

/// What an invented person asks for.
pub fn request() -> CallbackRequest {
    let plain = |text: &str| Plain::new(text.to_owned());
    CallbackRequest {
        id: ID,
        lang: Lang::Kk,
        audience: Audience::Adult,
        urgency: Urgency::Immediate,
        kinds: Kind::ALL.into_iter().collect(),
        flags: Flag::ALL.into_iter().collect(),
        signs: Sign::ALL.into_iter().collect(),
        region: Some(Region::EastKazakhstan),
        who: Some(Who::OtherMinor),
        how: How::Either,
        number: Some(plain("+77010000042")),
        when: SafeTime { part: DayPart::Morning, days: Days::Weekdays },
        someone_else: SomeoneElse::WrongNumber,
        voicemail: Allowed::No,
        sms: Allowed::Yes,
        name: Some(plain("Әсел")),
        code_word: Some(plain("алма")),
        words: Some(plain(&"«\"Ия\"»\n\u{202e}\u{0}\t\\ 🌸 ".repeat(20))),
        return_address: None,
    }
}
