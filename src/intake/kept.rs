//! What a card's row keeps of a receipt: which request, how it stood, whether it was withdrawn. Sealed with the draft,
//! because the secret in it opens the request's standing to whoever has it.

use crate::conversation::{Before, Looked, Receipt, State};
use crate::vocab::{Audience, Confirmed, Lane, Lang, ReceiptCode, RequestSecret, Standing, Withdrawn};
use serde::{Deserialize, Serialize};

/// A receipt as it is written into the sealed cell. Numbers are positions in the lists of `vocab`.
#[derive(Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptReceipt {
    secret: Option<[u8; 16]>,
    code: Option<u64>,
    standing: Option<u8>,
    lane: Option<(u8, u8)>,
    withdrawn_before: Option<u8>,
}

impl KeptReceipt {
    /// What a state keeps; none when it has no receipt.
    pub fn of(state: &State) -> Option<KeptReceipt> {
        let kept = KeptReceipt {
            secret: match &state.receipt {
                Some(Receipt::Secret(secret)) => Some(*secret.bytes()),
                _ => None,
            },
            code: match &state.receipt {
                Some(Receipt::Code(code)) => Some(code.number()),
                _ => None,
            },
            standing: state.looked.and_then(|looked| position(looked.standing)),
            lane: state.looked.and_then(|looked| looked.lane).map(|lane| (lane.audience as u8, lane.lang as u8)),
            withdrawn_before: state.withdrawn.map(|(_, before)| before as u8),
        };
        (kept != KeptReceipt::default()).then_some(kept)
    }

    /// Puts it back into a state.
    pub fn restore(self, state: &mut State) {
        state.receipt = match (self.secret, self.code) {
            (Some(secret), _) => Some(Receipt::Secret(RequestSecret::from_bytes(secret))),
            (None, Some(code)) => Some(Receipt::Code(ReceiptCode::from_number(code))),
            (None, None) => None,
        };
        let lane = self.lane.and_then(|(audience, lang)| {
            Some(Lane { audience: value(&Audience::ALL, audience)?, lang: value(&Lang::ALL, lang)? })
        });
        state.looked = self.standing.and_then(|at| value(&Standing::ALL, at)).map(|standing| Looked { standing, lane });
        // The row and the withdrawal were committed together: that the row says so is the evidence.
        state.withdrawn = self
            .withdrawn_before
            .and_then(|at| value(&[Before::Waiting, Before::Taken], at))
            .map(|before| (Confirmed::<Withdrawn>::by_executor(), before));
    }
}

fn position(standing: Standing) -> Option<u8> {
    Standing::ALL.iter().position(|one| *one == standing).and_then(|at| u8::try_from(at).ok())
}

fn value<T: Copy>(all: &[T], at: u8) -> Option<T> {
    all.get(usize::from(at)).copied()
}
