//! What an answer bears has a name, and is described once: the derive writes it out in each envelope.

use std::collections::BTreeMap;
use utoipa::openapi::{OpenApi, Ref, RefOr, Schema, schema::ArrayItems};

/// The envelopes, by the beginnings of their names.
const ENVELOPE: &str = "Success_";
/// What a list is called in them.
const LIST: &str = "Vec_";

/// Says it of the whole document.
pub(super) fn name_what_is_borne(document: &mut OpenApi) {
    let Some(components) = &mut document.components else {
        return;
    };
    let names: Vec<_> = components.schemas.keys().cloned().collect();
    for envelope in &names {
        let Some(borne) = envelope.strip_prefix(ENVELOPE) else {
            continue;
        };
        let one = borne.strip_prefix(LIST).unwrap_or(borne).to_owned();
        if names.contains(&one) {
            refer(&mut components.schemas, envelope, &one);
        }
    }
}

fn refer(schemas: &mut BTreeMap<String, RefOr<Schema>>, envelope: &str, borne: &str) {
    let Some(RefOr::T(Schema::Object(envelope))) = schemas.get_mut(envelope) else {
        return;
    };
    let reference = RefOr::Ref(Ref::from_schema_name(borne));
    match envelope.properties.get_mut("data") {
        Some(RefOr::T(Schema::Array(list))) => {
            list.items = ArrayItems::RefOrSchema(Box::new(reference));
        }
        Some(data) => *data = reference,
        None => {}
    }
}
