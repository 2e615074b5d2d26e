//! Reads the parameters of a call however the client sent them: JSON (teloxide's calls), multipart (teloxide's
//! `setWebhook`), a URL-encoded form, or the query string. Says what it could not read; never panics.

use serde_json::{Map, Value};

/// How the values came: in a form everything is text and is read according to the specification.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Json,
    Form,
}

/// Decodes query and body into one object.
pub(super) fn decode(
    query: Option<&str>,
    content_type: &str,
    body: &[u8],
) -> Result<(Map<String, Value>, Shape), String> {
    let mut found = Map::new();
    if let Some(query) = query {
        form(query.as_bytes(), &mut found)?;
    }
    let kind = content_type.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    match kind.as_str() {
        _ if body.is_empty() => Ok((found, Shape::Form)),
        "application/json" => match serde_json::from_slice(body) {
            Ok(Value::Object(object)) => {
                found.extend(object);
                Ok((found, Shape::Json))
            }
            Ok(_) => Err("the JSON body must be an object".to_owned()),
            Err(error) => Err(format!("can't parse the JSON body: {error}")),
        },
        "application/x-www-form-urlencoded" => form(body, &mut found).map(|()| (found, Shape::Form)),
        "multipart/form-data" => {
            let boundary = content_type.split(';').find_map(|part| part.trim().strip_prefix("boundary="));
            let boundary = boundary.ok_or("multipart body without a boundary")?.trim_matches('"');
            multipart(boundary, body, &mut found).map(|()| (found, Shape::Form))
        }
        other => Err(format!("unsupported content type \"{other}\"")),
    }
}

fn insert(found: &mut Map<String, Value>, name: String, value: String) -> Result<(), String> {
    let twice = format!("parameter \"{name}\" is given twice");
    found.insert(name, Value::String(value)).map_or(Ok(()), |_| Err(twice))
}

fn form(bytes: &[u8], found: &mut Map<String, Value>) -> Result<(), String> {
    for pair in bytes.split(|&b| b == b'&').filter(|pair| !pair.is_empty()) {
        let mut halves = pair.splitn(2, |&b| b == b'=');
        let name = percent_decoded(halves.next().unwrap_or_default())?;
        insert(found, name, percent_decoded(halves.next().unwrap_or_default())?)?;
    }
    Ok(())
}

fn percent_decoded(bytes: &[u8]) -> Result<String, String> {
    let mut decoded = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, tail)) = rest.split_first() {
        rest = tail;
        match byte {
            b'+' => decoded.push(b' '),
            b'%' => {
                let digits = tail.get(..2).and_then(|pair| std::str::from_utf8(pair).ok());
                let value = digits.and_then(|pair| u8::from_str_radix(pair, 16).ok());
                decoded.push(value.ok_or("a percent sign without two hexadecimal digits")?);
                rest = tail.get(2..).unwrap_or_default();
            }
            byte => decoded.push(byte),
        }
    }
    String::from_utf8(decoded).map_err(|_| "strings must be encoded in UTF-8".to_owned())
}

fn multipart(boundary: &str, body: &[u8], found: &mut Map<String, Value>) -> Result<(), String> {
    let text = std::str::from_utf8(body).map_err(|_| "files are not used here, and texts are UTF-8")?;
    for part in text.split(&format!("--{boundary}")) {
        let Some((head, value)) = part.split_once("\r\n\r\n") else { continue };
        let name = head.split(';').find_map(|item| item.trim().strip_prefix("name="));
        let name = name.ok_or("a multipart field without a name")?;
        let name = name.split("\r\n").next().unwrap_or_default().trim_matches('"');
        insert(found, name.to_owned(), value.strip_suffix("\r\n").unwrap_or(value).to_owned())?;
    }
    Ok(())
}
