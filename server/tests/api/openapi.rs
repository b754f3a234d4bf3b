//! The OpenAPI document is one that tools can use.

use serde_json::{Map, Value, json};

const METHODS: [&str; 8] = [
    "get", "put", "post", "delete", "options", "head", "patch", "trace",
];

fn document() -> Value {
    serde_json::to_value(server::http::openapi()).unwrap()
}

/// Every operation with its path and method.
pub fn operations(document: &Value) -> Vec<(String, String, &Map<String, Value>)> {
    let mut found = Vec::new();
    for (path, item) in document["paths"].as_object().unwrap() {
        for (method, operation) in item.as_object().unwrap() {
            if METHODS.contains(&method.as_str()) {
                let operation = operation.as_object().unwrap();
                found.push((path.clone(), method.to_uppercase(), operation));
            }
        }
    }
    found
}

fn references<'a>(value: &'a Value, found: &mut Vec<&'a str>) {
    match value {
        Value::Object(map) => {
            found.extend(map.get("$ref").and_then(Value::as_str));
            map.values().for_each(|v| references(v, found));
        }
        Value::Array(list) => list.iter().for_each(|v| references(v, found)),
        _ => {}
    }
}

#[test]
fn it_is_of_version_3_1_and_says_what_it_is() {
    let document = document();
    assert!(document["openapi"].as_str().unwrap().starts_with("3.1."));
    for name in ["title", "version", "description"] {
        assert!(
            document["info"][name]
                .as_str()
                .is_some_and(|text| !text.is_empty()),
            "{name}"
        );
    }
}

#[test]
fn every_operation_has_a_name_of_its_own_and_words_for_a_person() {
    let document = document();
    let mut names = Vec::new();
    for (path, method, operation) in operations(&document) {
        let text = |name: &str| {
            operation
                .get(name)
                .and_then(Value::as_str)
                .unwrap_or_default()
        };
        assert!(
            !text("summary").is_empty() || !text("description").is_empty(),
            "{method} {path}"
        );
        names.push(text("operationId").to_owned());
    }
    names.sort_unstable();
    let all = names.len();
    names.dedup();
    assert!(
        all > 0 && all == names.len() && !names[0].is_empty(),
        "{names:?}"
    );
}

#[test]
fn every_operation_says_who_may_call_it() {
    let document = document();
    let scheme = &document["components"]["securitySchemes"]["bearerAuth"];
    assert_eq!(scheme["type"], "http");
    assert_eq!(scheme["scheme"], "bearer");
    let everywhere = document["security"].as_array().unwrap();
    assert!(everywhere.iter().any(|s| s.get("bearerAuth").is_some()));
    for (path, method, operation) in operations(&document) {
        let own = operation.get("security").and_then(Value::as_array);
        if path == "/webhooks/storage" {
            // Storage has a token of its own.
            assert_eq!(own, Some(&vec![serde_json::json!({"storageToken": []})]));
            continue;
        }
        let open = own.is_some_and(|s| s.iter().any(|s| s == &serde_json::json!({})));
        // A public profile is for everybody; a token shows more of them.
        let is_public = path == "/api/v1/profiles/{idOrUsername}";
        assert_eq!(
            open,
            is_public || !path.starts_with("/api/"),
            "{method} {path}: {own:?}"
        );
        let takes_token = own.is_none_or(|s| s.iter().any(|s| s.get("bearerAuth").is_some()));
        assert_eq!(takes_token, path.starts_with("/api/"), "{method} {path}");
    }
}

#[test]
fn every_operation_of_the_api_lists_its_success_and_its_failures() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let responses = operation["responses"].as_object().unwrap();
        let has = |status: &str| responses.contains_key(status);
        assert!(
            responses.keys().any(|s| s.starts_with('2')),
            "{method} {path} has no success"
        );
        if !path.starts_with("/api/") {
            continue;
        }
        let mut expected = vec![
            "400", "401", "403", "404", "405", "406", "429", "500", "503",
        ];
        // A claim says nothing but that it is made.
        let is_claim = path.ends_with("/claim");
        if !["GET", "DELETE"].contains(&method.as_str()) && !is_claim {
            expected.extend(["409", "413", "415"]);
            assert!(operation.contains_key("requestBody"), "{method} {path}");
        }
        for status in expected {
            assert!(has(status), "{method} {path} does not list {status}");
            let schema = &responses[status]["content"]["application/json"]["schema"];
            assert_eq!(
                schema["$ref"], "#/components/schemas/Failure",
                "{method} {path} {status}"
            );
        }
        for header in [
            "Retry-After",
            "RateLimit-Limit",
            "RateLimit-Remaining",
            "RateLimit-Reset",
        ] {
            let told = &responses["429"]["headers"][header];
            assert!(told.is_object(), "{method} {path} {header}");
        }
    }
}

