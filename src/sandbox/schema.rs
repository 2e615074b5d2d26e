//! The trimmed specification, and the check of every call against it.
//!
//! `botapi.json` is the Bot API 10.1 restricted to the methods this project uses. Fields for what it never uses
//! (business and inline mode, effects, web apps, reply keyboards, certificates) are left out on purpose: a bot that
//! sends one of them breaks a decision of ours, and is told so.

use super::params::Shape;
use serde::Deserialize;
use serde_json::{Map, Value};
use std::collections::BTreeMap;
use std::sync::LazyLock;

#[derive(Deserialize)]
struct Specification {
    methods: BTreeMap<String, Shaped>,
    types: BTreeMap<String, Shaped>,
}

#[derive(Deserialize)]
struct Shaped {
    #[serde(default)]
    fields: Vec<Field>,
    #[serde(default)]
    subtypes: Vec<String>,
}

#[derive(Deserialize)]
struct Field {
    name: String,
    types: Vec<String>,
    required: bool,
}

static SPECIFICATION: LazyLock<Specification> = LazyLock::new(|| {
    serde_json::from_str(include_str!("botapi.json")).expect("the embedded specification is well-formed (tested)")
});

/// The specification's spelling of a method, whatever letter case it came in.
pub(super) fn method(name: &str) -> Option<&'static str> {
    SPECIFICATION.methods.keys().find(|known| known.eq_ignore_ascii_case(name)).map(String::as_str)
}

/// The parameters with every value in its proper JSON type, or what is wrong with them.
pub(super) fn checked(method: &str, found: Map<String, Value>, shape: Shape) -> Result<Map<String, Value>, String> {
    let shaped = SPECIFICATION.methods.get(method).ok_or_else(|| format!("unknown method {method}"))?;
    object(shaped, found, shape, method)
}

fn object(shaped: &Shaped, found: Map<String, Value>, shape: Shape, path: &str) -> Result<Map<String, Value>, String> {
    let mut checked = Map::new();
    for (name, value) in found {
        let field = shaped.fields.iter().find(|field| field.name == name);
        let field = field.ok_or_else(|| format!("{path}: unknown field \"{name}\""))?;
        let path = format!("{path}.{name}");
        let mut wrong = None;
        for wanted in &field.types {
            match typed(wanted, value.clone(), shape, &path) {
                Ok(value) => {
                    checked.insert(name.clone(), value);
                    wrong = None;
                    break;
                }
                Err(text) => wrong = Some(text),
            }
        }
        if let Some(text) = wrong {
            return Err(text);
        }
    }
    match shaped.fields.iter().find(|field| field.required && !checked.contains_key(&field.name)) {
        Some(field) => Err(format!("{path}: required field \"{}\" is missing", field.name)),
        None => Ok(checked),
    }
}

fn typed(wanted: &str, value: Value, shape: Shape, path: &str) -> Result<Value, String> {
    let refused = |value: &Value| Err(format!("{path}: expected {wanted}, found {}", kind(value)));
    match (wanted, value, shape) {
        ("String", value @ Value::String(_), _) | ("Boolean", value @ Value::Bool(_), _) => Ok(value),
        ("Integer", value, _) if value.is_i64() => Ok(value),
        ("Integer", Value::String(text), Shape::Form) => match text.parse::<i64>() {
            Ok(number) => Ok(number.into()),
            Err(_) => refused(&Value::String(text)),
        },
        ("Boolean", Value::String(text), Shape::Form) => match text.as_str() {
            "true" | "True" | "1" => Ok(true.into()),
            "false" | "False" | "0" => Ok(false.into()),
            _ => refused(&Value::String(text)),
        },
        ("String" | "Integer" | "Boolean", value, _) => refused(&value),
        // In a form everything with a shape of its own is JSON text.
        (_, Value::String(text), Shape::Form) => match serde_json::from_str(&text) {
            Ok(value) => typed(wanted, value, Shape::Json, path),
            Err(error) => Err(format!("{path}: can't parse JSON: {error}")),
        },
        (_, value, _) => nested(wanted, value, path),
    }
}

fn nested(wanted: &str, value: Value, path: &str) -> Result<Value, String> {
    match (wanted.strip_prefix("Array of "), value) {
        (Some(inner), Value::Array(items)) => {
            let items = items.into_iter().enumerate();
            let items = items.map(|(i, item)| typed(inner, item, Shape::Json, &format!("{path}[{i}]")));
            items.collect::<Result<_, _>>().map(Value::Array)
        }
        (None, Value::Object(found)) => {
            let shaped = variant(wanted, &found, path)?;
            object(shaped, found, Shape::Json, path).map(Value::Object)
        }
        (_, value) => Err(format!("{path}: expected {wanted}, found {}", kind(&value))),
    }
}

/// The type itself, or the one its `type` field names: `all_private_chats` is `BotCommandScopeAllPrivateChats`.
fn variant(wanted: &str, found: &Map<String, Value>, path: &str) -> Result<&'static Shaped, String> {
    let lookup = |name: &str| SPECIFICATION.types.get(name).ok_or_else(|| format!("{path}: unknown type {name}"));
    let shaped = lookup(wanted)?;
    if shaped.subtypes.is_empty() {
        return Ok(shaped);
    }
    let kind = found.get("type").and_then(Value::as_str).unwrap_or_default();
    let mut name = wanted.to_owned();
    for word in kind.split('_') {
        let mut letters = word.chars();
        name.extend(letters.next().map(|first| first.to_ascii_uppercase()));
        name.extend(letters);
    }
    if !shaped.subtypes.contains(&name) {
        return Err(format!("{path}: unknown type \"{kind}\" of {wanted}"));
    }
    lookup(&name)
}

fn kind(value: &Value) -> &'static str {
    match value {
        Value::Null => "null",
        Value::Bool(_) => "a boolean",
        Value::Number(_) => "a number",
        Value::String(_) => "a string",
        Value::Array(_) => "an array",
        Value::Object(_) => "an object",
    }
}
