//! Compares the payloads of webhooks and callbacks.

use super::{Comparer, Item, Origin};
use crate::surface::WebhooksSurface;

/// The module of the payloads.
const MODULE: &str = "webhooks";

impl Comparer<'_> {
    pub(super) fn webhooks(&mut self) {
        match (&self.old.webhooks, &self.new.webhooks) {
            (Some(old), Some(new)) => {
                let item = Item::new(format!("{MODULE}::{}", new.ty.name), Origin::default());
                self.docs(&item, &old.docs, &new.docs);
                self.docs(&item, &old.parse.docs, &new.parse.docs);
                self.ty(&item, &old.ty, &new.ty);
            }
            (Some(old), None) => self.removed(&Item::new(MODULE, Origin::old(first(old)))),
            (None, Some(new)) => self.added(&Item::new(MODULE, Origin::new(first(new)))),
            (None, None) => {}
        }
    }
}

/// The part of the document that the first payload comes from.
fn first(webhooks: &WebhooksSurface) -> Option<crate::diagnostic::Span> {
    webhooks.ty.variants().first().and_then(|it| it.origin)
}
