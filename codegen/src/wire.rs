//! The wire layer: what progenitor writes for the lowered document.

use indexmap::IndexMap;
use openapiv3::OpenAPI;
use progenitor::{GenerationSettings, Generator, InterfaceStyle, TagStyle, TypeImpl};
use syn::{ImplItem, ImplItemFn, Item, ItemMod};

/// progenitor's output, taken apart.
pub(crate) struct Wire {
    /// The items of its `types` module.
    pub types: Vec<Item>,
    /// One request method an operation, by name.
    pub methods: IndexMap<String, ImplItemFn>,
}

/// Has progenitor write types and request methods.
///
/// A schema named in `replaced` is emitted by a later stage; progenitor only refers to it.
pub(crate) fn wire<'a>(
    dialect: &OpenAPI,
    replaced: impl IntoIterator<Item = &'a str>,
) -> Result<Wire, progenitor::Error> {
    let mut settings = GenerationSettings::new();
    settings
        .with_interface(InterfaceStyle::Positional)
        .with_tag(TagStyle::Merged)
        .with_map_type("::std::collections::BTreeMap");
    for name in replaced {
        // Everything that is replaced is an enum of ours, and those can be shown and compared.
        settings.with_replacement(
            name,
            name,
            [TypeImpl::Display, TypeImpl::FromStr].into_iter(),
        );
    }
    let tokens = Generator::new(&settings).generate_tokens(dialect)?;
    let file: syn::File = syn::parse2(tokens).expect("progenitor writes a Rust file");

    let mut wire = Wire {
        types: Vec::new(),
        methods: IndexMap::new(),
    };
    for item in file.items {
        match item {
            Item::Mod(ItemMod {
                ident,
                content: Some((_, items)),
                ..
            }) if ident == "types" => {
                wire.types = items;
            }
            Item::Impl(block) if block.trait_.is_none() => {
                let methods = block.items.into_iter().filter_map(|item| match item {
                    ImplItem::Fn(method) if method.sig.asyncness.is_some() => Some(method),
                    _ => None,
                });
                wire.methods
                    .extend(methods.map(|method| (method.sig.ident.to_string(), method)));
            }
            _ => {}
        }
    }
    Ok(wire)
}