#[test]
fn only_where_if_match_is_taken_a_row_may_have_moved_on() {
    let document = document();
    let mut taken = 0;
    for (path, method, operation) in operations(&document) {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        let mut parameters = parameters.into_iter().flatten();
        let takes_it = parameters.any(|parameter| parameter["name"] == "If-Match");
        let has_moved_on = operation["responses"].get("412").is_some();
        assert_eq!(takes_it, has_moved_on, "{method} {path}");
        taken += usize::from(takes_it);
    }
    assert!(taken > 0);
}

#[test]
fn every_parameter_of_a_path_is_described() {
    let document = document();
    for (path, method, operation) in operations(&document) {
        let described: Vec<_> = operation
            .get("parameters")
            .and_then(Value::as_array)
            .into_iter()
            .flatten()
            .filter(|p| p["in"] == "path" && p["required"] == true)
            .map(|p| p["name"].as_str().unwrap())
            .collect();
        let named: Vec<_> = path
            .split('/')
            .filter_map(|part| part.strip_prefix('{')?.strip_suffix('}'))
            .collect();
        assert_eq!(described, named, "{method} {path}");
    }
}

#[test]
fn everything_that_it_refers_to_is_in_it() {
    let document = document();
    let mut found = Vec::new();
    references(&document, &mut found);
    assert!(!found.is_empty());
    for reference in found {
        let pointer = reference.strip_prefix('#').expect("within the document");
        assert!(document.pointer(pointer).is_some(), "{reference}");
    }
}

#[test]
fn the_limits_in_it_are_those_of_the_contract() {
    use contract::limits;
    let document = document();
    let field =
        |name: &str| &document["components"]["schemas"]["UpdateProfile"]["properties"][name];
    for (name, limit) in [
        ("firstName", limits::NAME_MAX),
        ("lastName", limits::NAME_MAX),
        ("displayName", limits::LINE_MAX),
        ("headline", limits::LINE_MAX),
        ("location", limits::LINE_MAX),
        ("username", limits::USERNAME_MAX),
        ("bio", limits::BIO_MAX),
        ("avatarUrl", limits::URL_MAX),
    ] {
        assert_eq!(field(name)["maxLength"], limit, "{name}");
    }
    assert_eq!(field("username")["minLength"], limits::USERNAME_MIN);
    assert_eq!(field("links")["maxItems"], limits::LINKS_MAX);
    assert_eq!(field("skills")["maxItems"], limits::SKILLS_MAX);
    let block = &document["components"]["schemas"]["CreateBlock"]["properties"];
    assert_eq!(block["note"]["maxLength"], limits::BLOCK_NOTE_MAX);
    for (path, name, keyword, limit) in [
        ("profiles", "search", "maxLength", limits::SEARCH_MAX),
        ("profiles", "skill", "maxLength", limits::SKILL_MAX),
        ("users/me/blocks", "search", "maxLength", limits::SEARCH_MAX),
        ("users", "search", "maxLength", limits::SEARCH_MAX),
        (
            "admin/instructor-applications",
            "search",
            "maxLength",
            limits::SEARCH_MAX,
        ),
        ("admin/audit", "actor", "maxLength", limits::ACTOR_MAX),
        ("admin/audit", "action", "maxLength", limits::ACTION_MAX),
        (
            "users/me/suggestions",
            "limit",
            "maximum",
            limits::SUGGESTIONS_MAX as usize,
        ),
    ] {
        let route = &document["paths"][format!("/api/v1/{path}")]["get"];
        let mut parameters = route["parameters"].as_array().unwrap().iter();
        let parameter = parameters.find(|p| p["name"] == name).unwrap();
        assert_eq!(parameter["schema"][keyword], limit, "{path} {name}");
    }
    for (schema, field, keyword, limit) in [
        ("ChangeRoles", "userIds", "minItems", 1),
        ("ChangeRoles", "userIds", "maxItems", limits::BULK_MAX),
        ("ChangeStatus", "reason", "maxLength", limits::REASON_MAX),
        (
            "SubmitApplication",
            "motivation",
            "minLength",
            limits::MOTIVATION_MIN,
        ),
        (
            "SubmitApplication",
            "motivation",
            "maxLength",
            limits::MOTIVATION_MAX,
        ),
        ("SubmitApplication", "expertise", "minItems", 1),
        (
            "SubmitApplication",
            "expertise",
            "maxItems",
            limits::EXPERTISE_MAX,
        ),
        ("SubmitApplication", "links", "maxItems", limits::LINKS_MAX),
        ("RejectBody", "reason", "minLength", 1),
        ("RejectBody", "reason", "maxLength", limits::REASON_MAX),
    ] {
        let field_of = &document["components"]["schemas"][schema]["properties"][field];
        assert_eq!(field_of[keyword], limit, "{schema} {field} {keyword}");
    }
    let link = &document["components"]["schemas"]["Link"]["properties"];
    assert_eq!(link["label"]["maxLength"], limits::LINK_LABEL_MAX);
    assert_eq!(link["url"]["maxLength"], limits::URL_MAX);
}

