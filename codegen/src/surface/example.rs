//! The example of an operation, built from the example values of the document.

use serde_json::Value;

use super::argument::ArgumentRole;
use super::function::Function;
use super::paths::Paths;
use crate::model::{
    Content, Model, NamedType, Operation, Presence, Property, Shape, Success, Type, Union,
    UnionVariant,
};

/// The maximum width of a line of an example.
const WIDTH: usize = 80;

/// The suffix of a method that sends a request.
const AWAIT: &str = ".await?";

/// The maximum depth of nested lists in an example.
const DEPTH: usize = 3;

/// The maximum depth of nested objects in an example. A type may need a value of itself.
const OBJECT_DEPTH: usize = 8;

/// The maximum number of objects in an example. Their number can double with each level.
const MAX_OBJECTS: usize = 100;

/// The expression for a value that would be too large, before its type.
const LEFT_OUT: &str = "todo!() as ";

/// The example of an operation.
pub(super) struct Example<'a> {
    pub model: &'a Model,
    pub operation: &'a Operation,
    /// The method of the client.
    pub method: &'a Function,
    pub setters: &'a [Function],
    pub body_setters: &'a [Function],
    pub paths: Paths<'a>,
}

/// A program that calls an operation.
#[derive(Clone, Debug)]
pub(crate) struct Program {
    pub kind: ProgramKind,
    /// The method of the client.
    pub operation: String,
    pub text: String,
}

/// How a program calls an operation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ProgramKind {
    /// It sends one request.
    Call,
    /// It requests all items.
    Pages,
    /// It sends all entries in batches.
    Batch,
}

