// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, ErrorBody, Kustomer, types};
use crate::runtime::{self, internal};

/// The arguments of [`get_bulk`](super::super::Client::get_bulk): `GET /v1/bulk/{id}`.
#[derive(Clone, Debug)]
pub struct GetBulk {
    pub(crate) id: String,
}

impl Client {
    /// Retrieve a bulk job.
    ///
    /// Tells the status of a bulk job and how many of its batches are complete.
    ///
    /// Requires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.
    ///
    /// - `id`: ID of the job, from the answer to the bulk request. At least 1 character.
    /// - 200: The job was retrieved.
    /// - 429: The organization's rate limit is used up.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer;
    /// # async fn example(client: kustomer::Client) -> Result<(), kustomer::Error> {
    /// let response = client.get_bulk("507f1f77bcf86cd799439011").send().await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn get_bulk(&self, id: impl Into<String>) -> runtime::Call<GetBulk> {
        let operation = GetBulk { id: id.into() };
        internal::call(&self.0, operation)
    }
}

impl runtime::sealed::Sealed for GetBulk {}

impl runtime::Operation for GetBulk {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::get(
        "get_bulk",
        "/v1/bulk/{id}",
    );
    fn check(&self, check: &mut internal::Check) {
        check.path_segment("id", &self.id);
        check.min_length("id", &self.id, 1);
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { id } = self;
        let url = format!("{}/v1/bulk/{}", base.baseurl, internal::path::encode(id));
        base.client.get(url).header(reqwest::header::ACCEPT, "application/json").build()
    }
    fn output(
        _: u16,
        body: &mut bytes::Bytes,
    ) -> Result<Self::Output, runtime::ReadError> {
        internal::read::json(body)
    }
    fn error(_: u16, body: &[u8]) -> Option<ErrorBody> {
        internal::read::json(body).ok().map(ErrorBody::Problems)
    }
}
