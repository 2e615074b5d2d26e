//! Which scene draws the card of a state: one arm per scene, so that a new scene makes the compiler ask.

use super::card::Card;
use super::{Facts, Scene, State, scenes};

/// The card of a state. Total: every state has one.
#[must_use]
pub fn card(state: &State, facts: &Facts<'_>) -> Card {
    if state.covered && state.hides_as_receipt() {
        return scenes::receipt::hidden(state);
    }
    if state.covered {
        return scenes::pages::cover(state);
    }
    let draw: fn(&State, &Facts<'_>) -> Card = match state.place.scene {
        Scene::Welcome => scenes::welcome::welcome,
        Scene::Language => scenes::welcome::language,
        Scene::Danger => scenes::danger::danger,
        Scene::CannotSpeak => scenes::danger::cannot_speak,
        Scene::LeaveSafely => scenes::danger::leave_safely,
        Scene::SelfHarm => scenes::danger::self_harm,
        Scene::Hotlines => scenes::help::hotlines,
        Scene::Kind => scenes::help::kind,
        Scene::Help => scenes::help::help,
        Scene::Who => scenes::help::who,
        Scene::Region => scenes::help::region,
        Scene::Safety => scenes::pages::safety,
        Scene::About => scenes::pages::about,
        Scene::Privacy => scenes::pages::privacy,
        Scene::Consent => scenes::consent::consent,
        Scene::ConsentMinor => scenes::consent::consent_minor,
        Scene::WhatThen => scenes::consent::what_then,
        Scene::How => scenes::contact::how,
        Scene::Number => scenes::contact::number,
        Scene::When => scenes::contact::when,
        Scene::WhenDays => scenes::contact::when_days,
        Scene::SomeoneElse => scenes::contact::someone_else,
        Scene::Voicemail => scenes::contact::voicemail,
        Scene::Sms => scenes::contact::sms,
        Scene::Name => scenes::contact::name,
        Scene::CodeWord => scenes::contact::code_word,
        Scene::More => scenes::contact::more,
        Scene::Review => scenes::review::review,
        Scene::Sent => match state.sent {
            Some(sent) => return scenes::review::sent(state, facts, sent),
            None => scenes::review::review,
        },
        Scene::NotNow => scenes::consent::not_now,
        Scene::Forgotten => match state.forgotten {
            Some(proof) => return scenes::pages::forgotten(state, facts, proof),
            None => scenes::pages::about,
        },
        Scene::Cover => return scenes::pages::cover(state),
        Scene::Receipt => return scenes::receipt::hidden(state),
        Scene::Status => scenes::receipt::status,
        Scene::Withdrawn => match state.withdrawn {
            Some((proof, before)) => return scenes::receipt::withdrawn(state, facts, proof, before),
            None => scenes::receipt::status,
        },
        Scene::Phrase => scenes::receipt::phrase,
        Scene::OwnWords => scenes::own_words::own_words,
        Scene::OwnBehaviour => scenes::own_words::own_behaviour,
        Scene::FollowUp => scenes::follow_up::follow_up,
        Scene::Guidance => scenes::guidance::guidance,
        Scene::Medical
        | Scene::SafetyPlan
        | Scene::Evidence
        | Scene::ProtectiveOrder
        | Scene::Images
        | Scene::ForChildren
        | Scene::ForOthers
        | Scene::AfterDark => scenes::guidance::topic,
        Scene::FactCards => scenes::guidance::fact_cards,
    };
    draw(state, facts)
}
