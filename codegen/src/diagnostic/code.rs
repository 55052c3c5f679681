use std::fmt;
use std::str::FromStr;

/// The severity of a diagnostic.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// A probable mistake, or something that the generator changes or ignores. Generation continues.
    Warning,
    /// A mistake that prevents generation.
    Error,
}

impl Severity {
    /// Returns the severity in lower case.
    pub fn as_str(self) -> &'static str {
        match self {
            Self::Warning => "warning",
            Self::Error => "error",
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// The error of parsing a [`Code`].
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("unknown diagnostic code `{0}`")]
pub struct UnknownCode(String);

macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        /// The code of a diagnostic. The meaning of an identifier never changes, and no identifier is reused.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
        #[non_exhaustive]
        pub enum Code {
            $(#[doc = concat!($id, ": ", $title, ".")] $name,)*
        }

        impl Code {
            const ALL: &[Self] = &[$(Self::$name),*];

            /// Returns the identifier, such as `E012`.
            pub fn id(self) -> &'static str {
                match self { $(Self::$name => $id,)* }
            }

            /// Returns the title: a few words without a final period.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Returns the explanation in Markdown: why it matters and how to fix it.
            pub fn explanation(self) -> &'static str {
                match self { $(Self::$name => $explanation,)* }
            }
        }
    };
}

impl Code {
    /// Returns all codes, errors first, ordered by identifier.
    pub fn all() -> impl Iterator<Item = Self> {
        Self::ALL.iter().copied()
    }

