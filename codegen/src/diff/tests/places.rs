//! Tests where changes are reported, and for which operations.

use super::cases::cases;
use super::with_rust;
use crate::diff::Comparison;

/// Pairs of fragments with the findings: the level, the message, the place and the operations.
const PLACES: &str = "
# a property allows null beside its reference: the finding is at the property
in schemas
- Pet: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/Kind'}]}}}
- Kind: {type: string, enum: [cat, dog]}
+ Pet: {type: object, properties: {a: {nullable: true, allOf: [{$ref: '#/components/schemas/Kind'}]}}}
+ Kind: {type: string, enum: [cat, dog]}
> warning: Pet.a: null is now allowed; the crate reads null as absent, but other callers may not
>   at /components/schemas/Pet/properties/a/nullable (new) for POST /pets
< breaking: Pet.a: null is no longer allowed; requests with null are rejected
<   at /components/schemas/Pet/properties/a (new) for POST /pets

# a component allows null: the finding is at the component
in schemas
- Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Kind'}}}
- Kind: {type: string, enum: [cat, dog]}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Kind'}}}
+ Kind: {type: string, nullable: true, enum: [cat, dog]}
> warning: Kind: null is now allowed; the crate reads null as absent, but other callers may not
>   at /components/schemas/Kind/nullable (new) for POST /pets
< breaking: Kind: null is no longer allowed; requests with null are rejected
<   at /components/schemas/Kind (new) for POST /pets

# a property refers to another object: one finding at the reference, with what differs
in schemas
- Pet:
-   type: object
-   properties:
-     owner: {$ref: '#/components/schemas/a.Owner'}
-     others: {type: array, items: {$ref: '#/components/schemas/a.Owner'}}
-     homes: {type: array, items: {$ref: '#/components/schemas/a.Home'}}
- a.Owner: {type: object, properties: {id: {type: string}, name: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
- a.Home: {type: object, properties: {id: {type: string}, place: {type: object, properties: {lat: {type: string}}}}}
+ Pet:
+   type: object
+   properties:
+     owner: {$ref: '#/components/schemas/a.Home'}
+     others: {type: array, items: {$ref: '#/components/schemas/a.Owner'}}
+     homes: {type: array, items: {$ref: '#/components/schemas/a.Home'}}
+ a.Owner: {type: object, properties: {id: {type: string}, name: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
+ a.Home: {type: object, properties: {id: {type: string}, place: {type: object, properties: {lat: {type: string}}}}}
> breaking: Pet.owner: refers to `a.Home` instead of `a.Owner`: `name` was removed, and `place.lat`: type changed from `number` to `string`; requests that conform to the old document are rejected; responses may not conform to the old document
>   at /components/schemas/Pet/properties/owner (new) for POST /pets
< breaking: Pet.owner: refers to `a.Owner` instead of `a.Home`: `place.lat`: type changed from `string` to `number`, and `name` was added; requests that conform to the old document are rejected; responses may not conform to the old document
<   at /components/schemas/Pet/properties/owner (new) for POST /pets

# both objects extend a component that changes: it is reported once, in the component
in schemas
- Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Cat'}, c: {$ref: '#/components/schemas/Cat'}, d: {$ref: '#/components/schemas/Dog'}}}
- Animal: {type: object, properties: {id: {type: string}}}
- Cat: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {lives: {type: integer}}}]}
- Dog: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {tail: {type: boolean}}}]}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Dog'}, c: {$ref: '#/components/schemas/Cat'}, d: {$ref: '#/components/schemas/Dog'}}}
+ Animal: {type: object, properties: {}}
+ Cat: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {lives: {type: integer}}}]}
+ Dog: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {tail: {type: boolean}}}]}
> breaking: Animal: `id` was removed; callers that read it no longer receive it; servers may ignore or reject requests that contain it
>   at /components/schemas/Animal/properties/id (old) for POST /pets
> breaking: Pet.a: refers to `Dog` instead of `Cat`: `lives` was removed, and `tail` was added; responses may not conform to the old document; servers may reject requests that conform to the old document, or read them differently
>   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: refers to `Cat` instead of `Dog`: `tail` was removed, and `lives` was added; responses may not conform to the old document; servers may reject requests that conform to the old document, or read them differently
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< compatible: Animal: `id` was added; it is optional; the crate ignores unknown properties
<   at /components/schemas/Animal/properties/id (new) for POST /pets

