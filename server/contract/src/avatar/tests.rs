use super::*;
use crate::{TenantId, UserId};
use serde_json::json;
use uuid::Uuid;

fn limits() -> UploadLimits {
    UploadLimits {
        max_bytes: 5_242_880,
        types: vec![ImageType::Jpeg, ImageType::Png],
    }
}

fn read(body: Value) -> Result<RequestUpload, Vec<(String, FieldCode)>> {
    let Value::Object(body) = body else {
        panic!("an object")
    };
    RequestUpload::from_json(body, &limits())
        .map_err(|errors| errors.0.into_iter().map(|e| (e.field, e.code)).collect())
}

#[test]
fn a_request_within_the_limits_is_read() {
    for length in [1, 5_242_880] {
        let request = read(json!({"contentType": "image/png", "contentLength": length}));
        assert_eq!(
            request,
            Ok(RequestUpload {
                content_type: ImageType::Png,
                content_length: length
            })
        );
    }
}

#[test]
fn a_length_with_nothing_behind_its_point_is_a_whole_number() {
    let request = read(json!({"contentType": "image/png", "contentLength": 7.0}));
    assert_eq!(request.map(|request| request.content_length), Ok(7));
}

#[test]
fn every_bad_field_is_told_at_once() {
    use FieldCode::{InvalidChoice, InvalidSize, InvalidType, Required, UnknownField};
    let told = |body, fields: &[(&str, FieldCode)]| {
        let fields: Vec<_> = fields.iter().map(|(f, c)| ((*f).to_owned(), *c)).collect();
        assert_eq!(read(body), Err(fields));
    };
    told(
        json!({}),
        &[("contentType", Required), ("contentLength", Required)],
    );
    told(
        json!({"contentType": "image/webp", "contentLength": 0, "name": "a.webp"}),
        &[
            ("contentLength", InvalidSize),
            ("contentType", InvalidChoice),
            ("name", UnknownField),
        ],
    );
    told(
        json!({"contentType": "image/svg+xml", "contentLength": 5_242_881}),
        &[
            ("contentLength", InvalidSize),
            ("contentType", InvalidChoice),
        ],
    );
    told(
        json!({"contentType": 7, "contentLength": "7"}),
        &[("contentType", InvalidType), ("contentLength", InvalidType)],
    );
    for length in [json!(-1), json!(1.5), json!(1e300)] {
        told(
            json!({"contentType": "image/png", "contentLength": length}),
            &[("contentLength", InvalidSize)],
        );
    }
}

#[test]
fn a_ticket_that_is_logged_does_not_give_its_address_away() {
    let ticket = UploadTicket {
        upload_id: UploadId(Uuid::from_u128(3)),
        method: "PUT".into(),
        url: "https://s3.test/uploads?X-Amz-Signature=5ec2e7".into(),
        headers: BTreeMap::new(),
        expires_at: DateTime::UNIX_EPOCH,
    };
    let logged = format!("{ticket:?}");
    assert!(
        !logged.contains("s3.test") && !logged.contains("5ec2e7"),
        "{logged}"
    );
    assert!(logged.contains(&ticket.upload_id.to_string()), "{logged}");
}

#[test]
fn a_key_says_whose_it_is_and_is_spelled_in_one_way() {
    let key = UploadKey {
        tenant_id: TenantId(Uuid::from_u128(1)),
        user_id: UserId(Uuid::from_u128(0xab)),
        upload_id: UploadId(Uuid::from_u128(3)),
    };
    let text = key.to_string();
    assert_eq!(text.parse(), Ok(key));
    for other in [
        text.to_uppercase(),
        text.replace("uploads", "avatars"),
        format!("{text}/x"),
        format!("/{text}"),
        text.replace("ab", "AB"),
        text.replace('-', ""),
        "uploads///".into(),
        String::new(),
    ] {
        assert_eq!(other.parse::<UploadKey>(), Err(OtherKey));
    }
}

#[test]
fn the_address_of_a_picture_names_its_upload() {
    let upload = UploadId(Uuid::from_u128(0xab));
    let key = thumbnail_key(upload, "0a1b");
    for address in [
        key.clone(),
        format!("https://cdn.example/{key}"),
        format!("http://localhost:9000/bucket/{key}"),
    ] {
        assert_eq!(upload_of_thumbnail(&address), Some(upload), "{address}");
    }
    for other in [
        format!("https://cdn.example/my{key}"),
        format!("https://cdn.example/{}", key.replace("avatars", "uploads")),
        format!("https://cdn.example/{}", key.replace("ab", "AB")),
        format!("https://cdn.example/{}", key.replace(".jpg", ".png")),
        format!("https://cdn.example/{key}?size=large"),
        thumbnails_under(upload),
        "https://pictures.example/nora.jpg".into(),
        String::new(),
    ] {
        assert_eq!(upload_of_thumbnail(&other), None, "{other}");
    }
}

#[test]
fn the_first_bytes_tell_the_type() {
    let sniffed = |bytes: &[u8]| ImageType::sniff(bytes);
    assert_eq!(sniffed(b"\xFF\xD8\xFF\xE0rest"), Some(ImageType::Jpeg));
    assert_eq!(sniffed(b"\x89PNG\r\n\x1a\nrest"), Some(ImageType::Png));
    assert_eq!(sniffed(b"GIF89a"), Some(ImageType::Gif));
    assert_eq!(sniffed(b"RIFF\0\0\0\0WEBPVP8 "), Some(ImageType::Webp));
    for other in [
        b"".as_slice(),
        b"<svg xmlns='http://www.w3.org/2000/svg'/>",
        b"GIF90a",
        b"RIFF\0\0\0\0WAVE",
        b" \xFF\xD8\xFF",
    ] {
        assert_eq!(sniffed(other), None);
    }
}
