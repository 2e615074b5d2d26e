//! The rules between entries: ids once, `via` to a way in, and the lists `always` and `emergency`.

use super::draft::Draft;
use super::fields::Fields;
use super::hotline::Reach;
use super::problems::Gathered;
use super::terms::Confidence;
use super::wording;
use crate::vocab::Lang;
use std::collections::BTreeMap;

/// Short names by which a card may call an entry that has no number.
const SHORT_NAMES: [(&str, [&str; 2]); 1] = [("eotinish", ["e-Otinish", "e-Өтініш"])];

/// The first entry of each id.
pub(super) fn by_id<'x, 'd, 'i>(
    drafts: &'x [Draft<'d, 'i>],
    problems: &mut Gathered,
) -> BTreeMap<&'x str, &'x Draft<'d, 'i>> {
    let mut known = BTreeMap::new();
    for draft in drafts {
        let Some(id) = draft.id.as_deref() else { continue };
        if known.contains_key(id) {
            problems.add(draft.fields.line("id"), format!("id '{id}' is used twice"));
        } else {
            known.insert(id, draft);
        }
    }
    known
}

/// The rules of `via`.
pub(super) fn via(drafts: &[Draft<'_, '_>], known: &BTreeMap<&str, &Draft<'_, '_>>, problems: &mut Gathered) {
    for draft in drafts {
        let Some(via) = draft.via.as_deref() else { continue };
        let line = draft.fields.line("via");
        let Some(target) = known.get(via).filter(|_| draft.id.as_deref() != Some(via)) else {
            problems.add(line, format!("via: no other entry '{via}'"));
            continue;
        };
        if target.fields.has("via") || target.shown == Some(false) || !target.has_way_of_its_own() {
            let rule = "must be shown, with a number or web address, and have no via itself";
            problems.add(line, format!("via: '{via}' {rule}"));
        } else if draft.shown == Some(true) {
            for lang in Lang::ALL {
                let card = draft.card.as_ref().map_or("", |card| card.get(lang));
                if !target.is_named_in(card, lang) {
                    let what = format!("card.{} must name the service of via = '{via}'", lang.code());
                    problems.add(draft.fields.line("card"), what);
                }
            }
        }
    }
}

impl Draft<'_, '_> {
    /// A number or an address; values that could not be read do not count against it.
    fn has_way_of_its_own(&self) -> bool {
        self.numbers.as_ref().is_none_or(|list| !list.is_empty())
            || self.web.as_ref().is_none_or(|list| !list.is_empty())
    }

    fn is_named_in(&self, card: &str, lang: Lang) -> bool {
        let numbers = self.numbers.iter().flatten().map(super::Number::dial);
        let short = SHORT_NAMES.iter().filter(|(id, _)| self.id.as_deref() == Some(id)).flat_map(|(_, names)| *names);
        let full = self.name.iter().map(|name| name.get(lang));
        numbers.chain(short).chain(full).any(|name| wording::names(card, name))
    }

    /// Whether it may stand in `always` or `emergency`; values that could not be read do not count against it.
    fn may_stand_first(&self) -> bool {
        self.shown != Some(false)
            && self.numbers.as_ref().is_none_or(|numbers| !numbers.is_empty())
            && self.confidence != Some(Confidence::Low)
            && self.reach.as_ref().is_none_or(|reach| *reach == Reach::National)
    }
}

/// Reads `always` or `emergency`: ids of entries that may stand first.
pub(super) fn first_lines(
    top: &Fields<'_, '_>,
    key: &str,
    known: &BTreeMap<&str, &Draft<'_, '_>>,
    problems: &mut Gathered,
) -> Option<Vec<String>> {
    let ids: Vec<String> = top.list(key, problems)?;
    let line = top.line(key);
    if ids.is_empty() {
        problems.add(line, format!("{key} must not be empty"));
    }
    for id in &ids {
        match known.get(id.as_str()) {
            None => problems.add(line, format!("{key}: no entry '{id}'")),
            Some(draft) if !draft.may_stand_first() => {
                let rule = "must be shown, national, with a number, and not of low confidence";
                problems.add(line, format!("{key}: '{id}' {rule}"));
            }
            Some(_) => {}
        }
    }
    Some(ids)
}

/// Display rule 10: 150 was reported to fail people, so 111 stands right before it, everywhere.
pub(super) fn trust_line(
    top: &Fields<'_, '_>,
    always: &[String],
    known: &BTreeMap<&str, &Draft<'_, '_>>,
    problems: &mut Gathered,
) {
    let shown = known.get("trust-150").is_some_and(|draft| draft.shown == Some(true));
    let beside = always.windows(2).any(|pair| pair == ["contact-111", "trust-150"]);
    if shown && !beside {
        problems.add(top.line("always"), "always: 'contact-111' must stand right before 'trust-150'");
    }
}