    /// Returns the severity, which is the first letter of the identifier.
    pub fn severity(self) -> Severity {
        if self.id().starts_with('E') {
            Severity::Error
        } else {
            Severity::Warning
        }
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl FromStr for Code {
    type Err = UnknownCode;

    /// Parses an identifier in upper or lower case, with or without the zeros before the number: `E012` or `e12`.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let parts = |text: &str| {
            let (letter, number) = text.split_at_checked(1)?;
            let is_number = number.bytes().all(|byte| byte.is_ascii_digit());
            let number: u16 = number.parse().ok().filter(|_| is_number)?;
            Some((letter.to_ascii_uppercase(), number))
        };
        let wanted = parts(text);
        Self::all()
            .find(|code| wanted.is_some() && parts(code.id()) == wanted)
            .ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

// E00x and W00x are about the text. E01x to E04x and W01x to W04x are about the document. W05x are about lowering.
// E099 is about this crate. Explanations fit 80 columns, since a terminal shows them as they are.
codes! {
    Syntax = "E001", "syntax error", "\
The text is not valid YAML, or not valid JSON if the file is JSON, so nothing
can be read from it. The position is where the parser stopped. The mistake is
there or shortly before it. Only the first syntax error of a file is reported.

Common causes in YAML: a value that contains `: ` or ` #` and is not quoted, a
line that is indented by one space too many or too few, an unclosed quote.";

    DuplicateKey = "E002", "duplicate key", "\
An object has two entries with the same key. YAML and JSON parsers disagree
about which of them counts. Remove or rename one.";

    Limit = "E003", "document too large", "\
A document may have up to 128 levels of nesting, 2,097,152 values, and 200,000
values that come from YAML aliases. It may reference up to 10,000 files, which
may have as many values again. The document and its files may have up to
128 MiB in total. An operation may have up to 1,000 parameters, 100 of them in
its path.

The limits keep a document from using up memory. No published API exceeds them.
For one that does, `cargo xtask try --max-size` or the option `max_bytes` of the
generator raises the number of bytes, and with it that of values: one for each
64 bytes.";

    Tab = "E004", "tab in indentation", "\
YAML allows only spaces in indentation. Set your editor to insert spaces.";

    NotJson = "E005", "YAML that JSON cannot represent", "\
An OpenAPI document in YAML must be representable in JSON: keys are scalars,
numbers are finite, aliases are not recursive, and a file has one document.";

    NotOpenApi = "E010", "not an OpenAPI document", "\
An OpenAPI document is an object whose field `openapi` gives the version of the
specification, as in `openapi: 3.0.3`.

Move a file that only has parts of documents to a subfolder.";

    UnsupportedVersion = "E011", "unsupported OpenAPI version", "\
The generator supports OpenAPI 3.0, 3.1 and 3.2.

Swagger 2.0 has another structure. Convert the document to 3.0, for example with
swagger2openapi.

A version after 3.2 may change the meaning of a field. If the document uses
nothing newer, write `openapi: 3.2.0`.";

    DanglingReference = "E012", "unresolved reference", "\
The target of a `$ref` does not exist: there is no such file, or nothing at
that place in the file. Correct the reference, or add the target. A value in the
`mapping` of a discriminator has a target too: a reference, or the name of a
schema in `components`.

The part before `#` is the path of a file, relative to the file with the
`$ref`. Without it, the target is in the same file. The part after `#` is a
JSON Pointer, in which `~1` stands for `/` and `~0` for `~` in a key.

With `--lenient`, an unresolved schema is treated as any JSON value, and a value
of a mapping with an unresolved schema is ignored.";

    ExternalReference = "E013", "reference outside the document's folder", "\
A `$ref` is a URL, an absolute path, or a path that leaves the document's
folder with `..`. The target of a reference must be in the same file, as in
`#/components/schemas/Name`, or in a file in the document's folder or below it,
as in `schemas/Name.yaml` or `common.yaml#/components/schemas/Name`.

Save a copy of the target in the document's folder.";

    ReferenceKind = "E014", "reference to another kind of object", "\
The target of a `$ref` must be the kind of object that is expected there. A
parameter references a parameter, and a schema references a schema. The most
common mistake is a parameter that references a schema: move the reference into
the parameter's `schema`.

With `--lenient`, a reference to a schema is treated as a response, a request
body or a header with that schema.";

    ReferenceCycle = "E015", "circular reference", "\
A chain of references leads back to itself and never reaches an object.";

    MissingField = "E016", "missing field", "\
The OpenAPI specification requires the field, and the object has no meaning
without it.";

    WrongKind = "E017", "value of the wrong type", "\
The OpenAPI specification gives each field a type: object, array, string,
number or boolean. The value has another type. In YAML, quote a string that
starts with `{`, `[` or `*`, or that looks like a number, `true`, `false` or
`null`.";

    InvalidValue = "E018", "unknown value", "\
The OpenAPI specification lists the values of this field, and the value is not
one of them.";

    InvalidKey = "E019", "invalid key", "\
Some objects restrict their keys. A path starts with `/`. The key of a response
is a status code such as `200`, a class of them such as `2XX`, or `default`.";

    PathParameterUndeclared = "E021", "undeclared path parameter", "\
For each name in braces in a path, every operation of the path needs a
parameter with that name and `in: path`. Declare it in the `parameters` of the
operation or of the path.

With `--lenient`, an undeclared path parameter is treated as a string.";

    PathParameterUnused = "E022", "path parameter that is not in the path", "\
The name of a parameter with `in: path` must be in the path in braces, with the
same spelling. Otherwise the client has nowhere to put its value.";

    DuplicateParameter = "E023", "duplicate parameter", "\
A list has two parameters with the same `name` and `in`. Remove or rename one.
An operation may declare a parameter of its path again, which then overrides
that of the path.

A parameter with `in: querystring` is the whole query string, so an operation
has at most one of them, and no parameter with `in: query` beside it.

With `--lenient`, the first of two parameters with the same `name` and `in` is
used.";

    SecurityUndefined = "E024", "undefined security scheme", "\
A security requirement names a scheme that `components.securitySchemes` does
not define, so the client cannot authenticate.";

    ParameterWithoutSchema = "E025", "parameter without a schema", "\
A parameter or a header needs either `schema` or `content` with exactly one
media type, and not both. In Swagger 2.0 the type was a field of the parameter.
In OpenAPI 3.0 it is a field of the `schema`.";

    InvalidPath = "E026", "invalid path template", "\
Each brace in a path must be closed, and each name in braces may occur once.

With `--lenient`, a name that occurs twice is one parameter, and its value is
sent in both places.";

    ServerVariableUndefined = "E027", "undefined server variable", "\
For each name in braces in the URL of a server, `variables` must have an entry
with a `default`.";

    SchemaCycle = "E028", "schema that contains itself", "\
A schema includes itself through `$ref`, `allOf`, `oneOf`, `anyOf` or `not`
alone, so no value could ever be validated. A schema may contain itself in a
property, in `items` or in `additionalProperties`, as in a tree.";

    TooDeep = "E029", "schemas nested too deeply", "\
Schemas may be nested up to 64 levels deep, both inline and by `allOf`,
`oneOf`, `anyOf` and `not` through references. A schema may also combine at
most 20,000 schemas and 2,000 alternatives.

Move inner schemas to `components.schemas` and reference them, or simplify the
composition.";

    View = "E030", "not readable as OpenAPI", "\
The document passed all checks, but a library that reads OpenAPI rejects this
place. Please report it, with the excerpt.";

    UnreadableFile = "E031", "unreadable file", "\
The target of a `$ref` is a folder, is not readable, or is not UTF-8 text.

The generator can only read other files if it has the path of the document, not
only its text.";

    HeaderName = "E032", "invalid header name", "\
The name of a header must be a token of HTTP: one or more letters, digits and
the characters ``!#$%&'*+-.^_`|~``. A client cannot send a header with another
name.

With `--lenient`, the parameter is ignored.";

    OtherVersion = "E033", "keyword of another version", "\
A schema uses a keyword as another version of OpenAPI has it. OpenAPI 3.0 has
`nullable: true`, and `exclusiveMinimum: true` beside `minimum`. OpenAPI 3.1 and
3.2 have the type `\"null\"`, the limit itself as `exclusiveMinimum`, and a list
of `examples`. The help says what to write.

With `--lenient`, this is a warning. `nullable` and the limits have their
meaning of 3.0, and other `examples` are ignored.";

    Extension = "E050", "invalid extension", "\
An extension that this generator supports has an unknown key, lacks a required
key, has a value of the wrong type, or names something that the document does
not have. In the repository of the generator, `spec/README.md` lists the
extensions and their keys.

With `--lenient`, the extension is ignored, which suits one of another tool.";

    GeneratorFailed = "E099", "internal error", "\
The generator failed on something in the document. This is a bug of the
generator: please report it with the message and, if you can, with the
document. If the message names an operation or a schema, that part of the
document may suffice.";

    NumericStatusCode = "W001", "unquoted status code", "\
In YAML, the key `200:` is a number, and the keys of OpenAPI objects are
strings. The specification asks for quotes, as in `\"200\":`. The key is read as
if it were quoted.";

    YamlBoolean = "W002", "string that YAML 1.1 reads as a boolean", "\
`yes`, `no`, `on`, `off`, `y` and `n` are strings in YAML 1.2, which OpenAPI
uses. They are booleans in YAML 1.1, which many tools still read. Quote a
string, and write `true` or `false` for a boolean.";

    MergeKey = "W003", "YAML merge key", "\
The merge key `<<` is not part of YAML 1.2, and OpenAPI asks for documents
without it. The generator resolves it: it copies those entries that the object
does not have itself. Prefer `$ref` or `allOf`.";

    YamlTag = "W004", "ignored YAML tag", "\
A tag such as `!Thing` has no meaning in an OpenAPI document. The value is read
as if it had no tag.";

    UnknownField = "W010", "unknown field", "\
The OpenAPI specification does not define this field for this object, so it has
no effect. It may be misspelled, be indented one level too much or too little,
or belong to another version of the specification. The name of an extension
starts with `x-`.";

    UnknownExtension = "W011", "unknown extension", "\
The name starts with `x-` and resembles an extension that the generator
supports, but is not one, so it has no effect. It may be misspelled.";

    ReferenceSibling = "W012", "field beside a reference", "\
In OpenAPI 3.0, all fields beside `$ref` are ignored. To add a description or a
default to a schema, wrap the reference in `allOf: [{ $ref: … }]` and add the
field beside `allOf`.

In OpenAPI 3.1 and 3.2, the fields beside a reference to a schema have their
meaning. Beside other references, only `summary` and `description` do.";

    UnusedComponent = "W013", "unused component", "\
No path uses the component, by reference or by name. Remove it, or reference
it. The client has no type for an unused schema, unless the document names it in
`x-keep-types`.";

    ExampleRejected = "W014", "example that does not match its schema", "\
The example is not valid for its schema. One of the two is wrong, and readers
will trust the example.";

    DefaultRejected = "W015", "default that does not match its schema", "\
The default is not valid for its schema, so it cannot be the value that the
server assumes. It is only shown in the documentation.";

    EnumDuplicate = "W016", "duplicate enum value", "\
The second of two equal values in an enum has no effect. One of them may be
misspelled.";

    EnumRejected = "W017", "enum value of the wrong type", "\
The value does not have the `type` beside the enum, so it can never occur. In
YAML, quote strings that look like numbers, booleans or null.";

    RequiredUndeclared = "W018", "undeclared required property", "\
`required` names a property that `properties` does not have. It may be
misspelled. If the property may have any value, declare it with an empty
schema: `name: {}`.";

    NullableWithoutType = "W019", "`nullable` without `type`", "\
In OpenAPI 3.0.3, `nullable: true` adds null to the `type` beside it, and has no
effect without a `type`. Beside `$ref` it is ignored. Beside `allOf` or `oneOf`
it needs a `type` as well. The generator allows null without the `type`.";

    ExpectedField = "W020", "missing field that the generator does not need", "\
The OpenAPI specification requires the field. The client can be generated
without it, but readers and other tools expect it.";

    ImpossibleLimits = "W021", "contradictory limits", "\
A lower limit is greater than the upper limit, or equal to it although one of
them is exclusive, so no value is valid.";

    ArrayWithoutItems = "W022", "array without `items`", "\
The OpenAPI specification requires `items` beside `type: array`. Without it, an
item may be any JSON value.";

    AmbiguousPath = "W023", "equivalent paths", "\
Two paths differ only in the names of their parameters, and the specification
treats them as one path. The client has the operations of both, but a server
cannot distinguish them. Merge them into one path.";

    DuplicateTag = "W024", "duplicate tag", "\
Each tag is declared once. The second declaration has no effect.";

    IgnoredHeader = "W025", "header that OpenAPI ignores", "\
The specification ignores header parameters named `Accept`, `Content-Type` or
`Authorization`, and response headers named `Content-Type`. `content` specifies
the media types, and `security` the credentials.

With an `Authorization` parameter and no `security`, the client cannot
authenticate. Add a scheme to `components.securitySchemes`, such as
`{ type: http, scheme: bearer }`, and name it in `security`.";

    BodyIgnored = "W026", "request body without a meaning", "\
HTTP does not define the meaning of a request body in GET, HEAD or DELETE, and
servers and proxies may drop it. The specification advises against it.";

    ComponentName = "W027", "invalid component name", "\
The name of a component may contain letters, digits, `.`, `-` and `_`. Other
tools may reject other characters.";

    MisplacedField = "W028", "field without effect", "\
The object may have this field, but only together with another field that is
missing or has another value. Examples are `minLength` beside `type: integer`,
and `scheme` in a security scheme of type `apiKey`.";

    EmptyField = "W029", "field without a value", "\
The value of the field is null, which the specification does not allow. The
field is ignored.";

    PathParameterOptional = "W030", "path parameter without `required: true`", "\
A path parameter always needs a value, and the specification asks for
`required: true`. The generator treats the parameter as required.";

    MissingSchema = "W031", "unresolved schema", "\
The target of a `$ref` is not a schema. This is an error without `--lenient`.
With it, the schema is treated as any JSON value: the client reads and writes
such values unchanged, and the compiler cannot check them.";

    DuplicateOperationId = "W032", "duplicate operationId", "\
An `operationId` must be unique in the document, and the method of an operation
has its name. Two ids have the same name in Rust if they differ only in case or
in separators: `listPets` and `list_pets` both become `list_pets`. A number is
appended to the second: `list_pets2`.

Give each operation an id of its own, since the number depends on the order of
the operations.";

    AssumedPathParameter = "W033", "undeclared path parameter", "\
A path has a name in braces that no parameter declares. This is an error
without `--lenient`. With it, the parameter is treated as a string.";

    PathFragment = "W034", "path with a fragment", "\
The part of a URL after `#` is its fragment, and a client never sends it. Some
documents use fragments to distinguish operations of the same path, as in
`/#Action=Start` and `/#Action=Stop`. Each of them becomes a method, and all of
these methods send their requests to the path before the `#`. If the server
needs to distinguish them, use the query, a header or the body.

Write `%23` for a `#` that belongs to the path.";

    Repaired = "W035", "repaired mistake", "\
The document has a mistake with an obvious correction, or an extension with the
keys of another tool. This is an error without `--lenient`. With it, the
generator corrects the mistake or ignores the extension, as the message says.
Correct a mistake in the document as well, since other tools reject it.";

    NameShared = "W036", "two names that are the same in Rust", "\
Two schemas, properties, enum values, parameters or webhooks have names that
differ only in case, in separators or in characters that are not allowed in Rust
names, such as `moreInfo` and `more_info`. The second gets another name in Rust,
in most cases with a number: `more_info2`. Requests and responses use the names
of the document, but the Rust names depend on the order in the document.

Rename one of the two if you can. Use `x-enum-varnames` to name the variants of
an enum.";

    MisplacedExtension = "W037", "extension without effect", "\
The generator supports the extension, but not on this object or not with this
value, so it has no effect. In the repository of the generator, `spec/README.md`
lists the extensions and the objects that they belong to.";

    UnknownFormat = "W038", "misspelled format", "\
A `format` may be any string, and an unknown one has no effect. This one
resembles a format that selects a Rust type: `date`, `date-time`, `uuid`,
`int32`, `int64`, `float`, `double`, `byte` or `binary`.";

    RequestCredential = "W039", "security scheme that needs more than a credential", "\
The client sends one credential with each request, in a header, a cookie or the
query. With schemes such as `digest` and `hoba`, the value depends on the
request, so the server rejects a fixed one. Compute it and set the header of
each call: `.header(\"authorization\", value)`.

With `mutualTLS`, the credential is a certificate of the connection. Give the
client an HTTP client that has it, with the method `.http(…)` of the builder.";

    InvalidMultiple = "W040", "`multipleOf` that is not positive", "\
`multipleOf` must be greater than 0. No number is a multiple of 0, and the sign
of a divisor has no meaning, so the client does not check the field.";

    ServerWithoutScheme = "W041", "server URL without a scheme", "\
A URL without a scheme such as `https://` is relative to the URL of the
document, also if it starts with a host: `api.example.com/v1`. The client does
not know the URL of the document, and building a client fails unless the program
sets a base URL. Write the whole URL.";

    NoValidValue = "W042", "schema without a valid value", "\
No value satisfies the schema. Its `enum` is empty, or the schema requires
itself: a required property has the schema of the object around it, at any
depth, so that a value would have no end. Responses with it cannot be read, and
requests with it cannot be created.

Make one of the properties optional or nullable, or a list.";

    KeptAsJson = "W050", "schema without a Rust type", "\
The generator has no Rust type for the schema. Its values are any JSON value:
the client reads and writes them unchanged, and the compiler cannot check them.";

    MediaTypeDropped = "W051", "unused media type", "\
A request body or a response has several media types, and the client uses one
of them: JSON if there is JSON, or else the first. The same holds for the
payload of a webhook.";

    AnswerDropped = "W052", "response that is read as another", "\
An operation has successful responses with different bodies and an extension
such as `x-pagination`, which needs a single type of response. The client reads
all of them as the response with the lowest status. `send_raw` returns the body
unchanged.";

    RuleUnchecked = "W053", "unchecked constraint", "\
The client checks lengths, ranges, counts and patterns before it sends a
request. It sends a value that violates one of these, and the server decides:

- a `pattern` that needs a feature of JavaScript's regular expressions which
  the client lacks, such as lookahead, or that is not a regular expression,
- a constraint on a value without a `type`, or on one with a Rust type of its
  own, such as a time,
- `not`, `if`, `contains`, `dependentRequired` and other keywords that depend on
  further schemas,
- a `oneOf` or `anyOf` beside `properties`, whose properties are optional fields
  of one type,
- the position of an item in a list.

Correct a `pattern` that is not a regular expression. Otherwise, the document
needs no change.";

    NotFollowed = "W054", "unsupported serialization", "\
The document specifies how to serialize a parameter, a form field or a part of
a body, and the client serializes it in another way. The message says how. If
the server requires the specified serialization, set the header or the body
yourself.

The payload of a webhook that is neither JSON nor text is passed as bytes.

A stream of items, which `itemSchema` describes, is one value for the client: it
is sent or read as a whole.";

    ChoiceMerged = "W055", "alternatives merged into one type", "\
A schema has a `oneOf` or `anyOf` of objects, and properties of its own, a type
for additional properties, or a second choice. Its type has the properties of
all alternatives as optional fields. It can hold every value, but the compiler
does not check which fields belong together.";

    PartReplaced = "W056", "contradictory parts of an `allOf`", "\
Two parts of an `allOf` define the same property or keyword in different ways.
The type follows the later one. Define it once, or in a schema that all parts
reference.

An object that a part describes in its place is no contradiction: it adds its
properties to those of the earlier part. Constraints without a `type` are added
to the earlier part too.";

    UnusedSchemas = "W057", "unused schemas", "\
Nothing that the client uses refers to these component schemas, so it has no
types for them. The client uses operations, webhooks and callbacks, and of a
body with JSON no other media type, such as a form. A schema is used by a
reference, by the mapping of a discriminator, or because it extends a used
schema with a discriminator by `allOf`.

To keep all of these types, write `x-keep-types: true` at the top level of the
document, or call `cargo xtask try` with `--keep-unused`. To keep some of them,
write a list of names instead of `true`, or use `--keep NAME`.

In a document in `spec/`, each schema to which no path refers at all is a W013
instead.";

    Parts = "W058", "parts of a module", "\
A document has 100 operations or more with at least two tags, and does not say
whether its module has parts. Such a client takes long to compile, even in a
program that calls few of its operations. With `x-parts: tag` at the top level
of the document, each tag is a Cargo feature with its operations and the types
that they reach. The feature of the module enables all of them, so that programs
that do not choose see no difference. `x-parts: none` keeps one module. For a
document that others wrote, call `cargo xtask try` with `--parts-by-tag`.

Or a document asks for parts, and no operation has a tag. Add `tags` to the
operations, or remove `x-parts`.

An operation with several tags belongs to each of them. Webhooks and operations
without a tag are always in the module. `x-feature` beside the name of a tag
names its feature.

Or a feature does not show the name that it comes from. A feature has lowercase
ASCII letters, digits and `-`, since registries allow no others: `Bad Name!`
becomes `bad-name`, other letters become their numbers, and a name without
letters and digits becomes the numbers of all of its characters. Name the part
with `x-feature`, as the feature should be.";

    VariantNeverRead = "W059", "variant that is never read", "\
Two alternatives of a `oneOf` or `anyOf` have the same type in Rust, such as two
strings with different formats, and nothing in the JSON tells them apart. A
response is read as the first of their variants. The value is the same, and
requests may have either. A value that is read and sent again has to meet the
constraints of the first. If the difference matters to callers, make the
alternatives objects with different values of a required property.";

    DiscriminatorMismatch = "W060", "discriminator that contradicts its alternatives", "\
The property that `propertyName` of a discriminator names selects an alternative
of a `oneOf` or `anyOf` by its value. Each alternative has to declare it, or no
request contains it, and a server that depends on it cannot read the request.
Declare it as a required property, with the value of the alternative in `enum`
or `const`, so that the client sets it.

Or a value in `mapping` is not one of the values that the schema of its
alternative lists. The client then selects the alternative by the values of the
schema. Correct the mapping or the schema.";
}
