//! Prints Rust items as the text of a file, in the format of prettyplease.
//!
//! Plain code is printed from its tokens. Parsing it to a syntax tree for prettyplease takes several times as long.

mod broken;
mod flat;
mod plain;
mod tree;

use proc_macro2::TokenStream;
use syn::{Attribute, Item, ItemImpl, ItemTrait, parse_quote};

use crate::emit::{Piece, Rows, SourceFile, Table};
use crate::file::File;
use tree::Tree;

/// Prints a source file. Its first line names `origin`.
pub(crate) fn print(file: SourceFile, origin: &str) -> File {
    let mut printer = Printer {
        text: format!("// @generated from {origin}. Do not edit.\n"),
        group: None,
        is_documented: false,
    };
    for piece in file.pieces {
        match piece {
            Piece::Items(items) => printer.items(items),
            Piece::Table(table) => printer.table(table),
        }
    }
    File {
        path: format!("src/{}", file.path),
        text: printer.text.into(),
    }
}

struct Printer {
    text: String,
    /// The group of the last printed item.
    group: Option<Group>,
    /// Whether the file starts with documentation.
    is_documented: bool,
}

impl Printer {
    fn items(&mut self, items: TokenStream) {
        let trees = tree::trees(items);
        let has_inner_attributes =
            matches!(&trees[..], [hash, mark, ..] if hash.is_punct('#') && mark.is_punct('!'));
        if has_inner_attributes {
            return self.file(tree::tokens(trees));
        }
        let mut trees = trees.into_iter();
        while let Some(item) = plain::next_item(&mut trees) {
            self.item(item);
        }
    }

    /// Prints items that follow inner attributes.
    fn file(&mut self, items: TokenStream) {
        let file: syn::File = syn::parse2(items).expect("emitters produce Rust items");
        self.is_documented = true;
        self.text.push('\n');
        self.text.push_str(&unparse(file.attrs, Vec::new()));
        for item in file.items {
            self.space(Group::of(&item));
            self.parsed(item);
        }
    }

    fn item(&mut self, mut item: Vec<Tree>) {
        let keyword = plain::keyword(&item);
        self.space(match keyword {
            Some("mod") => Group::Modules,
            Some("use") => Group::Uses,
            _ => Group::Own,
        });
        if keyword == Some("impl") {
            match item.pop() {
                Some(Tree::Group(delimiter, members)) => {
                    let is_empty = members.is_empty();
                    let head = plain::attempt(&mut self.text, |out| {
                        plain::impl_head(&item, is_empty, out)
                    });
                    if head.is_some() {
                        return self.members(members, plain::is_trait_impl(&item));
                    }
                    item.push(Tree::Group(delimiter, members));
                }
                last => item.extend(last),
            }
        } else if plain::attempt(&mut self.text, |out| plain::item(&item, out)).is_some() {
            return;
        }
        let item = syn::parse2(tree::tokens(item)).expect("emitters produce Rust items");
        self.parsed(item);
    }

    /// Prints the members of an `impl`, and its closing brace. The functions of a trait implementation have no
    /// documentation, and stand without blank lines.
    fn members(&mut self, members: Vec<Tree>, is_trait_impl: bool) {
        if members.is_empty() {
            return;
        }
        let mut members = members.into_iter().peekable();
        while let Some(member) = plain::next_item(&mut members) {
            self.member(member);
            if !is_trait_impl && self.text.ends_with("\n    }\n") && members.peek().is_some() {
                self.text.push('\n');
            }
        }
        self.text.push_str("}\n");
    }