# a component of allOf is replaced by the one that it extends: their discriminators are not compared
in schemas
- Pet: {allOf: [{$ref: '#/components/schemas/Object'}, {type: object, properties: {x: {type: string}}}]}
- Entity: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {o: Object, p: Pet}}}
- Object: {allOf: [{$ref: '#/components/schemas/Entity'}, {type: object, properties: {y: {type: string}}, discriminator: {propertyName: kind, mapping: {p: Pet}}}]}
+ Pet: {allOf: [{$ref: '#/components/schemas/Entity'}, {type: object, properties: {x: {type: string}}}]}
+ Entity: {type: object, properties: {kind: {type: string}}, discriminator: {propertyName: kind, mapping: {o: Object, p: Pet}}}
+ Object: {allOf: [{$ref: '#/components/schemas/Entity'}, {type: object, properties: {y: {type: string}}, discriminator: {propertyName: kind, mapping: {p: Pet}}}]}
> breaking: Pet: extends `Entity` instead of `Object`: `y` was removed; responses may not conform to the old document; servers may reject requests that conform to the old document, or read them differently
>   at /components/schemas/Pet/allOf/0 (new) for POST /pets
< compatible: Pet: extends `Object` instead of `Entity`: `y` was added; what was sent before is still accepted; callers can read it as before
<   at /components/schemas/Pet/allOf/0 (new) for POST /pets

