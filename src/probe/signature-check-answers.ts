import { ApiSchema } from '@nestjs/swagger';
import { Shown } from '../http/openapi/shown.ts';
import { SECRET_VARIABLE } from '../wire/snippets/snippet-plan.ts';
import { SNIPPET_LANGUAGES, type SnippetLanguage } from '../wire/snippets/snippets.ts';
import { PROBLEM_CODES, type ProblemCode } from '../wire/verification/verdict.ts';

@ApiSchema({ name: 'SignatureProblem' })
export class SignatureProblemJson {
  @Shown({ enum: PROBLEM_CODES, example: 'header_missing' })
  readonly code!: ProblemCode;

  @Shown({ description: 'A sentence for people.', example: 'The header webhook-signature is missing.' })
  readonly message!: string;
}

/** What one format says of the request. */
@ApiSchema({ name: 'SignatureVerdict' })
export class SignatureVerdictJson {
  @Shown({ example: 'standard' })
  readonly format!: string;

  @Shown({ description: 'Signed by one of the secrets, within the tolerance.', example: false })
  readonly verified!: boolean;

  @Shown({
    type: 'integer',
    nullable: true,
    description: 'Which of the secrets has signed it, from 0; of a webhook the newest is first.',
    example: null,
  })
  readonly secret_index!: number | null;

  @Shown({ type: [SignatureProblemJson], description: 'What keeps it from being taken.', example: undefined })
  readonly problems!: readonly SignatureProblemJson[];

  @Shown({
    type: String,
    nullable: true,
    description: 'The header that holds the signature; null where the format does not sign.',
    example: 'webhook-signature',
  })
  readonly header!: string | null;

  @Shown({ type: String, nullable: true, description: 'What stood there.', example: null })
  readonly given!: string | null;

  @Shown({
    type: [String],
    description:
      'What would have to stand there, for each secret that the caller has sent. Empty for key pairs, and for the ' +
      'secrets of a webhook.',
    example: [],
  })
  readonly expected!: readonly string[];
}

@ApiSchema({ name: 'SignatureCheck' })
export class SignatureCheckJson {
  @Shown({ description: 'Whether a format verifies it.', example: false })
  readonly verified!: boolean;

  @Shown({ type: String, nullable: true, description: 'The first that does.', example: null })
  readonly format!: string | null;

  @Shown({
    type: [SignatureVerdictJson],
    description: 'Those first that verify it, then those whose headers it has.',
    example: undefined,
  })
  readonly results!: readonly SignatureVerdictJson[];
}

@ApiSchema({ name: 'VerificationSnippet' })
export class SnippetJson {
  @Shown({ enum: SNIPPET_LANGUAGES, example: 'node' })
  readonly language!: SnippetLanguage;

  @Shown({ example: 'verify.mjs' })
  readonly file_name!: string;

  @Shown({ example: 'export function verify(body, headers) {\n  …\n}\n' })
  readonly code!: string;
}

@ApiSchema({ name: 'VerificationSnippets' })
export class SnippetsJson {
  @Shown({ example: 'standard' })
  readonly format!: string;

  @Shown({ description: 'From which the code reads the secret.', example: SECRET_VARIABLE })
  readonly secret_variable!: string;

  @Shown({
    type: [SnippetJson],
    description:
      'Empty where the webhook’s requests are not signed, by a key pair, or by more than a snippet can show.',
    example: undefined,
  })
  readonly snippets!: readonly SnippetJson[];
}
