/** The value of a key of its own: a name from outside may be that of something every object has, as `constructor`. */
export function own<T>(values: Readonly<Record<string, T>>, name: string): T | undefined {
  return Object.hasOwn(values, name) ? values[name] : undefined;
}
