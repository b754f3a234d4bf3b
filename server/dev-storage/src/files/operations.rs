//! The operations that this storage has.

use super::{
    Files,
    body::{self, Digests},
    key,
};
use crate::messages::NewObject;
use s3s::{
    S3, S3ErrorCode, S3Request, S3Response, S3Result,
    dto::{
        CreateBucketInput, CreateBucketOutput, DeleteObjectInput, DeleteObjectOutput,
        DeleteObjectsInput, DeleteObjectsOutput, GetBucketCorsInput, GetBucketCorsOutput,
        GetBucketLocationInput, GetBucketLocationOutput, GetBucketPolicyInput,
        GetBucketPolicyOutput, GetObjectInput, GetObjectOutput, HeadBucketInput, HeadBucketOutput,
        HeadObjectInput, HeadObjectOutput, ListObjectsV2Input, ListObjectsV2Output,
        PutBucketCorsInput, PutBucketCorsOutput, PutBucketPolicyInput, PutBucketPolicyOutput,
        PutObjectInput, PutObjectOutput, StreamingBlob,
    },
    s3_error,
};

type Answer<T> = S3Result<S3Response<T>>;

/// A fault is logged here: the log of s3s has addresses with their signatures, and a line for each
/// no, so nobody wants to see it.
fn told<T>(answer: Answer<T>) -> Answer<T> {
    answer.inspect_err(|error| {
        if error.code() == &S3ErrorCode::InternalError {
            tracing::error!(?error, "the storage has a fault");
        }
    })
}

#[async_trait::async_trait]
impl S3 for Files {
    async fn create_bucket(&self, req: S3Request<CreateBucketInput>) -> Answer<CreateBucketOutput> {
        match self.objects.create_bucket(req).await {
            // There is nobody else here.
            Err(error) if error.code() == &S3ErrorCode::BucketAlreadyExists => Err(s3_error!(
                BucketAlreadyOwnedByYou,
                "The bucket is there already."
            )),
            made => told(made),
        }
    }

    async fn head_bucket(&self, req: S3Request<HeadBucketInput>) -> Answer<HeadBucketOutput> {
        told(self.objects.head_bucket(req).await)
    }

    async fn get_bucket_location(
        &self,
        req: S3Request<GetBucketLocationInput>,
    ) -> Answer<GetBucketLocationOutput> {
        told(self.objects.get_bucket_location(req).await)
    }

    async fn list_objects_v2(
        &self,
        req: S3Request<ListObjectsV2Input>,
    ) -> Answer<ListObjectsV2Output> {
        told(self.objects.list_objects_v2(req).await)
    }

    async fn head_object(&self, req: S3Request<HeadObjectInput>) -> Answer<HeadObjectOutput> {
        self.check_object(&req.input.bucket, &req.input.key).await?;
        told(self.objects.head_object(req).await)
    }

    async fn get_object(&self, req: S3Request<GetObjectInput>) -> Answer<GetObjectOutput> {
        self.check_object(&req.input.bucket, &req.input.key).await?;
        told(self.objects.get_object(req).await)
    }

    async fn put_object(&self, mut req: S3Request<PutObjectInput>) -> Answer<PutObjectOutput> {
        self.check_bucket(&req.input.bucket).await?;
        let length = req.input.content_length;
        let Some(length) = length.and_then(|length| u64::try_from(length).ok()) else {
            return Err(s3_error!(
                MissingContentLength,
                "Say how long the object is."
            ));
        };
        // A missing body is an empty one.
        let body = req
            .input
            .body
            .take()
            .unwrap_or_else(|| StreamingBlob::from(s3s::Body::empty()));
        let digests = Digests::said(&req)?;
        req.input.body = Some(body::exactly(length, digests, body));
        let mut object = NewObject {
            bucket: req.input.bucket.clone(),
            key: req.input.key.clone(),
            length,
            content_type: req.input.content_type.clone(),
            e_tag: None,
        };
        let written = self.objects.put_object(req).await;
        let written = told(written.map_err(body::blamed))?;
        let tag = written.output.e_tag.as_ref();
        object.e_tag = tag.map(|tag| tag.value().to_owned());
        // Answered only when it is told of: who gets no answer puts it again.
        self.tell(object).await?;
        Ok(written)
    }

    async fn delete_object(&self, req: S3Request<DeleteObjectInput>) -> Answer<DeleteObjectOutput> {
        match self.check_object(&req.input.bucket, &req.input.key).await {
            Err(error) if error.code() == &S3ErrorCode::NoSuchKey => {
                Ok(S3Response::new(DeleteObjectOutput::default()))
            }
            Err(error) => Err(error),
            Ok(()) => told(self.objects.delete_object(req).await),
        }
    }

    async fn delete_objects(
        &self,
        req: S3Request<DeleteObjectsInput>,
    ) -> Answer<DeleteObjectsOutput> {
        self.check_bucket(&req.input.bucket).await?;
        for object in &req.input.delete.objects {
            key::check(&req.input.bucket, &object.key)?;
        }
        told(self.objects.delete_objects(req).await)
    }

    async fn get_bucket_cors(
        &self,
        req: S3Request<GetBucketCorsInput>,
    ) -> Answer<GetBucketCorsOutput> {
        self.check_bucket(&req.input.bucket).await?;
        let rules = self.rules.of(&req.input.bucket).await.cors;
        if rules.is_empty() {
            return Err(s3_error!(
                NoSuchCORSConfiguration,
                "The bucket has no CORS rules."
            ));
        }
        Ok(S3Response::new(GetBucketCorsOutput {
            cors_rules: Some(rules.into_iter().map(Into::into).collect()),
        }))
    }

    async fn put_bucket_cors(
        &self,
        req: S3Request<PutBucketCorsInput>,
    ) -> Answer<PutBucketCorsOutput> {
        self.check_bucket(&req.input.bucket).await?;
        let rules = req.input.cors_configuration.cors_rules;
        let rules = rules.into_iter().map(Into::into).collect();
        self.rules.set_cors(&req.input.bucket, rules).await?;
        Ok(S3Response::new(PutBucketCorsOutput::default()))
    }

    async fn get_bucket_policy(
        &self,
        req: S3Request<GetBucketPolicyInput>,
    ) -> Answer<GetBucketPolicyOutput> {
        self.check_bucket(&req.input.bucket).await?;
        let policy = self.rules.of(&req.input.bucket).await.policy;
        if policy.is_none() {
            return Err(s3_error!(NoSuchBucketPolicy, "The bucket has no policy."));
        }
        Ok(S3Response::new(GetBucketPolicyOutput { policy }))
    }

    async fn put_bucket_policy(
        &self,
        req: S3Request<PutBucketPolicyInput>,
    ) -> Answer<PutBucketPolicyOutput> {
        self.check_bucket(&req.input.bucket).await?;
        self.rules
            .set_policy(&req.input.bucket, req.input.policy)
            .await?;
        Ok(S3Response::new(PutBucketPolicyOutput::default()))
    }
}
