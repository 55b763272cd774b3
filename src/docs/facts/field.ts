import type { FieldFact } from '../../contract/facts.gen.ts';
import { detailsOf } from '../reader/details.ts';
import type { Field } from '../reader/fields.ts';
import { formatsOf } from './formats.ts';
import type { Places } from './places.ts';
import { requiredOf } from './required.ts';

/** A row of a table of fields as a fact, with all beneath it. */
export function fieldFact(field: Field, isParameter: boolean, places: Places): FieldFact {
  const { name, types, links, children, alternatives } = field;
  const key = (name.split(' ')[0] ?? '').replace(/\*$/, '');
  const required = isParameter ? requiredOf(field) : undefined;
  const formats = formatsOf(field);
  const { row, ...place } = places.row(field, [key]);
  return {
    name,
    ...(alternatives ? { alternatives } : {}),
    types,
    ...(required ? { required } : {}),
    ...detailsOf(field),
    ...(formats.length > 0 ? { formats } : {}),
    ...(links.length > 0 ? { links: [...new Set(links)] } : {}),
    ...(place.page === undefined ? {} : { page: place.page }),
    heading: place.heading,
    ...(row === undefined || row === name ? {} : { row }),
    ...(place.digest === undefined ? {} : { digest: place.digest }),
    ...(children.length > 0
      ? { fields: children.map((child) => fieldFact(child, isParameter, places)) }
      : {}),
  };
}
