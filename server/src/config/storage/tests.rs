use super::*;

fn read(pairs: &[(&str, &str)]) -> Result<StorageSection, Vec<String>> {
    let keys = [
        ("S3_ACCESS_KEY_ID", "matricula"),
        ("S3_SECRET_ACCESS_KEY", "a-secret-of-its-own"),
    ];
    let variables = keys.iter().chain(pairs);
    let variables = variables.map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut env = Env::new(variables.collect());
    env.in_production();
    let rabbit = RabbitSection::read(&mut env);
    let section = StorageSection::read(&mut env, &rabbit);
    env.finish(section)
}

#[test]
fn without_an_endpoint_the_bucket_has_a_host_at_amazon() {
    let there = read(&[("S3_REGION", "eu-west-1")]).expect("good");
    let host = "https://matricula.s3.eu-west-1.amazonaws.com";
    assert_eq!(there.upload_origin, host);
    assert_eq!(there.picture_origin, host);
    assert_eq!(there.storage.public_url, host);
}

#[test]
fn a_bucket_or_a_region_with_other_addresses_needs_an_endpoint() {
    let others = [
        ("S3_BUCKET", "pictures.example.com"),
        ("S3_BUCKET", "my_pictures"),
        ("S3_REGION", "cn-north-1"),
        ("S3_REGION", "us-iso-east-1"),
    ];
    for other in others {
        let problems = read(&[other]).expect_err("its address is another");
        assert!(problems[0].starts_with("S3_ENDPOINT "), "{problems:?}");
        assert_eq!(problems.len(), 1);
        let endpoint = ("S3_ENDPOINT", "https://s3.example.com");
        let there = read(&[other, endpoint]).expect("good");
        assert_eq!(there.upload_origin, "https://s3.example.com");
        assert!(
            there
                .storage
                .public_url
                .starts_with("https://s3.example.com/")
        );
    }
}
