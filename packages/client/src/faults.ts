import { WebhookValidationError } from './webhook-errors.ts';

/** What is wrong with something that was given, collected so that one refusal tells all of it. */
export class Faults {
  private readonly sentences: string[] = [];

  add(path: string, message: string): void {
    this.sentences.push(`${path} ${message}`);
  }

  require(isRight: boolean, path: string, message: () => string): void {
    if (!isRight) this.add(path, message());
  }

  /** @throws WebhookValidationError where anything is wrong */
  refuse(what: string): void {
    if (this.sentences.length > 0) throw new WebhookValidationError(`${what}: ${this.sentences.join('; ')}`);
  }
}
