//! Challenges that were bent, carried elsewhere or kept too long.

use super::*;
use crate::clock::Moment;
use age::x25519::Identity;

const NOW: Moment = Moment(1_795_521_600);

#[test]
fn who_holds_the_identity_answers_and_the_desk_accepts() {
    let identity = Identity::generate();
    let recipient = identity.to_public().to_string().parse().unwrap();
    let origin: crate::vocab::Origin = "https://desk.example.kz".parse().unwrap();
    let deployment: crate::vocab::DeploymentId = "almaty-1".parse().unwrap();
    let session = crate::vocab::SessionId::from_bytes([3; 16]);
    let asked = Challenge::new(origin.clone(), deployment.clone(), session, [7; 32], NOW);
    let sealed = asked.seal(&recipient).unwrap();
    let opened = open_challenge(&sealed, &identity, &origin, &deployment, &session, NOW).unwrap();
    assert!(asked.accepts(&opened.answer(), NOW.plus(LIFE - 1)));
    assert!(!asked.accepts(&opened.answer(), NOW.plus(LIFE)));
}
