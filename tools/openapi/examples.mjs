import sampler from 'openapi-sampler';
import { operationsOf } from './operations.mjs';

/** Gives every successful answer an example, made of those of its fields. */
export function addExamples(document) {
  for (const { operation } of operationsOf(document)) {
    for (const response of Object.values(operation.responses)) {
      // The failures have examples of their own.
      for (const content of Object.values(response.content ?? {})) {
        if (content.example !== undefined || content.examples !== undefined) continue;
        content.example = sampler.sample(content.schema, { skipNonRequired: true }, document);
      }
    }
  }
}
