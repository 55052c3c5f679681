// @generated from spec/kustomer.yaml by `cargo xtask regen`. Do not edit.
use super::super::{ErrorBody, Kustomer, types};
use crate::runtime;

/// The arguments of [`get_bulk`](super::super::Client::get_bulk): `GET /v1/bulk/{id}`.
#[derive(Clone, Debug)]
pub struct GetBulk {
    pub(crate) id: String,
}

impl runtime::sealed::Sealed for GetBulk {}

impl runtime::Operation for GetBulk {
    type Document = Kustomer;
    type Output = types::BulkAnswer;
    const ENDPOINT: runtime::internal::Endpoint = runtime::internal::Endpoint::get(
        "get_bulk",
        "/v1/bulk/{id}",
    );
    fn check(&self, check: &mut runtime::internal::Check) {
        check.path_segment("id", &self.id);
        check.min_length("id", &self.id, 1);
    }
    fn request(
        &self,
        wire: &runtime::internal::Wire<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { id } = self;
        let url = format!(
            "{}/v1/bulk/{}", wire.baseurl, runtime::internal::path::encode(id)
        );
        wire.client.get(url).header(reqwest::header::ACCEPT, "application/json").build()
    }
    fn output(_: u16, body: &[u8]) -> Result<Self::Output, runtime::ReadError> {
        runtime::internal::read::json(body)
    }
    fn error(status: u16, body: &[u8]) -> Option<ErrorBody> {
        match status {
            429 => runtime::internal::read::json(body).ok().map(ErrorBody::Problems),
            _ => runtime::internal::read::json(body).ok().map(ErrorBody::Problems),
        }
    }
}
