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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::conversation::{Context, Place, Scene};

    fn blank() -> State {
        State::at(Place::new(Scene::Status, Context::new(Lang::Kk)))
    }

    #[test]
    fn a_receipt_comes_back_from_its_row_as_it_was() {
        let lanes = Lane::all().map(Some);
        let lanes: Vec<Option<Lane>> = lanes.chain([None]).collect();
        let receipts = [
            Receipt::Secret(RequestSecret::from_bytes([5; 16])),
            Receipt::Code(ReceiptCode::from_number(999_999_999_999)),
        ];
        for receipt in receipts {
            for standing in Standing::ALL {
                for lane in &lanes {
                    for before in [None, Some(Before::Waiting), Some(Before::Taken)] {
                        let mut state = blank();
                        state.receipt = Some(receipt.clone());
                        state.looked = Some(Looked { standing, lane: *lane });
                        state.withdrawn = before.map(|before| (Confirmed::by_executor(), before));
                        let bytes = postcard::to_stdvec(&KeptReceipt::of(&state)).expect("bytes");
                        let kept: Option<KeptReceipt> = postcard::from_bytes(&bytes).expect("a receipt");
                        let mut again = blank();
                        kept.expect("something is kept").restore(&mut again);
                        assert_eq!(again.receipt, state.receipt);
                        assert_eq!((again.looked, again.withdrawn), (state.looked, state.withdrawn));
                    }
                }
            }
        }
    }

    #[test]
    fn a_card_without_a_receipt_keeps_nothing_of_one() {
        assert!(KeptReceipt::of(&blank()).is_none());
    }
}
