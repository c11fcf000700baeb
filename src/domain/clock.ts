/** Where time comes from. Milliseconds since 1970 by the database's clock, fractions included. */
export interface Clock {
  now(): number;
}
