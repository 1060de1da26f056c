/** A nominal type over `T`: values of two brands never mix, although both are plain `T` at run time. */
export type Brand<T, Name extends string> = T & { readonly __brand: Name };