    fn member(&mut self, mut member: Vec<Tree>) {
        if plain::attempt(&mut self.text, |out| plain::member(&member, out)).is_none() {
            let member = tree::tokens(member);
            let holder: ItemImpl = parse_quote!(impl Holder { #member });
            self.text.push_str(&lines_within(Item::Impl(holder), 1));
        } else if let Some(Tree::Group(_, body)) = member.pop()
            && !body.is_empty()
        {
            self.body(body);
        }
    }

    /// Prints the statements of a function in an `impl`, and its closing brace.
    fn body(&mut self, body: Vec<Tree>) {
        let mut trees = body.into_iter();
        while let Some(statement) = plain::next_statement(&mut trees) {
            let printed = plain::attempt(&mut self.text, |out| plain::statement(&statement, out));
            if printed.is_none() {
                let statement = tree::tokens(statement);
                let holder: ItemImpl = parse_quote!(impl Holder { fn holder() { #statement } });
                self.text.push_str(&lines_within(Item::Impl(holder), 2));
            }
        }
        self.text.push_str("    }\n");
    }

    fn parsed(&mut self, item: Item) {
        let is_trait_impl = matches!(&item, Item::Impl(item) if item.trait_.is_some());
        let text = unparse(Vec::new(), vec![item]);
        if is_trait_impl {
            self.text.push_str(&text);
        } else {
            space_out(&text, &mut self.text);
        }
    }

    /// Prints a table with one row per line. prettyplease does not format the arguments of a macro.
    fn table(&mut self, table: Table) {
        self.space(Group::Own);
        let Table {
            path,
            name,
            rows,
            suffix,
        } = table;
        let rows = match rows {
            Rows::Values(rows) => rows.iter().map(|row| format!("    {row},\n")).collect(),
            Rows::Functions(rows) => functions(rows),
        };
        self.text
            .push_str(&format!("{path}!({name} {{\n{rows}}}{suffix});\n"));
    }

    /// Prints a blank line unless the next item is in the same group as the last one.
    fn space(&mut self, group: Group) {
        let follows_header = self.group.is_none() && !self.is_documented && group == Group::Uses;
        if !follows_header && (self.group != Some(group) || group == Group::Own) {
            self.text.push('\n');
        }
        self.group = Some(group);
    }
}

/// Functions without bodies, printed as members of a trait.
fn functions(rows: TokenStream) -> String {
    let mut text = String::new();
    let mut rows = tree::trees(rows).into_iter();
    while let Some(row) = plain::next_item(&mut rows) {
        if plain::attempt(&mut text, |out| plain::member(&row, out)).is_none() {
            let row = tree::tokens(row);
            let holder: ItemTrait = parse_quote!(trait Holder { #row });
            text.push_str(&lines_within(Item::Trait(holder), 1));
        }
    }
    text
}

/// The text of an item without its first and last `count` lines.
fn lines_within(item: Item, count: usize) -> String {
    let text = unparse(Vec::new(), vec![item]);
    let lines: Vec<_> = text.split_inclusive('\n').collect();
    let end = lines.len().saturating_sub(count);
    lines.get(count..end).unwrap_or_default().concat()
}

fn unparse(attrs: Vec<Attribute>, items: Vec<Item>) -> String {
    prettyplease::unparse(&syn::File {
        shebang: None,
        frontmatter: None,
        attrs,
        items,
    })
}

/// A group of items without blank lines between them.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Group {
    Modules,
    Uses,
    Own,
}

impl Group {
    fn of(item: &Item) -> Self {
        match item {
            Item::Mod(_) => Self::Modules,
            Item::Use(_) => Self::Uses,
            _ => Self::Own,
        }
    }
}

/// Appends `text` with blank lines between the functions of an `impl`.
fn space_out(text: &str, out: &mut String) {
    let mut lines = text.lines().peekable();
    while let Some(line) = lines.next() {
        out.push_str(line);
        out.push('\n');
        if line == "    }" && lines.peek().is_some_and(|next| *next != "}") {
            out.push('\n');
        }
    }
}

#[cfg(test)]
mod tests {
    use syn::{Item, ItemImpl, parse_quote};

    use super::{Printer, lines_within, space_out, unparse};

    /// The lines of items as the printer prints them, and as prettyplease does.
    #[track_caller]
    fn assert_formatted(items: &str) {
        let mut printer = Printer {
            text: String::new(),
            group: None,
            is_documented: true,
        };
        printer.items(items.parse().expect("the items have tokens"));
        let expected: syn::File = syn::parse_str(items).expect("the items are Rust");
        let expected = unparse(Vec::new(), expected.items);
        assert_eq!(
            without_blank_lines(&printer.text),
            without_blank_lines(&expected)
        );
    }

    fn without_blank_lines(text: &str) -> String {
        let lines = text.split_inclusive('\n');
        lines.filter(|line| *line != "\n").collect()
    }

    #[test]
    fn plain_code_has_the_format_of_prettyplease() {
        let name = "a_name_that_is_so_long_that_two_of_them_do_not_fit_on_a_line";
        let items = [
            "use super::super::{Client, types,}; use crate::runtime; use super::{A};",
            "mod a; pub mod b; #[cfg(test)] mod c; #[doc = \" A.\"] pub type A = B<C, D>;",
            "#[doc = \" A \\\"pet\\\".  \"] #[derive(Clone, Debug)] #[non_exhaustive] pub struct Pet {
                #[serde(rename = \"a\")] pub a: BTreeMap<String, Option<Vec<u8>>>, pub(crate) b: &'static [u8; 4],
            } pub struct Empty {} pub struct Marker; #[derive(Clone)] pub struct Id(pub String);",
            "struct A { #[serde(default, with = \"internal::nullable\", skip_serializing_if = \"Option::is_none\")] a: B, }",
            "#[doc = \"/ A slash.\"] #[doc = \" Two\\nlines.\"] enum Pet { #[doc = \" A cat.\"] Cat(Cat), Dog(Box<Dog>, u8,), None }",
            "impl<'a, T: Into<A> + 'a> From<T> for Pet { type Output = A; const B: C = C::new(1, \"a\"); fn a() {} }",
            "impl Pet { fn a(&self, b: &mut B<'_>, c: impl Fn(A) -> B) -> <A as B>::C { self.b[0].c(&d)?.e::<F>(); [1, 2] } }",
            "impl Pet { const fn a() -> A { A { b, c: d } } fn b() -> impl Iterator<Item = A> { A::new(B { c: 1 }, (d,)) } }",
            "impl Pet { #[deprecated] pub fn a(mut self) -> Self { let Self { b, c } = self; self.b = Some(b.into()); self } }",
            "impl A { fn a() { check.pattern(\"a\", &self.a, internal::regex!(\"^a$\")); let a = b! { c }; d(e,) } }",
            "impl A { fn a() { for b in c { d } if let Some(a) = b { c; } match a { B => c, _ => d } } }",
            "impl A { fn a() { let b = -1; let c = *d; let e = a < b && !c; let f = |a| b; let g = a..b; h = (i,); } }",
            "trait A { fn a(); } fn b() {} const C: D = D { e: 1 }; static F: G = H; internal::a!(B { c }); impl A for B {}",
        ];
        for items in items {
            assert_formatted(items);
        }
        let long = [
            "pub type NAME = NAME;",
            "pub struct A { pub NAME: NAME }",
            "impl From<NAME> for NAME { fn a() {} }",
            "impl A { fn NAME(self, b: NAME) -> C { d } fn NAME() -> NAME { e } }",
            "impl A { const NAME: A = A::new(NAME, \"b\",); const B: A = A::new(C).d(NAME, NAME); }",
            "impl A { fn a() { let b = C { d: NAME, e: NAME }; let f = C { d: NAME::new(1), e: G { h: NAME } }; } }",
            "impl A { fn a() { self.NAME.NAME(b); b.NAME(NAME).c(); d(NAME, NAME) } }",
            "impl A { fn a() { let Self { NAME, NAME } = self; C { NAME, b: NAME } } }",
            "impl a::NAME for B::NAME { fn a() {} } impl a::NAME for NAME {} impl<'a> NAME for A<'a, NAME> {}",
            "impl A { fn a() { base.client.get(url).query(&NAME::new(\"a\", b, ',')).json(NAME).build() } }",
            "impl A { fn a() { client.get(NAME).await.b(NAME) } fn b() { a::b::NAME(c).NAME().ok().map(A::B); } }",
            "impl A { fn a() { self.NAME(a, b::NAME::new(c)) } fn b() { a::NAME(b, c.into(), NAME); } }",
            "impl A { fn a() { NAME(A { b: NAME }) } fn b() { NAME::NAME([NAME, b]) } }",
            "impl A { fn a() { match self.a(b) { A => NAME(b).c().NAME(d), B(c) | D => NAME(NAME, 1), _ => NAME, } } }",
            "impl A { fn a() { match b { 1 | 400..=499 => NAME::NAME(b).c(), 5 => <Self as a::B>::error(NAME), _ => None } } }",
            "impl A { fn a() { match b { A => { NAME(c) } B => (), C => if d { e } else { f }, _ => <A as NAME>::NAME() } } }",
            "impl A { fn a() { let url = format!(\"{}/a/{}/{}/NAME\", base.baseurl, a::b::encode(NAME), c.d(e, NAME)); } }",
        ];
        for items in long {
            assert_formatted(&items.replace("NAME", name));
        }
    }

    #[test]
    fn lines_up_to_the_limit_have_the_format_of_prettyplease() {
        let shapes = [
            "use super::{NAME, a};",
            "struct A { a: NAME, #[serde(a = \"NAME\", b = c)] b: c }",
            "impl NAME { fn a() {} } impl A { type B = NAME; const A: B = C::d(NAME, e); }",
            "impl A { fn a(b: NAME) -> C { d } fn b(c: D) -> NAME { e } }",
            "impl A { fn a() { let a = NAME { b }; let NAME { b } = c; self.a(NAME); NAME } }",
            "impl a::B for NAME { fn c() {} } impl a::B for NAME {} impl a::NAME for B {}",
            "impl A { fn a() { base.client.get(url).b(NAME).build() } fn b() { a::b(c).d(e, NAME) } }",
            "impl A { fn a() { a.b(NAME) } fn b() { abcde.f(NAME); } fn c() { a.NAME.b(c).d() } fn e() { a(b(NAME), NAME(c)) } }",
            "impl A { fn a() { match b { NAME => a, c => NAME, d(e) | f => a(NAME), 1..=2 => b.c(NAME).d(e), _ => <A as b>::c(NAME) } } }",
            "impl A { fn a() { let b = format!(\"{}/{}/{}\", base.baseurl, c::encode(d), NAME, e(f, g)); } }",
            "impl A { fn a() { let b = format!(\"NAME\", base.baseurl, c::encode(d), e(f, g)); } }",
            "struct A { a: Option<Vec<NAME>>, pub(crate) b: B<NAME, C>, c: B<C, Vec<NAME>>, d: Vec<A<NAME>>, }",
            "trait A { fn aaa(bbb: NAME, c: impl IntoIterator<Item = NAME>, d: impl Into<Option<NAME>>); fn e(f: C<NAME, B>); }",
            "impl A { const A: B = B::get(\"aaaa\", \"NAME\"); fn a(a: A<D, NAME>, b: &'a C<NAME>) -> B { a.b(\"NAME\", c) } }",
            "trait A { fn a(b: fn(NAME) -> C, c: impl Fn(NAME) -> D, e: (A<NAME>, B), f: Option<[NAME; 2]>, g: dyn A<NAME> + B); }",
        ];
        for shape in shapes {
            for length in 1..100 {
                assert_formatted(&shape.replace("NAME", &"a".repeat(length)));
            }
        }
    }

    #[test]
    fn the_functions_of_an_impl_stand_with_blank_lines() {
        let holder: ItemImpl = parse_quote!(impl A { fn a() { b } fn c() { match d { _ => e } } });
        let mut expected = String::new();
        space_out(
            &unparse(Vec::new(), vec![Item::Impl(holder.clone())]),
            &mut expected,
        );
        assert_eq!(expected.matches("\n\n").count(), 1);
        let mut printer = Printer {
            text: String::new(),
            group: Some(super::Group::Modules),
            is_documented: true,
        };
        printer.items(quote::quote!(#holder));
        assert_eq!(printer.text, format!("\n{expected}"));
        assert!(!lines_within(Item::Impl(holder), 1).contains("\n\n"));
    }
}
