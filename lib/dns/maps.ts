// What rules over thousands of records need of maps: lists by key, and texts that are read once.

/** Adds a value to the list of a key. */
export function append<Key, Value>(map: Map<Key, Value[]>, key: Key, value: Value): void {
  const values = map.get(key);
  if (values === undefined) map.set(key, [value]);
  else values.push(value);
}

/** The same function, which is called once for each argument: a thousand names have the same few texts. */
export function memoized<Argument, Result>(read: (argument: Argument) => Result): (argument: Argument) => Result {
  const known = new Map<Argument, Result>();
  return (argument) => {
    const result = known.get(argument) ?? read(argument);
    known.set(argument, result);
    return result;
  };
}
