//! What was said of a body's digests, and what they are.

use base64::{Engine as _, prelude::BASE64_STANDARD};
use bytes::Bytes;
use s3s::{
    S3Request, S3Result, TrailingHeaders,
    checksum::ChecksumHasher,
    crypto::{Checksum as _, Md5},
    dto::{Checksum, ChecksumAlgorithm, PutObjectInput},
    s3_error,
};

/// The digests of a body that were said, and those that it has as far as it was read.
#[derive(Default)]
pub(in crate::files) struct Digests {
    md5: Option<([u8; 16], Md5)>,
    said: Checksum,
    sums: ChecksumHasher,
    /// Some clients say it behind the body.
    trailers: Option<TrailingHeaders>,
}

impl Digests {
    /// # Errors
    /// `Content-MD5` is no MD5.
    pub(in crate::files) fn said(req: &S3Request<PutObjectInput>) -> S3Result<Self> {
        let input = &req.input;
        let md5 = match &input.content_md5 {
            None => None,
            Some(md5) => {
                let md5 = BASE64_STANDARD.decode(md5).ok();
                let md5 = md5.and_then(|md5| md5.try_into().ok());
                let md5 = md5.ok_or_else(|| s3_error!(InvalidDigest, "Content-MD5 is no MD5."))?;
                Some((md5, Md5::new()))
            }
        };
        let said = Checksum {
            checksum_crc32: input.checksum_crc32.clone(),
            checksum_crc32c: input.checksum_crc32c.clone(),
            checksum_sha1: input.checksum_sha1.clone(),
            checksum_sha256: input.checksum_sha256.clone(),
            checksum_crc64nvme: input.checksum_crc64nvme.clone(),
            ..Checksum::default()
        };
        Ok(Self {
            md5,
            sums: sums(&said, input.checksum_algorithm.as_ref()),
            said,
            trailers: req.trailing_headers.clone(),
        })
    }

    pub(super) fn update(&mut self, chunk: &Bytes) {
        if let Some((_, md5)) = &mut self.md5 {
            md5.update(chunk);
        }
        self.sums.update(chunk);
    }

    /// Whether the body, which was read to its end, has the digests that were said.
    pub(super) fn are_as_said(self) -> bool {
        let Self {
            md5,
            mut said,
            sums,
            trailers,
        } = self;
        for (name, sum) in [
            ("x-amz-checksum-crc32", &mut said.checksum_crc32),
            ("x-amz-checksum-crc32c", &mut said.checksum_crc32c),
            ("x-amz-checksum-sha1", &mut said.checksum_sha1),
            ("x-amz-checksum-sha256", &mut said.checksum_sha256),
            ("x-amz-checksum-crc64nvme", &mut said.checksum_crc64nvme),
        ] {
            let trailers = trailers.as_ref();
            let trailer = trailers.and_then(|all| all.read(|all| all.get(name).cloned()));
            if let Some(trailer) = trailer.flatten() {
                *sum = Some(String::from_utf8_lossy(trailer.as_bytes()).into_owned());
            }
        }
        md5.is_none_or(|(said, md5)| md5.finalize() == said) && sums.finalize() == said
    }
}

/// As s3s-fs chooses them, so that it has nothing left to find wrong.
fn sums(said: &Checksum, algorithm: Option<&ChecksumAlgorithm>) -> ChecksumHasher {
    let algorithm = algorithm.map(ChecksumAlgorithm::as_str);
    let is = |sum: &Option<String>, name| sum.is_some() || algorithm == Some(name);
    ChecksumHasher {
        crc32: is(&said.checksum_crc32, ChecksumAlgorithm::CRC32).then(Default::default),
        crc32c: is(&said.checksum_crc32c, ChecksumAlgorithm::CRC32C).then(Default::default),
        sha1: is(&said.checksum_sha1, ChecksumAlgorithm::SHA1).then(Default::default),
        sha256: is(&said.checksum_sha256, ChecksumAlgorithm::SHA256).then(Default::default),
        crc64nvme: is(&said.checksum_crc64nvme, ChecksumAlgorithm::CRC64NVME)
            .then(Default::default),
    }
}
