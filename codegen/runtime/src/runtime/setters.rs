/// Gives a call the setters of its body, which are written there.
#[allow(unused_macros, reason = "a document may have no operation with a body")]
macro_rules! body_setters {
    ($operation:ident { $($(#[$attribute:meta])* fn $method:ident($field:ident: $argument:ty);)* }) => {
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

#[allow(
    unused_imports,
    reason = "a document may have no operation with a body"
)]
pub(crate) use body_setters;
