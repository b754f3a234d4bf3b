//! What the derives cannot say of requests: what all routes have in common, and that a body has no
//! other fields than those that are listed. Programs that make requests of the document read it.

use contract::{
    UserId,
    limits::{IDEMPOTENCY_KEY_MAX, SKILL_MAX},
};
use std::collections::BTreeSet;
use utoipa::{
    PartialSchema,
    openapi::{
        KnownFormat, Object, ObjectBuilder, OpenApi, Ref, RefOr, Schema, SchemaFormat, Type,
        path::{Operation, Parameter, PathItem},
        schema::{AdditionalProperties, AnyOfBuilder, ArrayItems},
    },
};

/// `*`, or tags with commas between them (RFC 9110, section 13.1.1).
const TAGS: &str = r#"^(\*|(W/)?"[^"]*"( *, *(W/)?"[^"]*")*)$"#;
/// What the header bears once it has arrived: visible characters and no space around them.
const KEY: &str = "^[!-~]+$";
const SCHEMAS: &str = "#/components/schemas/";

/// Says it of the whole document.
pub(super) fn say_exactly(document: &mut OpenApi) {
    let mut bodies = BTreeSet::new();
    for (path, item) in &mut document.paths.paths {
        for operation in operations(item) {
            for parameter in operation.parameters.iter_mut().flatten() {
                if let RefOr::T(parameter) = parameter {
                    say_of_parameter(parameter);
                }
            }
            // Storage may tell more than we read.
            if path.starts_with("/api/") {
                bodies.extend(names_of_bodies(operation));
            }
        }
    }
    let Some(components) = &mut document.components else {
        return;
    };
    let profile = components.schemas.get("UpdateProfile").cloned();
    if let (Some(account), Some(profile)) = (components.schemas.get_mut("CreateUser"), profile) {
        flatten(account, profile);
    }
    // What lies in a body is as strict as the body.
    bodies.extend(["UpdateEmailNotifications", "PreferenceEntry"].map(str::to_owned));
    for name in bodies {
        if let Some(RefOr::T(Schema::Object(body))) = components.schemas.get_mut(&name) {
            body.additional_properties = Some(Box::new(AdditionalProperties::FreeForm(false)));
            for words in ["skills", "expertise"] {
                say_of_words(body, words);
            }
        }
    }
}

fn operations(item: &mut PathItem) -> impl Iterator<Item = &mut Operation> {
    [
        &mut item.get,
        &mut item.put,
        &mut item.post,
        &mut item.patch,
        &mut item.delete,
    ]
    .into_iter()
    .flatten()
}

fn say_of_parameter(parameter: &mut Parameter) {
    let text = ObjectBuilder::new().schema_type(Type::String);
    let description = parameter.description.as_deref().unwrap_or_default();
    let schema = match parameter.name.as_str() {
        // Its description says where it may be `me`.
        "id" if description.contains("`me`") => AnyOfBuilder::new()
            .item(UserId::schema())
            .item(text.enum_values(Some(["me"])))
            .into(),
        "Idempotency-Key" => text
            .min_length(Some(1))
            .max_length(Some(IDEMPOTENCY_KEY_MAX))
            .pattern(Some(KEY))
            .into(),
        "If-Match" | "If-None-Match" => text.pattern(Some(TAGS)).examples(["\"7\""]).into(),
        "page" => ObjectBuilder::new()
            .schema_type(Type::Integer)
            .format(Some(SchemaFormat::KnownFormat(KnownFormat::Int64)))
            .minimum(Some(1))
            .maximum(Some(f64::from(u32::MAX)))
            .into(),
        _ => return,
    };
    parameter.schema = Some(schema);
}

fn names_of_bodies(operation: &Operation) -> Vec<String> {
    let Some(RefOr::T(body)) = &operation.request_body else {
        return Vec::new();
    };
    let contents = body.content.values().filter_map(|content| match content {
        RefOr::T(content) => content.schema.as_ref(),
        RefOr::Ref(_) => None,
    });
    contents
        .filter_map(|schema| match schema {
            RefOr::Ref(Ref { ref_location, .. }) => ref_location.strip_prefix(SCHEMAS),
            RefOr::T(_) => None,
        })
        .map(str::to_owned)
        .collect()
}

/// A new account with the fields of the profile among its own: of an `allOf` nobody can say that there
/// are no others.
fn flatten(account: &mut RefOr<Schema>, profile: RefOr<Schema>) {
    let RefOr::T(Schema::AllOf(parts)) = &*account else {
        return;
    };
    let own = parts.items.iter().find_map(|part| match part {
        RefOr::T(Schema::Object(own)) => Some(own.clone()),
        _ => None,
    });
    let (Some(mut whole), RefOr::T(Schema::Object(profile))) = (own, profile) else {
        return;
    };
    whole.description.clone_from(&parts.description);
    whole.properties.extend(profile.properties);
    let names = ["firstName", "lastName"].map(str::to_owned);
    whole.required.extend(names);
    *account = RefOr::T(Schema::Object(whole));
}

/// Each word of this list is of 1 to 50 characters.
fn say_of_words(body: &mut Object, field: &str) {
    if let Some(RefOr::T(Schema::Array(list))) = body.properties.get_mut(field) {
        let word = ObjectBuilder::new()
            .schema_type(Type::String)
            .min_length(Some(1))
            .max_length(Some(SKILL_MAX));
        list.items = ArrayItems::RefOrSchema(Box::new(word.into()));
    }
}
