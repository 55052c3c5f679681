// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, ErrorBody, Kustomer, types};
use crate::runtime::{self, internal};

/// The arguments of [`list_bulk_batches`](super::super::Client::list_bulk_batches): `GET /v1/bulk/{id}/batches`.
#[derive(Clone, Debug)]
pub struct ListBulkBatches {
    pub(crate) id: String,
}

impl Client {
    /// List the batches of a bulk job.
    ///
    /// Lists the batches that a bulk job was split into, with what became of each record.
    ///
    /// Requires the role `org.permission.bulk.read`, or the legacy role `org.user.bulk.read`.
    ///
    /// - `id`: ID of the job, from the answer to the bulk request. At least 1 character.
    /// - 200: The batches were listed.
    /// - 429: The organization's rate limit is used up.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::kustomer;
    /// # async fn example(client: kustomer::Client) -> Result<(), kustomer::Error> {
    /// let response = client
    ///     .list_bulk_batches("507f1f77bcf86cd799439011")
    ///     .send()
    ///     .await?;
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_bulk_batches(
        &self,
        id: impl Into<String>,
    ) -> runtime::Call<ListBulkBatches> {
        let operation = ListBulkBatches { id: id.into() };
        internal::call(&self.0, operation)
    }
}

impl runtime::sealed::Sealed for ListBulkBatches {}

impl runtime::Operation for ListBulkBatches {
    type Document = Kustomer;
    type Output = types::BulkBatches;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::get(
        "list_bulk_batches",
        "/v1/bulk/{id}/batches",
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
        let url = format!(
            "{}/v1/bulk/{}/batches", base.baseurl, internal::path::encode(id)
        );
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
