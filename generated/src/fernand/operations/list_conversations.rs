// @generated from spec/fernand.yaml by `cargo xtask regen`. Do not edit.
use super::super::{Client, Fernand, types};
use crate::runtime::{self, internal};

/// The arguments of [`list_conversations`](super::super::Client::list_conversations): `GET /conversations`.
#[derive(Clone, Debug, Default)]
pub struct ListConversations {
    pub(crate) limit: Option<i64>,
    pub(crate) q: Option<String>,
    pub(crate) cursor: Option<String>,
    pub(crate) order: Option<types::ConversationOrder>,
}

impl Client {
    /// List conversations.
    ///
    /// Retrieves one page of the organization's conversations. They can be filtered by status, agent assignment,
    /// tags and full-text search, and ordered by priority, date or longest wait. Each page carries the cursor of
    /// the next.
    ///
    /// - `.limit(…)`: Maximum number of conversations to return in a page.
    /// - `.q(…)`: Search query.
    /// - `.cursor(…)`: Pagination cursor from the previous page, to fetch the one after it.
    /// - `.order(…)`: Sort order of the conversations.
    /// - 200: The page of conversations was retrieved.
    /// - 429: The rate limit is used up until the window resets.
    /// - Other statuses: Any other error.
    ///
    /// ```no_run
    /// # use conversations_client::fernand;
    /// # async fn example(client: fernand::Client) -> Result<(), fernand::Error> {
    /// let mut items = client.list_conversations().q("status:opened").stream();
    /// while let Some(item) = items.next().await.transpose()? {}
    /// # Ok(())
    /// # }
    /// ```
    pub fn list_conversations(&self) -> runtime::Call<ListConversations> {
        let operation = ListConversations::default();
        internal::call(&self.0, operation)
    }
}

impl<S> runtime::Call<ListConversations, S> {
    /// Maximum number of conversations to return in a page. 3 to 250; default `25`.
    pub fn limit(mut self, limit: i64) -> Self {
        self.operation.limit = Some(limit);
        self
    }

    /// Search query. Filters by status, agent and tags, and searches for keywords:
    ///
    /// - `status:opened`: by status (opened, closed, spam, snoozed)
    /// - `assigned:jared@piedpiper.com`: by the agent's email
    /// - `unassigned:true`: only conversations that are assigned to nobody
    /// - `tag:urgent`: by tag
    /// - `keyword search`: full-text search in the conversations' content
    pub fn q(mut self, q: impl Into<String>) -> Self {
        self.operation.q = Some(q.into());
        self
    }

    /// Pagination cursor from the previous page, to fetch the one after it.
    pub fn cursor(mut self, cursor: impl Into<String>) -> Self {
        self.operation.cursor = Some(cursor.into());
        self
    }

    /// Sort order of the conversations. Default `priority`.
    pub fn order(mut self, order: types::ConversationOrder) -> Self {
        self.operation.order = Some(order);
        self
    }
}

impl runtime::sealed::Sealed for ListConversations {}

impl runtime::Operation for ListConversations {
    type Document = Fernand;
    type Output = types::ConversationPage;
    const ENDPOINT: internal::Endpoint = internal::Endpoint::get(
        "list_conversations",
        "/conversations",
    );
    fn check(&self, check: &mut internal::Check) {
        check.minimum("limit", &self.limit, 3);
        check.maximum("limit", &self.limit, 250);
    }
    fn request(
        &self,
        base: &internal::RequestBase<'_>,
    ) -> reqwest::Result<reqwest::Request> {
        let Self { limit, q, cursor, order } = self;
        let url = format!("{}/conversations", base.baseurl);
        base.client
            .get(url)
            .header(reqwest::header::ACCEPT, "application/json")
            .query(&internal::query::form("cursor", cursor))
            .query(&internal::query::form("limit", limit))
            .query(&internal::query::form("order", order))
            .query(&internal::query::form("q", q))
            .build()
    }
    fn output(
        _: u16,
        body: &mut bytes::Bytes,
    ) -> Result<Self::Output, runtime::ReadError> {
        internal::read::json(body)
    }
}

impl runtime::Paged for ListConversations {
    type Item = types::Conversation;
    type Cursor = String;
    fn cursor(&self) -> Option<String> {
        self.cursor.clone()
    }
    fn set_cursor(&mut self, cursor: String) {
        self.cursor = Some(cursor);
    }
    fn next(&self, page: &types::ConversationPage) -> Option<String> {
        page.cursor.clone().filter(|cursor| !cursor.is_empty())
    }
    fn items(page: types::ConversationPage) -> Vec<types::Conversation> {
        page.data
    }
}