# a component of allOf is replaced: one finding at its item, with what differs
in schemas
- Pet: {description: A pet., allOf: [{$ref: '#/components/schemas/Owner'}, {type: object, properties: {x: {type: string}, o: {$ref: '#/components/schemas/Owner'}, h: {$ref: '#/components/schemas/Home'}}}]}
- Owner: {type: object, description: An owner., x-a: 1, properties: {id: {type: string}, name: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
- Home: {type: object, description: A home., x-a: 2, properties: {id: {type: string}, title: {type: string}, place: {type: object, properties: {lat: {type: string}}}}}
+ Pet: {description: A pet., allOf: [{$ref: '#/components/schemas/Home'}, {type: object, properties: {x: {type: string}, o: {$ref: '#/components/schemas/Owner'}, h: {$ref: '#/components/schemas/Home'}}}]}
+ Owner: {type: object, description: An owner., x-a: 1, properties: {id: {type: string}, name: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
+ Home: {type: object, description: A home., x-a: 2, properties: {id: {type: string}, title: {type: string}, place: {type: object, properties: {lat: {type: string}}}}}
> breaking: Pet: extends `Home` instead of `Owner`: `name` was removed, `place.lat`: type changed from `number` to `string`, and `title` was added; requests that conform to the old document are rejected; responses may not conform to the old document
>   at /components/schemas/Pet/allOf/0 (new) for POST /pets
< breaking: Pet: extends `Owner` instead of `Home`: `title` was removed, `place.lat`: type changed from `string` to `number`, and `name` was added; requests that conform to the old document are rejected; responses may not conform to the old document
<   at /components/schemas/Pet/allOf/0 (new) for POST /pets

# a component of the component in allOf is replaced: the finding is in the component
in schemas
- Pet: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {x: {type: string}}}]}
- Animal: {allOf: [{$ref: '#/components/schemas/One'}, {type: object, properties: {y: {type: string}, one: {$ref: '#/components/schemas/One'}, two: {$ref: '#/components/schemas/Two'}}}]}
- One: {type: object, properties: {id: {type: string}}}
- Two: {type: object, properties: {id: {type: integer}}}
+ Pet: {allOf: [{$ref: '#/components/schemas/Animal'}, {type: object, properties: {x: {type: string}}}]}
+ Animal: {allOf: [{$ref: '#/components/schemas/Two'}, {type: object, properties: {y: {type: string}, one: {$ref: '#/components/schemas/One'}, two: {$ref: '#/components/schemas/Two'}}}]}
+ One: {type: object, properties: {id: {type: string}}}
+ Two: {type: object, properties: {id: {type: integer}}}
> breaking: Animal: extends `Two` instead of `One`: `id`: type changed from `string` to `integer`; requests that conform to the old document are rejected; responses may not conform to the old document
>   at /components/schemas/Animal/allOf/0 (new) for POST /pets
< breaking: Animal: extends `One` instead of `Two`: `id`: type changed from `integer` to `string`; requests that conform to the old document are rejected; responses may not conform to the old document
<   at /components/schemas/Animal/allOf/0 (new) for POST /pets

# a component is added to allOf: one finding at its item
in schemas
- Pet: {allOf: [{$ref: '#/components/schemas/Owner'}], properties: {x: {type: string}, h: {$ref: '#/components/schemas/Home'}}}
- Owner: {type: object, properties: {id: {type: string}}}
- Home: {type: object, required: [street], properties: {street: {type: string}, city: {type: string}}}
+ Pet: {allOf: [{$ref: '#/components/schemas/Owner'}, {$ref: '#/components/schemas/Home'}], properties: {x: {type: string}, h: {$ref: '#/components/schemas/Home'}}}
+ Owner: {type: object, properties: {id: {type: string}}}
+ Home: {type: object, required: [street], properties: {street: {type: string}, city: {type: string}}}
> breaking: Pet: now extends `Home`: required property `street` was added, and `city` was added; requests that conform to the old document are rejected
>   at /components/schemas/Pet/allOf/1 (new) for POST /pets
< breaking: Pet: no longer extends `Home`: `street` was removed, and `city` was removed; responses may not conform to the old document; servers may reject requests that conform to the old document, or read them differently
<   at /components/schemas/Pet (new) for POST /pets

# a renamed component of allOf changes: the finding is in the component
in schemas
- Pet: {allOf: [{$ref: '#/components/schemas/Owner'}, {type: object, properties: {x: {type: string}}}]}
- Owner: {type: object, properties: {id: {type: string}}}
+ Pet: {allOf: [{$ref: '#/components/schemas/Person'}, {type: object, properties: {x: {type: string}}}]}
+ Person: {type: object, properties: {id: {type: integer}}}
> breaking: Person.id: type changed from `string` to `integer`; requests that conform to the old document are rejected; responses may contain what callers do not expect
>   at /components/schemas/Person/properties/id/type (new) for POST /pets
> docs: schema `Owner` was removed
>   at /components/schemas/Owner (old) for none
> docs: schema `Person` was added
>   at /components/schemas/Person (new) for none
< breaking: Owner.id: type changed from `integer` to `string`; requests that conform to the old document are rejected; responses may contain what callers do not expect
<   at /components/schemas/Owner/properties/id/type (new) for POST /pets
< docs: schema `Owner` was added
<   at /components/schemas/Owner (new) for none
< docs: schema `Person` was removed
<   at /components/schemas/Person (old) for none

# allOf becomes one object, whose types have other names: one finding without an effect on the wire
in schemas
- Pet: {allOf: [{$ref: '#/components/schemas/Owner'}, {type: object, properties: {x: {type: string}, o: {$ref: '#/components/schemas/Owner'}}}]}
- Owner: {type: object, description: An owner., x-a: 1, properties: {id: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
+ Pet: {type: object, properties: {id: {type: string}, place: {type: object, properties: {lat: {type: number}}}, x: {type: string}, o: {$ref: '#/components/schemas/Owner'}}}
+ Owner: {type: object, description: An owner., x-a: 1, properties: {id: {type: string}, place: {type: object, properties: {lat: {type: number}}}}}
> docs: Pet: no longer extends `Owner`
>   at /components/schemas/Pet (new) for POST /pets
< docs: Pet: now extends `Owner`
<   at /components/schemas/Pet/allOf/0 (new) for POST /pets

# other properties are named, which means the same on the wire
in schemas
- Pet: {type: object, properties: {x: {type: string}}, x-a: 1}
+ Pet: {type: object, properties: {x: {type: string}}, additionalProperties: true}
> docs: Pet: `additionalProperties` was added
>   at /components/schemas/Pet/additionalProperties (new) for POST /pets
> warning: Pet: `x-a` was removed; its effect on callers is unknown
>   at /components/schemas/Pet/x-a (old) for POST /pets
< docs: Pet: `additionalProperties` was removed
<   at /components/schemas/Pet/additionalProperties (old) for POST /pets
< warning: Pet: `x-a` was added; its effect on callers is unknown
<   at /components/schemas/Pet/x-a (new) for POST /pets

# allOf of inline schemas and of a component becomes one object
in schemas
- Pet: {type: object, properties: {o: {$ref: '#/components/schemas/Owner'}}, allOf: [{$ref: '#/components/schemas/Owner'}, {type: object, required: [x], properties: {x: {type: string}}}]}
- Owner: {type: object, description: An owner., x-a: 1, required: [id], properties: {id: {type: string}}}
+ Pet: {type: object, required: [id, x], properties: {id: {type: string}, x: {type: string}, o: {$ref: '#/components/schemas/Owner'}}}
+ Owner: {type: object, description: An owner., x-a: 1, required: [id], properties: {id: {type: string}}}

# the document no longer requires a credential: one finding for the operations without their own `security`
in document
- info: {title: Pets, version: 1.0.0}
- security: [{key: []}]
- paths:
-   /a: {get: {operationId: a, responses: {'204': {description: done}}}}
-   /b: {get: {operationId: b, responses: {'204': {description: done}}}}
-   /c: {get: {operationId: c, security: [{key: []}], responses: {'204': {description: done}}}}
- components: {securitySchemes: {key: {type: http, scheme: basic}}}
+ info: {title: Pets, version: 1.0.0}
+ paths:
+   /a: {get: {operationId: a, responses: {'204': {description: done}}}}
+   /b: {get: {operationId: b, responses: {'204': {description: done}}}}
+   /c: {get: {operationId: c, security: [{key: []}], responses: {'204': {description: done}}}}
+ components: {securitySchemes: {key: {type: http, scheme: basic}}}
> compatible: no credential is required any more for 2 operations; what was sent before is still accepted
>   at /security (old) for GET /a, GET /b
< breaking: a credential is now required for 2 operations; callers without it are rejected
<   at /security (new) for GET /a, GET /b

# an operation loses its own `security`: the finding is at the operation
in document
- info: {title: Pets, version: 1.0.0}
- security: [{key: []}]
- paths:
-   /a: {get: {operationId: a, security: [], responses: {'204': {description: done}}}}
-   /b: {get: {operationId: b, security: [{other: []}], responses: {'204': {description: done}}}}
-   /c: {get: {operationId: c, responses: {'204': {description: done}}}}
- components: {securitySchemes: {key: {type: http, scheme: basic}, other: {type: http, scheme: bearer}}}
+ info: {title: Pets, version: 1.0.0}
+ security: [{key: []}]
+ paths:
+   /a: {get: {operationId: a, responses: {'204': {description: done}}}}
+   /b: {get: {operationId: b, responses: {'204': {description: done}}}}
+   /c: {get: {operationId: c, responses: {'204': {description: done}}}}
+ components: {securitySchemes: {key: {type: http, scheme: basic}, other: {type: http, scheme: bearer}}}
> breaking: GET /a: a credential is now required; callers without it are rejected
>   at /paths/~1a/get (new) for GET /a
> breaking: GET /b: credential `key` is required instead of `other`; callers without it are rejected
>   at /paths/~1b/get (new) for GET /b
< compatible: GET /a: no credential is required any more; what was sent before is still accepted
<   at /paths/~1a/get/security (new) for GET /a
< breaking: GET /b: credential `other` is required instead of `key`; callers without it are rejected
<   at /paths/~1b/get/security/0 (new) for GET /b

# the credential that the document requires is another: one finding for all operations
in document
- info: {title: Pets, version: 1.0.0}
- security: [{key: []}]
- paths: {/a: {get: {operationId: a, responses: {'204': {description: done}}}, put: {operationId: b, responses: {'204': {description: done}}}}}
- components: {securitySchemes: {key: {type: http, scheme: basic}, other: {type: http, scheme: bearer}}}
+ info: {title: Pets, version: 1.0.0}
+ security: [{other: []}]
+ paths: {/a: {get: {operationId: a, responses: {'204': {description: done}}}, put: {operationId: b, responses: {'204': {description: done}}}}}
+ components: {securitySchemes: {key: {type: http, scheme: basic}, other: {type: http, scheme: bearer}}}
> breaking: credential `other` is required instead of `key` for 2 operations; callers without it are rejected
>   at /security/0 (new) for GET /a, PUT /a
< breaking: credential `key` is required instead of `other` for 2 operations; callers without it are rejected
<   at /security/0 (new) for GET /a, PUT /a

# inline alternatives are written as before: the change is in the component that they refer to
in schemas
- Pet: {type: object, properties: {a: {oneOf: [{type: array, items: {$ref: '#/components/schemas/Cat'}}, {type: array, items: {$ref: '#/components/schemas/Dog'}}]}}}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {oneOf: [{type: array, items: {$ref: '#/components/schemas/Cat'}}, {type: array, items: {$ref: '#/components/schemas/Dog'}}]}}}
+ Cat: {type: object, properties: {lives: {type: integer}, claws: {type: boolean}}}
+ Dog: {type: object, properties: {tail: {type: string}}}
> breaking: Dog.tail: type changed from `boolean` to `string`; requests that conform to the old document are rejected; responses may contain what callers do not expect
>   at /components/schemas/Dog/properties/tail/type (new) for POST /pets
> compatible: Cat: `claws` was added; it is optional; the crate ignores unknown properties
>   at /components/schemas/Cat/properties/claws (new) for POST /pets
< breaking: Cat: `claws` was removed; callers that read it no longer receive it; servers may ignore or reject requests that contain it
<   at /components/schemas/Cat/properties/claws (old) for POST /pets
< breaking: Dog.tail: type changed from `string` to `boolean`; requests that conform to the old document are rejected; responses may contain what callers do not expect
<   at /components/schemas/Dog/properties/tail/type (new) for POST /pets

# a union or null takes the place of an object: the finding is where the union is used
in schemas
- Pet: {type: object, properties: {a: {type: object}, b: {$ref: '#/components/schemas/Any'}}}
- Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {anyOf: [{$ref: '#/components/schemas/Any'}, {enum: [null]}]}, b: {$ref: '#/components/schemas/Any'}}}
+ Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
+ Cat: {type: object, properties: {lives: {type: integer}}}
+ Dog: {type: object, properties: {tail: {type: boolean}}}
> breaking: Pet.a: several alternatives replaced the schema; requests that conform to the old document are rejected; responses may contain what callers do not expect
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> warning: Pet.a: null is now allowed; the crate reads null as absent, but other callers may not
>   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: null is no longer allowed; requests with null are rejected
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: one schema replaced the alternatives; requests that conform to the old document are rejected; responses may contain what callers do not expect
<   at /components/schemas/Pet/properties/a (new) for POST /pets

