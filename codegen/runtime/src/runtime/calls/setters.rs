/// Gives a call the setters of its body, which are written there.
#[allow(unused_macros, reason = "a document may have no operation with a body")]
macro_rules! body_setters {
    ($operation:ident { $($(#[$attribute:meta])* fn $method:ident($field:ident: $argument:ty $(,)?);)* }) => {
        impl<S> $crate::runtime::Call<$operation, S> {
            $(
                $(#[$attribute])*
                pub fn $method(mut self, $field: $argument) -> Self {
                    self.operation.body = self.operation.body.$field($field);
                    self
                }
            )*
        }
    };
}

/// The same for a body that is not sent unless something in it is set.
#[allow(unused_macros, reason = "a document may have no such operation")]
macro_rules! optional_body_setters {
    ($operation:ident { $($(#[$attribute:meta])* fn $method:ident($field:ident: $argument:ty $(,)?);)* }) => {
        impl<S> $crate::runtime::Call<$operation, S> {
            $(
                $(#[$attribute])*
                pub fn $method(mut self, $field: $argument) -> Self {
                    let body = self.operation.body.unwrap_or_default();
                    self.operation.body = Some(body.$field($field));
                    self
                }
            )*
        }
    };
}

#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use {body_setters, optional_body_setters};
