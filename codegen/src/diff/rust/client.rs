//! Compares the module, its feature, its client and the settings of the client.

use std::collections::HashSet;

use super::arguments::Owner;
use super::functions::Side;
use super::list::paired;
use super::{Comparer, Item, Origin, text};
use crate::diff::Step;
use crate::model::{Server, ServerVariable};
use crate::surface::{EnvironmentVariable, Needs, Setting, VariableUse};

impl Comparer<'_> {
    pub(super) fn client(&mut self) {
        let (old, new) = (self.old, self.new);
        let module = Item::new(format!("module `{}`", old.module), Origin::default());
        if old.module != new.module {
            self.renamed(&module, &format!("`{}`", new.module));
        }
        self.feature();
        for (old, new) in old.aliases.iter().zip(&new.aliases) {
            let item = Item::new(new.name, Origin::default());
            self.docs(&item, &old.docs, &new.docs);
            if !self.is_same(&old.ty, &new.ty) {
                let (old, new) = (text::ty(&old.ty), text::ty(&new.ty));
                let change = format!("changed from `{old}` to `{new}`");
                self.change(&item, Step::Major, change);
            }
        }
        let types = [
            (&new.marker.name, &old.marker, &new.marker),
            (&new.error_body.name, &old.error_body, &new.error_body),
            (&new.client.ty.name, &old.client.ty, &new.client.ty),
        ];
        for (name, old, new) in types {
            self.ty(&Item::new(name, Origin::default()), old, new);
        }
        let functions = old.client.functions.iter().zip(&new.client.functions);
        for (old, new) in functions {
            let item = Item::new(format!("Client::{}", new.name), Origin::default());
            let side = |function| Side {
                function,
                owner: Owner::Setting(None),
            };
            self.function(&item, &side(old), &side(new));
        }
        self.settings();
        self.environment();
        self.servers();
        self.rate_limits();
    }

    /// Compares the Cargo feature: its dependencies, and the items of the runtime that it needs.
    fn feature(&mut self) {
        let names = |needs: Needs| -> Vec<String> {
            let dependencies = needs.dependencies().into_iter();
            let dependencies = dependencies.map(|it| format!("crate `{}`", it.name));
            let features = needs.http_features().into_iter();
            let features = features.map(|it| format!("feature `{it}` of `reqwest`"));
            dependencies.chain(features).collect()
        };
        let feature = format!("feature `{}`", self.new.module);
        self.needs(names, |comparer, name, origin, is_new| {
            let item = Item::new(&feature, origin);
            if is_new {
                comparer.change(&item, Step::Minor, format!("enables the {name}"));
            } else {
                comparer.change(&item, Step::Patch, format!("no longer enables the {name}"));
            }
        });
        let names = |needs: Needs| -> Vec<String> {
            let names = needs.runtime().into_iter();
            names.map(ToOwned::to_owned).collect()
        };
        self.needs(names, |comparer, name, origin, is_new| {
            let item = Item::new(format!("runtime::{name}"), origin);
            if is_new {
                comparer.added(&item);
            } else {
                comparer.removed(&item);
            }
        });
    }

    /// Calls `report` with each name that only one of the surfaces needs.
    fn needs(
        &mut self,
        names: impl Fn(Needs) -> Vec<String>,
        mut report: impl FnMut(&mut Self, &str, Origin, bool),
    ) {
        let (old, new) = (self.old, self.new);
        let has = |needs: Needs, name: &String| names(needs).contains(name);
        for name in names(old.needs) {
            if !has(new.needs, &name) {
                let origin = old.needs_origins.first(|needs| has(needs, &name));
                report(self, &name, Origin::old(origin), false);
            }
        }
        for name in names(new.needs) {
            if !has(old.needs, &name) {
                let origin = new.needs_origins.first(|needs| has(needs, &name));
                report(self, &name, Origin::new(origin), true);
            }
        }
    }

    /// Compares the builder's methods for credentials and server variables.
    fn settings(&mut self) {
        let (old, new) = (self.old, self.new);
        let name = |setting: &Setting| setting.function.name.clone();
        let mut pairs = paired(&old.client.settings, &new.client.settings, name, name);
        let item = |name: &str, origin| Item::new(format!("ClientBuilder::{name}"), origin);
        let old_target = |setting: &Setting| {
            let (is_scheme, name) = target(setting);
            (is_scheme, self.renames.scheme(&name).to_owned())
        };
        let renamed = pairs.take_alike(|it| Some(old_target(it)), |it| Some(target(it)));
        let targets: HashSet<_> = new.client.settings.iter().map(target).collect();
        let others: Vec<_> = pairs
            .both
            .iter()
            .map(|(old, new)| {
                let before = old_target(old);
                // A scheme that only changed its name still has this method.
                before != target(new) && targets.contains(&before)
            })
            .collect();
        for (old, new) in renamed {
            let origin = Origin::of(old.origin, new.origin);
            let to = format!("ClientBuilder::{}", new.function.name);
            self.renamed(&item(&old.function.name, origin), &to);
            self.setting(&item(&new.function.name, origin), old, new);
        }
        for ((before, after), is_other) in pairs.both.into_iter().zip(others) {
            let origin = Origin::of(before.origin, after.origin);
            let item = item(&after.function.name, origin);
            if is_other {
                let change = format!("sets `{}` instead of `{}`", after.name, before.name);
                self.silent(&item, change);
            }
            self.setting(&item, before, after);
        }
        for setting in pairs.old {
            let item = item(&setting.function.name, Origin::old(setting.origin));
            self.removed(&item.within(Origin::old(setting.requirement)));
        }
        for setting in pairs.new {
            let item = item(&setting.function.name, Origin::new(setting.origin));
            self.added(&item.within(Origin::new(setting.requirement)));
        }
    }

    fn setting(&mut self, item: &Item, old: &Setting, new: &Setting) {
        let (before, after) = (old.function.arguments.len(), new.function.arguments.len());
        self.docs(item, &old.function.docs, &new.function.docs);
        if before != after {
            let change = if after > before {
                "takes a username and a password instead of one value"
            } else {
                "takes one value instead of a username and a password"
            };
            self.change(item, Step::Major, change);
        }
    }

    /// Compares the environment variables. Those of a renamed module are part of its new name.
    fn environment(&mut self) {
        let (old, new) = (self.old, self.new);
        if old.module != new.module {
            return;
        }
        let (old, new) = (&old.client.environment, &new.client.environment);
        let name = |variable: &EnvironmentVariable| variable.name.clone();
        let mut pairs = paired(old, new, name, name);
        let usage = |it: &EnvironmentVariable| (it.usage, it.setting.clone());
        let old_usage =
            |it: &EnvironmentVariable| (it.usage, self.renames.scheme(&it.setting).to_owned());
        let renamed = pairs.take_alike(|it| Some(old_usage(it)), |it| Some(usage(it)));
        let usages: HashSet<_> = new.iter().map(usage).collect();
        let others: Vec<_> = pairs
            .both
            .iter()
            .map(|(old, new)| {
                let before = old_usage(old);
                before != usage(new) && usages.contains(&before)
            })
            .collect();
        let item = |name: &str, origin| Item::new(format!("environment variable `{name}`"), origin);
        for (old, new) in renamed {
            let item = item(&old.name, Origin::of(old.origin, new.origin));
            let change = format!("is no longer read; `{}` is read instead", new.name);
            self.silent(&item, change);
        }
        for ((before, after), is_other) in pairs.both.into_iter().zip(others) {
            if is_other {
                let item = item(&after.name, Origin::of(before.origin, after.origin));
                let change = format!("is read for {} instead of {}", words(after), words(before));
                self.silent(&item, change);
            }
        }
        for variable in pairs.old {
            let item = item(&variable.name, Origin::old(variable.origin));
            let item = item.within(Origin::old(variable.requirement));
            self.silent(&item, "is no longer read");
        }
        for variable in pairs.new {
            let item = item(&variable.name, Origin::new(variable.origin));
            let item = item.within(Origin::new(variable.requirement));
            self.change(&item, Step::Minor, "is read");
        }
    }

    fn servers(&mut self) {
        let (old, new) = (&self.old.client.servers, &self.new.client.servers);
        let item = |old: Option<&Server>, new: Option<&Server>| {
            let span = |server: Option<&Server>| server.map(|server| server.span);
            Item::new("Client", Origin::of(span(old), span(new)))
        };
        let (first, other) = (old.first(), new.first());
        let url = |server: Option<&Server>| {
            server.map_or_else(|| "none".to_owned(), |server| format!("`{}`", server.url))
        };
        if url(first) != url(other) {
            let change = format!(
                "changed its default base URL from {} to {}",
                url(first),
                url(other)
            );
            self.change(&item(first, other), Step::Patch, change);
        }
        let (old, new) = (variables(old), variables(new));
        let name = |variable: &ServerVariable| variable.name.clone();
        for (old, new) in paired(old, new, name, name).both {
            if (&old.default, &old.values) != (&new.default, &new.values) {
                let item = Item::new("Client", Origin::of(Some(old.span), Some(new.span)));
                let change = format!("changed the values of the server variable `{}`", new.name);
                self.change(&item, Step::Patch, change);
            }
        }
    }

    fn rate_limits(&mut self) {
        let (old, new) = (&self.old.client.rate_limits, &self.new.client.rate_limits);
        if old.classes != new.classes {
            let item = Item::new("Client", Origin::of(old.span, new.span));
            self.change(&item, Step::Patch, "changed its rate limits");
        }
    }
}

/// The variables of servers. Servers with a variable of the same name share the setting of the first.
fn variables(servers: &[Server]) -> impl Iterator<Item = &ServerVariable> {
    let mut seen = HashSet::new();
    let variables = servers.iter().flat_map(|server| &server.variables);
    variables.filter(move |variable| seen.insert(variable.name.as_str()))
}

/// The name of the security scheme or of the server variable that a setting sets, and which of both it is.
fn target(setting: &Setting) -> (bool, String) {
    (setting.scheme.is_some(), setting.name.clone())
}

/// What the value of a variable is used for, in words.
fn words(variable: &EnvironmentVariable) -> String {
    let setting = &variable.setting;
    match variable.usage {
        VariableUse::Credential => format!("the credential `{setting}`"),
        VariableUse::Username => format!("the username of `{setting}`"),
        VariableUse::Password => format!("the password of `{setting}`"),
        VariableUse::ServerVariable => format!("the server variable `{setting}`"),
        VariableUse::BaseUrl => "the base URL".to_owned(),
    }
}
