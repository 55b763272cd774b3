import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { buildContract, type Contract, type TextFile } from '../contract/contract.ts';
import { compileSchemas, type SchemaFiles, type Schemas } from '../contract/schemas.ts';

/** Root of the project, whatever the working directory is. */
export const ROOT = join(import.meta.dirname, '..', '..');

export function loadSchemas(directory = join(ROOT, 'schemas')): Schemas {
  const files: SchemaFiles = Object.fromEntries(
    readdirSync(directory)
      .filter((name) => name.endsWith('.schema.json'))
      .map((name) => [name, JSON.parse(readFileSync(join(directory, name), 'utf8')) as object]),
  );
  return compileSchemas(files);
}

/** Contract data files, those of single methods first, then those about every call; by name. */
export function readContractFiles(directory = join(ROOT, 'fixtures', 'contract')): TextFile[] {
  return readdirSync(directory, { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.yaml'))
    .map((entry) => join(entry.parentPath, entry.name))
    .sort((one, other) => one.split('/').length - other.split('/').length || one.localeCompare(other))
    .map((path) => ({ path: relative(ROOT, path), text: readFileSync(path, 'utf8') }));
}

/** @throws DataError when the contract data is wrong */
export function loadContract(): Contract {
  return buildContract(readContractFiles(), loadSchemas());
}
