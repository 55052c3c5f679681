use std::fmt;
use std::str::FromStr;

/// How much a diagnostic weighs.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Severity {
    /// Something may not be what its author meant, or is not kept as it is; generation goes on.
    Warning,
    /// Nothing can be generated.
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

/// The text is not a code of any diagnostic.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("there is no diagnostic `{0}`")]
pub struct UnknownCode(String);

macro_rules! codes {
    ($($name:ident = $id:literal, $title:literal, $explanation:literal;)*) => {
        /// The kind of a diagnostic. Its identifier never changes its meaning and is never used again.
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

            /// Returns the title, a few words without a final stop.
            pub fn title(self) -> &'static str {
                match self { $(Self::$name => $title,)* }
            }

            /// Returns the explanation: some paragraphs of Markdown that say why it matters and what to do.
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

    /// Returns the severity, which the first letter of the identifier tells.
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

    /// Reads an identifier in upper or lower case.
    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::all()
            .find(|code| code.id().eq_ignore_ascii_case(text))
            .ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

// E00x and W00x are about the text, E01x to E04x and W01x to W04x about the document, W05x about what lowering does to it;
// E099 is about this crate.
codes! {
    Syntax = "E001", "the text is not well-formed", "\
The text is not YAML, or not JSON where the file is JSON, so nothing can be read from it. The place is where reading
stopped; the mistake is there or a little before it. Only the first such mistake of a file is reported.

Often in YAML: a value with `: ` or ` #` in it needs quotes, a line is indented by one space too many or too few, a
quote is not closed.";

    DuplicateKey = "E002", "a key is given twice", "\
An object has two entries with the same key. Readers of YAML and JSON disagree about which of them counts, so remove
or rename one.";

    Limit = "E003", "the document is larger than what is read", "\
Documents are read up to a size of 32 MiB, 128 levels of nesting, 2,000,000 nodes, and 200,000 nodes that come from
YAML aliases. What a document refers to in other files comes to at most 10,000 files, as many nodes again, and the same
32 MiB together with the document. The bounds keep a document from using up memory; no real API comes near them.";

    Tab = "E004", "a tab indents a line", "\
YAML allows only spaces for indentation. Set your editor to insert spaces.";

    NotJson = "E005", "YAML that JSON cannot express", "\
An OpenAPI document in YAML must be one that JSON could express: keys are scalars, numbers are finite, and there is
one document in a file.";

    NotOpenApi = "E010", "not an OpenAPI document", "\
An OpenAPI document is an object whose key `openapi` gives the version of the specification, as in `openapi: 3.0.3`.

A file that only holds parts of documents belongs into a folder of its own below that of the documents.";

    UnsupportedVersion = "E011", "another version of OpenAPI", "\
Documents of OpenAPI 3.0 are read. A later version differs in the schemas above all: 3.1 took JSON Schema as it is,
so `type` may be a list and `nullable` is gone. Swagger 2.0 has another shape altogether.

To go from 3.1 to 3.0: write `openapi: 3.0.3`, `nullable: true` for the type `\"null\"`, `enum: [x]` for `const: x`,
`example` for `examples` in schemas, and `minimum` with `exclusiveMinimum: true` for a numeric `exclusiveMinimum`.
To go from 2.0 to 3.0, use a converter such as swagger2openapi.";

    DanglingReference = "E012", "a reference leads nowhere", "\
A `$ref` names a place in the document that does not exist, or a file or a place in a file. Correct the name, or add
what it should lead to. In a `$ref`, `~1` stands for `/` and `~0` for `~` within a name. What is before `#` is a path from
the file that the `$ref` stands in; with nothing before it, `#` means that file.

With `--lenient`, what is missing is taken as free JSON.";

    ExternalReference = "E013", "a reference leads out of the document's folder", "\
A `$ref` leads to the network, to an absolute path, or by `..` to a folder above that of the document. A reference leads to
a place within its file, `#/components/schemas/Name`, or to another file in the folder of the document or below it:
`schemas/Name.yaml`, `common.yaml#/components/schemas/Name`. Put a copy of what it leads to there.";

    ReferenceKind = "E014", "a reference leads to another kind of object", "\
A `$ref` must lead to an object of the kind that is meant where it stands: a parameter to a parameter, a schema to a
schema. The most frequent slip is a parameter that refers to a schema: the reference belongs under `schema`.

With `--lenient`, a schema where a response, a request body or a header is meant is taken as that of its content.";

    ReferenceCycle = "E015", "references run in a circle", "\
A chain of references leads back to itself without ever reaching an object, so it means nothing.";

    MissingField = "E016", "a required field is missing", "\
The OpenAPI specification requires the field, and without it the object cannot be understood.";

    WrongKind = "E017", "a value of the wrong kind", "\
The OpenAPI specification gives each field a kind: an object, an array, a string, a number, a boolean. The value here
is of another kind. In YAML, a value that starts with `{`, `[` or `*`, or looks like a number, `true` or `null`, needs
quotes to be a string.";

    InvalidValue = "E018", "a value outside those allowed", "\
The OpenAPI specification lists the values that the field can have, and this is not one of them.";

    InvalidKey = "E019", "a key that cannot be one", "\
In some objects the keys mean something: a path starts with `/`; a response is named by its status code, `200` or
`2XX`, or `default`.";

    PathParameterUndeclared = "E021", "a path has a parameter that nothing declares", "\
For each name in braces in a path, every operation of that path needs a parameter with that name and `in: path`, in
its own `parameters` or in those of the path.";

    PathParameterUnused = "E022", "a path parameter is not in the path", "\
A parameter with `in: path` must appear in braces in the path, with the same spelling. Otherwise there is no place to
put its value.";

    DuplicateParameter = "E023", "a parameter is given twice", "\
A list of parameters has two with the same `name` and `in`. (An operation may declare a parameter of its path again;
its own then counts.)

With `--lenient`, the first counts.";

    SecurityUndefined = "E024", "a security scheme is not defined", "\
A security requirement names a scheme that `components.securitySchemes` does not have, so no one can know how to
authenticate.";

    ParameterWithoutSchema = "E025", "a parameter without a schema", "\
A parameter or a header says what its values are by `schema`, or by `content` with exactly one media type; it needs one
of the two and cannot have both. In Swagger 2.0 the type stood in the parameter itself; here it stands under `schema`.";

    InvalidPath = "E026", "a path that cannot be one", "\
A path starts with `/`, each brace in it is closed, and each name in braces occurs once.

With `--lenient`, a name that occurs twice is one parameter, whose value is written in both places.";

    ServerVariableUndefined = "E027", "a server variable is not defined", "\
For each name in braces in a server's URL, its `variables` must have an entry with a default.";

    SchemaCycle = "E028", "a schema contains itself", "\
A schema is, by `$ref`, `allOf`, `oneOf`, `anyOf` or `not` alone, a part of itself. No value could ever be checked
against it. A schema may contain itself through a property, through `items` or through `additionalProperties`, as
a tree does.";

    TooDeep = "E029", "schemas nest too deeply", "\
Schemas can be nested, inline and by `allOf`, `oneOf`, `anyOf` and `not` through references, up to 64 levels. Give inner
schemas a name in `components.schemas` and refer to them, or flatten the composition.";

    View = "E030", "not understood as OpenAPI", "\
The document passed all checks, yet the library that reads the OpenAPI objects refuses this place. Please report it with
the excerpt.";

    UnreadableFile = "E031", "a file that cannot be read", "\
A `$ref` leads to a file that is there but gives no text: it is a folder, is not readable, or is not UTF-8. Files are
found beside a document where the generator is given the document's path, not its text alone.";

    HeaderName = "E032", "a header that cannot have this name", "\
The name of a header is what HTTP calls a token: letters, digits and the characters ``!#$%&'*+-.^_`|~``, at least one of
them. A parameter with `in: header` and another name could never be sent.

With `--lenient`, the parameter is left out.";

    Extension = "E050", "an extension that cannot be read", "\
One of the extensions that this generator reads has a key that it does not know, lacks one that it needs, has a value
of the wrong kind, or names something that is not in the document. The README lists the extensions and their keys.";

    GeneratorFailed = "E099", "the generator failed", "\
The document has something that nobody has thought of, and the generator stopped in the middle. It is not your mistake:
please report it with the message and, if you can, the document. The message names the operation or the schema at hand
where it can be told; without that, the rest of the document may do.";

    NumericStatusCode = "W001", "a status code without quotes", "\
In YAML, `200:` is a number, and keys of OpenAPI objects are strings: the specification asks for quotes, `\"200\":`.
It is read as if they were there.";

    YamlBoolean = "W002", "a word that some YAML readers take for a boolean", "\
`yes`, `no`, `on`, `off`, `y` and `n` are strings in YAML 1.2, which OpenAPI uses, but booleans in YAML 1.1, which many
tools still read. Quote a string; write `true` or `false` for a boolean.";

    MergeKey = "W003", "a YAML merge key", "\
The merge key `<<` is not part of YAML 1.2, and OpenAPI asks for documents without it. It is resolved: the entries of
what it names are copied unless they are given. Prefer `$ref` or `allOf`.";

    YamlTag = "W004", "a YAML tag that is ignored", "\
A tag such as `!Thing` says nothing about an OpenAPI document. The value is read as if the tag were not there.";

    UnknownField = "W010", "a field that means nothing", "\
The OpenAPI specification has no such field in this object, so it has no effect. It may be misspelled, stand one level
too high or too low, or belong to another version. Extensions start with `x-`.";

    UnknownExtension = "W011", "an extension that looks misspelled", "\
The key starts with `x-` and is nearly one that the generator reads, but it is not that one, so it has no effect.";

    ReferenceSibling = "W012", "a field beside a reference", "\
In OpenAPI 3.0, `$ref` stands alone: whatever is beside it is ignored. To add a description or a default to a schema,
wrap the reference: `allOf: [{ $ref: … }]` and the field beside `allOf`.";

    UnusedComponent = "W013", "a component that nothing uses", "\
No path leads to the component, by references or by name. Remove it, or refer to it.";

    ExampleRejected = "W014", "an example that its own schema rejects", "\
The example does not fit the schema it stands for: one of them is wrong, and readers will trust the example.";

    DefaultRejected = "W015", "a default that its own schema rejects", "\
The default does not fit the schema it stands in, so it can not be the value that the server assumes. It is shown in
the documentation only.";

    EnumDuplicate = "W016", "an enum has a value twice", "\
Each value of an enum counts once, so the second has no effect. One of them may be misspelled.";

    EnumRejected = "W017", "an enum value that its own schema rejects", "\
The value is not of the `type` beside the enum, so nothing can ever have it. In YAML, quote values that look like
numbers, booleans or null when they are strings.";

    RequiredUndeclared = "W018", "a required property that is not declared", "\
`required` names a property that `properties` does not have. It may be misspelled. If the property may hold anything,
declare it with an empty schema: `name: {}`.";

    NullableWithoutType = "W019", "`nullable` without `type`", "\
In OpenAPI 3.0.3, `nullable: true` only adds null to the `type` beside it, and does nothing without one. Beside a `$ref`
it is ignored; beside `allOf` or `oneOf` it takes a `type` too. It is taken as meant: null is allowed.";

    ExpectedField = "W020", "a field that the specification requires is missing", "\
The OpenAPI specification requires the field. It is not needed to generate a client, but readers and other tools
expect it.";

    ImpossibleLimits = "W021", "limits that nothing can meet", "\
A lower limit is above the upper one, so no value fits.";

    ArrayWithoutItems = "W022", "an array without `items`", "\
The OpenAPI specification requires `items` beside `type: array`. Without it, the elements are free JSON.";

    AmbiguousPath = "W023", "two paths that cannot be told apart", "\
Two paths are the same but for the names in braces, and the specification takes them as one. A client can call
both, but they lead to the same place; give their operations in one path.";

    DuplicateTag = "W024", "a tag is declared twice", "\
Each tag is declared once; the second declaration has no effect.";

    IgnoredHeader = "W025", "a header that OpenAPI sets aside", "\
A header parameter named `Accept`, `Content-Type` or `Authorization`, and a response header named `Content-Type`, is
ignored by the specification: media types are given by `content`, authorization by `security`.

An `Authorization` parameter in a document without `security` leaves the client without a way to authenticate. Add a
scheme to `components.securitySchemes`, such as `{ type: http, scheme: bearer }`, and name it in `security`.";

    BodyIgnored = "W026", "a body where HTTP gives it no meaning", "\
A request body of GET, HEAD or DELETE has no defined meaning in HTTP, and servers or proxies may drop it. The
specification asks to avoid it.";

    ComponentName = "W027", "a component name with unusual characters", "\
The names of components consist of letters, digits, `.`, `-` and `_`. Tools may refuse others.";

    MisplacedField = "W028", "a field that has no effect here", "\
The field is one of this object, but only together with another that is missing or different, so that it has no
effect: `minLength` beside `type: integer`, say, or `scheme` in a security scheme of type `apiKey`.";

    EmptyField = "W029", "a field without a value", "\
The field is there, but its value is null, which the specification does not allow. It is read as if the field were not
there.";

    PathParameterOptional = "W030", "a path parameter that is not required", "\
A parameter with `in: path` is always needed, and the specification asks for `required: true`. It is taken as required.";

    MissingSchema = "W031", "a schema that is not there is taken as free JSON", "\
A `$ref` leads to no schema, which is an error unless `--lenient` is given. With it, values in that
place are JSON of any shape: they are read and written as they are, and the compiler cannot help with what is in them.";

    DuplicateOperationId = "W032", "two operations have the same id", "\
An `operationId` names one operation in the whole document, and generated methods are called after it. Two ids are the
same to Rust where they differ in case or in separators only: `listPets` and `list_pets` are both `list_pets`. The method
of the second has a number behind its name: `list_pets2`. Give it an id of its own, since the number changes with the
order.";

    AssumedPathParameter = "W033", "a path parameter that is taken to be text", "\
A path has a name in braces that no parameter declares, which is an error unless `--lenient` is given. With it, the
operation takes a string for it.";

    PathFragment = "W034", "a path with a fragment", "\
What follows a `#` in a URL is its fragment, and a client never sends it. Some documents tell operations of the same
path apart by it: `/#Action=Start`, `/#Action=Stop`. Each of them becomes a method, and all send their requests to the
path before the `#`. What the server needs to tell them apart belongs into the query, a header or the body. Write `%23` for
a `#` that is part of the path.";

    Mended = "W035", "a mistake that is taken for what is meant", "\
The document has a mistake whose meaning is plain. It is an error unless `--lenient` is given; with it, generation goes on
with what the message says. Correct the document all the same, since other tools refuse it.";

    NameShared = "W036", "two names are the same in Rust", "\
Two schemas, properties, values of an enum or parameters have names that differ only in case, in separators or in
characters that Rust's names cannot have, such as `moreInfo` and `more_info`, so that both have the same name in Rust.
The second has another, most often with a number: `more_info2`. What is sent is not affected, but which of them has the
number depends on their order in the document.

Rename one of the two if you can. The values of an enum have other names in Rust by `x-enum-varnames`.";

    MisplacedExtension = "W037", "an extension that has no effect where it stands", "\
The key is an extension that this generator reads, but not on this object, or not with this value, so it has no effect.
The README lists the extensions with the objects that they belong to.";

    UnknownFormat = "W038", "a format that is nearly one with a meaning", "\
A `format` may be any word, and one that is not known has no effect. This one differs only in its spelling from a format
that chooses a type: `date`, `date-time`, `uuid`, `int32`, `int64`, `float`, `double`, `byte` or `binary`.";

    KeptAsJson = "W050", "a schema that becomes JSON of any shape", "\
The schema says something that no Rust type of this generator can say, so its values are read and written as JSON of
any shape. Nothing is lost on the wire, but the compiler cannot help with what is in it.";

    MediaTypeDropped = "W051", "a media type that the client does not use", "\
A body or an answer comes in several media types, and the client writes and reads one: JSON where there is JSON, the
first otherwise.";

    AnswerDropped = "W052", "a successful answer that is read as another", "\
An operation has several successful answers with different bodies, and an extension such as `x-pagination` leads into
its answer, of which there can be only one type then. The client reads all of them as the one of the lowest status;
`send_raw` gives the body as it is.";

    RuleUnchecked = "W053", "a rule that is not checked", "\
Lengths, ranges, counts and patterns are checked before a request is sent. Some rules are left to the server: a `pattern`
with something that JavaScript's regular expressions have and the client's do not, such as looking ahead; rules on a
value without a `type` or on one that has a Rust type of its own, such as a time; `not`; and which of several
alternatives goes with which properties.";

    NotFollowed = "W054", "a way of writing that is not followed", "\
The document says of a parameter, of a field in a form or of a part of a body how it is written, and the client writes
it in another way, which the message tells. Where the server reads only what the document says, set the header or
the body by hand.";

    ChoiceMerged = "W055", "alternatives that become one type", "\
Beside properties of its own, a schema is one of several objects. The type has the properties of all of them as optional
fields: every value can be read and written, and the compiler does not tell which fields go together.";

    PartReplaced = "W056", "parts of an `allOf` that disagree", "\
Two parts of an `allOf` say different things of one property or with one keyword, and the type follows the later one.
Say it once, or in a part that all of them refer to.";
}