#[test]
fn words_are_written_as_they_are_sent() {
    let document = document();
    let schemas = document["components"]["schemas"].as_object().unwrap();
    let mut sets = 0;
    for (name, schema) in schemas {
        for word in schema["enum"].as_array().into_iter().flatten() {
            let word = word.as_str().unwrap();
            let is_sort = name == "UserSort";
            let is_written_so = is_sort || word == word.to_lowercase();
            assert!(is_written_so, "{name}: {word}");
        }
        sets += usize::from(schema.get("enum").is_some());
    }
    assert!(sets > 10, "{sets}");
    let words = |schema: &str| &schemas[schema]["enum"];
    assert_eq!(words("Role"), &json!(["admin", "instructor", "student"]));
    assert!(words("UserSort").to_string().contains("\"createdAt\""));
}

#[test]
fn a_body_has_no_other_fields_than_those_that_are_listed() {
    let document = document();
    let mut bodies = 0;
    for (path, method, operation) in operations(&document) {
        let Some(content) = operation.get("requestBody").map(|body| &body["content"]) else {
            continue;
        };
        // Storage may tell more than we read; a form is no JSON.
        let json = content.get("application/json");
        let json = json.filter(|_| path.starts_with("/api/"));
        let Some(reference) = json.and_then(|json| json["schema"]["$ref"].as_str()) else {
            continue;
        };
        let schema = document.pointer(&reference[1..]).unwrap();
        assert_eq!(schema["additionalProperties"], false, "{method} {path}");
        bodies += 1;
    }
    assert!(bodies > 15, "{bodies}");
}

#[test]
fn what_all_routes_have_in_common_is_said_on_each() {
    let document = document();
    let mut met = [0; 4];
    for (path, method, operation) in operations(&document) {
        let parameters = operation.get("parameters").and_then(Value::as_array);
        for parameter in parameters.into_iter().flatten() {
            let (name, schema) = (parameter["name"].as_str().unwrap(), &parameter["schema"]);
            let (at, is_exact) = match name {
                "If-Match" => (0, schema["pattern"].is_string()),
                "Idempotency-Key" => (1, schema["maxLength"] == 255),
                "page" => (2, schema["maximum"] == f64::from(u32::MAX)),
                "id" if parameter["description"].to_string().contains("`me`") => {
                    (3, schema["anyOf"][1]["enum"] == json!(["me"]))
                }
                _ => continue,
            };
            assert!(is_exact, "{method} {path} {name}: {schema}");
            met[at] += 1;
        }
    }
    assert!(met.iter().all(|met| *met > 0), "{met:?}");
}

#[test]
fn no_field_of_a_change_of_a_profile_is_required_and_four_of_a_new_account_are() {
    let document = document();
    let schemas = &document["components"]["schemas"];
    assert!(schemas["UpdateProfile"].get("required").is_none());
    let account = &schemas["CreateUser"];
    let required = json!(["authId", "email", "firstName", "lastName"]);
    assert_eq!(account["required"], required);
    assert_eq!(account["properties"]["bio"]["maxLength"], 1000);
    assert!(account["properties"].get("emailVerified").is_none());
}