/// The arms of a `match` on the result of a call.
const ERRORS: &str = "    match result {
        Ok(response) => println!(\"{response:#?}\"),
        Err(Error::Invalid(error)) => eprintln!(\"not sent: {error}\"),
        Err(Error::Api(error)) => eprintln!(\"the server responded with {}: {error}\", error.status()),
        Err(error) if error.is_retryable() => eprintln!(\"try again later: {error}\"),
        Err(error) => eprintln!(\"{error}\"),
    }
";

/// The statements that print an outcome.
const OUTCOME: &str = "println!(\"{} updated\", outcome.updated.len());
println!(\"{} not updated\", outcome.not_updated.len());
for failed in &outcome.failed {
    println!(\"{:?} not updated: {}\", failed.ids, failed.error);
}
for unknown in &outcome.unknown {
    println!(\"{:?} may have been updated\", unknown.ids);
}
println!(\"{} not sent\", outcome.not_tried.len());";

/// The statements that request all items and print each.
fn print_items(call: Chain) -> String {
    let items = call.and("stream", "").after("let mut items = ");
    format!(
        "{items}\nwhile let Some(item) = items.next().await.transpose()? {{\n    \
         println!(\"{{item:#?}}\");\n}}"
    )
}

/// The statements that send all entries and print the outcome.
fn print_outcome(call: Chain) -> String {
    let outcome = call.and("send_all", AWAIT).after("let outcome = ");
    format!("{outcome}\n{OUTCOME}")
}

/// An expression of a variable and chained method calls.
struct Chain {
    links: Vec<Link>,
    /// Whether a link names a type of the document.
    names_type: bool,
}

impl Example<'_> {
    /// The example as a documentation test. It is `no_run`, because it needs a server.
    pub(super) fn doc_test(&self) -> String {
        let chain = self.call("");
        let module = &self.model.module;
        let path = self.paths.items(module);
        let types = if chain.names_type { ", types::*" } else { "" };
        // The import of a module with the name of the crate would hide the crate.
        let (imports, scope) = if self.paths.at_root || module == self.paths.crate_name {
            (format!("Client, Error{types}"), String::new())
        } else {
            (format!("self{types}"), format!("{module}::"))
        };
        let import = match &imports[..] {
            "self" => path,
            imports => format!("{path}::{{{imports}}}"),
        };
        let body = self.body(chain);
        format!(
            "```no_run\n# use {import};\n# async fn example(client: {scope}Client) -> Result<(), {scope}Error> {{\n\
             {body}\n# Ok(())\n# }}\n```"
        )
    }

    /// The example with the creation of the client, for the documentation of the module.
    pub(super) fn first(&self) -> String {
        let chain = self.call("");
        let types = if chain.names_type {
            "{Client, types::*}"
        } else {
            "Client"
        };
        let call = chain.and("send", AWAIT).after("let response = ");
        let condition = self.operation.features.condition();
        let condition = condition.map(|it| format!("# #[cfg({it})]\n"));
        format!(
            "```no_run\nuse {}::{types};\n\n{}\
             # async fn example() -> Result<(), Box<dyn std::error::Error>> {{\n\
             let client = Client::from_env()?;\n{call}\n# Ok(())\n# }}\n```",
            self.paths.items(&self.model.module),
            condition.unwrap_or_default()
        )
    }

    /// A program of a kind, if the operation has a method for it.
    pub(super) fn program(&self, kind: ProgramKind) -> Option<Program> {
        let has_method = match kind {
            ProgramKind::Call => true,
            ProgramKind::Pages => self.operation.pagination.is_some(),
            ProgramKind::Batch => self.operation.batch.is_some(),
        };
        has_method.then(|| self.program_of(kind))
    }

    fn program_of(&self, kind: ProgramKind) -> Program {
        let chain = self.call_in_program();
        let path = self.paths.items(&self.model.module);
        let types = if chain.names_type {
            "{Client, types::*}"
        } else {
            "Client"
        };
        let body = match kind {
            ProgramKind::Call => self.send(chain),
            ProgramKind::Pages => print_items(chain),
            ProgramKind::Batch => print_outcome(chain),
        };
        let body = body.replace('\n', "\n    ");
        let text = format!(
            "use {path}::{types};\n\n\
             #[tokio::main]\n\
             async fn main() -> Result<(), Box<dyn std::error::Error>> {{\n    \
                 let client = Client::from_env()?;\n    \
                 {body}\n    \
                 Ok(())\n\
             }}\n"
        );
        Program {
            kind,
            operation: self.method.name.clone(),
            text,
        }
    }

    /// The statements that send a request and print the response.
    fn send(&self, call: Chain) -> String {
        let call = call.and("send", AWAIT);
        if self.is_unit() {
            return format!("{}\nprintln!(\"done\");", call.after(""));
        }
        let call = call.after("let response = ");
        format!("{call}\nprintln!(\"{{response:#?}}\");")
    }

    /// Whether the response has no content.
    fn is_unit(&self) -> bool {
        matches!(&self.operation.success, Success::Always(Content::Empty))
    }

    /// A function that handles the errors of the operation.
    pub(super) fn errors(&self) -> String {
        let chain = self.call_in_program();
        let path = self.paths.items(&self.model.module);
        let types = if chain.names_type { ", types::*" } else { "" };
        let call = chain.and("send", ".await").after("let result = ");
        let call = call.replace('\n', "\n    ");
        format!(
            "use {path}::{{Client, Error{types}}};\n\n\
             async fn example(client: Client) {{\n    \
                 {call}\n{ERRORS}}}\n"
        )
    }

    fn body(&self, chain: Chain) -> String {
        if self.operation.pagination.is_some() {
            let items = chain.and("stream", "").after("let mut items = ");
            return format!("{items}\nwhile let Some(item) = items.next().await.transpose()? {{}}");
        }
        if self.operation.batch.is_some() {
            return chain.and("send_all", AWAIT).after("let outcome = ");
        }
        let before = if self.is_unit() {
            ""
        } else {
            "let response = "
        };
        chain.and("send", AWAIT).after(before)
    }

    /// The call in a program, which has only this crate as a dependency and finds others in it.
    fn call_in_program(&self) -> Chain {
        self.call(&format!("{}::", self.paths.crate_name))
    }

    /// The call without the method that sends it. The paths of other crates start with `crates`.
    fn call(&self, crates: &str) -> Chain {
        let mut writer = Writer {
            model: self.model,
            crate_name: self.paths.crate_name,
            crates,
            names_type: false,
            objects: 0,
            unions: Vec::new(),
        };
        let arguments = self.method.arguments.iter();
        let arguments: Vec<_> = arguments
            .map(|argument| {
                let (ty, example) = self.of(argument.role);
                writer.argument(&ty, self.presence(argument.role), example.as_ref())
            })
            .collect();
        let client = Link {
            name: "client".to_owned(),
            arguments: None,
            suffix: "",
        };
        let mut links = vec![client, Link::call(&self.method.name, arguments)];
        if let Some(setter) = self.setter() {
            let role = setter.arguments[0].role;
            let (ty, example) = self.of(role);
            let value = writer.argument(&ty, self.presence(role), example.as_ref());
            links.push(Link::call(&setter.name, vec![value]));
        }
        Chain {
            links,
            names_type: writer.names_type,
        }
    }

    /// The setter that the example calls: of a parameter with an example, of a body field with an example, or of the
    /// first body field.
    fn setter(&self) -> Option<&Function> {
        let has_example = |setter: &&Function| self.of(setter.arguments[0].role).1.is_some();
        let shown = self.setters.iter().find(has_example);
        shown
            .or_else(|| self.body_setters.iter().find(has_example))
            .or(self.body_setters.first())
    }

    /// The type of an argument's value and its example in the document.
    fn of(&self, role: ArgumentRole) -> (Type, Option<Value>) {
        match role {
            ArgumentRole::Parameter(index) => {
                let parameter = &self.operation.parameters[index];
                (parameter.ty.clone(), parameter.example.clone())
            }
            ArgumentRole::Property(index) => {
                let property = &self.model.body_fields(self.operation)[index];
                (property.ty.clone(), self.property_example(property))
            }
            ArgumentRole::Body => {
                let body = self.operation.body.as_ref();
                let ty = body.map_or(Type::Unit, |body| body.ty.clone());
                (ty, body.and_then(|body| body.example.clone()))
            }
            ArgumentRole::Entries => self.entries(),
            ArgumentRole::Setting | ArgumentRole::Payload => (Type::String, None),
        }
    }

    /// Whether an argument is required, and whether its value may be null.
    fn presence(&self, role: ArgumentRole) -> Presence {
        match role {
            ArgumentRole::Property(index) => self.model.body_fields(self.operation)[index].presence,
            _ => Presence::Required,
        }
    }

    fn entries(&self) -> (Type, Option<Value>) {
        let Some(batch) = &self.operation.batch else {
            return (Type::Unit, None);
        };
        let list = Type::List(Box::new(batch.entry.clone()));
        let field = &batch.request.field;
        let mut parameters = self.operation.parameters.iter();
        let parameter = parameters.find(|it| it.field == *field);
        let fields = self.model.body_fields(self.operation);
        let property = fields.iter().find(|it| it.field == *field);
        let example = match (batch.request.location, parameter, property) {
            (crate::model::InputLocation::Parameter, Some(parameter), _) => {
                parameter.example.clone()
            }
            (crate::model::InputLocation::Field, _, Some(property)) => {
                self.property_example(property)
            }
            _ => self
                .operation
                .body
                .as_ref()
                .and_then(|body| body.example.clone()),
        };
        (list, example)
    }

    fn property_example(&self, property: &Property) -> Option<Value> {
        let body = self.operation.body.as_ref()?;
        let own = body
            .example
            .as_ref()
            .and_then(|body| body.get(&property.name));
        let own = own.or(property.example.as_ref());
        let selected = property.selected_value(own.and_then(Value::as_str));
        selected.map(Value::from).or_else(|| own.cloned())
    }
}

impl Chain {
    /// Adds a call of `method`.
    fn and(mut self, method: &str, suffix: &'static str) -> Self {
        let call = Link::call(method, Vec::new());
        self.links.push(Link { suffix, ..call });
        self
    }

    /// The statement that starts with `before`, on one line if it fits, otherwise with one link per line.
    fn after(&self, before: &str) -> String {
        let links: Vec<_> = self.links.iter().map(Link::on_one_line).collect();
        let line = format!("{before}{};", links.join("."));
        if line.len() <= WIDTH {
            return line;
        }
        let links: Vec<_> = self
            .links
            .iter()
            .map(|link| link.on_several_lines("    "))
            .collect();
        // rustfmt puts `.await` on its own line.
        let links = links.join("\n    .").replace("().await", "()\n    .await");
        format!("{before}{links};")
    }
}

/// A variable, or a call of a method.
struct Link {
    name: String,
    /// The arguments of a call, or `None` for a variable.
    arguments: Option<Vec<String>>,
    /// The text after the call.
    suffix: &'static str,
}

impl Link {
    fn call(name: &str, arguments: Vec<String>) -> Self {
        Self {
            name: name.to_owned(),
            arguments: Some(arguments),
            suffix: "",
        }
    }

    fn on_one_line(&self) -> String {
        let arguments = self.arguments.as_ref();
        let arguments = arguments.map(|arguments| format!("({})", arguments.join(", ")));
        format!(
            "{}{}{}",
            self.name,
            arguments.unwrap_or_default(),
            self.suffix
        )
    }

    /// The link with one argument per line, if one line is too long.
    fn on_several_lines(&self, indent: &str) -> String {
        let line = self.on_one_line();
        match &self.arguments {
            Some(arguments) if indent.len() + line.len() > WIDTH && !arguments.is_empty() => {
                let lines = arguments.iter().map(|it| format!("\n{indent}    {it},"));
                let lines = lines.collect::<String>();
                format!("{}({lines}\n{indent}){}", self.name, self.suffix)
            }
            _ => line,
        }
    }
}

/// Writes values as Rust expressions.
struct Writer<'a> {
    model: &'a Model,
    crate_name: &'a str,
    /// The prefix of the paths of other crates.
    crates: &'a str,
    names_type: bool,
    /// The number of objects so far.
    objects: usize,
    /// The names of the unions around the value.
    unions: Vec<&'a str>,
}

impl<'a> Writer<'a> {
    /// An expression for an argument of type `ty`, with the value of the example if it has one.
    fn argument(&mut self, ty: &Type, presence: Presence, example: Option<&Value>) -> String {
        self.present(ty, presence, example, 0)
    }

    fn present(
        &mut self,
        ty: &Type,
        presence: Presence,
        example: Option<&Value>,
        depth: usize,
    ) -> String {
        match presence {
            Presence::RequiredNullable | Presence::OptionalNullable => {
                self.nullable(ty, example, depth)
            }
            _ => self.at_depth(ty, example, depth),
        }
    }

    /// An expression for an argument that may be null: a value, an `Option` or a text. Items are not converted.
    fn nullable(&mut self, ty: &Type, example: Option<&Value>, depth: usize) -> String {
        match ty {
            Type::String => self.at_depth(ty, example, depth),
            // The target of a bare `.into()` is ambiguous here.
            Type::Bytes | Type::File | Type::Map(_) => {
                format!("Some({})", self.exact(ty, example, depth))
            }
            _ => self.exact(ty, example, depth),
        }
    }

    fn at_depth(&mut self, ty: &Type, example: Option<&Value>, depth: usize) -> String {
        // A text such as `<id>` is a placeholder of the document.
        let text = example
            .and_then(Value::as_str)
            .filter(|text| !text.starts_with('<'));
        match ty {
            Type::Unit => "()".to_owned(),
            Type::Bool => example.and_then(Value::as_bool).unwrap_or(true).to_string(),
            Type::Integer(_) => example
                .filter(|value| value.is_i64() || value.is_u64())
                .map_or_else(|| "1".to_owned(), ToString::to_string),
            Type::Float(_) => format!("{:?}", example.and_then(Value::as_f64).unwrap_or(1.0)),
            Type::String => format!("{:?}", text.unwrap_or("text")),
            Type::Date => {
                format!("{}chrono::DateTime::UNIX_EPOCH.date_naive()", self.crates)
            }
            Type::DateTime => format!("{}chrono::DateTime::UNIX_EPOCH", self.crates),
            Type::Uuid => {
                let id = text.unwrap_or("123e4567-e89b-12d3-a456-426614174000");
                format!("{}uuid::uuid!({id:?})", self.crates)
            }
            Type::Bytes => "\"text\"".to_owned(),
            Type::File => "b\"text\".to_vec()".to_owned(),
            Type::Multipart => format!("{}::runtime::Multipart::new()", self.crate_name),
            Type::Json => match text {
                Some(text) => format!("{text:?}"),
                None => self.json("{}"),
            },
            Type::JsonObject => self.map(&Type::Json, example, depth),
            // A type may contain a list of itself.
            Type::List(_) if depth > DEPTH => "[]".to_owned(),
            Type::List(item) => {
                let first = example.and_then(|example| example.get(0));
                // Items are converted by `Into` like arguments, except for JSON.
                let item = match **item {
                    Type::Json => self.exact(item, first, depth + 1),
                    _ => self.inner(item, first, depth + 1),
                };
                format!("[{item}]")
            }
            Type::Map(value) => self.map(value, example, depth),
            Type::Tuple(items) => self.tuple(items, example, depth),
            Type::Nullable(_) => self.exact(ty, example, depth),
            Type::Boxed(value) => self.at_depth(value, example, depth),
            Type::Named(id) => self.named(self.model.named(*id), example, depth),
        }
    }

    fn json(&self, value: &str) -> String {
        format!("{}serde_json::json!({value})", self.crates)
    }

    fn tuple(&mut self, items: &[Type], example: Option<&Value>, depth: usize) -> String {
        let items = items.iter().enumerate().map(|(index, item)| {
            let shown = example.and_then(|example| example.get(index));
            self.exact(item, shown, depth + 1)
        });
        let items: Vec<_> = items.collect();
        let comma = if items.len() == 1 { "," } else { "" };
        format!("({}{comma})", items.join(", "))
    }

    fn map(&mut self, value: &Type, example: Option<&Value>, depth: usize) -> String {
        let (key, first) = entry(example);
        format!("[({key:?}, {})]", self.inner(value, first, depth + 1))
    }

    /// An expression for an item of a list, or a value of a map, that is an argument. Inner collections are not
    /// converted.
    fn inner(&mut self, ty: &Type, example: Option<&Value>, depth: usize) -> String {
        match ty {
            Type::JsonObject | Type::List(_) | Type::Map(_) | Type::Boxed(_) => {
                self.exact(ty, example, depth)
            }
            _ => self.at_depth(ty, example, depth),
        }
    }

    /// An expression of exactly the type `ty`, for positions without a conversion.
    fn exact(&mut self, ty: &Type, example: Option<&Value>, depth: usize) -> String {
        match ty {
            Type::String | Type::Bytes | Type::File => {
                format!("{}.into()", self.at_depth(ty, example, depth))
            }
            Type::Json => {
                let example = example.map_or_else(|| "{}".to_owned(), ToString::to_string);
                self.json(&example)
            }
            Type::JsonObject => format!("{}serde_json::Map::new()", self.crates),
            Type::List(_) if depth > DEPTH => "vec![]".to_owned(),
            Type::List(item) => {
                let first = example.and_then(|example| example.get(0));
                format!("vec![{}]", self.exact(item, first, depth + 1))
            }
            Type::Map(value) => {
                let (key, first) = entry(example);
                let value = self.exact(value, first, depth + 1);
                format!("[({key:?}.into(), {value})].into()")
            }
            Type::Nullable(value) => format!("Some({})", self.exact(value, example, depth)),
            Type::Boxed(value) => format!("Box::new({})", self.exact(value, example, depth)),
            _ => self.at_depth(ty, example, depth),
        }
    }

    fn named(&mut self, named: &'a NamedType, example: Option<&Value>, depth: usize) -> String {
        let name = &named.name;
        self.objects += 1;
        if depth > OBJECT_DEPTH || self.objects > MAX_OBJECTS {
            self.names_type = true;
            return format!("{LEFT_OUT}{name}");
        }
        match &named.shape {
            Shape::Enum(item) => {
                self.names_type = true;
                let mut values = item.values.iter();
                let preferred = values.find(|value| Some(&value.value) == example);
                let preferred = preferred.or(item.values.first());
                format!(
                    "{name}::{}",
                    preferred.map_or("Unknown", |value| &value.variant)
                )
            }
            Shape::Object(object) => {
                self.names_type = true;
                let required = object.properties.iter().filter(|it| it.is_argument());
                let values: Vec<_> = required
                    .map(|property| {
                        let own = example.and_then(|example| example.get(&property.name));
                        let own = own.or(property.example.as_ref());
                        let text = own.and_then(Value::as_str);
                        let selected = property.selected_value(text).map(Value::from);
                        let own = selected.as_ref().or(own);
                        self.present(&property.ty, property.presence, own, depth + 1)
                    })
                    .collect();
                format!("{name}::new({})", values.join(", "))
            }
            Shape::Union(union) => {
                self.names_type = true;
                self.union(named, union, example, depth)
            }
            Shape::Newtype(ty, _) => {
                self.names_type = true;
                let inner = match ty {
                    Type::List(_) => "vec![]".to_owned(),
                    Type::Map(_) => "std::collections::BTreeMap::new()".to_owned(),
                    other => self.exact(other, example, depth + 1),
                };
                format!("{name}::from({inner})")
            }
            // An argument is never a response.
            Shape::Responses(_) => "Default::default()".to_owned(),
        }
    }

    /// The first variant that the example fits and whose value is small enough, or arbitrary JSON.
    fn union(
        &mut self,
        named: &'a NamedType,
        union: &'a Union,
        example: Option<&Value>,
        depth: usize,
    ) -> String {
        let name = &named.name;
        let variants = union.variants.iter();
        let mut variants: Vec<_> = variants
            .filter(|it| example.is_none_or(|value| can_have(self.model, union, it, value)))
            .collect();
        if self.unions.contains(&name.as_str()) {
            // Variants that need values of their own union make the example larger than it has to be.
            variants.sort_by_key(|it| needs(self.model, &it.ty));
        }
        self.unions.push(name);
        let found = variants.into_iter().find_map(|variant| {
            if self.objects > MAX_OBJECTS {
                return None;
            }
            let value = self.exact(&variant.ty, example, depth + 1);
            let is_whole = !value.contains(LEFT_OUT);
            is_whole.then(|| format!("{name}::{}({value})", variant.name))
        });
        self.unions.pop();
        found.unwrap_or_else(|| {
            let example = example.map_or_else(|| "{}".to_owned(), ToString::to_string);
            format!("{name}::Unknown({})", self.json(&example))
        })
    }
}

/// The number of named types that a value of a type needs at once, apart from enums.
fn needs(model: &Model, ty: &Type) -> usize {
    let is_nested = |ty: &Type| match ty.unboxed() {
        Type::Named(id) => !matches!(model.named(*id).shape, Shape::Enum(_)),
        _ => false,
    };
    let arguments = model.properties(ty).iter();
    let arguments = arguments.filter(|it| it.is_argument());
    arguments.filter(|it| is_nested(&it.ty)).count()
}

/// Whether a variant can have the value of an example.
fn can_have(model: &Model, union: &Union, variant: &UnionVariant, example: &Value) -> bool {
    if let Some(tagged) = union.tag_of(example) {
        return variant.values.contains(&tagged);
    }
    match (variant.ty.unboxed(), example) {
        (Type::Bool, Value::Bool(_))
        | (Type::String, Value::String(_))
        | (Type::List(_), Value::Array(_))
        | (Type::Map(_) | Type::JsonObject, Value::Object(_)) => true,
        (Type::Integer(_), value) => value.is_i64() || value.is_u64(),
        (Type::Float(_), value) => value.is_number(),
        (Type::Named(id), value) => match &model.named(*id).shape {
            Shape::Enum(item) => item.values.iter().any(|it| it.value == *value),
            Shape::Object(object) => object.properties.iter().all(|property| {
                value.is_object()
                    && (!property.is_argument() || value.get(&property.name).is_some())
            }),
            _ => false,
        },
        _ => false,
    }
}

/// The first key and value of an example of a map.
fn entry(example: Option<&Value>) -> (&str, Option<&Value>) {
    let mut entries = example.and_then(Value::as_object).into_iter().flatten();
    entries
        .next()
        .map_or(("key", None), |(key, value)| (key, Some(value)))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Module, Options, Source, generate};

    fn chain(calls: &[(&str, &[&str])]) -> Chain {
        let client = Link {
            name: "client".to_owned(),
            arguments: None,
            suffix: "",
        };
        let calls = calls.iter().map(|(name, arguments)| {
            let arguments = arguments.iter().map(|it| (*it).to_owned());
            Link::call(name, arguments.collect())
        });
        Chain {
            links: [client].into_iter().chain(calls).collect(),
            names_type: false,
        }
    }

    fn generated(text: &str) -> Module {
        let source = Source {
            name: "pets.yaml",
            text,
        };
        generate(&source, &Options::default()).expect("the document is valid")
    }

    /// Returns the example of an operation whose body is `A`, one of these schemas.
    fn example_of_body(schemas: &str) -> String {
        example_with_value("", schemas)
    }

    /// Like [`example_of_body`], with this example beside the schema.
    fn example_with_value(value: &str, schemas: &str) -> String {
        let module = generated(&format!(
            "openapi: 3.0.3\ninfo: {{ title: T, version: '1' }}\npaths:\n  /a:\n    post:\n      operationId: send_a\n      \
             requestBody: {{ required: true, content: {{ application/json: {{ schema: {{ $ref: '#/components/schemas/A' }}{value} }} }} }}\n      \
             responses: {{ '204': {{ description: Done. }} }}\ncomponents:\n  schemas:\n{schemas}"
        ));
        module.surface.first_example
    }

    #[test]
    fn the_example_of_a_type_that_needs_itself_ends() {
        for kind in [
            "$ref: '#/components/schemas/A'",
            "type: object, minProperties: 1, additionalProperties: { $ref: '#/components/schemas/A' }",
        ] {
            let schema = format!(
                "    A: {{ type: object, required: [a], properties: {{ a: {{ {kind} }} }} }}\n"
            );
            let example = example_of_body(&schema);
            assert!(example.contains(LEFT_OUT), "{example}");
        }
    }

    #[test]
    fn the_example_of_types_that_each_need_several_others_is_short() {
        let names = ["A", "B", "C", "D", "E", "F", "G"];
        let schemas = names.windows(2).map(|pair| {
            let next = format!("{{ $ref: '#/components/schemas/{}' }}", pair[1]);
            format!(
                "    {}: {{ type: object, required: [x, y, z], properties: {{ x: {next}, y: {next}, z: {next} }} }}\n",
                pair[0]
            )
        });
        let last = "    G: { type: object, required: [x], properties: { x: { type: string } } }\n";
        let example = example_of_body(&format!("{}{last}", schemas.collect::<String>()));
        assert!(
            example.matches("::new(").count() <= MAX_OBJECTS,
            "{example}"
        );
    }

    #[test]
    fn the_example_of_a_union_is_the_first_variant_that_is_possible() {
        let object = |name: &str, properties: &str| {
            let required: Vec<_> = properties
                .split(", ")
                .filter_map(|it| it.split(':').next())
                .collect();
            format!(
                "    {name}: {{ type: object, required: [{}], properties: {{ {properties} }} }}\n",
                required.join(", ")
            )
        };
        let any_of = |names: &[&str], more: &str| {
            let parts: Vec<_> = names
                .iter()
                .map(|it| format!("{{ $ref: '#/components/schemas/{it}' }}"))
                .collect();
            format!("    A: {{ oneOf: [{}]{more} }}\n", parts.join(", "))
        };
        let kind = ", discriminator: { propertyName: kind }";
        let b = object("B", "kind: { type: string }, n: { type: integer }");
        let c = object("C", "kind: { type: string }, t: { type: string }");
        let inner = "{ $ref: '#/components/schemas/A' }";
        let d = object("D", &format!("l: {inner}, r: {inner}"));
        let endless = object("D", "d: { $ref: '#/components/schemas/D' }");
        let both = |more: &str| any_of(&["B", "C"], more) + &b + &c;
        for (schemas, value, expected) in [
            (both(kind), "", "A::B(B::new(1))"),
            (both(""), "", "A::B(B::new(\"text\", 1))"),
            (both(kind), "{ kind: C, t: x }", "A::C(C::new(\"x\"))"),
            (both(""), "{ kind: z, t: x }", "A::C(C::new(\"z\", \"x\"))"),
            (
                both(kind),
                "{ kind: D }",
                "A::Unknown(serde_json::json!({\"kind\":\"D\"}))",
            ),
            (
                any_of(&["D", "B"], "") + &b + &endless,
                "",
                "A::B(B::new(\"text\", 1))",
            ),
            (
                any_of(&["D", "B"], kind) + &b + &d,
                "",
                "A::D(Box::new(D::new(A::B(B::new(1)), A::B(B::new(1)))))",
            ),
        ] {
            let value = match value {
                "" => String::new(),
                value => format!(", example: {value}"),
            };
            let example = example_with_value(&value, &schemas);
            let flat = |text: &str| {
                text.split_whitespace()
                    .collect::<String>()
                    .replace(",)", ")")
            };
            assert!(
                flat(&example).contains(&flat(expected)),
                "{expected}\n{example}"
            );
        }
    }

    #[test]
    fn a_long_call_is_split_over_several_lines() {
        let long = "\"a text of many words\"";
        let cases = [
            (
                chain(&[("list", &[])]).and("send", AWAIT),
                "let response = client.list().send().await?;",
            ),
            (
                chain(&[("list", &[long]), ("after", &[long])]).and("send", AWAIT),
                "let response = client
    .list(\"a text of many words\")
    .after(\"a text of many words\")
    .send()
    .await?;",
            ),
            (
                chain(&[("list", &[long, long, long, long])]).and("send", AWAIT),
                "let response = client
    .list(
        \"a text of many words\",
        \"a text of many words\",
        \"a text of many words\",
        \"a text of many words\",
    )
    .send()
    .await?;",
            ),
        ];
        for (chain, expected) in cases {
            assert_eq!(chain.after("let response = "), expected);
        }
    }

    #[test]
    fn a_module_with_the_name_of_the_crate_does_not_hide_it() {
        for (crate_name, expected) in [
            (
                "client",
                "# use client::pets;\n# async fn example(client: pets::Client) -> Result<(), pets::Error> {\n",
            ),
            (
                "pets",
                "# use pets::pets::{Client, Error};\n# async fn example(client: Client) -> Result<(), Error> {\n",
            ),
        ] {
            let source = Source {
                name: "pets.yaml",
                text: "openapi: 3.0.3\ninfo: { title: Pets, version: '1' }\npaths:\n  /: { get: { responses: { '204': { description: D. } } } }\n",
            };
            let options = Options {
                crate_name: crate_name.to_owned(),
                ..Options::default()
            };
            let module = generate(&source, &options).expect("the document is valid");
            let docs = module.surface.operations[0].method().docs.text();
            assert!(docs.contains(expected), "{docs}");
        }
    }

    /// The call in the example of an operation whose body has the property `b`.
    fn call_with(required: &str, schema: &str) -> String {
        let module = generated(&format!(
            "openapi: 3.0.3
info: {{ title: Pets, version: '1' }}
paths:
  /:
    post:
      operationId: a
      requestBody:
        required: true
        content:
          application/json:
            schema: {{ type: object, required: [{required}], properties: {{ b: {schema} }} }}
      responses: {{ '204': {{ description: D. }} }}
"
        ));
        let docs = module.surface.operations[0].method().docs.text();
        let call = docs.lines().find(|line| line.contains(".await?"));
        call.expect("the example has a call").trim().to_owned()
    }

    #[test]
    fn an_argument_that_may_be_null_has_the_type_of_its_value() {
        let cases = [
            ("type: string", "\"text\""),
            ("type: integer", "1"),
            (
                "type: array, items: { type: string }",
                "vec![\"text\".into()]",
            ),
            (
                "type: array, items: { type: integer, nullable: true }",
                "vec![Some(1)]",
            ),
            (
                "type: object, additionalProperties: { type: string }",
                "Some([(\"key\".into(), \"text\".into())].into())",
            ),
            (
                "type: object, additionalProperties: true",
                "serde_json::Map::new()",
            ),
        ];
        for (schema, expected) in cases {
            let schema = format!("{{ nullable: true, {schema} }}");
            let required = call_with("b", &schema);
            assert_eq!(required, format!("client.a({expected}).send().await?;"));
            let optional = call_with("", &schema);
            assert_eq!(optional, format!("client.a().b({expected}).send().await?;"));
        }
    }

    #[test]
    fn a_line_is_at_most_as_long_as_the_width() {
        let room = WIDTH - "client.list(\"\");".len();
        let of_length = |length: usize| {
            let text = format!("{:?}", "a".repeat(length));
            chain(&[("list", &[&text])]).after("")
        };
        assert_eq!(of_length(room).len(), WIDTH);
        assert_eq!(of_length(room + 1).lines().count(), 2);
    }
}
