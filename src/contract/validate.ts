import type { ContractFile } from './contract.gen.ts';
import { guess } from './guess.ts';
import { type ErrorObject, pointerKeys, type Schemas } from './schemas.ts';
import type { DataProblem, YamlFile } from './yaml-file.ts';

/** Checks one data file against its JSON Schema; returns a problem, with line and guess, per mistake. */
export function validateShape(file: YamlFile, schemas: Schemas, schema: string): DataProblem[] {
  const validate = schemas.validator(schema);
  if (validate(file.value)) return [];
  return (validate.errors ?? []).map((error) => {
    const path = pointerKeys(error.instancePath);
    const extra = error.keyword === 'additionalProperties' ? [String(error.params.additionalProperty)] : [];
    const line = file.lineOf([...path, ...extra]);
    return { file: file.path, line, message: explain(error, path.join('.')) };
  });
}

/** Narrows the value of a file that `validateShape` found no fault with. */
export function asContractFile(file: YamlFile): ContractFile {
  return file.value as ContractFile;
}

function explain(error: ErrorObject, where: string): string {
  const at = where === '' ? 'the file' : `'${where}'`;
  switch (error.keyword) {
    case 'additionalProperties': {
      const key = String(error.params.additionalProperty);
      const known = Object.keys((error.parentSchema?.properties as object | undefined) ?? {});
      return `unknown key '${key}' in ${at}${guess(key, known) || `; known: ${known.join(', ')}`}`;
    }
    case 'enum': {
      const known = (error.params.allowedValues as unknown[]).map(String);
      return `${at} is '${String(error.data)}'${guess(String(error.data), known) || `; one of ${known.join(', ')} is needed`}`;
    }
    case 'const':
      return `${at} must be ${JSON.stringify(error.params.allowedValue)}`;
    case 'dependentRequired':
      return `${at} has '${String(error.params.property)}', which needs '${String(error.params.missingProperty)}' beside it`;
    case 'not':
      return `${at} has ${String((error.schema as { description?: unknown }).description)}: one of them is too many`;
    case 'required':
      return `${at} lacks '${String(error.params.missingProperty)}'`;
    case 'pattern':
      return `${at} is '${String(error.data)}', which does not have the form ${String(error.params.pattern)}`;
    default:
      return `${at} ${error.message ?? 'is wrong'}`;
  }
}
