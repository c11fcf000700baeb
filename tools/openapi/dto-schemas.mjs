import { ApiProperty } from '@nestjs/swagger';
import classTransformer from 'class-transformer/cjs/storage.js';
import { getMetadataStorage } from 'class-validator';
import { validationMetadataArrayToSchemas } from 'class-validator-jsonschema';

/** A pattern that ignores case has no words in JSON Schema: without it, the document allows more than the server. */
const caseless = (metadata) => metadata.constraints[0].flags?.includes('i') ?? false;

const CONVERTERS = {
  // Custom rules say what they are by @ApiProperty beside their validator.
  customValidation: () => undefined,
  isEmpty: () => undefined,
  matches: (metadata) =>
    caseless(metadata) ? { type: 'string' } : { type: 'string', pattern: metadata.constraints[0].source },
  isObject: () => ({ type: 'object' }),
};

/**
 * Tells @nestjs/swagger the rules of every DTO that has been imported, so that a bound stands in one place: in the
 * class-validator decorator that holds it.
 * @returns {string[]} the names of the DTOs
 */
export function describeDtos() {
  const storage = getMetadataStorage();
  for (const [target, metadatas] of storage.validationMetadatas) describeDto(storage, target, metadatas);
  return [...storage.validationMetadatas.keys()].map(({ name }) => name);
}

function describeDto(storage, target, metadatas) {
  const known = metadatas.map((metadata) => ({ ...metadata, type: ruleOf(storage, metadata) }));
  const [schema] = Object.values(
    validationMetadataArrayToSchemas(known, {
      additionalConverters: CONVERTERS,
      classTransformerMetadataStorage: classTransformer.defaultMetadataStorage,
    }),
  );
  const forbidden = known.filter(({ type }) => type === 'isEmpty').map(({ propertyName }) => propertyName);
  for (const [field, rules] of Object.entries(schema.properties)) {
    if (forbidden.includes(field)) continue;
    ApiProperty({ ...boundsOf(rules), ...nestedTypeOf(target, field) })(target.prototype, field);
  }
}

function ruleOf(storage, { type, constraintCls }) {
  const [constraint] = constraintCls ? storage.getTargetValidatorConstraints(constraintCls) : [];
  return constraint?.name ?? type;
}

/** A field that holds DTOs refers to their schema. */
function nestedTypeOf(target, field) {
  const type = classTransformer.defaultMetadataStorage.findTypeMetadata(target, field);
  if (type === undefined) return {};
  const isArray = Reflect.getMetadata('design:type', target.prototype, field) === Array;
  return { type: isArray ? [type.typeFunction()] : type.typeFunction() };
}

/** Without what a field of DTOs would be by itself: `nestedTypeOf` says it. */
function boundsOf({ items, ...rules }) {
  delete rules.$ref;
  if (items === undefined || '$ref' in items) return rules;
  return { ...rules, items };
}