# one alternative is left in the list: the removal is at the union
in schemas
- Pet: {type: object, properties: {a: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {oneOf: [{$ref: '#/components/schemas/Cat'}]}}}
+ Cat: {type: object, properties: {lives: {type: integer}}}
+ Dog: {type: object, properties: {tail: {type: boolean}}}
> breaking: Pet.a: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/properties/a/oneOf/1 (old) for POST /pets
< breaking: Pet.a: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/properties/a/oneOf/1 (new) for POST /pets

# one alternative takes the place of the union: the removal is where the union was
in schemas
- Pet: {type: object, properties: {a: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Cat'}}}
+ Cat: {type: object, properties: {lives: {type: integer}}}
+ Dog: {type: object, properties: {tail: {type: boolean}}}
> breaking: Pet.a: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> docs: Pet.a: the schema became `Cat`
>   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< docs: Pet.a: `Cat` was moved inline
<   at /components/schemas/Pet/properties/a (new) for POST /pets

# a reference leads to one alternative instead of the union, which stays as it was
in schemas
- Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Any'}, b: {$ref: '#/components/schemas/Any'}}}
- Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Cat'}, b: {$ref: '#/components/schemas/Any'}}}
+ Any: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
+ Cat: {type: object, properties: {lives: {type: integer}}}
+ Dog: {type: object, properties: {tail: {type: boolean}}}
> breaking: Pet.a: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> docs: Pet.a: refers to `Cat` instead of `Any`
>   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< docs: Pet.a: refers to `Any` instead of `Cat`
<   at /components/schemas/Pet/properties/a (new) for POST /pets

# a schema that is no alternative takes the place of the union
in schemas
- Pet: {type: object, properties: {a: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}}}
- Cat: {type: object, properties: {lives: {type: integer}}}
- Dog: {type: object, properties: {tail: {type: boolean}}}
+ Pet: {type: object, properties: {a: {allOf: [{$ref: '#/components/schemas/Name'}]}}}
+ Name: {type: string}
> breaking: Pet.a: one schema replaced the alternatives; requests that conform to the old document are rejected; responses may contain what callers do not expect
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> docs: schema `Cat` was removed
>   at /components/schemas/Cat (old) for none
> docs: schema `Dog` was removed
>   at /components/schemas/Dog (old) for none
< breaking: Pet.a: several alternatives replaced the schema; requests that conform to the old document are rejected; responses may contain what callers do not expect
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< docs: schema `Cat` was added
<   at /components/schemas/Cat (new) for none
< docs: schema `Dog` was added
<   at /components/schemas/Dog (new) for none

# a reference to other values takes the place of a list: one finding where the list was
in schemas
- Pet: {type: object, properties: {a: {type: string, enum: [a, b]}, s: {$ref: '#/components/schemas/Status'}}}
- Status: {type: string, enum: [b, x, y]}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Status'}, s: {$ref: '#/components/schemas/Status'}}}
+ Status: {type: string, enum: [b, x, y]}
> breaking: Pet.a: `a` was removed, `x` and `y` were added; requests with the old value are rejected
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> docs: Pet.a: the schema became `Status`
>   at /components/schemas/Pet/properties/a (new) for POST /pets
< breaking: Pet.a: `x` and `y` were removed, `a` was added; requests with the old values are rejected
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< docs: Pet.a: `Status` was moved inline
<   at /components/schemas/Pet/properties/a (new) for POST /pets

# a reference leads to an enum with fewer values
in document
- info: {title: Pets, version: 1.0.0}
- paths:
-   /pets:
-     get:
-       operationId: get_pets
-       parameters:
-         - {name: q, in: query, schema: {$ref: '#/components/schemas/Long'}}
-         - {name: r, in: query, schema: {$ref: '#/components/schemas/Long'}}
-       responses: {'204': {description: done}}
- components: {schemas: {Long: {type: string, enum: [a, b, c]}, Short: {type: string, enum: [a, b]}}}
+ info: {title: Pets, version: 1.0.0}
+ paths:
+   /pets:
+     get:
+       operationId: get_pets
+       parameters:
+         - {name: q, in: query, schema: {$ref: '#/components/schemas/Short'}}
+         - {name: r, in: query, schema: {$ref: '#/components/schemas/Long'}}
+       responses: {'204': {description: done}}
+ components: {schemas: {Long: {type: string, enum: [a, b, c]}, Short: {type: string, enum: [a, b]}}}
> breaking: GET /pets `q`: `c` was removed; requests with the old value are rejected
>   at /paths/~1pets/get/parameters/0/schema (new) for GET /pets
> docs: GET /pets `q`: refers to `Short` instead of `Long`
>   at /paths/~1pets/get/parameters/0/schema (new) for GET /pets
< compatible: GET /pets `q`: `c` was added; what was sent before is still accepted
<   at /paths/~1pets/get/parameters/0/schema (new) for GET /pets
< docs: GET /pets `q`: refers to `Long` instead of `Short`
<   at /paths/~1pets/get/parameters/0/schema (new) for GET /pets

# an enum was renamed and has another value: the finding is at the enum
in schemas
- Pet: {type: object, properties: {a: {$ref: '#/components/schemas/Old'}, b: {$ref: '#/components/schemas/Old'}}}
- Old: {type: string, enum: [a, b]}
+ Pet: {type: object, properties: {a: {$ref: '#/components/schemas/New'}, b: {$ref: '#/components/schemas/New'}}}
+ New: {type: string, enum: [a, b, c]}
> compatible: New: `c` was added; what was sent before is still accepted; the crate keeps unknown values
>   at /components/schemas/New/enum/2 (new) for POST /pets
> docs: Pet.a: refers to `New` instead of `Old`
>   at /components/schemas/Pet/properties/a (new) for POST /pets
> docs: Pet.b: refers to `New` instead of `Old`
>   at /components/schemas/Pet/properties/b (new) for POST /pets
> docs: schema `New` was added
>   at /components/schemas/New (new) for none
> docs: schema `Old` was removed
>   at /components/schemas/Old (old) for none
< breaking: New: `c` was removed; requests with this value are rejected
<   at /components/schemas/New/enum/2 (old) for POST /pets
< docs: Pet.a: refers to `Old` instead of `New`
<   at /components/schemas/Pet/properties/a (new) for POST /pets
< docs: Pet.b: refers to `Old` instead of `New`
<   at /components/schemas/Pet/properties/b (new) for POST /pets
< docs: schema `Old` was added
<   at /components/schemas/Old (new) for none
< docs: schema `New` was removed
<   at /components/schemas/New (old) for none

# all values of a list are others: one finding at the list
in schemas
- Pet: {type: object, properties: {a: {type: string, enum: [a, b]}}}
+ Pet: {type: object, properties: {a: {type: string, enum: [x, y, z]}}}
> breaking: Pet.a: `a` and `b` were removed, `x`, `y` and `z` were added; requests with the old values are rejected
>   at /components/schemas/Pet/properties/a/enum (new) for POST /pets
< breaking: Pet.a: `x`, `y` and `z` were removed, `a` and `b` were added; requests with the old values are rejected
<   at /components/schemas/Pet/properties/a/enum (new) for POST /pets

# the removal of an alternative implies a discriminator, which no document names
in schemas
- Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}, {$ref: '#/components/schemas/Fish'}]}
- Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
- Fish: {type: object, properties: {kind: {type: string}, fins: {type: integer}}}
+ Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
+ Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Fish: {type: object, properties: {kind: {type: string}, fins: {type: integer}}}
> breaking: Pet: alternative `Fish` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/2 (old) for POST /pets
< warning: Pet: alternative `Fish` was added; callers that know only the other alternatives may receive it
<   at /components/schemas/Pet/oneOf/2 (new) for POST /pets

