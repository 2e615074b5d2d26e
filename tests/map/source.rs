//! Reads Rust source just well enough for the rules of the house: without comments and strings, with or without test
//! code, as paths and words.

/// The source with every comment and every text literal blanked; lines stay where they were.
pub fn strip(source: &str) -> String {
    let chars: Vec<char> = source.chars().collect();
    let mut out = String::with_capacity(source.len());
    let mut at = 0;
    while at < chars.len() {
        let end = match (chars[at], chars.get(at + 1)) {
            ('/', Some('/')) => line_end(&chars, at),
            ('/', Some('*')) => comment_end(&chars, at),
            ('"', _) => string_end(&chars, at),
            ('r' | 'b' | 'c', _) if !in_word(&chars, at) => literal_end(&chars, at).unwrap_or(at),
            ('\'', Some('\\')) => char_end(&chars, at + 1),
            ('\'', Some(_)) if chars.get(at + 2) == Some(&'\'') => at + 3,
            _ => at,
        };
        if end == at {
            out.push(chars[at]);
            at += 1;
        } else {
            out.extend(chars[at..end].iter().map(|c| if *c == '\n' { '\n' } else { ' ' }));
            at = end;
        }
    }
    out
}

fn in_word(chars: &[char], at: usize) -> bool {
    at > 0 && is_word(chars[at - 1])
}

fn line_end(chars: &[char], at: usize) -> usize {
    chars[at..].iter().position(|c| *c == '\n').map_or(chars.len(), |length| at + length)
}

fn comment_end(chars: &[char], mut at: usize) -> usize {
    let mut depth = 0;
    while at < chars.len() {
        match (chars[at], chars.get(at + 1)) {
            ('/', Some('*')) => (depth, at) = (depth + 1, at + 2),
            ('*', Some('/')) => (depth, at) = (depth - 1, at + 2),
            _ => at += 1,
        }
        if depth == 0 {
            break;
        }
    }
    at
}

fn string_end(chars: &[char], quote: usize) -> usize {
    let mut at = quote + 1;
    while at < chars.len() && chars[at] != '"' {
        at += if chars[at] == '\\' { 2 } else { 1 };
    }
    (at + 1).min(chars.len())
}

/// The end of `'\n'` or `'\u{..}'`, from its backslash.
fn char_end(chars: &[char], backslash: usize) -> usize {
    let rest = chars.get(backslash + 2..).unwrap_or_default();
    rest.iter().position(|c| *c == '\'').map_or(chars.len(), |length| backslash + length + 3)
}

/// The end of `r#".."#`, `b".."`, `br".."` and their like, if one starts here.
fn literal_end(chars: &[char], start: usize) -> Option<usize> {
    let mut at = start;
    while matches!(chars.get(at), Some('r' | 'b' | 'c')) && at < start + 2 {
        at += 1;
    }
    if chars[at - 1] != 'r' {
        return (chars.get(at) == Some(&'"')).then(|| string_end(chars, at));
    }
    let hashes = chars[at..].iter().take_while(|c| **c == '#').count();
    if chars.get(at + hashes) != Some(&'"') {
        return None;
    }
    let closing: Vec<char> = std::iter::once('"').chain(std::iter::repeat_n('#', hashes)).collect();
    let body = at + hashes + 1;
    let length = chars[body..].windows(hashes + 1).position(|window| window == closing)?;
    Some(body + length + hashes + 1)
}

/// Stripped source without what `#[cfg(test)]` marks: a module, a function, an import.
pub fn without_tests(stripped: &str) -> String {
    const MARK: &str = "#[cfg(test)]";
    let mut out = String::new();
    let mut rest = stripped;
    while let Some(at) = rest.find(MARK) {
        out.push_str(&rest[..at]);
        rest = &rest[at + MARK.len()..];
        rest = &rest[item_end(rest)..];
    }
    out + rest
}

/// Where the item that starts here ends: at its `;`, or with the block it opens.
fn item_end(source: &str) -> usize {
    let mut depth = 0_usize;
    for (at, c) in source.char_indices() {
        match c {
            '{' | '(' | '[' => depth += 1,
            '}' | ')' | ']' => {
                depth = depth.saturating_sub(1);
                if depth == 0 && c == '}' {
                    return at + 1;
                }
            }
            ';' if depth == 0 => return at + 1,
            _ => {}
        }
    }
    source.len()
}

/// Modules that a stripped file declares for tests only: `#[cfg(test)] mod tests;`.
pub fn test_modules(stripped: &str) -> Vec<String> {
    let parts = stripped.split("#[cfg(test)]").skip(1);
    parts
        .filter_map(|part| part.trim_start().strip_prefix("mod ")?.split_once(';'))
        .map(|(name, _)| name.trim().to_owned())
        .filter(|name| name.chars().all(is_word))
        .collect()
}

pub fn is_word(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

/// Every identifier and keyword of stripped source.
pub fn words(stripped: &str) -> impl Iterator<Item = &str> {
    stripped.split(|c| !is_word(c)).filter(|word| !word.is_empty())
}

/// Every path of stripped source with its groups spelled out: `use std::{fs, io::Read};` gives `std::fs` and
/// `std::io::Read`. A word alone is a path of one.
pub fn paths(stripped: &str) -> Vec<Vec<String>> {
    let tokens = tokens(stripped);
    let mut paths = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if is_word(tokens[at].chars().next().unwrap_or(' ')) {
            at = read_path(&tokens, at, &mut Vec::new(), &mut paths);
        } else {
            at += 1;
        }
    }
    paths
}

fn tokens(stripped: &str) -> Vec<String> {
    let mut tokens: Vec<String> = Vec::new();
    let mut last = ' ';
    for c in stripped.chars() {
        match tokens.last_mut() {
            Some(token) if is_word(c) && is_word(last) => token.push(c),
            Some(token) if c == ':' && last == ':' && token == ":" => token.push(c),
            _ if c.is_whitespace() => {}
            _ => tokens.push(c.to_string()),
        }
        last = c;
    }
    tokens
}

/// Reads one path from `at`, after `prefix`; adds each of its ends to `paths`; returns where it stopped.
fn read_path(tokens: &[String], mut at: usize, prefix: &mut Vec<String>, paths: &mut Vec<Vec<String>>) -> usize {
    let depth = prefix.len();
    prefix.push(tokens[at].clone());
    at += 1;
    while tokens.get(at).is_some_and(|token| token == "::") {
        match tokens.get(at + 1).map(String::as_str) {
            Some("{") => {
                at += 2;
                while tokens.get(at).is_some_and(|token| token != "}") {
                    at = if tokens[at] == "," { at + 1 } else { read_path(tokens, at, prefix, paths) };
                }
                prefix.truncate(depth);
                return (at + 1).min(tokens.len());
            }
            // A turbofish ends what matters of a path.
            Some("<") | None => break,
            Some(word) => prefix.push(word.to_owned()),
        }
        at += 2;
    }
    paths.push(prefix.clone());
    prefix.truncate(depth);
    if tokens.get(at).is_some_and(|token| token == "as") { at + 2 } else { at }
}