# the last alternative keeps the discriminator of the union
in schemas
- Pet: {discriminator: {propertyName: kind}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Pet: {discriminator: {propertyName: kind}, oneOf: [{$ref: '#/components/schemas/Cat'}]}
+ Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
> breaking: Pet: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/1 (old) for POST /pets
< breaking: Pet: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/oneOf/1 (new) for POST /pets

# the discriminator is removed with an alternative
in schemas
- Pet: {discriminator: {propertyName: kind}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Pet: {oneOf: [{$ref: '#/components/schemas/Cat'}]}
+ Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
> breaking: Pet: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/1 (old) for POST /pets
< breaking: Pet: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/oneOf/1 (new) for POST /pets

# the last alternative of a union of objects has a discriminator of its own
in schemas
- Pet: {type: object, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Pet: {type: object, oneOf: [{$ref: '#/components/schemas/Cat'}]}
+ Cat: {type: object, required: [kind], discriminator: {propertyName: kind}, properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
> breaking: Pet: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/1 (old) for POST /pets
< breaking: Pet: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/oneOf/1 (new) for POST /pets

# the union of objects loses an alternative and its discriminator
in schemas
- Pet: {type: object, discriminator: {propertyName: kind}, oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Pet: {type: object, oneOf: [{$ref: '#/components/schemas/Cat'}]}
+ Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
> breaking: Pet: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/1 (old) for POST /pets
< breaking: Pet: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/oneOf/1 (new) for POST /pets

# the description of a union changes with an alternative
in schemas
- Pet: {description: Old., oneOf: [{$ref: '#/components/schemas/Cat'}, {$ref: '#/components/schemas/Dog'}]}
- Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
- Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
+ Pet: {description: New., oneOf: [{$ref: '#/components/schemas/Cat'}]}
+ Cat: {type: object, required: [kind], properties: {kind: {type: string, enum: [cat]}, lives: {type: integer}}}
+ Dog: {type: object, required: [kind], properties: {kind: {type: string, enum: [dog]}, tail: {type: boolean}}}
> breaking: Pet: alternative `Dog` was removed; requests that conform to the old document are rejected
>   at /components/schemas/Pet/oneOf/1 (old) for POST /pets
> docs: Pet: `description` changed
>   at /components/schemas/Pet/description (new) for POST /pets
< breaking: Pet: alternative `Dog` was added; responses may contain what callers do not expect
<   at /components/schemas/Pet/oneOf/1 (new) for POST /pets
< docs: Pet: `description` changed
<   at /components/schemas/Pet/description (new) for POST /pets
";

#[test]
fn a_change_is_reported_where_it_was_made_with_the_operations_that_it_affects() {
    for case in cases(PLACES) {
        for (old, new, expected) in [
            (&case.old, &case.new, &case.forward),
            (&case.new, &case.old, &case.backward),
        ] {
            let found = lines(&with_rust(old, new));
            assert_eq!(&found, expected, "{}", case.name);
        }
    }
}

/// The lines of the findings in the form of [`PLACES`], sorted as those of a case.
fn lines(comparison: &Comparison) -> Vec<String> {
    let lines = comparison.findings.iter().flat_map(|it| {
        let place = it.location.revision.as_str();
        let operations = match &it.operations[..] {
            [] => "none".to_owned(),
            operations => operations.join(", "),
        };
        [
            format!("{}: {}", it.level, it.message()),
            format!("  at {} ({place}) for {operations}", it.pointer),
        ]
    });
    let mut lines: Vec<_> = lines.collect();
    lines.sort();
    lines
}
